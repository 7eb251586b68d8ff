"""What Discord refuses in a modal.

Knows the limits of the window and of what can stand in it; must not know who opens it when.
"""

from __future__ import annotations

from typing import Final

from tests.fakes.discord.checks import tree
from tests.fakes.discord.checks.components import (
    check_displayed,
    check_options,
    check_range,
    check_select,
    check_unique,
)
from tests.fakes.discord.checks.tree import Path
from tests.fakes.discord.errors import Form, Json

TOP_MOST: Final = 5
TOP: Final = (tree.ROW, tree.TEXT, tree.LABEL)


def check_modal(form: Form, data: object, path: Path = ("data",)) -> None:
    """Check the data of a modal response."""
    if not isinstance(data, dict):
        form.wrong(path, "BASE_TYPE_REQUIRED", "This field is required")
        return
    if form.required((*path, "custom_id"), data.get("custom_id")):
        form.length((*path, "custom_id"), data["custom_id"], 100, 1)
    if form.required((*path, "title"), data.get("title")):
        form.length((*path, "title"), data["title"], 45, 1)
    components = data.get("components")
    at = (*path, "components")
    if not isinstance(components, list) or not 1 <= len(components) <= TOP_MOST:
        form.wrong(at, "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {TOP_MOST} in length.")
        return
    for index, component in enumerate(components):
        _check_top(form, component, (*at, index))
    found = list(tree.walk([each for each in components if isinstance(each, dict)], at))
    check_unique(form, found)
    check_displayed(form, [each for each in components if isinstance(each, dict)], at)


def _check_top(form: Form, component: object, path: Path) -> None:
    if not isinstance(component, dict) or component.get("type") not in TOP:
        form.wrong(
            (*path, "type"), "UNION_TYPE_CHOICES", f'Value of field "type" must be one of {TOP}.'
        )
        return
    match component["type"]:
        case tree.TEXT:
            form.required((*path, "content"), component.get("content"))
        case tree.ROW:
            _check_old_row(form, component, path)
        case _:
            if form.required((*path, "label"), component.get("label")):
                form.length((*path, "label"), component["label"], 45, 1)
            form.length((*path, "description"), component.get("description"), 100)
            if form.required((*path, "component"), component.get("component")):
                _check_input(form, component["component"], (*path, "component"))


def _check_old_row(form: Form, row: Json, path: Path) -> None:
    children = row.get("components")
    if not isinstance(children, list) or len(children) != 1:
        form.wrong(
            (*path, "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 1 in length."
        )
        return
    at = (*path, "components", 0)
    if children[0].get("type") != tree.TEXT_INPUT:
        form.wrong(
            (*at, "type"), "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (4,).'
        )
        return
    if form.required((*at, "label"), children[0].get("label")):
        form.length((*at, "label"), children[0]["label"], 45, 1)
    _check_input(form, children[0], at)


def _check_input(form: Form, one: object, path: Path) -> None:
    if not isinstance(one, dict) or one.get("type") not in tree.INPUTS:
        form.wrong(
            (*path, "type"),
            "UNION_TYPE_CHOICES",
            f'Value of field "type" must be one of {tree.INPUTS}.',
        )
        return
    if form.required((*path, "custom_id"), one.get("custom_id")):
        form.length((*path, "custom_id"), one["custom_id"], 100, 1)
    if one.get("disabled"):
        form.wrong((*path, "disabled"), "COMPONENT_DISABLED_IN_MODAL", "A modal cannot disable it")
    required = one.get("required") is not False
    match one["type"]:
        case tree.TEXT_INPUT:
            _check_text_input(form, one, path)
        case tree.RADIO_GROUP:
            check_options(form, one, path, least=2, most=10, chosen=1)
        case tree.CHECKBOX_GROUP:
            options = one.get("options")
            count = len(options) if isinstance(options, list) else 0
            least, most = check_range(form, one, path, top=10, most=max(count, 1))
            check_options(form, one, path, least=1, most=10, chosen=most)
            if count and max(least, one.get("max_values") or 0) > count:
                form.wrong(
                    (*path, "max_values"), "NUMBER_TYPE_MAX", f"There are only {count} options."
                )
            if required and one.get("min_values") == 0:
                form.wrong((*path, "min_values"), "BASE_TYPE_MIN", "Must be at least 1 if required")
        case tree.UPLOAD:
            check_range(form, one, path, top=10)
        case tree.CHECKBOX:
            pass
        case _:
            check_select(form, one, path, in_modal=True)


def _check_text_input(form: Form, one: Json, path: Path) -> None:
    if one.get("style") not in (1, 2):
        form.wrong((*path, "style"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.")
    form.length((*path, "placeholder"), one.get("placeholder"), 100)
    form.length((*path, "value"), one.get("value"), 4000)
    least, most = one.get("min_length"), one.get("max_length")
    form.number((*path, "min_length"), least, 0, 4000)
    form.number((*path, "max_length"), most, 1, 4000)
    if isinstance(least, int) and isinstance(most, int) and least > most:
        form.wrong((*path, "min_length"), "NUMBER_TYPE_MAX", f"Must be at most max_length, {most}.")
    value = one.get("value")
    if isinstance(value, str) and isinstance(most, int) and len(value) > most:
        form.wrong((*path, "value"), "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
