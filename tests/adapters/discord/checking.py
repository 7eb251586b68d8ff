"""Whether Discord would take what is sent: its own description, and the rules that it lacks.

The description says the shape of every body and the length of every text; what holds between
fields stands in the table below.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from discord import ui

from bot.adapters.discord.layout import Layout
from bot.adapters.discord.modals import Window
from bot.core.limits import units
from tests.fakes.discord.checks.schema import judge

IS_V2 = 1 << 15
ROW, BUTTON, SELECT, SECTION, TEXT, GALLERY, FILE, CONTAINER, LABEL = 1, 2, 3, 9, 10, 12, 13, 17, 18
CHECKBOXES, RADIOS, TYPED = 22, 21, 4
Body = dict[str, Any]


def problems(body: Body, kind: str) -> list[str]:
    """Name all for which Discord would refuse a body: nothing if it would not."""
    found = [f"{error.json_path}: {error.message[:200]}" for error in _errors(body, kind)]
    parts = list(walk(body.get("data", body).get("components", [])))
    return found + [text for text in _between(parts, modal=kind.startswith("Modal")) if text]


def components(layout: ui.LayoutView) -> list[Body]:
    """Give a message's components as they are sent."""
    found: list[Body] = layout.to_components()  # type: ignore[no-untyped-call]
    return found


def message(layout: Layout) -> Body:
    """Give the body by which a layout is posted."""
    files = [{"id": n, "filename": name} for n, name in enumerate(layout.attachments)]
    return {"components": components(layout), "flags": IS_V2, "attachments": files}


def message_problems(layout: Layout) -> list[str]:
    """Name what is wrong with a message."""
    body = message(layout)
    shown = {f"attachment://{each['filename']}" for each in body["attachments"]}
    wanted = {
        media["url"]
        for part in walk(body["components"])
        for media in (
            [part["file"]] if "file" in part else [i["media"] for i in part.get("items", [])]
        )
    }
    strays = [f"attachments: {shown ^ wanted} is not both shown and sent"] if shown ^ wanted else []
    return problems(body, "MessageCreateRequest") + strays


def modal_problems(window: Window) -> list[str]:
    """Name what is wrong with a window."""
    return problems({"type": 9, "data": window.to_dict()}, "ModalInteractionCallbackRequest")


def walk(components: list[Body]) -> Iterator[Body]:
    """Give every component, those inside others too."""
    for part in components:
        yield part
        yield from walk(part.get("components", []))
        yield from walk([part[name] for name in ("accessory", "component") if name in part])


def _errors(body: Body, kind: str) -> Iterator[Any]:
    judging = judge(kind)
    if judging is None:
        pytest.skip("COHORT_SHARED does not say where Discord's description is")
    yield from judging.iter_errors(body)


def _between(parts: list[Body], *, modal: bool) -> Iterator[str]:
    """The rules between fields, each with what it says."""
    ids = [part["custom_id"] for part in parts if "custom_id" in part]
    yield "" if len(ids) == len(set(ids)) else f"custom_id twice: {sorted(ids)}"
    yield "" if len(parts) <= 40 else f"{len(parts)} components"
    shown = sum(units(part["content"]) for part in parts if part["type"] == TEXT)
    yield "" if shown <= 4000 else f"{shown} characters displayed"
    for part in parts:
        match part["type"]:
            case 1:
                yield from _row(part)
            case 2:
                yield "" if part.get("label", "").strip() else "a button without words"
            case 3 | 21 | 22:
                yield from _options(part)
            case 4:
                fits = units(part.get("value") or "") <= part.get("max_length", 4000)
                yield "" if fits else "a text longer than its own limit"
            case 9:
                shape = 1 <= len(part["components"]) <= 3 and part["accessory"]["type"] == BUTTON
                yield "" if shape else "a section of another shape"
            case 10:
                yield "" if part["content"].strip() else "an empty text"
                yield "" if part["content"].count("```") % 2 == 0 else "a code block left open"
            case _:
                pass
    if modal:
        yield from _window(parts)


def _row(row: Body) -> Iterator[str]:
    kinds = [part["type"] for part in row["components"]]
    yield "" if kinds in ([SELECT], [BUTTON] * len(kinds)) else f"a row of {kinds}"
    yield "" if 1 <= len(kinds) <= 5 else f"a row of {len(kinds)}"


def _options(part: Body) -> Iterator[str]:
    values = [option["value"] for option in part["options"]]
    yield "" if len(values) == len(set(values)) else f"options of one value: {values}"
    least, most = part.get("min_values"), part.get("max_values")
    if most is not None:
        yield "" if least <= most <= len(values) else f"{least} to {most} of {len(values)} options"
    held = sum(bool(option.get("default")) for option in part["options"])
    yield "" if held <= (most or 1) else f"{held} options held of {most or 1}"
    for option in part["options"]:
        yield "" if units(option["label"]) <= 100 else f"{units(option['label'])} in an option"


def _window(parts: list[Body]) -> Iterator[str]:
    beneath = sum(1 for part in parts if part["type"] == LABEL)
    top = sum(1 for part in parts if part["type"] in (LABEL, TEXT))
    yield "" if top <= 5 else f"{top} things in a window"
    yield "" if beneath else "a window that asks nothing"
    for part in parts:
        if part["type"] == LABEL:
            yield "" if units(part["label"]) <= 45 else f"a label of {units(part['label'])}"
