"""Records → keys → candidates → weighed evidence. Pure: no Django, no clock, no disk after the tables are loaded."""

from wayhome.matching.advice import Advice
from wayhome.matching.errors import ImpossibleDate, MatchingError, NotAComparison, NotADate
from wayhome.matching.findings import Certain, Comparison, Field, Finding, Verdict
from wayhome.matching.frequencies import Frequencies
from wayhome.matching.index import Candidate, Index, SearchResult
from wayhome.matching.partial_dates import PartialDate
from wayhome.matching.records import PersonRecord
from wayhome.matching.weigh import compare

__all__ = [
    "Advice",
    "Candidate",
    "Certain",
    "Comparison",
    "Field",
    "Finding",
    "Frequencies",
    "ImpossibleDate",
    "Index",
    "MatchingError",
    "NotAComparison",
    "NotADate",
    "PartialDate",
    "PersonRecord",
    "SearchResult",
    "Verdict",
    "compare",
]
