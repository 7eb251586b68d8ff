"""The words for standings."""

from __future__ import annotations

from bot.cards.actions.boards import ShowBoard
from bot.cards.boards import BY, WINDOWS
from bot.cards.commands.words import Asked, Command, Domains, did_you_mean, read_domain, short
from bot.core.errors import Misused

#: Other words for what a board goes by.
_ALSO = {"member": "members", "team": "teams", "helpers": "helper", "points": "members"}


def _board(words: list[str], domains: Domains) -> Asked:
    window, by = "week", "members"
    for word in (_ALSO.get(word.lower(), word.lower()) for word in words):
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


def _more(domains: Domains) -> list[tuple[str, str]]:
    found = [(f"board {window}", title) for window, title in WINDOWS.items()]
    found += [(f"board week by {by}", f"this week, by {by}") for by in BY]
    found += [(f"board week by {short(title)}", f"this week, {title}") for _, title in domains]
    return [*found, ("board season by teams", "this season, by teams")]


COMMANDS = (
    Command(
        word="board",
        usage="[today|week|month|season|all] [by members|teams|accuracy|growth|helper|domain]",
        does="standings, with your own rank",
        read=_board,
        first=True,
        more=_more,
    ),
)
