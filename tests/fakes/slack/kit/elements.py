"""The table of interactive elements and composition objects, with their limits.

Figures are those of Slack's reference pages for block elements and composition objects. Knows
nothing of the blocks that hold the elements.
"""

from __future__ import annotations

import re
from typing import Any

from tests.fakes.slack.kit.rules import (
    Report,
    Rule,
    Table,
    boolean,
    choice,
    integer,
    items,
    one_of,
    plain,
    shape,
    string,
    text,
)

CONFIRM = shape(
    {"title": plain(100), "text": text(300)},
    {"confirm": plain(30), "deny": plain(30), "style": choice("primary", "danger")},
)
SLACK_FILE = shape({}, {"id": string(255), "url": string(3000)}, one_of("id", "url"))


def _option(label: Rule, description: Rule) -> Rule:
    return shape(
        {"text": label, "value": string(150)},
        {"description": description, "url": string(3000)},
    )


#: Selects and overflow menus take plain text; radio buttons and checkboxes take either.
PLAIN_OPTION = _option(plain(75), plain(75))
TEXT_OPTION = _option(text(75), text(75))
GROUP = shape({"label": plain(75), "options": items(PLAIN_OPTION, 1, 100)}, {})

_ACTION: Table = {"action_id": string(255)}
_CONFIRMED: Table = {**_ACTION, "confirm": CONFIRM}
_FOCUSED: Table = {**_ACTION, "focus_on_load": boolean}
_MENU: Table = {**_CONFIRMED, "focus_on_load": boolean, "placeholder": plain(150)}
_ID = string(255)


def _options_of(value: dict[str, Any]) -> list[Any]:
    grouped = [one for group in value.get("option_groups", []) for one in group["options"]]
    return [*value.get("options", []), *grouped]


def _initial_among(report: Report, value: Any, at: str) -> None:
    options = _options_of(value)
    if "initial_option" in value and value["initial_option"] not in options:
        report.add(f"{at}/initial_option", "must match one of the provided options")
    for index, one in enumerate(value.get("initial_options", [])):
        if one not in options:
            report.add(f"{at}/initial_options/{index}", "must match one of the provided options")


def _distinct_values(report: Report, value: Any, at: str) -> None:
    seen: set[str] = set()
    for index, one in enumerate(_options_of(value)):
        if one["value"] in seen:
            report.add(f"{at}/options/{index}/value", "duplicate option value")
        seen.add(one["value"])


def _matching(pattern: str, saying: str) -> Rule:
    def rule(report: Report, value: Any, at: str) -> None:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            report.add(at, saying)

    return rule


def _lengths_in_order(report: Report, value: Any, at: str) -> None:
    if value.get("min_length", 0) > value.get("max_length", 3000):
        report.add(f"{at}/min_length", "must not be greater than max_length")
    initial = value.get("initial_value", "")
    if len(initial) > value.get("max_length", 3000):
        report.add(f"{at}/initial_value", "must not be longer than max_length")


_DATE = _matching(r"\d{4}-\d{2}-\d{2}", "must be a date like 2026-11-24")
_TIME = _matching(r"([01]\d|2[0-3]):[0-5]\d", "must be a time like 17:00")
_NUMBER = _matching(r"-?\d+(\.\d+)?", "must be a number in a string")
_DISPATCH = shape(
    {}, {"trigger_actions_on": items(choice("on_enter_pressed", "on_character_entered"), 1, 2)}
)


def _typed(**more: Rule) -> Rule:
    optional = {**_FOCUSED, "placeholder": plain(150), "dispatch_action_config": _DISPATCH, **more}
    return shape({}, optional)


def _pick(initial: str, rule: Rule, **more: Rule) -> Rule:
    return shape({}, {**_MENU, initial: rule, **more})


_STATIC: Table = {"options": items(PLAIN_OPTION, 1, 100), "option_groups": items(GROUP, 1, 100)}
_SEVERAL = {"max_selected_items": integer(1, 1000)}
_FILTER = shape(
    {},
    {
        "include": items(choice("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)
_TALKS = {"filter": _FILTER, "default_to_current_conversation": boolean}
_RESPONDS = {"response_url_enabled": boolean}

IMAGE = shape(
    {"alt_text": string(2000)},
    {"image_url": string(3000), "slack_file": SLACK_FILE},
    one_of("image_url", "slack_file"),
)

ELEMENTS: dict[str, Rule] = {
    "button": shape(
        {"text": plain(75)},
        {
            **_CONFIRMED,
            "url": string(3000),
            "value": string(2000),
            "style": choice("primary", "danger"),
            "accessibility_label": string(75),
        },
    ),
    "static_select": shape(
        {},
        {**_MENU, **_STATIC, "initial_option": PLAIN_OPTION},
        one_of("options", "option_groups"),
        _initial_among,
        _distinct_values,
    ),
    "multi_static_select": shape(
        {},
        {**_MENU, **_STATIC, **_SEVERAL, "initial_options": items(PLAIN_OPTION, 1, 100)},
        one_of("options", "option_groups"),
        _initial_among,
        _distinct_values,
    ),
    "radio_buttons": shape(
        {"options": items(TEXT_OPTION, 1, 10)},
        {**_CONFIRMED, "focus_on_load": boolean, "initial_option": TEXT_OPTION},
        _initial_among,
        _distinct_values,
    ),
    "checkboxes": shape(
        {"options": items(TEXT_OPTION, 1, 10)},
        {**_CONFIRMED, "focus_on_load": boolean, "initial_options": items(TEXT_OPTION, 1, 10)},
        _initial_among,
        _distinct_values,
    ),
    "overflow": shape({"options": items(PLAIN_OPTION, 1, 5)}, _CONFIRMED, _distinct_values),
    "external_select": _pick("initial_option", PLAIN_OPTION, min_query_length=integer(0, 255)),
    "users_select": _pick("initial_user", _ID),
    "conversations_select": _pick("initial_conversation", _ID, **_TALKS, **_RESPONDS),
    "channels_select": _pick("initial_channel", _ID, **_RESPONDS),
    "multi_users_select": _pick("initial_users", items(_ID, 1, 100), **_SEVERAL),
    "multi_conversations_select": _pick(
        "initial_conversations", items(_ID, 1, 100), **_TALKS, **_SEVERAL
    ),
    "multi_channels_select": _pick("initial_channels", items(_ID, 1, 100), **_SEVERAL),
    "datepicker": _pick("initial_date", _DATE),
    "timepicker": _pick("initial_time", _TIME, timezone=string(255)),
    "datetimepicker": shape(
        {},
        {
            **_CONFIRMED,
            "focus_on_load": boolean,
            "initial_date_time": integer(1_000_000_000, 9_999_999_999),
        },
    ),
    "plain_text_input": shape(
        {},
        {
            **_FOCUSED,
            "placeholder": plain(150),
            "dispatch_action_config": _DISPATCH,
            "initial_value": string(3000, 0),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
        _lengths_in_order,
    ),
    "email_text_input": _typed(initial_value=string(3000, 0)),
    "url_text_input": _typed(initial_value=string(3000, 0)),
    "number_input": shape(
        {"is_decimal_allowed": boolean},
        {
            **_FOCUSED,
            "placeholder": plain(150),
            "dispatch_action_config": _DISPATCH,
            "initial_value": _NUMBER,
            "min_value": _NUMBER,
            "max_value": _NUMBER,
        },
    ),
    "file_input": shape(
        {}, {**_ACTION, "filetypes": items(string(50), 1, 100), "max_files": integer(1, 10)}
    ),
    "image": IMAGE,
}

_MENUS = {
    f"{several}{what}_select"
    for several in ("", "multi_")
    for what in ("static", "users", "conversations", "channels")
} | {"external_select"}
_PICKERS = {"datepicker", "timepicker"}
_TICKS = {"radio_buttons", "checkboxes"}

IN_ACTIONS = {"button", "overflow", "datetimepicker", *_MENUS, *_PICKERS, *_TICKS}
IN_SECTION = {"button", "overflow", "image", *_MENUS, *_PICKERS, *_TICKS}
IN_INPUT = {name for name in ELEMENTS if name not in {"button", "overflow", "image"}}


def among(names: set[str]) -> dict[str, Rule]:
    """Give the rules of the named elements."""
    return {name: ELEMENTS[name] for name in names}
