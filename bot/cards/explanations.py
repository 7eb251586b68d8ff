"""Explanations of members in a question's thread: the form, the message, and the thanks."""

from __future__ import annotations

from bot.cards.actions.explaining import Explain, PutBack, SaveExplanation, TakeBack, Thank
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Fields,
    Note,
    Prose,
    Quote,
    Style,
    Tone,
)
from bot.cards.wording import clamp, counted

EXPLANATION_MOST = 280


def explanation_card(number: int, text: str, writer: str, thanks: int) -> Card:
    """Show an explanation under its writer's name, with how many it has helped."""
    blocks: list[Block] = [Quote(text=text, by=clamp(writer))]
    if thanks:
        people = counted(thanks, "person", "people")
        blocks.append(Prose(text=f"This helped {people}.", tone=Tone.QUIET))
    name = f"This helped: {clamp(writer)}'s explanation"
    blocks.append(
        Buttons(
            buttons=(
                Button(label="This helped", action=Thank(number), style=Style.QUIET, name=name),
            )
        )
    )
    return Card(title="An explanation", blocks=tuple(blocks), reveals=True)


def taken_back_card() -> Card:
    """Show that an explanation is not there any more."""
    text = "An explanation stood here; its writer took it back."
    return Card(title="An explanation", blocks=(Prose(text=text, tone=Tone.QUIET),))


def explain_form(
    round_id: int, question: str, name: str, text: str = "", number: int | None = None
) -> Card:
    """Ask for an explanation; ``number`` is that of one which stands there with this text."""
    blocks: list[Block] = [
        Prose(text=question, tone=Tone.QUIET),
        Fields(
            name="text",
            label="How would you put it?",
            limit=EXPLANATION_MOST,
            value=text,
            lines=4,
        ),
        Note(text=f"It stands in the question's thread under your name, {clamp(name)}."),
    ]
    if number is not None:
        back = Button(label="Take it back", action=TakeBack(number), style=Style.QUIET)
        blocks.append(Buttons(buttons=(back,)))
    return Card(
        title="Explain it",
        blocks=tuple(blocks),
        submit=Button(
            label="Put it in the thread", action=SaveExplanation(round_id), style=Style.PRIMARY
        ),
    )


def explained_card(number: int, round_id: int, text: str) -> Card:
    """Confirm an explanation to its writer, with the ways to change it."""
    return Card(
        title="Explain it",
        blocks=(
            Prose(text="Thank you: it stands in the thread.", tone=Tone.STRONG),
            Quote(text=text),
            Buttons(
                buttons=(
                    Button(label="Change it", action=Explain(round_id)),
                    Button(label="Take it back", action=TakeBack(number), style=Style.QUIET),
                )
            ),
        ),
    )


def withdrawn_card(number: int, round_id: int) -> Card:
    """Confirm to its writer that an explanation is taken back, with the undo."""
    return Card(
        title="Explain it",
        blocks=(
            Prose(text="Taken back: nobody sees it any more.", tone=Tone.STRONG),
            Buttons(
                buttons=(
                    Button(label="Put it back", action=PutBack(number)),
                    Button(label="Write another", action=Explain(round_id), style=Style.QUIET),
                )
            ),
        ),
    )


def thanked_card(writer: str) -> Card:
    """Confirm somebody's thanks."""
    text = f"{clamp(writer)} sees that it helped, but not whom."
    return Card(title="Thank you", blocks=(Prose(text=text, tone=Tone.STRONG),))
