"""Help, what Cohort is, and how a refusal or a fault looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.cards.actions.boards import ShowBoard
from bot.cards.actions.own import Help, Today
from bot.cards.actions.runs import Practise
from bot.cards.actions.setup import ProposePack
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Facts,
    Heading,
    Note,
    Prose,
    Style,
    Table,
    Tone,
)
from bot.cards.commands import COMMANDS
from bot.cards.wording import long_day


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFacts:
    """What is true of a pack today. ``serves`` counts items that serve its successor, too.

    ``successor_here`` says whether the successor's pack is among the content.
    """

    title: str
    short: str
    last_exam_day: date | None
    successor: str
    successor_here: bool
    serves: int
    items: int
    facts_as_of: date
    licence: str
    version: str


def help_card(*, more: bool, lead: bool) -> Card:
    """Show the five commands that matter, or with ``more`` all that the person may use."""
    shown = [c for c in COMMANDS if (more or c.first or c.word == "help") and (lead or not c.lead)]
    rows = tuple((f"/study {c.word} {c.usage}".strip(), c.does) for c in shown)
    blocks: list[Block] = [
        Heading(text="What you can ask", level=2),
        Table(caption="Type it, or press it below", columns=("Command", "What it does"), rows=rows),
        Buttons(
            buttons=(
                Button(label="Today", action=Today(), style=Style.PRIMARY),
                Button(label="Practise 5", action=Practise("", 5)),
                Button(label="Board", action=ShowBoard("week", "members")),
                Button(label="Less" if more else "More", action=Help(not more), style=Style.QUIET),
            )
        ),
    ]
    return Card(title="Help", blocks=tuple(blocks))


def about_card(facts: PackFacts, switch: str = "") -> Card:
    """Say what this is, which pack it works with, and how fresh its facts are.

    ``switch`` is the pack that the reader may switch the group to.
    """
    blocks: list[Block] = [
        Heading(text=f"Cohort · {facts.title}", level=2),
        Prose(
            text="One scenario question a day, answered privately, argued openly. Speed earns "
            "nothing, and nobody sees your answers or how sure you were."
        ),
    ]
    if facts.last_exam_day is not None:
        blocks.append(Note(text=retired_line(facts), warning=True))
    blocks.append(
        Facts(
            pairs=(
                ("Questions", str(facts.items)),
                ("What progress tells", progress_line(facts)),
                ("Facts as of", long_day(facts.facts_as_of)),
                ("Licence of the questions", facts.licence),
                ("Cohort", facts.version),
            )
        )
    )
    if switch:
        button = Button(label="Switch, keep my history", action=ProposePack(switch))
        blocks.append(Buttons(buttons=(button,)))
    return Card(title="About Cohort", blocks=tuple(blocks))


def retired_line(facts: PackFacts) -> str:
    """Say plainly that a retired exam can no longer be booked, and what still holds."""
    assert facts.last_exam_day is not None
    line = f"{facts.short} closed on {long_day(facts.last_exam_day)} and can't be booked."
    if facts.successor:
        line += f" The ideas still hold: {facts.serves} of these questions also serve"
        line += f" {facts.successor}."
        if not facts.successor_here:
            line += f" A pack of its own for {facts.successor} is not here yet."
    return line


def progress_line(facts: PackFacts) -> str:
    """Say what ``progress`` tells about a pack, and what it never does."""
    if facts.last_exam_day is not None:
        return f"strength on the {facts.short} blueprint, never a chance of passing"
    return "how likely you are to pass, with its doubt, from enough answers to new questions on"


def refusal_card(text: str) -> Card:
    """Say no, with what to do next."""
    return Card(title="One moment", blocks=(Note(text=text),))


def fault_card(number: str, text: str = "") -> Card:
    """Say calmly that something of ours broke; ``number`` finds it in the log."""
    line = text or "Something went wrong on our side."
    return Card(
        title="Something went wrong",
        blocks=(
            Note(text=f"{line} Nothing you locked is lost. Try again in a moment.", warning=True),
            Prose(text=f"If it stays, tell your operator the number {number}.", tone=Tone.QUIET),
        ),
    )
