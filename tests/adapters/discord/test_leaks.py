"""No message, window or id that is there before an answer says anything of the key.

The same item is stored with its key at every place and shown alike: then what Discord is sent
has to be equal, byte by byte.
"""

from __future__ import annotations

import json

import pytest

from bot.adapters.discord.layout import layouts
from bot.adapters.discord.modals import fits_modal, modal
from bot.cards.blocks import Card
from bot.core.items import Item, Response
from bot.core.keys import Authority, Ruling
from bot.core.showing import Showing
from tests import sample
from tests.adapters.discord.checking import components
from tests.cards.test_leaks import cards_before_an_answer, variants

ITEMS = [
    sample.single("d1.1-01"),
    sample.multiple("d1.1-01"),
    sample.ordering("d1.1-01"),
    sample.matching("d1.1-01"),
]


def payload(card: Card) -> str:
    """Give all that is sent to show a card."""
    shown: list[object] = [components(message) for message in layouts(card)]
    if fits_modal(card):
        shown.append(modal(card).to_dict())
    return json.dumps(shown)


def sent(showing: Showing) -> list[str]:
    """Give all that is sent before somebody has locked an answer."""
    return [payload(card) for card in cards_before_an_answer(showing)]


@pytest.mark.parametrize("item", ITEMS[:2])
def test_what_is_sent_is_the_same_wherever_the_key_stands(item: Item) -> None:
    assert len({repr(sent(showing)) for showing in variants(item)}) == 1


@pytest.mark.parametrize(
    ("item", "key"), list(zip(ITEMS, [(0,), (0, 4), (3, 1, 2, 0), (1, 1, 1)], strict=True))
)
def test_a_corrected_key_changes_nothing_that_is_sent(item: Item, key: Response) -> None:
    order = (*range(len(item.options)), *range(len(item.matches)))
    ruling = Ruling(key=key, before=item.key, by=Authority.LEAD, seq=9, reason="It is so.")
    assert sent(Showing(item, order)) == sent(Showing(item, order, ruling))


@pytest.mark.parametrize("item", ITEMS)
def test_no_reason_travels_before_an_answer(item: Item) -> None:
    text = "".join(sent(Showing(item, (*range(len(item.options)), *range(len(item.matches))))))
    assert item.takeaway not in text
    for option in item.options:
        for part in (option.decides, option.tempts, option.breaks):
            assert not part or part not in text


@pytest.mark.parametrize("item", ITEMS)
def test_no_id_is_random(item: Item) -> None:
    showing = Showing(item, (*range(len(item.options)), *range(len(item.matches))))
    assert sent(showing) == sent(showing)
