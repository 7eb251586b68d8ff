"""A pack's manifest and its concepts: two TOML files that become a ``Pack``.

It knows what a blueprint must hold to be usable, and nothing of items.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content.cases import FOLDER
from bot.content.constants import read_model, read_readiness, read_retention
from bot.content.findings import Finding
from bot.content.tables import Place, Table, Unusable, read_table
from bot.content.tags import TAGS
from bot.core.items import Kind
from bot.core.packs import Concept, Domain, ExamFacts, Pack, PackStatus, Task

MANIFEST = "pack.toml"
CONCEPTS = "concepts.toml"
_PACK = (
    "id", "title", "short", "default", "status", "last_exam_day", "successors", "draws_on",
    "facts_as_of", "licence", "kinds", "exam", "pools", "model",
    "readiness", "memory", "domain",
)  # fmt: skip
_EXAM = ("items", "scored", "minutes", "scale_low", "scale_high", "cut")
_CONCEPT = (
    "id", "slug", "title", "task", "tests", "overlooked", "volatile", "tags", "kinds",
)  # fmt: skip
_CURE = "See the pack beside it."


@dataclass(frozen=True, slots=True)
class Manifest:
    """A pack without items, what was found beside it, and the line of each key."""

    pack: Pack
    findings: list[Finding]
    lines: Mapping[str, int]


def read_manifest(folder: Path, where: str) -> Manifest:
    """Read a pack without its items. ``where`` is the folder as findings name it.

    A concept that cannot be used is left out with its finding. A pack that draws on others
    need not have concepts of its own. Raises ``Unusable`` where the pack as a whole cannot
    be used.
    """
    file = read_table(folder / MANIFEST, Place(path=f"{where}/{MANIFEST}", rule="manifest"))
    domains = _domains(file)
    concepts: dict[str, Concept] = {}
    findings: list[Finding] = []
    if "draws_on" not in file.data or (folder / CONCEPTS).exists():
        concepts, findings = _concepts(folder, where, {t.id for d in domains for t in d.tasks})
    pools = file.table("pools") if "pools" in file.data else None
    pack = _pack(file, folder.name, domains, concepts, pools)
    lines = {**file.heading.keys, **(pools.heading.keys if pools else {})}
    return Manifest(pack, findings, lines)


def _pack(
    file: Table,
    folder: str,
    domains: tuple[Domain, ...],
    concepts: dict[str, Concept],
    pools: Table | None,
) -> Pack:
    file.only(_PACK)
    if pools is not None:
        pools.only(("practice", "mock"))
    status = file.one_of("status", PackStatus, PackStatus)
    last = file.day_or_none("last_exam_day")
    if status is PackStatus.RETIRED and last is None:
        raise file.wrong(
            "The exam is retired, and nothing says since when.", "status", "Add `last_exam_day`."
        )
    if file.text("id") != folder:
        raise file.wrong(
            f"The pack is called {file.text('id')} and its folder {folder}.", "id",
            "Give both one name.",
        )  # fmt: skip
    cut, gap = read_readiness(file)
    return Pack(
        id=file.text("id"),
        title=file.text("title"),
        short=file.text("short"),
        status=status,
        last_exam_day=last,
        successors=file.texts("successors", ()),
        facts_as_of=file.day("facts_as_of"),
        licence=file.text("licence"),
        kinds=file.several_of("kinds", Kind, Kind),
        exam=_exam(file.table("exam")),
        domains=domains,
        concepts=concepts,
        practice_pool=pools.texts("practice", ()) if pools else (),
        mock_pool=pools.texts("mock", ()) if pools else (),
        draws_on=file.texts("draws_on", ()),
        default=file.flag("default"),
        model=read_model(file),
        cut=cut,
        gap=gap,
        retention=read_retention(file),
    )


def _exam(table: Table) -> ExamFacts:
    table.only(_EXAM)
    exam = ExamFacts(
        items=table.whole("items"),
        scored=table.whole("scored"),
        minutes=table.whole("minutes"),
        scale_low=table.whole("scale_low"),
        scale_high=table.whole("scale_high"),
        cut=table.whole("cut"),
    )
    if not 0 < exam.scored <= exam.items:
        raise table.wrong("There are more scored questions than questions.", "scored", _CURE)
    if exam.minutes <= 0:
        raise table.wrong("A sitting takes no time.", "minutes", _CURE)
    if not exam.scale_low < exam.cut <= exam.scale_high:
        raise table.wrong("The cut does not lie on the scale.", "cut", _CURE)
    return exam


def _domains(file: Table) -> tuple[Domain, ...]:
    domains: list[Domain] = []
    tasks: set[str] = set()
    for table in file.tables("domain"):
        table.only(("id", "title", "folder", "weight", "task"))
        own: list[Task] = []
        for task in table.tables("task"):
            task.only(("id", "title"))
            if task.text("id") in tasks:
                raise task.wrong(f"The task {task.text('id')} stands here twice.", "id", _CURE)
            tasks.add(task.text("id"))
            own.append(Task(id=task.text("id"), title=task.text("title")))
        domain = Domain(
            id=table.text("id"),
            title=table.text("title"),
            folder=table.text("folder"),
            weight=table.whole("weight"),
            tasks=tuple(own),
        )
        for other in domains:
            if domain.id == other.id or domain.folder == other.folder:
                raise table.wrong(f"{domain.id} shares its id or folder with {other.id}.", "id")
        if "/" in domain.folder or domain.folder.startswith(".") or domain.folder == FOLDER:
            raise table.wrong("A folder is a plain name beside this file.", "folder")
        if domain.weight < 0:
            raise table.wrong("A weight is a percentage.", "weight")
        domains.append(domain)
    if sum(domain.weight for domain in domains) != 100:
        raise file.wrong("The domains' weights do not add up to 100.", "domain", "Put them right.")
    return tuple(domains)


def _concepts(
    folder: Path, where: str, tasks: set[str]
) -> tuple[dict[str, Concept], list[Finding]]:
    file = read_table(folder / CONCEPTS, Place(path=f"{where}/{CONCEPTS}", rule="manifest"))
    file.only(("concept",))
    known: dict[str, Concept] = {}
    findings: list[Finding] = []
    for table in file.tables("concept"):
        try:
            concept = _concept(table, tasks)
            if concept.id in known:
                raise table.wrong(f"{concept.id} stands here twice.", "id", "Give it a new id.")
            known[concept.id] = concept
        except Unusable as no:
            findings.append(no.finding)
    return known, findings


def _concept(table: Table, tasks: set[str]) -> Concept:
    table.only(_CONCEPT)
    concept = Concept(
        id=table.text("id"),
        slug=table.text("slug"),
        title=table.text("title"),
        task=table.text("task"),
        tests=table.text("tests"),
        overlooked=table.flag("overlooked"),
        volatile=table.flag("volatile"),
        tags=table.texts("tags", ()),
        kinds=table.several_of("kinds", Kind, Kind, ("single",)),
    )
    if concept.task not in tasks:
        raise table.wrong(
            f"{concept.id} belongs to the task {concept.task}, which is none.", "task", _CURE
        )
    for tag in concept.tags:
        if tag not in TAGS:
            raise table.wrong(
                f"There is no tag `{tag}`.", "tags", "See the list at the top of the file."
            )
    return concept
