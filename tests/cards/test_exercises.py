"""Design round and lab card: complete, and a gallery that names nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.cards.blocks import Fields, Heading
from bot.cards.exercises import (
    Page,
    Studio,
    design_card,
    design_form,
    design_size,
    gallery_card,
    gallery_page,
    lab_card,
    lab_form,
    own_design_card,
)
from bot.cards.text import card_text
from bot.core.exercises import Line
from tests import sample
from tests.world import buttons

STUDIO = Studio(
    bulletin_id=4,
    design=sample.design("d3"),
    domain="Model",
    closes_at=datetime(2026, 12, 3, 15, tzinfo=UTC),
    zone="Europe/Berlin",
)
WRITTEN = ("a", "", "b", "c", "")


def page(n: int, total: int, start: int = 0, number: int = 0) -> Page:
    return Page(designs=[WRITTEN] * n, start=start, total=total, number=number)


def test_an_open_round_shows_scenario_lines_and_close_and_nothing_to_look_for() -> None:
    said = card_text(design_card(STUDIO, 2))
    assert "A clinic. Scans arrive nightly" in said
    assert "1. Bring in: How you bring in" in said
    assert "from Thu 3 Dec, 16:00 (Europe/Berlin) · no names, no points" in said
    assert "so far" not in said
    assert not [point for point in STUDIO.design.look_for if point in said]
    assert "3 designs so far" in card_text(design_card(STUDIO, 3))


def test_a_line_without_a_hint_stands_alone() -> None:
    bare = replace(STUDIO, design=replace(STUDIO.design, lines=(Line(label="Serve"),) * 5))
    assert "\n1. Serve\n2. Serve\n" in card_text(design_card(bare, 0))


def test_the_form_fits_a_discord_modal() -> None:
    form = design_form(STUDIO, WRITTEN)
    assert len(form.blocks) == 5
    assert len(form.title) <= 24
    for block, value in zip(form.blocks, WRITTEN, strict=True):
        assert isinstance(block, Fields)
        assert (block.value, block.optional) == (value, True)
        assert len(block.label) <= 45
        assert len(block.hint) <= 100


def test_ones_own_design_is_shown_back_without_its_empty_lines() -> None:
    said = card_text(own_design_card(STUDIO, WRITTEN, is_open=True))
    assert "“Bring in: a\nTrain: b\nServe: c”" in said
    assert "Change it" in said
    closed = own_design_card(STUDIO, WRITTEN, is_open=False)
    assert buttons(closed) == {}


def test_a_gallery_numbers_its_designs_and_says_what_to_look_for() -> None:
    card = gallery_card(STUDIO, page(2, 3))
    assert [b.text for b in card.blocks if isinstance(b, Heading) and b.level == 2] == [
        "Design 1",
        "Design 2",
    ]
    assert "• Does it cost less than 300?" in card_text(card)
    assert set(buttons(card)) == {"See the other one"}
    assert set(buttons(gallery_card(STUDIO, page(2, 7)))) == {"See the other five"}
    assert buttons(gallery_card(STUDIO, page(2, 2))) == {}


@pytest.mark.parametrize(
    ("number", "start", "expected"),
    [(1, 2, {"More"}), (2, 4, {"More", "Back"}), (3, 7, {"Back"})],
)
def test_pages_of_a_gallery_can_be_turned(number: int, start: int, expected: set[str]) -> None:
    card = gallery_page(STUDIO, page(2, 9, start, number))
    assert set(buttons(card)) == expected
    assert f"Design {start + 1}\n“" in card_text(card)


def test_the_size_of_a_design_is_what_it_shows() -> None:
    one, two = (len(card_text(gallery_card(STUDIO, page(n, n)))) for n in (1, 2))
    assert design_size(STUDIO.design.lines, WRITTEN) >= two - one - len("\n## \n")


def test_a_lab_says_what_it_needs_and_asks_for_one_sentence() -> None:
    said = card_text(lab_card(sample.lab("d3"), "Model", 5))
    assert "Lab · Model · 30 minutes" in said
    assert "2. Copy the target into a column." in said
    assert "• One column carries it all." in said
    form = lab_form(sample.lab("d3"), 5)
    assert card_text(form).startswith("What gave it away?")
