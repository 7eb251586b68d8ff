"""What one pack draws from another: items and exercises that name its task statements.

They stay what they are, with their ids and versions; only where they stand is this pack's.
Of an item's several task statements the first decides the domain, and all count as served.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from bot.content.findings import Finding, Severity
from bot.content.manifest import CONCEPTS, MANIFEST
from bot.content.packs import PackReading
from bot.core.exercises import Exercise
from bot.core.packs import Catalogue, Concept, Pack


def drawn(own: Catalogue, shelves: Mapping[str, Catalogue]) -> Catalogue:
    """Give a catalogue with what it draws. ``shelves`` hold each pack's own sound items.

    A drawn concept stands under the task statement of its first item. What a pack seals for
    its mock exams is sealed in the packs that draw on it, and in those that it draws on: a
    sealed question is a surprise for whoever changes from one exam to the other.
    """
    items, sealed = list(own.items.values()), list(own.pack.mock_pool)
    concepts: dict[str, Concept] = dict(own.pack.concepts)
    for name in own.pack.draws_on:
        source = shelves.get(name)
        if source is None or name == own.pack.id:
            continue
        sealed += source.pack.mock_pool
        for item in sorted(source.items.values(), key=lambda item: item.id):
            if own.pack.tasks_of(item):
                placed = own.pack.place(item)
                items.append(placed)
                concept = source.pack.concepts[item.concept]
                concepts.setdefault(concept.id, replace(concept, task=placed.task, home=name))
    for other in shelves.values():
        if own.pack.id in other.pack.draws_on:
            sealed += other.pack.mock_pool
    return Catalogue.of(replace(own.pack, concepts=concepts, mock_pool=tuple(sealed)), items)


def drawn_exercises(packs: Iterable[Pack], exercises: Iterable[Exercise]) -> tuple[Exercise, ...]:
    """Give the exercises that packs draw from others, each as a copy in the drawing pack."""
    given = tuple(exercises)
    return tuple(
        replace(each, pack=pack.id, domain=pack.domain_of_task[tasks[0]].id)
        for pack in packs
        for each in given
        if each.pack in pack.draws_on and (tasks := pack.tasks_among(each.also))
    )


def drawing_findings(
    reading: PackReading, readings: Mapping[str, PackReading]
) -> Iterator[Finding]:
    """Yield what is wrong with what a pack draws on, or would draw."""
    if reading.catalogue is None:
        return
    pack, manifest = reading.catalogue.pack, f"{reading.folder}/{MANIFEST}"
    packs = [each.catalogue.pack for each in readings.values() if each.catalogue is not None]
    first = min((each.id for each in packs if each.default), default=pack.id)
    if pack.default and first != pack.id:
        said = f"{first} says that it is the default, too."
        cure, severity = f"Let one say so; as it is, {first} is taken.", Severity.WARNING
        yield Finding(manifest, reading.lines["default"], "manifest", said, cure, severity)
    line = reading.lines.get("draws_on", 1)
    for name in pack.draws_on:
        source = readings.get(name)
        if source is None or name == pack.id:
            what = "itself" if name == pack.id else f"`{name}`, which is no pack here"
            others = ", ".join(sorted({*readings} - {pack.id})) or "no other pack"
            yield Finding(manifest, line, "draws-on", f"It draws on {what}.", f"There is {others}.")
        elif source.catalogue is not None:
            for concept in sorted({*pack.concepts} & {*source.catalogue.pack.concepts}):
                yield Finding(
                    f"{reading.folder}/{CONCEPTS}", 1, "draws-on",
                    f"{concept} is a concept of {name}, too.", "Give yours another id.",
                )  # fmt: skip


def also_findings(reading: PackReading, packs: Mapping[str, Pack]) -> Iterator[Finding]:
    """Yield objectives of other packs that do not exist, or that part the items of a concept."""
    first: dict[tuple[str, str], tuple[str, str]] = {}
    for parsed in reading.parsed:
        item, draft = parsed.item, parsed.draft
        if item is None:
            continue
        line = draft.front.line("also")
        for objective in item.also:
            name, _, task = objective.partition("/")
            if name in packs and task not in packs[name].domain_of_task:
                known = ", ".join(packs[name].domain_of_task)
                said = f"{packs[name].short} has no task statement {task}."
                yield Finding(draft.path, line, "also", said, f"There is {known}.")
        for pack in packs.values():
            tasks = pack.tasks_of(item) if item.pack in pack.draws_on else ()
            if not tasks:
                continue
            domain = pack.domain_of_task[tasks[0]].id
            here = first.setdefault((pack.id, item.concept), (domain, item.id))
            if here[0] != domain:
                said = f"In {pack.short} its concept stands in two domains, with {here[1]} in the"
                cure = "Name the same task statement first in both."
                yield Finding(
                    draft.path, line, "also", f"{said} other.", cure, Severity.WARNING
                )  # fmt: skip
