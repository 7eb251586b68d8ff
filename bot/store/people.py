"""Who is who: account (on one platform) -> learner (a person) -> membership (in a group)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import col, func, select

from bot.core.identity import Identity, is_at_home
from bot.store.tables import Account, Group, Learner, Membership, Place
from bot.store.tx import Tx, known_instant

#: What stands beside one's own membership where a group may count outside of its places: it
#: lives, it has begun, and it has a place on the asker's own platform and workspace.
_COUNTS = """
JOIN study_group g ON g.id = membership.group_id
WHERE membership.learner_id = ? AND g.ended_at IS NULL AND g.waiting_since IS NULL
AND EXISTS (SELECT 1 FROM place p WHERE p.group_id = g.id AND p.account_id IS NULL
AND p.removed_at IS NULL AND p.platform = ?{workspace})
"""
_LATEST = " ORDER BY membership.used_at DESC, membership.id DESC"


def find_account(tx: Tx, identity: Identity) -> Account | None:
    """Find the account of an identity."""
    return tx.find(
        Account,
        "WHERE platform = ? AND workspace = ? AND external_id = ?",
        (identity.platform, identity.workspace, identity.external_id),
    )


def ensure_account(
    tx: Tx, identity: Identity, now: datetime, *, simulated: bool = False
) -> Account:
    """Give the account of an identity, made with a learner of its own if it is new."""
    account = find_account(tx, identity)
    if account is None:
        learner = Learner(created_at=now, simulated=simulated)
        tx.add(learner)
        tx.flush()
        assert learner.id is not None
        account = Account(
            platform=identity.platform,
            workspace=identity.workspace,
            external_id=identity.external_id,
            name=identity.name,
            learner_id=learner.id,
            created_at=now,
        )
        tx.add(account)
        tx.flush()
    elif account.name != identity.name:
        # Many are called otherwise at their second press, when their platform has told: by the
        # driver, since a flush costs more than all that the press does besides.
        tx.run("UPDATE account SET name = ? WHERE id = ?", (identity.name, account.id))
        set_committed_value(account, "name", identity.name)
    return account


def rename_account(tx: Tx, identity: Identity) -> None:
    """Keep what a platform calls somebody now; nothing is made of somebody unknown."""
    tx.run(
        "UPDATE account SET name = ? WHERE platform = ? AND workspace = ? AND external_id = ?",
        (identity.name, identity.platform, identity.workspace, identity.external_id),
    )


def ensure_membership(
    tx: Tx, group_id: int, learner_id: int, now: datetime, *, may_lead: bool = True
) -> Membership:
    """Give a learner's membership in a group; whoever joins one without a lead leads it, if
    they may."""
    membership = find_membership(tx, group_id, learner_id)
    if membership is None:
        membership = Membership(
            group_id=group_id,
            learner_id=learner_id,
            is_lead=may_lead and not has_lead(tx, group_id),
            joined_at=now,
            used_at=now,
        )
        tx.add(membership)
        tx.flush()
    return membership


def has_lead(tx: Tx, group_id: int) -> bool:
    """Say whether somebody leads a group."""
    query = select(col(Membership.id)).where(
        Membership.group_id == group_id, col(Membership.is_lead)
    )
    return tx.exec(query.limit(1)).first() is not None


def accounts_of(tx: Tx, learner_id: int) -> Sequence[Account]:
    """Give a person's accounts, the oldest first."""
    return tx.exec(
        select(Account).where(Account.learner_id == learner_id).order_by(col(Account.id))
    ).all()


def memberships_of(tx: Tx, learner_id: int) -> Sequence[Membership]:
    """Give a person's memberships, the oldest first."""
    return tx.exec(
        select(Membership).where(Membership.learner_id == learner_id).order_by(col(Membership.id))
    ).all()


def last_used(tx: Tx, account: Account) -> Membership | None:
    """Give the membership that counts for somebody outside of any group: the one last used."""
    where, values = _counting(account)
    return tx.find(Membership, f"{where}{_LATEST} LIMIT 1", values)


def counting(tx: Tx, account: Account) -> list[tuple[int, str]]:
    """Give (id, name) of the groups that may count for somebody outside, the last used first."""
    where, values = _counting(account)
    rows = tx.run(f"SELECT g.id, g.name FROM membership {where}{_LATEST}", values).fetchall()
    return [(int(number), str(name)) for number, name in rows]


def _counting(account: Account) -> tuple[str, tuple[int | str, ...]]:
    values: tuple[int | str, ...] = (account.learner_id, account.platform)
    if not account.workspace:
        return _COUNTS.format(workspace=""), values
    return _COUNTS.format(workspace=" AND p.workspace = ?"), (*values, account.workspace)


def touch(tx: Tx, membership: Membership, now: datetime) -> None:
    """Note that somebody has just used a group."""
    tx.run("UPDATE membership SET used_at = ? WHERE id = ?", (now, membership.id))


def groups_led(tx: Tx, learner_id: int) -> list[tuple[int, str]]:
    """Give (id, name) of the groups that somebody leads, the oldest first."""
    query = (
        select(col(Group.id), col(Group.name))
        .join(Membership, col(Membership.group_id) == col(Group.id))
        .where(
            Membership.learner_id == learner_id,
            col(Membership.is_lead),
            col(Group.ended_at).is_(None),
        )
        .order_by(col(Group.id))
    )
    return [(number or 0, name) for number, name in tx.exec(query)]


def told_by(tx: Tx, account_id: int, remote_id: str) -> int | None:
    """Give the group for which somebody was told a message alone, by the platform's id of it."""
    row = tx.run(
        "SELECT p.group_id FROM place p JOIN delivery d ON d.place_id = p.id"
        " WHERE p.account_id = ? AND d.remote_id = ? LIMIT 1",
        (account_id, remote_id),
    ).fetchone()
    return int(row[0]) if row else None


def consents(tx: Tx, group_id: int) -> dict[int, bool]:
    """Say of each learner of a group whether the lead may see their bands and active days.

    Whoever has not chosen yet has not agreed.
    """
    rows = tx.run(
        "SELECT learner_id, shares FROM membership WHERE group_id = ?", (group_id,)
    ).fetchall()
    return {learner: bool(shares) for learner, shares in rows}


def is_listed(tx: Tx, group_id: int, learner_id: int) -> bool:
    """Say whether a learner has chosen to stand on a group's boards."""
    row = tx.run(
        "SELECT on_board FROM membership WHERE group_id = ? AND learner_id = ?",
        (group_id, learner_id),
    ).fetchone()
    return bool(row and row[0])


def zone_of(tx: Tx, learner_id: int) -> str:
    """Give the time zone that a person named; empty means the group's."""
    row = tx.run("SELECT zone FROM learner WHERE id = ?", (learner_id,)).fetchone()
    return str(row[0]) if row else ""


def keep_zone(tx: Tx, learner_id: int, zone: str) -> None:
    """Keep the time zone that a person named; empty means the group's."""
    tx.run("UPDATE learner SET zone = ? WHERE id = ?", (zone, learner_id))


def find_membership(tx: Tx, group_id: int, learner_id: int) -> Membership | None:
    """Find a learner's membership in a group."""
    return tx.find(Membership, "WHERE group_id = ? AND learner_id = ?", (group_id, learner_id))


def members_of(tx: Tx, group_id: int) -> Sequence[tuple[Membership, Account]]:
    """Give a group's memberships with each account of each, in the order of joining.

    Who was erased has no account and is not among them.
    """
    query = (
        select(Membership, Account)
        .join(Account, col(Account.learner_id) == col(Membership.learner_id))
        .where(Membership.group_id == group_id)
        .order_by(col(Membership.id), col(Account.id))
    )
    return tx.exec(query).all()


def founder_of(tx: Tx, group_id: int) -> int | None:
    """Give the learner who joined a group first, and so led it first."""
    query = (
        select(col(Membership.learner_id))
        .where(Membership.group_id == group_id)
        .order_by(col(Membership.id))
        .limit(1)
    )
    return tx.exec(query).first()


def learners_in(tx: Tx, group_id: int) -> list[int]:
    """Give the learners of a group in the order of joining."""
    query = select(col(Membership.learner_id)).where(Membership.group_id == group_id)
    return list(tx.exec(query.order_by(col(Membership.id))).all())


def joined_in(tx: Tx, group_id: int) -> dict[int, datetime]:
    """Give when each learner of a group joined it, in that order; also who was erased since."""
    rows = tx.run(
        "SELECT learner_id, joined_at FROM membership WHERE group_id = ? ORDER BY id", (group_id,)
    ).fetchall()
    return {int(row[0]): known_instant(row[1]) for row in rows}


def listed_in(tx: Tx, group_id: int) -> frozenset[int]:
    """Give the learners whose name stands on a group's board."""
    query = select(col(Membership.learner_id)).where(
        Membership.group_id == group_id, col(Membership.on_board).is_(True)
    )
    return frozenset(tx.exec(query).all())


def names_of(tx: Tx, learner_ids: Sequence[int], group_id: int) -> dict[int, str]:
    """Give what each learner is called in a group: the alias, else the oldest account's name.

    Who was erased is called nothing and is left out.
    """
    query = (
        select(col(Membership.learner_id), col(Membership.alias), col(Account.name))
        .join(Account, col(Account.learner_id) == col(Membership.learner_id))
        .where(Membership.group_id == group_id, col(Membership.learner_id).in_(learner_ids))
        .order_by(col(Account.id).desc())
    )
    return {learner: alias or name for learner, alias, name in tx.exec(query)}


def count_accounts(tx: Tx, platform: str) -> int:
    """Count the accounts of a platform."""
    query = select(func.count()).select_from(Account).where(Account.platform == platform)
    return tx.exec(query).one()


def private_places(tx: Tx, shared: Sequence[Place], account: Account) -> list[Place]:
    """Give the place where a person is told something alone, beside a group's shared ones.

    It is empty where the person has no account on any of the group's platforms; the account
    given goes before the person's others.
    """
    accounts = accounts_of(tx, account.learner_id)
    for each in sorted(accounts, key=lambda each: (each.id != account.id, each.id)):
        for home in shared:
            if home.platform == each.platform and is_at_home(each.workspace, home.workspace):
                return [_private_place(tx, home, each)]
    return []


def private_address(shared: str, external_id: str) -> str:
    """Name the place of one person beside a group's shared one."""
    return f"{shared}@{external_id}"


def _private_place(tx: Tx, home: Place, account: Account) -> Place:
    address = private_address(home.address, account.external_id)
    kept = tx.exec(
        select(Place).where(
            Place.platform == home.platform,
            Place.workspace == home.workspace,
            Place.address == address,
        )
    ).first()
    if kept is None:
        kept = Place(
            group_id=home.group_id,
            platform=home.platform,
            workspace=home.workspace,
            address=address,
            account_id=account.id,
        )
        tx.add(kept)
        tx.flush()
    return kept


def account_of(tx: Tx, learner_id: int) -> Account | None:
    """Give a learner's oldest account; None for one who was erased."""
    query = select(Account).where(Account.learner_id == learner_id).order_by(col(Account.id))
    return tx.exec(query).first()
