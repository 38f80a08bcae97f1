"""The bytes under a seal: the same for everybody who follows RFC 8785, different for any difference."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from wayhome.audit.canonical import Entry, bytes_of, leaf_of, next_head

whole = st.integers(min_value=0, max_value=2**53 - 1)
_TICK = timedelta(microseconds=1)
slugs = st.from_regex(r"[a-z0-9][a-z0-9_.:-]{0,20}", fullmatch=True)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
entries = st.builds(
    Entry,
    id=st.uuids(),
    number=whole,
    at=st.datetimes(timezones=st.just(UTC)),
    act=slugs,
    by_kind=st.sampled_from(["officer", "process"]),
    by_id=slugs,
    subjects=st.lists(st.uuids(), max_size=4),
    count=whole,
    scope=st.dictionaries(slugs, whole | slugs, max_size=4),
    reason=texts,
)


@given(entries)
def test_an_independent_encoder_gives_the_same_bytes(entry: Entry) -> None:
    """Anybody can check our log with any implementation of RFC 8785."""
    assert bytes_of(entry) == rfc8785.dumps(json.loads(bytes_of(entry)))


@given(entries)
def test_every_field_is_under_the_seal(entry: Entry) -> None:
    """Change any one field, by however little, and the leaf is another."""
    others = [
        replace(entry, id=UUID(int=entry.id.int ^ 1)),
        replace(entry, number=entry.number + 1),
        replace(entry, at=entry.at - _TICK if entry.at.year > 5000 else entry.at + _TICK),
        replace(entry, act=entry.act + "x"),
        replace(entry, by_kind=entry.by_kind + "x"),
        replace(entry, by_id=entry.by_id + "x"),
        replace(entry, subjects=[*entry.subjects, UUID(int=1)]),
        replace(entry, count=entry.count + 1),
        replace(entry, scope={**entry.scope, "x" * 30: 1}),
        replace(entry, reason=entry.reason + " "),
    ]
    leaves = {leaf_of(other) for other in others}
    assert leaf_of(entry) not in leaves
    assert len(leaves) == len(others)


def test_known_values() -> None:
    """Worked out once without our code; another value means that every log already written would fail."""
    entry = Entry(
        UUID(int=1), 7, datetime(2026, 5, 3, 12, tzinfo=UTC), "signed_in", "process", "x", [], 0, {"a": 1}, "так"
    )
    assert (
        bytes_of(entry)
        == (
            '{"act":"signed_in","at":"2026-05-03T12:00:00.000000Z","by_id":"x","by_kind":"process","count":0,"format":1,'
            '"id":"00000000-0000-0000-0000-000000000001","number":7,"reason":"так","scope":{"a":1},"subjects":[]}'
        ).encode()
    )
    assert leaf_of(entry).hex() == "ef0a510c0badd227604f25530c8f8bd92748343e23e454f3b054d75f5b47f8a9"
    assert (
        next_head(bytes(32), leaf_of(entry)).hex() == "8aa180a5769b00a5fda9b6b079fd3fe3b230e3412b04e79bd264039e0098b3e6"
    )
