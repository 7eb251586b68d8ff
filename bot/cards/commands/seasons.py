"""The words for the group's season."""

from __future__ import annotations

from bot.cards.actions.seasons import AskEndSeason, BeginSeason, PlanSeason, ShowSeason
from bot.cards.commands.words import Asked, Command, Domains, plain, second_word
from bot.core.errors import Misused


def _season(words: list[str], _domains: Domains) -> Asked:
    if words:
        raise Misused(second_word("season", words[0], ["begin", "end"]))
    return ShowSeason(), {}


def _begin(words: list[str], _domains: Domains) -> Asked:
    if not words:
        return PlanSeason(), {}
    if len(words) > 1:
        raise Misused("Give the finish day alone: `season begin 2027-01-22`.")
    return BeginSeason(), {"finish": (words[0],)}


COMMANDS = (Command(word="season", does="how far the group's season has come", read=_season),)

LEAD = (
    Command(
        word="season begin",
        usage="[finish day]",
        does="begin a season of some weeks",
        read=_begin,
        lead=True,
    ),
    Command(
        word="season end",
        does="end it early, with its closing card; asks first",
        read=plain(AskEndSeason()),
        lead=True,
    ),
)
