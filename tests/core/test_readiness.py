"""Readiness: exact score distributions, evidence, bands, and figures that move the right way."""

from dataclasses import replace
from itertools import product
from math import prod
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core import readiness as r
from bot.core.ability import Term, sigma
from bot.core.apportion import by_name

BLUEPRINT = {"d1": 20, "d2": 24, "d3": 36, "d4": 20}
CHANCES = st.lists(st.floats(0.0, 1.0), max_size=8)


def standing(
    able: float = 0.0, *, n: int = 30, each: int | dict[str, int] = 20, doubt: float = 0.05
) -> r.Standing:
    """Make a member as able as that in every domain, with ``each`` answers there."""
    scored = by_name(50, BLUEPRINT)
    counts = each if isinstance(each, dict) else dict.fromkeys(BLUEPRINT, each)
    return r.Standing(
        common=Term(0.7, 0.01, 500),
        member=Term(able, doubt, n),
        parts=[
            r.Part(
                domain=domain,
                scored=scored[domain],
                own=Term(0.0, 0.1, counts[domain]),
                hardness=[Term((i - 4.5) / 5, 0.2) for i in range(10)],
            )
            for domain in BLUEPRINT
        ],
    )


def ready(able: float, **more: int) -> r.Readiness:
    return r.readiness_of(standing(able, n=120, **more), Random(7))


@given(CHANCES)
def test_the_score_distribution_is_that_of_every_way_to_answer(chances: list[float]) -> None:
    brute = [0.0] * (len(chances) + 1)
    for way in product((0, 1), repeat=len(chances)):
        brute[sum(way)] += prod(
            p if right else 1.0 - p for p, right in zip(chances, way, strict=True)
        )
    assert r.rights(chances) == pytest.approx(brute, abs=1e-12)


@given(st.lists(st.floats(0.0, 1.0), max_size=70))
def test_a_score_distribution_adds_up_and_has_the_right_mean(chances: list[float]) -> None:
    known = r.rights(chances)
    assert sum(known) == pytest.approx(1.0)
    assert sum(n * p for n, p in enumerate(known)) == pytest.approx(sum(chances), abs=1e-9)


def test_the_blueprint_of_the_specialty_exam_gives_ten_twelve_eighteen_and_ten() -> None:
    assert list(by_name(50, BLUEPRINT).values()) == [10, 12, 18, 10]


@given(
    st.integers(0, 200),
    st.dictionaries(st.text("abc", min_size=1), st.integers(1, 90), min_size=1, max_size=6),
)
def test_scored_questions_are_shared_out_to_the_last_one(
    scored: int, weights: dict[str, int]
) -> None:
    shared = by_name(scored, weights)
    assert sum(shared.values()) == scored
    for domain, weight in weights.items():
        assert abs(shared[domain] - scored * weight / sum(weights.values())) < 1.0


@pytest.mark.parametrize(
    ("p", "band"),
    [
        (0.03, r.Band.NOT_YET), (0.3999, r.Band.NOT_YET), (0.40, r.Band.BORDERLINE),
        (0.6999, r.Band.BORDERLINE), (0.70, r.Band.LIKELY), (0.8999, r.Band.LIKELY),
        (0.90, r.Band.STRONG), (0.97, r.Band.STRONG),
    ],
)  # fmt: skip
def test_a_band_begins_where_it_says(p: float, band: r.Band) -> None:
    assert r.band_of(p) is band


@pytest.mark.parametrize(
    ("n", "each", "missing", "short"),
    [
        (60, 15, 0, {}),
        (59, 15, 1, {}),
        (60, {"d1": 44, "d2": 8, "d3": 8, "d4": 7}, 1, {"d4": 1}),
        (38, {"d1": 12, "d2": 12, "d3": 11, "d4": 3}, 22, {"d4": 5}),
        (58, {"d1": 58, "d2": 0, "d3": 0, "d4": 0}, 24, {"d2": 8, "d3": 8, "d4": 8}),
        (0, 0, 60, dict.fromkeys(BLUEPRINT, 8)),
    ],
)
def test_evidence_says_what_it_lacks(
    n: int, each: int | dict[str, int], missing: int, short: dict[str, int]
) -> None:
    found = r.evidence_of(standing(n=n, each=each))
    assert (found.missing, dict(found.short)) == (missing, short)
    assert found.enough is (missing == 0)


def test_too_little_evidence_gives_no_band() -> None:
    few = r.readiness_of(standing(1.0, n=59), Random(7))
    assert few.band is None
    assert not few.strength.told
    assert ready(1.0).band is not None


def test_too_wide_an_interval_gives_no_band_either() -> None:
    doubtful = r.readiness_of(standing(-0.7, n=80, doubt=1.5), Random(7))
    assert doubtful.strength.evidence.enough
    assert doubtful.band is None


@settings(max_examples=8, deadline=None)
@given(st.floats(-3, 3), st.floats(0.01, 3))
def test_who_is_more_able_is_never_less_ready(able: float, more: float) -> None:
    before, after = ready(able), ready(able + more)
    assert after.chance >= before.chance
    assert after.strength.share.value > before.strength.share.value


@pytest.mark.parametrize("able", [-6.0, -2.0, 0.0, 2.0, 6.0])
def test_a_chance_is_never_told_as_never_or_always(able: float) -> None:
    found = ready(able)
    low, high = found.strength.share.low, found.strength.share.high
    assert r.NEVER <= found.chance <= r.ALWAYS
    assert 0.0 <= low <= found.strength.share.value <= high <= 1.0
    for share in found.strength.domains.values():
        assert 0.0 <= share.low <= share.value <= share.high <= 1.0


def test_all_right_or_all_wrong_ends_at_the_edge_that_is_told() -> None:
    assert ready(5.0).chance == r.ALWAYS
    assert ready(-5.0).chance == r.NEVER


def test_the_same_generator_tells_the_same() -> None:
    assert ready(0.4) == ready(0.4)


def test_the_heaviest_domain_raises_it_most_where_all_are_alike() -> None:
    assert ready(0.0).strength.raises == "d3"


def test_a_domain_that_is_firm_already_raises_little() -> None:
    base = standing(0.0, n=120)
    firm = [
        r.Part(domain=p.domain, scored=p.scored, own=Term(4.0, 0.1, 40), hardness=p.hardness)
        if p.domain == "d3" else p
        for p in base.parts
    ]  # fmt: skip
    member = r.Standing(common=base.common, member=base.member, parts=firm)
    assert r.strength_of(member, Random(7)).raises == "d2"


def test_strength_has_no_exam_in_it() -> None:
    here = standing(0.5, n=120)
    in_the_room = r.readiness_of(here, Random(7)).strength
    in_practice = r.strength_of(here, Random(7))
    assert in_practice.share.value > in_the_room.share.value
    assert in_practice.domains == in_the_room.domains


def test_the_cut_is_doubtful_between_its_ends() -> None:
    cut = r.Cut()
    assert cut.reached(0.60) == 0.0
    assert cut.reached(0.85) == 1.0
    assert cut.reached(0.72) == pytest.approx(0.5, abs=0.01)
    assert [r.Cut(sd=0.0).reached(n / 50) for n in (35, 36)] == [0.0, 1.0]


def test_a_guess_floor_helps_somebody_who_knows_nothing() -> None:
    base = standing(-5.0)
    floored = r.Standing(common=base.common, member=base.member, parts=base.parts, guess=0.25)
    score = r.score_of(floored, Random(7), r.NO_GAP)
    assert sum(n * p for n, p in enumerate(score)) / 50 == pytest.approx(0.25, abs=0.02)


def test_the_forecast_holds_nine_papers_in_ten() -> None:
    """Of members drawn as the forecast believes they are, nine in ten land in the interval."""
    rng, here = Random(11), standing(0.3, n=120)
    low, high = r.strength_of(here, Random(7)).share[1:]
    inside, papers = 0, 600
    for _ in range(papers):
        able = rng.gauss(0.7 + 0.3, (0.01 + 0.05) ** 0.5)
        right = 0
        for part in here.parts:
            level = able + rng.gauss(0.0, (0.1 + r.BEYOND) ** 0.5)
            for _ in range(part.scored):
                item = rng.choice(part.hardness)
                p = sigma(level - rng.gauss(item.mean, item.variance**0.5))
                right += rng.random() < p
        inside += low <= right / 50 <= high
    # An interval of whole answers holds a little more than it has to.
    assert 0.87 <= inside / papers <= 0.95


def test_a_paper_asks_no_question_twice_where_there_are_enough() -> None:
    sure, hopeless = Term(-60.0, 0.01), Term(60.0, 0.01)
    part = r.Part(domain="d1", scored=10, own=Term(0.0, 0.1, 9), hardness=[sure, hopeless] * 5)
    one = r.Standing(common=Term(0.0, 0.1), member=Term(0.0, 0.1), parts=[part])
    score = r.score_of(one, Random(3), r.NO_GAP)
    # Five of ten questions are sure and five hopeless, on every paper: off by what is never ruled
    # out, one in a hundred of each.
    assert score[5] > 0.9
    assert sum(score[4:7]) > 0.99


def test_a_group_that_does_better_than_foretold_lately_moves_the_forecast() -> None:
    plain = standing(0.2)
    for by in (-0.03, 0.03):
        moved = replace(plain, intercept=by)
        before, after = (r.strength_of(each, Random(2)).share.value for each in (plain, moved))
        assert after - before == pytest.approx(by, abs=0.005)


@pytest.mark.parametrize("able", [-0.8, 0.0, 1.2])
def test_the_mean_of_alike_members_is_the_strength_of_each_and_surer(able: float) -> None:
    one = r.strength_of(standing(able, n=120), Random(7)).share
    alone = r.mean_strength([standing(able, n=120)])
    eight = r.mean_strength([standing(able, n=120)] * 8)
    assert alone.value == pytest.approx(one.value, abs=0.02)
    assert eight.value == pytest.approx(alone.value)
    assert one.low < alone.low < eight.low < eight.value < eight.high < alone.high < one.high


def test_the_mean_strength_lies_between_its_members_and_stays_a_share() -> None:
    weak, strong = standing(-1.0), replace(standing(1.5), intercept=0.05)
    low, both, high = (r.mean_strength(each) for each in ([weak], [weak, strong], [strong]))
    assert both.value == pytest.approx((low.value + high.value) / 2)
    surest = r.mean_strength([replace(standing(9.0), intercept=0.3)])
    assert surest == r.Range(1.0, surest.low, 1.0)
