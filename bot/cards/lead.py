"""What the lead sees and presses: the state of the schedule, and every change with its undo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.cards.actions import Action
from bot.cards.actions.flags import Flags
from bot.cards.actions.lead import Pause, PostNow, Resume, Skip, Status, Unskip
from bot.cards.actions.setup import Setup
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Facts,
    Heading,
    Moment,
    Note,
    Prose,
    Style,
    Table,
    Tone,
)
from bot.cards.silence import RESTING
from bot.cards.wording import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A delivery as the lead reads it."""

    what: str
    where: str
    state: str
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a group's schedule stands. ``skipped`` are (slot, reason, round id if undoable).

    ``next_review`` is its domain, which may not be known yet, and its time. ``argue`` says when
    the argue day is, empty without one.
    """

    group: str
    zone: str
    rhythm: str
    paused: bool
    resting: bool
    waiting: bool
    open_line: str
    next_slots: tuple[datetime, ...]
    skipped: tuple[tuple[str, str, int | None], ...]
    sent: tuple[Sent, ...]
    troubles: tuple[str, ...]
    supply: str
    flagged: int = 0
    next_review: tuple[str, datetime] | None = None
    argue: str = ""


def status_card(health: Health) -> Card:
    """Show the next slots, the last deliveries, and what needs a hand."""
    blocks: list[Block] = [Heading(text=f"Status · {health.group}", level=2)]
    blocks += [Note(text=trouble, warning=True) for trouble in health.troubles]
    blocks.append(
        Facts(
            pairs=(
                ("Schedule", f"{health.rhythm}, {health.zone}"),
                ("Now", health.open_line),
                ("Questions left", health.supply),
                *([("Argue day", health.argue)] if health.argue else []),
                *([("Flagged", flagged_words(health.flagged))] if health.flagged else []),
            )
        )
    )
    if health.waiting:
        text = "Not begun: nothing is posted until you save the three questions of `/study setup`."
        blocks.append(Prose(text=text, tone=Tone.STRONG))
    elif health.paused:
        blocks.append(Prose(text="Paused: nothing is posted until you resume.", tone=Tone.STRONG))
    elif health.resting:
        blocks.append(Prose(text=RESTING, tone=Tone.STRONG))
    for number, at in enumerate(health.next_slots):
        before = "Next question:" if number == 0 else "Then:"
        blocks.append(Moment(at=at, zone=health.zone, before=before, with_day=True))
    if health.next_review is not None:
        domain, at = health.next_review
        before = f"Next review, {domain}:" if domain else "Next review:"
        blocks.append(Moment(at=at, zone=health.zone, before=before, with_day=True))
    if health.sent:
        blocks.append(
            Table(
                caption="Last messages",
                columns=("Message", "Where", "State"),
                rows=tuple(
                    (
                        sent.what,
                        sent.where,
                        f"{sent.state}: {sent.error}" if sent.error else sent.state,
                    )
                    for sent in health.sent
                ),
            )
        )
    if health.skipped:
        blocks.append(
            Table(
                caption="Left out",
                columns=("Slot", "Why"),
                rows=tuple((slot, reason) for slot, reason, _ in health.skipped),
            )
        )
    undo = tuple(
        Button(label=f"Bring back {slot}", action=Unskip(number), style=Style.QUIET)
        for slot, _, number in health.skipped
        if number is not None
    )
    flow = (
        Button(label="Resume", action=Resume(), style=Style.PRIMARY)
        if health.paused or health.resting
        else Button(label="Pause", action=Pause())
    )
    if health.waiting:
        begin = Button(label="Set up", action=Setup(0), style=Style.PRIMARY)
        return Card(title="Status", blocks=(*blocks, Buttons(buttons=(begin,))))
    blocks.append(
        Buttons(
            buttons=(
                Button(label="Post now", action=PostNow()),
                Button(label="Skip the next", action=Skip()),
                flow,
                *([Button(label="Flags", action=Flags(0))] if health.flagged else []),
                *undo,
            )
        )
    )
    return Card(title="Status", blocks=tuple(blocks))


def flagged_words(n: int) -> str:
    """Say how many flagged questions wait for the lead."""
    return f"{counted(n, 'question waits', 'questions wait')} for your look"


def done_card(
    text: str,
    *,
    undo: tuple[str, Action] | None = None,
    at: datetime | None = None,
    zone: str = "UTC",
    before: str = "",
) -> Card:
    """Confirm a change in words, with its undo and the moment it speaks of."""
    blocks: list[Block] = [Prose(text=text, tone=Tone.STRONG)]
    if at is not None:
        blocks.append(Moment(at=at, zone=zone, before=before, with_day=True))
    buttons = [Button(label="Status", action=Status(), style=Style.QUIET)]
    if undo is not None:
        label, action = undo
        buttons.insert(0, Button(label=label, action=action))
    blocks.append(Buttons(buttons=tuple(buttons)))
    return Card(title="Done", blocks=tuple(blocks))
