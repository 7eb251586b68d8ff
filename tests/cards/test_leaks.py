"""Nothing shown before an answer is locked says anything of the key.

The same item is made with its key at every source position and shown in every order that
puts the same texts at the same places: then the cards must be equal, byte by byte.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest

from bot.adapters.room.codec import card_to_json
from bot.cards import mock
from bot.cards.actions.values import Asked, Target
from bot.cards.answer import choose_card, form_card, picked_card
from bot.cards.blocks import Card
from bot.cards.question import Asking, open_card
from bot.core.exams import Form, pace_of
from bot.core.items import Item, Kind, Option, Response
from bot.core.keys import Authority, Ruling
from bot.core.showing import Showing
from bot.core.sittings import Place
from tests import sample

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TARGET = Target(Asked.ROUND, 7)


def variants(item: Item) -> list[Showing]:
    """Give every way to store an item whose options are shown alike, whatever the key."""
    found = []
    for order in permutations(range(len(item.options))):
        texts = [option.text for option in item.options]
        stored: list[Option | None] = [None] * len(texts)
        for place, source in enumerate(order):
            stored[source] = replace(item.options[source], text=texts[place])
        options = tuple(option for option in stored if option is not None)
        found.append(Showing(replace(item, options=options), order))
    return found


def cards_before_an_answer(showing: Showing) -> list[Card]:
    """Give every card that somebody sees who has not locked an answer."""
    asking = Asking(
        round_id=7, showing=showing, day=date(2026, 11, 24), domain="Model",
        opens_at=NOW, closes_at=NOW, zone="UTC",
    )  # fmt: skip
    cards = [open_card(asking, answered=4, previous=(3, "Yesterday: 7 of 11 right"))]
    if showing.item.kind is Kind.SINGLE:
        cards.append(choose_card(showing, TARGET, "Model", promise=True))
        picked = (showing.option_order[2],)
        cards.append(picked_card(showing, TARGET, picked, closes_at=NOW, zone="UTC", promise=True))
    else:
        cards.append(form_card(showing, TARGET, "Model"))
    return cards + cards_of_a_mock(showing)


def cards_of_a_mock(showing: Showing) -> list[Card]:
    """Give the cards of a question of a mock exam that is not handed in; others know no item."""
    sat = mock.Sat(
        sitting=7, form=Form.HALF, total=33, pace=pace_of(3, 33, 90, timedelta(minutes=80)),
        deadline=NOW, zone="UTC",
    )  # fmt: skip
    item = showing.item
    shown = {Kind.SINGLE: (2,), Kind.MULTIPLE: (1, 3)}.get(
        item.kind, tuple(range(len(item.options)))
    )
    if item.kind is Kind.MATCHING:
        shown = (0,) * len(item.options)
    cards = []
    for answered, marked in ((False, False), (True, False), (True, True)):
        place = Place(number=5, answered=answered, marked=marked)
        response = showing.to_source(shown) if answered else None
        cards.append(mock.question_card(sat, place, showing, response))
    return cards


@pytest.mark.parametrize("item", [sample.single("d1.1-01"), sample.multiple("d1.1-01")])
def test_cards_before_an_answer_are_the_same_wherever_the_key_stands(item: Item) -> None:
    seen = {
        repr([card_to_json(card) for card in cards_before_an_answer(showing)])
        for showing in variants(item)
    }
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("item", "key"),
    [
        (sample.single("d1.1-01"), (0,)),
        (sample.multiple("d1.1-01"), (0, 4)),
        (sample.ordering("d1.1-01"), (3, 1, 2, 0)),
        (sample.matching("d1.1-01"), (1, 1, 1)),
    ],
)
@pytest.mark.parametrize("by", Authority)
def test_a_corrected_key_changes_no_card_before_an_answer(
    item: Item, key: Response, by: Authority
) -> None:
    order = tuple(range(len(item.options))) + tuple(range(len(item.matches)))
    ruling = Ruling(key=key, before=item.key, by=by, seq=9, reason="It is so.")
    plain = [card_to_json(card) for card in cards_before_an_answer(Showing(item, order))]
    ruled = [card_to_json(card) for card in cards_before_an_answer(Showing(item, order, ruling))]
    assert plain == ruled


@pytest.mark.parametrize(
    "item",
    [sample.single("d1.1-01"), sample.multiple("d1.1-01"), sample.ordering("d1.1-01"),
     sample.matching("d1.1-01")],
)  # fmt: skip
def test_no_rationale_or_takeaway_is_shown_before_an_answer(item: Item) -> None:
    order = tuple(range(len(item.options))) + tuple(range(len(item.matches)))
    text = repr([card_to_json(card) for card in cards_before_an_answer(Showing(item, order))])
    assert item.takeaway not in text
    for option in item.options:
        for part in (option.decides, option.tempts, option.breaks):
            assert not part or part not in text
