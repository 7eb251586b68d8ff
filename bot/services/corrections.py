"""Changing the key of a question, and what follows: answers marked again, and a calm word.

A lead's change holds in their group, the pack's everywhere. The change is an event; the
rule that marking reads and the job that marks again are made in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.cards.blocks import Card
from bot.cards.corrections import Corrected, Remarked, correction_card
from bot.core.items import Item, Response
from bot.core.keys import OVERRIDDEN, RESTORED, Authority
from bot.services import bulletins
from bot.services.keys import key_of, showing_of
from bot.services.library import Library
from bot.store import bulletins as issued
from bot.store import deliveries, events, keys, remarks, rounds
from bot.store.tables import Bulletin, Event, Group, Remark, Round
from bot.store.tx import Tx

CORRECTION = "correction"


def override(
    tx: Tx,
    group_id: int,
    item: Item,
    version: str,
    key: Response,
    now: datetime,
    *,
    reason: str = "",
    learner_id: int | None = None,
    to: str = "",
) -> None:
    """Let another key hold for a version in a group, or everywhere, from now on.

    ``to`` names the version that the pack's new key and reasons come from.
    """
    told = {"reason": reason, "to": to}
    _change(tx, OVERRIDDEN, group_id, item, version, key, now, learner_id, told)


def restore(
    tx: Tx,
    group_id: int,
    item: Item,
    version: str,
    now: datetime,
    learner_id: int | None = None,
) -> None:
    """Take a group's own key for a version back, or the one of everywhere.

    What holds without it holds again.
    """
    told = {"reason": "", "to": ""}
    _change(tx, RESTORED, group_id, item, version, None, now, learner_id, told)


def _change(
    tx: Tx,
    kind: str,
    group_id: int,
    item: Item,
    version: str,
    rule: Response | None,
    now: datetime,
    learner_id: int | None,
    told: Mapping[str, str],
) -> None:
    """Put a rule, or none, for a version's key; keep the event; ask for its answers anew."""
    keys.hold_still(tx, version, to_change=True)
    before = key_of(tx, group_id or None, item, version)
    keys.put_rule(tx, group_id, version, rule)
    key = key_of(tx, group_id or None, item, version)
    seq = events.append_event(
        tx,
        kind,
        now,
        group_id=group_id or None,
        learner_id=learner_id,
        item=item.id,
        item_hash=version,
        key=list(key),
        before=list(before),
        **told,
    )
    wide = group_id == keys.EVERYWHERE
    for each in keys.groups_with(tx, version) if wide else [group_id]:
        remarks.ask(tx, each, version, key, seq, now)


def publish(tx: Tx, job: Remark, now: datetime) -> None:
    """Bring a group's messages up to a correction whose answers are all marked again."""
    for shared in keys.rounds_of(tx, job.group_id, job.item_hash):
        assert shared.id is not None
        if shared.state == rounds.CLOSED:
            deliveries.want_edit(tx, "round", shared.id)
    # An open question shows how the one before it went.
    for shared in rounds.open_rounds(tx, job.group_id):
        assert shared.id is not None
        deliveries.want_edit(tx, "round", shared.id)
    announce(tx, job, now)


def announce_held_back(tx: Tx, closed: Round, now: datetime) -> None:
    """Tell of a correction that had to wait for a question to close: it names the key."""
    assert closed.item_hash is not None
    job = remarks.latest(tx, closed.group_id, closed.item_hash)
    if job is not None and job.done_at is not None:
        announce(tx, job, now)


def announce(tx: Tx, job: Remark, now: datetime) -> None:
    """Tell a group of a correction once, if questions were revealed with the key before.

    With one such question it stands in that question's thread. Nothing is said while one of
    that kind is open, nor of a correction that holds no more.
    """
    change = tx.get(Event, job.event_seq)
    assert change is not None
    shown = keys.rounds_of(tx, job.group_id, job.item_hash)
    item = rounds.read_version(tx, job.item_hash)
    holds = key_of(tx, job.group_id, item, job.item_hash)
    revealed = [
        shared for shared in shown if shared.closed_at is not None and shared.closed_at <= change.at
    ]
    is_open = any(shared.state == rounds.OPEN for shared in shown)
    before = _issued_on(tx, job)
    if is_open or not revealed or holds != tuple(change.payload["key"]):
        return
    if change.kind == RESTORED and not before:
        return
    if change.group_id is None and keys.rule_for(tx, job.group_id, job.item_hash)[0] is not None:
        return  # the group heard this from its own lead
    bulletins.issue(
        tx,
        job.group_id,
        CORRECTION,
        str(change.seq),
        {
            "correction": change.seq,
            "item_hash": job.item_hash,
            "rounds": [shared.id for shared in revealed],
            "before": job.right_before,
            "after": job.right_after,
            "answers": job.answers,
        },
        now,
        round_id=revealed[0].id if len(revealed) == 1 else None,
    )
    for earlier in before:
        assert earlier.id is not None
        bulletins.revise(tx, earlier.id)


def _issued_on(tx: Tx, job: Remark) -> list[Bulletin]:
    found = issued.latest(tx, job.group_id, CORRECTION, limit=1000)
    return [each for each in found if each.content["item_hash"] == job.item_hash]


def card(tx: Tx, library: Library, bulletin: Bulletin) -> Card:
    """Give a correction's card as it stands now."""
    said = bulletin.content
    change = tx.get(Event, said["correction"])
    group = tx.get(Group, bulletin.group_id)
    latest = tx.get(Round, said["rounds"][0])
    assert change is not None
    assert group is not None
    assert latest is not None
    showing = showing_of(tx, group.id, said["item_hash"], latest.option_order)
    return correction_card(
        Corrected(
            showing=showing,
            before=tuple(change.payload["before"]),
            by=Authority.PACK if change.group_id is None else Authority.LEAD,
            reason=change.payload["reason"],
            day=latest.day,
            domain=library.title_of(latest.pack, latest.domain),
            remarked=Remarked(answers=said["answers"], before=said["before"], after=said["after"]),
            round_id=bulletin.round_id,
            restored=change.kind == RESTORED,
            stale=showing.key != tuple(change.payload["key"]),
        )
    )
