"""How well somebody wants to keep what they answered: their choice, kept as an event.

What it does to due dates is worked out where they are read; see ``bot.services.spacing``.
"""

from __future__ import annotations

from bot.cards import retention as screens
from bot.core.errors import Misused
from bot.core.memory import LEAST_RETENTION, MOST_RETENTION, RETENTION
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import events, memories


def ask(scene: Scene) -> Reply:
    """Show what holds for the asker, and what they may choose."""
    return Reply(card=screens.memory_card(*_shares(scene)), key="me")


def choose(scene: Scene, percent: int) -> Reply:
    """Keep the asker's choice in percent; 0 goes back to what is usual.

    Raises ``Misused`` where nobody may choose that.
    """
    if percent and not LEAST_RETENTION <= percent / 100 <= MOST_RETENTION:
        raise Misused("That share cannot be chosen. `/study me memory` shows what can.")
    before = memories.wish_of(scene.tx, scene.me.learner_id)
    if before != (percent / 100 or None):
        events.append_event(
            scene.tx,
            memories.WISHED,
            scene.now,
            learner_id=scene.me.learner_id,
            percent=percent,
        )
        scene.tx.flush()
    return Reply(card=screens.chosen_card(*_shares(scene)), key="me")


def words(scene: Scene) -> str:
    """Say how often things come back to the asker; nothing where it is as usual."""
    return screens.words_of(*_shares(scene))


def _shares(scene: Scene) -> tuple[float, float]:
    """Give what holds for the asker, and what is usual in their pack."""
    kept = scene.library.catalogues.get(scene.pack)
    usual = kept.pack.retention if kept is not None else RETENTION
    wished = memories.wish_of(scene.tx, scene.me.learner_id)
    return wished if wished is not None else usual, usual
