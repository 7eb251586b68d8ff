"""When a lead is asked, and when questions rest: fair to pairs, and never a nagging."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.silence import Silence, SilenceEvent, asks, fold, is_quiet, rests, wanted
from tests.core.test_setup import NOW, Happening

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("members", "answers", "quiet"),
    [
        (12, [2, 2, 2], True),
        (12, [2, 2, 3], False),
        (12, [3, 2, 2], False),
        (12, [2, 2], False),  # only two posting days yet
        (12, [0, 0, 0, 9], True),  # the fourth is long ago
        (3, [2, 2, 2], True),
        (2, [2, 2, 2], False),  # a pair that both answer
        (2, [1, 1, 1], True),
        (1, [1, 1, 1], False),
        (1, [0, 0, 0], True),
        (0, [0, 0, 0], False),  # nobody to ask
    ],
)
def test_a_group_is_quiet_by_its_size(members: int, answers: list[int], quiet: bool) -> None:
    assert is_quiet(answers, members) is quiet


def test_three_are_wanted_or_everybody() -> None:
    assert [wanted(n) for n in (0, 1, 2, 3, 40)] == [0, 1, 2, 3, 3]


def test_the_lead_is_asked_once_for_a_silence() -> None:
    assert asks([0, 0, 0], 5, Silence(), None, NOW)
    asked = Silence(asked_at=NOW)
    assert not asks([0, 0, 0], 5, asked, None, NOW + DAY)
    assert not asks([0, 0, 0], 5, asked, NOW - DAY, NOW + 90 * DAY)


def test_after_a_lively_day_it_is_a_new_silence_but_not_within_four_weeks() -> None:
    asked, lively = Silence(asked_at=NOW), NOW + 2 * DAY
    assert not asks([0, 0, 0], 5, asked, lively, NOW + 27 * DAY)
    assert asks([0, 0, 0], 5, asked, lively, NOW + 28 * DAY)


def test_questions_rest_after_a_week_and_three_questions() -> None:
    assert rests(NOW, 3, NOW + 7 * DAY)
    assert not rests(NOW, 5, NOW + 7 * DAY - timedelta(seconds=1))
    # One question a week: one missed week puts nobody to sleep.
    assert not rests(NOW, 1, NOW + 7 * DAY)
    assert not rests(NOW, 2, NOW + 14 * DAY)


def test_the_state_follows_from_the_events() -> None:
    def event(seq: int, kind: str) -> Happening:
        return Happening(seq, kind, None, NOW + seq * DAY, {})

    happened = [event(1, SilenceEvent.ASKED), event(2, SilenceEvent.RESTED)]
    assert fold(happened) == Silence(NOW + DAY, NOW + 2 * DAY)
    happened += [event(3, SilenceEvent.WOKE), event(4, "noted")]
    assert fold(happened) == Silence(NOW + DAY, None)
