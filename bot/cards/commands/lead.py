"""The words of a group's lead."""

from __future__ import annotations

from bot.cards.actions.flags import Flags
from bot.cards.actions.lead import Pause, PostNow, Resume, Skip, Status
from bot.cards.commands.words import Asked, Command, Domains, plain
from bot.core.errors import Misused


def _skip(words: list[str], _domains: Domains) -> Asked:
    if words and [word.lower() for word in words] != ["review"]:
        raise Misused("`skip` leaves the next question out, `skip review` the next review.")
    return Skip(bool(words)), {}


COMMANDS = (
    Command(word="status", does="next slots, last deliveries", read=plain(Status()), lead=True),
    Command(
        word="flags",
        does="flagged questions: look, answer, put aside, correct the key",
        read=plain(Flags(0)),
        lead=True,
    ),
    Command(word="post now", does="post a question at once", read=plain(PostNow()), lead=True),
    Command(
        word="skip",
        usage="[review]",
        does="leave the next question or weekly review out",
        read=_skip,
        lead=True,
        more=lambda _domains: [("skip review", "leave the next weekly review out")],
    ),
    Command(word="pause", does="stop posting until you resume", read=plain(Pause()), lead=True),
    Command(
        word="resume",
        does="post again from the next slot on",
        read=plain(Resume()),
        lead=True,
    ),
)
