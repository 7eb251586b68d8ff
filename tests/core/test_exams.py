"""Forms of a mock exam: their measures, their blueprint, and which items are drawn."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core import exams
from bot.core.exams import Form
from bot.core.items import Item
from bot.core.packs import Catalogue, Domain, Task
from bot.services.shelf import load_library
from tests import mocks, sample

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
BIG = mocks.catalogue(mocks.FULL, more=120)
SCARCE = mocks.catalogue(mocks.SCARCE)


def drawn(
    catalogue: Catalogue, form: Form, met: dict[str, datetime] | None = None, meaning: str = "run1"
) -> tuple[exams.Drawn, ...]:
    return exams.draw(catalogue, form, last_met=met or {}, meaning=(meaning,))


def domains(items: tuple[exams.Drawn, ...], *, scored: bool | None = None) -> dict[str, int]:
    wanted = [each for each in items if scored is None or each.scored is scored]
    return dict(sorted(Counter(each.item.domain for each in wanted).items()))


def test_a_full_form_is_the_real_exam() -> None:
    plan = exams.plan_of(BIG.pack, Form.FULL)
    assert (plan.items, plan.scored, plan.trial, plan.minutes) == (65, 50, 15, 180)
    assert exams.blueprint(BIG.pack, 65) == {"d1": 13, "d2": 16, "d3": 23, "d4": 13}


def test_half_and_mini_are_in_proportion() -> None:
    half, mini = (exams.plan_of(BIG.pack, form) for form in (Form.HALF, Form.MINI))
    assert (half.items, half.scored, half.trial, half.minutes) == (33, 25, 8, 90)
    assert (mini.items, mini.scored, mini.trial, mini.minutes) == (11, 11, 0, 30)


@given(
    weights=st.lists(st.integers(1, 60), min_size=1, max_size=8),
    items=st.integers(0, 90),
)
def test_a_blueprint_misses_nothing_and_is_nowhere_off_by_one(
    weights: list[int], items: int
) -> None:
    weights[-1] += 100 - sum(weights)
    if weights[-1] < 1:
        return
    parts = tuple(
        Domain(id=f"d{n}", title="", folder="", weight=weight, tasks=(Task(id=f"{n}.1", title=""),))
        for n, weight in enumerate(weights)
    )
    given = exams.blueprint(replace(sample.pack(), domains=parts), items)
    assert sum(given.values()) == items
    assert all(abs(given[part.id] - items * part.weight / 100) < 1 for part in parts)


def test_a_form_follows_the_blueprint_in_all_and_in_what_counts() -> None:
    form = drawn(BIG, Form.FULL)
    assert domains(form) == exams.blueprint(BIG.pack, 65)
    assert domains(form, scored=True) == exams.blueprint(BIG.pack, 50)
    assert len({each.item.id for each in form}) == 65
    assert not any(each.met for each in form)


def test_a_full_form_needs_a_pack_that_is_large_enough() -> None:
    small = mocks.catalogue(mocks.FULL)
    assert len(small.items) < exams.FULL_FROM <= len(BIG.items)
    assert exams.offered(BIG) == (Form.FULL, Form.HALF, Form.MINI)
    assert exams.offered(small) == (Form.HALF, Form.MINI)
    assert exams.lacking(small, Form.FULL) == exams.WHOLE
    assert exams.offered(SCARCE) == (Form.MINI,)
    assert exams.lacking(SCARCE, Form.HALF) == "d1"
    assert exams.offered(sample.catalogue()) == ()


def test_what_is_put_aside_is_not_on_a_form_and_may_leave_too_few() -> None:
    aside = frozenset({"sample/d1.1-21/m"})
    assert exams.lacking(SCARCE, Form.MINI, aside) == "d1"
    form = exams.draw(BIG, Form.FULL, last_met={}, meaning=("x",), aside=aside)
    assert not aside & {each.item.id for each in form}


def test_the_shipped_packs_give_what_their_pools_allow() -> None:
    library = load_library(None, Path.cwd(), date(2026, 11, 25))
    offered = {name: exams.offered(each) for name, each in library.catalogues.items()}
    assert offered == {"mls-c01": (Form.HALF, Form.MINI), "mla-c01": (Form.HALF, Form.MINI)}


def test_the_same_meaning_gives_the_same_form_and_another_one_another() -> None:
    assert drawn(BIG, Form.HALF) == drawn(BIG, Form.HALF)
    assert drawn(BIG, Form.HALF) != drawn(BIG, Form.HALF, meaning="run2")


def test_what_was_met_comes_only_where_nothing_newer_is_left() -> None:
    first = drawn(BIG, Form.FULL)
    met = {each.item.id: NOON for each in first}
    second = drawn(BIG, Form.FULL, met, "run2")
    assert not any(each.met for each in second)
    met |= {each.item.id: NOON + timedelta(days=1) for each in second}
    third = drawn(BIG, Form.FULL, met, "run3")
    assert all(each.met for each in third)
    # Twice a full form is all there is: the third time it is those of the first.
    assert {each.item.id for each in third} == {each.item.id for each in first}


def test_the_items_of_a_case_stand_together_and_come_whole_where_they_fit() -> None:
    told = {f"sample/d3.1-{number}/m" for number in (30, 31, 32)}
    items = [
        replace(item, case="hospital") if item.id in told else item for item in BIG.items.values()
    ]
    catalogue = Catalogue.of(BIG.pack, items)
    for number in range(20):
        form = drawn(catalogue, Form.MINI, meaning=f"run{number}")
        places = [n for n, each in enumerate(form) if each.item.id in told]
        assert places in ([], list(range(places[0], places[0] + 3)) if places else [])
    assert any(
        told & {each.item.id for each in drawn(catalogue, Form.MINI, meaning=f"run{number}")}
        for number in range(20)
    )


def test_a_domain_is_spread_over_its_task_statements() -> None:
    def tasked(item: Item, number: int) -> Item:
        return replace(item, task=f"{item.domain[1]}.{number % 4 + 1}")

    items = [tasked(item, number) for number, item in enumerate(BIG.items.values())]
    form = drawn(Catalogue.of(BIG.pack, items), Form.FULL)
    for domain in ("d1", "d2", "d3", "d4"):
        per = Counter(each.item.task for each in form if each.item.domain == domain)
        assert max(per.values()) - min(per.values()) <= 1


@pytest.mark.parametrize(
    ("answered", "left", "ahead"),
    [(42, 74, 10), (42, 96, 32), (0, 180, 0), (0, 170, -10), (65, 20, 20), (65, 0, 0)],
)
def test_pace_is_told_against_an_even_one(answered: int, left: int, ahead: int) -> None:
    assert exams.pace_of(answered, 65, 180, timedelta(minutes=left)).ahead == ahead


def test_a_clock_that_is_turned_back_gives_no_more_time_than_there_was() -> None:
    deadline = NOON + timedelta(minutes=30)
    assert exams.time_left(30, deadline, NOON - timedelta(hours=5)) == timedelta(minutes=30)
    assert exams.time_left(30, deadline, NOON + timedelta(minutes=12)) == timedelta(minutes=18)
    assert exams.time_left(30, deadline, NOON + timedelta(days=1)) == timedelta()


@settings(max_examples=30)
@given(seen=st.sets(st.sampled_from(sorted(BIG.items))), form=st.sampled_from(list(Form)))
def test_a_form_is_always_whole(seen: set[str], form: Form) -> None:
    found = drawn(BIG, form, dict.fromkeys(seen, NOON))
    plan = exams.plan_of(BIG.pack, form)
    assert len({each.item.id for each in found}) == plan.items
    assert sum(each.scored for each in found) == plan.scored
    assert all(each.met is (each.item.id in seen) for each in found)
