"""Help is counted once, from others only, in the days that a board looks at."""

from __future__ import annotations

from datetime import datetime

from bot.core.helping import Help, HelpEvent, fold
from tests.core.happenings import Event, hour

ANN, BEN, CID = 7, 8, 9


def thanked(seq: int, who: int, to: int, bulletin: int) -> Event:
    return Event(seq, HelpEvent.THANKED, who, {"to": to, "bulletin": bulletin})


def ever(_at: datetime) -> bool:
    return True


def test_thanks_count_once_for_each_explanation_and_thanker() -> None:
    events = [thanked(1, BEN, ANN, 4), thanked(2, BEN, ANN, 4), thanked(3, CID, ANN, 4)]
    assert fold([*events, thanked(4, BEN, ANN, 5)], ever) == {ANN: Help(thanks=3)}


def test_nobody_thanks_themselves() -> None:
    assert fold([thanked(1, ANN, ANN, 4)], ever) == {}


def test_confirmed_reports_count_for_all_who_reported() -> None:
    confirmed = {"confirmed": True, "by": [ANN, BEN, ANN]}
    events = [
        Event(1, HelpEvent.RESOLVED, CID, confirmed),
        Event(2, HelpEvent.RESOLVED, CID, {"confirmed": False, "by": [CID]}),
        thanked(3, CID, ANN, 4),
    ]
    assert fold(events, ever) == {ANN: Help(1, 1), BEN: Help(0, 1)}
    assert fold(events, ever)[ANN].times == 2


def test_only_days_that_are_looked_at_count_and_a_repeat_is_not_new() -> None:
    events = [thanked(1, BEN, ANN, 4), thanked(30, BEN, ANN, 4), thanked(31, CID, ANN, 4)]
    assert fold(events, lambda at: at > hour(20)) == {ANN: Help(thanks=1)}
