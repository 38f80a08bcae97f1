"""The picture of the evidence says exactly what the words say."""

import pytest
from django.template import engines
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from wayhome.web.evidence import Told, UnknownVerdict, tell
from wayhome.web.templatetags.bits import in_bits

FINDINGS: list[Told] = [("surname agrees", 9.31, "for"), ("year differs", -2.4, "against"), ("no place", 0.0, "silent")]

findings = st.lists(st.tuples(st.text(max_size=5), st.floats(-60, 60), st.sampled_from(["for", "against", "silent"])))


@given(findings)
def test_no_bar_leaves_the_picture(rows: list[Told]) -> None:
    """Whatever the weights, every bar lies between the two ends of the scale (but for the thinnest mark)."""
    for line in tell(rows).lines:
        assert float(line.left) >= 0
        assert float(line.left) + float(line.width) <= 100.8


@given(findings)
def test_the_sum_is_the_sum(rows: list[Told]) -> None:
    """What stands under the findings is what they add up to."""
    assert tell(rows).total == pytest.approx(sum(bits for _, bits, _ in rows), abs=1e-6)


def test_a_weak_finding_looks_weak() -> None:
    """The scale is absolute: one bit alone never fills the picture."""
    (line,) = tell([("first letter agrees", 1.0, "for")]).lines
    assert float(line.width) == 5.0


def test_a_fourth_verdict_is_refused() -> None:
    """Evidence speaks for, against, or is silent."""
    with pytest.raises(UnknownVerdict):
        tell([("?", 1.0, "maybe")])


def test_words_come_with_every_bar() -> None:
    """Who cannot see the picture misses nothing: verdict, sentence and weight stand beside it as text."""
    template = engines["django"].from_string("{% load wayhome %}{% evidence findings %}")
    with translation.override("uk"):
        html = template.render({"findings": FINDINGS})
    for words in (
        "surname agrees",
        "+9,3 біта",
        "−2,4 біта",
        "0 біт",
        "за",
        "проти",
        "нічого не говорить",
        "Разом: +6,9 біта",
    ):
        assert words in html
    assert html.count('aria-hidden="true"') == len(FINDINGS)
    assert "style=" not in html


@pytest.mark.parametrize(("language", "said"), [("en", "+8.8 bits"), ("uk", "+8,8 біта"), ("ru", "+8,8 бита")])
def test_bits_are_written_as_the_reader_writes_numbers(language: str, said: str) -> None:
    """A comma where the reader expects a comma."""
    with translation.override(language):
        assert in_bits(8.81) == said
