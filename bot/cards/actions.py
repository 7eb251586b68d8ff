"""What can be pressed or asked, and how that travels through a platform and back.

An action is data: it names rows by id and options by their *shown* position, so that no
payload says anything about the key. The wire form is ``1:<verb>:<args>``, at most 100
characters (Discord's ``custom_id``), and decoding refuses whatever it did not write.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TypeAlias, get_args, get_type_hints

from bot.core.errors import Misused

WIRE_VERSION = "1"
WIRE_LIMIT = 100


class Confidence(StrEnum):
    """How sure a person says they are. It never changes points."""

    CERTAIN = "certain"
    FAIRLY = "fairly"
    GUESSING = "guessing"


class Familiarity(StrEnum):
    """A self-rating per domain, given once at the start."""

    TEACH = "teach"  #: could teach it
    FOLLOW = "follow"  #: can follow it
    NEW = "new"  #: new to me


class Asked(StrEnum):
    """Which table a question stands in."""

    ROUND = "r"  #: a shared question of the group
    RUN = "p"  #: an item of a private run


@dataclass(frozen=True, slots=True)
class Target:
    """A question put to somebody: a round, or an item of a private run."""

    asked: Asked
    id: int


@dataclass(frozen=True, slots=True)
class Show:
    """Show a question as it stands for the reader: form, pick, or verdict."""

    target: Target


@dataclass(frozen=True, slots=True)
class Reveal:
    """Show a closed question's answer to the reader, whether they answered it or not."""

    target: Target


@dataclass(frozen=True, slots=True)
class Tap:
    """Pick one option provisionally, by its shown position."""

    target: Target
    position: int


@dataclass(frozen=True, slots=True)
class Change:
    """Take a provisional pick back to choose again."""

    target: Target


@dataclass(frozen=True, slots=True)
class Lock:
    """Lock the provisional pick by saying how sure one is."""

    target: Target
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Respond:
    """Send a form: inputs ``response`` (shown positions) and ``confidence``."""

    target: Target


@dataclass(frozen=True, slots=True)
class WriteNote:
    """Open the form for a note on a question already answered."""

    target: Target


@dataclass(frozen=True, slots=True)
class SaveNote:
    """Keep a note: input ``text``."""

    target: Target


@dataclass(frozen=True, slots=True)
class ChooseBoard:
    """Say whether one's name stands on the group's board."""

    join: bool


@dataclass(frozen=True, slots=True)
class RateSelf:
    """Rate oneself in the domain of this index, once."""

    domain: int
    familiarity: Familiarity


@dataclass(frozen=True, slots=True)
class Today:
    """Ask for today's question, yesterday's reveal and this week's missed ones."""


@dataclass(frozen=True, slots=True)
class Practise:
    """Begin a private run of ``n`` items, of one domain or of all (empty)."""

    domain: str
    n: int


@dataclass(frozen=True, slots=True)
class Continue:
    """Go on with the private run where it stopped."""


@dataclass(frozen=True, slots=True)
class ShowBoard:
    """Show standings for a window, ranked by something."""

    window: str
    by: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Show one's own domains, streak and what next."""


@dataclass(frozen=True, slots=True)
class Why:
    """Ask why this question today; round 0 is the group's latest."""

    round: int


@dataclass(frozen=True, slots=True)
class Notes:
    """Show the knowledge log, from a page on; what is searched travels as input ``search``."""

    page: int


@dataclass(frozen=True, slots=True)
class Help:
    """Show the commands; ``more`` shows all of them."""

    more: bool


@dataclass(frozen=True, slots=True)
class About:
    """Show what this is, which pack, and how fresh its facts are."""


@dataclass(frozen=True, slots=True)
class PostNow:
    """Lead: post a question at once."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Lead: leave the next slot out."""


@dataclass(frozen=True, slots=True)
class Unskip:
    """Lead: take a skip back."""

    round: int


@dataclass(frozen=True, slots=True)
class Pause:
    """Lead: stop posting until resumed."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Lead: post again from the next slot on."""


@dataclass(frozen=True, slots=True)
class Status:
    """Lead: show the next slots and the last deliveries."""


Action: TypeAlias = (
    Show
    | Reveal
    | Tap
    | Change
    | Lock
    | Respond
    | WriteNote
    | SaveNote
    | ChooseBoard
    | RateSelf
    | Today
    | Practise
    | Continue
    | ShowBoard
    | Progress
    | Why
    | Notes
    | Help
    | About
    | PostNow
    | Skip
    | Unskip
    | Pause
    | Resume
    | Status
)

#: Wire names. A name, once shipped, stays: a button works after a year.
_VERBS: dict[str, type[Action]] = {
    re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower(): kind for kind in get_args(Action)
}
_NAMES = {kind: verb for verb, kind in _VERBS.items()}
_HINTS = {kind: get_type_hints(kind) for kind in _VERBS.values()}
_WORD = re.compile(r"[a-z0-9.-]{0,32}")


def encode(action: Action) -> str:
    """Write an action in its wire form, at most 100 characters."""
    parts = [WIRE_VERSION, _NAMES[type(action)]]
    for field in fields(action):
        value = getattr(action, field.name)
        match value:
            case Target(asked=asked, id=number):
                parts.append(f"{asked}{number}")
            case bool():
                parts.append("1" if value else "0")
            case _:
                parts.append(str(value))
    text = ":".join(parts)
    if len(text) > WIRE_LIMIT:
        raise Misused(f"That is too long to travel in a button: {text[:40]}…")
    return text


def decode(text: str) -> Action:
    """Read the wire form. Raises ``Misused`` on anything that ``encode`` did not write."""
    version, _, rest = text.partition(":")
    verb, *args = rest.split(":")
    kind = _VERBS.get(verb)
    if version != WIRE_VERSION or kind is None or len(args) != len(fields(kind)):
        raise Misused("That button is not one of ours. Ask for the question again with `today`.")
    hints = _HINTS[kind]
    try:
        values = [
            _read(hints[field.name], arg) for field, arg in zip(fields(kind), args, strict=True)
        ]
    except ValueError as wrong:
        raise Misused("That button is damaged. Ask for the question again with `today`.") from wrong
    make: Callable[..., Action] = kind
    return make(*values)


def _read(kind: type, text: str) -> object:
    if kind is Target:
        return Target(Asked(text[:1]), _number(text[1:]))
    if kind is int:
        return _number(text)
    if kind is bool:
        return {"1": True, "0": False}[text] if text in ("0", "1") else _refuse(text)
    if kind is str:
        return text if _WORD.fullmatch(text) else _refuse(text)
    return kind(text)


def _number(text: str) -> int:
    # int() would also take signs, spaces, underscores and other scripts' digits.
    if not re.fullmatch(r"0|[1-9][0-9]{0,17}", text):
        _refuse(text)
    return int(text)


def _refuse(text: str) -> object:
    raise ValueError(text)
