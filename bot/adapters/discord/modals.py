"""A card's form as one of Discord's: a window with a few inputs, sent by its own button.

A window is closed by a swipe, cannot answer another one, and has neither buttons nor room. So
only what is short becomes one; everything else is a message with selects. A window is read by
its id when it is sent, so nothing is kept while it is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias, assert_never

import discord
from discord import ui

from bot.adapters.discord.controls import OPTION_MOST, SELECT_MOST
from bot.adapters.discord.escape import inline
from bot.adapters.discord.marks import Mark, Place, Press, Typing, write
from bot.adapters.discord.packing import merged, text_units
from bot.adapters.discord.words import Words, words
from bot.cards.actions.flags import Flag
from bot.cards.actions.me import Me
from bot.cards.actions.setup import MoreSetup
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Choice,
    ChoiceOption,
    Distribution,
    Facts,
    Fields,
    File,
    Heading,
    Meter,
    Mode,
    Moment,
    Note,
    Options,
    Picture,
    Prose,
    Quote,
    Table,
)
from bot.core.limits import DISCORD_MESSAGE, cut, units

TITLE_MOST, HEAD_MOST, DESCRIPTION_MOST = 45, 45, 100
CHILDREN_MOST, TICKS_MOST = 5, 10
#: A window that nobody sends is forgotten after this many seconds.
TIMEOUT = 900.0
#: Buttons that a window can do without: they lead aside, and stand elsewhere, too.
_ASIDE = (Flag, Me, MoreSetup)
Input: TypeAlias = (
    ui.TextInput["Window"]
    | ui.Select["Window"]
    | ui.RadioGroup["Window"]
    | ui.CheckboxGroup["Window"]
)
Child: TypeAlias = Words | ui.Label["Window"]


class Window(ui.Modal):
    """A form that is open before somebody. The library keeps no hold of it."""

    def __init__(self, title: str, mark: Mark, children: Sequence[Child]) -> None:
        super().__init__(title=cut(title, TITLE_MOST), timeout=TIMEOUT, custom_id=write(mark))
        for item in merged(children):  # type: ignore[arg-type]  # its items are of any view
            self.add_item(item)
        self.stop()


def fits_modal(card: Card) -> bool:
    """Say whether a card's form can be a window: with ``submit``, and with nothing lost."""
    return card.submit is not None and _children(card) is not None


def modal(card: Card) -> Window:
    """Render a card's form as a window. Ask ``fits_modal`` first."""
    children = _children(card)
    assert card.submit is not None
    assert children is not None, f"“{card.title}” does not fit a window"
    return Window(card.title, Press(action=card.submit.action, sends=True), children)


def asking(title: str, mark: Press | Typing, fields: Sequence[Fields]) -> Window:
    """Ask for texts of a form that stands in a message, five of them at most."""
    children: list[Child] = []
    for each in fields[:CHILDREN_MOST]:
        *_, label = _typed(each)
        children.append(label)
    return Window(title, mark, children)


def _children(card: Card) -> list[Child] | None:
    """Give what stands in the window, or None where something has no place in one."""
    children: list[Child] = []
    for block in card.beneath_title:
        made = _child(block)
        if made is None:
            return None
        children += made
    items = merged(children)  # type: ignore[arg-type]  # its items are of any view
    if len(items) > CHILDREN_MOST or text_units(items) > DISCORD_MESSAGE:
        return None
    return children


def _child(block: Block) -> list[Child] | None:
    match block:
        case Heading() | Prose() | Note() | Quote() | Options() | Facts() | Table():
            return list(words(block))
        case Fields():
            return list(_typed(block))
        case Choice():
            return _chosen(block)
        case Buttons(buttons=buttons):
            return [] if all(_leads_aside(each) for each in buttons) else None
        case Moment() | Meter() | Distribution() | Picture() | File():
            # Who is told this wants to find it again: it stays in a message.
            return None
        case _:
            assert_never(block)


def _leads_aside(button: Button) -> bool:
    return isinstance(button.action, _ASIDE)


def _typed(fields: Fields) -> Iterator[Child]:
    head, description, more = _head(fields.label, fields.hint)
    yield from _above([*more, *([f"> {inline(fields.error)}"] if fields.error else [])])
    yield ui.Label(
        text=head,
        description=description,
        component=ui.TextInput(
            custom_id=write(Place(name=fields.name)),
            style=discord.TextStyle.paragraph if fields.lines > 1 else discord.TextStyle.short,
            default=fields.value or None,
            required=not fields.optional,
            max_length=max(fields.limit, units(fields.value)),
        ),
    )


def _chosen(choice: Choice) -> list[Child] | None:
    control = _control(choice)
    if control is None:
        return None
    head, description, more = _head(choice.label, "")
    offered = choice.matches if choice.mode is Mode.MATCH else choice.options
    more += [f"> {inline(choice.error)}"] if choice.error else []
    if any(units(option.text) > OPTION_MOST for option in offered):
        more += [inline(option.text) for option in offered]
    return [*_above(more), ui.Label(text=head, description=description, component=control)]


def _control(choice: Choice) -> Input | None:
    count = len(choice.options)
    match choice.mode:
        case Mode.ONE if 1 < count <= TICKS_MOST:
            return _radio(choice)
        case Mode.ONE if count <= SELECT_MOST:
            return _select(choice, choice.options)
        case Mode.MANY if count <= TICKS_MOST:
            return _ticks(choice)
        case Mode.MATCH if count == 1 and len(choice.matches) <= SELECT_MOST:
            return _select(choice, choice.matches)
        case Mode.ONE | Mode.MANY | Mode.ORDER | Mode.MATCH:
            return None


def _radio(choice: Choice) -> Input:
    return ui.RadioGroup(
        custom_id=write(Place(name=choice.name)),
        options=[
            discord.RadioGroupOption(
                label=cut(option.text, OPTION_MOST),
                value=option.value,
                default=option.value in choice.chosen,
            )
            for option in choice.options
        ],
    )


def _ticks(choice: Choice) -> Input:
    return ui.CheckboxGroup(
        custom_id=write(Place(name=choice.name)),
        min_values=choice.count,
        max_values=choice.count,
        options=[
            discord.CheckboxGroupOption(
                label=cut(option.text, OPTION_MOST),
                value=option.value,
                default=option.value in choice.chosen,
            )
            for option in choice.options
        ],
    )


def _select(choice: Choice, options: Sequence[ChoiceOption]) -> Input:
    return ui.Select(
        custom_id=write(Place(name=choice.name)),
        options=[
            discord.SelectOption(
                label=cut(option.text, OPTION_MOST),
                value=option.value,
                default=option.value in choice.chosen,
            )
            for option in options
        ],
    )


def _head(label: str, hint: str) -> tuple[str, str | None, list[str]]:
    """Give an input's short label and its description, and what has to stand above them."""
    if units(label) > HEAD_MOST:
        first, _, rest = re.sub(r"(?<=[.?!]) ", "\n", label, count=1).partition("\n")
        if rest and units(first) <= HEAD_MOST and units(rest) <= DESCRIPTION_MOST:
            label, hint = first, f"{rest} {hint}".strip()
    above = [inline(label)] if units(label) > HEAD_MOST else []
    if units(hint) > DESCRIPTION_MOST:
        above.append(f"-# {inline(hint)}")
        hint = ""
    return cut(label, HEAD_MOST), hint or None, above


def _above(texts: Sequence[str]) -> Iterator[Words]:
    for number, text in enumerate(texts):
        yield Words(text, tight=number > 0)
