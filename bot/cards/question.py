"""The shared question as everybody sees it: open, closed, and its thread of rationales.

What stands on an open question must not say anything about the key: it is the same for
everybody and knows nobody's answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.cards.actions.explaining import Explain
from bot.cards.actions.flags import Flag
from bot.cards.actions.question import Reveal, Show, Tap, Why
from bot.cards.actions.values import Asked, Target
from bot.cards.blocks import (
    Bar,
    Block,
    Button,
    Buttons,
    Card,
    Distribution,
    Heading,
    Moment,
    Note,
    OptionRow,
    Options,
    Prose,
    Standing,
    Style,
    Tone,
)
from bot.cards.keys import arguments, key_table, key_words, ruling_blocks, takeaway
from bot.cards.wording import counted, number_word, weekday
from bot.core.items import Kind
from bot.core.showing import LETTERS, Showing
from bot.core.talks import Talk

#: Counts are told from so many answers on, so that nobody's answer can be worked out.
SHARES_FROM = 5
ANSWERED_FROM = 3

PRACTICE_KIND = {
    Kind.ORDERING: "Put the steps in order. A practice kind: not on the exam of this pack.",
    Kind.MATCHING: "Match each line. A practice kind: not on the exam of this pack.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A round as its message shows it. ``late`` marks a slot that was caught up."""

    round_id: int
    showing: Showing
    day: date
    domain: str
    opens_at: datetime
    closes_at: datetime
    zone: str
    revisited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a round was answered: cells as the store's tally names them."""

    cells: Mapping[str, int]

    @property
    def answers(self) -> int:
        """How many answered in time."""
        return self.cells.get("answers", 0)

    @property
    def right(self) -> int:
        """How many of them were right."""
        return sum(n for cell, n in self.cells.items() if cell.endswith("+"))

    def chose(self, source: int) -> int:
        """How many chose the option of this source index."""
        return self.cells.get(f"o{source}", 0)


def open_card(
    asking: Asking,
    *,
    answered: int,
    previous: tuple[int, str] | None = None,
    talk: str = "",
) -> Card:
    """Show an open question. ``previous`` is the round before: its id and its line.

    ``talk`` is what is to be said of an argue day.
    """
    showing = asking.showing
    target = Target(Asked.ROUND, asking.round_id)
    blocks = [*_head(asking)]
    blocks.append(
        Moment(
            at=asking.closes_at,
            zone=asking.zone,
            before="Answer privately until",
            after="· speed earns nothing",
            with_day=asking.closes_at.date() != asking.opens_at.date(),
        )
    )
    if talk:
        blocks.append(Note(text=talk))
    blocks += body(showing)
    blocks.append(answer_buttons(showing, target))
    if answered >= ANSWERED_FROM:
        blocks.append(Prose(text=f"{answered} answered", tone=Tone.QUIET))
    if previous is not None:
        blocks.append(_previous(*previous))
    return Card(title=f"{weekday(asking.day)}'s scenario", blocks=tuple(blocks))


def closed_card(asking: Asking, outcome: Outcome, talk: Talk | None = None) -> Card:
    """Show a closed question: shares, key, confidence against truth, and the takeaway.

    ``talk`` is what an argue day's talk changed.
    """
    item = asking.showing.item
    blocks = [*_head(asking), Prose(text=item.stem)]
    blocks += _told(asking.showing, outcome)
    blocks.append(Prose(text=_found(asking.showing, outcome), tone=Tone.STRONG))
    if talk is not None:
        blocks.append(Prose(text=_talked(talk), tone=Tone.STRONG))
    drew = _drew(asking.showing, outcome)
    if drew:
        blocks.append(Prose(text=drew))
    blocks += ruling_blocks(asking.showing)
    if outcome.answers >= SHARES_FROM:
        blocks.append(sureness(outcome))
    blocks += takeaway(asking.showing)
    target = Target(Asked.ROUND, asking.round_id)
    blocks.append(
        Buttons(
            buttons=(
                Button(label="My answer", action=Show(target), style=Style.QUIET),
                Button(label="Why this one?", action=Why(asking.round_id), style=Style.QUIET),
            )
        )
    )
    title = f"{weekday(asking.day)}'s scenario"
    return Card(title=title, blocks=tuple(blocks), reveals=True)


def rationales_card(asking: Asking) -> Card:
    """Argue for every option, for the thread under a closed question."""
    return Card(
        title="Why, option by option",
        blocks=(
            Heading(text="Why, option by option", level=2),
            *ruling_blocks(asking.showing),
            *arguments(asking.showing),
            Prose(text="Can you put it better?"),
            Buttons(buttons=(Button(label="Explain it", action=Explain(asking.round_id)),)),
        ),
        reveals=True,
    )


def body(showing: Showing) -> list[Block]:
    """Show stem and options, in the order everybody sees, with nothing told."""
    item = showing.item
    blocks: list[Block] = [Prose(text=item.stem)]
    if item.kind in PRACTICE_KIND:
        blocks.append(Prose(text=PRACTICE_KIND[item.kind], tone=Tone.QUIET))
    rows = tuple(
        OptionRow(letter=letter, text=option.text) for letter, _, option in showing.options
    )
    blocks.append(Options(rows=rows))
    return blocks


def answer_buttons(showing: Showing, target: Target) -> Buttons:
    """Offer a letter per option where one tap answers, else one button that opens the form.

    `Flag` stands beside them.
    """
    flag = flag_button(target)
    if showing.item.kind is not Kind.SINGLE:
        answer = Button(label="Answer", action=Show(target), style=Style.PRIMARY)
        return Buttons(buttons=(answer, flag))
    letters = tuple(
        Button(
            label=LETTERS[position],
            action=Tap(target, position),
            name=f"Answer {LETTERS[position]}: {option.text}",
        )
        for position, (_, _, option) in enumerate(showing.options)
    )
    return Buttons(buttons=(*letters, flag))


def flag_button(target: Target) -> Button:
    """Give the button by which a question is flagged."""
    name = "Flag this question: something is wrong with it"
    return Button(label="Flag", action=Flag(target), style=Style.QUIET, name=name)


def sureness(outcome: Outcome) -> Distribution:
    """Set how sure people were against how right they were."""
    bars = []
    for word, label in (
        ("certain", "Certain"),
        ("fairly", "Fairly sure"),
        ("guessing", "Guessing"),
        ("unknown", "Did not say"),
    ):
        right = outcome.cells.get(f"{word}+", 0)
        total = right + outcome.cells.get(f"{word}-", 0)
        if total:
            bars.append(
                Bar(label=label, count=right, total=total, note=f"{right} of {total} right")
            )
    return Distribution(caption="How sure, against how right", bars=tuple(bars))


def result_line(day: str, outcome: Outcome) -> str:
    """Sum up a closed round on one line: ``Yesterday: 7 of 11 right``."""
    if not outcome.answers:
        return f"{day}: nobody answered"
    if outcome.answers < SHARES_FROM:
        return f"{day}: {counted(outcome.answers, 'answer')}"
    return f"{day}: {outcome.right} of {outcome.answers} right"


def _head(asking: Asking) -> list[Block]:
    text = f"{weekday(asking.day)}'s scenario · {asking.domain}"
    blocks: list[Block] = [Heading(text=text)]
    if asking.revisited:
        blocks.append(Prose(text="Revisited: this one was asked before.", tone=Tone.QUIET))
    return blocks


def _previous(round_id: int, line: str) -> Buttons:
    action = Reveal(Target(Asked.ROUND, round_id))
    return Buttons(buttons=(Button(label=f"{line}. See why", action=action, style=Style.QUIET),))


def _told(showing: Showing, outcome: Outcome) -> list[Block]:
    item = showing.item
    if item.kind in (Kind.ORDERING, Kind.MATCHING):
        return [key_table(showing)]
    shares = outcome.answers >= SHARES_FROM
    rows = tuple(
        OptionRow(
            letter=letter,
            text=option.text,
            standing=Standing.KEY if showing.is_key(source) else Standing.OPEN,
            count=outcome.chose(source) if shares else None,
            total=outcome.answers if shares else 0,
        )
        for letter, source, option in showing.options
    )
    return [Options(rows=rows)]


def _found(showing: Showing, outcome: Outcome) -> str:
    words = key_words(showing)
    if not outcome.answers:
        return f"{words}. Nobody answered this one in time; it is still worth a minute."
    if outcome.answers < SHARES_FROM:
        return f"{words}. {counted(outcome.answers, 'answer')}: too few to show shares."
    return f"{words}. {outcome.right} of {outcome.answers} found it."


def _talked(talk: Talk) -> str:
    """Set how many were right before the talk against how many after it."""
    after = "as many" if talk.after == talk.before else str(talk.after)
    return f"Before the talk {talk.before} of {talk.answers}, after it {after}."


def _drew(showing: Showing, outcome: Outcome) -> str:
    """Say what the most chosen distractor had going for it, and what it breaks."""
    if outcome.answers < SHARES_FROM or showing.item.kind not in (Kind.SINGLE, Kind.MULTIPLE):
        return ""
    wrong = [
        (outcome.chose(source), letter, option if showing.argument_holds(source) else None)
        for letter, source, option in showing.options
        if not showing.is_key(source) and outcome.chose(source)
    ]
    if not wrong:
        return ""
    count, letter, option = max(wrong, key=lambda row: (row[0], row[1]))
    why = f" {option.tempts} {option.breaks}".rstrip() if option else ""
    return f"{letter} drew {number_word(count)}.{why}"
