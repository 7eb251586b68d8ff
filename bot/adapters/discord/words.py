"""The text of every block that is read and not pressed, in Discord's markdown.

A block becomes pieces, none longer than a message takes, so that a long one can go on in the
next message without losing its marks. Screens say in full what they say; nothing is cut here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from bot.adapters.discord.commands import as_typed
from bot.adapters.discord.escape import escape, inline
from bot.adapters.discord.tables import LONGEST, bar, table
from bot.cards.blocks import (
    Bar,
    Distribution,
    Facts,
    File,
    Heading,
    Meter,
    Moment,
    Note,
    OptionRow,
    Options,
    Picture,
    Prose,
    Quote,
    Standing,
    Table,
    Tone,
)
from bot.core.limits import units

TextBlock: TypeAlias = (
    Heading
    | Prose
    | Moment
    | Options
    | Facts
    | Table
    | Meter
    | Distribution
    | Picture
    | File
    | Note
    | Quote
)
#: A line longer than this goes on in a line of its own: escaped, it may be twice as long.
_LINE = 1_500
_STANDINGS = {
    Standing.OPEN: "",
    Standing.KEY: "✓ right",
    Standing.MISSED: "✓ right",
    Standing.PICKED: "your pick",
    Standing.PICKED_KEY: "✓ right, your pick",
    Standing.PICKED_WRONG: "✗ your pick",
}


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text. A ``tight`` one follows what is before it without an empty line, and so
    does one of a ``run`` what is of the same run."""

    text: str
    tight: bool = False
    run: str = ""


def words(block: TextBlock, *, pictured: bool = False) -> list[Words]:
    """Write a block. With ``pictured`` its picture is seen, and its words are small print."""
    match block:
        case Heading(text=text, level=level):
            mark = "#" * (level + 1)
            return [Words(f"{mark} {_own(' '.join(text.split()))}")]
        case Prose(text=text, tone=tone):
            return _prose(text, tone)
        case Moment():
            return [Words(_moment(block), run="moments")]
        case Options(rows=rows):
            # With figures or reasons each takes several lines, and wants room around it.
            is_told = any(row.count is not None or row.note for row in rows)
            return [Words(_option(row), tight=n > 0 and not is_told) for n, row in enumerate(rows)]
        case Facts(pairs=pairs):
            return _block([f"**{inline(label)}:** {_own(value)}" for label, value in pairs])
        case Table():
            return _block(table(_as_typed(block)))
        case Meter(label=label, value=value, words=told):
            return _block([f"**{inline(label)}**\n{bar(round(1000 * value), 1000)} {_own(told)}"])
        case Distribution(caption=caption, bars=bars):
            return _block([f"**{inline(caption)}**", *map(_bar, bars)])
        case Picture(caption=caption):
            said = _quiet(block.words) if pictured else _pieces(block.words, _own)
            return [*said, *(_quiet(caption) if caption else [])]
        case File(name=name, words=told):
            return [Words(f"**{escape(name)}** · {_own(told)}")]
        case Note(text=text, warning=warning):
            first = "**Please note:** " if warning else ""
            return _pieces(f"{text}", lambda line: f"> {_own(line)}", first=f"> {first}")
        case Quote(text=text, by=by):
            said = _pieces(f"“{text}”", lambda line: f"> {escape(line)}", blank="> ")
            return [Words(f"**{escape(by)}**"), *_tightened(said)] if by else said
        case _:
            assert_never(block)


def _prose(text: str, tone: Tone) -> list[Words]:
    match tone:
        case Tone.PLAIN:
            return _pieces(text, _own)
        case Tone.STRONG:
            return _pieces(text, lambda line: f"**{_own(line)}**")
        case Tone.QUIET:
            return _quiet(text)


def _as_typed(block: Table) -> Table:
    rows = tuple(tuple(as_typed(cell) for cell in row) for row in block.rows)
    return replace(block, rows=rows)


def _own(text: str) -> str:
    """Write words of ours, with commands called as they are called here."""
    return inline(as_typed(text))


def _quiet(text: str) -> list[Words]:
    return _tightened(_pieces(text, lambda line: f"-# {_own(line)}", blank=None))


def _pieces(
    text: str, write: Callable[[str], str], *, blank: str | None = "", first: str = ""
) -> list[Words]:
    """Write a text line by line, gathered into pieces. Without ``blank`` empty lines go."""
    done: list[str] = []
    for line in text.strip("\n").split("\n"):
        if line.strip():
            done += [write(part) for part in _parts(line.strip())]
        elif blank is not None:
            done.append(blank)
    if first and done:
        done[0] = f"{first}{done[0].removeprefix('> ')}"
    return _gathered(done)


def _block(done: list[str]) -> list[Words]:
    return [Words(text, tight=number > 0) for number, text in enumerate(done)]


def _gathered(done: list[str]) -> list[Words]:
    pieces: list[list[str]] = [[]]
    for line in done:
        if pieces[-1] and units("\n".join([*pieces[-1], line])) > LONGEST:
            pieces.append([])
        pieces[-1].append(line)
    return _block([text for piece in pieces if (text := "\n".join(piece).strip("\n"))])


def _tightened(pieces: list[Words]) -> list[Words]:
    return [Words(piece.text, tight=True) for piece in pieces]


def _parts(line: str) -> Iterator[str]:
    """Break a line that is too long between words, or inside one that is too long alone."""
    while units(line) > _LINE:
        head = line[:_LINE]
        while units(head) > _LINE:
            head = head[:-1]
        at = head.rfind(" ")
        at = at if at > 0 else len(head)
        yield line[:at]
        line = line[at:].lstrip()
    if line:
        yield line


def _moment(moment: Moment) -> str:
    stamp = int(moment.at.timestamp())
    when = f"<t:{stamp}:{'F' if moment.with_day else 't'}> (<t:{stamp}:R>)"
    return " ".join(part for part in (_own(moment.before), when, _own(moment.after)) if part)


def _option(row: OptionRow) -> str:
    told = _STANDINGS[row.standing]
    mark = f" · **{told}**" if told else ""
    lines = [f"**{escape(row.letter)}.** {inline(row.text)}{mark}"]
    if row.count is not None:
        lines.append(f"{bar(row.count, row.total)} {row.count} of {row.total}")
    if row.note:
        lines.append(f"-# {inline(row.note)}")
    return "\n".join(lines)


def _bar(each: Bar) -> str:
    told = each.note or f"{each.count} of {each.total}"
    return f"{bar(each.count, each.total)} {inline(each.label)}: {inline(told)}"
