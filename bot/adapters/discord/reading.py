"""What somebody pressed, chose or sent, read from the interaction alone.

Ids say what is meant, and the message that comes with it holds what was chosen before. So it
works after any restart, and a year later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from discord import ui

from bot.adapters.discord.drafts import Draft, draft_in, merged_inputs
from bot.adapters.discord.marks import Place, Press, Typing, read
from bot.adapters.discord.modals import CHILDREN_MOST, Window, asking
from bot.adapters.discord.payloads import Payload, inside, listed, text_at, texts_at
from bot.cards.actions import Action
from bot.cards.commands import Inputs
from bot.core.errors import Misused

_NOTHING = "That did not arrive whole. Try it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Do:
    """Ask the desk: an action and what was filled in."""

    action: Action
    inputs: Inputs = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Redraw:
    """Put this in the place of the message: its form as it stands now."""

    view: ui.LayoutView


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Open this window. It has to be the first answer."""

    window: Window


Meant: TypeAlias = Do | Redraw | Ask


def read_press(data: Payload, shown: ui.LayoutView | None = None) -> Meant:
    """Read the press of a button or a choice in a select (interaction type 3).

    ``data`` is the interaction's, ``shown`` the message it came from
    (``LayoutView.from_message``). Raises ``Misused`` on what is not ours.
    """
    mark = read(text_at(data, "custom_id"))
    match mark:
        case Press(action=action, sends=False):
            return Do(action=action)
        case Press(action=action):
            draft = _draft(shown)
            missing = draft.missing
            if missing:
                return Ask(window=asking(draft.label, mark, missing))
            return Do(action=action, inputs=draft.inputs())
        case Place():
            draft = _draft(shown)
            draft.choose(mark, texts_at(data, "values"))
            return _redrawn(shown)
        case Typing(name=name):
            return Ask(window=_window(_draft(shown), name))


def read_submit(data: Payload, shown: ui.LayoutView | None = None) -> Do | Redraw:
    """Read a window that was sent (interaction type 5), never by the view that opened it.

    ``shown`` is the message that the window was opened from, if any.
    """
    mark = read(text_at(data, "custom_id"))
    sent = dict(_sent(data))
    match mark:
        case Press(action=action, sends=True):
            draft = draft_in(shown) if shown is not None else None
            return Do(action=action, inputs=merged_inputs(draft, action, sent))
        case Typing(name=name):
            _draft(shown).text(name).put("".join(sent.get(name, ())))
            return _redrawn(shown)
        case _:
            raise Misused(_NOTHING)


def _window(draft: Draft, name: str) -> Window:
    """Open the texts of a form: all, if there is nothing else to it, else the one alone.

    Where all are typed in one window, sending it sends the form.
    """
    if draft.send is not None and not draft.chosen and len(draft.typed) <= CHILDREN_MOST:
        mark = Press(action=draft.send, sends=True)
        return asking(draft.label, mark, [each.fields() for each in draft.typed])
    typed = draft.text(name)
    fields = typed.fields()
    return asking(fields.label, typed.typing, [fields])


def _draft(shown: ui.LayoutView | None) -> Draft:
    if shown is None:
        raise Misused(_NOTHING)
    return draft_in(shown)


def _redrawn(shown: ui.LayoutView | None) -> Redraw:
    assert shown is not None
    shown.stop()
    return Redraw(view=shown)


def _sent(data: Mapping[str, object]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for child in listed(data, "components"):
        for part in (inside(child, "component"), *listed(child, "components")):
            identity = text_at(part, "custom_id")
            if not identity:
                continue
            mark = read(identity)
            if not isinstance(mark, Place):
                raise Misused(_NOTHING)
            values = texts_at(part, "values") if "values" in part else (text_at(part, "value"),)
            # Where nothing is chosen the platform says null; an empty text is an answer.
            if values and part.get("value", "") is not None:
                yield mark.name, values
