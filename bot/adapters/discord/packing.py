"""How parts of a card share messages: as few as hold them, none over Discord's limits.

What belongs together stays together: a row of buttons goes with the text before it, and a form
is never parted, since what it sends is read from its own message.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from discord import ui

from bot.adapters.discord.words import Words
from bot.core.errors import Fault
from bot.core.limits import DISCORD_MESSAGE, units

Item: TypeAlias = ui.Item[ui.LayoutView]
Part: TypeAlias = Words | Item
COMPONENTS_MOST = 40


@dataclass(frozen=True, slots=True)
class Group:
    """Parts that belong together. One that is ``bound`` may not be parted at any price."""

    parts: tuple[Part, ...]
    bound: bool = False


def packed(groups: Sequence[Group]) -> list[list[Item]]:
    """Share groups out over messages, in their order; adjacent texts become one.

    Raises ``Fault`` where what is bound does not fit one message.
    """
    whole = [part for group in groups for part in group.parts]
    if fits(whole):
        return [merged(whole)] if whole else []
    messages: list[list[Part]] = [[]]
    for group in groups:
        for piece in _pieces(group):
            if messages[-1] and not fits([*messages[-1], *piece]):
                messages.append([])
            messages[-1] += piece
    return [merged(message) for message in messages if message]


def fits(parts: Sequence[Part]) -> bool:
    """Say whether parts fit one message, with the container around them."""
    items = merged(parts)
    components = 1 + sum(_count(item) for item in items)
    return components <= COMPONENTS_MOST and text_units(items) <= DISCORD_MESSAGE


def merged(parts: Sequence[Part]) -> list[Item]:
    """Make adjacent texts one: a text display per run of texts."""
    items: list[Item] = []
    run: list[Words] = []
    for part in parts:
        if isinstance(part, Words):
            run.append(part)
            continue
        items += _display(run)
        run = []
        items.append(part)
    return items + _display(run)


def text_units(items: Sequence[Item]) -> int:
    """Count what is displayed as text, as the stricter reading of the limit does."""
    return sum(
        units(each.content)
        for item in items
        for each in (item, *_beneath(item))
        if isinstance(each, ui.TextDisplay)
    )


def _pieces(group: Group) -> Iterator[list[Part]]:
    """Give a group whole if it fits a message at all, else piece by piece."""
    if fits(group.parts):
        yield list(group.parts)
        return
    if group.bound:
        raise Fault("A form does not fit one Discord message.")
    for part in group.parts:
        yield [part]


def _count(item: Item) -> int:
    return 1 + sum(1 for _ in _beneath(item))


def _beneath(item: Item) -> Iterator[Item]:
    if isinstance(item, ui.ActionRow | ui.Container | ui.Section):
        yield from item.walk_children()


def _display(run: Sequence[Words]) -> list[Item]:
    if not run:
        return []
    text = run[0].text
    for before, words in pairwise(run):
        text += ("\n" if _is_close(before, words) else "\n\n") + words.text
    return [ui.TextDisplay(text)]


def _is_close(before: Words, words: Words) -> bool:
    """Say whether no empty line stands between two texts."""
    if _last(before).startswith("> ") and not words.text.startswith("> "):
        return False
    is_run = bool(words.run) and words.run == before.run
    return words.tight or is_run or _last(before).startswith(("## ", "### "))


def _last(words: Words) -> str:
    return words.text.rpartition("\n")[2]
