"""The second layer: the JSON Schema made from Slack's own TypeScript types, read from
COHORT_SHARED. Without that folder it finds nothing wrong. Knows no limit; shapes alone.
"""

from __future__ import annotations

import json
import os
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from jsonschema import Draft7Validator
from jsonschema.exceptions import best_match
from jsonschema.protocols import Validator

from tests.fakes.unions import guided, put_in_place

#: What is wrong, and where below the outermost: the same wherever that stands.
Problems: TypeAlias = tuple[tuple[str, str], ...]
_Guided = guided(Draft7Validator)
_FILE = "specs/slack-blockkit-from-types.schema.json"
_NAMES = {
    "section": "SectionBlock",
    "header": "HeaderBlock",
    "divider": "DividerBlock",
    "context": "ContextBlock",
    "actions": "ActionsBlock",
    "input": "InputBlock",
    "image": "ImageBlock",
    "markdown": "MarkdownBlock",
    "rich_text": "RichTextBlock",
    "table": "TableBlock",
    "modal": "ModalView",
    "home": "HomeView",
}
#: Slack takes these, and its types do not name them yet.
_UNTYPED = ("submit_disabled",)


def schema_problems(value: Any, at: str) -> list[str]:
    """Give where a list of blocks or a view disagrees with Slack's types."""
    root = os.environ.get("COHORT_SHARED", "")
    if not root or _definitions(root) is None:
        return []
    if isinstance(value, dict):
        outer = {name: inner for name, inner in value.items() if name not in _UNTYPED}
        return [
            *_placed(at, _problems(root, json.dumps({**outer, "blocks": []}))),
            *schema_problems(value["blocks"], f"{at}/blocks"),
        ]
    return [
        problem
        for index, block in enumerate(value)
        for problem in _placed(f"{at}/{index}", _problems(root, json.dumps(block)))
    ]


def _placed(at: str, problems: Problems) -> list[str]:
    return [f"[ERROR] {said} [json-pointer:{at}{where}]" for said, where in problems]


@lru_cache(maxsize=4096)
def _problems(root: str, text: str) -> Problems:
    value = json.loads(text)
    error = best_match(_validator(root, _NAMES[value["type"]]).iter_errors(value))
    if error is None:
        return ()
    return ((error.message[:200], "".join(f"/{part}" for part in error.absolute_path)),)


@cache
def _validator(root: str, name: str) -> Validator:
    definitions = _definitions(root)
    assert definitions is not None
    return _Guided(definitions[name])


@cache
def _definitions(root: str) -> dict[str, Any] | None:
    path = Path(root) / _FILE
    if not path.exists():
        return None
    read: dict[str, Any] = json.loads(path.read_text())
    definitions: dict[str, Any] = read["definitions"]
    put_in_place(definitions, definitions)
    return definitions
