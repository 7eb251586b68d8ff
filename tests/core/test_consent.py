"""What a lead is told of several people says nothing of one of them, whoever changes their mind."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.bands import BAND_FROM, Band, Counted, band_at, band_of
from bot.core.consent import CROWD, both, crowd_band, fold

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    """A consent, as it was kept."""

    learner_id: int | None
    shares: bool | None
    at: datetime = NOW
    payload: dict[str, Any] = field(default_factory=dict)


def said(learner: int, shares: bool | None, days: int = 0) -> Said:
    return Said(learner, shares, NOW + timedelta(days=days), {"shares": shares})


HISTORIES = st.lists(
    st.tuples(st.integers(1, 9), st.sampled_from([True, False, None]), st.integers(-9, 9)),
    max_size=40,
).map(lambda found: [said(*each) for each in sorted(found, key=lambda each: each[2])])
PERSON = st.integers(0, 60).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


@given(HISTORIES)
def test_the_last_word_holds_and_the_first_yes_is_remembered(history: list[Said]) -> None:
    consents = fold(history)
    for learner in range(1, 10):
        own = [each for each in history if each.learner_id == learner]
        assert (learner in consents.sharing) == bool(own and own[-1].shares)
        yes = [each.at for each in own if each.shares]
        assert consents.first.get(learner) == (yes[0] if yes else None)


@given(HISTORIES, st.integers(1, 9), st.booleans(), st.integers(0, 6))
def test_a_change_of_mind_in_the_week_moves_nobody_in_or_out_of_the_crowd(
    history: list[Said], learner: int, shares: bool, day: int
) -> None:
    before = [each for each in history if each.at < NOW]
    after = [*before, said(learner, shares, day)]
    for each in range(1, 10):
        assert fold(before).never_before(each, NOW) == fold(after).never_before(each, NOW)


@given(HISTORIES)
def test_whoever_was_ever_seen_alone_is_never_in_the_crowd_again(history: list[Said]) -> None:
    consents = fold(history)
    for learner, first in consents.first.items():
        for days in range(9):
            assert not consents.never_before(learner, first + timedelta(days=days, seconds=1))


@given(st.lists(PERSON, max_size=12))
def test_a_crowd_has_a_band_only_from_five_people_with_enough_answers(
    people: list[tuple[int, int]],
) -> None:
    counts = [Counted(number, "d1", n, right) for number, (n, right) in enumerate(people)]
    enough = [count for count in counts if count.n >= BAND_FROM]
    band = crowd_band(counts)
    assert (band is None) == (len(enough) < CROWD)
    # Those who have hardly answered are no crowd to hide in, and change nothing.
    assert band == crowd_band(enough)


@given(st.lists(PERSON, min_size=CROWD, max_size=9), st.integers(1, 50))
def test_each_is_one_voice_however_much_they_answer(
    people: list[tuple[int, int]], times: int
) -> None:
    counts = [Counted(number, "d1", n, right) for number, (n, right) in enumerate(people)]
    busy = [Counted(c.learner, "d1", c.n * times, c.right * times) for c in counts[:1]]
    if counts[0].n >= BAND_FROM:
        assert crowd_band(counts) == crowd_band([*busy, *counts[1:]])


@given(st.integers(0, 200), st.integers(0, 200))
def test_bands_rise_with_the_share_right(n: int, right: int) -> None:
    band = band_of(min(n, right), n)
    assert (band is None) == (n < BAND_FROM)
    if band is not None and right < n:
        better = band_of(min(n, right + 1), n)
        assert better is not None
        assert better >= band


@pytest.mark.parametrize(
    ("share", "band"), [(0, Band.SHAKY), (0.49, Band.SHAKY), (0.5, Band.MIXED), (0.7, Band.FIRM)]
)
def test_the_bands_begin_where_they_say(share: float, band: Band) -> None:
    assert band_at(share) is band


@given(st.sampled_from([True, False, None]), st.sampled_from([True, False, None]))
def test_of_two_consents_never_more_is_kept_than_either_gave(
    one: bool | None, other: bool | None
) -> None:
    assert both(one, other) == both(other, one)
    assert both(one, one) == one
    if both(one, other):
        assert one
        assert other
