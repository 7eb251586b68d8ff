"""An item is rehearsed in all its cards, at their longest."""

from __future__ import annotations

import pytest

from bot.cards.rehearsal import rehearse
from bot.cards.text import card_text
from bot.core.items import Item
from tests import sample


@pytest.mark.parametrize(
    ("item", "verdicts"),
    [
        (sample.single("d1.1-01"), 4),
        (sample.multiple("d1.1-01"), 2),
        (sample.ordering("d1.1-01"), 2),
        (sample.matching("d1.1-01"), 2),
    ],
)
def test_an_item_is_asked_answered_closed_and_argued(item: Item, verdicts: int) -> None:
    scenes = list(rehearse(item, "Model"))
    shared = [scene.name for scene in scenes if not scene.private]
    assert shared == ["The question", "The closed question", "The thread"]
    told = [card_text(scene.card) for scene in scenes if scene.name == "The verdict"]
    assert len(set(told)) == verdicts
    closed = card_text(scenes[1].card)
    assert item.takeaway in closed
    assert "Certain: 999 of 1998 right" in closed
    thread = card_text(scenes[2].card)
    assert all(option.rationale in thread for option in item.options)
