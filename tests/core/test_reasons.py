from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.core.reasons import UNDIVIDED, Aimed, Reason, Relaxed
from tests.core.samples import make_pack

PACK = make_pack()
PLAIN = Reason(
    domain="d3", concept="d3.1-01", weight=36, posted=8, window=28, behind=2.44, candidates=41
)


def test_a_reason_reads_as_plain_language() -> None:
    assert PLAIN.words(PACK) == (
        "Domain 3 carries 36 % of the exam and had 8 of the last 28 questions, less than its "
        "share. The group had not seen this question. "
        "It was drawn by lot from 41 that fitted equally well."
    )


def test_the_first_question_says_that_it_is_the_first() -> None:
    first = Reason(domain="d3", concept="c", weight=36, posted=0, window=0, behind=0.36)
    assert "this is the group's first question" in first.words(PACK)


def test_what_gave_way_is_said() -> None:
    reason = Reason(
        domain="d3",
        concept="c",
        weight=36,
        posted=1,
        window=1,
        behind=-0.3,
        tilt=0.5,
        passed=("d1", "d2"),
        relaxed=tuple(Relaxed),
        last_shown=date(2026, 11, 1),
    )
    words = reason.words(PACK)
    for part in (
        "had the last question",
        "the group finds it hard",
        "Domain 1 and Domain 2 would have come first",
        "last asked on 2026-11-01",
        "practised its concept lately",
        "in the last few questions",
        "90 days",
    ):
        assert part in words
    assert reason.revisited


@pytest.mark.parametrize(
    "reason",
    [
        PLAIN,
        Reason(
            domain="d1",
            concept="c",
            weight=20,
            posted=0,
            window=3,
            behind=0.8,
            tilt=-0.2,
            passed=("d3",),
            relaxed=(Relaxed.RECENT,),
            last_shown=date(2026, 1, 2),
        ),
    ],
)
def test_a_kept_reason_reads_back_unchanged(reason: Reason) -> None:
    assert reason == Reason.from_text(reason.to_text())


@pytest.mark.parametrize("text", ["", "Cohort was not running.", '{"relaxed":["never"]}'])
def test_other_text_is_no_reason(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        Reason.from_text(text)


AIMED = Aimed(target=0.65, expected=0.66, members=9)


@pytest.mark.parametrize(
    ("aimed", "words"),
    [
        (AIMED, "It was aimed at about two in three of you right."),
        (
            replace(AIMED, expected=0.41),
            "aimed at about two in three of you right; about two in five is the nearest there was.",
        ),
        (replace(AIMED, eased=True), "A little easier than usual, since the last two were hard."),
        (replace(AIMED, members=0), "That is its authors' guess, until some of you have answered."),
        (
            replace(AIMED, argued=True, expected=0.5),
            "It was picked for argument: about half of you should find it.",
        ),
        (replace(AIMED, undivided=True), UNDIVIDED),
    ],
)
def test_an_aim_is_said_in_words_and_kept(aimed: Aimed, words: str) -> None:
    reason = replace(PLAIN, aimed=aimed)
    assert words in reason.words(PACK)
    assert Reason.from_text(reason.to_text()) == reason


def test_known_ground_is_said() -> None:
    assert "no new ground is broken" in replace(PLAIN, known_ground=True).words(PACK)


def test_a_reason_from_before_there_was_an_aim_is_still_read() -> None:
    text = PLAIN.to_text().replace(',"aimed":null', "").replace('"aimed":null,', "")
    assert "aimed" not in text
    assert Reason.from_text(text) == PLAIN
