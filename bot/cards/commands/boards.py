"""The words for standings."""

from __future__ import annotations

from bot.cards.actions import ShowBoard
from bot.cards.commands.words import Asked, Command, Domains, did_you_mean, read_domain, short
from bot.cards.standings import WINDOWS
from bot.core.errors import Misused

BY = ("members", "accuracy")


def _board(words: list[str], domains: Domains) -> Asked:
    window, by = "week", "members"
    for word in (word.lower() for word in words):
        domain = read_domain(word, domains)
        if word == "by":
            continue
        if word in WINDOWS:
            window = word
        elif word in BY:
            by = word
        elif domain:
            by = domain
        else:
            known = [*WINDOWS, *BY, *(short(title) for _, title in domains)]
            raise Misused(
                f"I don't know the board `{word}`.{did_you_mean(word, known)} "
                "Try `board week accuracy`."
            )
    return ShowBoard(window, by), {}


def _more(_domains: Domains) -> list[tuple[str, str]]:
    found = [(f"board {window}", title) for window, title in WINDOWS.items()]
    return [*found, ("board week accuracy", "this week, by accuracy")]


COMMANDS = (
    Command(
        word="board",
        usage="[today|week|month|all] [members|accuracy|domain]",
        does="standings, with your own rank",
        read=_board,
        first=True,
        more=_more,
    ),
)
