"""The words for where somebody stands and where they are going."""

from __future__ import annotations

from bot.cards.actions.planning import Inventory
from bot.cards.commands.words import Command, plain

COMMANDS = (
    Command(
        word="inventory",
        does="where you stand by domain, in at most 24 questions",
        read=plain(Inventory()),
    ),
)
