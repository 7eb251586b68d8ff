"""What stands in a ``custom_id``: which kind of press it is, and the action's wire form.

One letter says the kind, so that a press can be read alone, after any restart. Two controls
of one message may not have the same id: a number behind ``~`` tells them apart and is not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias
from zlib import crc32

from bot.cards.actions import Action
from bot.cards.wire import decode, encode
from bot.core.errors import Misused

#: All that we ever write: what a ``DynamicItem`` of ours matches.
TEMPLATE = r"[cs]1:[a-z0-9.:-]+(~[0-9]+)?|[it]:[a-z0-9_]+:[0-9:]+"
_STRANGE = "That control is not one of ours. Ask for the question again with `today`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button that does something. With ``sends`` it takes the form of its message along."""

    action: Action
    sends: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A select: place ``place`` of input ``name``. Long lists go on in a further ``part``."""

    name: str
    place: int = 0
    part: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Typing:
    """A text to be typed: the input's name, its limit, its lines, and whether it may be empty."""

    name: str
    limit: int
    lines: int
    optional: bool


Mark: TypeAlias = Press | Place | Typing


def number_of(name: str) -> int:
    """Give the number that a message carries so that it is recognised by a name of ours.

    Components have numbers that nobody sees: this one is far above those that the platform gives.
    """
    return crc32(name.encode()) % (2**30) + 2**30


def write(mark: Mark, again: int = 0) -> str:
    """Write a mark; ``again`` counts its like in the same message."""
    match mark:
        case Press(action=action, sends=sends):
            text = f"{'s' if sends else 'c'}{encode(action)}"
            return f"{text}~{again}" if again else text
        case Place(name=name, place=place, part=part):
            return f"i:{name}:{place}:{part}"
        case Typing(name=name, limit=limit, lines=lines, optional=optional):
            return f"t:{name}:{limit}:{lines}:{int(optional)}"


def read(text: str) -> Mark:
    """Read a mark. Raises ``Misused`` on anything that ``write`` did not write."""
    if not re.fullmatch(TEMPLATE, text, re.ASCII):
        raise Misused(_STRANGE)
    kind, rest = text[0], text[1:]
    if kind in "cs":
        return Press(action=decode(rest.partition("~")[0]), sends=kind == "s")
    name, *numbers = rest[1:].split(":")
    try:
        if kind == "i":
            place, part = map(int, numbers)
            return Place(name=name, place=place, part=part)
        limit, lines, optional = map(int, numbers)
    except ValueError as wrong:
        raise Misused(_STRANGE) from wrong
    return Typing(name=name, limit=limit, lines=lines, optional=bool(optional))
