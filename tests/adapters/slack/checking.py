"""Whether Slack would take a payload: by its own types, by its SDK's models, by its limits.

The schema is read from ``COHORT_SHARED``; without it the two other judges still speak.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from jsonschema import Draft7Validator
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

Json: TypeAlias = dict[str, Any]

#: The longest text of each place, as (the kind of thing, the name in it).
TEXTS: Mapping[tuple[str, str], int] = {
    ("header", "text"): 150,
    ("section", "text"): 3000,
    ("section", "fields"): 2000,
    ("context", "elements"): 3000,
    ("button", "text"): 75,
    ("input", "label"): 2000,
    ("input", "hint"): 2000,
    ("image", "title"): 2000,
    ("static_select", "placeholder"): 150,
    ("multi_static_select", "placeholder"): 150,
    ("modal", "title"): 24,
    ("modal", "submit"): 24,
    ("modal", "close"): 24,
    ("option", "text"): 75,
}
STRINGS: Mapping[tuple[str, str], int] = {
    ("button", "value"): 2000,
    ("button", "accessibility_label"): 75,
    ("image", "alt_text"): 2000,
    ("option", "value"): 150,
    ("modal", "callback_id"): 255,
    ("modal", "private_metadata"): 3000,
    ("home", "private_metadata"): 3000,
}
COUNTS: Mapping[tuple[str, str], int] = {
    ("actions", "elements"): 25,
    ("context", "elements"): 10,
    ("section", "fields"): 10,
    ("radio_buttons", "options"): 10,
    ("checkboxes", "options"): 10,
    ("static_select", "options"): 100,
    ("multi_static_select", "options"): 100,
}


def faults_of_message(message: Json) -> list[str]:
    """Give what Slack would say against a message."""
    found = [] if 0 < len(message["text"]) < 4000 else [f"text of {len(message['text'])}"]
    if len(message["blocks"]) > 50:
        found.append(f"{len(message['blocks'])} blocks")
    written = sum(units(part["text"]) for part in parts(message["blocks"]) if _has_text(part))
    if written + 40 * len(message["blocks"]) > 13_200:
        found.append(f"{written} characters")
    return found + faults_of_blocks(message["blocks"])


def faults_of_view(view: Json) -> list[str]:
    """Give what Slack would say against a view."""
    found = [] if 1 <= len(view["blocks"]) <= 100 else [f"{len(view['blocks'])} blocks"]
    kind = {"modal": "ModalView", "home": "HomeView"}[view["type"]]
    found += _by_schema(kind, view) + _by_limits(view, view["type"])
    if any(block["type"] == "input" for block in view["blocks"]) and "submit" not in view:
        found.append("inputs without a button that sends them")
    View(**view).to_dict()
    return found + faults_of_blocks(view["blocks"])


def faults_of_blocks(blocks: list[Json]) -> list[str]:
    """Give what Slack would say against some blocks, wherever they stand."""
    found = _repeated([block["block_id"] for block in blocks if "block_id" in block])
    for block in blocks:
        found += _by_schema("KnownBlock", block) or _by_model(block)
        elements = [part for part in parts(block) if "action_id" in part]
        found += _repeated([part["action_id"] for part in elements])
        for part in parts(block):
            found += _by_limits(part, part.get("type", "option" if "value" in part else ""))
    names = [part["action_id"] for part in parts(blocks) if part.get("type") == "button"]
    return found + _repeated(names)


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


def _has_text(part: Json) -> bool:
    return isinstance(part.get("text"), str)


def _by_limits(part: Json, kind: str) -> list[str]:
    found = []
    for name, value in part.items():
        at = (kind, name)
        texts = value if isinstance(value, list) else [value]
        for text in (each for each in texts if isinstance(each, dict) and at in TEXTS):
            size = units(text["text"])
            if not 1 <= size <= TEXTS[at]:
                found.append(f"{kind}.{name} has {size} characters of {TEXTS[at]}")
        if at in STRINGS and not 1 <= units(value) <= STRINGS[at]:
            found.append(f"{kind}.{name} has {units(value)} characters of {STRINGS[at]}")
        if at in COUNTS and not 1 <= len(value) <= COUNTS[at]:
            found.append(f"{kind}.{name} has {len(value)} of {COUNTS[at]}")
    if kind == "text" and not part["text"]:
        found.append("an empty stretch of rich text")
    for held in (part.get("initial_option"), *part.get("initial_options", [])):
        if held is not None and held not in part["options"]:
            found.append("what is chosen is not among the options")
    if "max_length" in part and len(part.get("initial_value", "")) > part["max_length"]:
        found.append("what is typed is longer than may be typed")
    return found


def _by_model(block: Json) -> list[str]:
    parsed = Block.parse(block)
    if parsed is None:
        return [f"the SDK knows no {block['type']}"]
    parsed.validate_json()
    again = parsed.to_dict()
    return [] if again == block else [f"the SDK reads {again} where {block} is written"]


def _by_schema(kind: str, value: Json) -> list[str]:
    judge = _judge(kind)
    return [] if judge is None else [str(each.message)[:300] for each in judge.iter_errors(value)]


@cache
def _judge(kind: str) -> Draft7Validator | None:
    shared = os.environ.get("COHORT_SHARED")
    if not shared:
        return None
    path = Path(shared) / "specs" / "slack-blockkit-from-types.schema.json"
    schema = json.loads(path.read_text())
    # Among "any block" stands one that takes anything: a block has to be one that is known.
    schema["definitions"]["AnyBlock"] = {"$ref": "#/definitions/KnownBlock"}
    return Draft7Validator({**schema, "$ref": f"#/definitions/{kind}"})


def _repeated(names: list[str]) -> list[str]:
    return [f"{name} is there twice" for name in {n for n in names if names.count(n) > 1}]
