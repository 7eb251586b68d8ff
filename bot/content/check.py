"""Everything that can be said of the content, at once: as text for authors, else as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from bot.content.exercise_linting import (
    NAMES,
    check_exercises,
    counts,
    supply_figures,
    supply_findings,
)
from bot.content.figures import Figure, figures
from bot.content.findings import Finding, Severity
from bot.content.linting import lint
from bot.content.pack_rules import coverage_findings, pack_findings
from bot.content.packs import MANIFEST, PackReading, read_pack
from bot.content.rules import Subject
from bot.content.schedules import Template, read_templates
from bot.content.services import Service, read_services
from bot.core.errors import NotFound
from bot.core.exercises import Exercise
from bot.core.packs import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was read and what was found. ``broken`` names files that are left out."""

    catalogues: Mapping[str, Catalogue]
    templates: tuple[Template, ...]
    findings: tuple[Finding, ...]
    broken: Mapping[str, Finding]
    services: Mapping[str, Service]
    exercises: tuple[Exercise, ...]

    @property
    def figures(self) -> Mapping[str, tuple[Figure, ...]]:
        """Each pack's figures. Worked out when asked for: a start of the program needs none."""
        return {
            name: (*figures(each, self.services), *supply_figures(each.pack, self.exercises))
            for name, each in self.catalogues.items()
        }

    @property
    def has_errors(self) -> bool:
        """Whether anything has to be put right."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def to_text(self) -> str:
        """Write findings in the order of files, then each pack's figures, then the sum."""
        lines = [finding.text() for finding in self.findings]
        for pack, found in self.figures.items():
            lines += ["", f"{pack}:"]
            for figure in found:
                mark = {None: "", True: "", False: "   <- worth a look"}[figure.holds]
                lines.append(f"  {figure.name:<36} {figure.value}{mark}")
        errors = sum(finding.severity is Severity.ERROR for finding in self.findings)
        warnings = len(self.findings) - errors
        items = sum(len(catalogue.items) for catalogue in self.catalogues.values())
        kinds = Counter(exercise.kind for exercise in self.exercises)
        sound = [f"{items} sound questions", *(f"{kinds[kind]} {NAMES[kind]}" for kind in kinds)]
        left = f", {len(self.broken)} files left out" if self.broken else ""
        lines += ["", f"{', '.join(sound)}{left}: {errors} errors, {warnings} warnings."]
        return "\n".join(lines).strip()

    def to_json(self) -> str:
        """Write the same as JSON."""
        return json.dumps(
            {
                "errors": sum(f.severity is Severity.ERROR for f in self.findings),
                "findings": [asdict(finding) for finding in self.findings],
                "left_out": sorted(self.broken),
                "items": {name: len(c.items) for name, c in self.catalogues.items()},
                "exercises": {
                    name: counts(each.pack, self.exercises)
                    for name, each in self.catalogues.items()
                },
                "figures": {
                    pack: {figure.name: figure.value for figure in found}
                    for pack, found in self.figures.items()
                },
            },
            ensure_ascii=False,
            indent=1,
        )


def check(questions: Path, schedules: Path, today: date, only: str = "") -> Report:
    """Read and lint all content, or one pack. Items with an error are not in the catalogues.

    Raises ``NotFound`` where there is no such pack, or no content at all.
    """
    folders = sorted(path.parent for path in questions.glob(f"*/{MANIFEST}"))
    known = [folder.name for folder in folders]
    if only:
        folders = [folder for folder in folders if folder.name == only]
        if not folders:
            there = ", ".join(known) or "none"
            raise NotFound(f"There is no pack `{only}`. There is: {there}.")
    if not folders:
        raise NotFound(f"There is no pack in {questions}. Set COHORT_CONTENT to the content.")
    root = questions.parent
    services, found = read_services(questions)
    templates, more = read_templates(schedules)
    findings = [*found, *more]
    catalogues: dict[str, Catalogue] = {}
    manifests: dict[str, str] = {}
    broken: dict[str, Finding] = {}
    for folder in folders:
        reading = read_pack(folder, root)
        findings += reading.findings
        broken |= reading.broken
        if reading.catalogue is None:
            continue
        linted = _lint_all(reading, services, today)
        findings += linted
        for finding in linted:
            if finding.severity is Severity.ERROR:
                broken.setdefault(finding.path, finding)
        sound = _sound(reading, broken)
        catalogues[sound.pack.id] = sound
        manifests[sound.pack.id] = f"{reading.folder}/{MANIFEST}"
        findings += coverage_findings(sound, manifests[sound.pack.id])
    packs = {name: each.pack for name, each in catalogues.items()}
    bench = check_exercises(schedules, packs, known, services, today)
    findings += bench.findings
    for name, where in manifests.items():
        findings += supply_findings(packs[name], bench.exercises, where)
    return Report(
        catalogues=catalogues,
        templates=templates,
        findings=tuple(sorted(findings)),
        broken={**broken, **bench.broken},
        services=services,
        exercises=bench.exercises,
    )


def _lint_all(reading: PackReading, services: Mapping[str, Service], today: date) -> list[Finding]:
    assert reading.catalogue is not None
    concepts = reading.catalogue.pack.concepts
    found: list[Finding] = []
    for parsed in reading.parsed:
        if parsed.item is not None:
            subject = Subject(
                item=parsed.item,
                draft=parsed.draft,
                concept=concepts[parsed.item.concept],
                services=services,
                today=today,
            )
            found += lint(subject)
    return found + list(pack_findings(reading.catalogue, reading.parsed))


def _sound(reading: PackReading, broken: Mapping[str, Finding]) -> Catalogue:
    assert reading.catalogue is not None
    return Catalogue.of(
        reading.catalogue.pack,
        [
            parsed.item
            for parsed in reading.parsed
            if parsed.item is not None and parsed.draft.path not in broken
        ],
    )
