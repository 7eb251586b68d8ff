"""Ability and difficulty: what an answer moves, how far, and how sure the model then is."""

from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ability import (
    DEFAULTS,
    Answered,
    Fold,
    Key,
    Parameters,
    Sort,
    Term,
    Terms,
    adjusted,
    item_prior,
    predict,
    sigma,
    update,
)

START = Terms(
    Term(DEFAULTS.common_mean, DEFAULTS.common_variance),
    Term(0.0, DEFAULTS.member_variance),
    Term(0.0, DEFAULTS.domain_variance),
    Term(0.0, DEFAULTS.concept_variance),
    item_prior(None),
)
terms = st.builds(Term, st.floats(-6, 6, allow_nan=False), st.floats(1e-4, 4), st.integers(0, 1000))
fives = st.builds(Terms, terms, terms, terms, terms, terms)


def test_before_any_answer_two_in_three_are_right() -> None:
    assert predict(START) == pytest.approx(0.62, abs=0.02)


@given(fives, st.booleans(), st.sampled_from([0.0, 0.2, 0.25]))
def test_an_answer_moves_the_prediction_its_own_way_and_leaves_less_doubt(
    before: Terms, right: bool, guess: float
) -> None:
    params = Parameters(guess=guess, member_drift=0, domain_drift=0)
    after = update(before, right, params)
    assert (after.mean >= before.mean) if right else (after.mean <= before.mean)
    for old, new in zip(before, after, strict=True):
        assert 0 < new.variance <= old.variance
        assert new.n == old.n + 1
        assert math.isfinite(new.mean)


@given(fives, st.booleans())
def test_the_step_ends_where_likelihood_times_prior_is_highest(before: Terms, right: bool) -> None:
    params = Parameters(member_drift=0, domain_drift=0)
    z = update(before, right, params).mean
    slope = (1.0 if right else 0.0) - sigma(z) - (z - before.mean) / before.variance
    assert slope == pytest.approx(0, abs=1e-3)


def test_a_doubtful_term_takes_most_of_the_step() -> None:
    known = START._replace(item=Term(0.0, 0.01))
    after = update(known, False)
    assert abs(after.member.mean) > 10 * abs(after.item.mean)
    assert after.item.mean > 0  # a miss makes the item harder
    assert after.member.mean < 0


def test_members_never_become_certain_since_they_learn() -> None:
    now = START
    for number in range(3000):
        now = update(now, number % 3 > 0)
    assert now.item.variance < 0.02
    assert now.domain.variance > 0.03


def test_with_a_guess_floor_one_right_answer_tells_less() -> None:
    plain, floor = update(START, True), update(START, True, Parameters(guess=0.25))
    assert 0 < floor.member.mean < plain.member.mean
    assert predict(START, Parameters(guess=0.25)) > predict(START)


def test_an_author_s_guess_sets_the_first_difficulty_and_its_doubt() -> None:
    easy, middle, hard = (item_prior(level) for level in (1, 2, 3))
    assert (easy.mean, middle.mean, hard.mean) == (-1.2, 0.0, 1.2)
    assert middle.variance < item_prior(None).variance


def test_an_intercept_never_makes_a_prediction_impossible_or_certain() -> None:
    assert adjusted(0.99, 0.3) == 0.99
    assert adjusted(0.02, -0.3) == 0.01


def answers(count: int, seed: int) -> list[Answered]:
    rng = Random(seed)
    return [
        Answered(
            learner=rng.randrange(8),
            group=rng.randrange(3),
            domain=f"d{n % 4}",
            concept=f"c{n % 12}",
            item=f"i{n % 40}",
            right=rng.random() < 0.65,
            difficulty=rng.choice([None, 1, 2, 3]),
        )
        for n in range(count)
    ]


def test_a_fold_split_anywhere_gives_the_same_state_to_the_last_bit() -> None:
    whole, first = Fold(), Fold()
    for answer in answers(300, 3):
        whole.see(answer)
    for answer in answers(300, 3)[:117]:
        first.see(answer)
    second = Fold(terms=dict(first.terms))
    for answer in answers(300, 3)[117:]:
        second.see(answer)
    assert second.terms == whole.terms


def test_a_fold_says_what_it_touched() -> None:
    fold = Fold()
    fold.see(answers(1, 5)[0]._replace(week="2026-11-23"))
    assert {key[0] for key in fold.touched} == set(Sort)


def test_a_week_keeps_how_able_a_learner_was_as_it_began() -> None:
    fold = Fold()
    for number, week in enumerate(["a", "a", "b", "b"]):
        fold.see(Answered(1, 1, "d", "c", f"i{number}", right=True, week=week))
    first, second = (fold.terms[Sort.PAST, 1, f"{week}/d"] for week in "ab")
    assert first.mean == 0.0
    assert first.mean < second.mean < fold.terms[Sort.DOMAIN, 1, "d"].mean
    assert (first.n, second.n) == (0, 2)
    member = fold.terms[Sort.PAST, 1, "b/"]
    fold.see(Answered(1, 1, "other", "c", "i9", right=True, week="b"))
    assert fold.terms[Sort.PAST, 1, "b/"] == member
    assert 0.0 < member.mean < fold.terms[Sort.MEMBER, 1, ""].mean
    assert fold.terms[Sort.PAST, 1, "b/other"].mean == 0.0


def test_the_running_intercept_follows_a_group_that_does_better_than_foreseen() -> None:
    fold = Fold(Parameters(member_drift=0, domain_drift=0, member_variance=1e-6,
                           domain_variance=1e-6, concept_variance=1e-6, item_variance=1e-6,
                           common_variance=1e-6))  # fmt: skip
    for number in range(600):
        fold.see(Answered(1, 7, "d", "c", "i", right=number % 10 > 0))
    key: Key = (Sort.GROUP, 7, "")
    assert fold.terms[key].mean == pytest.approx(0.9 - sigma(0.7), abs=0.03)
    here, elsewhere = (fold.see(Answered(1, group, "d", "c", "i", right=True)) for group in (7, 8))
    assert here == pytest.approx(0.9, abs=0.03)
    assert elsewhere == pytest.approx(sigma(0.7), abs=0.01)


def test_it_recovers_who_knows_more_than_whom() -> None:
    rng, fold = Random(2), Fold()
    able = {learner: rng.gauss(0, 0.8) for learner in range(20)}
    hard = {item: rng.gauss(0, 0.8) for item in range(80)}
    for item, b in hard.items():
        for learner, u in able.items():
            right = rng.random() < sigma(0.7 + u - b)
            fold.see(Answered(learner, 1, f"d{item % 4}", f"c{item % 20}", f"i{item}", right))
    found = [
        fold.term((Sort.MEMBER, learner, "")).mean
        + sum(fold.term((Sort.DOMAIN, learner, f"d{n}")).mean for n in range(4)) / 4
        for learner in able
    ]
    assert correlation(list(able.values()), found) > 0.85


def correlation(left: list[float], right: list[float]) -> float:
    """Give Pearson's correlation."""
    a, b = sum(left) / len(left), sum(right) / len(right)
    both = sum((x - a) * (y - b) for x, y in zip(left, right, strict=True))
    return both / math.sqrt(sum((x - a) ** 2 for x in left) * sum((y - b) ** 2 for y in right))
