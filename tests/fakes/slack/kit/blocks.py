"""The table of layout blocks and views, with their limits. Knows no world.

Kinds that this project has no use for (cards, carousels, plans, video and the like) have no entry
and are refused, rather than waved through unchecked.
"""

from __future__ import annotations

from typing import Any

from tests.fakes.slack.kit.elements import (
    IMAGE,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    SLACK_FILE,
    among,
)
from tests.fakes.slack.kit.rules import (
    Report,
    Rule,
    boolean,
    by_type,
    choice,
    items,
    one_of,
    plain,
    shape,
    string,
    text,
)

_BLOCK_ID = {"block_id": string(255)}


def _has_words(report: Report, value: Any, at: str) -> None:
    if "text" not in value and "fields" not in value:
        report.add(at, "missing required field: text")


def _distinct_actions(report: Report, value: Any, at: str) -> None:
    seen: set[str] = set()
    for index, element in enumerate(value["elements"]):
        action = element.get("action_id")
        if action is not None and action in seen:
            report.add(f"{at}/elements/{index}/action_id", f"duplicate action_id: {action}")
        seen.add(action)


def _anything(report: Report, value: Any, at: str) -> None:
    """Leave to the JSON Schema what this table has no figures for."""


_RICH_PARTS = by_type(
    {
        "rich_text_section": shape({"elements": items(_anything, 1, 1000)}, {}),
        "rich_text_list": shape(
            {"elements": items(_anything, 1, 1000), "style": choice("bullet", "ordered")},
            {"indent": _anything, "offset": _anything, "border": _anything},
        ),
        "rich_text_quote": shape({"elements": items(_anything, 1, 1000)}, {"border": _anything}),
        "rich_text_preformatted": shape(
            {"elements": items(_anything, 1, 1000)}, {"border": _anything, "language": _anything}
        ),
    }
)
RICH_TEXT = shape({"elements": items(_RICH_PARTS, 1, 1000)}, _BLOCK_ID)
_CELL = by_type({"raw_text": shape({"text": string(10_000)}, {}), "rich_text": RICH_TEXT})
_COLUMN = shape({}, {"align": choice("left", "center", "right"), "is_wrapped": boolean})

BLOCKS: dict[str, Rule] = {
    "section": shape(
        {},
        {
            **_BLOCK_ID,
            "text": text(3000),
            "fields": items(text(2000), 1, 10),
            "accessory": by_type(among(IN_SECTION)),
            "expand": boolean,
        },
        _has_words,
    ),
    "header": shape({"text": plain(150)}, _BLOCK_ID),
    "divider": shape({}, _BLOCK_ID),
    "context": shape(
        {
            "elements": items(
                by_type(
                    {
                        "image": IMAGE,
                        "plain_text": text(3000),
                        "mrkdwn": text(3000),
                    }
                ),
                1,
                10,
            )
        },
        _BLOCK_ID,
    ),
    "actions": shape(
        {"elements": items(by_type(among(IN_ACTIONS)), 1, 25)}, _BLOCK_ID, _distinct_actions
    ),
    "input": shape(
        {"label": plain(2000), "element": by_type(among(IN_INPUT))},
        {**_BLOCK_ID, "hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "image": shape(
        {"alt_text": string(2000)},
        {
            **_BLOCK_ID,
            "title": plain(2000),
            "image_url": string(3000),
            "slack_file": SLACK_FILE,
        },
        one_of("image_url", "slack_file"),
    ),
    "markdown": shape({"text": string(12_000)}, _BLOCK_ID),
    "rich_text": RICH_TEXT,
    "table": shape(
        {"rows": items(items(_CELL, 1, 20), 1, 100)},
        {**_BLOCK_ID, "column_settings": items(_COLUMN, 0, 20)},
    ),
}

#: Slack shows these in messages only.
MESSAGE_ONLY = {"markdown", "table"}
IN_VIEWS = {name: rule for name, rule in BLOCKS.items() if name not in MESSAGE_ONLY}

_VIEW_FIELDS = {
    "callback_id": string(255, 0),
    "private_metadata": string(3000, 0),
    "external_id": string(255, 0),
}
_VIEW_BLOCKS = {"blocks": items(by_type(IN_VIEWS), 1, 100)}


def _submit_with_inputs(report: Report, value: Any, at: str) -> None:
    if any(block["type"] == "input" for block in value["blocks"]) and "submit" not in value:
        report.add(at, "missing required field: submit (the view has input blocks)")


MESSAGE_BLOCKS = items(by_type(BLOCKS), 0, 50)
VIEWS = by_type(
    {
        "modal": shape(
            {**_VIEW_BLOCKS, "title": plain(24)},
            {
                **_VIEW_FIELDS,
                "submit": plain(24),
                "close": plain(24),
                "clear_on_close": boolean,
                "notify_on_close": boolean,
                "submit_disabled": boolean,
            },
            _submit_with_inputs,
        ),
        "home": shape(_VIEW_BLOCKS, _VIEW_FIELDS),
    }
)
