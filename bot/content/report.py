"""A check's report: what was read, what was found, and how both are written.

It writes for people and for programs, and finds nothing itself.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from bot.content.cases import ParsedCase
from bot.content.exercise_linting import NAMES, counts, supply_figures
from bot.content.figures import Figure
from bot.content.findings import Finding, Severity
from bot.content.pack_table import pack_table
from bot.content.reviews import Review
from bot.content.schedules import Template
from bot.content.services import Service
from bot.content.waivers import Waived
from bot.core.exercises import Exercise
from bot.core.packs import Catalogue
from bot.core.plans import PlanTemplate


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was read and what was found. ``broken`` names files that are left out.

    ``places`` are the files of items and the line of their facts' date.
    """

    catalogues: Mapping[str, Catalogue]
    cases: Mapping[str, Mapping[str, ParsedCase]]
    templates: tuple[Template, ...]
    plans: tuple[PlanTemplate, ...]
    findings: tuple[Finding, ...]
    waived: tuple[Waived, ...]
    broken: Mapping[str, Finding]
    services: Mapping[str, Service]
    exercises: tuple[Exercise, ...]
    reviews: Mapping[str, Sequence[Review]]
    places: Mapping[str, tuple[str, int]]

    @property
    def figures(self) -> Mapping[str, tuple[Figure, ...]]:
        """Each pack's figures. Worked out when asked for: a start of the program needs none."""
        return {
            name: (
                *pack_table(each, self.services, self.reviews),
                *supply_figures(each.pack, self.exercises),
            )
            for name, each in self.catalogues.items()
        }

    @property
    def errors(self) -> int:
        """How many findings have to be put right."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def has_errors(self) -> bool:
        """Whether anything has to be put right."""
        return self.errors > 0

    def to_text(self) -> str:
        """Write findings in the order of files, waived ones, each pack's figures, and the sum."""
        lines = [finding.text() for finding in self.findings]
        lines += [each.text() for each in self.waived]
        for pack, found in self.figures.items():
            width = max(len(figure.name) for figure in found)
            lines += ["", f"{pack}:", *(_figure(figure, width) for figure in found)]
        # What one pack draws from another is the same question still.
        items = {item for catalogue in self.catalogues.values() for item in catalogue.items}
        kinds = Counter(kind for _, kind in {(each.id, each.kind) for each in self.exercises})
        sound = [
            f"{len(items)} sound questions",
            *(f"{kinds[kind]} {NAMES[kind]}" for kind in NAMES if kinds[kind]),
        ]
        left = f", {len(self.broken)} files left out" if self.broken else ""
        told = f"{self.errors} errors, {len(self.findings) - self.errors} warnings"
        told += f", {len(self.waived)} waived" if self.waived else ""
        lines += ["", f"{', '.join(sound)}{left}: {told}."]
        return "\n".join(lines).strip()

    def to_json(self) -> str:
        """Write the same as JSON."""
        return json.dumps(
            {
                "errors": self.errors,
                "warnings": len(self.findings) - self.errors,
                "findings": [asdict(finding) for finding in self.findings],
                "waived": [{**asdict(each.finding), "reason": each.reason} for each in self.waived],
                "left_out": sorted(self.broken),
                "items": {name: len(c.items) for name, c in self.catalogues.items()},
                "exercises": {
                    name: counts(each.pack, self.exercises)
                    for name, each in self.catalogues.items()
                },
                "figures": {
                    pack: {
                        figure.name: {"value": figure.value, "holds": figure.holds}
                        for figure in found
                    }
                    for pack, found in self.figures.items()
                },
            },
            ensure_ascii=False,
            indent=1,
        )


def _figure(figure: Figure, width: int) -> str:
    mark = {None: "", True: "", False: "   <- worth a look"}[figure.holds]
    return f"  {figure.name:<{width}}  {figure.value}{mark}"
