"""The way back in: today's question, the last reveal, this week's missed ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.cards.actions.flags import Flags
from bot.cards.actions.question import Reveal, Show
from bot.cards.actions.runs import Practise
from bot.cards.actions.values import Asked, Target
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Heading,
    Moment,
    Prose,
    Style,
    Tone,
)
from bot.cards.exam_week import Nearing, is_last_week, nearing_blocks
from bot.cards.lead import flagged_words
from bot.cards.mock import Sat, running_blocks
from bot.cards.silence import RESTING
from bot.cards.spacing import due_button, due_line
from bot.cards.wording import short_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """A round to go to. ``state`` says in words how it stands for the reader."""

    round_id: int
    day: date
    domain: str
    question: str
    state: str
    closes_at: datetime | None = None
    reveal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarked:
    """A question whose key was corrected so that the reader's answer is marked another way."""

    target: Target
    domain: str
    question: str
    is_right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What ``today`` shows. ``next_at`` is the next question's time, if one is known.

    ``flagged`` counts the questions that wait for a lead; for others it is 0. ``due`` are the
    reader's reviews of today, ``sitting`` their mock exam while it runs; ``nearing`` says how near
    the day is that they work towards.
    """

    zone: str
    current: tuple[Pointer, ...]
    previous: Pointer | None
    missed: tuple[Pointer, ...]
    next_at: datetime | None
    paused: bool = False
    remarked: tuple[Remarked, ...] = ()
    flagged: int = 0
    resting: bool = False
    due: int = 0
    sitting: Sat | None = None
    nearing: Nearing | None = None


def today_card(agenda: Agenda) -> Card:
    """Show where the person can take up the thread."""
    blocks: list[Block] = [
        Heading(text="Today", level=2),
        *running_blocks(agenda.sitting),
        *nearing_blocks(agenda.nearing),
    ]
    if not agenda.current:
        text = RESTING if agenda.resting else "No question is open."
        text = "The lead has paused the questions." if agenda.paused else text
        blocks.append(Prose(text=text, tone=Tone.STRONG))
    for pointer in agenda.current:
        blocks += _pointer(pointer, agenda.zone, "Open it", Style.PRIMARY)
    if agenda.next_at is not None and not agenda.current:
        blocks.append(Moment(at=agenda.next_at, zone=agenda.zone, before="Next:", with_day=True))
    if agenda.previous is not None:
        blocks.append(Heading(text="The one before", level=2))
        blocks += _pointer(agenda.previous, agenda.zone, "See why", Style.PLAIN)
    if agenda.remarked:
        blocks.append(Heading(text="Corrected since you answered", level=2))
        for each in agenda.remarked:
            blocks += _remarked(each)
    if agenda.missed:
        blocks.append(Heading(text="Missed this week", level=2))
        for pointer in agenda.missed:
            blocks += _pointer(pointer, agenda.zone, "Take it now", Style.PLAIN, reveal=True)
        blocks.append(
            Prose(text="A late answer counts for you, not for the board.", tone=Tone.QUIET)
        )
    if agenda.flagged:
        text = f"Flagged: {flagged_words(agenda.flagged)}."
        blocks.append(Prose(text=text, tone=Tone.QUIET))
        blocks.append(Buttons(buttons=(Button(label="Flags", action=Flags(0)),)))
    ways: list[Button] = []
    if agenda.due and not is_last_week(agenda.nearing):
        blocks.append(Prose(text=f"{due_line(agenda.due)}.", tone=Tone.QUIET))
        ways.append(due_button(agenda.due))
    if not agenda.current:
        ways.append(Button(label="Practise 5", action=Practise("", 5), style=Style.PRIMARY))
    if ways:
        blocks.append(Buttons(buttons=tuple(ways)))
    return Card(title="Today", blocks=tuple(blocks))


def _remarked(each: Remarked) -> list[Block]:
    now = "Your answer is right now." if each.is_right else "Your answer no longer counts as right."
    button = Button(label="See it", action=Show(each.target), name=f"See it: {each.question}"[:150])
    return [
        Prose(text=f"{each.domain}: {each.question}"),
        Prose(text=now, tone=Tone.QUIET),
        Buttons(buttons=(button,)),
    ]


def _pointer(
    pointer: Pointer, zone: str, label: str, style: Style, *, reveal: bool = False
) -> list[Block]:
    name = f"{label}: {pointer.question}"
    target = Target(Asked.ROUND, pointer.round_id)
    action = Reveal(target) if pointer.reveal else Show(target)
    blocks: list[Block] = [
        Prose(text=f"{short_day(pointer.day)} · {pointer.domain}: {pointer.question}"),
        Prose(text=pointer.state, tone=Tone.QUIET),
    ]
    if pointer.closes_at is not None:
        blocks.append(Moment(at=pointer.closes_at, zone=zone, before="Closes at"))
    buttons = [Button(label=label, action=action, style=style, name=name[:150])]
    if reveal:
        buttons.append(Button(label="Just show me", action=Reveal(target), style=Style.QUIET))
    blocks.append(Buttons(buttons=tuple(buttons)))
    return blocks


def why_card(question: str, words: str) -> Card:
    """Say why the group got this question."""
    return Card(
        title="Why this one?",
        blocks=(
            Heading(text="Why this question", level=2),
            Prose(text=question, tone=Tone.QUIET),
            Prose(text=words),
        ),
    )
