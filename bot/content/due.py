"""What is to be looked up again: facts grow old, each kind at its own pace.

It knows days and where to look, and nothing of whether a fact has changed. A row is due on
the day on which the linter's bound is reached; reading it again and setting the date makes
it young.
"""

from __future__ import annotations

import calendar
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from bot.content.exercise_linting import NAMES
from bot.content.exercises import FOLDERS
from bot.content.manifest import MANIFEST
from bot.content.report import Report
from bot.content.rules import FACTS_MONTHS, VOLATILE_MONTHS
from bot.content.services import FILE, ServiceStatus
from bot.core.items import Reference
from bot.core.packs import Catalogue

DAYS = 30
LIFECYCLE = "aws.amazon.com/products/lifecycle"


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """One thing to look up: by which day, where it stands, what it is, and what to read."""

    by: date
    path: str
    line: int
    kind: str
    name: str
    since: date
    look: tuple[str, ...]

    def text(self) -> str:
        """Write it on a line that editors can jump from, and what to read under it."""
        head = (
            f"{self.path}:{self.line}: due {self.by}: {self.kind} {self.name}, as of {self.since}"
        )
        return "\n".join((head, *(f"    {each}" for each in self.look)))


@dataclass(frozen=True, slots=True, kw_only=True)
class DueList:
    """All that is due by a day, the earliest first."""

    until: date
    rows: tuple[Due, ...]

    def to_text(self) -> str:
        """Write the rows, then their sum."""
        counts = Counter(row.kind for row in self.rows)
        told = ", ".join(f"{count} × {kind}" for kind, count in sorted(counts.items()))
        return "\n".join(
            [*(row.text() for row in self.rows), f"Due by {self.until}: {told or 'nothing'}."]
        )

    def to_json(self) -> str:
        """Write the same as JSON."""
        rows = [
            asdict(row) | {"by": row.by.isoformat(), "since": row.since.isoformat()}
            for row in self.rows
        ]
        return json.dumps({"until": self.until.isoformat(), "due": rows}, indent=1)


def due_list(report: Report, today: date, days: int = DAYS) -> DueList:
    """Give all facts whose time is up by ``days`` from today, or was before."""
    until = today + timedelta(days=days)
    every = [*_services(report)]
    for catalogue in report.catalogues.values():
        every += [*_items(report, catalogue), *_cases(report, catalogue)]
        every.append(_pack(catalogue))
    every += _exercises(report)
    return DueList(until=until, rows=tuple(sorted({row for row in every if row.by <= until})))


def later(day: date, months: int) -> date:
    """Give the same day some months later; the month's last day where it has no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _months(volatile: bool) -> int:
    return VOLATILE_MONTHS if volatile else FACTS_MONTHS


def _items(report: Report, catalogue: Catalogue) -> Iterator[Due]:
    for item in catalogue.items.values():
        path, line = report.places.get(item.id, ("", 1))
        concept = catalogue.pack.concepts.get(item.concept)
        volatile = item.volatile or (concept is not None and concept.volatile)
        yield Due(
            later(item.facts_as_of, _months(volatile)), path, line, "question", item.id,
            item.facts_as_of, _look(item.services, item.references),
        )  # fmt: skip


def _cases(report: Report, catalogue: Catalogue) -> Iterator[Due]:
    for parsed in report.cases.get(catalogue.pack.id, {}).values():
        if (case := parsed.case) is not None:
            yield Due(
                later(case.facts_as_of, _months(case.volatile)), parsed.path,
                parsed.front.line("facts_as_of"), "case", case.id, case.facts_as_of,
                _look(case.services, case.references),
            )  # fmt: skip


def _pack(catalogue: Catalogue) -> Due:
    pack = catalogue.pack
    return Due(
        later(pack.facts_as_of, FACTS_MONTHS), f"questions/{pack.id}/{MANIFEST}", 1, "exam",
        pack.short, pack.facts_as_of,
        ("its page: can it be booked, and do counts, minutes, cut and weights still hold?",),
    )  # fmt: skip


def _exercises(report: Report) -> Iterator[Due]:
    packs: Mapping[str, Catalogue] = report.catalogues
    for each in report.exercises:
        # A copy in a pack that draws it has the id, and so the file, of its own pack.
        if each.id.startswith(f"{each.pack}/"):
            folder = packs[each.pack].pack.domain_by_id[each.domain].folder
            name = each.id.rpartition("/")[2]
            yield Due(
                later(each.facts_as_of, FACTS_MONTHS),
                f"schedules/{FOLDERS[each.kind]}/{folder}/{name}.md", 1,
                NAMES[each.kind].removesuffix("s"), each.id, each.facts_as_of,
                _look(each.services, each.references),
            )  # fmt: skip


def _services(report: Report) -> Iterator[Due]:
    for service in report.services.values():
        moves = service.status is not ServiceStatus.OPEN or not service.confirmed
        yield Due(
            later(service.checked, _months(moves)), f"questions/{FILE}", service.line, "service",
            f"{service.name} ({service.status})", service.checked,
            (service.source or LIFECYCLE,),
        )  # fmt: skip


def _look(services: Iterable[str], references: Iterable[Reference]) -> tuple[str, ...]:
    named = ", ".join(services)
    pages = [each.address or each.title for each in references]
    return (*((f"status of {named}",) if named else ()), *pages)
