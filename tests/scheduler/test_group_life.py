"""Simulated members have teams, a season and a leave, and the words they type are real."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.cards.commands import parse
from bot.scheduler.group_life import TEAMS, deeds, is_away

START = date(2026, 11, 23)


@pytest.mark.parametrize("members", [1, 2, 5, 12, 60])
def test_what_they_type_is_understood(members: int) -> None:
    found = [
        deed
        for day in range(28)
        for hour in range(24)
        for deed in deeds(day, hour, START + timedelta(days=day), members)
    ]
    for member, what in found:
        assert 0 <= member < members
        if isinstance(what, str):
            parse(what, ())
    joined = [what for _, what in found if isinstance(what, str) and "join" in what]
    assert len(joined) == members, "everybody joins a team, once"
    assert {what.split()[-1] for what in joined} <= set(TEAMS[: 3 if members >= 9 else 2])


def test_one_of_three_is_away_on_the_days_that_they_declare() -> None:
    (deed,) = list(deeds(7, 20, START + timedelta(days=7), 3))
    assert deed == (1, "leave 2026-12-01 2026-12-05")
    assert [day for day in range(28) if is_away(1, day, 3)] == [8, 9, 10, 11, 12]
    assert not any(is_away(member, day, 3) for member in (0, 2) for day in range(28))
    assert not any(is_away(0, day, 2) for day in range(28))
