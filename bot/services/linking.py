"""Two accounts, one person: by a one-time code, for good, and never an answer counted twice.

What must hold at once is done in the press: accounts, memberships, picks and answers to open
questions. The rest of a long history follows in chunks. The person with the longer history
takes the other's in, so the order of the two accounts makes no difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.cards import leaving as screens
from bot.cards.wording import clamp
from bot.core.codes import LIFE, TRIES, hashed, make_code, read_code
from bot.core.consent import CONSENT
from bot.core.errors import AlreadyDone, NotAllowed, NotFound
from bot.services import folds, recounting
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import attempts, board_rows, chores, codes, events, linking, people
from bot.store.tables import Account, Chore, Group, Learner
from bot.store.tx import Tx

LINKED = "linked"
#: Rows that one chunk moves; measured to stay well below 20 ms.
ROWS = 100
#: Rows of boards that one chunk counts anew, and for how many of them a week stands.
BOARD_ROWS, WEEK = 30, 15
_NO_CODE = "No account asked for that code in the last quarter of an hour."


def make(scene: Scene) -> Reply:
    """Give the asker a one-time code, in the place of the one before."""
    code = make_code(scene.rng)
    until = scene.now + LIFE
    codes.keep(scene.tx, hashed(code), scene.account_id, until, scene.now)
    return Reply(card=screens.code_card(code, until, scene.zone), key="me")


def enter(scene: Scene, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Say what a code from the other account would link. A wrong one counts as a try."""
    code = read_code(" ".join(inputs.get("code", ())))
    check_tries(scene)
    there = _account(scene, code)
    if there is None:
        return Reply(card=screens.wrong_code_card(missed(scene, _NO_CODE)), key="me")
    _check(scene, there)
    own, theirs = scene.me.learner_id, there.learner_id
    total = sum(attempts.count_own(scene.tx, each) for each in (own, theirs))
    return Reply(
        card=screens.link_card(
            screens.Linking(
                code=code,
                here=f"{scene.me.name} here",
                there=f"{there.name} there",
                answers=total,
                twice=linking.answered_by_both(scene.tx, own, theirs),
                clashes=_clashes(scene.tx, own, theirs),
            )
        ),
        key="me",
    )


def check_tries(scene: Scene) -> None:
    """Refuse somebody who has tried too many wrong codes, of whichever kind."""
    if codes.misses(scene.tx, scene.account_id, scene.now) >= TRIES:
        raise NotAllowed("That were too many wrong codes. Try again in a quarter of an hour.")


def missed(scene: Scene, text: str) -> str:
    """Count a wrong code as a try, and say how many are left."""
    mark = f"{scene.account_id}/{scene.rng.getrandbits(64):016x}"
    codes.miss(scene.tx, mark, scene.account_id, scene.now + LIFE)
    scene.tx.flush()
    left = TRIES - codes.misses(scene.tx, scene.account_id, scene.now)
    return f"{text} {left} more tries." if left > 0 else f"{text} That was the last try."


def link(scene: Scene, code: str) -> Reply:
    """Make the asker and the account that asked for a code one person, for good."""
    there = _account(scene, code)
    if there is None:
        raise NotFound(f"{_NO_CODE} `/study me link` makes a new one.")
    _check(scene, there)
    old, new = _order(scene.tx, scene.me.learner_id, there.learner_id)
    twice = linking.answered_by_both(scene.tx, old, new)
    join(scene, old, new, twice)
    return Reply(card=screens.linked_card(twice), key="me")


def join(scene: Scene, old: int, new: int, twice: int) -> None:
    """Let one person's accounts, choices and open questions pass to another at once."""
    tx, now = scene.tx, scene.now
    tx.flush()
    groups = [membership.group_id for membership in people.memberships_of(tx, old)]
    accounts = [account.id or 0 for account in people.accounts_of(tx, old)]
    linking.move_accounts(tx, old, new)
    tx.expire_all()
    for group_id, shares in linking.merge_memberships(tx, old, new):
        events.append_event(tx, CONSENT, now, group_id=group_id, learner_id=new, shares=shares)
    events.append_event(tx, LINKED, now, learner_id=new, was=old, groups=groups, twice=twice)
    _move(tx, old, new, linking.open_answers(tx, old, accounts))
    chore = chores.ask(tx, old, now, into_id=new)
    if len(linking.attempts_left(tx, old, ROWS)) < ROWS:
        move_on(tx, chore)  # a short history passes over at once


def move_on(tx: Tx, chore_id: int) -> bool:
    """Do the next chunk of a link; False where nothing is left to do."""
    chore = tx.get(Chore, chore_id)
    if chore is None or chore.into_id is None:
        return False
    old, new = chore.learner_id, chore.into_id
    left = linking.attempts_left(tx, old, ROWS)
    _move(tx, old, new, left)
    if len(left) == ROWS:
        return True
    if _move_boards(tx, old, new) or board_rows.align_listed(tx, new, ROWS) == ROWS:
        return True
    if linking.move_rest(tx, old, new, ROWS) == ROWS:
        return True
    tx.flush()
    for event in events.events_of(tx, LINKED, learner_id=new):
        if event.payload["was"] == old:
            for group_id in event.payload["groups"]:
                linking.rename_in_payloads(tx, group_id, old, new)
    tx.delete(chore)
    tx.flush()
    linking.forget_learner(tx, old)
    return True


def _move(tx: Tx, old: int, new: int, seqs: Sequence[int]) -> None:
    """Move some answers; weeks that may count otherwise by it are marked with an empty row."""
    days = linking.move_attempts(tx, old, new, seqs)
    board_rows.mark_spans(tx, new, old, recounting.weeks_around(days))


def _move_boards(tx: Tx, old: int, new: int) -> bool:
    """Count some rows anew for whom they pass to; True where there are more."""
    rows = board_rows.some_spans(tx, old, BOARD_ROWS)
    cost = 0
    for group_id, span in rows:
        board_rows.drop_row(tx, group_id, span, old)
        recounting.recount(tx, group_id, span, new)
        cost += WEEK if span.startswith("week:") else 1
        if cost >= BOARD_ROWS:
            return True
    return False


def _account(scene: Scene, code: str) -> Account | None:
    number = codes.account_behind(scene.tx, hashed(code), scene.now)
    return scene.tx.get(Account, number) if number is not None else None


def _check(scene: Scene, there: Account) -> None:
    own, theirs = scene.me.learner_id, there.learner_id
    if own == theirs:
        raise AlreadyDone(
            "That is you already. Type the code where your other account is."
            if there.id == scene.account_id
            else "These two accounts are one person already."
        )
    simulated = [scene.tx.get(Learner, each) for each in (own, theirs)]
    if any(person is None or person.simulated for person in simulated):
        raise NotAllowed("A simulated member is nobody's account, so it cannot be linked.")
    if any(chores.under_way(scene.tx, each) for each in (own, theirs)):
        raise NotAllowed("One of the two is just being linked. Try again in a minute.")


def _order(tx: Tx, one: int, other: int) -> tuple[int, int]:
    """Give who passes into whom: the shorter history into the longer, the newer into the older."""
    old = min((one, other), key=lambda each: (attempts.count_own(tx, each), -each))
    return old, other if old == one else one


def _clashes(tx: Tx, own: int, theirs: int) -> tuple[str, ...]:
    """Say where the two had chosen differently, and what will hold."""
    old, new = _order(tx, own, theirs)
    found: list[str] = []
    for membership in people.memberships_of(tx, old):
        kept = people.find_membership(tx, membership.group_id, new)
        group = tx.get(Group, membership.group_id)
        if kept is None or group is None:
            continue
        if kept.alias and membership.alias and kept.alias != membership.alias:
            found.append(f"In #{group.name} you go by {kept.alias}, not {membership.alias}.")
        if kept.shares != membership.shares:
            found.append(
                f"In #{group.name} your accounts let the lead see different things: "
                "the more reserved choice holds."
            )
        teams = folds.teams_of(tx, membership.group_id)
        one, other = (teams.team_of(each.learner_id) for each in (kept, membership))
        if one and other and one.id != other.id:
            found.append(
                f"In #{group.name} you are in two teams, {clamp(one.name)} and "
                f"{clamp(other.name)}: the one joined last holds. `/study team` changes it."
            )
        if kept.on_board != membership.on_board and False in (kept.on_board, membership.on_board):
            found.append(f"In #{group.name} you stay off the board: one account chose that.")
    return tuple(found)
