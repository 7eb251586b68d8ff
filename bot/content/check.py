"""Everything that can be said of the content, found at once: read, linted, drawn together.

An item or an exercise with an error is left out of what the program runs with, and named;
how a report is written is the business of ``report``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.content.case_rules import case_findings
from bot.content.drawing import also_findings, drawing_findings, drawn, drawn_exercises
from bot.content.exercise_linting import ExerciseReading, check_exercises, supply_findings
from bot.content.findings import Finding, Severity
from bot.content.linting import WAIVABLE, lint
from bot.content.pack_rules import coverage_findings, pack_findings, pool_findings
from bot.content.packs import MANIFEST, PackReading, read_pack
from bot.content.plans import read_plans
from bot.content.report import Report
from bot.content.reviews import read_reviews
from bot.content.rules import Subject
from bot.content.schedules import read_templates
from bot.content.services import Service, read_services
from bot.content.waivers import Waived, sort_out
from bot.core.errors import NotFound
from bot.core.packs import Catalogue, Pack

__all__ = ["Report", "check"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    """A pack's own sound items, what was found in its folder, and what was left out."""

    reading: PackReading
    own: Catalogue
    findings: tuple[Finding, ...]
    waived: tuple[Waived, ...]


def check(
    questions: Path, schedules: Path, today: date, only: str = "", *, errors_only: bool = False
) -> Report:
    """Read and lint all content, or one pack. Items with an error are not in the catalogues.

    With ``errors_only`` an item's warnings are not looked for, only what keeps it out. Raises
    ``NotFound`` where there is no such pack, or no content at all.
    """
    folders = sorted(path.parent for path in questions.glob(f"*/{MANIFEST}"))
    known = [folder.name for folder in folders]
    if only and only not in known:
        raise NotFound(f"There is no pack `{only}`. There is: {', '.join(known) or 'none'}.")
    if not folders:
        raise NotFound(f"There is no pack in {questions}. Set COHORT_CONTENT to the content.")
    services, found = read_services(questions)
    templates, more = read_templates(schedules)
    plans, wrong = read_plans(schedules)
    findings, waived = list[Finding](), list[Waived]()
    readings = {folder.name: read_pack(folder, questions.parent) for folder in folders}
    shelves = _shelves(readings, services, today, errors_only=errors_only)
    catalogues: dict[str, Catalogue] = {}
    for name in [only] if only else known:
        if name not in shelves:
            findings += readings[name].findings
            continue
        shelf = shelves[name]
        catalogues[name] = drawn(shelf.own, {each: shelves[each].own for each in shelves})
        where = f"{shelf.reading.folder}/{MANIFEST}"
        findings += [*shelf.findings, *coverage_findings(shelf.own, where)]
        findings += pool_findings(shelf.own.pack, catalogues[name], where, shelf.reading.lines)
        waived += shelf.waived
    packs = {name: each.pack for name, each in catalogues.items()}
    bench = _bench(schedules, packs, readings, services, today)
    findings += bench.findings
    broken = broken_in(findings)
    findings += [*found, *more, *wrong]
    for name, pack in packs.items():
        where = f"{shelves[name].reading.folder}/{MANIFEST}"
        findings += supply_findings(pack, bench.exercises, where)
    return Report(
        catalogues=catalogues,
        cases={name: shelves[name].reading.cases for name in catalogues},
        templates=templates,
        plans=plans,
        findings=tuple(sorted(findings)),
        waived=tuple(sorted(waived)),
        broken=broken,
        services=services,
        exercises=bench.exercises,
        reviews={
            item: rows
            for folder in folders
            for item, rows in read_reviews(folder, readings[folder.name].folder).items()
        },
        places={
            parsed.item.id: (parsed.draft.path, parsed.draft.front.line("facts_as_of"))
            for reading in readings.values()
            for parsed in reading.parsed
            if parsed.item is not None
        },
    )


def broken_in(findings: Iterable[Finding]) -> Mapping[str, Finding]:
    """Give the first error of each file that has one."""
    broken: dict[str, Finding] = {}
    for finding in findings:
        if finding.severity is Severity.ERROR:
            broken.setdefault(finding.path, finding)
    return broken


def _shelves(
    readings: Mapping[str, PackReading],
    services: Mapping[str, Service],
    today: date,
    *,
    errors_only: bool,
) -> dict[str, _Shelf]:
    packs = {
        name: each.catalogue.pack for name, each in readings.items() if each.catalogue is not None
    }
    shelves: dict[str, _Shelf] = {}
    for name, reading in readings.items():
        if reading.catalogue is None:
            continue
        found = [
            *reading.findings,
            *_lint_all(reading, reading.catalogue, services, today, errors_only=errors_only),
            *also_findings(reading, packs),
            *drawing_findings(reading, readings),
        ]
        parted = sort_out(reading.parsed, found, WAIVABLE)
        broken = broken_in(parted.kept)
        sound = [
            parsed.item
            for parsed in reading.parsed
            if parsed.item is not None and parsed.draft.path not in broken
        ]
        shelves[name] = _Shelf(
            reading=reading,
            own=Catalogue.of(reading.catalogue.pack, sound),
            findings=tuple(parted.kept),
            waived=tuple(parted.waived),
        )
    return shelves


def _lint_all(
    reading: PackReading,
    catalogue: Catalogue,
    services: Mapping[str, Service],
    today: date,
    *,
    errors_only: bool,
) -> list[Finding]:
    found: list[Finding] = []
    for parsed in reading.parsed:
        if parsed.item is not None:
            subject = Subject(
                item=parsed.item,
                draft=parsed.draft,
                concept=catalogue.pack.concepts[parsed.item.concept],
                services=services,
                today=today,
            )
            found += lint(subject, errors_only=errors_only)
    found += case_findings(reading.cases, reading.parsed, services, today)
    return found + list(pack_findings(catalogue, reading.parsed))


def _bench(
    schedules: Path,
    packs: Mapping[str, Pack],
    readings: Mapping[str, PackReading],
    services: Mapping[str, Service],
    today: date,
) -> ExerciseReading:
    """Check the exercises of ``packs``, and add to them what those packs draw from others."""
    bench = check_exercises(schedules, packs, readings, services, today)
    sources = {
        name: reading.catalogue.pack
        for name, reading in readings.items()
        if reading.catalogue is not None and name not in packs
    }
    others = check_exercises(schedules, sources, readings, services, today) if sources else None
    given = (*bench.exercises, *(others.exercises if others else ()))
    return ExerciseReading(
        exercises=(*bench.exercises, *drawn_exercises(packs.values(), given)),
        findings=bench.findings,
        broken=bench.broken,
    )
