"""A file that takes a while: it is being made, it is there, or it could not be made."""

from __future__ import annotations

from bot.cards.actions.files import MakeWorkbook
from bot.cards.blocks import Block, Button, Buttons, Card, File, Heading, Meter, Note, Prose, Tone
from bot.cards.wording import counted

TITLE = "Your workbook"
WHOLE = "The group's workbook"


def making_card(*, whole: bool, done: int = 0, total: int = 0) -> Card:
    """Say that a workbook is being made, and how far it is."""
    blocks: list[Block] = [Heading(text=WHOLE if whole else TITLE, level=2)]
    if total:
        words = f"{done} of {counted(total, 'answer')}"
        blocks.append(Meter(label="Being made", value=min(1.0, done / total), words=words))
    else:
        blocks.append(Prose(text="It is being made and comes here. Go on meanwhile."))
    return Card(title=TITLE, blocks=tuple(blocks))


def made_card(*, whole: bool, name: str, words: str, file_id: str) -> Card:
    """Hand a workbook over, to the one who asked."""
    kept = (
        "Members stand in it by name only where they agreed; the others are in totals of five "
        "or more. Its answers carry no names."
        if whole
        else "Everything in it is yours alone. Nobody else can ask for it."
    )
    blocks: tuple[Block, ...] = (
        Heading(text=WHOLE if whole else TITLE, level=2),
        File(name=name, words=words, id=file_id),
        Prose(text=kept, tone=Tone.QUIET),
        again(whole=whole),
    )
    return Card(title=TITLE, blocks=blocks)


def nowhere_card() -> Card:
    """Say that files cannot be made here, and what can be done instead."""
    text = "Files cannot be made here. Your operator can: `cohort export --out FILE.xlsx`."
    return Card(title=TITLE, blocks=(Note(text=text),))


def again(*, whole: bool) -> Buttons:
    """Offer to make a workbook, with what is true then."""
    label = "Make the group's workbook" if whole else "Make it again"
    return Buttons(buttons=(Button(label=label, action=MakeWorkbook(whole)),))
