"""A study plan in words: the form, the phases, this week's goals, and what a day ahead asks for.

It never counts what was missed: a plan begins where its owner stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.cards.actions import Action
from bot.cards.actions.mock import Mock
from bot.cards.actions.own import Progress
from bot.cards.actions.planning import (
    AskPlan,
    AskResult,
    DropPlan,
    Inventory,
    RestorePlan,
    SavePlan,
    ShowPlan,
)
from bot.cards.actions.runs import BeginDrill, Practise, Review
from bot.cards.actions.values import Drill
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Choice,
    ChoiceOption,
    Facts,
    Fields,
    Heading,
    Meter,
    Mode,
    Note,
    Prose,
    Style,
    Tone,
)
from bot.cards.wording import counted, day_month, long_day
from bot.core.plans import HOURS_MOST, Course, Stretch, Way

TITLE = "Study plan"
#: Questions of one run that a plan begins.
A_RUN = 10
LATER = "Change it"
_DRILLS = {Way.OVERLOOKED: Drill.OVERLOOKED, Way.OVERLAP: Drill.OVERLAP, Way.INTENT: Drill.INTENT}
_WAYS = {
    Way.OVERLOOKED: "Drill: overlooked",
    Way.OVERLAP: "Drill: which service",
    Way.INTENT: "Drill: what decides",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A domain's goal of the week: ``done`` of ``asked`` questions."""

    id: str
    title: str
    done: int
    asked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A plan as its owner sees it. ``retired`` exams have a finish day, others an exam day.

    ``known`` says that some answers shape the goals; ``notice`` is said once.
    """

    pack: str
    retired: bool
    until: date
    today: date
    hours: int
    kind: str
    course: Course
    goals: tuple[Goal, ...]
    known: bool
    notice: str = ""

    @property
    def day(self) -> str:
        """What the day is called."""
        return _day(self.retired)


def _day(retired: bool) -> str:
    return "finish day" if retired else "exam"


def plan_form(
    *,
    retired: bool,
    until: str,
    hours: str,
    kinds: tuple[tuple[str, str], ...],
    kind: str,
    exists: bool,
) -> Card:
    """Ask for the day, the hours and the kind of plan."""
    what = "When do you want to be done?" if retired else "When is your exam?"
    blocks: list[Block] = [
        Heading(text=TITLE, level=2),
        Prose(
            text="A day and your hours are enough: the rest follows from what you answer, wherever "
            "you answer it. You can move the day at any time."
        ),
        Fields(name="until", label=what, limit=10, value=until, hint="such as 2027-01-22"),
        Fields(name="hours", label="Hours a week", limit=2, value=hours, hint="such as 3"),
    ]
    if len(kinds) > 1:
        blocks.append(
            Choice(
                name="kind",
                label="Kind of plan",
                mode=Mode.MATCH,
                options=(ChoiceOption(value="0", text="Plan"),),
                matches=tuple(ChoiceOption(value=name, text=title) for name, title in kinds),
                chosen=(kind,) if kind else (),
            )
        )
    if exists:
        back = Button(label="Back to the plan", action=ShowPlan(), style=Style.QUIET)
        blocks.append(Buttons(buttons=(back,)))
    return Card(
        title=TITLE,
        blocks=tuple(blocks),
        submit=Button(label="Make my plan", action=SavePlan(), style=Style.PRIMARY),
    )


def plan_card(shown: Shown) -> Card:
    """Show a plan: when, the phases, and this week's goals with how far they are."""
    days = (shown.until - shown.today).days
    blocks: list[Block] = [Heading(text=f"Your plan · {shown.pack}", level=2)]
    if shown.notice:
        blocks.append(Note(text=shown.notice))
    if days < 0:
        return _card([*blocks, *_past(shown)])
    blocks.append(Prose(text=f"{_ahead(shown, days)}", tone=Tone.STRONG))
    if days <= 1:
        return _card([*blocks, *_eve(shown, days)])
    if shown.course.missed:
        blocks.append(Note(text=_missed(shown.course.left)))
    if days <= 7 and not shown.retired:
        return _card([*blocks, *_exam_week()])
    pairs = [_stretch(each) for each in shown.course.stretches]
    if not shown.retired:
        pairs.append(("Exam week", "no new ground"))
    blocks.append(Facts(pairs=tuple(pairs)))
    blocks += _week(shown)
    return _card(blocks)


def dropped_card() -> Card:
    """Say that a plan is put aside, with the way back."""
    return Card(
        title=TITLE,
        blocks=(
            Prose(
                text="Your plan is put aside. Practice and reviews go on as ever.",
                tone=Tone.STRONG,
            ),
            Buttons(
                buttons=(
                    Button(label="Take it up again", action=RestorePlan()),
                    Button(label="Another plan", action=AskPlan(), style=Style.QUIET),
                )
            ),
        ),
    )


def moved_notice(before: date, until: date, *, retired: bool) -> str:
    """Say that the day moved, and what follows."""
    moved = f"Your {_day(retired)} moved from {day_month(before)} to {long_day(until)}."
    return f"{moved} What is left is laid over the weeks until then."


def _card(blocks: list[Block]) -> Card:
    return Card(title=TITLE, blocks=tuple(blocks))


def _ahead(shown: Shown, days: int) -> str:
    name = f"Your {shown.day}"
    if days == 0:
        return f"{name} is today."
    if days == 1:
        return f"{name} is tomorrow."
    weeks = round(days / 7)
    when = f"in {days} days" if days < 14 else f"in {counted(weeks, 'week')}"
    return (
        f"{name} is on {long_day(shown.until)}, {when}. "
        f"{counted(shown.hours, 'hour')} a week. {shown.kind}."
    )


def _past(shown: Shown) -> list[Block]:
    was = f"Your {shown.day} was on {long_day(shown.until)}."
    again = Button(label="Another day", action=AskPlan())
    if shown.retired:
        text = "The ideas stay yours: set another day, or go on without one."
        ways: tuple[Button, ...] = (again,)
    else:
        text = "How did it go? It helps to know how far these figures can be trusted."
        ways = (Button(label="Say how it went", action=AskResult(), style=Style.PRIMARY), again)
    return [Prose(text=was, tone=Tone.STRONG), Prose(text=text), Buttons(buttons=ways)]


def _eve(shown: Shown, days: int) -> list[Block]:
    if shown.retired:
        text = "A last look at what is due, and that was it."
    elif days:
        text = "Nothing new any more: what you know is there. Sleep."
    else:
        text = "Nothing to do here today. Read each stem twice, and go well."
    change = Button(label=LATER, action=AskPlan(), style=Style.QUIET)
    return [Prose(text=text), Buttons(buttons=(change,))]


def _exam_week() -> list[Block]:
    return [
        Prose(
            text="Exam week: no new ground. Your reviews, your notes, your strongest ground, "
            "and enough sleep."
        ),
        Buttons(
            buttons=(
                Button(label="Review", action=Review(0), style=Style.PRIMARY),
                Button(label="My progress", action=Progress()),
                Button(label=LATER, action=AskPlan(), style=Style.QUIET),
            )
        ),
    ]


def _missed(left: int) -> str:
    weeks = "this week" if left == 1 else "the weeks left"
    return f"Last week had other plans. What it held is laid over {weeks}; nothing is owed."


def _stretch(each: Stretch) -> tuple[str, str]:
    if each.is_done:
        return each.phase.title, "done"
    until = f"until {day_month(each.last)}"
    return each.phase.title, f"now, {until}" if each.is_now else until


def _week(shown: Shown) -> list[Block]:
    phase = shown.course.phase
    done, asked = (sum(getattr(goal, name) for goal in shown.goals) for name in ("done", "asked"))
    blocks: list[Block] = [
        Heading(text=f"This week · {phase.title}", level=2),
        Prose(text=phase.aim),
    ]
    blocks += [
        Meter(
            label=goal.title,
            value=min(1.0, goal.done / goal.asked) if goal.asked else 1.0,
            words=_goal_words(goal),
        )
        for goal in shown.goals
    ]
    blocks.append(Prose(text=_so_far(shown, done, asked), tone=Tone.QUIET))
    if not shown.known:
        text = "Nobody knows yet where you stand, so the goals go by the exam's weights alone."
        blocks.append(Prose(text=text, tone=Tone.QUIET))
    blocks.append(Buttons(buttons=_ways(shown)))
    return blocks


def _goal_words(goal: Goal) -> str:
    words = f"{goal.done} of {counted(goal.asked, 'question')}"
    return f"{words}, done" if goal.done >= goal.asked else words


def _so_far(shown: Shown, done: int, asked: int) -> str:
    if all(goal.done >= goal.asked for goal in shown.goals):
        return "This week is done. More is welcome, and so is a free evening."
    if shown.course.phase.way is Way.MOCK:
        return "Answers in a mock exam count here, as all answers do."
    return (
        f"{done} of {counted(asked, 'question')} so far. Every answer counts, wherever you give it."
    )


def _ways(shown: Shown) -> tuple[Button, ...]:
    behind = max(shown.goals, key=lambda goal: (goal.asked - goal.done, goal.id))
    left = min(A_RUN, max(5, behind.asked - behind.done))
    practise: Action = Practise(behind.id, left)
    ways = []
    if not shown.known:
        ways.append(Button(label="Take the inventory", action=Inventory(), style=Style.PRIMARY))
    ways.append(Button(label=f"Practise {behind.title}", action=practise))
    way = shown.course.phase.way
    if way in _DRILLS:
        ways.append(Button(label=_WAYS[way], action=BeginDrill(_DRILLS[way], "", 5)))
    elif way is Way.MOCK:
        ways.append(Button(label="Sit a mock", action=Mock("")))
    ways += [
        Button(label=LATER, action=AskPlan(), style=Style.QUIET),
        Button(label="Put it aside", action=DropPlan(), style=Style.QUIET),
    ]
    return tuple(ways)


def hours_refusal() -> str:
    """Say which hours a plan takes."""
    return f"Hours a week are a whole number from 1 to {HOURS_MOST}, such as 3."
