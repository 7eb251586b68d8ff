"""Nothing that somebody wrote becomes markup, and nothing of it is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.slack import escape as e
from bot.cards.inline import bare

#: Texts with what is dangerous in them, and with letters that take more than one place.
NASTY = st.text(
    st.one_of(
        st.sampled_from("*_~`<>&|@#!:\n .a b"),
        st.sampled_from("🙂👩‍💻é\u0301\u200dй漢עا"),
        st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]),
    ),
    min_size=1,
    max_size=200,
)


@given(NASTY)
def test_plain_text_shows_what_was_written_without_our_marks(text: str) -> None:
    part = e.plain(text)
    shown = str(part["text"])
    assert part["emoji"] is False
    assert not set("<>") & set(shown)
    assert shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == bare(text)


@given(NASTY)
def test_markup_holds_nothing_but_our_code_and_links(text: str) -> None:
    part = e.marked(text)
    if part is None:
        return
    rest = str(part["text"])
    assert part["verbatim"] is True
    assert "<!" not in rest
    assert "<@" not in rest
    assert "<#" not in rest
    outside = "".join(rest.split("`")[::2])
    assert "https://" in outside or not set("*_~") & set(outside)
    assert not rest.startswith("&gt;")


@given(NASTY)
def test_a_rich_text_shows_every_character(text: str) -> None:
    elements = e.rich(text)
    assert "".join(str(part["text"]) for part in elements) == bare(text)
    assert all(part["text"] for part in elements)
    literal = e.rich(text, literal=True)
    assert "".join(str(part["text"]) for part in literal) == text
    assert {part["type"] for part in literal} == {"text"}


@pytest.mark.parametrize(
    "text",
    ["*bold*", "an _italic_ word", "~gone~", "a lone ` tick", "> quoted", "so :smile: so",
     "code`x`touching", "` `", "`two\nlines` *b*"],
)  # fmt: skip
def test_what_slack_would_format_is_not_given_as_markup(text: str) -> None:
    assert e.marked(text) is None


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("type `a<b`, then", "type `a&lt;b`, then"),
        ("see (example.org/a_b_c).", "see (<https://example.org/a_b_c|example.org/a_b_c>)."),
        ("R&D <!channel>", "R&amp;D &lt;!channel&gt;"),
        ("at 17:00, <@U1>", "at 17:00, &lt;@U1&gt;"),
    ],
)
def test_code_and_addresses_are_marked_and_the_rest_is_escaped(text: str, written: str) -> None:
    part = e.marked(text)
    assert part is not None
    assert part["text"] == written


@given(NASTY, st.integers(2, 60))
def test_a_label_is_cut_to_its_limit_and_never_inside_a_letter(text: str, limit: int) -> None:
    cut = e.shortened(text, limit)
    assert e.size(cut) <= limit
    if cut != text:
        kept = cut.removesuffix("…")
        after = text[len(kept) :].lstrip()
        assert text.startswith(kept)
        assert not kept or not after or unicodedata.category(after[0]) not in ("Mn", "Me")


@pytest.mark.parametrize("letter", ["a", "🙂", "e\u0301", "&"])
def test_a_text_at_its_limit_stays_whole(letter: str) -> None:
    most = 75 // e.size(letter)
    for n in (most - 1, most):
        assert e.shortened(letter * n, 75) == letter * n
    cut = e.shortened(letter * (most + 1), 75)
    assert cut.endswith("…")
    assert e.size(cut) <= 75


@given(NASTY, st.integers(12, 60))
def test_pieces_lose_nothing_but_white_space(text: str, limit: int) -> None:
    found = e.pieces(text, limit)
    assert all(e.size(piece) <= limit for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_a_text_is_parted_where_it_reads_best() -> None:
    text = "One. Two `a b` three.\nFour.\n\nFive five five."
    assert e.pieces(text, 30) == ["One. Two `a b` three.\nFour.", "Five five five."]
    assert e.pieces(text, 21) == ["One. Two `a b` three.", "Four.", "Five five five."]
    assert e.pieces("Two `a b` three", 8) == ["Two", "`a b`", "three"]
    assert e.pieces("ab" * 5, 4) == ["abab", "abab", "ab"]


@pytest.mark.parametrize("letter", ["a", "🙂", "&", "e\u0301"])
def test_a_section_is_filled_to_its_limit(letter: str) -> None:
    most = 3000 // e.size(letter)
    assert len(e.pieces(letter * most, 3000)) == 1
    assert len(e.pieces(letter * (most - 1), 3000)) == 1
    assert len(e.pieces(letter * (most + 1), 3000)) == 2
