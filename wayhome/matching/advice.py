"""What to tell the one who asked, when the list alone does not decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wayhome.matching.findings import Certain, Field, Finding, Param
from wayhome.matching.sentences import advice_sentence

# In the order in which families can usually answer.
_WORTH_ASKING = (
    Field.GIVEN, Field.FAMILY, Field.BIRTH_DATE, Field.PLACE, Field.PATRONYMIC, Field.SERVICE_NUMBER, Field.UNIT,
)  # fmt: skip
_MOST_FIELDS = 3
FEW = 10


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence about the whole list. `params`: `count`, and `fields`, a comma-joined list of field names."""

    code: str
    params: Mapping[str, Param] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        return advice_sentence(self.code, self.params, language)

    def to_json(self) -> dict[str, Any]:
        return {"code": self.code, "params": dict(self.params)}


def advise(fits: int, fitting: Sequence[Sequence[Finding]], best: Certain | None) -> Advice:
    """`fitting` are the findings of those who fit about as well as the best; `best` how sure we are of the first."""
    if not fits:
        return Advice("none_fits_well")
    if best == "confident":
        return Advice("one_stands_out")
    fields = ",".join(fields_that_would_help(fitting))
    if not fields:
        return Advice("few_fit", {"count": fits})
    if fits == 1:
        return Advice("one_fits_unsurely", {"fields": fields})
    return Advice("few_fit_ask" if fits <= FEW else "many_fit_ask", {"count": fits, "fields": fields})


def fields_that_would_help(fitting: Sequence[Sequence[Finding]]) -> list[str]:
    """Fields the question leaves open, or half open, while at least half of those who fit have them."""
    open_fields = Counter(found.field for findings in fitting for found in findings if _is_open(found))
    return [each.value for each in _WORTH_ASKING if 2 * open_fields[each] >= len(fitting) > 0][:_MOST_FIELDS]


def _is_open(found: Finding) -> bool:
    """The request says nothing, or only an initial, or a date less whole than the record's."""
    if found.code == "blank_in_request" or found.code.endswith("_initial"):
        return True
    sought, held = str(found.params.get("sought_date", "")), str(found.params.get("held_date", ""))
    return len(held) > len(sought)
