"""Rationales: each option its own, compared on what is asked, the key's citing the stem."""

from __future__ import annotations

import pytest

from tests.content.conftest import Shelf

ASKED = "Where should the old scans be kept?"
DECIDES = "Scans are seldom read and may come the next morning, so the cheapest shelf is enough."
TEMPTS = "An index finds any scan quickly, which sounds like the safe choice for doctors."
BREAKS = "Nobody needs an answer within a second, and an index costs far more than a shelf."


def test_one_sentence_argues_for_one_option(shelf: Shelf) -> None:
    shelf.change(
        TEMPTS, "Fast disks are what the clinic has and knows, so nothing new has to be learned!"
    )
    assert shelf.errors() == ["own-reasons"]


def test_rationales_compare_on_what_is_asked(shelf: Shelf) -> None:
    shelf.change(ASKED, "Which place has the LOWEST cost?")
    assert shelf.rules() == []
    shelf.change(TEMPTS, "An index finds any scan, which sounds like a safe choice for doctors.")
    shelf.change(BREAKS, "Nobody needs an answer within a second of asking for a scan.")
    (said,) = shelf.said()
    assert "error compares: The rationale does not compare on cost." in said


@pytest.mark.parametrize("asked", ["Which place is the MOST suitable?", ASKED])
def test_where_no_axis_is_named_nothing_is_compared(shelf: Shelf, asked: str) -> None:
    shelf.change(ASKED, asked)
    shelf.change(BREAKS, "Nobody needs an answer within a second of asking for a scan.")
    assert shelf.errors() == []


def test_the_key_cites_the_stem(shelf: Shelf) -> None:
    shelf.change(DECIDES, "This is what experts choose and everybody recommends such a thing.")
    assert shelf.errors() == ["cites"]


@pytest.mark.parametrize(
    "text",
    ["nobody needs an answer within a second, and an index costs far more than that.",
     "Nobody needs an answer within a second, and an index costs far more",
     "Nobody needs [an index](docs.example.org), and an index costs far more than that."],
)  # fmt: skip
def test_a_rationale_is_a_whole_plain_sentence(shelf: Shelf, text: str) -> None:
    shelf.change(BREAKS, text)
    assert shelf.rules() == ["sentences"]
    assert shelf.errors() == []
