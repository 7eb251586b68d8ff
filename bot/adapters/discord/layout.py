"""A card as Discord's components: one message where it fits, else as many as it takes.

It knows how each block looks and nothing of what it is about. Pictures and files are shown
where the message that carries them has them attached; their words stand there in any case.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import assert_never

import discord
from discord import ui

from bot.adapters.discord.controls import Presses, selects, typed
from bot.adapters.discord.packing import Group, Item, Part, fits, packed
from bot.adapters.discord.words import Words, words
from bot.cards.blocks import (
    Block,
    Buttons,
    Card,
    Choice,
    Distribution,
    Facts,
    Fields,
    File,
    Heading,
    Meter,
    Moment,
    Note,
    Options,
    Picture,
    Prose,
    Quote,
    Table,
)
from bot.core.errors import Fault
from bot.core.limits import cut

DESCRIPTION_MOST = 1_024
_NAME_MOST = 100


class Layout(ui.LayoutView):
    """One message. ``attachments`` names the files that it shows and has to be sent with.

    The library keeps no hold of it: presses are read by their ids alone. A ``mark`` is carried
    unseen, so that the message can be recognised again. What is ``above`` may hold a mention.
    """

    def __init__(
        self,
        items: list[Item],
        attachments: tuple[str, ...] = (),
        *,
        mark: int = 0,
        above: str = "",
    ) -> None:
        super().__init__(timeout=None)
        self.attachments = attachments
        if above:
            self.add_item(ui.TextDisplay[ui.LayoutView](above))
        self.add_item(ui.Container[ui.LayoutView](*items, id=mark or None))
        self.stop()


def layouts(card: Card, attached: Collection[str] = (), mark: int = 0) -> list[Layout]:
    """Render a card for one person, in as many messages as it takes; a form stays in one.

    ``attached`` are the names, as ``attachments`` gives them, of files that can be sent along.
    Only a card of one message carries its ``mark``: one of several cannot be replaced alone.
    """
    pages = packed(_groups(card, attached))
    kept = mark if len(pages) == 1 else 0
    return [Layout(items, tuple(_shown(items)), mark=kept) for items in pages]


def layout(card: Card, attached: Collection[str] = (), *, mark: int = 0, above: str = "") -> Layout:
    """Render a card for a channel, where a message is edited in place and so has to be one.

    Raises ``Fault`` where it does not fit.
    """
    pages = packed(_groups(card, attached))
    if len(pages) != 1:
        raise Fault(f"“{card.title}” does not fit one Discord message.")
    (items,) = pages
    if above and not fits([Words(above), *items]):
        above = ""  # a question goes out whole, and then without a mention
    return Layout(items, tuple(_shown(items)), mark=mark, above=above)


def misfit(card: Card, private: bool = False) -> str:
    """Say why a card cannot be shown; nothing where it can. A private one may take several."""
    try:
        if private:
            layouts(card, attachments(card))
        else:
            layout(card, attachments(card))
    except Fault as wrong:
        return str(wrong)
    return ""


def attachments(card: Card) -> dict[str, Picture | File]:
    """Name the pictures and files of a card as they are called when they are sent along."""
    return {
        _name(block, place): block
        for place, block in enumerate(card.blocks)
        if isinstance(block, Picture | File)
    }


def described(picture: Picture) -> str:
    """Describe a picture for those who do not see it; all of it stands in the message, too."""
    return cut(picture.words, DESCRIPTION_MOST)


def _groups(card: Card, attached: Collection[str]) -> list[Group]:
    """Say what belongs together: a heading to what follows, buttons to what is before them.

    Inputs and what sends them are one, after the texts and before the other buttons.
    """
    presses = Presses()
    groups: list[Group] = []
    form: list[Part] = []
    after: list[Part] = []
    follows = False
    for place, block in enumerate(card.blocks):
        made = tuple(_parts(block, place, presses, attached))
        if isinstance(block, Choice | Fields):
            form += made
        elif isinstance(block, Buttons) and form:
            after += made
        elif groups and (follows or isinstance(block, Buttons)):
            groups[-1] = Group(groups[-1].parts + made)
        else:
            groups.append(Group(made))
        follows = isinstance(block, Heading)
    if card.submit is not None:
        form.append(ui.ActionRow(presses.button(card.submit, sends=True)))
    ends = [Group(tuple(form), bound=card.submit is not None), Group(tuple(after))]
    return groups + [group for group in ends if group.parts]


def _parts(block: Block, place: int, presses: Presses, attached: Collection[str]) -> Iterator[Part]:
    """Render one block. Every kind has its place here."""
    match block:
        case Buttons(buttons=buttons):
            yield from presses.rows(buttons)
        case Choice():
            yield from selects(block)
        case Fields():
            yield typed(block)
        case Picture():
            name = _name(block, place)
            if name in attached:
                media = discord.MediaGalleryItem(
                    f"attachment://{name}", description=described(block)
                )
                yield ui.MediaGallery(media)
            yield from words(block, pictured=name in attached)
        case File():
            yield from words(block)
            if _name(block, place) in attached:
                yield ui.File(f"attachment://{_name(block, place)}")
        case (
            Heading() | Prose() | Moment() | Options() | Facts() | Table() | Meter()
            | Distribution() | Note() | Quote()
        ):  # fmt: skip
            yield from words(block)
        case _:
            assert_never(block)


def _name(block: Picture | File, place: int) -> str:
    if isinstance(block, Picture):
        return f"chart-{place}.png"
    # Discord renames what it does not like, and then the reference would lead nowhere.
    stem, dot, end = block.name.rpartition(".")
    safe = re.sub(r"[^A-Za-z0-9_-]+", "-", stem if dot else block.name).strip("-")[:_NAME_MOST]
    return f"{place}-{safe or 'file'}{dot}{re.sub(r'[^A-Za-z0-9]', '', end) if dot else ''}"


def _shown(items: list[Item]) -> Iterator[str]:
    for item in items:
        if isinstance(item, ui.MediaGallery):
            for each in item.items:
                yield each.media.url.removeprefix("attachment://")
        elif isinstance(item, ui.File):
            yield item.media.url.removeprefix("attachment://")
