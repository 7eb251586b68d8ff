"""Exercises on the bench: every rule about one, what two have in common, how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.content.exercise_rules import RULES, Bench
from bot.content.exercises import FOLDERS, ParsedExercise, read_exercises
from bot.content.figures import Figure
from bot.content.findings import Finding, Severity
from bot.content.pack_rules import NEAR, STEMS_ALIKE
from bot.content.services import Service
from bot.core.exercises import Exercise, ExerciseKind
from bot.core.packs import Pack

#: How many of a kind each domain has, so that a season does not repeat itself.
WANTED = 3
NAMES: Mapping[ExerciseKind, str] = {
    ExerciseKind.DESIGN: "design rounds",
    ExerciseKind.LAB: "lab cards",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseReading:
    """Every sound exercise, what was found, and the first error of each file left out."""

    exercises: tuple[Exercise, ...]
    findings: tuple[Finding, ...]
    broken: Mapping[str, Finding]


def check_exercises(
    root: Path,
    packs: Mapping[str, Pack],
    known: Collection[str],
    services: Mapping[str, Service],
    today: date,
) -> ExerciseReading:
    """Read and lint the exercises of ``packs``; those of other ``known`` packs are passed over."""
    parsed = read_exercises(root, packs, known)
    found = [finding for each in parsed for finding in each.findings]
    found += _lint(parsed, services, today)
    broken: dict[str, Finding] = {}
    for finding in found:
        if finding.severity is Severity.ERROR:
            broken.setdefault(finding.path, finding)
    return ExerciseReading(
        exercises=tuple(
            each.exercise
            for each in parsed
            if each.exercise is not None and each.outline.path not in broken
        ),
        findings=tuple(found),
        broken=broken,
    )


def counts(pack: Pack, exercises: Iterable[Exercise]) -> Mapping[ExerciseKind, Mapping[str, int]]:
    """Count a pack's exercises by kind and domain id, with a row for each."""
    per = Counter((each.kind, each.domain) for each in exercises if each.pack == pack.id)
    return {kind: {d.id: per[kind, d.id] for d in pack.domains} for kind in ExerciseKind}


def supply_findings(pack: Pack, exercises: Iterable[Exercise], path: str) -> Iterator[Finding]:
    """Say which domains have too few exercises of a kind. ``path`` is the pack's manifest.

    A pack that draws on others is only told in its figures: they are written elsewhere.
    """
    if pack.draws_on:
        return
    for kind, per in counts(pack, exercises).items():
        for domain in pack.domains:
            if per[domain.id] < WANTED:
                yield Finding(
                    path, 1, "exercises",
                    f"{domain.title} has {per[domain.id]} of {WANTED} {NAMES[kind]}.",
                    f"Write one in schedules/{FOLDERS[kind]}/{domain.folder}/.",
                    Severity.WARNING,
                )  # fmt: skip


def supply_figures(pack: Pack, exercises: Iterable[Exercise]) -> Iterator[Figure]:
    """Give how many exercises of each kind a pack has, domain by domain."""
    for kind, per in counts(pack, exercises).items():
        value = ", ".join(f"{domain} {count}" for domain, count in per.items())
        yield Figure(f"{NAMES[kind]} by domain", value, min(per.values()) >= WANTED)


def _lint(
    parsed: Iterable[ParsedExercise], services: Mapping[str, Service], today: date
) -> list[Finding]:
    """Apply every rule to every exercise, and compare those of a kind with each other."""
    found: list[Finding] = []
    told: dict[tuple[str, ExerciseKind], dict[str, str]] = {}
    for each in parsed:
        exercise, outline = each.exercise, each.outline
        if exercise is None:
            continue
        bench = Bench(exercise=exercise, outline=outline, services=services, today=today)
        for name, (severity, rule) in RULES.items():
            found += [
                Finding(outline.path, line, name, message, cure, severity)
                for line, message, cure in rule(bench)
            ]
        others = told.setdefault((exercise.pack, exercise.kind), {})
        text = f"{exercise.title} {outline.opening.text}"
        near = process.extractOne(text, others, scorer=fuzz.ratio, score_cutoff=STEMS_ALIKE)
        others[exercise.id] = text
        if near is not None:
            message = f"It is nearly {near[2]}."
            line = outline.opening.line
            found.append(Finding(outline.path, line, NEAR, message, "Tell another story."))
    return found
