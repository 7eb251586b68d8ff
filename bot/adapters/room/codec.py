"""Cards as plain JSON values and back: how the room keeps its messages.

Actions travel in their wire form, so that a message kept for a year still works. Anything
that is not a block, an action or a plain value is refused.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, get_args

from bot.cards import blocks
from bot.cards.actions import Action
from bot.cards.blocks import Card
from bot.cards.wire import decode, encode
from bot.core import charting
from bot.core.charting import Chart

_KINDS: dict[str, Any] = {
    kind.__name__: kind
    for module in (blocks, charting)
    for kind in vars(module).values()
    if isinstance(kind, type) and kind.__module__ == module.__name__
}
_ACTIONS = get_args(Action)


def card_to_json(card: Card) -> dict[str, Any]:
    """Give a card as JSON values; ``card_from_json`` reads it back unchanged."""
    packed: dict[str, Any] = _pack(card)
    return packed


def card_from_json(data: dict[str, Any]) -> Card:
    """Read what ``card_to_json`` wrote. Raises ``ValueError`` on anything else."""
    card = _unpack(data)
    if not isinstance(card, Card):
        raise ValueError("this is not a card")
    return card


def chart_digest(chart: Chart) -> str:
    """Name a chart by what it shows: the same chart has the same name in every process."""
    text = json.dumps(_pack(chart), sort_keys=True)
    return sha256(text.encode()).hexdigest()[:40]


def _pack(value: Any) -> Any:
    if isinstance(value, _ACTIONS):
        return {"$": "action", "wire": encode(value)}
    if isinstance(value, StrEnum):
        return {"$": type(value).__name__, "value": value.value}
    if isinstance(value, datetime):
        return {"$": "datetime", "value": value.isoformat()}
    if isinstance(value, frozenset):
        return {"$": "frozenset", "value": sorted(value)}
    if isinstance(value, tuple):
        return [_pack(part) for part in value]
    if is_dataclass(value):
        named = {field.name: _pack(getattr(value, field.name)) for field in fields(value)}
        return {"$": type(value).__name__, **named}
    return value


def _unpack(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_unpack(part) for part in value)
    if not isinstance(value, dict):
        return value
    kept = dict(value)
    match kept.pop("$", None):
        case "action":
            return decode(kept["wire"])
        case "datetime":
            return datetime.fromisoformat(kept["value"])
        case "frozenset":
            return frozenset(kept["value"])
        case name if isinstance(name, str) and name in _KINDS:
            return _KINDS[name](**{key: _unpack(part) for key, part in kept.items()})
    raise ValueError("this is not a part of a card")
