"""No payload that reaches somebody before they have locked an answer says anything of the key.

Order, style, length, ids, values: the whole JSON is equal wherever the key stands.
"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.adapters.slack.views import Origin, home, message, modal
from bot.cards.blocks import Card
from bot.cards.question import Asking, Outcome, closed_card, rationales_card
from bot.core.items import Item, Option, Response
from bot.core.keys import Authority, Ruling
from bot.core.showing import Showing
from tests import sample
from tests.cards.test_leaks import NOW, cards_before_an_answer, variants

HERE = Origin(channel="C1", message="17.001", key="r7")
LONG = "which needs the least effort of all and is told here at some length, twice over, to be long"


def payloads(cards: list[Card]) -> str:
    """Give all that Slack could be sent for some cards."""
    return json.dumps(
        [part for card in cards for part in (message(card), modal(card, HERE), home([card], HERE))]
    )


def lengthened(item: Item) -> Item:
    """Make options too long for a menu, so that they stand in full above it."""
    options = tuple(replace(option, text=f"{option.text} {LONG}") for option in item.options)
    return replace(item, options=options)


ITEMS = [sample.single("d1.1-01"), sample.multiple("d1.1-01")]


@pytest.mark.parametrize("item", [*ITEMS, *map(lengthened, ITEMS)])
def test_payloads_are_the_same_wherever_the_key_stands(item: Item) -> None:
    seen = {payloads(cards_before_an_answer(showing)) for showing in variants(item)}
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("item", "keys"),
    [
        (sample.single("d1.1-01"), [(0,), (1,), (2,), (3,)]),
        (sample.multiple("d1.1-01"), [(0, 1), (1, 3), (2, 4)]),
        (sample.ordering("d1.1-01"), [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)]),
        (sample.matching("d1.1-01"), [(0, 0, 0), (1, 0, 1), (1, 1, 1)]),
    ],
)
@pytest.mark.parametrize("by", Authority)
def test_payloads_are_the_same_whatever_the_key_is(
    item: Item, keys: list[Response], by: Authority
) -> None:
    order = tuple(range(len(item.options))) + tuple(range(len(item.matches)))
    rulings = [Ruling(key=key, before=item.key, by=by, seq=9, reason="So.") for key in keys]
    seen = {payloads(cards_before_an_answer(Showing(item, order, ruling))) for ruling in rulings}
    assert len(seen) == 1


def test_a_notification_says_nothing_of_the_key_of_a_closed_question() -> None:
    def texts(item: Item) -> set[str]:
        order = tuple(range(len(item.options)))
        asking = Asking(
            round_id=7, showing=Showing(item, order), day=NOW.date(), domain="Model",
            opens_at=NOW, closes_at=NOW, zone="UTC",
        )  # fmt: skip
        cells = {"answers": 9, "o0": 4, "o2": 5, "certain+": 5, "certain-": 4}
        cards = (closed_card(asking, Outcome(cells=cells)), rationales_card(asking))
        first = [json.dumps(message(card)["blocks"][0]) for card in cards]  # type: ignore[index]
        return {*(str(message(card)["text"]) for card in cards), *first}

    assert texts(_keyed(0)) == texts(_keyed(3))


def _keyed(place: int) -> Item:
    item = sample.single("d1.1-01")
    options = [
        Option(text=option.text, is_key=n == place, decides="It is so." if n == place else "",
               tempts="" if n == place else "Well known.", breaks="" if n == place else "Dear.")
        for n, option in enumerate(item.options)
    ]  # fmt: skip
    return replace(item, options=tuple(options))
