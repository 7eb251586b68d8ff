"""Whatever is shipped fits Slack: every question, verdict and reveal, every exercise."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.adapters.slack.views import Origin, fits, message, modal
from bot.cards.blocks import Card, Choice, Mode
from bot.cards.exercises import (
    Page,
    Studio,
    design_card,
    design_form,
    gallery_card,
    lab_card,
    lab_form,
)
from bot.cards.rehearsal import rehearse
from bot.core.designs import LINE_MOST
from bot.core.exercises import DesignRound
from bot.core.items import Item
from tests.adapters.slack.checking import faults_of_message, faults_of_view
from tests.content.test_shipped import report

HERE = Origin(channel="C0123456789", message="1700000000.000001", key="r1000000000")
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def faults(card: Card, *, private: bool) -> list[str]:
    """Give what Slack would say against a card where it is shown."""
    if fits(card, in_view=private):
        return [fits(card, in_view=private)]
    if private:
        return faults_of_view(dict(modal(card, HERE)))
    return faults_of_message(dict(message(card)))


def shipped() -> list[Item]:
    """Give every shipped item once, whichever packs ask it."""
    return list(
        {i.id: i for pack in report().catalogues.values() for i in pack.items.values()}.values()
    )


@pytest.mark.long
def test_every_item_fits() -> None:
    catalogues = report().catalogues.values()
    title = max((each.title for pack in catalogues for each in pack.pack.domains), key=len)
    found = {
        f"{item.id} {scene.name}": wrong
        for item in shipped()
        for scene in rehearse(item, title)
        if (wrong := faults(scene.card, private=scene.private))
    }
    assert found == {}


def test_every_match_stands_in_its_menu_in_full() -> None:
    menus = [
        block
        for item in shipped()
        for scene in rehearse(item, "x")
        for block in scene.card.blocks
        if isinstance(block, Choice) and block.mode is Mode.MATCH
    ]
    assert menus
    assert all(len(match.text) <= 75 for menu in menus for match in menu.matches)


def test_every_exercise_fits() -> None:
    found = {}
    for exercise in report().exercises:
        if isinstance(exercise, DesignRound):
            studio = Studio(
                bulletin_id=10**9, design=exercise, domain="Machine Learning", closes_at=AT,
                zone="Europe/Berlin",
            )  # fmt: skip
            full = tuple("w" * LINE_MOST for _ in exercise.lines)
            page = Page(designs=[full], start=0, total=9, number=1)
            cards = [
                (design_card(studio, 99), False),
                (gallery_card(studio, page), False),
                (design_form(studio, full), True),
            ]
        else:
            cards = [
                (lab_card(exercise, "Machine Learning", 10**9), False),
                (lab_form(exercise, 10**9), True),
            ]
        for card, private in cards:
            if wrong := faults(card, private=private):
                found[f"{exercise.id} {card.title}"] = wrong
    assert found == {}
