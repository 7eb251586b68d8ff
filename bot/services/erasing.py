"""Erasing oneself: what it means said first, then gone at once, and the traces in chunks.

What the person answered stays as nobody's, so that others' shares, totals and ranks by points
stay what they were. Whoever comes back is somebody new.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from random import Random

from bot.cards import leaving as screens
from bot.core.errors import NotAllowed
from bot.services import bulletins, designs, explanations
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import attempts, board_rows, chores, erasing, events, people
from bot.store.tables import Account, Chore, Group, Membership
from bot.store.tx import Tx

LEAD_PASSED = "lead-passed"
#: Rows that one chunk goes through; measured to stay well below 20 ms.
ROWS = 200


def ask(scene: Scene, wrong: str = "") -> Reply:
    """Say what erasing takes, what stays nameless and why, and who leads then."""
    tx, learner_id = scene.tx, scene.me.learner_id
    names: list[str] = []
    heirs: list[tuple[str, str]] = []
    alone: list[str] = []
    for membership, group in _groups(tx, learner_id):
        names.append(f"#{group.name}")
        heir = erasing.heir_of(tx, membership.group_id, learner_id)
        if heir is not None:
            if membership.is_lead:
                heirs.append((f"#{group.name}", _name(tx, heir)))
        elif len({each.learner_id for each, _ in people.members_of(tx, membership.group_id)}) < 2:
            alone.append(f"#{group.name}")
    farewell = screens.Farewell(
        answers=attempts.count_own(tx, learner_id),
        notes=len(events.events_of(tx, "noted", learner_id=learner_id)),
        accounts=len(people.accounts_of(tx, learner_id)),
        groups=tuple(names),
        heirs=tuple(heirs),
        leaderless=tuple(alone),
    )
    return Reply(card=screens.erase_card(farewell, wrong), key="me")


def erase(scene: Scene, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Erase the asker for good, if they typed the word for it."""
    word = " ".join(inputs.get("word", ())).strip().strip("`").casefold()
    if word != screens.WORD:
        return ask(scene, f"Nothing was erased. Type {screens.WORD} to go on.")
    learner_id = scene.me.learner_id
    if chores.under_way(scene.tx, learner_id):
        raise NotAllowed("Your accounts are just being linked. Try again in a minute.")
    erase_person(scene.tx, learner_id, scene.now, scene.rng)
    return Reply(card=screens.erased_card(), key="me", farewell=True)


def erase_person(tx: Tx, learner_id: int, now: datetime, rng: Random) -> None:
    """Erase somebody for good: gone at once, the traces in chunks."""
    tx.flush()
    _hand_on(tx, learner_id, now)
    erasing.drop_own(tx, learner_id)
    tx.expire_all()
    erasing.cut_off(tx, learner_id, now, rng)
    designs.withdraw(tx, learner_id)
    explanations.forget(tx, learner_id)
    go_on(tx, chores.ask(tx, learner_id, now))


def erase_account(tx: Tx, account: Account, now: datetime, rng: Random) -> None:
    """Erase an account: the person, too, unless they have another one."""
    if len(people.accounts_of(tx, account.learner_id)) > 1:
        tx.flush()
        erasing.cut_account(tx, account, now, rng)
        tx.wipe()
    else:
        erase_person(tx, account.learner_id, now, rng)


def go_on(tx: Tx, chore_id: int) -> bool:
    """Do the next chunk of an erasure; False where nothing is left to do."""
    chore = tx.get(Chore, chore_id)
    if chore is None or chore.into_id is not None:
        return False
    if erasing.drop_private(tx, chore.learner_id, ROWS) == ROWS:
        return True
    since = erasing.scrub_events(tx, chore.learner_id, chore.next_seq, ROWS)
    if since is not None:
        chore.next_seq = since
        tx.add(chore)
        return True
    chore.next_seq = 2**62  # the events are done
    if board_rows.align_listed(tx, chore.learner_id, ROWS) == ROWS:
        tx.add(chore)
        return True
    for number in erasing.bulletins_naming(tx, chore.learner_id):
        bulletins.revise(tx, number)
    tx.delete(chore)
    tx.wipe()
    return True


def _hand_on(tx: Tx, learner_id: int, now: datetime) -> None:
    """Give each group that would be left without a lead its oldest member as one."""
    for membership, _ in _groups(tx, learner_id):
        heir = erasing.heir_of(tx, membership.group_id, learner_id)
        if membership.is_lead and heir is not None:
            heir.is_lead = True
            tx.add(heir)
            events.append_event(
                tx,
                LEAD_PASSED,
                now,
                group_id=membership.group_id,
                learner_id=heir.learner_id,
            )
    tx.flush()


def _groups(tx: Tx, learner_id: int) -> list[tuple[Membership, Group]]:
    found = []
    for membership in people.memberships_of(tx, learner_id):
        group = tx.get(Group, membership.group_id)
        assert group is not None
        found.append((membership, group))
    return found


def _name(tx: Tx, membership: Membership) -> str:
    names = people.names_of(tx, [membership.learner_id], membership.group_id)
    return names[membership.learner_id]
