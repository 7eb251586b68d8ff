"""Handing a mock exam in: by its owner, or by the clock, also for a time when nothing ran.

What was chosen becomes answers here, each marked by the key that holds at that moment: all in
one transaction at a press, and in a few goes where nobody waits. Whatever follows from answers
follows from these.
"""

from __future__ import annotations

from datetime import date, datetime

from bot.core import scoring
from bot.core.crashpoints import reach
from bot.core.slots import study_day
from bot.services import bulletins, silence
from bot.services.keys import showing_of
from bot.services.library import Library
from bot.store import attempts, keys, people, sittings
from bot.store.sittings import SatItem
from bot.store.tables import Account, Group, Run, Sitting
from bot.store.tx import Tx

#: The note that tells somebody whose time was up while they were elsewhere.
TIME_UP = "mock-time-up"


#: So many answers are marked at once behind every press; a full form takes three goes.
AT_ONCE = 25
GOES = 3


def hand_in(
    tx: Tx, library: Library, sitting: Sitting, run: Run, at: datetime, most: int | None = None
) -> bool:
    """Mark a sitting as it stands at an instant, which is its deadline where that has passed.

    With ``most`` so many answers are marked in one go, and it is over with the last of them;
    False while some are left. A press that comes in between does the rest.
    """
    by_clock = at >= sitting.deadline
    at = min(at, sitting.deadline)
    look_away(tx, sitting, at)
    at = max(run.started_at, at)  # a clock may have been turned back
    group = tx.get(Group, run.group_id) if run.group_id is not None else None
    zone = group.zone if group is not None else people.zone_of(tx, run.learner_id) or "UTC"
    day = study_day(at, zone)
    kept = sittings.answers_of(tx, sitting.run_id)
    chosen = [each for each in sittings.items_of(tx, sitting.run_id) if each.response is not None]
    left = [each for each in chosen if each.place not in kept]
    # In one order, so that two hand-ins never wait for each other's locks.
    for version in sorted({each.version for each in left[:most]}):
        keys.hold_still(tx, version)
    for each in left[:most]:
        attempts.record_attempt(tx, _marked(tx, library, run, each, at, day))
    reach("in-hand-in")
    if len(left[:most]) < len(left):
        return False
    sitting.handed_in_at, sitting.by_clock = at, by_clock
    sitting.break_since = None
    run.ended_at = at
    tx.add(sitting)
    tx.add(run)
    if chosen and group is not None and group.dormant_at is not None:
        silence.wake(tx, group, at)
    tx.flush()
    return True


def time_up(tx: Tx, library: Library, run_id: int, now: datetime) -> bool:
    """Hand a sitting in whose time is up, in a few goes, and tell its owner.

    False where it is over already.
    """
    sitting, run = sittings.hold(tx, run_id), tx.get(Run, run_id)
    if sitting is None or run is None or sitting.handed_in_at or now < sitting.deadline:
        return False
    if not hand_in(tx, library, sitting, run, now, AT_ONCE):
        return True
    account = tx.get(Account, run.account_id)
    if run.group_id is not None and account is not None:
        content = {"sitting": run_id}
        bulletins.issue(tx, run.group_id, TIME_UP, str(run_id), content, now, to=account)
    return True


def look_away(tx: Tx, sitting: Sitting, at: datetime) -> None:
    """Count the time until now for the place that is on the screen; from now on none is."""
    if sitting.looked_at is not None and at > sitting.looked_at:
        sittings.spend(tx, sitting.run_id, sitting.place, at - sitting.looked_at)
    sitting.looked_at = None
    tx.add(sitting)


def _marked(
    tx: Tx, library: Library, run: Run, each: SatItem, at: datetime, day: date
) -> attempts.NewAttempt:
    showing = showing_of(tx, run.group_id, each.version, each.order)
    item = library.placed(run.pack, showing.item)
    assert each.response is not None
    mark = scoring.mark(item, each.response, showing.key)
    return attempts.NewAttempt(
        learner_id=run.learner_id,
        account_id=run.account_id,
        group_id=run.group_id,
        round_id=None,
        run_item_id=each.run_item_id,
        pack=run.pack,
        item_id=item.id,
        item_hash=each.version,
        domain=item.domain,
        concept=item.concept,
        source=sittings.MOCK,
        response=each.response,
        confidence=None,
        is_right=mark.right,
        share=mark.share,
        points=0,
        shown_at=each.shown_at,
        elapsed=each.spent,
        study_day=day,
        at=at,
    )
