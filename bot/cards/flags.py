"""Flags: the form that anybody fills in, and what came of it, told to that person alone.

Nothing here says anything of the key: a flag can be raised before an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from bot.cards.actions.flags import Flag, SendFlag
from bot.cards.actions.question import Show
from bot.cards.actions.values import Target
from bot.cards.blocks import (
    Button,
    Buttons,
    Card,
    Choice,
    ChoiceOption,
    Fields,
    Mode,
    Note,
    Prose,
    Quote,
    Style,
    Tone,
)
from bot.core.flags import WORDS_MOST, Doubt

DOUBTS: Mapping[Doubt, str] = MappingProxyType(
    {
        Doubt.WRONG_KEY: "The wrong answer counts as right",
        Doubt.OUT_OF_DATE: "Out of date",
        Doubt.UNCLEAR: "Unclear",
        Doubt.TWO_FIT: "Two answers fit",
        Doubt.OTHER: "Something else",
    }
)


class Outcome(StrEnum):
    """What a lead made of a flag."""

    CONFIRMED = "confirmed"  #: it was right
    STANDS = "stands"  #: the question stands as it is
    CORRECTED = "corrected"  #: the key was changed
    ASIDE = "aside"  #: the question is not asked here any more


_OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.CONFIRMED: "You flagged this question, and you were right.",
        Outcome.STANDS: "You flagged this question. Your lead had a look: it stands as it is.",
        Outcome.CORRECTED: "You flagged this question, and your lead has corrected its key.",
        Outcome.ASIDE: "You flagged this question. It is not asked here any more.",
    }
)


def flag_form(target: Target, question: str, doubt: Doubt | None, words: str) -> Card:
    """Ask why a question is flagged; ``doubt`` and ``words`` are those of a flag raised before."""
    return Card(
        title="Flag this question",
        blocks=(
            Prose(text=question, tone=Tone.QUIET),
            Choice(
                name="reason",
                label="What is wrong with it?",
                mode=Mode.ONE,
                options=tuple(ChoiceOption(value=d.value, text=text) for d, text in DOUBTS.items()),
                chosen=(doubt.value,) if doubt else (),
            ),
            Fields(
                name="words",
                label="In your own words, if you like",
                limit=WORDS_MOST,
                value=words,
                lines=3,
                optional=True,
            ),
            Note(text="Your lead reads the reason and your words, without your name."),
        ),
        submit=Button(label="Send it", action=SendFlag(target), style=Style.PRIMARY),
    )


def flag_sent_card(target: Target, question: str, doubt: Doubt) -> Card:
    """Thank for a flag, and offer to change it."""
    return Card(
        title="Flagged",
        blocks=(
            Prose(text="Thank you. Your lead has a look, and you are told here.", tone=Tone.STRONG),
            Prose(text=f"{question} · {DOUBTS[doubt]}", tone=Tone.QUIET),
            Buttons(
                buttons=(
                    Button(label="Back to the question", action=Show(target)),
                    Button(label="Change my flag", action=Flag(target), style=Style.QUIET),
                )
            ),
        ),
    )


def flag_answer_card(question: str, outcome: Outcome, words: str) -> Card:
    """Tell somebody what came of their flag; ``words`` are the lead's."""
    quoted = (Quote(text=words),) if words else ()
    return Card(
        title="Your flag",
        blocks=(
            Prose(text=question, tone=Tone.QUIET),
            Prose(text=_OUTCOMES[outcome], tone=Tone.STRONG),
            *quoted,
            Prose(text="Thank you for looking closely.", tone=Tone.QUIET),
        ),
    )


def flag_waits_card(question: str) -> Card:
    """Tell somebody who has not answered an open question that their flag was looked at."""
    return Card(
        title="Your flag",
        blocks=(
            Prose(text=question, tone=Tone.QUIET),
            Prose(
                text="Your lead has looked at your flag. What came of it shows when the "
                "question has closed.",
                tone=Tone.STRONG,
            ),
        ),
    )
