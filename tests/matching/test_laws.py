"""Laws that hold for any two records, whatever is written in them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.matching.people import DANYLO, records
from wayhome.matching import Comparison, NotAComparison, PersonRecord, Verdict, compare
from wayhome.matching.sentences import LANGUAGES

HARD_TEXTS = [
    "х" * 300,
    "👩‍👦 🇺🇦",
    "שלום עולם",
    "محمد بن سلمان",
    "\x00\ud800",
    "'; DROP",
    "...",
    "\u202eабв",
    "Ы",
    "-- --",
]


@given(records(), records())
@settings(max_examples=150, deadline=None)
def test_order_of_asking_does_not_matter(a: PersonRecord, b: PersonRecord) -> None:
    """Evidence is about the pair: either way round it weighs exactly the same."""
    one, two = compare(a, b), compare(b, a)
    assert (one.bits, one.probability, one.certain) == (two.bits, two.probability, two.certain)


@given(records())
@settings(max_examples=100, deadline=None)
def test_blank_is_silent(record: PersonRecord) -> None:
    """Nothing said is never a mismatch: against an empty record everything is silent, and weighs nothing."""
    compared = compare(record, PersonRecord())
    assert compared.bits == 0
    assert {found.verdict for found in compared.findings} <= {Verdict.SILENT}


@given(records(), records())
@settings(max_examples=100, deadline=None)
def test_bits_are_the_sum_of_findings(a: PersonRecord, b: PersonRecord) -> None:
    """No hidden bonus: what a caseworker adds up is what we say."""
    compared = compare(a, b)
    assert compared.bits == pytest.approx(sum(found.bits for found in compared.findings), abs=1e-5)


@given(records(), records(), st.sampled_from(LANGUAGES))
@settings(max_examples=100, deadline=None)
def test_every_finding_has_its_sentence(a: PersonRecord, b: PersonRecord, language: str) -> None:
    """As many sentences as findings, in the same order, none empty."""
    compared = compare(a, b)
    sentences = compared.sentences(language)
    assert len(sentences) == len(compared.findings)
    assert all(sentences)


@given(records(), records())
@settings(max_examples=100, deadline=None)
def test_a_comparison_crosses_a_socket(a: PersonRecord, b: PersonRecord) -> None:
    """JSON and back is the same comparison."""
    compared = compare(a, b)
    assert Comparison.from_json(json.loads(json.dumps(compared.to_json()))) == compared


@pytest.mark.parametrize("damage", [{}, {"format": 2}, {"certain": "sure"}, {"findings": [{}]}])
def test_a_damaged_comparison_is_refused(damage: dict[str, object]) -> None:
    """What another version wrote is not guessed at."""
    whole = compare(DANYLO, DANYLO).to_json()
    damaged = {**whole, **damage} if damage else {}
    with pytest.raises(NotAComparison):
        Comparison.from_json(damaged)


@pytest.mark.parametrize("text", HARD_TEXTS)
def test_no_text_is_too_strange(text: str) -> None:
    """Long, right-to-left, broken or pictorial: it is compared, silently if need be."""
    strange = PersonRecord(name=text, family=text, place=text, unit=text, rank=text, service_number=text, mother=text)
    assert compare(strange, DANYLO).certain != "confident"
    assert compare(DANYLO, strange).certain != "confident"


def test_probability_says_the_base_rate_when_nothing_is_known() -> None:
    """Before evidence: two in a hundred, shared by ten thousand people."""
    assert compare(PersonRecord(), PersonRecord()).probability == pytest.approx(0.02 / 10_000, rel=0.05)
