"""A line of text is read into words, code and addresses, and nothing of it is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.inline import Sort, Span, bare, spans


@given(st.text(st.sampled_from("ab `./:\n1"), max_size=40))
def test_nothing_but_marks_is_lost(text: str) -> None:
    found = spans(text)
    assert all(span.text for span in found)
    marked = text.count("`") % 2 == 0
    assert bare(text) == (text.replace("`", "") if marked else text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        ("plain", (Span(Sort.WORDS, "plain"),)),
        ("`a`", (Span(Sort.CODE, "a"),)),
        ("a lone ` tick", (Span(Sort.WORDS, "a lone ` tick"),)),
        (
            "see (docs.example.org/a_b).",
            (
                Span(Sort.WORDS, "see ("),
                Span(Sort.ADDRESS, "docs.example.org/a_b"),
                Span(Sort.WORDS, ")."),
            ),
        ),
        ("`docs.example.org/a`", (Span(Sort.CODE, "docs.example.org/a"),)),
        ("me@example.org/x", (Span(Sort.WORDS, "me@example.org/x"),)),
    ],
)
def test_a_text_and_its_stretches(text: str, found: tuple[Span, ...]) -> None:
    assert spans(text) == found
