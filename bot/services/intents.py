"""Reading intents: what decides a question, said before its options are seen.

What was said is kept with the answer and told of after it; it changes no mark and no points.
"""

from __future__ import annotations

from bot.cards.actions.values import Drill
from bot.core.items import Decides
from bot.services.marking import Put
from bot.services.scene import Scene
from bot.store import attempts, rounds, runs
from bot.store.tables import Run
from bot.store.tx import Tx


def is_about_intent(run: Run | None) -> bool:
    """Say whether a run asks what decides before it shows options."""
    return run is not None and drill_of(run) is Drill.INTENT


def drill_of(run: Run) -> Drill | None:
    """Give which drill a run is, if it is one."""
    name, _, _ = run.drill.partition("/")
    return Drill(name) if name else None


def asks_intent(put: Put) -> bool:
    """Say whether an item still waits for its intent to be read."""
    return put.run_item is not None and put.run_item.intent is None and is_about_intent(put.run)


def read_intent(scene: Scene, put: Put, intent: Decides) -> None:
    """Keep what the asker says decides an item; the first word counts, and none afterwards."""
    if not asks_intent(put) or put.run_item is None:
        return
    put.run_item.intent = intent.value
    scene.tx.add(put.run_item)


def intents_read(tx: Tx, learner_id: int, pack: str) -> tuple[int, int]:
    """Give (read rightly, read) of a learner's intents in a pack."""
    given = attempts.intents_of(tx, learner_id, pack)
    items = rounds.read_versions(tx, {version for _, version in given})
    return sum(items[version].decides == intent for intent, version in given), len(given)


def intents_in(tx: Tx, run_id: int) -> tuple[int, int]:
    """Give (read rightly, read) of the intents of a run's answered items."""
    given = runs.intents_in(tx, run_id)
    items = rounds.read_versions(tx, {version for _, version in given})
    return sum(items[version].decides == intent for intent, version in given), len(given)
