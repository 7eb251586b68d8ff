"""Argue days on screen: the split in the thread, and changing one's mind once.

Nothing here is given a key or a mark, so nothing here can hint at either.
"""

from __future__ import annotations

from datetime import datetime

from bot.cards.actions.question import Lean, Rethink, Settle, Show
from bot.cards.actions.values import Target
from bot.cards.blocks import Block, Button, Buttons, Card, Heading, Moment, Prose, Style, Tone
from bot.cards.question import body
from bot.core.showing import LETTERS, Showing

ANNOUNCED = (
    "Argue day: the verdict waits for the close. Halfway you see how the picks are split, and "
    "may change yours once."
)
NO_SPLIT = "Argue day: the verdict waits for the close. Too few had answered for a split."
ONCE = "You may change your pick once. The first one counts on the board."


def split_card(words: str, target: Target, *, closes_at: datetime | None, zone: str) -> Card:
    """Show how the picks are split, under the question, without the key.

    Without ``closes_at`` the question has closed.
    """
    blocks: list[Block] = [Prose(text=words, tone=Tone.STRONG)]
    if closes_at is not None:
        blocks += [
            Prose(text="Talk it over, here or in person. Nobody sees who picked what."),
            Moment(at=closes_at, zone=zone, before=f"{ONCE} The answer comes at"),
            Buttons(buttons=(Button(label="Change my pick", action=Rethink(target)),)),
        ]
    return Card(title="The split", blocks=tuple(blocks))


def rethink_card(showing: Showing, target: Target, heading: str, first: str, split: str) -> Card:
    """Offer every option but the first pick, whose letter is ``first``."""
    letters = tuple(
        Button(
            label=LETTERS[position],
            action=Lean(target, position),
            name=f"Change to {LETTERS[position]}: {option.text}",
        )
        for position, (letter, _, option) in enumerate(showing.options)
        if letter != first
    )
    keep = Button(label=f"Stay with {first}", action=Show(target), style=Style.QUIET)
    return Card(
        title="Change your pick",
        blocks=(
            Heading(text=heading, level=2),
            Prose(text=split, tone=Tone.STRONG),
            *body(showing),
            Prose(text=f"You picked {first}. {ONCE}"),
            Buttons(buttons=(*letters, keep)),
        ),
    )


def lean_card(showing: Showing, target: Target, first: str, position: int) -> Card:
    """Ask once more before the pick is changed: that goes only once."""
    letter, _, option = showing.options[position]
    settle = Button(
        label=f"Change to {letter}", action=Settle(target, position), style=Style.PRIMARY
    )
    return Card(
        title="Change your pick",
        blocks=(
            Prose(text=showing.item.question),
            Prose(text=f"From {first} to {letter}: {option.text}", tone=Tone.STRONG),
            Prose(text="That goes once. Nothing has changed yet."),
            Buttons(
                buttons=(
                    settle,
                    Button(label="Another one", action=Rethink(target)),
                    Button(label=f"Stay with {first}", action=Show(target), style=Style.QUIET),
                )
            ),
        ),
    )


def waiting_blocks(
    target: Target, *, split: str, split_at: datetime | None, zone: str, second: str, may: bool
) -> list[Block]:
    """Say under an answer that waits how the talk stands.

    ``split`` is in words once it is posted, ``second`` the letter of the second pick; ``may``
    says that there is a pick to change.
    """
    if second:
        return [Prose(text=f"After the talk you changed to {second}. That stays.")]
    if not split:
        if split_at is None:
            return []
        return [Moment(at=split_at, zone=zone, before="Argue day: the split comes at")]
    blocks: list[Block] = [Prose(text=split, tone=Tone.STRONG)]
    if may:
        blocks.append(Prose(text=ONCE))
        blocks.append(Buttons(buttons=(Button(label="Change my pick", action=Rethink(target)),)))
    else:
        text = "You answered after the split, so there is nothing to change: your pick stands."
        blocks.append(Prose(text=text, tone=Tone.QUIET))
    return blocks


def second_words(letter: str, *, is_right: bool) -> str:
    """Say at the close how a second pick stands; the first one is what the verdict is about."""
    stands = "that one is right" if is_right else "that one does not hold"
    return f"After the talk you changed to {letter}: {stands}. The first pick is what counted."
