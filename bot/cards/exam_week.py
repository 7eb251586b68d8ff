"""The last days before an exam or a finish day, as a member sees them: calm, and nothing new.

Private lines on ``today`` and in one's corner; they name what is firm, never what is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.cards.actions.own import Notes
from bot.cards.actions.runs import Review
from bot.cards.blocks import Block, Button, Buttons, Prose, Tone
from bot.cards.wording import long_day, number_word
from bot.core.exam_week import Nearness

#: So many notes and reviews are a calm last week's.
NOTES_MOST, REVIEWS_MOST = 9, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearing:
    """How near the day is, and what a member has to look back on.

    ``exam`` says that it can be sat; otherwise it is a season's finish. ``strongest`` is a
    domain's title, empty where too little is known. ``moved_from`` is the day it was before.
    """

    nearness: Nearness
    until: date
    today: date
    exam: bool
    strongest: str = ""
    notes: int = 0
    due: int = 0
    moved_from: date | None = None


def is_last_week(nearing: Nearing | None) -> bool:
    """Say whether reviews are offered as the last ones, and so not as usual."""
    return nearing is not None and nearing.nearness in (Nearness.WEEK, Nearness.EVE)


def nearing_blocks(nearing: Nearing | None) -> list[Block]:
    """Say how near the day is and what is left to do; nothing while it is far."""
    if nearing is None:
        return []
    blocks: list[Block] = []
    what = "exam" if nearing.exam else "finish"
    if nearing.moved_from is not None:
        blocks.append(
            Prose(
                text=f"The {what} is on {long_day(nearing.until)} now, no longer on "
                f"{long_day(nearing.moved_from)}. What comes when is laid out anew."
            )
        )
    match nearing.nearness:
        case Nearness.FAR:
            return blocks
        case Nearness.WEEK:
            days = (nearing.until - nearing.today).days
            head = f"The {what} is in {number_word(days)} days. No new ground now."
            return [*blocks, Prose(text=head, tone=Tone.STRONG), *_to_look_at(nearing)]
        case Nearness.EVE if nearing.exam:
            return [*blocks, Prose(text="Nothing due today. Sleep.", tone=Tone.STRONG)]
        case Nearness.EVE:
            head = "The finish is tomorrow. No new ground now."
            return [*blocks, Prose(text=head, tone=Tone.STRONG), *_to_look_at(nearing)]
        case Nearness.DAY:
            text = "The exam is today. Read every question twice; you have done the rest."
            text = text if nearing.exam else "Today is the finish. Well done for coming this far."
            return [*blocks, Prose(text=text, tone=Tone.STRONG)]
        case Nearness.PAST:
            text = (
                f"The {what} was on {long_day(nearing.until)}. What you know keeps coming back; "
                "`/study season` shows what is next."
            )
            return [*blocks, Prose(text=text)]


def _to_look_at(nearing: Nearing) -> list[Block]:
    parts, ways = [], []
    if nearing.strongest:
        parts.append(f"Your strongest ground: {nearing.strongest}.")
    if nearing.notes:
        notes = min(NOTES_MOST, nearing.notes)
        parts.append(f"{_capital(notes)} of your notes." if notes > 1 else "One note of yours.")
        ways.append(Button(label="Your notes", action=Notes(0)))
    if nearing.due:
        due = min(REVIEWS_MOST, nearing.due)
        parts.append(f"{_capital(due)} last reviews." if due > 1 else "One last review.")
        ways.append(Button(label=f"Last {due}" if due > 1 else "The last one", action=Review(due)))
    if not parts:
        return []
    blocks: list[Block] = [Prose(text=" ".join(parts))]
    return [*blocks, Buttons(buttons=tuple(ways))] if ways else blocks


def _capital(n: int) -> str:
    return number_word(n).capitalize()
