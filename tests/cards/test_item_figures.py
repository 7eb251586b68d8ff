"""The figures of a question on the lead's desk."""

from __future__ import annotations

from bot.cards.blocks import Card
from bot.cards.item_figures import figure_blocks
from bot.cards.text import card_text
from bot.core.item_statistics import Sat, statistics
from bot.core.items import Kind


def shown(answers: list[Sat], kind: Kind = Kind.SINGLE) -> str:
    found = statistics(answers, options=4, key=(0,), floor=0.25)
    return card_text(Card(title="Figures", blocks=tuple(figure_blocks(found, kind))))


def test_figures_say_who_chose_what_and_what_is_worth_a_look() -> None:
    said = shown([Sat((2,) if n > 15 else (0,), n <= 15, float(n)) for n in range(40)])
    assert "40, 40 % right" in said
    assert "The key is worth a look: able people prefer option 3." in said
    assert "With ability" in said
    assert "wrong" not in said


def test_of_few_answers_nothing_is_told_of_ability() -> None:
    said = shown([Sat((n % 2,), n % 2 == 0, float(n)) for n in range(8)])
    assert "8, 50 % right" in said
    assert "from 30 first answers on" in said
    assert "With ability" not in said


def test_of_steps_it_is_told_who_had_them_right() -> None:
    said = shown(
        [Sat((0, 2) if n > 15 else (0,), n > 15, float(n)) for n in range(40)], Kind.ORDERING
    )
    assert "Who had which step right" in said
    assert "Step 3 | 24 | 60 %" in said
    assert "key" not in said
