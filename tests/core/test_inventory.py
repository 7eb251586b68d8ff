"""The inventory's choices: what tells most, whose turn it is, and when it is enough."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from bot.core import inventory as rules
from bot.core.ability import (
    COMMON_KEY,
    DEFAULTS,
    Answered,
    Fold,
    Sort,
    Term,
    sigma,
)
from bot.core.inventory import Gauge
from tests import sample

PACK = sample.pack()
CONCEPT = Term(0.0, DEFAULTS.concept_variance)


def gauge_in(fold: Fold, learner: int = 1) -> Gauge:
    return Gauge(
        common=fold.term(COMMON_KEY),
        member=fold.term((Sort.MEMBER, learner, "")),
        domains={each.id: fold.term((Sort.DOMAIN, learner, each.id)) for each in PACK.domains},
    )


def settled() -> Fold:
    """Give a model that knows its questions well."""
    fold = Fold()
    fold.terms[COMMON_KEY] = Term(0.7, 0.01, 5000)
    return fold


def take(right: list[bool] | None = None, ability: float = 0.0) -> tuple[Fold, int]:
    """Let somebody take an inventory of settled questions; give the model and how many came."""
    fold, rng, asked = settled(), Random(1), Counter[str]()
    while not rules.is_enough(gauge_in(fold), PACK.domains, DEFAULTS, asked):
        domain = rules.domains_in_order(PACK.domains, asked)[0].id
        n = sum(asked.values())
        item = (Sort.ITEM, 0, f"q{n}")
        fold.terms[item] = Term(0.0, 0.1, 80)
        fold.terms[(Sort.CONCEPT, 0, f"c{n}")] = Term(0.0, 0.05, 80)
        is_right = right[n] if right else rng.random() < sigma(0.7 + ability)
        fold.see(
            Answered(learner=1, group=0, domain=domain, concept=f"c{n}", item=f"q{n}",
                     right=is_right)
        )  # fmt: skip
        asked[domain] += 1
    return fold, sum(asked.values())


def test_nobody_is_known_before_the_first_question() -> None:
    assert not rules.is_enough(gauge_in(Fold()), PACK.domains, DEFAULTS, {})


def test_it_stops_sooner_than_at_its_most_where_the_questions_are_known() -> None:
    _, asked = take()
    assert 8 < asked < rules.MOST


def test_the_doubt_is_that_of_the_joint_posterior() -> None:
    prior = rules.standard_error(gauge_in(Fold()), PACK.domains, DEFAULTS, {})
    weights = [domain.weight / 100 for domain in PACK.domains]
    assert prior**2 == pytest.approx(0.35 + 0.35 * sum(w * w for w in weights))
    # One domain alone: what its answers tell is told of the sum, however it is shared out.
    only = [replace(PACK.domains[0], weight=100)]
    gauge = Gauge(common=Term(0, 0), member=Term(0, 0.3), domains={"d1": Term(0, 0.25)})
    told = 1 / 0.25 - 1 / 0.35
    joint = 1 / (1 / 0.7 + told)
    assert rules.standard_error(gauge, only, DEFAULTS, {}) ** 2 == pytest.approx(joint)


def test_everything_right_or_wrong_tells_less_and_still_ends_in_finite_ranges() -> None:
    for outcome in (True, False):
        fold, asked = take([outcome] * rules.MOST)
        assert asked <= rules.MOST
        for domain in PACK.domains:
            found = rules.range_of(gauge_in(fold), domain.id, DEFAULTS)
            assert 0.0 < found.low < found.middle < found.high < 1.0
            assert (found.middle > 0.7) is outcome


def test_a_stronger_member_is_seen_as_stronger() -> None:
    weak, strong = (take(ability=a)[0] for a in (-1.5, 1.5))
    assert gauge_in(weak).member.mean < 0 < gauge_in(strong).member.mean


def test_domains_take_turns_by_their_weight() -> None:
    asked: Counter[str] = Counter()
    for _ in range(25):
        asked[rules.domains_in_order(PACK.domains, asked)[0].id] += 1
    assert asked == {"d1": 5, "d2": 6, "d3": 9, "d4": 5}


def test_the_question_that_could_go_either_way_tells_most() -> None:
    gauge = gauge_in(settled())
    easy, even, hard = (sample.single("d1.1-01", letter) for letter in "abc")
    items = {easy.id: Term(-2.0, 0.1), even.id: Term(0.7, 0.1), hard.id: Term(3.5, 0.1)}
    found = rules.best_of([easy, even, hard], gauge, 0.2, {even.concept: CONCEPT}, items)
    assert found is even


def test_a_question_that_is_well_known_tells_more_than_an_untried_one() -> None:
    gauge = gauge_in(settled())
    tried, untried = (rules.reduction(gauge, 0.2, "d1", CONCEPT, Term(0.0, v)) for v in (0.05, 0.8))
    assert tried > untried


def test_the_lot_parts_concepts_new_to_this_inventory_from_the_others() -> None:
    new, met = rules.concepts_in_order(["a", "b", "c", "d"], frozenset("bd"), Random(3))
    assert (set(new), set(met)) == ({"a", "c"}, {"b", "d"})
