"""Kinds of study plans, as files that a study group edits."""

from __future__ import annotations

from pathlib import Path

from bot.content.choices import read_choices
from bot.content.findings import Finding
from bot.content.tables import Table
from bot.core.plans import Phase, PlanTemplate, Way

FOLDER = "plans"
MINUTES_MOST = 60
PHASES_MOST = 6
TITLE_MOST, AIM_MOST = 60, 200
_KEYS = ("id", "title", "default", "minutes_per_question", "phases")
_PHASE_KEYS = ("id", "title", "aim", "share", "way")
_CURE = "See steady.toml beside it."


def read_plans(root: Path) -> tuple[tuple[PlanTemplate, ...], list[Finding]]:
    """Read every kind of plan; a broken one is left out with its finding."""
    return read_choices(
        root / FOLDER, _plan, noun="plan", rule="plan", cure=_CURE,
        default="Who does not choose gets one plan.",
    )  # fmt: skip


def _plan(file: Table) -> PlanTemplate:
    file.only(_KEYS)
    minutes = file.whole("minutes_per_question")
    if not 1 <= minutes <= MINUTES_MOST:
        said = f"`minutes_per_question` is a number from 1 to {MINUTES_MOST}."
        raise file.wrong(said, "minutes_per_question")
    phases = tuple(_phase(each) for each in file.tables("phases"))
    if len(phases) > PHASES_MOST:
        raise file.wrong(f"A plan has {PHASES_MOST} phases at most.", "phases")
    total = sum(phase.share for phase in phases)
    if total != 100:
        raise file.wrong(f"The shares of the phases make {total}, not 100.", "phases")
    if len({phase.id for phase in phases}) < len(phases):
        raise file.wrong("Two phases have the same `id`.", "phases")
    return PlanTemplate(
        id=file.text("id"),
        title=_short(file, "title", TITLE_MOST),
        minutes_per_question=minutes,
        phases=phases,
        default=file.flag("default"),
    )


def _phase(table: Table) -> Phase:
    table.only(_PHASE_KEYS)
    share = table.whole("share")
    if not 1 <= share <= 100:
        raise table.wrong("`share` is a part of the weeks, from 1 to 100.", "share")
    return Phase(
        id=table.text("id"),
        title=_short(table, "title", TITLE_MOST),
        aim=_short(table, "aim", AIM_MOST),
        share=share,
        way=table.one_of("way", Way, tuple(Way)),
    )


def _short(table: Table, key: str, most: int) -> str:
    text = table.text(key)
    if len(text) > most:
        raise table.wrong(f"`{key}` has {len(text)} characters; {most} fit a card.", key)
    return text
