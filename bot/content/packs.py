"""A pack's folder: its manifest, its concepts, and every item file in it.

A broken item never stops the others: it is left out and named with its first finding.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.content.findings import Finding, Severity
from bot.content.markdown import Parsed, parse_item
from bot.core.items import Item, Kind
from bot.core.packs import Catalogue, Concept, Domain, ExamFacts, Pack, PackStatus, Task

MANIFEST = "pack.toml"
CONCEPTS = "concepts.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackReading:
    """A pack as it was read. ``catalogue`` is None where the manifest itself is broken."""

    folder: str
    catalogue: Catalogue | None
    parsed: tuple[Parsed, ...] = ()
    findings: tuple[Finding, ...] = ()
    broken: Mapping[str, Finding] = field(default_factory=dict)


class _Wrong(Exception):
    """A manifest that cannot be used; carries its finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.text())
        self.finding = finding


def read_pack(folder: Path, root: Path) -> PackReading:
    """Read a pack; paths in findings are relative to ``root``."""
    name = folder.relative_to(root).as_posix()
    try:
        manifest, manifest_path = _toml(folder / MANIFEST, root)
        concepts, concepts_path = _toml(folder / CONCEPTS, root)
        pack = _pack(manifest, concepts, manifest_path, concepts_path)
    except _Wrong as wrong:
        return PackReading(
            folder=name,
            catalogue=None,
            findings=(wrong.finding,),
            broken={wrong.finding.path: wrong.finding},
        )
    parsed: list[Parsed] = []
    findings: list[Finding] = []
    known = {domain.folder for domain in pack.domains}
    for path in sorted(folder.glob("*/*.md")):
        where = path.relative_to(root).as_posix()
        if path.parent.name not in known:
            findings.append(
                Finding(where, 1, "place", f"`{path.parent.name}` is no domain's folder.",
                        f"Use one of {', '.join(sorted(known))}.", Severity.WARNING)
            )  # fmt: skip
            continue
        parsed.append(_parse(path, where, pack))
    items: dict[str, Item] = {}
    for each in parsed:
        findings += each.findings
        if each.item is not None and each.item.id in items:
            findings.append(
                Finding(each.draft.path, each.draft.front.line("id"), "front",
                        f"Another file has the id {each.item.id}, too.", "Take the next letter.")
            )  # fmt: skip
        elif each.item is not None:
            items[each.item.id] = each.item
    broken: dict[str, Finding] = {}
    for finding in findings:
        if finding.severity is Severity.ERROR:
            broken.setdefault(finding.path, finding)
    return PackReading(
        folder=name,
        catalogue=Catalogue.of(pack, items.values()),
        parsed=tuple(parsed),
        findings=tuple(findings),
        broken=broken,
    )


def _parse(path: Path, where: str, pack: Pack) -> Parsed:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        parsed = parse_item("", where, pack)
        finding = Finding(
            where, 1, "file", f"The file cannot be read: {wrong}.", "Save it as UTF-8."
        )
        return Parsed(parsed.draft, None, (finding,))
    return parse_item(text, where, pack)


def _toml(path: Path, root: Path) -> tuple[dict[str, Any], str]:
    where = path.relative_to(root).as_posix()
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")), where
    except FileNotFoundError:
        raise _Wrong(Finding(where, 1, "manifest", "The file is missing.", "Add it.")) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as wrong:
        line = re.search(r"line (\d+)", str(wrong))
        raise _Wrong(
            Finding(where, int(line[1]) if line else 1, "manifest", f"This is not TOML: {wrong}.")
        ) from None


def _pack(
    manifest: dict[str, Any], concepts: dict[str, Any], manifest_path: str, concepts_path: str
) -> Pack:
    path = manifest_path
    try:
        domains = tuple(
            Domain(
                id=str(each["id"]),
                title=str(each["title"]),
                folder=str(each["folder"]),
                weight=int(each["weight"]),
                tasks=tuple(
                    Task(id=str(task["id"]), title=str(task["title"])) for task in each["task"]
                ),
            )
            for each in manifest["domain"]
        )
        exam = ExamFacts(**{key: int(value) for key, value in manifest["exam"].items()})
        pools = manifest.get("pools", {})
        last = manifest.get("last_exam_day")
        path = concepts_path
        tasks = {task.id for domain in domains for task in domain.tasks}
        known = {}
        for each in concepts["concept"]:
            concept = Concept(
                id=str(each["id"]),
                slug=str(each["slug"]),
                title=str(each["title"]),
                task=str(each["task"]),
                tests=str(each["tests"]),
                overlooked=bool(each.get("overlooked", False)),
                volatile=bool(each.get("volatile", False)),
                tags=tuple(each.get("tags", ())),
                kinds=tuple(Kind(kind) for kind in each.get("kinds", ("single",))),
            )
            if concept.task not in tasks:
                raise ValueError(f"{concept.id} belongs to the task {concept.task}, which is none")
            if concept.id in known:
                raise ValueError(f"{concept.id} stands here twice")
            known[concept.id] = concept
        path = manifest_path
        if sum(domain.weight for domain in domains) != 100:
            raise ValueError("the domains' weights do not add up to 100")
        return Pack(
            id=str(manifest["id"]),
            title=str(manifest["title"]),
            short=str(manifest["short"]),
            status=PackStatus(manifest["status"]),
            last_exam_day=last if isinstance(last, date) else None,
            successors=tuple(manifest.get("successors", ())),
            facts_as_of=_day(manifest["facts_as_of"]),
            licence=str(manifest["licence"]),
            kinds=tuple(Kind(kind) for kind in manifest["kinds"]),
            exam=exam,
            domains=domains,
            concepts=known,
            practice_pool=tuple(pools.get("practice", ())),
            mock_pool=tuple(pools.get("mock", ())),
        )
    except KeyError as missing:
        raise _Wrong(
            Finding(path, 1, "manifest", f"{missing} is missing.", "See the pack beside it.")
        ) from None
    except (TypeError, ValueError, AttributeError) as wrong:
        raise _Wrong(Finding(path, 1, "manifest", f"Something cannot be used: {wrong}.")) from None


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise ValueError(f"{value!r} is not a date such as 2026-11-24")
    return value
