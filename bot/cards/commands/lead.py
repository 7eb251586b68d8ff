"""The words of a group's lead."""

from __future__ import annotations

from bot.cards.actions import Flags, Pause, PostNow, Resume, Skip, Status
from bot.cards.commands.words import Command, plain

COMMANDS = (
    Command(word="status", does="next slots, last deliveries", read=plain(Status()), lead=True),
    Command(
        word="flags",
        does="flagged questions: look, answer, put aside, correct the key",
        read=plain(Flags(0)),
        lead=True,
    ),
    Command(word="post now", does="post a question at once", read=plain(PostNow()), lead=True),
    Command(word="skip", does="leave the next slot out", read=plain(Skip()), lead=True),
    Command(word="pause", does="stop posting until you resume", read=plain(Pause()), lead=True),
    Command(
        word="resume",
        does="post again from the next slot on",
        read=plain(Resume()),
        lead=True,
    ),
)
