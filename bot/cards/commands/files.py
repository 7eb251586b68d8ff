"""The words for files."""

from __future__ import annotations

from bot.cards.actions.files import MakeWorkbook
from bot.cards.commands.words import Command, plain

COMMANDS = (
    Command(word="export", does="your progress as a workbook", read=plain(MakeWorkbook(False))),
)
LEAD = (
    Command(
        word="export group",
        does="the group's workbook, within consent",
        read=plain(MakeWorkbook(True)),
        lead=True,
    ),
)
