"""Content for the program and for authors: loading it, checking it, beginning a new item."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from bot.cards.blocks import Card
from bot.cards.rehearsal import Scenery, rehearse, rehearse_sitting
from bot.content.check import Report, check
from bot.content.due import DAYS, due_list
from bot.content.findings import Finding
from bot.content.skeleton import new_file
from bot.content.sources import find_content
from bot.core.errors import NotFound
from bot.core.items import Item
from bot.core.packs import Catalogue, Pool, usual
from bot.services.library import Broken, Library

#: Says why a card does not fit a platform, where one person sees it alone or everybody does.
Fits: TypeAlias = Callable[[Card, bool], str]


def check_content(
    named: Path | None,
    here: Path,
    today: date,
    pack: str = "",
    platforms: Mapping[str, Fits] = MappingProxyType({}),
) -> Report:
    """Read and lint all content, or one pack; each item's cards are tried on the ``platforms``."""
    questions, schedules = find_content(named, here)
    report = check(questions, schedules, today, pack)
    return replace(report, findings=tuple(sorted({*report.findings, *_misfits(report, platforms)})))


def due_content(
    named: Path | None, here: Path, today: date, pack: str, days: int | None, *, as_json: bool
) -> str:
    """List what is due for re-checking within some days, as text or as JSON."""
    found = due_list(check_content(named, here, today, pack), today, DAYS if days is None else days)
    return found.to_json() if as_json else found.to_text()


def _misfits(report: Report, platforms: Mapping[str, Fits]) -> Iterator[Finding]:
    for catalogue in report.catalogues.values():
        titles = {domain.id: domain.title for domain in catalogue.pack.domains}
        for item in catalogue.items.values() if platforms else ():
            path, line = report.places[item.id]
            for scene in _scenes(catalogue, item, titles.get(item.domain, item.domain)):
                for platform, fits in platforms.items():
                    if wrong := fits(scene.card, scene.private):
                        message = f"{scene.name} does not fit {platform}. {wrong}"
                        yield Finding(path, line, "budget", message, "Cut what is longest.")


def _scenes(catalogue: Catalogue, item: Item, domain: str) -> Iterator[Scenery]:
    yield from rehearse(item, domain)
    if catalogue.pack.pool_of(item) is Pool.MOCK:
        tasks = {task.id: task.title for each in catalogue.pack.domains for task in each.tasks}
        yield from rehearse_sitting(item, domain, tasks.get(item.task, item.task))


def load_library(named: Path | None, here: Path, today: date) -> Library:
    """Load what is sound; what is not is named and left out.

    Raises ``NotFound`` where no pack can be used.
    """
    questions, schedules = find_content(named, here)
    report = check(questions, schedules, today, errors_only=True)
    if not report.catalogues:
        first = min(report.broken.values())
        raise NotFound(f"No pack can be used: {first.text()}")
    return Library(
        catalogues=report.catalogues,
        broken=tuple(
            Broken(path=path, reason=f"{finding.message} {finding.cure}".strip())
            for path, finding in sorted(report.broken.items())
        ),
        templates=report.templates,
        exercises=report.exercises,
        plans=report.plans,
    )


def begin_item(
    named: Path | None, here: Path, today: date, pack: str, concept: str, kind: str
) -> Path:
    """Write the file of a new item and give its path."""
    questions, _ = find_content(named, here)
    report = check_content(named, here, today, pack)
    catalogue = usual(report.catalogues)
    if catalogue is None:
        raise NotFound("The pack's manifest cannot be read. Run `cohort check`.")
    known = catalogue.pack
    return new_file(questions / known.id, known, concept, kind, today)
