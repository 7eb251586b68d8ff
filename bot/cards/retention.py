"""How often things come back to somebody, as a choice: fewer reviews, as usual, or more.

A share kept says little to most people; what it does to a review ten days away says it.
"""

from __future__ import annotations

from bot.cards.actions.me import AskMemory, SetMemory
from bot.cards.blocks import Button, Buttons, Card, Facts, Heading, Prose, Style, Tone
from bot.cards.me import HOME, kept_card
from bot.core.memory import DAILY_CAP, LEAST_RETENTION, MOST_RETENTION, after

#: The review that the choices are told by lies so many days ahead.
EXAMPLE = 10


def memory_card(share: float, usual: float) -> Card:
    """Let somebody choose; ``share`` is what holds for them, ``usual`` what does for others."""
    labels = {LEAST_RETENTION: "Fewer reviews", MOST_RETENTION: "More reviews", usual: "Usual"}
    offered = [
        (each, f"{labels.get(each, 'Your own')} ({_percent(each)})")
        for each in sorted({*labels, share})
    ]
    facts = (
        (label + (", now" if each == share else ""), _meaning(each, usual))
        for each, label in offered
    )
    choices = (
        Button(label=label, action=SetMemory(0 if each == usual else round(100 * each)))
        for each, label in offered
    )
    return Card(
        title="My reviews",
        blocks=(
            Heading(text="How often things come back", level=2),
            Prose(
                text="What you answered comes back when you are about to forget it. You choose how "
                "much may be forgotten by then: the less, the more reviews. A day never brings "
                f"more than {DAILY_CAP}."
            ),
            Facts(pairs=tuple(facts)),
            Buttons(buttons=tuple(choices)),
            Prose(text="It moves every review. Nobody else sees it.", tone=Tone.QUIET),
            Buttons(buttons=(HOME,)),
        ),
    )


def chosen_card(share: float, usual: float) -> Card:
    """Confirm a choice, and say what it means."""
    again = Button(label="Change it", action=AskMemory(), style=Style.QUIET)
    text = "Things come back to you as often as usual."
    if share != usual:
        text = f"Reviews: {words_of(share, usual)}. {_meaning(share, usual).capitalize()}."
    return kept_card(text, more=(again,))


def words_of(share: float, usual: float) -> str:
    """Say how often things come back; nothing where it is as usual."""
    if share == usual:
        return ""
    return f"{'fewer' if share < usual else 'more'} than usual ({_percent(share)})"


def _meaning(share: float, usual: float) -> str:
    """Say what a choice does: back after 33 days instead of 10, and what is forgotten by then."""
    days = after(EXAMPLE, usual, share)
    when = f"back after {days} days instead of {EXAMPLE}"
    if share == usual:
        when = f"back after {EXAMPLE} days, say"
    return f"{when}; about 1 in {round(1 / (1 - share))} is forgotten by then"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
