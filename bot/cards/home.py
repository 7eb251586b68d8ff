"""One's own corner at a glance: what waits, how it goes, notes, settings, data.

Somebody new is welcomed in it, and asked what is asked once. Seen by its owner alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards.actions.boards import ShowBoard
from bot.cards.actions.files import MakeWorkbook
from bot.cards.actions.flags import Flags
from bot.cards.actions.lead import Status
from bot.cards.actions.leave import ShowLeave
from bot.cards.actions.me import Me, MeData
from bot.cards.actions.own import About, Help, Notes, Progress, Today
from bot.cards.actions.question import Show
from bot.cards.actions.runs import Continue, Practise
from bot.cards.actions.setup import Setup
from bot.cards.actions.values import Asked, Target
from bot.cards.answer import PROMISE
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Facts,
    Heading,
    Moment,
    Note,
    Prose,
    Style,
    Tone,
)
from bot.cards.exam_week import is_last_week, nearing_blocks
from bot.cards.inventory import offer_button, offer_line
from bot.cards.lead import flagged_words
from bot.cards.me import Self, self_facts
from bot.cards.mock import running_blocks
from bot.cards.notes import NoteLine
from bot.cards.onboarding import board_choice, rating_card
from bot.cards.silence import RESTING
from bot.cards.spacing import due_button, due_line
from bot.cards.standings import Own, domain_meter, ready_words
from bot.cards.today import Agenda, Pointer
from bot.cards.wording import counted, points, short_day

TITLE = "Your corner"
WHAT = (
    "One scenario question a day, answered privately, argued openly. Two minutes are enough, and "
    "speed earns nothing."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corner:
    """What a person's corner holds. Without ``me`` they are new here.

    ``notes`` are the latest of ``noted``. ``asks_board`` says that they have not said yet
    whether they stand on the board; ``unrated`` is the first domain without a self-rating.
    """

    group: str
    agenda: Agenda
    own: Own
    me: Self | None
    notes: tuple[NoteLine, ...]
    noted: int
    asks_board: bool
    unrated: int | None
    domains: tuple[str, ...]
    lead: bool


def corner_card(corner: Corner) -> Card:
    """Show a person's corner."""
    blocks: list[Block] = [Heading(text=f"{TITLE} · {corner.group}")]
    if corner.me is None:
        blocks += _welcome()
    blocks += _due(corner)
    if corner.me is not None:
        blocks += _asked_once(corner)
        blocks += _standing(corner.own)
        blocks += _noted(corner)
        blocks += _settings(corner.me)
    if corner.lead:
        blocks += _of_lead(corner.agenda.flagged)
    return Card(title=TITLE, blocks=tuple(blocks))


def nowhere_card(*, known: bool) -> Card:
    """Welcome somebody who is in no group here, and say what comes first.

    Somebody ``known`` has practised alone.
    """
    ways = [Button(label="Practise 5", action=Practise("", 5))]
    if known:
        ways += [
            Button(label="Your progress", action=Progress()),
            Button(label="Your notes", action=Notes(0)),
            Button(label="Settings and data", action=Me(), style=Style.QUIET),
        ]
    ways.append(Button(label="Help", action=Help(False), style=Style.QUIET))
    return Card(
        title=TITLE,
        blocks=(
            Heading(text=TITLE),
            Prose(text=WHAT),
            Prose(
                text="You are in no study group here yet. Open your group's channel and type "
                "`/study today`. No group yet? Type `/study setup` in the channel it shall have. "
                "To practise for yourself you need none."
            ),
            Buttons(buttons=tuple(ways)),
        ),
    )


def _welcome() -> list[Block]:
    return [
        Prose(text=WHAT),
        Note(text=PROMISE),
        Buttons(
            buttons=(
                Button(label="What you can ask", action=Help(False)),
                Button(label="What this is", action=About(), style=Style.QUIET),
            )
        ),
    ]


def _due(corner: Corner) -> list[Block]:
    agenda, own = corner.agenda, corner.own
    blocks: list[Block] = [
        Heading(text="What waits", level=2),
        *running_blocks(agenda.sitting),
        *nearing_blocks(agenda.nearing),
    ]
    for pointer in agenda.current:
        blocks += _open(pointer, agenda.zone)
    if not agenda.current:
        text = RESTING if agenda.resting else "No question is open."
        text = "The lead has paused the questions." if agenda.paused else text
        blocks.append(Prose(text=text))
        if agenda.next_at is not None:
            moment = Moment(at=agenda.next_at, zone=agenda.zone, before="Next:", with_day=True)
            blocks.append(moment)
    if agenda.remarked:
        them = counted(len(agenda.remarked), "answer of yours was", "answers of yours were")
        blocks.append(Note(text=f"{them} marked again after a correction: see `Today`."))
    ways = []
    if agenda.due and not is_last_week(agenda.nearing):
        blocks.append(Prose(text=f"{due_line(agenda.due)}."))
        ways.append(due_button(agenda.due))
    if own.unfinished:
        ways.append(Button(label="Go on with your run", action=Continue()))
    else:
        ways.append(Button(label="Practise 5", action=Practise("", 5)))
    label = "Missed this week" if agenda.missed else "Today"
    ways.append(Button(label=label, action=Today()))
    ways.append(Button(label="The board", action=ShowBoard("week", "members")))
    blocks.append(Buttons(buttons=tuple(ways)))
    return blocks


def _open(pointer: Pointer, zone: str) -> list[Block]:
    show = Button(
        label="Open it",
        action=Show(Target(Asked.ROUND, pointer.round_id)),
        style=Style.PRIMARY,
        name=f"Open it: {pointer.question}",
    )
    blocks: list[Block] = [
        Prose(text=f"{short_day(pointer.day)} · {pointer.domain}: {pointer.question}"),
        Prose(text=pointer.state, tone=Tone.QUIET),
    ]
    if pointer.closes_at is not None:
        blocks.append(Moment(at=pointer.closes_at, zone=zone, before="Closes at"))
    return [*blocks, Buttons(buttons=(show,))]


def _asked_once(corner: Corner) -> list[Block]:
    if corner.asks_board:
        return board_choice()
    if corner.unrated is not None:
        return list(rating_card(corner.unrated, corner.domains).blocks)
    return []


def _standing(own: Own) -> list[Block]:
    blocks: list[Block] = [
        Heading(text=f"How it goes · {own.pack}", level=2),
        Facts(pairs=(("Streak", own.streak_note), ("Points this week", points(own.week_points)))),
    ]
    if own.waiting:
        them = counted(own.waiting, "answer")
        blocks.append(Prose(text=f"{them} in, the verdict comes at the close.", tone=Tone.QUIET))
    if any(line.answered for line in own.domains):
        said = ready_words(own)
        blocks.append(Prose(text=said.answer, tone=Tone.STRONG))
        blocks += [Prose(text=line, tone=Tone.QUIET) for line in said.more[:1]]
        blocks += [domain_meter(line) for line in own.domains]
    ways = [Button(label="Your progress", action=Progress())]
    if own.inventory:
        blocks.append(offer_line())
        ways.append(offer_button())
    return [*blocks, Buttons(buttons=tuple(ways))]


def _noted(corner: Corner) -> list[Block]:
    if not corner.notes:
        return []
    blocks: list[Block] = [Heading(text="Your latest notes", level=2)]
    for line in corner.notes:
        blocks.append(Prose(text=line.text))
        about = f"{short_day(line.day)} · {line.domain}: {line.question}"
        blocks.append(Prose(text=about, tone=Tone.QUIET))
    label = f"All {corner.noted} notes" if corner.noted > len(corner.notes) else "Your notes"
    return [*blocks, Buttons(buttons=(Button(label=label, action=Notes(0)),))]


def _settings(me: Self) -> list[Block]:
    return [
        Heading(text="Settings and data", level=2),
        Facts(pairs=tuple(self_facts(me))),
        Buttons(
            buttons=(
                Button(label="Change them", action=Me()),
                Button(label="Days off", action=ShowLeave()),
                Button(label="My workbook", action=MakeWorkbook(False)),
                Button(label="My data as a file", action=MeData(), style=Style.QUIET),
                Button(label="Help", action=Help(False), style=Style.QUIET),
            )
        ),
    ]


def _of_lead(flagged: int) -> list[Block]:
    blocks: list[Block] = [Heading(text="For the lead", level=2)]
    if flagged:
        blocks.append(Prose(text=f"Flagged: {flagged_words(flagged)}.", tone=Tone.QUIET))
    return [
        *blocks,
        Buttons(
            buttons=(
                Button(label="Status", action=Status()),
                Button(label="Set up", action=Setup(0)),
                Button(label="Flags", action=Flags(0)),
            )
        ),
    ]
