"""What a person sees in blocks, and where to find what they would tap. Knows payloads alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tests.fakes.slack.errors import Json
from tests.fakes.slack.kit.state import elements

_MENTION = re.compile(r"<(@[A-Z0-9]+|!channel|!here|!everyone|!subteam\^[A-Z0-9]+)(?:\|[^>]*)?>")


def words(blocks: Iterable[Json]) -> str:
    """Give the visible words of blocks, a line for each text."""
    return "\n".join(_texts(list(blocks)))


def mentions(text: str, blocks: Iterable[Json]) -> list[str]:
    """Give the people, groups and channels that a message would call."""
    spoken = [one for block in blocks for one in _mrkdwn(block)]
    return [found for part in (text, *spoken) for found in _MENTION.findall(part)]


def _mrkdwn(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _mrkdwn(one)
    elif isinstance(value, dict):
        if value.get("type") in {"mrkdwn", "markdown"} and isinstance(value.get("text"), str):
            yield value["text"]
        for inner in value.values():
            yield from _mrkdwn(inner)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name in {"text", "alt_text"} and isinstance(inner, str):
                yield inner
            elif name not in {"confirm", "metadata"}:
                yield from _texts(inner)


def labels(blocks: list[Json]) -> list[str]:
    """Give what the buttons say, from the top."""
    return [str(one["text"]["text"]) for _, one in elements(blocks) if one["type"] == "button"]


def find_button(blocks: list[Json], label: str, sends: str | None = None) -> tuple[Json, Json]:
    """Give the one button that says something, or is read out so, with its block.

    `sends` picks among several by what they send.
    """
    buttons = [
        (block, one)
        for block, one in elements(blocks)
        if one["type"] == "button" and sends in (None, one.get("value"))
    ]
    shown = [pair for pair in buttons if pair[1]["text"]["text"] == label]
    found = shown or [pair for pair in buttons if pair[1].get("accessibility_label") == label]
    if len(found) != 1:
        raise AssertionError(f"{len(found)} buttons say {label!r} among {labels(blocks)}")
    return found[0]


def options_of(element: Json) -> list[Json]:
    """Give the options of a menu, of radio buttons or of checkboxes."""
    grouped = [one for group in element.get("option_groups", []) for one in group["options"]]
    return [*element.get("options", []), *grouped]


def find_option(element: Json, label: str) -> Json | None:
    """Give the option that says something."""
    found = [one for one in options_of(element) if one["text"]["text"] == label]
    return found[0] if found else None


def find_choice(blocks: list[Json], label: str, within: str | None) -> tuple[Json, Json, Json]:
    """Give the one option that says something, with its element and block.

    `within` picks among several by the block's label or text, its block_id or the action_id.
    """
    found = [
        (block, element, option)
        for block, element in elements(blocks)
        if (option := find_option(element, label)) is not None
        and (within is None or within in named(block, element))
    ]
    if len(found) != 1:
        known = [one["text"]["text"] for _, e in elements(blocks) for one in options_of(e)]
        raise AssertionError(f"{len(found)} options say {label!r} among {known}")
    return found[0]


def find_field(blocks: list[Json], name: str) -> tuple[Json, Json]:
    """Give the one element under a label (or with an id), with its block."""
    found = [pair for pair in elements(blocks) if name in named(*pair)]
    if len(found) != 1:
        known = [named(*pair) for pair in elements(blocks)]
        raise AssertionError(f"{len(found)} fields are called {name!r} among {known}")
    return found[0]


def named(block: Json, element: Json) -> set[str]:
    """Give what an element can be called."""
    names = {str(block["block_id"]), str(element["action_id"])}
    for part in ("label", "text"):
        if part in block:
            names.add(str(block[part]["text"]))
    return names
