"""Every card that anybody sees in the dialogs: what the program really shows."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from bot.cards.blocks import Card
from tests.dialogs import replay

FOLDER = Path(replay.__file__).parent
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))


def cards_of(name: str) -> list[Card]:
    """Play a dialog, and give the cards that are shown in it, in their order."""
    seen: list[Card] = []
    write = replay.text

    def keep(card: Card) -> str:
        seen.append(card)
        return write(card)

    replay.text = keep
    try:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(replay.replay((FOLDER / f"{name}.txt").read_text(), Path(folder)))
    finally:
        replay.text = write
    return seen
