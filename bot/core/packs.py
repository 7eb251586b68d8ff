"""What a pack is: an exam's blueprint, its concepts, and the items that serve it.

A pack brings its own domains, weights, counts, time, cut and status; no exam is named in
code. A ``Catalogue`` is a pack together with its items, indexed for selection; it is
made when content is loaded and never changes. A pack may draw on another: it then shows
those of its items that name one of its own task statements under ``also``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cached_property

from bot.core.ability import DEFAULTS, Parameters
from bot.core.items import Item, Kind
from bot.core.memory import RETENTION
from bot.core.readiness import USUAL_CUT, USUAL_GAP, Cut, Gap


class PackStatus(StrEnum):
    """Whether the exam behind a pack can still be sat."""

    BOOKABLE = "bookable"  #: can be booked today
    RETIRED = "retired"  #: its last exam day is past


class Pool(StrEnum):
    """What an item is kept for, so that practice never spends a daily."""

    DAILY = "daily"  #: reserved for the group's shared rounds
    PRACTICE = "practice"  #: private practice and inventory
    MOCK = "mock"  #: sealed for mock exams


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task statement of the blueprint, such as 1.2."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A weighted part of the blueprint. ``weight`` is a percentage; all add up to 100."""

    id: str
    title: str
    folder: str
    weight: int
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One testable decision of the syllabus. ``home`` is the pack that it was drawn from."""

    id: str
    slug: str
    title: str
    task: str
    tests: str
    overlooked: bool = False
    volatile: bool = False
    tags: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = (Kind.SINGLE,)
    home: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamFacts:
    """What a sitting of the real exam is like. Scores are on the exam's own scale."""

    items: int
    scored: int
    minutes: int
    scale_low: int
    scale_high: int
    cut: int


@dataclass(frozen=True, kw_only=True)
class Pack:
    """An exam's blueprint and what is true of the exam today.

    ``draws_on`` are ids of packs whose items serve this one, too. ``default`` marks the
    pack that a new group gets where nobody chooses. ``model`` are the ability model's constants,
    ``cut`` is the share right that passes, ``gap`` how the exam differs from practice, and
    ``retention`` the share of what comes back that should still be known then.
    """

    id: str
    title: str
    short: str
    status: PackStatus
    last_exam_day: date | None
    successors: tuple[str, ...]
    facts_as_of: date
    licence: str
    kinds: tuple[Kind, ...]
    exam: ExamFacts
    domains: tuple[Domain, ...]
    concepts: Mapping[str, Concept]
    practice_pool: tuple[str, ...] = ()
    mock_pool: tuple[str, ...] = ()
    draws_on: tuple[str, ...] = ()
    default: bool = False
    model: Parameters = DEFAULTS
    cut: Cut = USUAL_CUT
    gap: Gap = USUAL_GAP
    retention: float = RETENTION

    @cached_property
    def domain_by_id(self) -> Mapping[str, Domain]:
        """Domains by their id."""
        return {domain.id: domain for domain in self.domains}

    @cached_property
    def domain_of_task(self) -> Mapping[str, Domain]:
        """The domain that each task statement belongs to."""
        return {task.id: domain for domain in self.domains for task in domain.tasks}

    def tasks_of(self, item: Item) -> tuple[str, ...]:
        """Give the task statements that an item serves here; the first decides its domain."""
        if item.pack == self.id:
            return (item.task,)
        return self.tasks_among(item.also)

    def tasks_among(self, objectives: Iterable[str]) -> tuple[str, ...]:
        """Give the task statements of this pack that objectives such as mla-c01/1.2 name."""
        named = (each.partition("/") for each in objectives)
        return tuple(
            task for pack, _, task in named if pack == self.id and task in self.domain_of_task
        )

    def place(self, item: Item) -> Item:
        """Give an item, also one read from its stored version, as this pack shows it.

        One of another pack that names no task statement of this one stays as it is.
        """
        tasks = self.tasks_of(item)
        if item.pack == self.id or not tasks:
            return item
        return item.placed(tasks[0], self.domain_of_task[tasks[0]].id)

    def pool_of(self, item: Item) -> Pool:
        """Say what an item is kept for; kinds that the exam lacks are practice only."""
        if any(fnmatchcase(item.id, pattern) for pattern in self.mock_pool):
            return Pool.MOCK
        if item.kind not in self.kinds:
            return Pool.PRACTICE
        if any(fnmatchcase(item.id, pattern) for pattern in self.practice_pool):
            return Pool.PRACTICE
        return Pool.DAILY


@dataclass(frozen=True, eq=False)
class Catalogue:
    """A pack with its items, indexed once. Items that could not be read are not in it."""

    pack: Pack
    items: Mapping[str, Item]

    @classmethod
    def of(cls, pack: Pack, items: Iterable[Item]) -> Catalogue:
        """Index ``items`` by id."""
        return cls(pack, {item.id: item for item in items})

    @cached_property
    def by_pool(self) -> Mapping[Pool, Mapping[str, Mapping[str, tuple[Item, ...]]]]:
        """Items as pool -> domain id -> concept id -> items in order of id."""
        index: dict[Pool, dict[str, dict[str, list[Item]]]] = {pool: {} for pool in Pool}
        for item in sorted(self.items.values(), key=lambda item: item.id):
            domains = index[self.pack.pool_of(item)]
            domains.setdefault(item.domain, {}).setdefault(item.concept, []).append(item)
        return {
            pool: {
                domain: {concept: tuple(items) for concept, items in concepts.items()}
                for domain, concepts in domains.items()
            }
            for pool, domains in index.items()
        }

    @cached_property
    def by_concept(self) -> Mapping[str, tuple[Item, ...]]:
        """Every item of each concept, in order of id, whatever it is kept for."""
        index: dict[str, list[Item]] = {}
        for item in sorted(self.items.values(), key=lambda item: item.id):
            index.setdefault(item.concept, []).append(item)
        return {concept: tuple(items) for concept, items in index.items()}

    def pool_items(self, pool: Pool) -> tuple[Item, ...]:
        """Every item of a pool, in order of id."""
        return tuple(
            item
            for concepts in self.by_pool[pool].values()
            for items in concepts.values()
            for item in items
        )


def usual(catalogues: Mapping[str, Catalogue]) -> Catalogue | None:
    """Give the catalogue of a new group where nobody chooses: the one marked, else the first."""
    marked = [name for name in sorted(catalogues) if catalogues[name].pack.default]
    return catalogues[(marked or sorted(catalogues))[0]] if catalogues else None
