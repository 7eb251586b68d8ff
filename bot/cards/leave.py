"""Days off as their owner sees them, and the lead's form that excuses a missed day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.cards.actions.leave import (
    DeclareLeave,
    PickRepair,
    RepairStreak,
    ShowLeave,
    UndoRepair,
    WithdrawLeave,
)
from bot.cards.actions.own import Progress
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Choice,
    ChoiceOption,
    Fields,
    Heading,
    Mode,
    Prose,
    Style,
    Tone,
)
from bot.cards.wording import clamp, short_day

DATE_MOST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Off:
    """A declared leave of the reader's."""

    id: int
    first: date
    last: date


def days_words(first: date, last: date) -> str:
    """Write a stretch of days: ``Thu 24 Dec`` or ``Thu 24 Dec to Sat 2 Jan``."""
    return short_day(first) if first == last else f"{short_day(first)} to {short_day(last)}"


def leave_card(coming: tuple[Off, ...], today: date) -> Card:
    """Show declared leave with a way back from each, and the form for more."""
    blocks: list[Block] = [Heading(text="Days off", level=2)]
    if coming:
        words = "; ".join(days_words(off.first, off.last) for off in coming)
        blocks.append(Prose(text=f"You are away {words}.", tone=Tone.STRONG))
        blocks.append(
            Buttons(
                buttons=tuple(
                    Button(
                        label=f"Take back {days_words(off.first, off.last)}",
                        action=WithdrawLeave(off.id),
                        style=Style.QUIET,
                    )
                    for off in coming
                )
            )
        )
    blocks += [
        Prose(
            text="A day off neither breaks your streak nor lengthens it. Nobody else sees it, "
            "and you may still answer."
        ),
        Fields(name="first", label="First day", limit=DATE_MOST, value=today.isoformat()),
        Fields(name="last", label="Last day; empty for one day", limit=DATE_MOST, optional=True),
    ]
    return Card(
        title="Days off",
        blocks=tuple(blocks),
        submit=Button(label="I am away", action=DeclareLeave(), style=Style.PRIMARY),
    )


def away_card(text: str, *more: Button) -> Card:
    """Confirm a change of leave, with what undoes it."""
    return Card(
        title="Days off",
        blocks=(
            Prose(text=text, tone=Tone.STRONG),
            Buttons(
                buttons=(
                    *more,
                    Button(label="Days off", action=ShowLeave(), style=Style.QUIET),
                    Button(label="My progress", action=Progress(), style=Style.QUIET),
                )
            ),
        ),
    )


def repair_card(members: tuple[tuple[int, str], ...], days: tuple[date, ...]) -> Card:
    """Ask whose missed day is excused, and which."""
    return Card(
        title="Excuse a missed day",
        blocks=(
            Prose(
                text="An excused day neither breaks a streak nor lengthens it. You see nobody's "
                "streak here; who was excused, and by whom, is kept in the group's history."
            ),
            _select(
                "member",
                "Who is excused",
                "Member",
                (("0", "Everybody"), *((str(who), clamp(name)) for who, name in members)),
            ),
            _select(
                "day",
                "For which day",
                "Day",
                tuple((day.isoformat(), short_day(day)) for day in days),
            ),
        ),
        submit=Button(label="Excuse it", action=RepairStreak(), style=Style.PRIMARY),
    )


def repaired_card(text: str, repair: int | None = None) -> Card:
    """Confirm a repair with its undo, or that it is taken back."""
    undo = () if repair is None else (Button(label="Take it back", action=UndoRepair(repair)),)
    again = Button(label="Another one", action=PickRepair(), style=Style.QUIET)
    return Card(
        title="Excuse a missed day",
        blocks=(Prose(text=text, tone=Tone.STRONG), Buttons(buttons=(*undo, again))),
    )


def _select(name: str, label: str, line: str, options: tuple[tuple[str, str], ...]) -> Choice:
    # A single line to be matched is a select everywhere, and holds more than radio buttons do.
    return Choice(
        name=name,
        label=label,
        mode=Mode.MATCH,
        options=(ChoiceOption(value="0", text=line),),
        matches=tuple(ChoiceOption(value=value, text=text) for value, text in options),
    )
