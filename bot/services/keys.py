"""Which key holds here: a group's own, the pack's corrected one, or the item's.

Every screen and every mark asks this module, so that none can speak of another key.
"""

from __future__ import annotations

from bot.core.items import Item, Response
from bot.core.keys import Authority, Ruling, with_prose
from bot.core.setup import Verdicts
from bot.core.showing import Showing
from bot.store import attempts, keys, rounds, sittings, talks
from bot.store.tables import Event, Group, Round
from bot.store.tx import Tx


def showing_of(tx: Tx, group_id: int | None, version: str, order: tuple[int, ...]) -> Showing:
    """Give a version as it is shown and judged in a group, or outside of any."""
    item = rounds.read_version(tx, version)
    change = _holding(tx, group_id, version)
    if change is None:
        return Showing(item, order)
    ruling = _ruling(change)
    if ruling.by is Authority.PACK:
        item = with_prose(item, rounds.read_version(tx, change.payload["to"]))
    return Showing(item, order, ruling)


def key_of(tx: Tx, group_id: int | None, item: Item, version: str) -> Response:
    """Give the key that holds for a version in a group, or outside of any."""
    own, everywhere = keys.rule_for(tx, group_id, version)
    return own or everywhere or item.key


def is_sealed(tx: Tx, group_id: int, version: str, learner_id: int | None) -> bool:
    """Say whether a version is being asked in a group, and its key not to be told to somebody.

    It may be told to who has answered, unless its verdicts wait for the close; and to nobody who
    has it on a mock exam that they are sitting.
    """
    if learner_id is not None and sits(tx, learner_id, version):
        return True
    shown = [each for each in keys.rounds_of(tx, group_id, version) if each.state == rounds.OPEN]
    return any(waits(tx, each) for each in shown) or any(
        learner_id is None or attempts.attempt_on_round(tx, each.id or 0, learner_id) is None
        for each in shown
    )


def waits(tx: Tx, shared: Round) -> bool:
    """Say whether a question's verdicts wait for its close: by the setting, or on argue day."""
    group = tx.get(Group, shared.group_id)
    at_close = group is not None and group.verdicts == Verdicts.AT_CLOSE
    return at_close or talks.talk_of(tx, shared) is not None


def sits(tx: Tx, learner_id: int, version: str) -> bool:
    """Say whether somebody is sitting a mock exam with an item on its form, in any version."""
    return sittings.is_sat(tx, learner_id, rounds.read_version(tx, version).id)


def _holding(tx: Tx, group_id: int | None, version: str) -> Event | None:
    own, everywhere = keys.rule_for(tx, group_id, version)
    if own is None and everywhere is None:
        return None
    # Where both say the same the pack goes first: it brings the reasons.
    here = group_id if group_id is not None and own is not None and own != everywhere else None
    change = keys.latest_change(tx, here or keys.EVERYWHERE, version)
    assert change is not None, f"the rule for {version} has no event"
    return change


def _ruling(change: Event) -> Ruling:
    said = change.payload
    return Ruling(
        key=tuple(said["key"]),
        before=tuple(said["before"]),
        by=Authority.PACK if change.group_id is None else Authority.LEAD,
        seq=change.seq,
        reason=said["reason"],
    )
