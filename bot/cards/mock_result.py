"""A mock exam once it is handed in: what came of it, and each of its questions with its reasons.

The share of right answers is told as that and never as a score on an exam's own scale, which is
no percentage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.cards.actions.mock import Mock, ReviewPlace, ShowResult
from bot.cards.actions.question import WriteNote
from bot.cards.actions.values import Target
from bot.cards.blocks import (
    Bar,
    Block,
    Button,
    Buttons,
    Card,
    Distribution,
    Heading,
    Meter,
    Moment,
    Note,
    OptionRow,
    Options,
    Prose,
    Standing,
    Style,
    Table,
    Tone,
)
from bot.cards.keys import arguments, key_words, ruling_blocks, takeaway
from bot.cards.mock import TITLES
from bot.cards.question import flag_button
from bot.cards.trust import BANDS
from bot.cards.verdict import Verdict, response_blocks
from bot.cards.wording import counted, decided, listed
from bot.core.bands import Band
from bot.core.exams import Form
from bot.core.items import Kind
from bot.core.showing import Showing
from bot.core.sittings import Judged, Part, Result

MEANING: Mapping[Band, str] = {
    Band.FIRM: "Firm ground",
    Band.MIXED: "Getting there",
    Band.SHAKY: "Shaky ground still",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A sitting that is over. ``titles`` names domains and task statements.

    ``corrected`` and ``aside`` are places whose key was corrected, and that were put aside or left
    the pack, since the sitting began.
    """

    sitting: int
    form: Form
    result: Result
    titles: Mapping[str, str]
    handed_in_at: datetime
    zone: str
    took: timedelta
    minutes: int
    by_clock: bool
    wrong: Sequence[int]
    corrected: Sequence[int] = ()
    aside: Sequence[int] = ()
    notice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A question of a sitting that is over. ``next_wrong`` is the next one to learn from."""

    sitting: int
    form: Form
    total: int
    judged: Judged
    showing: Showing
    target: Target
    domain: str
    task: str
    next_wrong: int | None


def result_card(report: Report) -> Card:
    """Show what came of a sitting."""
    result = report.result
    blocks: list[Block] = [Heading(text=f"{TITLES[report.form]} · how it went")]
    blocks += [Note(text=text) for text in [report.notice, *_remarks(report)] if text]
    words = f"{result.whole.right} of {result.whole.n}, {result.percent} %"
    blocks.append(Meter(label="Right", value=result.percent / 100, words=words))
    blocks.append(Prose(text=_said(result), tone=Tone.STRONG))
    blocks.append(Prose(text=_meaning(result), tone=Tone.QUIET))
    blocks.append(_when(report))
    blocks.append(_domains(result.domains, report.titles))
    blocks += _tasks(result.tasks, report.titles)
    if result.slowest:
        blocks.append(_slowest(result.slowest, report.titles))
    if changed := _changed(result):
        blocks.append(Prose(text=changed))
    buttons = [
        Button(
            label="Go through all questions",
            action=ReviewPlace(report.sitting, 1),
            style=Style.PLAIN if report.wrong else Style.PRIMARY,
        ),
        Button(label="All mock exams", action=Mock(""), style=Style.QUIET),
    ]
    if report.wrong:
        action = ReviewPlace(report.sitting, report.wrong[0])
        first = Button(label="Go through what was missed", action=action, style=Style.PRIMARY)
        buttons.insert(0, first)
    blocks.append(Buttons(buttons=tuple(buttons)))
    return Card(title=TITLES[report.form], blocks=tuple(blocks))


def review_card(looked: Looked) -> Card:
    """Show a question of a sitting that is over: what was answered, the key, and every reason."""
    judged, showing = looked.judged, looked.showing
    heading = f"{TITLES[looked.form]} · {judged.number} of {looked.total}"
    blocks: list[Block] = [
        Heading(text=heading, level=2),
        Prose(text=f"{looked.domain} · {looked.task}", tone=Tone.QUIET),
        Prose(text=showing.item.stem),
        Prose(text=_headline(looked), tone=Tone.STRONG),
    ]
    blocks += ruling_blocks(showing)
    blocks += _answered(looked)
    blocks += arguments(showing)
    blocks += takeaway(showing)
    blocks.append(Prose(text=_aside(judged), tone=Tone.QUIET))
    blocks.append(Buttons(buttons=tuple(_ways(looked))))
    return Card(title=TITLES[looked.form], blocks=tuple(blocks), reveals=True)


def _said(result: Result) -> str:
    band = result.whole.band
    low, high = (round(100 * end) for end in result.interval)
    said = f"{MEANING[band]}. " if band else ""
    return (
        f"{said}{counted(result.whole.n, 'question')} are a sample: where you stand lies most"
        f" likely between {low} and {high} %."
    )


def _meaning(result: Result) -> str:
    parts = []
    if result.trial:
        parts.append(
            f"{counted(result.trial, 'question')} of {result.total} were on trial, as on the real"
            " exam, and count in none of this."
        )
    parts.append("No partial credit, as on the exam.")
    parts.append(
        "This is a share of right answers. The exam's own scale is no percentage, so it is not"
        " turned into one."
    )
    return " ".join(parts)


def _remarks(report: Report) -> list[str]:
    result = report.result
    found = []
    if report.by_clock:
        found.append("Time was up: it was handed in for you as it stood.")
    if opened := result.total - result.answered:
        found.append(f"{counted(opened, 'question')} stayed open and count as wrong.")
    if result.met:
        which = "all" if result.met == result.total else str(result.met)
        found.append(
            f"You had met {which} of the {result.total} questions before: take the share with that"
            " in mind."
        )
    if report.corrected:
        found.append(
            f"{_named(report.corrected)} corrected after you began: marked by the key that holds."
        )
    if report.aside:
        found.append(
            f"{_named(report.aside)} put aside or retired after you began: your form kept it, and"
            " it was marked as it was asked."
        )
    return found


def _named(places: Sequence[int]) -> str:
    if len(places) == 1:
        return f"Question {places[0]} was"
    return f"Questions {listed([str(place) for place in places])} were"


def _when(report: Report) -> Moment:
    used = f"{_minutes(report.took)} of {report.minutes}"
    return Moment(
        at=report.handed_in_at,
        zone=report.zone,
        before=f"{used} minutes used; handed in",
        with_day=True,
    )


def _domains(parts: Sequence[Part], titles: Mapping[str, str]) -> Distribution:
    """Set the domains beside each other; few answers in one are given no band."""
    bars = tuple(
        Bar(
            label=titles.get(part.name, part.name),
            count=part.right,
            total=part.n,
            note=f"{part.right} of {part.n}, {BANDS[part.band]}" if part.band else "",
        )
        for part in parts
    )
    return Distribution(caption="Right by domain", bars=bars)


def _tasks(parts: Sequence[Part], titles: Mapping[str, str]) -> list[Block]:
    """List the task statements: their names are long, and one or two answers make no bar."""
    lines = (f"{part.right} of {part.n} · {titles.get(part.name, part.name)}" for part in parts)
    return [
        Prose(text="Right by task statement", tone=Tone.STRONG),
        Prose(text="\n".join(lines)),
    ]


def _slowest(slowest: Sequence[Judged], titles: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            titles.get(each.domain, each.domain),
            str(each.number),
            _time(each.spent),
            "right" if each.is_right else "not right" if each.response else "open",
        )
        for each in slowest
    )
    columns = ("Domain", "Question", "Time", "")
    return Table(caption="What took longest", columns=columns, rows=rows)


def _changed(result: Result) -> str:
    """Say what changing answers brought; nothing where none was changed."""
    if not result.changes:
        return ""
    to_right = result.changes.get((False, True), 0)
    from_right = result.changes.get((True, False), 0)
    same = sum(result.changes.values()) - to_right - from_right
    parts = []
    if to_right:
        parts.append(f"{to_right} became right")
    if from_right:
        parts.append(f"{from_right} had been right")
    if same:
        parts.append(f"{same} made no difference")
    said = counted(sum(result.changes.values()), "answer")
    return f"You changed {said}: {listed(parts)}."


def _headline(looked: Looked) -> str:
    judged, showing = looked.judged, looked.showing
    key = f"it's {key_words(showing)}"
    if judged.response is None:
        return f"You left this one open; {key}."
    if judged.is_right:
        if showing.prose_holds:
            return f"Right. What decided it: {decided(showing.item)}."
        return "Right."
    if showing.item.kind in (Kind.ORDERING, Kind.MATCHING):
        return "Not this time; here is what holds."
    picked = listed(sorted(showing.letter(source) for source in judged.response))
    return f"Not {picked} this time; {key}."


def _answered(looked: Looked) -> list[Block]:
    judged, showing = looked.judged, looked.showing
    if showing.item.kind in (Kind.SINGLE, Kind.MULTIPLE):
        picked = judged.response or ()
        rows = tuple(
            OptionRow(
                letter=letter,
                text=option.text,
                standing=_standing(showing.is_key(source), source in picked),
            )
            for letter, source, option in showing.options
        )
        return [Options(rows=rows)]
    if judged.response is None:
        return []  # the arguments stand in the right order, and name the right pairs
    verdict = Verdict(
        showing=showing,
        response=judged.response,
        is_right=judged.is_right,
        share=0.0,
        confidence=None,
        points=None,
    )
    return response_blocks(verdict)


def _standing(is_key: bool, is_picked: bool) -> Standing:
    if is_key:
        return Standing.PICKED_KEY if is_picked else Standing.KEY
    return Standing.PICKED_WRONG if is_picked else Standing.OPEN


def _aside(judged: Judged) -> str:
    looked = judged.spent or judged.response is not None
    parts = [f"You spent {_time(judged.spent)} on it." if looked else "You did not look at it."]
    if judged.changed:
        was = "right" if judged.first_right else "not right"
        parts.append(f"Your first answer was another one, and it was {was}.")
    if not judged.scored:
        parts.append("It was on trial and counts in no figure.")
    if judged.met:
        parts.append("You had met it before.")
    return " ".join(parts)


def _ways(looked: Looked) -> list[Button]:
    number, sitting = looked.judged.number, looked.sitting
    ways: list[Button] = []
    if looked.next_wrong is not None:
        action = ReviewPlace(sitting, looked.next_wrong)
        ways.append(Button(label="Next missed", action=action, style=Style.PRIMARY))
    if number < looked.total:
        style = Style.PLAIN if ways else Style.PRIMARY
        ways.append(Button(label="Next", action=ReviewPlace(sitting, number + 1), style=style))
    if number > 1:
        ways.append(Button(label="Back", action=ReviewPlace(sitting, number - 1)))
    ways.append(Button(label="Result", action=ShowResult(sitting), style=Style.QUIET))
    ways.append(Button(label="Add note", action=WriteNote(looked.target)))
    return [*ways, flag_button(looked.target)]


def _minutes(took: timedelta) -> int:
    return round(took / timedelta(minutes=1))


def _time(spent: timedelta) -> str:
    seconds = round(spent.total_seconds())
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return counted(rest, "second")
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"
