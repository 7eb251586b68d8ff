"""The review in words: firm, shaky, or honest about how little there is to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.cards.blocks import Card, Heading, Picture, Table
from bot.cards.review import ground, nothing_card, review_card, run_notice
from bot.cards.text import card_text
from bot.core.review import Line, Review, Trap


def lines(*figures: tuple[int, int]) -> tuple[Line, ...]:
    """Make a line of (told, right) for each task."""
    return tuple(
        Line(task=f"3.{n}", title=f"Task {n}", answers=max(told, 2), told=told, right=right)
        for n, (told, right) in enumerate(figures, 1)
    )


REVIEW = Review(
    domain="d3",
    title="Modeling",
    since=date(2026, 10, 26),
    answers=58,
    lines=lines((26, 21), (25, 11), (0, 0)),
    trap=Trap(
        question="Which metric?",
        option="Accuracy.",
        drew=6,
        answers=11,
        tempts="It is the one everybody knows.",
        breaks="It hides the rare class.",
    ),
    met=14,
    fresh=3,
    concepts=26,
    before=(40, 20),
    climbed=(4, 7),
    onward="Operations",
)


def shown(review: Review) -> str:
    return card_text(review_card(review, 9))


def kinds(card: Card) -> list[type]:
    return [type(block) for block in card.blocks]


def test_the_heading_says_since_when_and_how_much() -> None:
    card = review_card(REVIEW, 9)
    assert card.blocks[0] == Heading(text="Modeling since 26 October: 58 answers")


def test_a_review_says_firm_shaky_and_the_trap_with_why_it_tempts() -> None:
    said = shown(REVIEW)
    assert "Firm: Task 1, 81 %. Shaky: Task 2, 44 %." in said
    assert "The trap, asked “Which metric?”: “Accuracy.” Taken by 6 of 11." in said
    assert "It is the one everybody knows. It hides the rare class." in said
    assert "3.3 Task 3 | too few to say | 2" in said
    assert "In all 63 % right; 50 % at the review before." in said
    assert "Of seven members who share their figures, four did better than before." in said
    assert "Concepts asked so far: 14 of 26, three of them new." in said
    assert "Next week: Operations." in said


def test_the_chart_has_only_what_can_be_told_and_says_it_in_words() -> None:
    (picture,) = [block for block in review_card(REVIEW, 9).blocks if isinstance(block, Picture)]
    assert picture.words.splitlines() == [
        "Modeling: share right by task:",
        "Task 1: 81 % from 26 answers (firm).",
        "Task 2: 44 % from 25 answers (shaky).",
    ]


def test_too_little_to_say_is_one_line_without_table_and_chart() -> None:
    few = replace(REVIEW, lines=lines((0, 0)), answers=3, trap=None, before=(9, 9), climbed=None)
    card = review_card(few, 9)
    assert not {Table, Picture} & set(kinds(card))
    assert "%" not in shown(few)
    assert "Too few to say more without telling who" in shown(few)
    nobody = replace(few, answers=0)
    assert "Nobody has answered a question here since then" in shown(nobody)


def test_a_single_task_is_no_comparison() -> None:
    assert Picture not in kinds(review_card(replace(REVIEW, lines=lines((9, 8))), 9))


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (((10, 9),), "Firm: Task 1, 90 %."),
        (((10, 3),), "Shaky: Task 1, 30 %."),
        (((10, 6),), "In between: Task 1, 60 %."),
        (((10, 6), (20, 13)), "Neither firm nor shaky: between 60 % and 65 % in every task."),
        (((10, 8), (10, 9)), "Firm all over: 80 % or more in every task."),
        (((10, 8), (10, 6)), "Firm: Task 1, 80 %."),
        (((10, 2), (10, 3)), "Shaky: Task 1, 20 %."),
        (((0, 0),), ""),
    ],
)
def test_ground_is_named_in_words(figures: tuple[tuple[int, int], ...], words: str) -> None:
    assert ground(replace(REVIEW, lines=lines(*figures))) == words


def test_a_first_review_compares_with_nothing() -> None:
    first = shown(replace(REVIEW, before=None, climbed=None, met=3, fresh=3))
    assert "at the review before" not in first
    assert "Concepts asked so far: 3 of 26.\n" in first


def test_a_short_run_says_that_it_is_all_there_is() -> None:
    assert run_notice(5, "Modeling", "26 October") == ""
    assert run_notice(1, "Modeling", "26 October").startswith("One question: all that you")
    assert "Practise 5" in card_text(nothing_card("Modeling", "d3", "26 October"))
