"""What may be signed is plain to see: dated, in one language, without hidden signs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.seal.errors import NotAStatement
from wayhome.seal.statements import Letter, Notice, Statement, audience_of, from_claims, to_claims

NOON = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
OLENA = audience_of(bytes(16))
LETTER = Letter(
    id=UUID(int=1),
    issued=NOON,
    language="uk",
    lines=("3 травня ми перевірили.", "Платити нікому не треба."),
    signed_as="bureau",
    audience=OLENA,
)
NOTICE = Notice(
    id=UUID(int=2),
    issued=NOON,
    language="en",
    title="Nobody needs to be paid",
    lines=("We never ask for money.",),
    signed_as="bureau",
    expires=NOON + timedelta(days=30),
)

lines = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=40).filter(lambda text: text.strip())
moments = st.integers(min_value=0, max_value=10**9).map(lambda seconds: NOON + timedelta(seconds=seconds))
some_lines = st.lists(lines, min_size=1, max_size=4).map(tuple)
audiences = st.binary(min_size=32, max_size=32)
letters = st.builds(
    Letter,
    id=st.uuids(),
    issued=moments,
    language=st.sampled_from(["uk", "ru", "en", "uz-Latn"]),
    lines=some_lines,
    signed_as=st.just("bureau"),
    audience=audiences,
    expires=st.none() | st.just(datetime(2101, 1, 1, tzinfo=UTC)),
)
notices = st.builds(
    Notice,
    id=st.uuids(),
    issued=moments,
    language=st.sampled_from(["uk", "ru", "en"]),
    title=lines,
    lines=some_lines,
    signed_as=st.just("bureau"),
    expires=st.just(datetime(2101, 1, 1, tzinfo=UTC)),
    audience=st.none() | audiences,
)
statements = letters | notices


@given(statements)
def test_claims_say_all_of_a_statement(statement: Statement) -> None:
    """Nothing is lost on the way to plain values and back."""
    assert from_claims(to_claims(statement)) == statement


@given(statements, st.sampled_from(["audience", "expires", "format", "id", "issued", "kind", "language", "lines"]))
def test_a_missing_claim_is_noticed(statement: Statement, name: str) -> None:
    """Every claim is needed, also the empty ones."""
    claims = to_claims(statement)
    del claims[name]
    with pytest.raises(NotAStatement):
        from_claims(claims)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "summons"),
        ("kind", ["letter"]),
        ("format", 2),
        ("issued", "3 May 2026"),
        ("issued", "2026-05-03T12:00:00+00:00"),
        ("id", "11111111111111111111111111111111"),
        ("lines", "one line"),
        ("lines", [1]),
        ("audience", "00"),
        ("audience", None),
        ("language", 7),
        ("reward", "money"),
    ],
)
def test_a_claim_of_another_form_is_noticed(name: str, value: object) -> None:
    """One spelling of each value, and no claim that we do not know."""
    with pytest.raises(NotAStatement):
        from_claims(to_claims(LETTER) | {name: value})


@pytest.mark.parametrize(
    "change",
    [
        {"lines": ()},
        {"lines": ("He is alive.", " ")},
        {"lines": ("He is\nalive.",)},
        {"lines": ("Pay \u202eydobon",)},
        {"lines": ("\ud800",)},
        {"issued": datetime(2026, 5, 3, 12, 0)},  # noqa: DTZ001 - the missing zone is what is refused
        {"issued": NOON.replace(microsecond=1)},
        {"expires": NOON},
        {"language": "Ukrainian"},
        {"signed_as": "Iryna K."},
        {"audience": b"olena"},
    ],
)
def test_what_may_not_be_signed_cannot_be_made(change: dict[str, object]) -> None:
    """Empty or turned-around words, moments without a zone, endings before beginnings, names instead of roles."""
    with pytest.raises(NotAStatement):
        replace(LETTER, **change)  # type: ignore[arg-type]


def test_a_moment_is_the_same_in_every_zone() -> None:
    """Signed is UTC."""
    kyiv = NOON.astimezone(timezone(timedelta(hours=3)))
    assert to_claims(replace(LETTER, issued=kyiv)) == to_claims(LETTER)


def test_an_audience_does_not_show_its_receipt() -> None:
    """It is a hash of the locator, different for every receipt."""
    assert audience_of(bytes(16)) != audience_of(b"\1" * 16)
    assert bytes(16) not in audience_of(bytes(16))
