"""Whether Slack would take a payload: as the stand-in judges it, and as its SDK's models do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.fakes.slack.kit import check_message, check_view
from tests.fakes.slack.kit.check import too_large, too_long

Json: TypeAlias = dict[str, Any]


def faults_of_message(message: Json) -> list[str]:
    """Give what Slack would say against a message."""
    found = [] if 0 < len(message["text"]) < 4000 else [f"text of {len(message['text'])}"]
    if too_long(message["blocks"]):
        found.append("more than a message holds")
    return found + faults_of_blocks(message["blocks"])


def faults_of_view(view: Json) -> list[str]:
    """Give what Slack would say against a view."""
    View(**view).to_dict()
    found = ["more than a view holds"] if too_large(view) else []
    return found + check_view(view, _ready) + _by_models(view["blocks"])


def faults_of_blocks(blocks: list[Json]) -> list[str]:
    """Give what Slack would say against some blocks, wherever they stand."""
    names = [part["action_id"] for part in parts(blocks) if part.get("type") == "button"]
    twice = [f"{name} is there twice" for name in {n for n in names if names.count(n) > 1}]
    return twice + check_message(blocks, _ready) + _by_models(blocks)


def parts(value: Any) -> Iterator[Json]:
    """Give every object in a payload, the outer ones first."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from parts(each)
    elif isinstance(value, list):
        for each in value:
            yield from parts(each)


def units(text: str) -> int:
    """Count UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _ready(_: Json) -> bool:
    """Say that Slack has worked on every picture: when it has, the stand-in itself decides."""
    return True


def _by_models(blocks: list[Json]) -> list[str]:
    found = []
    for block in blocks:
        parsed = Block.parse(block)
        if parsed is None:
            found.append(f"the SDK knows no {block['type']}")
            continue
        parsed.validate_json()
        again = parsed.to_dict()
        if again != block:
            found.append(f"the SDK reads {again} where {block} is written")
    return found
