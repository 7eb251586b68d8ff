"""Every card that anybody sees in the dialogs: what the program really shows."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from unittest.mock import patch

from bot.cards.blocks import Card
from tests.dialogs import replay
from tests.world import text

FOLDER = Path(replay.__file__).parent
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))


def cards_of(name: str) -> list[Card]:
    """Play a dialog, and give the cards that are shown in it, in their order."""
    seen: list[Card] = []

    def keep(card: Card) -> str:
        seen.append(card)
        return text(card)

    with tempfile.TemporaryDirectory() as folder, patch.object(replay, "text", keep):
        asyncio.run(replay.replay((FOLDER / f"{name}.txt").read_text(), Path(folder)))
    return seen
