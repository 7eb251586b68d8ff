"""Content for the program and for authors: loading it, checking it, beginning a new item."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.content.check import Report, check
from bot.content.due import DAYS, due_list
from bot.content.skeleton import new_file
from bot.content.sources import find_content
from bot.core.errors import NotFound
from bot.core.packs import usual
from bot.services.library import Broken, Library


def check_content(named: Path | None, here: Path, today: date, pack: str = "") -> Report:
    """Read and lint all content, or one pack."""
    questions, schedules = find_content(named, here)
    return check(questions, schedules, today, pack)


def due_content(
    named: Path | None, here: Path, today: date, pack: str, days: int | None, *, as_json: bool
) -> str:
    """List what is due for re-checking within some days, as text or as JSON."""
    found = due_list(check_content(named, here, today, pack), today, DAYS if days is None else days)
    return found.to_json() if as_json else found.to_text()


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
