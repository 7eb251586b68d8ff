"""The second layer: the JSON Schema made from Slack's own TypeScript types, read from
COHORT_SHARED. Without that folder it finds nothing wrong. Knows no limit; shapes alone.
"""

from __future__ import annotations

import json
import os
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import best_match

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
            *_problems(root, json.dumps({**outer, "blocks": []}), at),
            *schema_problems(value["blocks"], f"{at}/blocks"),
        ]
    return [
        problem
        for index, block in enumerate(value)
        for problem in _problems(root, json.dumps(block), f"{at}/{index}")
    ]


@lru_cache(maxsize=4096)
def _problems(root: str, text: str, at: str) -> tuple[str, ...]:
    value = json.loads(text)
    error = best_match(_validator(root, _NAMES[value["type"]]).iter_errors(value))
    if error is None:
        return ()
    where = "".join(f"/{part}" for part in error.absolute_path)
    return (f"[ERROR] {error.message[:200]} [json-pointer:{at}{where}]",)


@cache
def _validator(root: str, name: str) -> Draft7Validator:
    definitions = _definitions(root)
    return Draft7Validator({"$ref": f"#/definitions/{name}", "definitions": definitions})


@cache
def _definitions(root: str) -> dict[str, Any] | None:
    path = Path(root) / _FILE
    if not path.exists():
        return None
    read: dict[str, Any] = json.loads(path.read_text())
    return dict(read["definitions"])
