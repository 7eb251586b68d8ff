"""A season as it runs, the lead's form and questions about it, and the card that closes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.cards.actions.boards import ShowBoard
from bot.cards.actions.seasons import AskEndSeason, BeginSeason, EndSeason, PlanSeason, ShowSeason
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Facts,
    Fields,
    Heading,
    Meter,
    Note,
    Prose,
    Style,
    Tone,
)
from bot.cards.wording import clamp, counted, listed, long_day, percent, short_day

TITLE_MOST = 40
#: Answers in a domain from which on it may be called firm or shaky.
GROUND_FROM = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How far a season has come."""

    group: str
    title: str
    first: date
    finish: date
    today: date
    questions: int
    answers: int
    people: int
    lead: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """How the group did in one domain over a season."""

    title: str
    questions: int
    answers: int
    right: int

    @property
    def share(self) -> float:
        """The share of answers that were right."""
        return self.right / self.answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What a season's closing card says. ``thanks`` are names with what they did."""

    title: str
    first: date
    last: date
    questions: int
    concepts: int
    concepts_in_all: int
    domains_in_all: int
    answers: int
    people: int
    grounds: tuple[Ground, ...]
    thanks: tuple[tuple[str, str], ...]


def season_card(course: Course) -> Card:
    """Show a running season: its days, what was asked, and ways to its boards."""
    whole = (course.finish - course.first).days + 1
    day = (course.today - course.first).days + 1
    blocks: list[Block] = [Heading(text=f"{clamp(course.title)} · {course.group}", level=2)]
    if day < 1:
        blocks.append(Prose(text=f"It begins on {long_day(course.first)}."))
    else:
        blocks.append(
            Meter(
                label="How far it has come",
                value=min(1.0, day / whole),
                words=f"day {min(day, whole)} of {whole}",
            )
        )
    blocks.append(
        Facts(
            pairs=(
                ("From", long_day(course.first)),
                ("Finish", long_day(course.finish)),
                ("Closed so far", counted(course.questions, "question")),
                ("Answers", f"{course.answers}, from {counted(course.people, 'member')}"),
            )
        )
    )
    blocks.append(Buttons(buttons=_boards()))
    if course.lead:
        end = Button(label="End it now", action=AskEndSeason(), style=Style.QUIET)
        blocks.append(Buttons(buttons=(end,)))
    return Card(title="The season", blocks=tuple(blocks))


def no_season_card(group: str, before: tuple[str, date] | None, *, lead: bool) -> Card:
    """Say that no season is running, and how the last one can still be seen."""
    blocks: list[Block] = [Heading(text=f"The season · {group}", level=2)]
    text = "No season is running."
    if before is not None:
        title, last = before
        text += f" {clamp(title)} ended on {long_day(last)}; its board stays."
    if not lead:
        text += " Your lead can begin one."
    blocks.append(Prose(text=text))
    buttons = _boards() if before is not None else ()
    if lead:
        plan = Button(label="Plan a season", action=PlanSeason(), style=Style.PRIMARY)
        buttons = (plan, *buttons)
    if buttons:
        blocks.append(Buttons(buttons=buttons))
    return Card(title="The season", blocks=tuple(blocks))


def plan_card(title: str, first: date, finish: date) -> Card:
    """Ask for a season's name and its finish day, with both proposed."""
    return Card(
        title="Plan a season",
        blocks=(
            Heading(text="A season has an end in sight", level=2),
            Prose(
                text=f"It begins on {long_day(first)}. Eight weeks are a good length; on the "
                "finish day a card tells the group what it covered."
            ),
            Fields(name="title", label="Its name", limit=TITLE_MOST, value=title),
            Fields(
                name="finish",
                label=f"Finish day (proposed: {short_day(finish)})",
                limit=10,
                value=finish.isoformat(),
            ),
        ),
        submit=Button(label="Begin it", action=BeginSeason(), style=Style.PRIMARY),
    )


def ask_end_card(number: int, title: str, finish: date) -> Card:
    """Ask whether a season shall end before its day."""
    return Card(
        title="End the season",
        blocks=(
            Heading(text=f"End {clamp(title)} now?", level=2),
            Note(
                text=f"It would finish on {long_day(finish)}. The closing card is posted at once "
                "and cannot be taken back; a question that is open no longer counts in it.",
                warning=True,
            ),
            Buttons(
                buttons=(
                    Button(label="End it", action=EndSeason(number), style=Style.DANGER),
                    Button(label="Let it run", action=ShowSeason()),
                )
            ),
        ),
    )


def done_card(text: str, *buttons: Button) -> Card:
    """Confirm a change about the season, with what undoes it or goes on from it."""
    return Card(
        title="The season", blocks=(Prose(text=text, tone=Tone.STRONG), Buttons(buttons=buttons))
    )


def closing_card(closing: Closing) -> Card:
    """Close a season before everybody: what was covered, the ground, thanks; no ranks, no shame."""
    weeks = round(((closing.last - closing.first).days + 1) / 7)
    blocks: list[Block] = [Heading(text=f"{clamp(closing.title)} is over")]
    if not closing.questions:
        blocks.append(Prose(text="No question closed in it. A new one can begin at any time."))
        return Card(title="The season is over", blocks=tuple(blocks))
    span = (
        counted(weeks, "week") if weeks else counted((closing.last - closing.first).days + 1, "day")
    )
    blocks.append(
        Prose(
            text=f"{span}, {counted(closing.questions, 'question')}, "
            f"{counted(closing.answers, 'answer')} from {counted(closing.people, 'member')}. "
            "Well done, all of you.",
            tone=Tone.STRONG,
        )
    )
    met = [ground.title for ground in closing.grounds]
    domains = (
        f"all {len(met)} domains"
        if len(met) == closing.domains_in_all
        else f"{len(met)} of {counted(closing.domains_in_all, 'domain')}: {listed(met)}"
    )
    blocks.append(
        Prose(
            text=f"You met {closing.concepts} of {counted(closing.concepts_in_all, 'concept')}, "
            f"in {domains}."
        )
    )
    blocks += _ground(closing.grounds)
    if closing.thanks:
        names = listed([f"{clamp(name)} ({what})" for name, what in closing.thanks])
        blocks.append(Prose(text=f"Thanks for helping the others: {names}."))
    blocks.append(Buttons(buttons=_boards()))
    return Card(title="The season is over", blocks=tuple(blocks))


def _ground(grounds: tuple[Ground, ...]) -> list[Block]:
    """Say where the ground is firm and where it is shaky, as far as there is enough to say."""
    known = sorted(
        (ground for ground in grounds if ground.answers >= GROUND_FROM),
        key=lambda ground: (-ground.share, ground.title),
    )
    if not known:
        return [Prose(text="There were too few answers to say where the ground is firm.")]
    facts = [("Firmest ground", _words(known[0]))]
    if len(known) > 1 and known[-1].share < known[0].share:
        facts.append(("Shakiest ground", f"{_words(known[-1])}: a good place to begin next"))
    return [Facts(pairs=tuple(facts))]


def _words(ground: Ground) -> str:
    return f"{ground.title}, {percent(ground.share)} of {counted(ground.answers, 'answer')} right"


def _boards() -> tuple[Button, ...]:
    return (
        Button(label="The season's board", action=ShowBoard("season", "members")),
        Button(label="By teams", action=ShowBoard("season", "teams"), style=Style.QUIET),
    )
