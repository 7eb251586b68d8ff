"""Reminders: the form to switch them on, and the reminder itself with its three ways out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.cards.actions.me import NotToday, SetReminders, Snooze, StopReminders
from bot.cards.actions.question import Show
from bot.cards.actions.runs import Review
from bot.cards.actions.values import Asked, Target
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Fields,
    Heading,
    Moment,
    Note,
    Prose,
    Style,
    Tone,
)
from bot.cards.me import HOME, ZONE_MOST
from bot.cards.spacing import due_line
from bot.core.quiet import Wish

CLOCK_MOST = 8
OFF = Button(label="Off", action=StopReminders(), name="No more reminders")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A question that waits for the person. ``zone`` is theirs."""

    round_id: int
    weekday: str
    domain: str
    question: str
    closes_at: datetime
    zone: str


def reminders_form(wish: Wish, *, is_on: bool, asks_zone: bool, notice: str = "") -> Card:
    """Show when the person is reminded, with the form to change it."""
    if is_on:
        text = f"You are reminded at {wish.at}, {wish.zone}, to you alone, and only while a "
        text += f"question or a review waits. Quiet from {wish.quiet_from} to {wish.quiet_to}."
    else:
        text = "Off. When on, a word comes to you alone, at your hour, and only while a question "
        text += "or a review waits; never in your quiet hours."
    blocks: list[Block] = [Heading(text="Reminders", level=2), Prose(text=text)]
    if notice:
        blocks.append(Note(text=notice))
    blocks += [
        Fields(name="at", label="Remind me at", limit=CLOCK_MOST, value=wish.at),
    ]
    if asks_zone:
        blocks.append(
            Fields(name="zone", label="Your city or time zone", limit=ZONE_MOST, value=wish.zone)
        )
    blocks += [
        Fields(name="quiet_from", label="Quiet from", limit=CLOCK_MOST, value=wish.quiet_from),
        Fields(name="quiet_to", label="Quiet until", limit=CLOCK_MOST, value=wish.quiet_to),
        Buttons(buttons=(OFF, HOME) if is_on else (HOME,)),
    ]
    return Card(
        title="Reminders",
        blocks=tuple(blocks),
        submit=Button(label="Remind me", action=SetReminders(), style=Style.PRIMARY),
    )


def on_card(text: str, at: datetime, zone: str) -> Card:
    """Confirm that reminders are on, or put off, with the next one's time."""
    return Card(
        title="Reminders",
        blocks=(
            Prose(text=text, tone=Tone.STRONG),
            Moment(at=at, zone=zone, before="The next one at the earliest:", with_day=True),
            Buttons(buttons=(OFF, HOME)),
        ),
    )


def reviews_card(due: int) -> Card:
    """Remind one person of reviews that are due, with three ways not to be asked again."""
    return Card(
        title="Reviews are due",
        blocks=(
            Prose(text=f"{due_line(due)}.", tone=Tone.STRONG),
            Prose(text="What you are about to forget, asked another way."),
            Buttons(
                buttons=(
                    Button(label=f"{due} now", action=Review(due), style=Style.PRIMARY),
                    Button(label="Snooze an hour", action=Snooze()),
                    Button(label="Not today", action=NotToday()),
                    OFF,
                )
            ),
        ),
    )


def reminder_card(waiting: Waiting) -> Card:
    """Remind one person of a question that waits, with three ways not to be asked again."""
    target = Target(Asked.ROUND, waiting.round_id)
    return Card(
        title="A question waits",
        blocks=(
            Prose(
                text=f"{waiting.weekday}'s scenario · {waiting.domain} waits for you.",
                tone=Tone.STRONG,
            ),
            Prose(text=waiting.question),
            Moment(at=waiting.closes_at, zone=waiting.zone, before="It closes at"),
            Buttons(
                buttons=(
                    Button(label="Answer it", action=Show(target), style=Style.PRIMARY),
                    Button(label="Snooze an hour", action=Snooze()),
                    Button(label="Not today", action=NotToday()),
                    OFF,
                )
            ),
        ),
    )
