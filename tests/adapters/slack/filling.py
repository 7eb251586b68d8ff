"""What Slack sends back when somebody presses a button or sends a form, made from what was sent.

Only what the payloads of the platform hold, and of that what is read or must not mislead.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.adapters.slack.checking import Json, parts


def button(blocks: list[Json], label: str) -> Json:
    """Give the button of a label, the last where there are several."""
    found = [part for part in parts(blocks) if part.get("type") == "button"]
    return [part for part in found if part["text"]["text"] == label][-1]


def pressed(blocks: list[Json], label: str, *, view: Json | None = None) -> Json:
    """Give what arrives when a button of a message, or of a view, is pressed."""
    part = button(blocks, label)
    action = {**part, "block_id": "x", "action_ts": "1.0"}
    payload: Json = {"type": "block_actions", "user": {"id": "U1"}, "actions": [action]}
    if view is not None:
        return {**payload, "view": {**view, "id": "V1", "state": {"values": state(view)}}}
    return {
        **payload,
        "channel": {"id": "C1", "name": "study"},
        "message": {"ts": "17.001", "blocks": blocks},
        "state": {"values": state({"blocks": blocks})},
    }


def sent(view: Json, entered: Mapping[str, tuple[str, ...]] | None = None) -> Json:
    """Give what arrives when a form is sent; ``entered`` names inputs as the card does."""
    values = state(view, entered)
    return {
        "type": "view_submission",
        "user": {"id": "U1"},
        "view": {**view, "id": "V1", "hash": "h", "state": {"values": values}},
    }


def state(view: Json, entered: Mapping[str, tuple[str, ...]] | None = None) -> Json:
    """Give a view's values: what was entered, else what stood there."""
    found: Json = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        name, _, _, place, _ = block["block_id"].split(":")
        element = block["element"]
        given = (entered or {}).get(name)
        if given is not None and element["type"] not in ("checkboxes", "multi_static_select"):
            given = given[int(place) : int(place) + 1]
        value = _value(element, given)
        found[block["block_id"]] = {element["action_id"]: {"type": element["type"], **value}}
    return found


def _value(element: Json, given: tuple[str, ...] | None) -> Json:
    match element["type"]:
        case "plain_text_input":
            typed = element.get("initial_value") if given is None else "".join(given)
            return {"value": typed or None}
        case "checkboxes" | "multi_static_select":
            if given is None:
                return {"selected_options": element.get("initial_options", [])}
            return {"selected_options": [o for o in element["options"] if o["value"] in given]}
    if given is None:
        return {"selected_option": element.get("initial_option")}
    return {"selected_option": next((o for o in element["options"] if o["value"] in given), None)}
