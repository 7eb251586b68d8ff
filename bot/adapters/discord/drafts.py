"""The form that a message holds: what is chosen and typed in it so far, and changing that.

A message that comes back with a press shows what was chosen before. So the draft survives a
restart, belongs to the one who sees the message, and goes when the message goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from discord import ui

from bot.adapters.discord.controls import NOTHING, draft
from bot.adapters.discord.escape import unescape
from bot.adapters.discord.marks import Mark, Place, Press, Typing, read
from bot.cards.actions import Action
from bot.cards.blocks import Fields
from bot.cards.commands import Inputs
from bot.core.errors import Misused

_GONE = "This form is not here any more. Ask for it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A select of a message."""

    place: Place
    select: ui.Select[ui.LayoutView]

    @property
    def values(self) -> tuple[str, ...]:
        """What is chosen in it."""
        return tuple(option.value for option in self.select.options if option.default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A text of a message: what is asked, and what is typed so far."""

    typing: Typing
    section: ui.Section[ui.LayoutView]

    @property
    def value(self) -> str:
        """What is typed so far."""
        content = self._texts[1].content
        return "" if content == NOTHING else unescape(content)

    def fields(self) -> Fields:
        """Give the input that it stands for."""
        label, *more = self._texts[0].content.split("\n")
        hint = next((line.removeprefix("-# ") for line in more if line.startswith("-# ")), "")
        return Fields(
            name=self.typing.name,
            label=unescape(label.removeprefix("**").removesuffix("**")),
            limit=self.typing.limit,
            value=self.value,
            lines=self.typing.lines,
            optional=self.typing.optional,
            hint=unescape(hint),
        )

    def put(self, value: str) -> None:
        """Put another text there."""
        self._texts[1].content = draft(value)
        button = self.section.accessory
        if isinstance(button, ui.Button):
            button.label = "Change" if value.strip() else "Write"

    @property
    def _texts(self) -> list[ui.TextDisplay[ui.LayoutView]]:
        return [each for each in self.section.children if isinstance(each, ui.TextDisplay)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The form of a message. ``send`` is the action by which it is sent, ``label`` its words."""

    chosen: Sequence[Chosen]
    typed: Sequence[Typed]
    send: Action | None
    label: str

    @property
    def missing(self) -> list[Fields]:
        """The texts that have to be typed and are not."""
        wanted = (each.fields() for each in self.typed if not each.typing.optional)
        return [fields for fields in wanted if not fields.value]

    def inputs(self) -> dict[str, tuple[str, ...]]:
        """Give what is chosen and typed, as a form sends it."""
        places: dict[str, dict[int, tuple[str, ...]]] = {}
        for each in self.chosen:
            held = places.setdefault(each.place.name, {})
            held[each.place.place] = held.get(each.place.place, ()) + each.values
        found: dict[str, tuple[str, ...]] = {each.typing.name: (each.value,) for each in self.typed}
        for name, held in places.items():
            if len(held) > 1:
                # A place that is still empty is not sent: then there are too few, and that is said.
                found[name] = tuple("".join(held[place]) for place in sorted(held) if held[place])
            elif any(held.values()):
                found[name] = next(iter(held.values()))
        return found

    def choose(self, place: Place, values: Sequence[str]) -> None:
        """Choose in a select; what was chosen in another part of the same list goes."""
        for each in self.chosen:
            if (each.place.name, each.place.place) == (place.name, place.place):
                for option in each.select.options:
                    option.default = each.place == place and option.value in values

    def text(self, name: str) -> Typed:
        """Give the text of a name. Raises ``Misused`` where the message has none."""
        found = next((each for each in self.typed if each.typing.name == name), None)
        if found is None:
            raise Misused(_GONE)
        return found


def draft_in(shown: ui.LayoutView) -> Draft:
    """Find the form that a message holds; one without inputs holds none."""
    chosen: list[Chosen] = []
    typed: list[Typed] = []
    send: Action | None = None
    label = ""
    for item in shown.walk_children():
        match item, _mark(item):
            case ui.Select(), Place() as place:
                chosen.append(Chosen(place=place, select=item))
            case ui.Section(accessory=button), _:
                mark = _mark(button)
                if isinstance(mark, Typing):
                    typed.append(Typed(typing=mark, section=item))
            case ui.Button(), Press(sends=True, action=action):
                send, label = action, item.label or ""
            case _:
                pass
    return Draft(chosen=chosen, typed=typed, send=send, label=label)


def merged_inputs(draft: Draft | None, action: Action, sent: Inputs) -> dict[str, tuple[str, ...]]:
    """Add what stands in a message to what a window of the same form sends."""
    before = draft.inputs() if draft is not None and draft.send == action else {}
    return {**before, **sent}


def _mark(item: object) -> Mark | None:
    identity = getattr(item, "custom_id", None)
    if not isinstance(identity, str):
        return None
    try:
        return read(identity)
    except Misused:
        return None
