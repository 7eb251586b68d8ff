from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ability import DEFAULTS, Term
from bot.core.aiming import (
    ARGUABLE,
    EASED,
    Aim,
    Crowd,
    Foresight,
    crowd_of,
    eases,
    foresight,
    no_new_ground,
    score,
    share_in_words,
    target_on,
    weakness_of,
)
from bot.core.items import Item, Kind
from tests.core.samples import make_item

TODAY = date(2026, 11, 24)
COMMON = Term(0.7, 0.1, 100)
BLANK = Term(0.0, 0.2)


def items(*shares: float, kind: Kind = Kind.SINGLE) -> tuple[list[Item], Mapping[str, Foresight]]:
    """Give items whose expected shares are these."""
    made = [make_item(kind, id=f"i{n}") for n in range(len(shares))]
    known = {item.id: Foresight(share, 0.5, 1.0) for item, share in zip(made, shares, strict=True)}
    return made, known


def aim(known: Mapping[str, Foresight], **changes: object) -> Aim:
    def foresee(_: Sequence[Item]) -> Mapping[str, Foresight]:
        return known

    return replace(Aim(target=0.65, foresee=foresee, members=9), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "target"),
    [
        (None, 0.65), (-1, 0.65), (200, 0.75), (56, 0.75), (42, 0.70), (28, 0.65), (7, 0.60),
        (0, 0.60),
    ],
)  # fmt: skip
def test_the_target_falls_towards_the_date(days: int | None, target: float) -> None:
    until = None if days is None else TODAY + timedelta(days=days)
    assert target_on(TODAY, until) == pytest.approx(target)


@given(st.integers(0, 400))
def test_the_target_never_rises_as_the_date_comes_nearer(days: int) -> None:
    until = TODAY + timedelta(days=400)
    day = TODAY + timedelta(days=days)
    assert 0.60 <= target_on(day + timedelta(days=1), until) <= target_on(day, until) or days == 400


def test_no_new_ground_is_broken_in_the_last_seven_days() -> None:
    until = TODAY + timedelta(days=7)
    assert not no_new_ground(TODAY - timedelta(days=1), until)
    assert all(no_new_ground(TODAY + timedelta(days=n), until) for n in range(8))
    assert not no_new_ground(until + timedelta(days=1), until)
    assert not no_new_ground(TODAY, None)


def test_the_formula_is_the_one_that_is_written_down() -> None:
    assert score(Foresight(0.65, 0.0, 0.0), 0.65) == 1.0
    assert score(Foresight(0.77, 0.0, 0.0), 0.65) == pytest.approx(0.6065, abs=1e-4)
    assert score(Foresight(0.65, 1.0, 1.0), 0.65) == pytest.approx(1.5)


def test_the_nearest_to_the_target_and_what_is_about_as_good_is_left() -> None:
    made, known = items(0.40, 0.64, 0.66, 0.90)
    fit = aim(known).best(made)
    assert [item.id for item in fit.items] == ["i1", "i2"]
    assert not fit.divides


def test_two_hard_ones_make_the_next_easier_once() -> None:
    hard, fair = (10, 3, False), (10, 4, False)
    assert eases([hard, hard, fair])
    assert not eases([hard, fair])
    assert not eases([hard])
    assert not eases([(10, 3, True), hard])
    assert not eases([hard, (10, 3, True)])
    assert not eases([(4, 0, False), (4, 0, False)]), "few answers say little, and too much"
    made, known = items(0.65, 0.75)
    eased = aim(known, eased=True).best(made)
    assert [item.id for item in eased.items] == ["i1"]
    assert eased.target == pytest.approx(0.65 + EASED)


def test_an_argued_item_divides_the_group_or_is_none() -> None:
    made, known = items(0.30, 0.52, 0.69, 0.71)
    fit = aim(known, argued=True).best(made)
    assert fit.divides
    assert [item.id for item in fit.items] == ["i1"]
    made, known = items(0.34, 0.71)
    assert not aim(known, argued=True).best(made).divides
    made, known = items(0.5, kind=Kind.ORDERING)
    assert not aim(known, argued=True).best(made).divides, "the split is told by letters"


@given(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=30), st.booleans())
def test_some_item_is_always_left(shares: list[float], argued: bool) -> None:
    made, known = items(*shares)
    fit = aim(known, argued=argued).best(made)
    assert fit.items
    low, high = ARGUABLE
    assert fit.divides == (argued and any(low <= share <= high for share in shares))


def test_a_crowd_stands_for_its_members() -> None:
    members = [{"d1": Term(mean, 0.1, 5)} for mean in (-1.0, 0.0, 1.0)]
    crowd = crowd_of(members, ["d1"])
    assert crowd.size == 3
    assert crowd.domains["d1"].mean == 0.0
    assert crowd.domains["d1"].variance == pytest.approx(0.1 + 2 / 3)
    assert crowd_of([], ["d1"]) == Crowd(
        0, {"d1": Term(0.0, DEFAULTS.member_variance + DEFAULTS.domain_variance)}
    )


def test_the_share_of_a_crowd_is_the_mean_of_its_members_shares() -> None:
    item = make_item()

    def seen(crowd: Crowd) -> Foresight:
        return foresight(crowd, item, common=COMMON, concept=BLANK, difficulty=Term(0.2, 0.3))

    people = [{"d1": Term(mean / 4, 0.2, 9)} for mean in range(-6, 7)]
    whole = seen(crowd_of(people, ["d1"]))
    each = [seen(crowd_of([one], ["d1"])).share for one in people]
    assert whole.share == pytest.approx(sum(each) / len(each), abs=0.01)


def test_what_is_hard_is_expected_of_fewer_and_what_is_known_tells_less() -> None:
    crowd = crowd_of([{"d1": Term(0.0, 0.2)}] * 9, ["d1"])
    easy, hard, known = (
        foresight(crowd, make_item(), common=COMMON, concept=BLANK, difficulty=term)
        for term in (Term(-1.0, 0.5), Term(1.0, 0.5), Term(1.0, 0.05, 40))
    )
    assert easy.share > hard.share
    assert hard.information > known.information
    assert foresight(
        crowd, make_item(), common=COMMON, concept=BLANK, difficulty=BLANK, met=0.75
    ).novelty == pytest.approx(0.25)


def test_weakness_is_measured_against_the_groups_own_middle() -> None:
    crowd = Crowd(5, {"d1": Term(-0.3, 0.1), "d2": Term(0.3, 0.1), "d3": Term(3.0, 0.1)})
    weak = weakness_of(crowd)
    assert weak["d1"] == 1.0
    assert weak["d3"] == -1.0
    assert set(weakness_of(crowd_of([], ["d1", "d2"])).values()) == {0.0}


@pytest.mark.parametrize(
    ("share", "words"), [(0.65, "two in three"), (0.60, "three in five"), (0.75, "three in four")]
)
def test_a_share_is_said_as_people_say_it(share: float, words: str) -> None:
    assert share_in_words(share) == words
