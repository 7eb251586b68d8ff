"""Cards are kept as JSON and come back as they were; anything else is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.adapters.room.codec import card_from_json, card_to_json
from bot.cards.actions.question import Respond
from bot.cards.actions.values import Asked, Target
from bot.cards.blocks import Button, Card, Style, Table
from tests.cards.test_text import ONE_OF_EACH


def test_a_card_of_every_block_comes_back_as_it_was() -> None:
    submit = Button(label="Go", action=Respond(Target(Asked.RUN, 4)), style=Style.PRIMARY)
    table = Table(caption="x", columns=("a", "b"), rows=(), numeric=frozenset({0, 2}))
    card = Card(title="All", blocks=(*ONE_OF_EACH, table), submit=submit)
    kept = json.loads(json.dumps(card_to_json(card)))
    assert card_from_json(kept) == card


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"$": "Heading", "text": "not a card"},
        {"$": "datetime", "value": "2026-11-24"},
        {"$": "os.system", "command": "true"},
        {"$": "Card", "title": "x", "blocks": [{"$": "nothing"}]},
    ],
)
def test_what_is_no_card_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="card"):
        card_from_json(data)
