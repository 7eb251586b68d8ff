"""Foreign text is shown as it is, whatever Discord would make of it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord.escape import escape, inline, unescape

#: What a reader's Discord would do something with, were it not escaped.
ACTS = {
    "everybody": "@everyone", "whoever is there": "@here", "a person": "<@1>", "a role": "<@&1>",
    "a channel": "<#1>", "a command": "</study today:1>", "a time": "<t:1:R>", "an emoji": "<:a:1>",
    "bold": "**a**", "italics": "_a_", "underlined": "__a__", "struck": "~~a~~",
    "hidden": "||a||", "code": "`a`", "a block": "```a```", "masked": "[a](https://b.org)",
    "an address": "https://b.org/a_b", "a heading": "# a", "small": "-# a", "a quote": "> a",
    "all quoted": ">>> a", "a list": "- a", "another list": "* a", "numbers": "1. a",
    "shortcode": ":smile:", "a plus": "+ a",
}  # fmt: skip
#: The beginnings by which each of them is recognised.
MARKS = re.compile(
    r"(?<!\\)(?:\*|_|~|\||`|<|\[|@everyone|@here|://|:\w+:)"
    r"|^[^\S\n]*(?:#{1,3}\s|-#|>|[-+*]\s|\d+\.\s)",
    re.MULTILINE,
)
ANY = st.text(st.sampled_from("\\*_~|`<>[]()@#:/+-.1 a\n\u0301🙂日everyonhr"), max_size=60)


@pytest.mark.parametrize("text", ACTS.values(), ids=list(ACTS))
def test_nothing_in_a_text_acts(text: str) -> None:
    assert MARKS.search(text)
    assert not MARKS.search(escape(text))
    assert not MARKS.search(escape(f"before\n{text} after"))
    assert unescape(escape(text)) == text


@given(ANY)
def test_what_is_escaped_comes_back(text: str) -> None:
    assert unescape(escape(text)) == text
    # A pair of backslashes shows one: it takes a place in its line, and takes no meaning away.
    assert not MARKS.search(escape(text).replace("\\\\", "§"))


def test_a_backslash_before_a_mark_is_shown_and_so_is_the_mark() -> None:
    assert escape("\\>") == "\\\\>"  # no quote: the line begins with the backslash
    assert escape("\\*") == "\\\\\\*"


@given(ANY)
def test_no_invisible_character_is_put_in(text: str) -> None:
    assert escape(text).replace("\\", "") == text.replace("\\", "")


def test_usual_words_stay_as_they_are() -> None:
    text = "A clinic keeps scans: 300 a month, at 08:30 (in-country). Which costs < $5? #study"
    assert escape(text) == text.replace("<", "\\<")


def test_back_ticks_mark_code_where_they_come_in_pairs() -> None:
    assert inline("Ask `a_b` or *c*.") == "Ask `a_b` or \\*c\\*."
    assert inline("One ` alone.") == "One \\` alone."
    assert inline("None ``inside``.") == "None \\`\\`inside\\`\\`."


def test_an_address_in_our_own_words_can_be_followed() -> None:
    assert (
        inline("See (docs.aws.amazon.com/s3/a_b).") == "See (https://docs.aws.amazon.com/s3/a_b)."
    )
