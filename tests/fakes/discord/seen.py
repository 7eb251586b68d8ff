"""What a person sees of a message: its words, what can be pressed or chosen, its files.

Knows how Discord's client shows components; must not know how to act on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.fakes.discord.checks import tree
from tests.fakes.discord.entities import LOADING, Attachment, Message
from tests.fakes.discord.errors import Json

THINKING = "is thinking..."


@dataclass(frozen=True, slots=True)
class Button:
    """A button as it stands there."""

    label: str
    custom_id: str | None
    disabled: bool
    url: str | None
    data: Json = field(repr=False)


@dataclass(frozen=True, slots=True)
class Select:
    """A select menu as it stands there; `options` are labels, `chosen` those marked as default."""

    custom_id: str
    kind: int
    placeholder: str
    options: tuple[str, ...]
    chosen: tuple[str, ...]
    disabled: bool
    data: Json = field(repr=False)


@dataclass(frozen=True, slots=True, repr=False)
class Seen:
    """A message on somebody's screen; it stays current with the message."""

    message: Message

    @property
    def id(self) -> int:
        """Return the message's id."""
        return self.message.id

    @property
    def is_private(self) -> bool:
        """Return whether only this person sees it."""
        return self.message.only_for is not None

    @property
    def is_thinking(self) -> bool:
        """Return whether the application is still thinking."""
        return bool(self.message.flags & LOADING)

    @property
    def text(self) -> str:
        """Return all words in the order in which they stand, buttons and options left out."""
        if self.is_thinking:
            return THINKING
        lines = [self.message.content]
        for embed in self.message.embeds:
            lines += [embed.get("title") or "", embed.get("description") or ""]
        lines += tree.texts(self.message.components)
        return "\n".join(line for line in lines if line)

    def __repr__(self) -> str:
        return f"<{'private ' if self.is_private else ''}message {self.text!r} {self.labels}>"

    @property
    def buttons(self) -> list[Button]:
        """Return the buttons in order."""
        return [
            Button(
                label=each.get("label") or str((each.get("emoji") or {}).get("name") or ""),
                custom_id=each.get("custom_id"),
                disabled=bool(each.get("disabled")),
                url=each.get("url"),
                data=each,
            )
            for each in self._of(lambda kind: kind == tree.BUTTON)
        ]

    @property
    def labels(self) -> list[str]:
        """Return the labels of the buttons that can be pressed."""
        return [each.label for each in self.buttons if not each.disabled]

    @property
    def selects(self) -> list[Select]:
        """Return the select menus in order."""
        return [
            Select(
                custom_id=each["custom_id"],
                kind=each["type"],
                placeholder=each.get("placeholder") or "",
                options=tuple(one["label"] for one in each.get("options") or []),
                chosen=tuple(
                    one["label"] for one in each.get("options") or [] if one.get("default")
                ),
                disabled=bool(each.get("disabled")),
                data=each,
            )
            for each in self._of(lambda kind: kind in tree.SELECTS)
        ]

    @property
    def files(self) -> list[Attachment]:
        """Return the files that show: with components, only those that a component shows."""
        if not self.message.has_v2:
            return list(self.message.attachments)
        shown = [
            item.get("attachment_id")
            for _, each in tree.walk(self.message.components)
            for _, item in tree.media(each)
        ]
        return [each for each in self.message.attachments if str(each.id) in shown]

    @property
    def described(self) -> list[str]:
        """Return what the pictures say to those who do not see them, in order."""
        found = []
        for _, each in tree.walk(self.message.components):
            for item in each.get("items") or [each]:
                if isinstance(item.get("description"), str) and each["type"] in (11, 12):
                    found.append(item["description"])
        return found

    def _of(self, wanted: Callable[[int], bool]) -> Iterator[Json]:
        for _, each in tree.walk(self.message.components):
            if wanted(each.get("type", 0)):
                yield each
