"""How an action travels through a platform and back.

The wire form is ``1:<verb>:<args>``, at most 100 characters (Discord's ``custom_id``), and
decoding refuses whatever encoding did not write.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from typing import get_args, get_type_hints

from bot.cards.actions import Action
from bot.cards.actions.values import Asked, Target
from bot.core.errors import Misused

WIRE_VERSION = "1"
WIRE_LIMIT = 100

#: Wire names. A name, once shipped, stays: a button works after a year.
_VERBS: dict[str, type[Action]] = {
    re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower(): kind for kind in get_args(Action)
}
_NAMES = {kind: verb for verb, kind in _VERBS.items()}
_FIELDS = {kind: tuple(field.name for field in fields(kind)) for kind in _NAMES}
_HINTS = {kind: get_type_hints(kind) for kind in _VERBS.values()}
_WORD = re.compile(r"[a-z0-9.-]{0,32}")


def encode(action: Action) -> str:
    """Write an action in its wire form, at most 100 characters."""
    parts = [WIRE_VERSION, _NAMES[type(action)]]
    for name in _FIELDS[type(action)]:
        value = getattr(action, name)
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
    if version != WIRE_VERSION or kind is None or len(args) != len(_FIELDS[kind]):
        raise Misused("That button is not one of ours. Ask for the question again with `today`.")
    hints = _HINTS[kind]
    try:
        values = [_read(hints[name], arg) for name, arg in zip(_FIELDS[kind], args, strict=True)]
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
