"""What readers have said about one candidate, in words. Only what may be read now ever comes in here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayhome.bureau import people
from wayhome.bureau.people import Row
from wayhome.tracing.errors import NoSuchCandidate
from wayhome.tracing.models import Candidate
from wayhome.tracing.reading import ReadingView, VoiceView
from wayhome.tracing.states import CandidateState
from wayhome.web.templatetags.bits import in_bits


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a candidate stands for the reader of this page. rows: who said what, and why. earlier: of rounds before."""

    title: str
    sentences: tuple[str, ...]
    rows: Sequence[Row]
    earlier: Sequence[Row] = field(default=())


def open_round(candidate_id: UUID) -> int:
    """Which round of reading is open, or was the last. A number; nothing about a person.

    Raises:
        NoSuchCandidate.
    """
    number = Candidate.objects.filter(pk=candidate_id).values_list("round", flat=True).first()
    if number is None:
        raise NoSuchCandidate
    return number


def weighed(candidate_id: UUID) -> str:
    """What the search made of the pair, beside what this page alone makes of it. A sum; nothing about a person."""
    bits = Candidate.objects.values_list("bits", flat=True).get(pk=candidate_id)
    return _(
        "The search, which also knows how rare each name is here and who else would fit, weighed it at %(bits)s."
    ) % {"bits": in_bits(bits)}


def outcome(reading: ReadingView) -> Outcome:
    """Settled: by whom and why. Open: what this reader has said, and nothing of anybody else."""
    rounds = [list(voices) for _number, voices in groupby(reading.closed, key=lambda voice: voice.round)]
    if reading.state is CandidateState.OPEN:
        title = _("You have read this") if reading.yours else ""
        return Outcome(title, (waiting_sentence(),), _rows(reading.yours), _rows(v for one in rounds for v in one))
    last = rounds[-1] if rounds else []
    earlier = _rows(voice for one in rounds[:-1] for voice in one)
    return Outcome(_title(reading.state, _voices(last)), _sentences(reading.state), _rows(last), earlier)


def waiting_sentence() -> str:
    """The same for the first reader, the second and the third: it must not tell who has read, or what."""
    return _(
        "It is written down. When it is settled the outcome stands here. If the readers do not agree, a third reader is"
        " asked."
    )


def _title(state: CandidateState, readers: int) -> str:
    count = {"count": readers}
    if state is CandidateState.SAME:
        return (
            ngettext(
                "Confirmed by %(count)s reader: the same person",
                "Confirmed by %(count)s readers: the same person",
                readers,
            )
            % count
        )
    if state is CandidateState.DIFFERENT:
        return ngettext("%(count)s reader: another person", "%(count)s readers: another person", readers) % count
    return _("The readers cannot say")


def _voices(voices: Sequence[VoiceView]) -> int:
    """How many readers there were whose last word was the outcome's."""
    last = {voice.by: voice.says for voice in voices}
    said = [*last.values()]
    return max((said.count(one) for one in said), default=0)


def _sentences(state: CandidateState) -> tuple[str, ...]:
    if state is CandidateState.SAME:
        return (_("What the family may read follows the person’s wish, and nothing else."),)
    if state is CandidateState.UNSURE:
        return (_("It is read again when one of the two records says more."),)
    return ()


def _rows(voices: Iterable[VoiceView]) -> list[Row]:
    voices = list(voices)
    names = people.names_behind(f"officer:{voice.by}" for voice in voices)
    return [
        (
            names[f"officer:{voice.by}"],
            _("%(says)s — %(because)s (%(moment)s)")
            % {"says": voice.says.label, "because": voice.because, "moment": people.moment(voice.at)},
        )
        for voice in voices
    ]
