"""Erasing a person, as rows: accounts without a name, what was only theirs gone, the rest nobody's.

The learner's own row becomes the nameless tombstone: their accounts are cut off from it and
nothing else has to move, so that tallies, totals and boards of others stay as they are.
"""

from __future__ import annotations

from datetime import datetime
from random import Random

from sqlmodel import col, select

from bot.core.erasing import GONE, PRIVATE, SHARED, nameless
from bot.store import people, sittings
from bot.store.tables import Account, Bulletin, Event, Learner, Membership
from bot.store.tx import Tx


def cut_off(tx: Tx, learner_id: int, now: datetime, rng: Random) -> None:
    """Take a person's accounts away from what they did, and everything that names them."""
    sittings.abandon(tx, learner_id, now)
    simulated = tx.get(Learner, learner_id)
    nobody = _nobody(tx, now, simulated=bool(simulated and simulated.simulated))
    for account in people.accounts_of(tx, learner_id):
        _strip(tx, account, nobody, rng)
    people.keep_zone(tx, learner_id, "")
    for membership in people.memberships_of(tx, learner_id):
        membership.alias = ""
        membership.is_lead = False
        membership.on_board = False
        membership.shares = None
        tx.add(membership)
    tx.flush()


def cut_account(tx: Tx, account: Account, now: datetime, rng: Random) -> None:
    """Take one account away from a person who has others, with what is that account's alone."""
    assert account.id is not None
    _drop(tx, "(SELECT id FROM account WHERE id = ?)", account.id)
    _strip(tx, account, _nobody(tx, now, simulated=False), rng)
    tx.flush()


def _nobody(tx: Tx, now: datetime, *, simulated: bool) -> int:
    nobody = Learner(created_at=now, simulated=simulated)
    tx.add(nobody)
    tx.flush()
    assert nobody.id is not None
    return nobody.id


def _strip(tx: Tx, account: Account, nobody: int, rng: Random) -> None:
    tx.run(
        "UPDATE slack_installation SET installed_by = '' WHERE workspace = ? AND installed_by = ?",
        (account.workspace, account.external_id),
    )
    account.name = ""
    account.external_id = f"{GONE}{rng.getrandbits(64):016x}"
    account.learner_id = nobody
    tx.add(account)


def drop_own(tx: Tx, learner_id: int) -> None:
    """Delete what is a person's alone: picks, reminders, codes, and what they were told."""
    _drop(tx, "(SELECT id FROM account WHERE learner_id = ?)", learner_id)


def _drop(tx: Tx, own: str, number: int) -> None:
    mine = (number,)
    for table in ("draft", "reminder", "link_code"):
        tx.run(f"DELETE FROM {table} WHERE account_id IN {own}", mine)
    places = f"(SELECT id FROM place WHERE account_id IN {own})"
    told = tx.run(
        f"SELECT occasion_id FROM delivery WHERE place_id IN {places}"
        " AND occasion_kind = 'bulletin'",
        mine,
    ).fetchall()
    tx.run(f"DELETE FROM room_message WHERE place_id IN {places}", mine)
    tx.run(f"DELETE FROM delivery WHERE place_id IN {places}", mine)
    tx.run(f"DELETE FROM place WHERE account_id IN {own}", mine)
    tx.run_many("DELETE FROM bulletin WHERE id = ?", told)


def heir_of(tx: Tx, group_id: int, learner_id: int) -> Membership | None:
    """Give who leads a group when a person goes: None where another lead stays, or nobody."""
    others = [
        membership
        for membership, _ in people.members_of(tx, group_id)
        if membership.learner_id != learner_id
    ]
    return None if any(each.is_lead for each in others) else next(iter(others), None)


def drop_private(tx: Tx, learner_id: int, limit: int) -> int:
    """Delete at most ``limit`` of a person's events that concern nobody else; give how many."""
    rows = tx.run(
        "DELETE FROM event WHERE seq IN (SELECT seq FROM event WHERE learner_id = ?"
        f" AND kind IN ({', '.join('?' * len(PRIVATE))}) LIMIT ?) RETURNING seq",
        (learner_id, *sorted(PRIVATE), limit),
    ).fetchall()
    return len(rows)


def scrub_events(tx: Tx, learner_id: int, since: int, limit: int) -> int | None:
    """Take a person's words out of their events from ``seq`` on; give where to go on, if any."""
    found = tx.exec(
        select(Event)
        .where(
            Event.learner_id == learner_id,
            col(Event.seq) >= since,
            col(Event.kind).not_in(SHARED),
        )
        .order_by(col(Event.seq))
        .limit(limit)
    ).all()
    for event in found:
        left = nameless(event.kind, event.payload)
        if left != event.payload:
            event.payload = left or {}
            tx.add(event)
    tx.flush()
    return found[-1].seq + 1 if len(found) == limit else None


def bulletins_naming(tx: Tx, learner_id: int) -> list[int]:
    """Give the bulletins of a person's groups that may name them: their content holds the id."""
    query = (
        select(Bulletin)
        .join(Membership, col(Membership.group_id) == col(Bulletin.group_id))
        .where(Membership.learner_id == learner_id)
    )
    return [each.id or 0 for each in tx.exec(query) if _holds(each.content, learner_id)]


def _holds(value: object, number: int) -> bool:
    match value:
        case list():
            return any(_holds(part, number) for part in value)
        case dict():
            return any(_holds(part, number) for part in value.values())
        case _:
            return value == number and not isinstance(value, bool)
