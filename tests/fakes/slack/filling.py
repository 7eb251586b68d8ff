"""What may be entered into an input, and what Slack's own client stops before it is sent."""

from __future__ import annotations

from typing import Any

from tests.fakes.slack.errors import Json
from tests.fakes.slack.kit import looks
from tests.fakes.slack.kit.state import entered_or_initial, is_blank, state_of
from tests.fakes.slack.world import View

_REQUIRED = "Please complete this required field."


def fill(element: Json, entry: str | tuple[str, ...]) -> Json:
    """Give an element's state with something entered: a text, an option's words, or several."""
    kind = element["type"]
    if "options" not in element and "option_groups" not in element:
        several = kind.startswith("multi_")
        assert isinstance(entry, tuple) == several, f"{kind} takes no {entry!r}"
        number = kind == "datetimepicker" and isinstance(entry, str)
        return state_of(element, int(str(entry)) if number else (entry or None))
    names = entry if isinstance(entry, tuple) else (entry,)
    chosen: list[Any] = []
    for name in names:
        option = looks.find_option(element, name)
        known = [one["text"]["text"] for one in looks.options_of(element)]
        assert option is not None, f"no option says {name!r} among {known}"
        chosen.append(option)
    several = kind == "checkboxes" or kind.startswith("multi_")
    assert several or len(chosen) == 1, f"{kind} takes one option"
    most = element.get("max_selected_items", len(chosen))
    assert len(chosen) <= most, f"no more than {most} may be chosen"
    return state_of(element, chosen if several else chosen[0])


def complaints_about(view: View) -> dict[str, str]:
    """Give what Slack's client says against the inputs of a modal, by block_id."""
    values = entered_or_initial(view.body["blocks"], view.entered)
    found: dict[str, str] = {}
    for block in view.body["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        state = values[block["block_id"]][element["action_id"]]
        words = _complaint(block, element, state)
        if words is not None:
            found[block["block_id"]] = words
    return found


def _complaint(block: Json, element: Json, state: Json) -> str | None:
    if is_blank(element, state):
        return None if block.get("optional") else _REQUIRED
    text = state.get("value")
    if isinstance(text, str) and element["type"] == "plain_text_input":
        if len(text) > element.get("max_length", 3000):
            return "That is too long."
        if len(text) < element.get("min_length", 0):
            return "That is too short."
    return None
