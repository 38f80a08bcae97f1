"""What opens sealed records: the proof that the log already says so."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from wayhome.audit.errors import PermitNotIssued, PermitSpent

_ISSUER = object()


@dataclass(frozen=True, slots=True, eq=False)
class ReadPermit:
    """Leave to open up to `count` records, because log row `row_id` says so and is already committed.

    Only `before_reading` makes one. `use` is called once for each record, before it is opened.
    """

    act: str
    count: int
    row_id: UUID
    issuer: object = field(repr=False)
    # Counting by `next` is a single step of the interpreter, so two threads cannot share one place.
    _used: Iterator[int] = field(default_factory=lambda: itertools.count(1), init=False, repr=False)

    def __post_init__(self) -> None:
        if self.issuer is not _ISSUER:
            raise PermitNotIssued("A read permit is made by before_reading.")

    def use(self) -> None:
        """Take leave to open one record.

        Raises:
            PermitSpent: as many records as the log row says have been opened.
        """
        if next(self._used) > self.count:
            raise PermitSpent("More records were asked for than the log row says.")


def issue(act: str, *, count: int, row_id: UUID) -> ReadPermit:
    """For `before_reading` alone; a test looks for other callers."""
    return ReadPermit(act=act, count=count, row_id=row_id, issuer=_ISSUER)
