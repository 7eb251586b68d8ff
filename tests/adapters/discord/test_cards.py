"""Every card that the program shows is one that Discord takes: dialogs, and all shipped content."""

from __future__ import annotations

import pytest

from bot.adapters.discord.layout import attachments, layout, layouts
from bot.adapters.discord.modals import fits_modal, modal
from bot.cards.blocks import Card
from bot.cards.exercises import Studio, design_card, design_form, lab_card, lab_form
from bot.content.budgets import sizes
from bot.core.exercises import DesignRound, LabCard
from bot.core.items import Item, Kind
from tests.adapters.discord import shipped
from tests.adapters.discord.checking import message_problems, modal_problems
from tests.adapters.discord.dialogs import NAMES, cards_of

#: Titles of forms that are always asked in a window, where one may be opened.
WINDOWS = {"Flag this question", "Add a note", "Change the note", "Five lines", "One sentence",
           "Your name", "Your clock", "Rename a team", "A new team", "Plan a season"}  # fmt: skip


def assert_taken(card: Card) -> None:
    """Make sure that Discord would take a card, as messages and as a window."""
    for carried in (attachments(card), ()):
        made = layouts(card, carried)
        assert [message_problems(each) for each in made] == [[] for _ in made]
    if fits_modal(card):
        assert modal_problems(modal(card)) == []
    assert fits_modal(card) or card.title not in WINDOWS


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_discord_takes_what_a_dialog_shows(name: str) -> None:
    seen = cards_of(name)
    assert seen
    for card in seen:
        assert_taken(card)


@pytest.mark.parametrize("item", shipped.items(), ids=lambda item: item.id)
def test_discord_takes_every_shipped_item(item: Item) -> None:
    budget = dict(sizes(item))
    closed, thread = shipped.closed_of(item)
    for card, most in (
        (shipped.question_of(item), budget["The question"]),
        (closed, budget["The closed question"]),
        (thread, budget["The thread"]),
    ):
        made = layout(card)
        assert message_problems(made) == []
        assert made.content_length() <= most, "the check of content counts less than is shown"
    for card in (shipped.verdict_of(item), *shipped.private_of(item)):
        assert len(layouts(card)) == 1
        assert_taken(card)
    form = next(iter(shipped.private_of(item)))
    assert fits_modal(form) is (item.kind is Kind.MULTIPLE)


@pytest.mark.parametrize("exercise", shipped.library().exercises, ids=lambda each: each.id)
def test_discord_takes_every_shipped_exercise(exercise: DesignRound | LabCard) -> None:
    match exercise:
        case DesignRound():
            studio = Studio(
                bulletin_id=10**9, design=exercise, domain=shipped.DOMAIN,
                closes_at=shipped.CLOSES, zone="UTC",
            )  # fmt: skip
            posted, form = design_card(studio, 999), design_form(studio, ["w" * 150] * 5)
        case LabCard():
            posted = lab_card(exercise, shipped.DOMAIN, 10**9)
            form = lab_form(exercise, 10**9)
    assert message_problems(layout(posted)) == []
    assert fits_modal(form)
    assert_taken(form)
