"""What Discord refuses in the components of a message.

Knows each component's own limits, where it may stand, and the limits over the whole tree.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from tests.fakes.discord.checks import tree
from tests.fakes.discord.checks.tree import Path
from tests.fakes.discord.errors import Form, Json

TOTAL_MOST: Final = 40
TEXT_MOST: Final = 4000
ROWS_MOST: Final = 5
SCHEMES: Final = ("http://", "https://", "discord://")
TOP_V2: Final = (
    tree.ROW,
    tree.SECTION,
    tree.TEXT,
    tree.GALLERY,
    tree.FILE,
    tree.SEPARATOR,
    tree.CONTAINER,
)
IN_CONTAINER: Final = tuple(kind for kind in TOP_V2 if kind != tree.CONTAINER)


def check_components(
    form: Form,
    components: object,
    *,
    v2: bool,
    filenames: Collection[str],
    path: Path = ("components",),
) -> None:
    """Check a message's components; `filenames` are the attachments it has or brings."""
    if not isinstance(components, list):
        form.wrong(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return
    if not v2 and len(components) > ROWS_MOST:
        form.wrong(path, "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {ROWS_MOST} in length.")
    for index, component in enumerate(components):
        _check(form, component, (*path, index), TOP_V2 if v2 else (tree.ROW,), filenames)
    found = list(tree.walk([each for each in components if isinstance(each, dict)], path))
    check_unique(form, found)
    if v2 and len(found) > TOTAL_MOST:
        form.wrong(
            path,
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            f"The total number of components, {len(found)}, exceeds {TOTAL_MOST}.",
        )
    check_displayed(form, [each for each in components if isinstance(each, dict)], path)


def check_displayed(form: Form, components: list[Json], path: Path) -> None:
    """Check the characters that all Text Displays show together."""
    shown = sum(len(text) for text in tree.texts(components))
    if shown > TEXT_MOST:
        form.wrong(
            path,
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            f"The total displayable text size, {shown}, exceeds {TEXT_MOST}.",
        )


def check_unique(form: Form, found: list[tuple[Path, Json]]) -> None:
    """Check that no two components share a custom_id or an id."""
    custom_ids: set[str] = set()
    ids: set[int] = set()
    for path, component in found:
        custom_id = component.get("custom_id")
        if isinstance(custom_id, str):
            if custom_id in custom_ids:
                form.wrong(
                    (*path, "custom_id"),
                    "COMPONENT_CUSTOM_ID_DUPLICATED",
                    "Component custom id cannot be duplicated",
                )
            custom_ids.add(custom_id)
        number = component.get("id")
        form.number((*path, "id"), number, 0, 2**31 - 1)
        if isinstance(number, int) and number:
            if number in ids:
                form.wrong(
                    (*path, "id"), "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated"
                )
            ids.add(number)


def _check(
    form: Form, component: object, path: Path, allowed: Collection[int], files: Collection[str]
) -> None:
    if not isinstance(component, dict):
        form.wrong(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return
    kind = component.get("type")
    if kind not in allowed:
        names = ", ".join(map(str, allowed))
        form.wrong(
            (*path, "type"),
            "UNION_TYPE_CHOICES",
            f'Value of field "type" must be one of ({names}).',
        )
        return
    match kind:
        case tree.ROW:
            _check_row(form, component, path)
        case tree.BUTTON:
            check_button(form, component, path)
        case tree.SECTION:
            _check_section(form, component, path, files)
        case tree.TEXT:
            if form.required((*path, "content"), component.get("content")):
                form.length((*path, "content"), component["content"], TEXT_MOST)
        case tree.THUMBNAIL | tree.GALLERY | tree.FILE:
            _check_media(form, component, path, files)
        case tree.SEPARATOR:
            form.number((*path, "spacing"), component.get("spacing"), 1, 2)
        case tree.CONTAINER:
            form.number((*path, "accent_color"), component.get("accent_color"), 0, 0xFFFFFF)
            children = component.get("components")
            if form.required((*path, "components"), children) and isinstance(children, list):
                for index, child in enumerate(children):
                    _check(form, child, (*path, "components", index), IN_CONTAINER, files)
        case _ if kind in tree.SELECTS:
            check_select(form, component, path)


def _check_row(form: Form, row: Json, path: Path) -> None:
    children = row.get("components")
    if not form.required((*path, "components"), children) or not isinstance(children, list):
        return
    kinds = [each.get("type") if isinstance(each, dict) else None for each in children]
    most = 5 if all(kind == tree.BUTTON for kind in kinds) else 1
    if len(children) > most:
        form.wrong(
            (*path, "components"),
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED" if most == 1 else "BASE_TYPE_BAD_LENGTH",
            f"Must be between 1 and {most} in length.",
        )
    for index, child in enumerate(children):
        _check(form, child, (*path, "components", index), (tree.BUTTON, *tree.SELECTS), ())


def _check_section(form: Form, section: Json, path: Path, files: Collection[str]) -> None:
    children = section.get("components")
    if form.required((*path, "components"), children) and isinstance(children, list):
        if len(children) > 3:
            form.wrong(
                (*path, "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 3 in length."
            )
        for index, child in enumerate(children):
            _check(form, child, (*path, "components", index), (tree.TEXT,), files)
    if form.required((*path, "accessory"), section.get("accessory")):
        allowed = (tree.BUTTON, tree.THUMBNAIL)
        _check(form, section["accessory"], (*path, "accessory"), allowed, files)


def check_button(form: Form, button: Json, path: Path) -> None:
    """Check a button: what its style needs and forbids, and its lengths."""
    style = button.get("style")
    custom_id, url, sku = (button.get(name) for name in ("custom_id", "url", "sku_id"))
    form.length((*path, "label"), button.get("label"), 80)
    form.length((*path, "url"), url, 512)
    if style not in (1, 2, 3, 4, 5, 6):
        form.wrong(
            (*path, "style"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3, 4, 5, 6}."
        )
        return
    needs = {5: "url", 6: "sku_id"}.get(style, "custom_id")
    if button.get(needs) in (None, ""):
        form.wrong((*path, needs), "BASE_TYPE_REQUIRED", f"A button of style {style} needs {needs}")
    for name, value in (("custom_id", custom_id), ("url", url), ("sku_id", sku)):
        if name != needs and value is not None:
            form.wrong(
                (*path, name),
                "BUTTON_COMPONENT_FIELD_FORBIDDEN",
                f"A button of style {style} cannot have {name}",
            )
    if needs == "custom_id":
        form.length((*path, "custom_id"), custom_id, 100, 1)
    elif needs == "url" and isinstance(url, str) and not url.startswith(SCHEMES):
        form.wrong(
            (*path, "url"), "URL_TYPE_INVALID_SCHEME", f"Scheme of {url!r} is not supported."
        )
    shows = button.get("label") or button.get("emoji")
    if style == 6 and shows:
        form.wrong(
            path, "BUTTON_COMPONENT_FIELD_FORBIDDEN", "A premium button shows nothing of yours"
        )
    if style != 6 and not shows:
        form.wrong((*path, "label"), "BASE_TYPE_REQUIRED", "A button needs a label or an emoji")


def check_select(form: Form, select: Json, path: Path, *, in_modal: bool = False) -> None:
    """Check a select menu of any kind."""
    if form.required((*path, "custom_id"), select.get("custom_id")):
        form.length((*path, "custom_id"), select["custom_id"], 100, 1)
    form.length((*path, "placeholder"), select.get("placeholder"), 150)
    least, most = check_range(form, select, path, top=25)
    if in_modal and select.get("required") is not False and select.get("min_values") == 0:
        form.wrong(
            (*path, "min_values"),
            "BASE_TYPE_MIN",
            "min_values must be at least 1 if it is required",
        )
    if select.get("type") != tree.STRING_SELECT:
        defaults = select.get("default_values") or []
        if defaults and not least <= len(defaults) <= most:
            form.wrong(
                (*path, "default_values"),
                "BASE_TYPE_BAD_LENGTH",
                f"Must be between {least} and {most} in length.",
            )
        return
    check_options(form, select, path, least=1, most=25, chosen=most)
    options = select.get("options")
    if isinstance(options, list) and options and most > len(options):
        form.wrong(
            (*path, "max_values"),
            "NUMBER_TYPE_MAX",
            f"max_values must be at most the number of options, {len(options)}.",
        )


def check_range(form: Form, one: Json, path: Path, *, top: int, most: int = 1) -> tuple[int, int]:
    """Check min_values and max_values, and return them with their defaults (1 and `most`)."""
    low, high = one.get("min_values"), one.get("max_values")
    form.number((*path, "min_values"), low, 0, top)
    form.number((*path, "max_values"), high, 1, top)
    least = low if isinstance(low, int) else 1
    most = high if isinstance(high, int) else most
    if least > most:
        form.wrong(
            (*path, "min_values"),
            "NUMBER_TYPE_MAX",
            f"min_values must be at most max_values, {most}.",
        )
    return least, most


def check_options(form: Form, one: Json, path: Path, *, least: int, most: int, chosen: int) -> None:
    """Check the options of a string select, radio group or checkbox group."""
    options = one.get("options")
    if not isinstance(options, list) or not least <= len(options) <= most:
        form.wrong(
            (*path, "options"),
            "BASE_TYPE_BAD_LENGTH",
            f"Must be between {least} and {most} in length.",
        )
        return
    values: set[object] = set()
    for index, option in enumerate(options):
        at = (*path, "options", index)
        for name in ("label", "value"):
            if form.required((*at, name), option.get(name)):
                form.length((*at, name), option[name], 100, 1)
        form.length((*at, "description"), option.get("description"), 100)
        if option.get("value") in values:
            form.wrong(
                at,
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            )
        values.add(option.get("value"))
    defaults = sum(bool(option.get("default")) for option in options)
    if defaults > chosen:
        form.wrong(
            (*path, "options"),
            "SELECT_COMPONENT_INVALID_DEFAULTS",
            f"At most {chosen} may be default.",
        )


def _check_media(form: Form, component: Json, path: Path, files: Collection[str]) -> None:
    kind = component["type"]
    if kind == tree.GALLERY:
        items = component.get("items")
        if not isinstance(items, list) or not 1 <= len(items) <= 10:
            form.wrong(
                (*path, "items"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 10 in length."
            )
            return
        for index, item in enumerate(items):
            form.length((*path, "items", index, "description"), item.get("description"), 1024)
    form.length((*path, "description"), component.get("description"), 1024)
    for below, item in tree.media(component):
        at = (*path, *below, "url")
        url = item.get("url")
        if not form.required(at, url) or not isinstance(url, str):
            continue
        form.length(at, url, 2048)
        if url.startswith("attachment://"):
            if url.removeprefix("attachment://") not in files:
                form.wrong(
                    at,
                    "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
                    f"The attachment {url!r} was not found",
                )
        elif kind == tree.FILE or not url.startswith(("http://", "https://")):
            form.wrong(at, "URL_TYPE_INVALID_SCHEME", f"Scheme of {url!r} is not supported.")
