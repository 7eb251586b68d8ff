"""A correction as a group reads it: what changed, why, calmly and without a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.cards.actions.flags import LookAt, RestoreKey
from bot.cards.actions.question import Reveal, Show
from bot.cards.actions.values import Asked, Target
from bot.cards.blocks import Block, Button, Buttons, Card, Heading, Note, Prose, Quote, Style, Tone
from bot.cards.keys import key_table
from bot.cards.question import SHARES_FROM
from bot.cards.wording import counted, listed, short_day
from bot.core.items import Kind, Response
from bot.core.keys import Authority
from bot.core.showing import Showing


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarked:
    """How answers were marked again: of ``answers`` so many were right ``before`` and ``after``."""

    answers: int
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A correction of a question. ``showing`` has the key that holds since; ``before`` held once.

    ``round_id`` is the one round that it concerns; None where there are several. ``restored``
    says that an earlier correction was taken back, ``stale`` that this one holds no more.
    """

    showing: Showing
    before: Response
    by: Authority
    reason: str
    day: date
    domain: str
    remarked: Remarked
    round_id: int | None = None
    restored: bool = False
    stale: bool = False


def correction_card(corrected: Corrected) -> Card:
    """Show a correction to the group."""
    item = corrected.showing.item
    heading = "A correction, taken back" if corrected.restored else "A correction"
    blocks: list[Block] = [Heading(text=heading, level=2)]
    if corrected.stale:
        blocks.append(Note(text="This holds no more: the question was corrected again since."))
    when = short_day(corrected.day)
    blocks.append(Prose(text=f"{when} · {corrected.domain}: {item.question}", tone=Tone.QUIET))
    blocks += _keys(corrected)
    if corrected.stale:
        return Card(title="A correction", blocks=tuple(blocks), reveals=True)
    if corrected.reason:
        blocks += [Note(text="Why:"), Quote(text=corrected.reason)]
    elif corrected.by is Authority.PACK and not corrected.restored:
        blocks.append(Prose(text="The pack was corrected; the question has its new reasons."))
    blocks.append(Prose(text=_counts(corrected.remarked)))
    text = "Points and boards follow. Nobody has to do anything."
    blocks.append(Prose(text=text, tone=Tone.QUIET))
    if corrected.round_id is not None:
        target = Target(Asked.ROUND, corrected.round_id)
        blocks.append(
            Buttons(
                buttons=(
                    Button(label="My answer", action=Show(target), style=Style.QUIET),
                    Button(label="See why", action=Reveal(target), style=Style.QUIET),
                )
            )
        )
    return Card(title="A correction", blocks=tuple(blocks), reveals=True)


def differs_card(version: str, question: str) -> Card:
    """Tell a lead that the pack has corrected a question another way than they did."""
    return Card(
        title="Two corrections",
        blocks=(
            Prose(text=question, tone=Tone.QUIET),
            Prose(
                text="The pack has corrected this question, too, and another way than you. "
                "Your key holds in this group until you take it back.",
                tone=Tone.STRONG,
            ),
            Buttons(
                buttons=(
                    Button(label="Look at it", action=LookAt(version)),
                    Button(label="Take mine back", action=RestoreKey(version)),
                )
            ),
        ),
    )


def key_text(showing: Showing, key: Response, lettered: bool) -> str:
    """Write a key of options in full, with the letters people saw where all saw the same."""
    texts = [
        f"{letter}. {option.text}" if lettered else option.text
        for letter, source, option in showing.options
        if source in key
    ]
    return listed([text.rstrip(".") for text in texts]) + "."


def _keys(corrected: Corrected) -> list[Block]:
    showing, lettered = corrected.showing, corrected.round_id is not None
    if showing.item.kind in (Kind.ORDERING, Kind.MATCHING):
        return [Prose(text="This is what holds now:", tone=Tone.STRONG), key_table(showing)]
    now = Prose(text=f"Right is: {key_text(showing, showing.key, lettered)}", tone=Tone.STRONG)
    if corrected.stale:
        return [now]
    before = key_text(showing, corrected.before, lettered)
    return [Prose(text=f"Counted as right until now: {before}"), now]


def _counts(remarked: Remarked) -> str:
    """Say how many answers the correction moved, where that tells nothing of anybody's."""
    if remarked.answers < SHARES_FROM:
        return "The answers have been marked again."
    return (
        f"{counted(remarked.answers, 'answer has', 'answers have')} been marked again: "
        f"{remarked.after} right now, {remarked.before} before."
    )
