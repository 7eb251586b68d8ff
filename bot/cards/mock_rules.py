"""Before a mock exam begins: which there are, what came of past ones, and a form's rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.cards.actions.mock import BeginMock, Mock, ShowResult
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
    Table,
)
from bot.cards.mock import TITLES
from bot.cards.wording import counted, number_word, short_day
from bot.core.exams import Form, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A sitting that is over: ``at`` is in its owner's zone, ``right`` are of ``scored``."""

    sitting: int
    form: Form
    at: datetime
    right: int
    scored: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What somebody is told before they begin. ``new`` items of the form they have not met."""

    pack: str
    plan: Plan
    new: int
    until: datetime
    zone: str
    break_minutes: int = 0


def home_card(
    pack: str, plans: Sequence[Plan], why_not: Sequence[str], past: Sequence[Past]
) -> Card:
    """Show which mock exams there are, why others are not, and what came of past ones."""
    blocks: list[Block] = [Heading(text=f"Mock exam · {pack}")]
    if plans:
        text = "Timed, without feedback until you hand it in. Nobody else sees how it went."
        blocks.append(Prose(text=text))
        blocks.append(Facts(pairs=tuple((TITLES[plan.form], _measures(plan)) for plan in plans)))
    blocks += [Note(text=text) for text in why_not]
    if plans:
        blocks.append(
            Buttons(
                buttons=tuple(
                    Button(label=TITLES[plan.form], action=Mock(plan.form), style=_style(number))
                    for number, plan in enumerate(plans)
                )
            )
        )
    blocks += _past(past)
    return Card(title="Mock exam", blocks=tuple(blocks))


def rules_card(rules: Rules) -> Card:
    """Say how long a form is and what holds while it is sat, and ask whether to begin."""
    plan = rules.plan
    lines = [
        f"{counted(plan.items, 'question')} in {plan.minutes} minutes.",
        "Nothing is told before you hand it in: no verdicts, no hints.",
        "You can skip, come back, change answers and mark questions for review.",
    ]
    if rules.break_minutes:
        lines.append(
            f"The clock runs on when you leave, but you may take breaks: {rules.break_minutes}"
            " minutes of them in all."
        )
    else:
        lines.append("The clock runs on when you leave: `/study continue` brings you back.")
    if plan.trial:
        lines.append(
            f"{number_word(plan.trial).capitalize()} of the questions are on trial, as on the real"
            " exam: they look no different and do not count."
        )
    lines.append("An open question counts as wrong, and there is no partial credit.")
    if rules.new < plan.items:
        lines.append(_met(rules))
    return Card(
        title=TITLES[plan.form],
        blocks=(
            Heading(text=f"{TITLES[plan.form]} · {rules.pack}"),
            *(Prose(text=line) for line in lines),
            Moment(
                at=rules.until,
                zone=rules.zone,
                before="Begin now, and it is handed in for you at",
                after="if you have not done so.",
            ),
            Buttons(
                buttons=(
                    Button(
                        label="Begin, the clock runs",
                        action=BeginMock(plan.form),
                        style=Style.PRIMARY,
                    ),
                    Button(label="Not now", action=Mock(""), style=Style.QUIET),
                )
            ),
        ),
    )


def _measures(plan: Plan) -> str:
    said = f"{plan.items} questions, {plan.minutes} min"
    return f"{said}; {plan.scored} count, {plan.trial} are on trial" if plan.trial else said


def _met(rules: Rules) -> str:
    met = rules.plan.items - rules.new
    if not rules.new:
        return "You have met all of these questions before: nothing newer is left."
    return f"{number_word(met).capitalize()} of them you have met before: nothing newer is left."


def _style(number: int) -> Style:
    return Style.PLAIN if number else Style.PRIMARY


def _at(past: Past) -> str:
    return f"{short_day(past.at.date())}, {past.at:%H:%M}"


def _past(past: Sequence[Past]) -> list[Block]:
    if not past:
        return []
    rows = tuple(
        (
            _at(each),
            TITLES[each.form],
            f"{each.right} of {each.scored}",
            f"{round(100 * each.right / each.scored)} %" if each.scored else "",
        )
        for each in past
    )
    buttons = tuple(
        Button(
            label=f"See {_at(each)}",
            action=ShowResult(each.sitting),
            style=Style.QUIET,
            name=f"See the {TITLES[each.form].lower()} of {_at(each)}",
        )
        for each in past
    )
    columns = ("Handed in", "Form", "Right", "Share")
    table = Table(caption="Past ones", columns=columns, rows=rows, numeric=frozenset({3}))
    return [table, Buttons(buttons=buttons)]
