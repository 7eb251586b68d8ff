"""A mock exam while it is sat: a question, all of them, leaving, a break, the hand-in.

What stands here before the hand-in says nothing of any key: it knows only what its owner chose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.cards.actions.mock import (
    AskHandIn,
    EndBreak,
    HandIn,
    JumpTo,
    KeepAnswer,
    LeaveMock,
    MarkPlace,
    Navigate,
    PickOption,
    TakeBreak,
    TurnTo,
)
from bot.cards.actions.runs import Continue
from bot.cards.answer import response_choice
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Choice,
    ChoiceOption,
    Facts,
    Heading,
    Mode,
    Moment,
    Note,
    OptionRow,
    Options,
    Prose,
    Standing,
    Style,
    Tone,
)
from bot.cards.wording import counted, listed
from bot.core.exams import Form, Pace
from bot.core.items import Kind, Response
from bot.core.showing import LETTERS, Showing
from bot.core.sittings import Place, ranges

TITLES: Mapping[Form, str] = {
    Form.FULL: "Full mock",
    Form.HALF: "Half mock",
    Form.MINI: "Mini mock",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sat:
    """A sitting as every screen of it shows it. ``notice`` is said once.

    While it ``rests`` its clock stands still, and the pace is that of the break's beginning.
    """

    sitting: int
    form: Form
    total: int
    pace: Pace
    deadline: datetime
    zone: str
    break_left: timedelta = timedelta()
    rests: bool = False
    notice: str = ""

    @property
    def title(self) -> str:
        """What it is called."""
        return TITLES[self.form]


def question_card(sat: Sat, place: Place, showing: Showing, response: Response | None) -> Card:
    """Ask a question of a form, with what was chosen for it until now."""
    blocks: list[Block] = [
        Heading(text=f"{sat.title} · {place.number} of {sat.total}", level=2),
        *_notice(sat),
        Prose(text=pace_words(sat.pace), tone=Tone.QUIET),
        Prose(text=showing.item.stem),
    ]
    submit = None
    if showing.item.kind is Kind.SINGLE:
        blocks += _letters(sat, place.number, showing, response)
    else:
        held = () if response is None else tuple(map(str, showing.to_shown(response)))
        blocks.append(response_choice(showing, held))
        submit = Button(
            label="Keep and go on" if place.number < sat.total else "Keep my answer",
            action=KeepAnswer(sat.sitting, place.number),
            style=Style.PRIMARY,
        )
    blocks.append(Prose(text=_state(place, showing, response), tone=Tone.QUIET))
    skip = "" if submit is None else "Leave it as it is" if place.answered else "Skip for now"
    blocks.append(Buttons(buttons=tuple(_steps(sat, place, skip))))
    return Card(title=sat.title, blocks=tuple(blocks), submit=submit)


def navigator_card(sat: Sat, places: Sequence[Place]) -> Card:
    """Show the state of every question in words, and the ways to them and out."""
    opened = [place.number for place in places if not place.answered]
    marked = [place.number for place in places if place.marked]
    done = [place.number for place in places if place.answered]
    options = tuple(
        ChoiceOption(value=str(place.number), text=f"{place.number} · {_words(place)}")
        for place in places
    )
    first = next(iter([*opened, *marked]), places[0].number)
    buttons: list[Button] = []
    if opened:
        buttons.append(_to(sat, "First open one", opened[0], Style.PRIMARY))
    if marked:
        buttons.append(_to(sat, "First marked one", marked[0]))
    style = Style.PLAIN if opened else Style.PRIMARY
    buttons.append(Button(label="Hand in", action=AskHandIn(sat.sitting), style=style))
    if sat.break_left:
        buttons.append(Button(label="Take a break", action=TakeBreak(sat.sitting)))
    leave = LeaveMock(sat.sitting)
    buttons.append(Button(label="Leave for now", action=leave, style=Style.QUIET))
    return Card(
        title=sat.title,
        blocks=(
            Heading(text=f"{sat.title} · all questions", level=2),
            *_notice(sat),
            Prose(text=pace_words(sat.pace), tone=Tone.STRONG),
            Facts(
                pairs=(
                    ("Answered", _numbers(done)),
                    ("Open", _numbers(opened)),
                    ("Marked for review", _numbers(marked)),
                )
            ),
            Choice(
                name="place",
                label="Go to a question",
                mode=Mode.ONE,
                options=options,
                chosen=(str(first),),
            ),
            Buttons(buttons=tuple(buttons)),
        ),
        submit=Button(label="Go there", action=JumpTo(sat.sitting)),
    )


def hand_in_card(sat: Sat, places: Sequence[Place]) -> Card:
    """Say what is still open and marked, and ask whether to hand in."""
    opened = [place.number for place in places if not place.answered]
    marked = [place.number for place in places if place.marked]
    blocks: list[Block] = [Heading(text="Hand it in?", level=2), *_notice(sat)]
    if opened:
        verb = "is" if len(opened) == 1 else "are"
        text = f"{counted(len(opened), 'question')} {verb} still open and would count as wrong: "
        blocks.append(Note(text=f"{text}{ranges(opened)}.", warning=True))
    else:
        blocks.append(Prose(text=f"All {sat.total} questions are answered."))
    if marked:
        blocks.append(Prose(text=f"Marked for review: {ranges(marked)}."))
    blocks.append(Prose(text=f"{_left(sat.pace.left)} left. Afterwards nothing can be changed."))
    buttons = [Button(label="Hand it in", action=HandIn(sat.sitting), style=Style.DANGER)]
    if not opened:
        buttons = [Button(label="Hand it in", action=HandIn(sat.sitting), style=Style.PRIMARY)]
    if opened:
        buttons.insert(0, _to(sat, "First open one", opened[0], Style.PRIMARY))
    elif marked:
        buttons.append(_to(sat, "First marked one", marked[0]))
    buttons.append(Button(label="All questions", action=Navigate(sat.sitting), style=Style.QUIET))
    blocks.append(Buttons(buttons=tuple(buttons)))
    return Card(title=sat.title, blocks=tuple(blocks))


def left_card(sat: Sat) -> Card:
    """Say that a sitting waits, and until when its clock runs."""
    return Card(
        title=sat.title,
        blocks=(
            Heading(text=f"{sat.title} · {sat.pace.answered} of {sat.total} answered", level=2),
            Moment(
                at=sat.deadline,
                zone=sat.zone,
                before="It waits for you. The clock runs on, and it is handed in as it stands at",
            ),
            Prose(text="`/study continue` brings you back, on any of your devices."),
            Buttons(buttons=(Button(label="Go on", action=Continue(), style=Style.PRIMARY),)),
        ),
    )


def break_card(sat: Sat, until: datetime) -> Card:
    """Say that the clock stands still, and for how long at most; no question is shown."""
    return Card(
        title=sat.title,
        blocks=(
            Heading(text=f"{sat.title} · a break", level=2),
            *_notice(sat),
            Prose(text=pace_words(sat.pace), tone=Tone.STRONG),
            Prose(text="The clock stands still, and the questions are out of sight."),
            Moment(at=until, zone=sat.zone, before="It runs again by itself at"),
            Buttons(
                buttons=(
                    Button(
                        label="Go on, the clock runs",
                        action=EndBreak(sat.sitting),
                        style=Style.PRIMARY,
                    ),
                )
            ),
        ),
    )


def running_blocks(sat: Sat | None) -> list[Block]:
    """Say elsewhere that a sitting runs, with the way back to it; nothing where none does."""
    if sat is None:
        return []
    state = "on a break" if sat.rests else "running"
    return [
        Prose(text=f"{sat.title} {state}: {pace_words(sat.pace)}.", tone=Tone.STRONG),
        Buttons(
            buttons=(Button(label="Go on with the mock", action=Continue(), style=Style.PRIMARY),)
        ),
    ]


def pace_words(pace: Pace) -> str:
    """Say how far a sitting is: ``42 of 65 answered, 96 min left, 10 min ahead``."""
    how = "on pace"
    if pace.ahead:
        how = f"{abs(pace.ahead)} min {'ahead' if pace.ahead > 0 else 'behind an even pace'}"
    if pace.answered >= pace.total:
        return f"All {pace.total} answered, {_left(pace.left)} left"
    return f"{pace.answered} of {pace.total} answered, {_left(pace.left)} left, {how}"


def _left(left: timedelta) -> str:
    minutes = int(left / timedelta(minutes=1))
    return f"{minutes} min" if minutes else "less than a minute"


def _letters(
    sat: Sat, place: int, showing: Showing, response: Response | None
) -> tuple[Options, Buttons]:
    picked = -1 if response is None else response[0]
    rows = tuple(
        OptionRow(
            letter=letter,
            text=option.text,
            standing=Standing.PICKED if source == picked else Standing.OPEN,
        )
        for letter, source, option in showing.options
    )
    buttons = tuple(
        Button(
            label=LETTERS[position],
            action=PickOption(sat.sitting, place, position),
            style=Style.PRIMARY if source == picked else Style.PLAIN,
            name=f"Answer {LETTERS[position]}: {option.text}",
        )
        for position, (_, source, option) in enumerate(showing.options)
    )
    return Options(rows=rows), Buttons(buttons=buttons)


def _state(place: Place, showing: Showing, response: Response | None) -> str:
    words = "Not answered yet."
    if response is not None:
        words = f"{_given(showing, response)} You can change it until you hand in."
    return f"{words} Marked for review." if place.marked else words


def _given(showing: Showing, response: Response) -> str:
    match showing.item.kind:
        case Kind.SINGLE | Kind.MULTIPLE:
            letters = listed(sorted(showing.letter(source) for source in response))
            return f"Your answer: {letters}."
        case Kind.ORDERING:
            return f"Your order: {' → '.join(showing.letter(source) for source in response)}."
        case Kind.MATCHING:
            return "Your pairs are kept."


def _steps(sat: Sat, place: Place, skip: str) -> list[Button]:
    """Give the ways on. With ``skip`` a form asks, which keeps and goes on by its own button."""
    onward = Style.PRIMARY if place.answered and not skip else Style.PLAIN
    last = place.number == sat.total
    steps: list[Button] = []
    if not last:
        steps.append(_to(sat, skip or "Next", place.number + 1, onward))
    if place.number > 1:
        steps.append(_to(sat, "Back", place.number - 1))
    label = "Take the mark off" if place.marked else "Mark for review"
    mark = MarkPlace(sat.sitting, place.number, not place.marked)
    steps.append(Button(label=label, action=mark, style=Style.QUIET))
    style = onward if last else Style.QUIET
    return [*steps, Button(label="All questions", action=Navigate(sat.sitting), style=style)]


def _to(sat: Sat, label: str, place: int, style: Style = Style.PLAIN) -> Button:
    return Button(label=label, action=TurnTo(sat.sitting, place), style=style)


def _words(place: Place) -> str:
    state = "answered" if place.answered else "open"
    return f"{state}, marked" if place.marked else state


def _numbers(numbers: Sequence[int]) -> str:
    said = ranges(numbers) or "none"
    return f"{said} · {len(numbers)} in all" if len(numbers) > 1 else said


def _notice(sat: Sat) -> list[Block]:
    return [Note(text=sat.notice)] if sat.notice else []
