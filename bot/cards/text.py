"""The plain-text renderer: fallback texts, transcripts, and what a screen reader is given.

Times are written in the zone the block carries, with its name, since text has no reader.
"""

from __future__ import annotations

from typing import assert_never
from zoneinfo import ZoneInfo

from bot.cards.blocks import (
    Bar,
    Block,
    Button,
    Buttons,
    Card,
    Choice,
    Distribution,
    Facts,
    Fields,
    File,
    Heading,
    Meter,
    Mode,
    Moment,
    Note,
    OptionRow,
    Options,
    Picture,
    Prose,
    Quote,
    Standing,
    Table,
)
from bot.cards.wording import short_day

#: What is known of an option, in words, where it stands beside the option.
STANDING_WORDS = {
    Standing.OPEN: "",
    Standing.KEY: "✓ right",
    Standing.MISSED: "✓ right",
    Standing.PICKED: "your pick",
    Standing.PICKED_KEY: "✓ right, your pick",
    Standing.PICKED_WRONG: "✗ your pick",
}
_HOW = {
    Mode.ONE: "one of",
    Mode.MANY: "several of",
    Mode.ORDER: "in order",
    Mode.MATCH: "for each",
}


def card_text(card: Card) -> str:
    """Write a card as plain text, one block after the other, inputs and buttons in brackets."""
    parts = [block_text(block) for block in card.blocks]
    if card.submit is not None:
        parts.append(f"[{card.submit.label}]")
    return "\n".join(part for part in parts if part)


def block_text(block: Block) -> str:
    """Write one block as plain text."""
    match block:
        case Heading(text=text, level=level):
            return f"{'#' * level} {text}"
        case Prose(text=text):
            return text
        case Moment():
            return moment_text(block)
        case Options(rows=rows):
            return "\n".join(_option(row) for row in rows)
        case Choice():
            return _choice(block)
        case Fields():
            return _fields(block)
        case Buttons(buttons=buttons):
            return " ".join(_button(button) for button in buttons)
        case Facts(pairs=pairs):
            return "\n".join(f"{label}: {value}" for label, value in pairs)
        case Table():
            return _table(block)
        case Meter(label=label, words=words):
            return f"{label}: {words}"
        case Distribution(caption=caption, bars=bars):
            return "\n".join([f"{caption}:", *(_bar(bar) for bar in bars)])
        case Picture(caption=caption):
            return "\n".join(part for part in (block.words, caption) if part)
        case File(name=name, words=words):
            return f"{name} [file: {words}]"
        case Note(text=text, warning=warning):
            return f"! {text}" if warning else f"· {text}"
        case Quote(text=text, by=by):
            return f"{by}: “{text}”" if by else f"“{text}”"
        case _:
            assert_never(block)


def moment_text(moment: Moment) -> str:
    """Write a moment in the group's zone, with the zone's name."""
    local = moment.at.astimezone(ZoneInfo(moment.zone))
    day = f"{short_day(local.date())}, " if moment.with_day else ""
    clock = f"{day}{local:%H:%M} ({moment.zone})"
    return " ".join(part for part in (moment.before, clock, moment.after) if part)


def _option(row: OptionRow) -> str:
    count = "" if row.count is None else f" · {row.count} of {row.total}"
    note = f" · {row.note}" if row.note else ""
    arrow = "← " if row.standing is Standing.PICKED else ""
    told = STANDING_WORDS[row.standing]
    mark = f" {arrow}{told}" if told else ""
    return f"{row.letter}. {row.text}{mark}{count}{note}"


def _fields(fields: Fields) -> str:
    asked = f"{fields.label} ({fields.hint})" if fields.hint else fields.label
    lines = [f"{asked} [text, at most {fields.limit} characters]"]
    lines += [f"  > {line}" for line in fields.value.splitlines()]
    return "\n".join([*lines, *_error(fields.error)])


def _error(text: str) -> list[str]:
    return [f"  ! {text}"] if text else []


def _choice(choice: Choice) -> str:
    lines = [f"{choice.label} [{_HOW[choice.mode]}]"]
    held = {match.value: f": {match.text}" for match in choice.matches}
    if held and choice.chosen:
        marks = [held[value] for value in choice.chosen]
    else:
        marks = [" ← chosen" if option.value in choice.chosen else "" for option in choice.options]
    lines += [
        f"  {option.value}) {option.text}{mark}"
        for option, mark in zip(choice.options, marks, strict=True)
    ]
    lines += [f"  → {match.value}) {match.text}" for match in choice.matches]
    return "\n".join([*lines, *_error(choice.error)])


def _button(button: Button) -> str:
    return f"[{button.label}]"


def _table(table: Table) -> str:
    lines = [f"{table.caption}:", " | ".join(table.columns)]
    lines += [" | ".join(row) for row in table.rows]
    return "\n".join(lines)


def _bar(bar: Bar) -> str:
    return f"  {bar.label}: {bar.note or f'{bar.count} of {bar.total}'}"
