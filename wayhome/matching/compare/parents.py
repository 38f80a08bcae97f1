"""Fathers and mothers: the names two records give for them, and a father's name against a patronymic."""

from __future__ import annotations

from collections.abc import Sequence

from wayhome.matching.compare.levels import Levels, blank, log_ratio
from wayhome.matching.compare.names import NameWeigher, total
from wayhome.matching.findings import Field, Finding
from wayhome.names import Reading

# A parent shares surname (and so language, and half the village) with the child: most of what agrees here has been
# counted already under the child's own name. So the parent's agreement is one level, not a sum of bits.
_LEVELS = Levels(
    {
        "father_same": log_ratio(0.85, 1 / 15),
        "father_different": log_ratio(0.10, 0.93),
        "mother_same": log_ratio(0.80, 1 / 18),
        "mother_different": log_ratio(0.12, 0.94),
        "father_fits_patronymic": log_ratio(0.85, 1 / 15),
    }
)
_AGREES_FROM = 2.0


def compare_parents(field: Field, sought: Sequence[Reading], held: Sequence[Reading], names: NameWeigher) -> Finding:
    """Weigh the names given for one parent by the parent's given name: one in fifteen to eighteen agrees by chance.

    Father: agree .85 / (1/15) → +3.7, differ .10 / .93 → −3.2 (stepfathers, second names). Mother: .80 / (1/18) → +3.8,
    differ .12 / .94 → −3.0. Her surname is not weighed: maiden and married names are both true.
    """
    a, b = given_only(sought), given_only(held)
    if not a or not b:
        return blank(field, bool(sought), bool(held))
    agrees = total(names.compare(a, b)) >= _AGREES_FROM
    params = {"sought": _given(a), "held": _given(b)}
    return _LEVELS.finding(field, f"{field.value}_{'same' if agrees else 'different'}", params)


def father_and_patronymic(
    father: Sequence[Reading], child: Sequence[Reading], *, father_is_sought: bool
) -> Finding | None:
    """A father's given name on one side, a patronymic on the other: Іван fits Іванович. None when it does not fit.

    Only agreement counts (+3.7): a patronymic formed from a rare or foreign name may not lead back to it.
    """
    for reading in father:
        for part in reading.given:
            for other in child:
                patronymic = other.patronymic
                if patronymic is None:
                    continue
                names = {name.partition(":")[2] for name in part.classes}
                same_name = bool(names & {name.partition(":")[2] for name in patronymic.classes})
                if same_name or set(part.skeletons) & set(patronymic.skeletons):
                    words = [part.written, patronymic.written]
                    sought, held = words if father_is_sought else words[::-1]
                    params = {"sought": sought, "held": held}
                    return _LEVELS.finding(Field.FATHER, "father_fits_patronymic", params)
    return None


def given_only(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """The same readings with nothing but the given names, without those that have none."""
    return tuple(Reading((), reading.given, None, reading.doubt) for reading in readings if reading.given)


def _given(readings: Sequence[Reading]) -> str:
    return " ".join(part.written for part in readings[0].given)
