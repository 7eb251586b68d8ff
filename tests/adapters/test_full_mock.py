"""The screens of a full mock exam, each at its fullest, as both platforms are sent them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.adapters.discord.layout import layouts
from bot.adapters.slack.views import Origin, message, modal
from bot.cards import mock as screens
from bot.cards.blocks import Card
from bot.cards.mock import Sat
from bot.cards.mock_result import Report, result_card
from bot.core.exams import Form, pace_of
from bot.core.sittings import Place, result_of
from tests.adapters.discord import shipped
from tests.adapters.discord.checking import message_problems
from tests.adapters.slack.checking import faults_of_message, faults_of_view
from tests.core.test_sittings import judged

TOTAL, MINUTES = 65, 180
HERE = Origin(channel="C0123456789")


def every() -> dict[str, Card]:
    """Give the screens of a sitting in which every other question is open or marked."""
    places = [Place(number=n, answered=n % 2 > 0, marked=n % 3 > 0) for n in range(1, TOTAL + 1)]
    sat = Sat(
        sitting=10**9,
        form=Form.FULL,
        total=TOTAL,
        pace=pace_of(33, TOTAL, MINUTES, timedelta(minutes=7)),
        deadline=shipped.CLOSES,
        zone="America/Argentina/ComodRivadavia",
        break_left=timedelta(minutes=20),
        notice="This answer is kept for question 64. On another screen you were at question 65.",
    )
    return {
        "navigator": screens.navigator_card(sat, places),
        "hand-in": screens.hand_in_card(sat, places),
        "left": screens.left_card(sat),
        "break": screens.break_card(sat, shipped.CLOSES),
        "result": _result(),
    }


def _result() -> Card:
    pack = shipped.library().catalogue("mls-c01").pack
    tasks = [(domain.id, task.id) for domain in pack.domains for task in domain.tasks]
    found = [
        judged(
            number,
            domain=tasks[number % len(tasks)][0],
            task=tasks[number % len(tasks)][1],
            scored=number > 15,
            met=True,
            is_right=number % 3 == 0,
            first_right=number % 2 == 0,
            first=(1,),
        )
        for number in range(1, TOTAL + 1)
    ]
    titles = {domain.id: domain.title for domain in pack.domains}
    titles |= {task.id: f"{task.id} {task.title}" for d in pack.domains for task in d.tasks}
    domains = [domain.id for domain in pack.domains]
    return result_card(
        Report(
            sitting=10**9,
            form=Form.FULL,
            result=result_of(found, domains, [task for _, task in tasks]),
            titles=titles,
            handed_in_at=shipped.CLOSES,
            zone="America/Argentina/ComodRivadavia",
            took=timedelta(minutes=MINUTES),
            minutes=MINUTES,
            by_clock=True,
            wrong=range(1, TOTAL + 1),
            corrected=range(1, TOTAL + 1, 2),
            aside=range(2, TOTAL + 1, 2),
            notice="It is handed in: nothing in it changes any more.",
        )
    )


@pytest.fixture(scope="module")
def cards() -> dict[str, Card]:
    return every()


@pytest.mark.parametrize("name", ["navigator", "hand-in", "left", "break", "result"])
def test_it_fits_both_platforms(cards: dict[str, Card], name: str) -> None:
    card = cards[name]
    assert faults_of_view(modal(card, HERE)) == []
    assert faults_of_message(message(card)) == []
    made = list(layouts(card))
    assert [problem for layout in made for problem in message_problems(layout)] == []
    # What is pressed stands under the last of it: nothing has to be looked for above.
    assert len(made) == 1


def test_the_navigator_offers_every_question(cards: dict[str, Card]) -> None:
    view = str(modal(cards["navigator"], HERE))
    (layout,) = layouts(cards["navigator"])
    sent = str(layout.to_components())  # type: ignore[no-untyped-call]
    for number in range(1, TOTAL + 1):
        state = "answered" if number % 2 else "open"
        for shown in (view, sent):
            assert f"'{number} · {state}" in shown
