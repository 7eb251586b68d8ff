from __future__ import annotations

import pytest

from bot.core.facility import Concern, Doubt
from bot.core.item_words import doubt_word, doubt_words


@pytest.mark.parametrize("concern", list(Concern))
def test_no_doubt_says_that_an_item_is_wrong(concern: Concern) -> None:
    said = doubt_word(Doubt(concern, 2)).lower()
    assert said.endswith(".")
    assert "wrong" not in said
    assert any(hint in said for hint in ("worth a look", "perhaps", "draws almost nobody"))


def test_what_may_be_wrong_comes_before_how_hard_it_is() -> None:
    said = doubt_words((Doubt(Concern.TOO_HARD), Doubt(Concern.SUSPECT_KEY, 2)))
    assert said.startswith("The key is worth a look: able people prefer option 3.")


def test_a_suspect_key_without_a_rival_names_no_option() -> None:
    assert "option" not in doubt_word(Doubt(Concern.SUSPECT_KEY))


def test_nothing_to_say_is_said_with_nothing() -> None:
    assert doubt_words(()) == ""
