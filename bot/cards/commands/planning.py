"""The words for where somebody stands and where they are going."""

from __future__ import annotations

from bot.cards.actions.planning import (
    AskResult,
    DropPlan,
    Inventory,
    SavePlan,
    SaveResult,
    ShowPlan,
)
from bot.cards.commands.words import Asked, Command, Domains, plain
from bot.core.errors import Misused
from bot.core.results import Outcome


def _plan(words: list[str], _domains: Domains) -> Asked:
    if not words:
        return ShowPlan(), {}
    if [word.lower() for word in words] == ["off"]:
        return DropPlan(), {}
    if len(words) > 2:
        raise Misused("Give the day and your hours a week: `plan 2027-01-22 3`.")
    return SavePlan(), {"until": (words[0],), "hours": tuple(words[1:])}


def _result(words: list[str], _domains: Domains) -> Asked:
    if not words:
        return AskResult(), {}
    outcome = next((each for each in Outcome if words[0].lower() == each), None)
    if outcome is None or len(words) > 2:
        raise Misused("Say `exam-result passed` or `exam-result failed`, then the day if you like.")
    return SaveResult(), {"outcome": (outcome.value,), "day": tuple(words[1:])}


COMMANDS = (
    Command(
        word="inventory",
        does="where you stand by domain, in at most 24 questions",
        read=plain(Inventory()),
    ),
    Command(
        word="plan",
        usage="[day] [hours a week]",
        does="phases and this week's goals, towards your day",
        read=_plan,
        more=lambda _domains: [("plan off", "put your plan aside")],
    ),
    Command(
        word="exam-result",
        usage="[passed|failed] [day]",
        does="how your real exam went, kept for you alone",
        read=_result,
        more=lambda _domains: [
            ("exam-result passed", "you passed"),
            ("exam-result failed", "not this time"),
        ],
    ),
)
