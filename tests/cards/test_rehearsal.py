"""An item is rehearsed in all its cards, at their longest."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.cards.rehearsal import rehearse, rehearse_sitting
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


@pytest.mark.parametrize("make", [sample.single, sample.multiple, sample.ordering, sample.matching])
def test_an_item_of_a_mock_exam_is_asked_and_told_of_in_private(
    make: Callable[[str], Item],
) -> None:
    item = make("d1.1-01")
    scenes = list(rehearse_sitting(item, "Model", "Model well"))
    assert all(scene.private for scene in scenes)
    asked = [card_text(scene.card) for scene in scenes if not scene.card.reveals]
    told = [card_text(scene.card) for scene in scenes if scene.card.reveals]
    assert len(set(asked)) == 2
    assert len(set(told)) == len(told) >= 3
    assert all(item.takeaway not in text for text in asked)
    assert all(item.takeaway in text for text in told)
