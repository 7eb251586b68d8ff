from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.items import Item
from bot.core.packs import Pool
from bot.core.practice import AIM, PracticeChoice, Score, choose_practice, closeness
from bot.core.selection import index_of
from tests.core.samples import WEIGHTS, make_catalogue

CATALOGUE = make_catalogue(concepts=20, letters="abcd", practice=("*-c", "*-d"))
POOL = {item.id: item for item in CATALOGUE.pool_items(Pool.PRACTICE)}


class Member:
    """What one member has answered, as the store would tell it."""

    def __init__(self) -> None:
        self.seen: dict[str, Counter[str]] = {}
        self.totals: dict[str, Score] = {}
        self.asked_for: list[str] = []

    def answer(self, item_id: str, right: bool = True) -> None:
        concept = item_id.rsplit("-", 1)[0]
        answered, n_right = self.totals.get(concept, (0, 0))
        self.totals[concept] = (answered + 1, n_right + right)
        self.seen.setdefault(concept, Counter())[item_id] += 1

    def seen_in(self, concept: str) -> Mapping[str, int]:
        self.asked_for.append(concept)
        return self.seen.get(concept, Counter())

    def choose(
        self, n: int = 1, seed: str = "1", domain: str = "", asked: tuple[str, ...] = ()
    ) -> PracticeChoice:
        return choose_practice(
            CATALOGUE,
            totals=self.totals,
            seen_in=self.seen_in,
            n=n,
            meaning=(seed,),
            domain=domain,
            asked=asked,
        )


def test_only_the_practice_pool_is_drawn_from() -> None:
    choice = Member().choose(n=999)
    assert set(POOL) == {item.id for item in choice.items}


def test_a_run_has_no_item_twice_and_no_concept_twice_while_others_wait() -> None:
    choice = Member().choose(n=40)
    assert len({item.concept for item in choice.items}) == 40
    assert (choice.unseen, choice.again) == (40, 0)


def test_a_run_follows_the_blueprint() -> None:
    count = Counter(item.domain for item in Member().choose(n=50).items)
    for domain, weight in WEIGHTS.items():
        assert abs(count[domain] - weight / 2) <= 1


def test_a_seed_repeats_a_run_and_another_gives_another() -> None:
    assert Member().choose(n=10) == Member().choose(n=10)
    assert Member().choose(n=10) != Member().choose(n=10, seed="2")


def test_items_drawn_one_by_one_never_repeat_while_unseen_remain() -> None:
    member = Member()
    met: list[str] = []
    for n in range(len(POOL)):
        choice = member.choose(seed=str(n))
        assert choice.unseen == 1
        met.append(choice.items[0].id)
        member.answer(met[-1], right=n % 3 > 0)
    assert set(POOL) == set(met)
    assert member.choose().again == 1


def test_when_new_ones_run_out_it_says_how_many_come_again() -> None:
    member = Member()
    for item_id in sorted(POOL)[3:]:
        member.answer(item_id)
    choice = member.choose(n=10)
    assert (choice.unseen, choice.again) == (3, 7)
    assert set(sorted(POOL)[:3]) == {each.item.id for each in choice.picked[:3]}
    assert all("Asked again" in each.reason for each in choice.picked[3:])


def test_what_comes_again_is_what_was_met_least() -> None:
    member = Member()
    for item_id in POOL:
        member.answer(item_id)
        if item_id.endswith("-c"):
            member.answer(item_id)
    assert all(item.id.endswith("-d") for item in member.choose(n=30).items)


def test_one_domain_can_be_asked_for() -> None:
    choice = Member().choose(n=999, domain="d2")
    assert len(choice.items) == 40
    assert {"d2"} == {item.domain for item in choice.items}
    assert Member().choose(domain="nowhere").items == ()


def test_what_this_run_has_asked_does_not_come_again() -> None:
    asked = tuple(sorted(POOL))[:-2]
    choice = Member().choose(n=5, asked=asked)
    assert set(sorted(POOL)[-2:]) == {item.id for item in choice.items}
    assert Member().choose(asked=tuple(POOL)).items == ()


def test_a_missed_concept_comes_back_through_a_sibling() -> None:
    member = Member()
    for n in range(20):
        member.answer(f"d1.1-{n:02}-c", right=n >= 5)
    missed = {f"d1.1-{n:02}-d" for n in range(5)}
    # The lot is among the five best, and these are the missed ones.
    choice = member.choose(domain="d1")
    assert {item.id for item in choice.items} <= missed
    assert "you have missed this concept" in choice.picked[0].reason


def test_the_weak_domain_gets_more_of_a_run() -> None:
    member = Member()
    for n in range(10):
        for domain in WEIGHTS:
            member.answer(f"{domain}.1-{n:02}-c", right=domain != "d1")
    even = Counter(item.domain for item in Member().choose(n=20).items)
    weak = Counter(item.domain for item in member.choose(n=20).items)
    assert weak["d1"] > even["d1"]


def test_a_long_stretch_in_one_domain_does_not_shut_it_out() -> None:
    member = Member()
    for n in range(20):
        member.answer(f"d3.1-{n:02}-c")
    assert "d3" in {item.domain for item in member.choose(n=6).items}


def test_few_concepts_are_looked_up_however_long_the_history() -> None:
    member = Member()
    for item_id in sorted(POOL)[:150]:
        member.answer(item_id)
    member.choose()
    assert len(member.asked_for) <= 25


@settings(max_examples=60)
@given(
    answered=st.lists(st.tuples(st.sampled_from(sorted(POOL)), st.booleans()), max_size=200),
    n=st.integers(0, 30),
    seed=st.text(max_size=4),
)
def test_new_items_come_before_any_that_come_again(
    answered: list[tuple[str, bool]], n: int, seed: str
) -> None:
    member = Member()
    for item_id, right in answered:
        member.answer(item_id, right)
    choice = member.choose(n=n, seed=seed)
    met = {item_id for item_id, _ in answered}
    flags = [each.again for each in choice.picked]
    assert [item.id in met for item in choice.items] == flags
    assert sorted(flags) == flags
    assert min(n, len(POOL) - len(met)) == choice.unseen
    assert n == len({item.id for item in choice.items})


def test_concepts_within_reach_come_before_those_that_are_too_easy_or_too_hard() -> None:
    assert closeness(AIM) == 1.0
    assert closeness(0.97) < 0.3 < 0.5 == closeness(None) < closeness(0.6)
    catalogue = make_catalogue()
    names = list(index_of(catalogue, Pool.PRACTICE).concepts["d1"])
    reach = dict.fromkeys(names, 0.97) | {names[3]: 0.7}
    found = choose_practice(
        catalogue,
        totals={},
        seen_in=lambda _: {},
        n=1,
        meaning=("x",),
        domain="d1",
        reach=lambda _, names: {name: reach[name] for name in names},
    )
    others = {
        choose_practice(
            catalogue, totals={}, seen_in=lambda _: {}, n=1, meaning=(str(lot),), domain="d1",
            reach=lambda _, names: {name: reach[name] for name in names},
        ).items[0].concept
        for lot in range(40)
    }  # fmt: skip
    assert found.items
    assert names[3] in others  # within reach, so always among the five that the lot falls on


def test_of_a_concept_s_items_the_one_nearest_to_the_aim_comes() -> None:
    catalogue = make_catalogue()
    concepts = index_of(catalogue, Pool.PRACTICE).concepts["d1"]
    asked: list[str] = []

    def expect(items: Sequence[Item]) -> dict[str, float]:
        asked.extend(item.id for item in items)
        return {item.id: 0.7 if number == len(items) - 1 else 0.2
                for number, item in enumerate(items)}  # fmt: skip

    found = choose_practice(
        catalogue, totals={}, seen_in=lambda _: {}, n=1, meaning=("x",), domain="d1", expect=expect
    ).items[0]
    if len(concepts[found.concept]) > 1:
        assert found == concepts[found.concept][-1]
        assert asked


def test_only_items_that_fit_come() -> None:
    catalogue = make_catalogue()
    found = choose_practice(
        catalogue, totals={}, seen_in=lambda _: {}, n=50, meaning=("x",),
        fits=lambda item: item.concept.startswith("d2"),
    )  # fmt: skip
    assert {item.domain for item in found.items} == {"d2"}


def test_it_says_where_practice_helps_most() -> None:
    catalogue = make_catalogue()
    index = index_of(catalogue, Pool.PRACTICE).concepts
    totals = {next(iter(index["d1"])): (8, 1), next(iter(index["d2"])): (8, 7)}
    found = choose_practice(
        catalogue, totals=totals, seen_in=lambda _: {}, n=1, meaning=("x",), domain="d1"
    )
    assert "practice helps you most" not in found.picked[0].reason  # one domain alone: no choice
    whole = choose_practice(catalogue, totals=totals, seen_in=lambda _: {}, n=6, meaning=("x",))
    assert any("Domain 1, where practice helps you most" in each.reason for each in whole.picked)
