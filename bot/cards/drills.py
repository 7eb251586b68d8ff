"""Drills in words, and the stem alone with what may decide it.

Nothing here tells what decides an item before the person has said so and answered.
"""

from __future__ import annotations

from difflib import get_close_matches

from bot.cards.actions.runs import ReadIntent
from bot.cards.actions.values import Drill, Target
from bot.cards.blocks import Block, Button, Buttons, Card, Heading, Prose, Tone
from bot.cards.question import flag_button
from bot.cards.wording import DECIDED, counted, listed, number_word
from bot.core.items import Decides, Item
from bot.core.showing import Showing

TITLES = {
    Drill.OVERLOOKED: "Overlooked",
    Drill.OVERLAP: "Overlap",
    Drill.INTENT: "Intent",
}
_WHAT = {
    Drill.OVERLOOKED: "What exams ask and study guides pass over.",
    Drill.OVERLAP: "Two could both do it. Which one, and why not the other?",
    Drill.INTENT: "First the question alone: what decides it? Then the options.",
}


def notice(drill: Drill, n: int, *, wanted: int, again: int) -> str:
    """Say what a drill is about, and where there is less or nothing new for it."""
    said = [_WHAT[drill]]
    if n < wanted:
        said.append(f"There {'is' if n == 1 else 'are'} {counted(n, 'question')} for it here.")
    if again:
        count = "All" if again == n else number_word(again).capitalize()
        said.append(f"{count} of these you have met before.")
    return " ".join(said)


def intent_card(title: str, heading: str, showing: Showing, target: Target, said: str) -> Card:
    """Ask what decides an item, of which only the stem is shown. ``said`` is the run's notice."""
    choices = (Button(label=_label(each), action=ReadIntent(target, each)) for each in Decides)
    blocks: list[Block] = [Heading(text=heading, level=2)]
    if said:
        blocks.append(Prose(text=said, tone=Tone.QUIET))
    blocks += [Prose(text=showing.item.stem), Prose(text="What decides here?", tone=Tone.STRONG)]
    blocks.append(Buttons(buttons=tuple(choices)))
    blocks.append(Buttons(buttons=(flag_button(target),)))
    return Card(title=title, blocks=tuple(blocks))


def said_line(intent: str) -> str:
    """Repeat what somebody said decides an item, without a word on whether it does."""
    return f"You said that {DECIDED[Decides(intent)]} decides."


def read_line(intent: str, item: Item) -> str:
    """Say after the answer how the intent was read."""
    if item.decides == intent:
        return f"You read it rightly: {DECIDED[item.decides]} decides."
    said = DECIDED[Decides(intent)]
    return f"You read {said}; it was {DECIDED[item.decides]} that decides."


def intents_line(right: int, read: int) -> str:
    """Say how many intents were read rightly."""
    return f"You read {right} of {counted(read, 'intent')} rightly."


def unknown_service(subject: str, known: list[str], most: int) -> str:
    """Say that the overlap drill knows no such service, and which it knows."""
    close = get_close_matches(subject, known, 1, 0.5)
    hint = f" Did you mean `practice overlap {close[0]}`?" if close else ""
    named = listed([f"`{name}`" for name in known[:most]]) if known else "none yet"
    more = ", …" if len(known) > most else ""
    return f"No overlap question is about `{subject}`.{hint} There are: {named}{more}."


def _label(intent: Decides) -> str:
    words = DECIDED[intent]
    return words[0].upper() + words[1:]
