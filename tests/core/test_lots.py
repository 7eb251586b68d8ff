"""No two figures of a group differ by fewer than five people, whoever comes and whoever answers."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.consent import CROWD
from bot.core.lots import Course, lot_of

FIRST = date(2026, 11, 2)
WEEKS = [FIRST + timedelta(weeks=n) for n in range(8)]
COURSES = st.lists(
    st.builds(
        Course,
        ready=st.none() | st.sampled_from(WEEKS),
        news=st.frozensets(st.sampled_from(WEEKS)),
    ),
    max_size=14,
).map(lambda each: dict(enumerate(each)))


@given(COURSES)
def test_a_figure_changes_by_five_people_or_not_at_all(courses: dict[int, Course]) -> None:
    before = None
    for monday in WEEKS:
        lot = lot_of(courses, monday)
        if lot is None or lot == before:
            assert lot == before
            continue
        assert lot.since == monday
        known: frozenset[int] = before.people if before is not None else frozenset()
        joined = lot.people - known
        assert known <= lot.people
        assert not 0 < len(joined) < CROWD
        assert all(courses[each].ready <= monday for each in joined)  # type: ignore[operator]
        since = before.since if before is not None else FIRST - timedelta(weeks=1)
        moved = {n for n in known if any(since < each <= monday for each in courses[n].news)}
        assert len(joined | moved) >= CROWD
        before = lot


@given(st.sampled_from(WEEKS[1:]), st.frozensets(st.sampled_from(WEEKS)))
def test_one_person_who_is_ready_later_changes_nothing_alone(
    ready: date, news: frozenset[date]
) -> None:
    busy = Course(ready=FIRST, news=frozenset(WEEKS[2:4]))
    five = dict.fromkeys(range(CROWD), busy)
    for monday in WEEKS:
        alone = lot_of(five, monday)
        assert lot_of({**five, 99: Course(ready=ready, news=news)}, monday) == alone
        assert alone is not None
        assert alone.since == (FIRST if monday < WEEKS[2] else min(monday, WEEKS[3]))


def test_four_are_no_group_and_one_busy_person_of_five_moves_nothing() -> None:
    ready = Course(ready=FIRST)
    assert lot_of(dict.fromkeys(range(CROWD - 1), ready), WEEKS[-1]) is None
    busy = Course(ready=FIRST, news=frozenset(WEEKS))
    lot = lot_of({**dict.fromkeys(range(CROWD), ready), 0: busy}, WEEKS[-1])
    assert lot is not None
    assert (len(lot.people), lot.since) == (CROWD, FIRST)
