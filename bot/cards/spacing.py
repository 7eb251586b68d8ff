"""Spaced review in words: what is due, when something comes back, and that nothing is.

A number of reviews is always a day's at most; how many lie behind it is nobody's burden.
"""

from __future__ import annotations

from datetime import date

from bot.cards.actions.own import Progress
from bot.cards.actions.runs import Practise, Review
from bot.cards.blocks import Block, Button, Buttons, Card, Prose, Style, Tone
from bot.cards.wording import counted, day_month, number_word, weekday

#: Reviews that a minute holds.
A_MINUTE = 2
WEEK = 7


def due_button(due: int, *, style: Style = Style.PLAIN) -> Button:
    """Offer what is due today."""
    return Button(label=f"Review {due}", action=Review(0), style=style)


def due_line(due: int) -> str:
    """Say how many reviews are due, and how little that is: 2 reviews due, one minute."""
    minutes = -(-due // A_MINUTE)
    return f"{counted(due, 'review')} due, {counted_word(minutes, 'minute')}"


def more_line(n: int) -> str:
    """Say that more is due than was asked for; nothing where there is no more."""
    if not n:
        return ""
    return "1 more is due today; it can wait." if n == 1 else f"{n} more are due; they can wait."


def counted_word(n: int, one: str) -> str:
    """Write a small count in words: one minute, two minutes."""
    return f"{number_word(n)} {one}" if n == 1 else f"{number_word(n)} {one}s"


def due_words(days: int) -> str:
    """Say why a concept comes in a review."""
    if days < 1:
        return "Due again: you met this concept today."
    if days == 1:
        return "Due again: you met this concept yesterday."
    return f"Due again: you met this concept {days} days ago."


def back_words(due: date, today: date, *, is_right: bool, guessed: bool) -> str:
    """Say when a concept comes back after an answer."""
    if is_right and guessed:
        return "Back sooner."
    return f"Back {_when(due, today, by_name=not is_right)}."


def nothing_card(*, next_on: date | None, today: date, spent: bool, resting: bool) -> Card:
    """Say that nothing is due, and what comes next."""
    if resting:
        text, more = "Nothing due today. Sleep.", ""
    elif spent:
        text, more = "That was today's review. The rest waits, and nothing is lost.", ""
    elif next_on is None:
        text = "Nothing to review yet."
        more = "What you answer comes back here when you are about to forget it."
    else:
        text = "Nothing is due today."
        more = f"The next comes back {_when(next_on, today, by_name=True)}."
    blocks: list[Block] = [Prose(text=text, tone=Tone.STRONG)]
    if more:
        blocks.append(Prose(text=more))
    if not resting:
        ways = (
            Button(label="Practise 5", action=Practise("", 5), style=Style.PRIMARY),
            Button(label="My progress", action=Progress()),
        )
        blocks.append(Buttons(buttons=ways))
    return Card(title="Review", blocks=tuple(blocks))


def _when(due: date, today: date, *, by_name: bool) -> str:
    days = (due - today).days
    if days <= 0:
        return "today"
    if days == 1:
        return "tomorrow"
    if days < WEEK and by_name:
        return f"on {weekday(due)}"
    if by_name:
        return f"on {day_month(due)}"
    return f"in {days} days"
