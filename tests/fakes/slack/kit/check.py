"""Whether Slack would take some blocks or a view: the table, the cross-block rules, the schema.

Knows payloads and which files a workspace has ready (asked through a function); no other world.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.fakes.slack.errors import Json
from tests.fakes.slack.kit.blocks import MESSAGE_BLOCKS, VIEWS
from tests.fakes.slack.kit.rules import Report
from tests.fakes.slack.kit.schema import schema_problems

#: Whether a workspace has an image ready to be shown: asked for each `slack_file`.
FileReady = Callable[[Json], bool]

#: What the cells of all tables of a message may hold together, in characters.
TABLE_CHARACTERS = 10_000
MARKDOWN_CHARACTERS = 12_000
#: Slack documents no total for a message; about 13,200 characters were seen to be refused, less
#: where there are many blocks. So each block is counted with something for its wrapping.
MESSAGE_CHARACTERS = 13_200
BLOCK_WRAPPING = 40
VIEW_BYTES = 250_000


def check_message(blocks: Any, ready: FileReady) -> list[str]:
    """Give what Slack would say against a message's blocks: nothing where it takes them."""
    report = Report()
    MESSAGE_BLOCKS(report, blocks, "/blocks")
    if not report.problems:
        _across(report, blocks, "/blocks", ready)
        _tables(report, blocks)
    return report.problems or schema_problems(blocks, "/blocks")


def check_view(view: Any, ready: FileReady) -> list[str]:
    """Give what Slack would say against a view: nothing where it takes it."""
    report = Report()
    VIEWS(report, view, "/view")
    if not report.problems:
        _across(report, view["blocks"], "/view/blocks", ready)
    return report.problems or schema_problems(view, "/view")


def too_long(blocks: list[Json]) -> bool:
    """Say whether a message's blocks are more than a message holds."""
    return sum(map(len, _texts(blocks))) + BLOCK_WRAPPING * len(blocks) > MESSAGE_CHARACTERS


def too_large(view: Json) -> bool:
    """Say whether a view is more than 250 kB."""
    return len(json.dumps(view).encode()) > VIEW_BYTES


def _across(report: Report, blocks: list[Json], at: str, ready: FileReady) -> None:
    ids: set[str] = set()
    focused = 0
    for index, block in enumerate(blocks):
        name = block.get("block_id")
        if name in ids:
            report.add(f"{at}/{index}/block_id", f"duplicate block_id: {name}")
        elif name is not None:
            ids.add(name)
        for inner in _objects(block):
            focused += inner.get("focus_on_load") is True
            if "slack_file" in inner and not ready(inner["slack_file"]):
                report.add(f"{at}/{index}", "invalid slack file")
    if focused > 1:
        report.add(at, "only one element may have focus_on_load")


def _tables(report: Report, blocks: list[Json]) -> None:
    tables = [block for block in blocks if block["type"] == "table"]
    if len(tables) > 1:
        report.add("/blocks", "only one table allowed")
    if sum(map(len, _texts(tables))) > TABLE_CHARACTERS:
        report.add("/blocks", f"no more than {TABLE_CHARACTERS} characters allowed in tables")
    marked = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if marked > MARKDOWN_CHARACTERS:
        report.add("/blocks", f"no more than {MARKDOWN_CHARACTERS} characters of markdown allowed")


def _objects(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner)


def _texts(value: Any) -> Iterator[str]:
    for inner in _objects(value):
        if isinstance(inner.get("text"), str):
            yield inner["text"]
