"""What a review may say, and that it tells of nobody."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.items import Item
from bot.core.packs import Domain, Task
from bot.core.review import (
    PEOPLE_FROM,
    TOLD_FROM,
    Asked,
    Line,
    Past,
    Review,
    climbed,
    from_json,
    last_of,
    lines_of,
    missed,
    to_json,
    trap_of,
)
from tests import sample

DOMAIN = Domain(
    id="d3",
    title="Model",
    folder="model",
    weight=36,
    tasks=(Task(id="3.1", title="Frame it"), Task(id="3.2", title="Tune it")),
)


def item(task: str = "3.1", concept: str = "d3.1-01") -> Item:
    return replace(sample.single(concept), task=task)


def asked(answers: int, right: int, task: str = "3.1", people: tuple[int, ...] = ()) -> Asked:
    """Make a closed question; the key is option 2."""
    return Asked(
        item=item(task),
        answers=answers,
        right=right,
        chose={2: right, 0: answers - right},
        people=frozenset(people),
    )


def test_a_task_adds_up_what_its_questions_told() -> None:
    one, other = lines_of(DOMAIN, [asked(8, 6), asked(6, 3)])
    assert (one.answers, one.told, one.right, one.share) == (14, 14, 9, 9 / 14)
    assert (other.title, other.answers, other.told, other.share) == ("Tune it", 0, 0, None)


def test_a_task_of_few_answers_tells_nothing() -> None:
    (line, _) = lines_of(DOMAIN, [asked(4, 1, people=(1, 2, 3, 4))])
    assert (line.answers, line.told, line.right, line.share) == (4, 0, 0, None)


def test_small_questions_are_told_together_where_five_answers_come_from_three_people() -> None:
    (line, _) = lines_of(DOMAIN, [asked(3, 1, people=(1, 2, 3)), asked(2, 1, people=(1, 2))])
    assert (line.told, line.right) == (5, 2)


def test_two_people_are_never_told_about_one_another() -> None:
    (line, _) = lines_of(DOMAIN, [asked(2, 1, people=(1, 2)) for _ in range(20)])
    assert (line.answers, line.told) == (40, 0)


def test_a_small_question_cannot_be_found_by_subtracting_a_large_one() -> None:
    (line, _) = lines_of(DOMAIN, [asked(9, 6), asked(3, 0, people=(1, 2, 3))])
    assert (line.answers, line.told, line.right) == (12, 9, 6)


QUESTIONS = st.lists(
    st.tuples(st.integers(1, 9), st.integers(0, 9), st.sampled_from(("3.1", "3.2"))), max_size=9
)


@given(QUESTIONS, st.integers(1, 9))
def test_what_no_reveal_told_stands_on_five_answers_by_three_people(
    questions: list[tuple[int, int, str]], size: int
) -> None:
    made = [
        asked(min(n, size), min(right, n, size), task, tuple(range(min(n, size))))
        for n, right, task in questions
    ]
    for line in lines_of(DOMAIN, made):
        here = [each for each in made if each.item.task == line.task]
        public = [each for each in here if each.answers >= TOLD_FROM]
        hidden = line.told - sum(each.answers for each in public)
        people = {person for each in here if each not in public for person in each.people}
        assert hidden == 0 or (hidden >= TOLD_FROM and len(people) >= PEOPLE_FROM)
        assert 0 <= line.right <= line.told <= line.answers


def test_the_trap_is_the_distractor_with_the_largest_share() -> None:
    mild, strong = asked(20, 15), replace(asked(8, 4), chose={2: 4, 1: 4})
    trap = trap_of([strong, mild])
    assert trap is not None
    assert (trap.option, trap.drew, trap.answers) == ("Option 2 of d3.1-01a.", 4, 8)
    assert trap.tempts == "Number 2 is well known."
    assert trap.question == "Which store costs the least?"


@pytest.mark.parametrize("few", [asked(4, 1), asked(9, 8), asked(7, 7)])
def test_no_trap_is_made_of_few_answers_or_of_one_persons_pick(few: Asked) -> None:
    assert trap_of([few]) is None


def test_the_trap_is_silent_on_concepts_that_are_being_asked() -> None:
    assert trap_of([asked(8, 4)]) is not None
    assert trap_of([asked(8, 4)], frozenset({"d3.1-01"})) is None


def test_practice_kinds_make_no_trap() -> None:
    pairs = Asked(item=sample.matching("d3.1-01"), answers=9, right=2, chose={0: 5, 1: 5})
    assert trap_of([pairs]) is None


def test_firmest_and_shakiest_are_among_those_that_can_be_told() -> None:
    lines = (
        Line(task="a", title="A", answers=3, told=0, right=0),
        Line(task="b", title="B", answers=10, told=10, right=9),
        Line(task="c", title="C", answers=20, told=20, right=9),
    )
    review = replace(REVIEW, lines=lines)
    assert review.firmest == lines[1]
    assert review.shakiest == lines[2]
    assert review.told == (30, 18)
    assert replace(REVIEW, lines=lines[:1]).firmest is None


def test_sharers_who_climbed_are_counted_from_five_on_and_never_as_none() -> None:
    before = dict.fromkeys(range(6), (4, 2))
    now = {**dict.fromkeys(range(3), (2, 2)), **dict.fromkeys(range(3, 6), (4, 2))}
    assert climbed(before, now) == (3, 6)
    assert climbed(before, {person: now[person] for person in range(4)}) is None
    assert climbed(before, before) is None
    once = dict.fromkeys(range(6), (1, 1))
    assert climbed(before, once) is None


def test_an_item_is_missed_while_its_latest_answer_is_wrong() -> None:
    answers = [("a", False), ("b", False), ("c", True), ("a", True), ("d", False), ("b", False)]
    assert missed(answers) == ("b", "d")


def test_the_last_review_of_a_domain_is_found_among_others() -> None:
    past = [
        Past(domain=name, onward="", day=date(2026, 11, day), until=day, told=(0, 0))
        for day, name in enumerate(("d1", "d2", "d1", "d3"), 1)
    ]
    assert last_of(past, "d1") == past[2]
    assert last_of(past, "d4") is None


REVIEW = Review(
    domain="d3",
    title="Model",
    since=date(2026, 10, 26),
    answers=14,
    lines=lines_of(DOMAIN, [asked(8, 6), asked(6, 3)]),
    trap=trap_of([asked(8, 4)]),
    met=2,
    fresh=1,
    concepts=6,
    before=(10, 4),
    climbed=(3, 6),
    onward="Operate",
)


@pytest.mark.parametrize(
    "review", [REVIEW, replace(REVIEW, trap=None, before=None, climbed=None, lines=())]
)
def test_a_review_comes_back_from_json_unchanged(review: Review) -> None:
    assert review == from_json(json.loads(json.dumps(to_json(review))))
