"""The private side of a question before it is answered: the form, and the provisional pick.

These cards go to one person only, and say nothing about the key.
"""

from __future__ import annotations

from datetime import datetime

from bot.cards.actions.question import Change, Lock, Respond, Reveal
from bot.cards.actions.values import Confidence, Target
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Choice,
    ChoiceOption,
    Heading,
    Mode,
    Moment,
    Note,
    Prose,
    Style,
    Tone,
)
from bot.cards.question import answer_buttons, body, flag_button
from bot.cards.wording import number_word
from bot.core.items import Kind, Response
from bot.core.showing import Showing

PROMISE = "Nobody in your group sees your answers or how sure you were."
SURE = "How sure are you? It never changes your points."
CONFIDENCE = (
    (Confidence.CERTAIN, "Certain"),
    (Confidence.FAIRLY, "Fairly sure"),
    (Confidence.GUESSING, "Guessing"),
)


def late_blocks(target: Target) -> list[Block]:
    """Say that a question has closed, and offer its answer without taking it."""
    return [
        Note(text="This one has closed: an answer now counts for you, not for the board."),
        Buttons(buttons=(Button(label="Just show me", action=Reveal(target), style=Style.QUIET),)),
    ]


def choose_card(showing: Showing, target: Target, heading: str, *, promise: bool = False) -> Card:
    """Ask one person a question with a button per option, in private."""
    blocks = [Heading(text=heading, level=2), *body(showing), answer_buttons(showing, target)]
    return Card(title="Your answer", blocks=(*_promise(promise), *blocks))


def picked_card(
    showing: Showing,
    target: Target,
    response: Response,
    *,
    closes_at: datetime | None,
    zone: str,
    promise: bool = False,
) -> Card:
    """Show the provisional pick and ask how sure the person is; that locks it."""
    letter = showing.letter(response[0])
    option = showing.item.options[response[0]]
    blocks: list[Block] = [
        *_promise(promise),
        Prose(text=showing.item.question),
        Prose(text=f"You picked {letter}: {option.text}", tone=Tone.STRONG),
        Prose(text=SURE),
        Buttons(
            buttons=tuple(
                Button(label=label, action=Lock(target, confidence), name=f"Lock {letter}: {label}")
                for confidence, label in CONFIDENCE
            )
        ),
        Buttons(buttons=(Button(label="Change", action=Change(target), style=Style.QUIET),)),
    ]
    if closes_at is not None:
        blocks.append(Moment(at=closes_at, zone=zone, before=f"Close this and {letter} counts at"))
    return Card(title="How sure are you?", blocks=tuple(blocks))


def form_card(showing: Showing, target: Target, heading: str, *, promise: bool = False) -> Card:
    """Ask for a response that takes more than one tap, and how sure the person is."""
    return Card(
        title="Your answer",
        blocks=(
            *_promise(promise),
            Heading(text=heading, level=2),
            Prose(text=showing.item.stem),
            response_choice(showing),
            Choice(
                name="confidence",
                label=SURE,
                mode=Mode.ONE,
                options=tuple(ChoiceOption(value=value, text=text) for value, text in CONFIDENCE),
            ),
            Buttons(buttons=(flag_button(target),)),
        ),
        submit=Button(label="Lock my answer", action=Respond(target), style=Style.PRIMARY),
    )


def response_choice(showing: Showing, chosen: tuple[str, ...] = ()) -> Choice:
    """Ask for a response, with the shown positions that are chosen already."""
    item = showing.item
    options = tuple(
        ChoiceOption(value=str(position), text=f"{letter}. {option.text}")
        for position, (letter, _, option) in enumerate(showing.options)
    )
    matches: tuple[ChoiceOption, ...] = ()
    match item.kind:
        case Kind.SINGLE:
            mode, label, count = Mode.ONE, "Choose one", 1
        case Kind.MULTIPLE:
            count = len(item.key)
            mode, label = Mode.MANY, f"Choose {number_word(count)}"
        case Kind.ORDERING:
            mode, label, count = Mode.ORDER, "Put the steps in order", len(options)
        case Kind.MATCHING:
            mode, count = Mode.MATCH, len(options)
            left, right = item.match_heading
            label = f"{left or 'Each line'} → {right or 'its match'}"
            matches = tuple(ChoiceOption(value=value, text=text) for value, text in showing.matches)
    return Choice(
        name="response",
        label=label,
        mode=mode,
        options=options,
        matches=matches,
        count=count,
        chosen=chosen,
    )


def _promise(wanted: bool) -> list[Block]:
    return [Note(text=PROMISE)] if wanted else []
