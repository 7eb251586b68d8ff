"""The knowledge log: writing a note, changing it, and looking through all of them.

Notes are seen by their owner alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.cards.actions import Action
from bot.cards.actions.notes import DropNote, EditNote, KeepNote
from bot.cards.actions.own import Notes
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Fields,
    Heading,
    Note,
    Prose,
    Style,
    Tone,
)
from bot.cards.wording import counted, short_day
from bot.core.notes import NOTE_MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """One note of the knowledge log, with the question it hangs on."""

    number: int
    text: str
    question: str
    domain: str
    day: date


def note_form(submit: Action, question: str, kept: str = "") -> Card:
    """Ask for a note on a question; ``kept`` is what it says so far."""
    return Card(
        title="Change the note" if kept else "Add a note",
        blocks=(
            Prose(text=question, tone=Tone.QUIET),
            Fields(
                name="text",
                label="What do you want to remember?",
                limit=NOTE_MOST,
                value=kept,
                lines=4,
            ),
        ),
        submit=Button(label="Keep it", action=submit, style=Style.PRIMARY),
    )


def notes_card(
    lines: tuple[NoteLine, ...], *, page: int, total: int, size: int, search: str
) -> Card:
    """Show a page of one's own notes, the latest first; of a search the first ones found."""
    blocks: list[Block] = [Heading(text="Your notes", level=2)]
    if search:
        more = " Search for another word, too, to see fewer." if total > len(lines) else ""
        text = f"{counted(total, 'note')} with “{search}”.{more}"
        blocks.append(Prose(text=text, tone=Tone.QUIET))
    if not lines:
        text = "Nothing with these words." if search else "No notes yet."
        blocks.append(Note(text=f"{text} `Add note` stands under every verdict."))
    for line in lines:
        blocks.append(Prose(text=line.text))
        about = f"{short_day(line.day)} · {line.domain}: {line.question}"
        blocks.append(Prose(text=about, tone=Tone.QUIET))
        blocks.append(Buttons(buttons=_ways(line)))
    turn = []
    # A search travels as an input, not in the button, so pages of a search are not turned.
    if page > 0 and not search:
        turn.append(Button(label="Newer", action=Notes(page - 1), style=Style.QUIET))
    if (page + 1) * size < total and not search:
        turn.append(Button(label="Older", action=Notes(page + 1), style=Style.QUIET))
    if turn:
        blocks.append(Buttons(buttons=tuple(turn)))
    return Card(title="Your notes", blocks=tuple(blocks))


def dropped_card(line: NoteLine) -> Card:
    """Confirm that a note is deleted, with its undo."""
    return Card(
        title="Your notes",
        blocks=(
            Prose(text="The note is deleted.", tone=Tone.STRONG),
            Prose(text=f"{line.domain}: {line.question}", tone=Tone.QUIET),
            Buttons(
                buttons=(
                    Button(label="Bring it back", action=KeepNote(line.number)),
                    Button(label="My notes", action=Notes(0), style=Style.QUIET),
                )
            ),
        ),
    )


def _ways(line: NoteLine) -> tuple[Button, ...]:
    start = line.text if len(line.text) <= 40 else f"{line.text[:39]}…"
    return (
        Button(
            label="Change",
            action=EditNote(line.number),
            style=Style.QUIET,
            name=f"Change: {start}",
        ),
        Button(
            label="Delete",
            action=DropNote(line.number),
            style=Style.QUIET,
            name=f"Delete: {start}",
        ),
    )
