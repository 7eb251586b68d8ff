"""Under another key every screen tells the truth: what holds, why, and nothing overruled."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.cards.actions.values import Asked, Confidence, Target
from bot.cards.blocks import Card
from bot.cards.question import Asking, Outcome, closed_card, rationales_card
from bot.cards.text import card_text
from bot.cards.verdict import Verdict, reveal_card, verdict_card
from bot.core.items import Item, Kind, Response
from bot.core.keys import Authority, Ruling
from bot.core.showing import Showing
from tests import sample

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
REASON = "The page of the store says so."
KEYS = {
    Kind.SINGLE: (0,),
    Kind.MULTIPLE: (0, 2),
    Kind.ORDERING: (1, 2, 3, 0),
    Kind.MATCHING: (1, 0, 1),
}
ITEMS = (
    sample.single("d1.1-01"),
    sample.multiple("d1.1-01"),
    sample.ordering("d1.1-01"),
    sample.matching("d1.1-01"),
)


def showing(item: Item, by: Authority | None = Authority.LEAD) -> Showing:
    """Show an item in its source order, with or without a ruling."""
    order = tuple(range(len(item.options))) + tuple(range(len(item.matches)))
    if by is None:
        return Showing(item, order)
    ruling = Ruling(key=KEYS[item.kind], before=item.key, by=by, seq=9, reason=REASON)
    return Showing(item, order, ruling)


def verdict(told: Showing, response: Response, *, was_right: bool | None = None) -> Card:
    """Give the verdict on a response."""
    given = Verdict(
        showing=told,
        response=response,
        is_right=response == told.key,
        share=float(response == told.key),
        confidence=Confidence.GUESSING,
        points=120,
        closed=True,
        was_right=was_right,
    )
    return verdict_card(given, Target(Asked.ROUND, 7), more=[])


def told_after(told: Showing) -> list[str]:
    """Give every screen that speaks of the key."""
    cells = {"answers": 6, "o0": 2, "o2": 4, "certain+": 2, "fairly-": 4}
    asking = Asking(
        round_id=7, showing=told, day=date(2026, 11, 24), domain="Model",
        opens_at=AT, closes_at=AT, zone="UTC",
    )  # fmt: skip
    cards = [
        closed_card(asking, Outcome(cells=cells)),
        rationales_card(asking),
        reveal_card(told, Target(Asked.ROUND, 7), "Model"),
        verdict(told, told.key, was_right=False),
        verdict(told, told.item.key, was_right=True),
    ]
    return [card_text(card) for card in cards]


def overruled(item: Item) -> set[str]:
    """Give every piece of prose that rests on the key that was overruled."""
    told = showing(item)
    pieces = {item.takeaway, "What decided it"}
    for n, option in enumerate(item.options):
        if not told.argument_holds(n):
            pieces |= {option.decides, option.tempts, option.breaks} - {""}
    # Steps and pairs may share their words with others that still hold.
    kept = {item.options[n].decides for n in range(len(item.options)) if told.argument_holds(n)}
    return pieces - kept


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.kind.value)
def test_nothing_that_a_lead_overruled_is_said_as_if_it_held(item: Item) -> None:
    for text in told_after(showing(item)):
        assert [piece for piece in overruled(item) if piece in text] == []


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.kind.value)
def test_every_screen_says_that_the_lead_corrected_it_and_why(item: Item) -> None:
    for text in told_after(showing(item)):
        assert f"Your lead corrected this question:\n“{REASON}”" in text


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.kind.value)
def test_without_a_ruling_nothing_speaks_of_one(item: Item) -> None:
    for text in told_after(showing(item, None)):
        assert "corrected" not in text
    assert item.takeaway in told_after(showing(item, None))[0]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.kind.value)
def test_a_pack_that_was_corrected_argues_with_its_new_words(item: Item) -> None:
    for text in told_after(showing(item, Authority.PACK)):
        assert "The pack corrected this question" in text
    assert item.takeaway in told_after(showing(item, Authority.PACK))[0]


def test_the_key_that_holds_is_marked_and_named() -> None:
    closed, rationales, reveal, right, wrong = told_after(showing(sample.single("d1.1-01")))
    assert "A. Option 1 of d1.1-01a. ✓ right · 2 of 6" in closed
    assert "A. 2 of 6 found it.\nC drew four." in closed
    assert "A is right.\nB falls short. Number 2 is well known." in rationales
    assert "It was A." in reveal
    assert "Right, and you said you guessed.\n" in right
    assert "Your answer was marked again: it is right." in right
    assert "Not C this time; it's A." in wrong
    assert "Your answer was marked again: it no longer counts as right." in wrong


def test_an_order_that_was_corrected_is_told_in_its_new_order() -> None:
    closed, rationales, *_ = told_after(showing(sample.ordering("d1.1-01")))
    assert "1 | Clean it.\n2 | Train it.\n3 | Judge it.\n4 | Gather it." in closed
    assert "1. Clean it.\n2. Train it.\n3. Judge it.\n4. Gather it." in rationales


def test_pairs_that_were_corrected_are_told_as_they_hold() -> None:
    closed, rationales, reveal, *_ = told_after(showing(sample.matching("d1.1-01")))
    assert "Few columns of many | Avro\nWhole rows | Parquet" in closed
    assert "Few columns of many → Avro.\nWhole rows → Parquet." in rationales
    assert "Few columns of many | Avro" in reveal
