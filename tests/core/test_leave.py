"""Leave and repairs from what happened: which days are excused for whom."""

from __future__ import annotations

from datetime import date

from bot.core.leave import (
    LeaveEvent,
    RepairEvent,
    days_away,
    days_repaired,
    fold_leave,
    fold_repairs,
)
from tests.core.happenings import Event

ANN, BEN = 7, 8
EVE, BOXING, NEW_YEAR = date(2026, 12, 24), date(2026, 12, 26), date(2027, 1, 1)


def declared(seq: int, learner: int, first: date, last: date) -> Event:
    payload = {"first": first.isoformat(), "last": last.isoformat()}
    return Event(seq, LeaveEvent.DECLARED, learner, payload)


def withdrawn(seq: int, leave: int, day: date) -> Event:
    return Event(seq, LeaveEvent.WITHDRAWN, ANN, {"leave": leave, "day": day.isoformat()})


def test_leave_excuses_its_owner_from_the_first_day_to_the_last() -> None:
    away = days_away(fold_leave([declared(1, ANN, EVE, BOXING), declared(2, BEN, EVE, EVE)]))
    assert EVE in away[ANN]
    assert BOXING in away[ANN]
    assert NEW_YEAR not in away[ANN]
    assert BOXING not in away[BEN]


def test_leave_taken_back_before_it_begins_excuses_nothing() -> None:
    events = [declared(1, ANN, EVE, NEW_YEAR), withdrawn(2, 1, date(2026, 12, 1))]
    assert EVE not in days_away(fold_leave(events))[ANN]


def test_leave_taken_back_in_the_middle_keeps_the_days_that_are_past() -> None:
    events = [declared(1, ANN, EVE, NEW_YEAR), withdrawn(2, 1, BOXING)]
    days = days_away(fold_leave(events))[ANN]
    assert EVE in days
    assert BOXING not in days
    restored = [*events, Event(3, LeaveEvent.RESTORED, ANN, {"leave": 1})]
    assert NEW_YEAR in days_away(fold_leave(restored))[ANN]


def test_a_repair_is_for_one_or_for_everybody_until_it_is_taken_back() -> None:
    events = [
        Event(1, RepairEvent.REPAIRED, ANN, {"day": EVE.isoformat(), "by": BEN}),
        Event(2, RepairEvent.REPAIRED, None, {"day": BOXING.isoformat(), "by": BEN}),
    ]
    repairs = fold_repairs(events)
    assert EVE in days_repaired(repairs, ANN)
    assert EVE not in days_repaired(repairs, BEN)
    assert BOXING in days_repaired(repairs, BEN)
    undone = fold_repairs([*events, Event(3, RepairEvent.UNDONE, ANN, {"repair": 1, "by": BEN})])
    assert EVE not in days_repaired(undone, ANN)
    assert BOXING in days_repaired(undone, ANN)


def test_what_is_left_of_an_erased_leave_says_nothing() -> None:
    restored = Event(3, LeaveEvent.RESTORED, ANN, {"leave": 1})
    assert fold_leave([withdrawn(2, 1, EVE), restored]) == ()
