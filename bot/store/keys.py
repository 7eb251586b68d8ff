"""Other keys as rows: what holds for a version of an item, and the changes it follows from.

``key_rule`` is a cache of the events ``key-overridden`` and ``key-restored``: marking reads
it with every answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import col, select

from bot.core.flags import FlagEvent
from bot.core.items import Response
from bot.core.keys import OVERRIDDEN, RESTORED, Rule, rules
from bot.store.columns import numbers_text, read_numbers
from bot.store.events import payloads_of, read_payload
from bot.store.tables import Event, ItemVersion, Round
from bot.store.tx import Tx

#: The rule of every group that has none of its own.
EVERYWHERE = 0
_LOCK = 7266789


def rule_for(tx: Tx, group_id: int | None, version: str) -> tuple[Response | None, Response | None]:
    """Give the group's own rule for a version, and the one that holds everywhere."""
    rows = tx.run(
        "SELECT group_id, key FROM key_rule WHERE item_hash = ? AND group_id IN (?, ?)",
        (version, EVERYWHERE, group_id or EVERYWHERE),
    ).fetchall()
    found = {row[0]: read_numbers(row[1]) for row in rows}
    return found.get(group_id) if group_id else None, found.get(EVERYWHERE)


def rules_of(tx: Tx, version: str) -> dict[int, Response]:
    """Give every rule for a version by group; ``EVERYWHERE`` for the one without a group."""
    rows = tx.run("SELECT group_id, key FROM key_rule WHERE item_hash = ?", (version,)).fetchall()
    return {row[0]: read_numbers(row[1]) for row in rows}


def put_rule(tx: Tx, group_id: int, version: str, key: Response | None) -> None:
    """Let another key hold for a version; None lets the rule go."""
    tx.run("DELETE FROM key_rule WHERE group_id = ? AND item_hash = ?", (group_id, version))
    if key is not None:
        tx.run(
            "INSERT INTO key_rule (group_id, item_hash, key) VALUES (?, ?, ?)",
            (group_id, version, numbers_text(key)),
        )


def hold_still(tx: Tx, version: str, *, to_change: bool = False) -> None:
    """Keep a version's key as it is until the transaction ends, or be alone to change it.

    An answer is marked by the key that holds when it is kept: not by one that was read
    before somebody else changed it. SQLite has one writer.
    """
    if not tx.is_sqlite:
        shared = "" if to_change else "_shared"
        # A version's name is hexadecimal; seven digits of it fit the lock's number.
        tx.run(f"SELECT pg_advisory_xact_lock{shared}(?, ?)", (_LOCK, int(version[:7], 16)))


def latest_change(tx: Tx, group_id: int, version: str) -> Event | None:
    """Give the event that made the rule of a group, or of everywhere, for a version."""
    query = (
        select(Event)
        .where(col(Event.kind).in_((OVERRIDDEN, RESTORED)))
        .where(Event.group_id == group_id if group_id else col(Event.group_id).is_(None))
        .order_by(col(Event.seq).desc())
    )
    found = (event for event in tx.exec(query) if event.payload["item_hash"] == version)
    return next(found, None)


def changes_of(tx: Tx, group_id: int) -> list[Event]:
    """Give a group's own changes of keys and those of everywhere, in order."""
    query = (
        select(Event)
        .where(col(Event.kind).in_((OVERRIDDEN, RESTORED)))
        .where((col(Event.group_id) == group_id) | col(Event.group_id).is_(None))
        .order_by(col(Event.seq))
    )
    return list(tx.exec(query).all())


def versions_of(tx: Tx, item_id: str) -> list[str]:
    """Give the names of every version of an item that was ever shown."""
    return list(tx.exec(select(col(ItemVersion.hash)).where(ItemVersion.item_id == item_id)).all())


def every_version(tx: Tx) -> dict[str, list[str]]:
    """Give the names of every version ever shown, by item."""
    found: dict[str, list[str]] = {}
    for name, item_id in tx.run("SELECT hash, item_id FROM item_version").fetchall():
        found.setdefault(item_id, []).append(name)
    return found


def groups_with(tx: Tx, version: str) -> list[int]:
    """Give the groups in which a version was asked or answered; 0 for outside of any."""
    rows = tx.run(
        "SELECT group_id FROM round WHERE item_hash = ?"
        " UNION SELECT COALESCE(group_id, 0) FROM attempt WHERE item_hash = ? ORDER BY 1",
        (version, version),
    ).fetchall()
    return [int(row[0]) for row in rows]


def was_asked(tx: Tx, group_id: int, version: str) -> bool:
    """Say whether a version was ever asked in a group, together or in a private run."""
    row = tx.run(
        "SELECT 1 FROM round WHERE group_id = ? AND item_hash = ? UNION ALL"
        " SELECT 1 FROM attempt WHERE item_hash = ? AND group_id = ? LIMIT 1",
        (group_id, version, version, group_id),
    ).fetchone()
    if row is not None:
        return True
    # Somebody may have flagged what they met in a run and did not answer.
    flags = payloads_of(tx, group_id, (FlagEvent.FLAGGED,))
    return any(said["item_hash"] == version for _, said in flags)


def rounds_of(tx: Tx, group_id: int, version: str) -> list[Round]:
    """Give a group's rounds of a version, the latest first."""
    query = (
        select(Round)
        .where(Round.group_id == group_id, Round.item_hash == version)
        .order_by(col(Round.opens_at).desc(), col(Round.id).desc())
    )
    return list(tx.exec(query).all())


def recount(tx: Tx) -> None:
    """Make every rule again from the events, in the table ``fresh_key_rule``."""
    tx.run_many(
        "INSERT INTO fresh_key_rule (group_id, item_hash, key) VALUES (?, ?, ?)",
        [
            (group_id, version, numbers_text(key))
            for (group_id, version), key in rules(_changes(tx)).items()
        ],
    )


def _changes(tx: Tx) -> Iterator[tuple[Rule, Response | None]]:
    rows = tx.run(
        "SELECT group_id, kind, payload FROM event WHERE kind IN (?, ?) ORDER BY seq",
        (OVERRIDDEN, RESTORED),
    ).fetchall()
    for group_id, kind, raw in rows:
        payload = read_payload(raw)
        key = tuple(payload["key"]) if kind == OVERRIDDEN else None
        yield (group_id or EVERYWHERE, payload["item_hash"]), key
