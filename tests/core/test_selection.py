from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.aiming import Aim, Foresight
from bot.core.errors import NotFound
from bot.core.items import Item, Kind
from bot.core.packs import Catalogue, Pool
from bot.core.selection import (
    CONCEPT_RESTS,
    LOT,
    WINDOW,
    Choice,
    DailyHistory,
    Relaxed,
    Shown,
    choose_daily,
    index_of,
    shortfalls,
)
from tests.core.samples import WEIGHTS, make_catalogue, make_item, make_pack

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
DAY = timedelta(days=1)
WIDE = make_catalogue(concepts=40)


def shown(item: Item, at: datetime) -> Shown:
    return Shown(item.id, item.concept, item.domain, at)


def play(
    catalogue: Catalogue, rounds: int, group: str = "g", step: timedelta = DAY
) -> list[Choice]:
    """Let a group be asked so many rounds in a row, one each ``step``."""
    choices: list[Choice] = []
    past: tuple[Shown, ...] = ()
    for n in range(rounds):
        now = START + n * step
        choice = choose_daily(
            catalogue, DailyHistory(shown=past), group=group, slot=str(n), now=now
        )
        choices.append(choice)
        past = (shown(choice.item, now), *past)
    return choices


def test_the_first_question_comes_from_the_heaviest_domain() -> None:
    choice = play(WIDE, 1)[0]
    assert choice.item.domain == "d3"
    assert choice.reason.window == 0
    assert choice.reason.candidates == LOT


def test_the_same_slot_of_a_group_gives_the_same_item() -> None:
    assert play(WIDE, 5) == play(WIDE, 5)
    assert play(WIDE, 5) != play(WIDE, 5, group="another")


def test_nothing_is_asked_twice_while_unseen_items_remain() -> None:
    catalogue = make_catalogue(concepts=4)
    daily = catalogue.pool_items(Pool.DAILY)
    choices = play(catalogue, len(daily))
    assert {item.id for item in daily} == {choice.item.id for choice in choices}
    assert not any(choice.reason.revisited for choice in choices)


def test_practice_and_mock_items_are_never_asked() -> None:
    catalogue = make_catalogue(concepts=2)
    asked = {choice.item.id for choice in play(catalogue, 60)}
    assert {item.id for item in catalogue.pool_items(Pool.DAILY)} == asked


def test_any_28_rounds_follow_the_blueprint() -> None:
    domains = [choice.item.domain for choice in play(WIDE, 100)]
    for start in range(0, 100 - WINDOW):
        count = Counter(domains[start : start + WINDOW])
        for domain, weight in WEIGHTS.items():
            assert abs(count[domain] - weight / 100 * WINDOW) < 2


def test_a_concept_rests_for_seven_rounds() -> None:
    concepts = [choice.item.concept for choice in play(WIDE, 100)]
    for n in range(len(concepts)):
        assert concepts[n] not in concepts[max(0, n - CONCEPT_RESTS) : n]


def test_weakness_moves_a_share_by_a_quarter_at_most() -> None:
    shares = {"d1": 0.2, "d2": 0.8}
    assert {"d1": pytest.approx(0.2 * 10 - 3), "d2": pytest.approx(0.8 * 10 - 6)} == shortfalls(
        shares, {"d1": 3, "d2": 6}, 9
    )
    tilted = shortfalls(shares, {}, 9, {"d1": 5.0, "d2": -5.0})
    assert {"d1": pytest.approx(2.5), "d2": pytest.approx(6.0)} == tilted


def test_a_group_weak_in_a_domain_is_asked_more_of_it() -> None:
    past: tuple[Shown, ...] = ()
    for n in range(56):
        choice = choose_daily(
            WIDE,
            DailyHistory(shown=past),
            group="g",
            slot=str(n),
            now=START + n * DAY,
            weakness={"d1": 1.0, "d3": -1.0},
        )
        past = (shown(choice.item, START + n * DAY), *past)
    count = Counter(each.domain for each in past[:WINDOW])
    assert count["d1"] >= 6
    assert count["d3"] <= 9


def test_what_most_have_practised_waits() -> None:
    practised = frozenset(f"d3.1-{n:02}" for n in range(39))
    choice = choose_daily(WIDE, DailyHistory(practised=practised), group="g", slot="1", now=START)
    assert choice.item.concept == "d3.1-39"
    assert choice.reason.relaxed == ()


def one_domain(concepts: int, letters: str) -> Catalogue:
    return make_catalogue({"d1": 100}, concepts, letters, practice=())


def test_practised_gives_way_before_the_seven_rounds() -> None:
    catalogue = one_domain(2, "abc")
    history = DailyHistory(
        shown=(shown(catalogue.items["d1.1-00-a"], START),), practised=frozenset({"d1.1-01"})
    )
    choice = choose_daily(catalogue, history, group="g", slot="1", now=START + DAY)
    assert choice.item.concept == "d1.1-01"
    assert choice.reason.relaxed == (Relaxed.PRACTISED,)


def test_the_seven_rounds_give_way_before_an_item_comes_back() -> None:
    catalogue = one_domain(1, "ab")
    history = DailyHistory(shown=(shown(catalogue.items["d1.1-00-a"], START - 400 * DAY),))
    choice = choose_daily(catalogue, history, group="g", slot="1", now=START)
    assert choice.item.id == "d1.1-00-b"
    assert choice.reason.relaxed == (Relaxed.RECENT,)
    assert not choice.reason.revisited


def test_when_all_is_seen_the_longest_rested_comes_back_and_says_so() -> None:
    catalogue = one_domain(20, "a")
    items = sorted(catalogue.items.values(), key=lambda item: item.id)
    past = tuple(shown(item, START - n * DAY) for n, item in enumerate(items, start=88))
    choice = choose_daily(catalogue, DailyHistory(shown=past), group="g", slot="1", now=START)
    assert items[-1] == choice.item
    assert choice.reason.revisited
    assert choice.reason.relaxed == ()


def test_with_nothing_rested_the_least_recently_shown_comes_back() -> None:
    catalogue = one_domain(3, "a")
    items = sorted(catalogue.items.values(), key=lambda item: item.id)
    past = tuple(shown(item, START - n * DAY) for n, item in enumerate(items, start=1))
    choice = choose_daily(catalogue, DailyHistory(shown=past), group="g", slot="1", now=START)
    assert items[-1] == choice.item
    assert Relaxed.REST in choice.reason.relaxed
    assert past[-1].at.date() == choice.reason.last_shown


def test_items_switched_off_are_not_asked() -> None:
    catalogue = one_domain(3, "a")
    aside = frozenset({"d1.1-00-a", "d1.1-02-a"})
    for n in range(5):
        choice = choose_daily(
            catalogue, DailyHistory(set_aside=aside), group="g", slot=str(n), now=START
        )
        assert choice.item.id == "d1.1-01-a"


def test_only_allowed_kinds_are_asked() -> None:
    pack = make_pack({"d1": 100}, 1)
    tick = make_item(Kind.MULTIPLE, id="d1.1-00-m", concept="d1.1-00", keys=(0, 1))
    order = make_item(Kind.ORDERING, id="d1.1-00-o", concept="d1.1-00", keys=())
    catalogue = Catalogue.of(pack, [tick, order, make_item(concept="d1.1-00")])
    only = frozenset({Kind.MULTIPLE})
    for n in range(5):
        choice = choose_daily(
            catalogue, DailyHistory(), group="g", slot=str(n), now=START, kinds=only
        )
        assert tick == choice.item
    assert order.id not in {each.item.id for each in play(catalogue, 6)}


@pytest.mark.parametrize(
    ("catalogue", "history"),
    [
        (Catalogue.of(make_pack(), []), DailyHistory()),
        (one_domain(1, "a"), DailyHistory(set_aside=frozenset({"d1.1-00-a"}))),
        (make_catalogue(practice=("*",)), DailyHistory()),
    ],
)
def test_without_any_allowed_item_it_is_refused_with_what_to_do(
    catalogue: Catalogue, history: DailyHistory
) -> None:
    with pytest.raises(NotFound, match="Add questions"):
        choose_daily(catalogue, history, group="g", slot="1", now=START)


@settings(max_examples=60)
@given(data=st.data())
def test_whatever_the_past_a_choice_is_made_and_is_unseen_if_one_can_be(
    data: st.DataObject,
) -> None:
    catalogue = make_catalogue(concepts=2, letters="ab", practice=())
    items = list(catalogue.items.values())
    drawn = data.draw(st.lists(st.sampled_from(items), max_size=30))
    past = tuple(shown(item, START - n * 10 * DAY) for n, item in enumerate(drawn))
    concepts = st.sampled_from(sorted(catalogue.pack.concepts))
    history = DailyHistory(
        shown=past,
        practised=data.draw(st.frozensets(concepts)),
        set_aside=data.draw(st.frozensets(st.sampled_from(sorted(catalogue.items)), max_size=15)),
    )
    choice = choose_daily(catalogue, history, group="g", slot="1", now=START)
    allowed = {item.id for item in items} - history.set_aside
    assert choice.item.id in allowed
    assert choice.reason.revisited is not bool(allowed - set(history.last_shown(items)))
    assert choice.reason.words(catalogue.pack)


def test_a_catalogue_is_indexed_once() -> None:
    assert index_of(WIDE, Pool.DAILY) is index_of(WIDE, Pool.DAILY)


def with_case(catalogue: Catalogue, name: str, ids: frozenset[str]) -> Catalogue:
    items = catalogue.items.values()
    return Catalogue.of(
        catalogue.pack, [replace(item, case=name) if item.id in ids else item for item in items]
    )


def test_items_of_one_case_are_asked_seven_rounds_apart() -> None:
    shared = frozenset(f"d{domain}.1-{number:02}-a" for domain in range(1, 5) for number in (1, 7))
    catalogue = with_case(WIDE, "tram-depot", shared)
    asked = [choice.item for choice in play(catalogue, 120)]
    places = [place for place, item in enumerate(asked) if item.case]
    assert len(places) > 2
    assert all(later - sooner > CONCEPT_RESTS for sooner, later in pairwise(places))


def test_a_case_comes_back_before_nothing_is_asked_and_the_reason_says_so() -> None:
    one = make_catalogue({"d1": 100}, concepts=9, letters="a")
    catalogue = with_case(one, "tram-depot", frozenset(one.items))
    first, second, *_ = play(catalogue, 2)
    assert first.reason.relaxed == ()
    assert second.reason.relaxed == (Relaxed.RECENT,)
    assert "its scenario came up" in second.reason.words(catalogue.pack)


def test_cases_of_two_packs_may_have_one_name() -> None:
    mine = make_item(id="mine")
    assert replace(mine, case="x").story != replace(mine, case="x", pack="other").story
    assert mine.story == ""


def aimed(catalogue: Catalogue, share: Callable[[Item], float], **changes: object) -> Aim:
    def foresee(items: Sequence[Item]) -> Mapping[str, Foresight]:
        return {item.id: Foresight(share(item), 0.5, 1.0) for item in items}

    return replace(Aim(target=0.65, foresee=foresee, members=9), **changes)  # type: ignore[arg-type]


def test_the_aim_leaves_the_best_and_the_lot_decides_among_them() -> None:
    aim = aimed(WIDE, lambda item: 0.66 if item.concept.endswith(("1", "2")) else 0.4)
    chosen = choose_daily(WIDE, DailyHistory(), group="g", slot="s", now=START, aim=aim)
    assert chosen.item.concept[-1] in "12"
    assert chosen.reason.aimed is not None
    assert chosen.reason.aimed.expected == 0.66
    assert 0 < chosen.reason.candidates < LOT
    again = choose_daily(WIDE, DailyHistory(), group="g", slot="s", now=START, aim=aim)
    assert again == chosen


def test_items_that_fit_alike_are_drawn_as_without_an_aim() -> None:
    plain = choose_daily(WIDE, DailyHistory(), group="g", slot="s", now=START)
    alike = choose_daily(
        WIDE, DailyHistory(), group="g", slot="s", now=START, aim=aimed(WIDE, lambda _: 0.5)
    )
    assert alike.item == plain.item


def test_in_the_last_week_only_what_was_met_is_asked() -> None:
    ground = frozenset({"d3.1-01", "d3.1-02", "d1.1-03"})
    for n in range(20):
        history = DailyHistory(ground=ground)
        chosen = choose_daily(WIDE, history, group="g", slot=str(n), now=START)
        assert chosen.item.concept in ground
        assert chosen.reason.known_ground


def test_new_ground_is_better_than_what_came_up_lately() -> None:
    choices = play(WIDE, 5)
    past = tuple(shown(c.item, START + n * DAY) for n, c in enumerate(choices))[::-1]
    ground = frozenset(each.concept for each in past)
    history = DailyHistory(shown=past, ground=ground)
    chosen = choose_daily(WIDE, history, group="g", slot="x", now=START + 5 * DAY)
    assert chosen.item.concept not in ground
    assert not chosen.reason.known_ground


def test_known_ground_whose_items_were_all_seen_comes_back_after_three_weeks() -> None:
    catalogue = make_catalogue(concepts=4)
    choices = play(catalogue, len(catalogue.pool_items(Pool.DAILY)))
    past = tuple(shown(c.item, START + n * DAY) for n, c in enumerate(choices))[::-1]
    ground = frozenset({choices[0].item.concept})
    history = DailyHistory(shown=past, ground=ground)
    chosen = choose_daily(
        catalogue, history, group="g", slot="x", now=START + len(choices) * DAY + 21 * DAY
    )
    assert chosen.item.concept in ground
    assert chosen.reason.revisited
