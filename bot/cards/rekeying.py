"""Changing a key: the form in the order of the question's file, and what it would change."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards.actions.flags import LookAt, OverrideKey, WeighKey
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Choice,
    ChoiceOption,
    Fields,
    Mode,
    Note,
    Prose,
    Style,
    Tone,
)
from bot.cards.corrections import key_text
from bot.cards.keys import key_table
from bot.cards.question import SHARES_FROM
from bot.cards.wording import counted, listed, number_word
from bot.core.flags import WORDS_MOST
from bot.core.items import Kind, Response
from bot.core.showing import Showing

WHY = "Why? Your group reads this, without your name."


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What another key would change: ``answers`` are marked again.

    Of those that may be ``told`` so many become right or stop being so, and the points of
    ``members`` move on the boards named.
    """

    answers: int
    told: int
    gained: int
    lost: int
    members: int
    boards: tuple[str, ...]
    is_open: bool = False


def key_form(version: str, showing: Showing) -> Card:
    """Ask for the key that holds here; the present one is marked."""
    item = showing.item
    options = tuple(
        ChoiceOption(value=str(n), text=_option_text(showing, n)) for n in range(len(item.options))
    )
    matches = tuple(ChoiceOption(value=str(n), text=text) for n, text in enumerate(item.matches))
    blocks: list[Block] = [Prose(text=item.stem)]
    match item.kind:
        case Kind.SINGLE:
            mode, label, count = Mode.ONE, "Which answer is right?", 1
        case Kind.MULTIPLE:
            count = len(item.key)
            mode, label = Mode.MANY, f"Which {number_word(count)} answers are right?"
        case Kind.ORDERING:
            mode, label, count = Mode.ORDER, "Which order is right?", len(options)
            blocks.append(key_table(showing))
        case Kind.MATCHING:
            mode, label, count = Mode.MATCH, "Which pairs are right?", len(options)
            blocks.append(key_table(showing))
    blocks.append(
        Choice(
            name="response", label=label, mode=mode, options=options, matches=matches, count=count
        )
    )
    blocks.append(Fields(name="reason", label=WHY, limit=WORDS_MOST, lines=3))
    return Card(
        title="Correct the key",
        blocks=tuple(blocks),
        submit=Button(label="See what changes", action=WeighKey(version), style=Style.PRIMARY),
    )


def weighed_card(
    version: str, before: Showing, after: Showing, weighed: Weighed, reason: str
) -> Card:
    """Say what another key would change, and ask whether it shall hold."""
    blocks: list[Block] = [Prose(text=after.item.question, tone=Tone.QUIET)]
    if after.item.kind in (Kind.ORDERING, Kind.MATCHING):
        blocks += [Prose(text="This would hold here:", tone=Tone.STRONG), key_table(after)]
    else:
        blocks += [
            Prose(text=f"Counts as right now: {key_text(before, before.key, False)}"),
            Prose(text=f"Would be right: {key_text(after, after.key, False)}", tone=Tone.STRONG),
        ]
    blocks += [Prose(text=text) for text in _changes(weighed)]
    blocks.append(
        Note(
            text="A correction is posted with your reason. You can take it back: then everything "
            "is as it was."
        )
    )
    blocks.append(Fields(name="reason", label=WHY, limit=WORDS_MOST, value=reason, lines=3))
    key = ".".join(map(str, after.key))
    back = Button(label="Leave it as it is", action=LookAt(version), style=Style.QUIET)
    blocks.append(Buttons(buttons=(back,)))
    return Card(
        title="Correct the key?",
        blocks=tuple(blocks),
        submit=Button(label="Correct it", action=OverrideKey(version, key), style=Style.PRIMARY),
    )


def key_to_read(key: str) -> Response:
    """Read a key as a button carries it, such as ``0.2``. Raises ``ValueError``."""
    parts = key.split(".")
    if not all(part.isascii() and part.isdecimal() and len(part) < 3 for part in parts):
        raise ValueError(key)
    return tuple(map(int, parts))


def _option_text(showing: Showing, source: int) -> str:
    text = showing.item.options[source].text
    is_listed = showing.item.kind in (Kind.SINGLE, Kind.MULTIPLE)
    return f"{text} (counts as right now)" if is_listed and showing.is_key(source) else text


def _changes(weighed: Weighed) -> list[str]:
    if not weighed.answers:
        return ["Nobody has answered it yet."]
    again = f"{counted(weighed.answers, 'answer is', 'answers are')} marked again."
    if weighed.is_open or weighed.told < SHARES_FROM:
        few = f"How many of them change shows from {number_word(SHARES_FROM)} answers on"
        waits = weighed.is_open or weighed.answers < SHARES_FROM
        when = "the question has closed" if waits else "their day is over"
        return [again, f"{few}, once {when}."]
    if weighed.told < weighed.answers:
        again += f" Among the {weighed.told} that count in figures by now:"
    changed = weighed.gained + weighed.lost
    if not changed:
        return [f"{again} None of them changes."]
    lines = [
        f"{again} {counted(changed, 'changes', 'change')}: {weighed.gained} would be right, "
        f"{weighed.lost} would no longer be."
    ]
    if weighed.members:
        lines.append(
            f"The points of {counted(weighed.members, 'member')} move, on the boards of "
            f"{listed(list(weighed.boards))}."
        )
    return lines
