"""Walking a tree of components.

Knows where children stand in each kind of component; must not know what is allowed where.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator
from typing import Final

from tests.fakes.discord.errors import Json

ROW: Final = 1
BUTTON: Final = 2
STRING_SELECT: Final = 3
TEXT_INPUT: Final = 4
USER_SELECT: Final = 5
ROLE_SELECT: Final = 6
MENTIONABLE_SELECT: Final = 7
CHANNEL_SELECT: Final = 8
SECTION: Final = 9
TEXT: Final = 10
THUMBNAIL: Final = 11
GALLERY: Final = 12
FILE: Final = 13
SEPARATOR: Final = 14
CONTAINER: Final = 17
LABEL: Final = 18
UPLOAD: Final = 19
RADIO_GROUP: Final = 21
CHECKBOX_GROUP: Final = 22
CHECKBOX: Final = 23

SELECTS: Final = (
    STRING_SELECT,
    USER_SELECT,
    ROLE_SELECT,
    MENTIONABLE_SELECT,
    CHANNEL_SELECT,
)
INPUTS: Final = (*SELECTS, TEXT_INPUT, UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX)

Path = tuple[str | int, ...]


def walk(components: list[Json], path: Path = ("components",)) -> Iterator[tuple[Path, Json]]:
    """Give every component with its path, parents before their children."""
    for index, component in enumerate(components):
        yield from _below(component, (*path, index))


def _below(component: Json, path: Path) -> Iterator[tuple[Path, Json]]:
    yield path, component
    children = component.get("components")
    if isinstance(children, list):
        yield from walk(
            [each for each in children if isinstance(each, dict)], (*path, "components")
        )
    for name in ("accessory", "component"):
        child = component.get(name)
        if isinstance(child, dict):
            yield from _below(child, (*path, name))


def media(component: Json) -> list[tuple[Path, Json]]:
    """Give the media items a component shows, with their paths below it."""
    match component.get("type"):
        case 11:
            return [(("media",), component.get("media") or {})]
        case 12:
            items = component.get("items") or []
            return [
                (("items", index, "media"), item.get("media") or {})
                for index, item in enumerate(items)
                if isinstance(item, dict)
            ]
        case 13:
            return [(("file",), component.get("file") or {})]
        case _:
            return []


def numbered(components: list[Json]) -> list[Json]:
    """Return a copy in which every component has an id; those without get the next free one."""
    copied = copy.deepcopy(components)
    found = [each for _, each in walk(copied)]
    taken = {each["id"] for each in found if each.get("id")}
    free = (number for number in itertools.count(1) if number not in taken)
    for component in found:
        if not component.get("id"):
            component["id"] = next(free)
    return copied


def texts(components: list[Json]) -> list[str]:
    """Give the contents of all Text Displays, in order."""
    return [
        str(each.get("content", "")) for _, each in walk(components) if each.get("type") == TEXT
    ]
