from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ability import Term, sigma
from bot.core.facility import FLAGS, Concern, Doubt
from bot.core.item_statistics import (
    TELLING_FROM,
    ItemStatistics,
    Sat,
    correlation,
    interval_of,
    statistics,
    without,
)

numbers = st.floats(-5, 5, allow_nan=False)


def of(answers: list[Sat], *, key: int = 0, reports: int = 0) -> ItemStatistics:
    return statistics(answers, options=4, key=(key,), floor=0.25, reports=reports)


def sitting(n: int, *, able: int, weak: int, key: int = 0) -> list[Sat]:
    """Let the abler half choose one option and the other half another."""
    chosen = [able if number >= n // 2 else weak for number in range(n)]
    return [Sat((option,), option == key, number / n) for number, option in enumerate(chosen)]


def test_an_item_that_the_able_get_right_tells_them_apart() -> None:
    found = of(sitting(60, able=0, weak=1))
    assert found.discrimination == pytest.approx(0.866, abs=0.01)
    assert found.interval[0] > 0.7
    assert not {doubt.concern for doubt in found.doubts} & FLAGS
    assert [line.count for line in found.options] == [30, 30, 0, 0]
    assert found.discrimination is not None
    assert found.options[1].correlation == pytest.approx(-found.discrimination)


def test_a_key_that_the_able_pass_over_is_suspect_and_the_rival_is_named() -> None:
    found = of(sitting(60, able=2, weak=0))
    assert found.doubts[0] == Doubt(Concern.SUSPECT_KEY, 2)
    assert Doubt(Concern.WEAK) not in found.doubts


def test_a_suspect_key_without_a_better_option_names_none() -> None:
    rng = Random(4)
    answers = [Sat((0,), True, -1.0 - rng.random()) for _ in range(30)]
    answers += [Sat((1 + n % 3,), False, 1.0 if n % 3 == 0 else -1.4) for n in range(30)]
    found = of(answers)
    assert Concern.SUSPECT_KEY in {doubt.concern for doubt in found.doubts}


def test_an_item_on_which_ability_makes_no_difference_is_weak() -> None:
    answers = [Sat((n % 3 % 2,), n % 3 % 2 == 0, float(n // 3)) for n in range(300)]
    assert Doubt(Concern.WEAK) in of(answers).doubts


def test_two_options_between_which_the_able_are_torn_are_ambiguous() -> None:
    answers = []
    for n in range(200):
        option = (0, 1)[n % 2] if n >= 50 else 2 + n % 2
        answers.append(Sat((option,), option == 0, float(n)))
    assert Doubt(Concern.AMBIGUOUS, 1) in of(answers).doubts


def test_what_several_people_flagged_is_worth_a_look() -> None:
    assert of([], reports=2).doubts == (Doubt(Concern.REPORTED),)
    assert of([], reports=1).doubts == ()


def test_few_answers_raise_no_doubt_and_tell_no_correlation() -> None:
    found = of(sitting(TELLING_FROM - 1, able=2, weak=0))
    assert found.discrimination is None
    assert found.doubts == ()
    assert all(line.correlation is None for line in found.options)


def test_answers_of_people_hardly_known_count_and_tell_nothing_apart() -> None:
    known = sitting(60, able=2, weak=0)
    strangers = [Sat((0,), True, None) for _ in range(240)]
    found = of(known + strangers)
    assert found.facility.n == 300
    assert found.options[0].share == 270 / 300
    assert found.discrimination == of(known).discrimination
    assert of(strangers).discrimination is None


def test_where_everybody_is_right_nothing_can_be_told_apart() -> None:
    found = of([Sat((0,), True, float(n)) for n in range(40)])
    assert found.discrimination is None
    assert {doubt.concern for doubt in found.doubts} == {Concern.TOO_EASY, Concern.IDLE_OPTION}
    assert [line.idle for line in found.options] == [False, True, True, True]


def test_steps_and_pairs_have_no_wrong_options() -> None:
    answers = [Sat((0, 1) if n % 2 else (), bool(n % 2), float(-n)) for n in range(80)]
    found = statistics(answers, options=2, key=(1, 0), floor=0.5, is_choice=False)
    assert all(line.is_key for line in found.options)
    assert not {Concern.SUSPECT_KEY, Concern.IDLE_OPTION} & {d.concern for d in found.doubts}


@given(st.lists(st.tuples(st.booleans(), numbers), min_size=1, max_size=60))
def test_a_correlation_lies_between_its_ends(pairs: list[tuple[bool, float]]) -> None:
    r = correlation([mark for mark, _ in pairs], [each for _, each in pairs])
    if r is not None:
        low, high = interval_of(r, len(pairs))
        assert -1.0 <= low <= max(-0.999999, min(0.999999, r)) + 1e-9
        assert high >= max(-0.999999, min(0.999999, r)) - 1e-9
        assert -1.0 <= r <= 1.0


def test_an_ability_without_an_answer_is_that_of_all_others() -> None:
    # The mode of a normal prior and logistic answers, found with and without the last of them.
    def mode(marks: list[bool]) -> Term:
        z = 0.0
        for _ in range(50):
            slope = sum(mark - sigma(z) for mark in marks) - z / 0.5
            bend = len(marks) * sigma(z) * (1 - sigma(z)) + 1 / 0.5
            z += slope / bend
        return Term(z, 1 / (len(marks) * sigma(z) * (1 - sigma(z)) + 1 / 0.5))

    whole, rest = (
        mode([True, False, True, True, False, True]),
        mode([True, False, True, True, False]),
    )
    assert without(whole, True, sigma(whole.mean)) == pytest.approx(rest.mean, abs=0.01)
