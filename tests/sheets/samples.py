"""Reports made by hand, so that a test of a sheet needs no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.core.bands import Band
from bot.core.facility import Concern, Doubt, Facility
from bot.core.growth import Growth
from bot.core.reports import (
    AnswerRow,
    DomainLine,
    GroupReport,
    GrownLine,
    ItemLine,
    MemberLine,
    MemberReport,
    OwnDomain,
    OwnGrowth,
    OwnNote,
    Revisit,
    Score,
    TeamLine,
    WeekLine,
)

MONDAY = date(2026, 11, 2)
GROWTH_DAYS = date(2026, 10, 26), date(2026, 11, 22)
MADE = datetime(2026, 11, 24, 9, 30)
PACK = "Sample Exam (SMP-1)"
EXAM = "SMP-1 closed on 31 March 2026 and can't be booked."


def member(name: str, team: str = "", **changes: object) -> MemberLine:
    """Make a member who has agreed to be shown."""
    line = MemberLine(
        name=name, team=team, active_days=7, bands=(Band.FIRM, None),
        last_active=date(2026, 11, 20),
    )  # fmt: skip
    return replace(line, **changes)  # type: ignore[arg-type]


def item(**changes: object) -> ItemLine:
    """Make an item that everybody had right."""
    line = ItemLine(
        id="d1.1-01/a", domain="Gather", concept="Concept 1", question="Which store?",
        kind="single", asked=3, n=30, floor=0.25, facility=Facility(30, 30),
        shares=(0.0, 0.0, 1.0, 0.0), keyed=(2,), doubts=(Doubt(Concern.TOO_EASY),),
    )  # fmt: skip
    return replace(line, **changes)  # type: ignore[arg-type]


def group_report(names: Sequence[str] = ("Ann", "Ben"), **changes: object) -> GroupReport:
    """Make a group of eight, of whom those named have agreed to be shown."""
    report = GroupReport(
        group="main", pack=PACK, exam=EXAM, zone="Europe/Berlin", made_at=MADE,
        first_day=MONDAY, last_day=date(2026, 11, 24), members=8, agreed=len(names), questions=12,
        everyone=Score(8, 80, 60), answers=90,
        weeks=(
            WeekLine(MONDAY, 8, 40, 5, Score(8, 40, 24)),
            WeekLine(MONDAY + timedelta(days=7), 4, 12, 0, None),
            WeekLine(MONDAY + timedelta(days=14), 8, 38, 9, Score(8, 38, 30)),
        ),
        domains=(
            DomainLine("Gather", 40, Score(8, 40, 30), Band.SHAKY),
            DomainLine("Model", 60, Score(8, 40, 30), None),
        ),
        others_until=date(2026, 11, 23),
        shown=tuple(member(name) for name in names),
        growth_days=GROWTH_DAYS,
        grown=(
            GrownLine(place=1, name="Zoe", growth=1.2, questions=40),
            GrownLine(place=2, name="Ann", growth=0.4, questions=16),
        ),
        teams=(TeamLine("Owls", 5, Score(5, 50, 30), Band.MIXED), TeamLine("Larks", 3, None, None)),
        items=(
            item(),
            item(id="d1.1-02/a", facility=None, n=3, shares=(), keyed=(2,), doubts=()),
            item(
                id="d2.1-06/c", kind="multiple", shares=(0.5, 0.01, 0.9, 0.3, 0.29), keyed=(0, 2),
                facility=Facility(15, 50), n=50, doubts=(Doubt(Concern.IDLE_OPTION, 1),),
            ),
        ),
        listed=2, unlisted=4,
    )  # fmt: skip
    return replace(report, **changes)  # type: ignore[arg-type]


def answer_row(number: int = 0) -> AnswerRow:
    """Make a row of a group's answers."""
    return (
        MONDAY + timedelta(days=number % 20), "daily", MONDAY, "Gather", "Concept 1", "d1.1-01/a",
        "single" if number % 2 else "multiple", 3 if number % 2 else "1 4", 3, number % 2,
        number % 2 / 1, "fairly sure",
    )  # fmt: skip


def member_report(name: str = "Ann", **changes: object) -> MemberReport:
    """Make a member with something on every sheet."""
    report = MemberReport(
        name=name, group="main", pack=PACK, exam=EXAM, zone="Europe/Berlin", made_at=MADE,
        streak=3, best=1, freezes=1,
        weeks=(
            WeekLine(MONDAY, 1, 4, 1, Score(1, 5, 3)),
            WeekLine(MONDAY + timedelta(days=7), 1, 5, 0, Score(1, 5, 4)),
        ),
        domains=(
            OwnDomain(title="Gather", weight=40, answered=8, right=6, met=3, concepts=6,
                      rated="Can follow it"),
            OwnDomain(title="Model", weight=60, answered=0, right=0, met=0, concepts=6, rated=""),
        ),
        growth_days=GROWTH_DAYS,
        growth=(
            OwnGrowth("All domains together", Growth(1.2, 24, 20)),
            OwnGrowth("Gather", Growth(0.04, 15, 16)),
            OwnGrowth("Model", Growth(0.9, 9, 4)),
        ),
        revisits=(
            Revisit(missed_on=date(2026, 11, 4), times=2, domain="Gather", concept="Concept 1",
                    question="Which store?", takeaway="Cheap things cost less.",
                    reference="A book about stores (example.org/stores)"),
        ),
        notes=(OwnNote(date(2026, 11, 5), "Gather", "Which store?", "Mind the price."),),
        listed=1,
    )  # fmt: skip
    return replace(report, **changes)  # type: ignore[arg-type]


def own_row() -> AnswerRow:
    """Make a row of a member's own answers."""
    return (
        datetime(2026, 11, 4, 10, 15), date(2026, 11, 4), "daily", date(2026, 11, 4), "Gather",
        "Concept 1", "Which store?", "The dear one.", "The cheap one.", 0, 0.0, 2.0, "certain",
        None, "d1.1-01/a",
    )  # fmt: skip
