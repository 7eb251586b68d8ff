"""Which group an action speaks of, pressed where none lives: a direct message, the app's home.

What it names by id goes first (a question, a run, a bulletin, a proposal), then the message it
was pressed on, then the group that the asker used last. A group that they are not in is never
theirs: the use case then finds nothing.
"""

from __future__ import annotations

from bot.cards.actions import Action
from bot.cards.actions.values import Asked, Target
from bot.services.scene import Scene
from bot.store import people
from bot.store.tables import Bulletin, Event, Round, Run, RunItem
from bot.store.tx import Tx


def placed(scene: Scene, action: Action) -> Scene:
    """Give the scene in the group that an action speaks of, if it says so itself."""
    group_id = _named(scene.tx, action)
    if group_id is None and scene.visit.message and scene.account is not None:
        group_id = people.told_by(scene.tx, scene.account_id, scene.visit.message)
    return scene if group_id is None else scene.in_group(group_id)


def _named(tx: Tx, action: Action) -> int | None:
    target = getattr(action, "target", None)
    if isinstance(target, Target):
        return _of_round(tx, target.id) if target.asked is Asked.ROUND else _of_run(tx, target.id)
    found: Bulletin | Event | None = None
    if (number := _number(action, "round")) is not None:
        return _of_round(tx, number)
    if (number := _number(action, "bulletin")) is not None:
        found = tx.get(Bulletin, number)
    elif (number := _number(action, "draft")) is not None:
        found = tx.get(Event, number)
    return found.group_id if found is not None else None


def _number(action: Action, name: str) -> int | None:
    value = getattr(action, name, None)
    return value if isinstance(value, int) and value else None


def _of_round(tx: Tx, number: int) -> int | None:
    shared = tx.get(Round, number)
    return shared.group_id if shared is not None else None


def _of_run(tx: Tx, number: int) -> int | None:
    item = tx.get(RunItem, number)
    run = tx.get(Run, item.run_id) if item is not None else None
    return run.group_id if run is not None else None
