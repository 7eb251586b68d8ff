"""Rounds, drafts and item versions: what was asked, and the picks not locked yet."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import cache

from sqlalchemy import update
from sqlmodel import col, select

from bot.core.items import Item, from_json, to_json
from bot.store.columns import numbers_text
from bot.store.tables import Draft, ItemVersion, Round
from bot.store.tx import Tx, known_instant

OPEN = "open"
CLOSED = "closed"
SKIPPED = "skipped"
VERSIONS_AT_HAND = 2_000
#: Versions read before. Each is named by its content, so what was read stays true for good.
_read: dict[str, Item] = {}


def keep_version(tx: Tx, item: Item, now: datetime) -> str:
    """Keep this version of an item for good and give its hash."""
    if tx.get(ItemVersion, item.hash) is None:
        # Two may show it for the first time at once.
        tx.run(
            "INSERT INTO item_version (hash, item_id, content, first_shown_at)"
            " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (item.hash, item.id, json.dumps(to_json(item)), now),
        )
    return item.hash


def keep_versions(tx: Tx, items: Sequence[Item], now: datetime) -> None:
    """Keep the versions of many items for good."""
    marks = ", ".join("?" * len(items))
    rows = tx.run(
        f"SELECT hash FROM item_version WHERE hash IN ({marks})", [item.hash for item in items]
    ).fetchall()
    known = {row[0] for row in rows}
    tx.run_many(
        "INSERT INTO item_version (hash, item_id, content, first_shown_at)"
        " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [
            (item.hash, item.id, json.dumps(to_json(item)), now)
            for item in items
            if item.hash not in known
        ],
    )


def read_version(tx: Tx, version: str) -> Item:
    """Give an item exactly as it was shown."""
    item = _read.get(version)
    if item is None:
        row = tx.get(ItemVersion, version)
        if row is None:
            raise LookupError(f"no item version {version}")
        if len(_read) >= VERSIONS_AT_HAND:
            _read.clear()
        item = _read[version] = from_json(row.content)
    return item


def read_versions(tx: Tx, versions: Iterable[str]) -> dict[str, Item]:
    """Give items exactly as they were shown, by the name of their version."""
    query = select(col(ItemVersion.hash), col(ItemVersion.content)).where(
        col(ItemVersion.hash).in_(set(versions))
    )
    return {version: from_json(content) for version, content in tx.exec(query)}


def version_reader(tx: Tx) -> Callable[[str], Item]:
    """Give ``read_version`` for many answers: it reads each version once."""
    return cache(lambda version: read_version(tx, version))


def round_of_slot(tx: Tx, schedule_id: int, slot: str) -> Round | None:
    """Find the round that holds a slot."""
    return tx.exec(
        select(Round).where(Round.schedule_id == schedule_id, Round.slot == slot)
    ).first()


def taken_slots(tx: Tx, schedule_id: int, day: date) -> frozenset[str]:
    """Give the slots of a day that are taken, posted or skipped."""
    query = select(col(Round.slot)).where(Round.schedule_id == schedule_id, Round.day == day)
    return frozenset(tx.exec(query).all())


def slots_taken(tx: Tx, schedule_id: int, since: date) -> frozenset[str]:
    """Give the slots of a schedule since a day that are taken, posted or skipped."""
    query = select(col(Round.slot)).where(Round.schedule_id == schedule_id, Round.day >= since)
    return frozenset(tx.exec(query).all())


def latest(tx: Tx, group_id: int, pack: str, limit: int) -> list[tuple[str, str, str, datetime]]:
    """Give (item, concept, domain, time) of a group's shown rounds of a pack, the latest first."""
    rows = tx.run(
        "SELECT item_id, concept, domain, opens_at FROM round"
        " WHERE group_id = ? AND state <> 'skipped' AND pack = ?"
        " ORDER BY opens_at DESC, id DESC LIMIT ?",
        (group_id, pack, limit),
    ).fetchall()
    return [(row[0], row[1], row[2], known_instant(row[3])) for row in rows]


def last_shown(tx: Tx, group_id: int) -> dict[str, datetime]:
    """Give when a group was last shown each item that it has seen."""
    rows = tx.run(
        "SELECT item_id, MAX(opens_at) FROM round WHERE group_id = ? AND item_id <> ''"
        " GROUP BY item_id",
        (group_id,),
    ).fetchall()
    return {row[0]: known_instant(row[1]) for row in rows}


def last_shown_of(tx: Tx, group_id: int, item_ids: Sequence[str]) -> dict[str, datetime]:
    """Give when a group was last shown each of some items; those never shown are left out."""
    marks = ", ".join("?" * len(item_ids))
    rows = tx.run(
        "SELECT item_id, MAX(opens_at) FROM round"
        f" WHERE group_id = ? AND item_id IN ({marks}) GROUP BY item_id",
        (group_id, *item_ids),
    ).fetchall()
    return {row[0]: known_instant(row[1]) for row in rows}


def shown_rounds(tx: Tx, group_id: int, limit: int | None = None) -> Sequence[Round]:
    """Give a group's rounds that were shown, the latest first."""
    query = (
        select(Round)
        .where(Round.group_id == group_id, Round.state != SKIPPED)
        .order_by(col(Round.opens_at).desc(), col(Round.id).desc())
    )
    return tx.exec(query if limit is None else query.limit(limit)).all()


def open_rounds(tx: Tx, group_id: int) -> Sequence[Round]:
    """Give a group's open rounds, the latest first."""
    return tx.exec(
        select(Round)
        .where(Round.group_id == group_id, Round.state == OPEN)
        .order_by(col(Round.opens_at).desc())
    ).all()


def posting_days(tx: Tx, group_id: int) -> list[date]:
    """Give the days on which a group's question was posted, in order."""
    query = (
        select(col(Round.day)).where(Round.group_id == group_id, Round.state != SKIPPED).distinct()
    )
    return sorted(tx.exec(query).all())


def rounds_to_close(tx: Tx, now: datetime, limit: int, simulated: bool = False) -> Sequence[int]:
    """Give the ids of open rounds whose close has come."""
    rows = tx.run(
        "SELECT r.id FROM round r JOIN study_group g ON g.id = r.group_id"
        " WHERE r.state = 'open' AND r.closes_at <= ? AND g.simulated = ?"
        " ORDER BY r.closes_at, r.id LIMIT ?",
        (now, simulated, limit),
    ).fetchall()
    return [int(row[0]) for row in rows]


def closed_in_window(tx: Tx, group_id: int, first: date, last: date, domain: str = "") -> int:
    """Count a group's closed rounds in a range of days, both ends included."""
    row = tx.run(
        "SELECT COUNT(*) FROM round WHERE group_id = ? AND state = 'closed' AND day >= ?"
        " AND day <= ? AND (? = '' OR domain = ?)",
        (group_id, first, last, domain, domain),
    ).fetchone()
    assert row is not None
    return int(row[0])


def draft_of(tx: Tx, round_id: int, learner_id: int) -> Draft | None:
    """Give a person's provisional pick on a round, whichever of their accounts made it."""
    return tx.find(
        Draft,
        # By the person's few accounts: a round may have a thousand picks.
        "WHERE round_id = ? AND account_id IN (SELECT id FROM account WHERE learner_id = ?)"
        " ORDER BY tapped_at DESC LIMIT 1",
        (round_id, learner_id),
    )


def put_draft(tx: Tx, draft: Draft, learner_id: int) -> None:
    """Keep a person's provisional pick in place of the one before; the first showing stays."""
    tx.run(
        "DELETE FROM draft WHERE round_id = ? AND account_id IN"
        " (SELECT id FROM account WHERE learner_id = ? AND id <> ?)",
        (draft.round_id, learner_id, draft.account_id),
    )
    tx.run(
        "INSERT INTO draft (round_id, account_id, response, shown_at, tapped_at)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (round_id, account_id)"
        " DO UPDATE SET response = excluded.response, tapped_at = excluded.tapped_at",
        (
            draft.round_id,
            draft.account_id,
            numbers_text(draft.response),
            draft.shown_at,
            draft.tapped_at,
        ),
    )


def drop_draft(tx: Tx, draft: Draft) -> None:
    """Let go of a provisional pick, which a lock or the close may just have done, too."""
    tx.expunge(draft)
    tx.run(
        "DELETE FROM draft WHERE round_id = ? AND account_id = ?",
        (draft.round_id, draft.account_id),
    )


def drafts_of(tx: Tx, round_id: int) -> Sequence[Draft]:
    """Give a round's provisional picks in the order of the taps."""
    return tx.exec(
        select(Draft)
        .where(Draft.round_id == round_id)
        .order_by(col(Draft.tapped_at), col(Draft.account_id))
    ).all()


def mark_closed(tx: Tx, round_id: int, now: datetime) -> bool:
    """Turn an open round into a closed one; False if somebody was faster."""
    done = tx.execute(
        update(Round)
        .where(col(Round.id) == round_id, col(Round.state) == OPEN)
        .values(state=CLOSED, closed_at=now)
    )
    return bool(getattr(done, "rowcount", 0))


def latest_skipped(tx: Tx, group_id: int, limit: int) -> Sequence[Round]:
    """Give a group's slots that were left out, the latest first."""
    return tx.exec(
        select(Round)
        .where(Round.group_id == group_id, Round.state == SKIPPED)
        .order_by(col(Round.opens_at).desc())
        .limit(limit)
    ).all()


def skipped_ahead(tx: Tx, schedule_id: int, now: datetime) -> Sequence[Round]:
    """Give the slots of a schedule that are left out and whose hour is still to come."""
    return tx.exec(
        select(Round).where(
            Round.schedule_id == schedule_id, Round.state == SKIPPED, Round.opens_at > now
        )
    ).all()


def closed_before(tx: Tx, group_id: int, opens_at: datetime) -> Round | None:
    """Give the group's latest closed round that opened before an instant."""
    return tx.find(
        Round,
        "WHERE group_id = ? AND state = 'closed' AND opens_at < ? ORDER BY opens_at DESC LIMIT 1",
        (group_id, opens_at),
    )


def has_any(tx: Tx, schedule_id: int) -> bool:
    """Say whether a schedule has ever had a slot, posted or left out."""
    return (
        tx.exec(select(col(Round.id)).where(Round.schedule_id == schedule_id).limit(1)).first()
        is not None
    )


def forget_skipped(tx: Tx, schedule_id: int) -> None:
    """Forget the slots of a schedule that were left out."""
    tx.run("DELETE FROM round WHERE schedule_id = ? AND state = 'skipped'", (schedule_id,))
