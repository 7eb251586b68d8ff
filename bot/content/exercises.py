"""Design rounds and lab cards: every file of both folders, turned into values.

A file that cannot be used never stops the others: it is left out with its findings. What
is true of an exercise beyond its shape is the business of ``exercise_rules``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content.files import read_file
from bot.content.findings import Finding
from bot.content.front import OBJECTIVE
from bot.content.outlines import (
    DESIGN_LINES,
    LOOK_FOR,
    QUESTION,
    STEPS,
    WATCH_FOR,
    Outline,
    take_apart,
)
from bot.content.tables import Unusable
from bot.core.exercises import DesignRound, Exercise, ExerciseKind, LabCard, Line
from bot.core.packs import Domain, Pack

#: The folder of each kind among the schedules.
FOLDERS: Mapping[ExerciseKind, str] = {ExerciseKind.DESIGN: "design", ExerciseKind.LAB: "labs"}
SLUG_MOST = 40
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class ParsedExercise:
    """A file's outline, the exercise if its shape is sound, and what was found."""

    outline: Outline
    exercise: Exercise | None
    findings: tuple[Finding, ...]


def read_exercises(
    root: Path, packs: Mapping[str, Pack], known: Collection[str]
) -> list[ParsedExercise]:
    """Read every exercise of ``packs``. Paths in findings are relative to ``root``'s parent.

    Those of other ``known`` packs, which are not read this time, are passed over.
    """
    parsed: list[ParsedExercise] = []
    taken: dict[str, str] = {}
    for kind, folder in FOLDERS.items():
        for path in sorted((root / folder).rglob("*.md")):
            if path.name == "README.md":
                continue
            where = f"{root.name}/{path.relative_to(root).as_posix()}"
            try:
                each = _parse(path, where, kind, packs, known)
            except Unusable as no:
                each = ParsedExercise(Outline(where, kind), None, (no.finding,))
            if each is None:
                continue
            if each.exercise is not None:
                first = taken.setdefault(each.exercise.id, where)
                if first != where:
                    message = f"{first} has this name, too."
                    found = Finding(where, 1, "place", message, "Give the file another name.")
                    each = ParsedExercise(each.outline, None, (found,))
            parsed.append(each)
    return parsed


def _parse(
    path: Path, where: str, kind: ExerciseKind, packs: Mapping[str, Pack], known: Collection[str]
) -> ParsedExercise | None:
    outline, found = take_apart(read_file(path, where), where, kind)
    named = outline.front.one("pack")
    if named in known and named not in packs:
        return None
    if named and named not in known:
        packs_known = ", ".join(sorted(known))
        message, cure = f"There is no pack `{named}`.", f"There is: {packs_known}."
        found.append(Finding(where, outline.front.line("pack"), "front", message, cure))
    for objective in outline.front.many("also"):
        other, _, task = objective.partition("/")
        if not OBJECTIVE.fullmatch(objective) or (
            other in packs and task not in packs[other].domain_of_task
        ):
            message, cure = f"`{objective}` is no objective.", "Write it as mla-c01/1.1."
            found.append(Finding(where, outline.front.line("also"), "front", message, cure))
    domain = _place(where, kind, packs[named], found) if named in packs else None
    exercise = _build(outline, path.stem, named, domain, found) if domain else None
    return ParsedExercise(outline, exercise if not found else None, tuple(found))


def _place(where: str, kind: ExerciseKind, pack: Pack, found: list[Finding]) -> Domain | None:
    """Give the domain whose folder a file lies in; its own name is checked as well."""
    base, *folders, name = where.split("/")
    stem = name.removesuffix(".md")
    if not _SLUG.fullmatch(stem) or len(stem) > SLUG_MOST:
        message = f"The file's name is no plain name of at most {SLUG_MOST} characters."
        found.append(Finding(where, 1, "place", message, "Name it in the way of night-scans.md."))
    domain = next((d for d in pack.domains if folders[1:] == [d.folder]), None)
    if domain is None:
        places = ", ".join(f"{base}/{FOLDERS[kind]}/{d.folder}/" for d in pack.domains)
        message = f"The file lies in no domain's folder of {pack.short}."
        found.append(Finding(where, 1, "place", message, f"Move it to one of {places}."))
    return domain


def _build(
    outline: Outline, stem: str, pack: str, domain: Domain, found: list[Finding]
) -> Exercise | None:
    front = outline.front

    def wrong(key: str, message: str, cure: str) -> None:
        found.append(Finding(outline.path, front.line(key), "front", message, cure))

    for key in ("needs", "cost"):
        if key in front.values and not front.one(key).strip():
            wrong(key, f"`{key}` is empty.", "Say it in a few words.")
    facts_as_of = front.day("facts_as_of")
    if facts_as_of is None and "facts_as_of" in front.values:
        wrong("facts_as_of", "The date cannot be read.", "Write it as 2026-11-01.")
    minutes = front.one("minutes")
    if "minutes" in front.values and not re.fullmatch(r"[0-9]{1,3}", minutes):
        wrong("minutes", "`minutes` is a whole number.", "Write it as 30.")
    if found or facts_as_of is None:
        return None
    match outline.kind:
        case ExerciseKind.DESIGN:
            return DesignRound(
                id=f"{pack}/{outline.kind}/{stem}",
                pack=pack,
                domain=domain.id,
                title=outline.title.text,
                scenario=outline.opening.text,
                lines=tuple(_lines(outline)),
                look_for=outline.texts(LOOK_FOR),
                also=front.many("also"),
                services=front.many("services"),
                references=front.references(),
                facts_as_of=facts_as_of,
            )
        case ExerciseKind.LAB:
            return LabCard(
                id=f"{pack}/{outline.kind}/{stem}",
                pack=pack,
                domain=domain.id,
                title=outline.title.text,
                minutes=int(minutes),
                needs=front.one("needs"),
                cost=front.one("cost"),
                aim=outline.opening.text,
                steps=outline.texts(STEPS),
                watch_for=outline.texts(WATCH_FOR),
                question=" ".join(outline.texts(QUESTION)),
                also=front.many("also"),
                services=front.many("services"),
                references=front.references(),
                facts_as_of=facts_as_of,
            )


def _lines(outline: Outline) -> Iterator[Line]:
    for text in outline.texts(DESIGN_LINES):
        label, _, hint = text.partition(":")
        yield Line(label=label.strip(), hint=hint.strip())
