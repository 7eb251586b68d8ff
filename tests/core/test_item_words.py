from __future__ import annotations

import pytest

from bot.core.facility import Concern, Doubt
from bot.core.item_statistics import Sat, statistics
from bot.core.item_words import apart_words, doubt_word, doubt_words


@pytest.mark.parametrize("concern", list(Concern))
def test_no_doubt_says_that_an_item_is_wrong(concern: Concern) -> None:
    said = doubt_word(Doubt(concern, 2)).lower()
    assert said.endswith(".")
    assert "wrong" not in said
    assert any(hint in said for hint in ("worth a look", "perhaps", "draws almost nobody"))


def test_what_may_be_wrong_comes_before_how_hard_it_is() -> None:
    said = doubt_words((Doubt(Concern.TOO_HARD), Doubt(Concern.SUSPECT_KEY, 2)))
    assert said.startswith("The key is worth a look: able people prefer option 3.")


def test_options_that_draw_nobody_are_named_together() -> None:
    idle = [Doubt(Concern.IDLE_OPTION, n) for n in (0, 1, 3)]
    assert doubt_words(idle) == "Options 1, 2 and 4 draw almost nobody."


def test_a_suspect_key_without_a_rival_names_no_option() -> None:
    assert "option" not in doubt_word(Doubt(Concern.SUSPECT_KEY))


def test_nothing_to_say_is_said_with_nothing() -> None:
    assert doubt_words(()) == ""


def test_how_far_an_item_tells_people_apart_is_said_once_it_can_be() -> None:
    alike = [Sat((0,), True, float(n)) for n in range(40)]
    mixed = [Sat((n // 20,), n < 20, float(-n)) for n in range(40)]
    told = [
        apart_words(statistics(answers, options=4, key=(0,), floor=0.25))
        for answers in (alike[:5], alike, mixed)
    ]
    assert told == [
        "from 30 first answers on",
        "cannot be told, as everybody answers alike",
        "0.87 (0.78 to 0.92)",
    ]
