"""Reading what Discord sends: small looks into JSON that trust nothing about its shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

Payload: TypeAlias = dict[str, object]


def listed(data: Mapping[str, object], name: str) -> list[Payload]:
    """Give the objects in a list, none where there is no such list."""
    found = data.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def inside(data: Mapping[str, object], name: str) -> Payload:
    """Give the object of a name, an empty one where there is none."""
    found = data.get(name)
    return found if isinstance(found, dict) else {}


def text_at(data: Mapping[str, object], name: str) -> str:
    """Give the text of a name, an empty one where there is none."""
    found = data.get(name)
    return found if isinstance(found, str) else ""


def texts_at(data: Mapping[str, object], name: str) -> tuple[str, ...]:
    """Give the texts in a list, none where there is no such list."""
    found = data.get(name)
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()
