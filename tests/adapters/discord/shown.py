"""A message as it comes back with a press: sent, made JSON, and read again by the library."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any, cast

import discord
from discord import ui
from discord.components import _component_factory

from tests.adapters.discord.checking import components


def come_back(sent: ui.LayoutView) -> ui.LayoutView:
    """Give a message as the library gives it after its way through the platform."""
    data = json.loads(json.dumps(components(sent)))
    made = SimpleNamespace(components=[_component_factory(part) for part in data])
    return ui.LayoutView.from_message(cast(discord.Message, made), timeout=None)


def pressed(custom_id: str, *values: str) -> dict[str, object]:
    """Make what an interaction says of a press, or of a choice in a select."""
    return {"custom_id": custom_id, "component_type": 3 if values else 2, "values": list(values)}


def sent(window: ui.Modal, **typed: str | list[str] | None) -> dict[str, object]:
    """Make what an interaction says of a window that was filled in and sent."""
    data: dict[str, Any] = window.to_dict()
    filled = []
    for part in data["components"]:
        if part["type"] != 18:
            filled.append({"type": part["type"], "id": 1})
            continue
        asked = part["component"]
        name = asked["custom_id"].split(":")[1]
        answer = typed.get(name, asked.get("value") or "")
        given = {"values": answer} if asked["type"] in (3, 22) else {"value": answer}
        filled.append(
            {
                "type": 18,
                "id": 2,
                "component": {"type": asked["type"], "custom_id": asked["custom_id"], **given},
            }
        )
    return {"custom_id": data["custom_id"], "components": filled}


def ids(view: ui.LayoutView) -> dict[str, str]:
    """Give the ids of a message's buttons by their labels."""
    return {
        item.label or "": item.custom_id or ""
        for item in view.walk_children()
        if isinstance(item, ui.Button)
    }
