"""The words behind ``/study``: one table, its parser, and completion.

The same words work on every surface. A word that is not known is answered with the
closest one; nothing is guessed silently. Each family of words is a module of its own.
"""

from __future__ import annotations

from bot.cards.actions.own import Help
from bot.cards.commands import (
    boards,
    files,
    lead,
    leave,
    me,
    mock,
    planning,
    seasons,
    setup,
    study,
    teams,
)
from bot.cards.commands.words import Asked, Command, Domains, Inputs, did_you_mean, read_domain
from bot.core.errors import Misused

__all__ = [
    "COMMANDS", "Asked", "Command", "Domains", "Inputs", "completions", "parse", "read_domain",
]  # fmt: skip

COMMANDS: tuple[Command, ...] = (
    *study.COMMANDS,
    *mock.COMMANDS,
    *planning.COMMANDS,
    *boards.COMMANDS,
    *files.COMMANDS,
    *teams.COMMANDS,
    *seasons.COMMANDS,
    *leave.COMMANDS,
    *me.COMMANDS,
    *study.GUIDE,
    *setup.COMMANDS,
    *lead.COMMANDS,
    *files.LEAD,
    *teams.LEAD,
    *seasons.LEAD,
    *leave.LEAD,
)
_BY_WORDS = {tuple(command.word.split()): command for command in COMMANDS}


def parse(text: str, domains: Domains) -> Asked:
    """Read what was typed after ``/study``. Raises ``Misused`` with what to type instead.

    Commands may be of two words (``team join``); what follows keeps its letter case.
    """
    words = text.strip().removeprefix("/study").split()
    if not words:
        return Help(False), {}
    for length in (2, 1):
        command = _BY_WORDS.get(tuple(word.lower() for word in words[:length]))
        if command is not None:
            return command.read(words[length:], domains)
    known = [command.word for command in COMMANDS]
    said = " ".join(words[:2]).lower()
    hint = did_you_mean(words[0], known) or did_you_mean(said, known)
    raise Misused(f"I don't know `{words[0].lower()}`.{hint} `/study help` lists what I know.")


def completions(domains: Domains, *, lead: bool) -> list[tuple[str, str]]:
    """Give every command that can be completed to, with what it does."""
    found: list[tuple[str, str]] = []
    for command in COMMANDS:
        if lead or not command.lead:
            found += [(command.word, command.does), *command.more(domains)]
    return found
