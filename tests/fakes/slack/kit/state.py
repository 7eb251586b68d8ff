"""What people have entered into blocks, as `state.values` tells it. Knows payloads alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.fakes.slack.errors import Json

#: What an element's state is called, where it starts from, and what it is with nothing entered.
_STATES: dict[str, tuple[str, str, object]] = {
    "plain_text_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "checkboxes": ("selected_options", "initial_options", []),
    "multi_static_select": ("selected_options", "initial_options", []),
    "users_select": ("selected_user", "initial_user", None),
    "channels_select": ("selected_channel", "initial_channel", None),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "file_input": ("files", "", []),
}


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Give each block's interactive elements with their block, from top to bottom."""
    for block in blocks:
        match block["type"]:
            case "actions":
                inner = block["elements"]
            case "section":
                inner = [block["accessory"]] if "accessory" in block else []
            case "input":
                inner = [block["element"]]
            case _:
                inner = []
        for element in inner:
            if element["type"] != "image":
                yield block, element


def state_of(element: Json, value: object) -> Json:
    """Give the state of an element that holds a value."""
    return {"type": element["type"], _STATES[element["type"]][0]: value}


def keeps_state(element: Json) -> bool:
    """Say whether an element keeps what was entered: buttons and overflow menus do not."""
    return element["type"] in _STATES


def entered_or_initial(
    blocks: list[Json], entered: Mapping[str, Mapping[str, Json]]
) -> dict[str, dict[str, Json]]:
    """Give `state.values`: what was entered, else what the element began with."""
    values: dict[str, dict[str, Json]] = {}
    for block, element in elements(blocks):
        if not keeps_state(element):
            continue
        own = entered.get(block["block_id"], {}).get(element["action_id"])
        if own is None or own["type"] != element["type"]:
            _, initial, nothing = _STATES[element["type"]]
            own = state_of(element, element.get(initial, nothing))
        values.setdefault(block["block_id"], {})[element["action_id"]] = own
    return values


def is_blank(element: Json, state: Json) -> bool:
    """Say whether nothing is entered."""
    return not state[_STATES[element["type"]][0]]


def with_ids(blocks: list[Json], new: Iterator[str]) -> list[Json]:
    """Give blocks with the block and action ids that Slack makes up where they are missing."""
    full = [block if "block_id" in block else {**block, "block_id": next(new)} for block in blocks]
    return [_with_action_ids(block, new) for block in full]


def _with_action_ids(block: Json, new: Iterator[str]) -> Json:
    def named(element: Json) -> Json:
        known = element["type"] in {"image", "plain_text", "mrkdwn"} or "action_id" in element
        return element if known else {**element, "action_id": next(new)}

    match block["type"]:
        case "actions":
            return {**block, "elements": [named(one) for one in block["elements"]]}
        case "section" if "accessory" in block:
            return {**block, "accessory": named(block["accessory"])}
        case "input":
            return {**block, "element": named(block["element"])}
        case _:
            return block
