"""A pack's folder: its manifest, its concepts, its cases, and every item file in it.

A broken item never stops the others: it is left out and named with its first finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.content.cases import FOLDER, ParsedCase, read_cases
from bot.content.files import read_file
from bot.content.findings import Finding, Severity
from bot.content.manifest import MANIFEST, read_manifest
from bot.content.markdown import Parsed, nothing, parse_item
from bot.content.tables import Unusable
from bot.core.items import Item
from bot.core.packs import Catalogue, Pack

__all__ = ["MANIFEST", "PackReading", "read_pack"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackReading:
    """A pack as it was read: its own items. ``catalogue`` is None where the manifest is broken.

    ``lines`` are those of the manifest's keys.
    """

    folder: str
    catalogue: Catalogue | None
    parsed: tuple[Parsed, ...] = ()
    cases: Mapping[str, ParsedCase] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)


def read_pack(folder: Path, root: Path) -> PackReading:
    """Read a pack; paths in findings are relative to ``root``."""
    name = folder.relative_to(root).as_posix()
    try:
        manifest = read_manifest(folder, name)
    except Unusable as wrong:
        return PackReading(
            folder=name,
            catalogue=None,
            findings=(wrong.finding,),
        )
    pack, findings = manifest.pack, manifest.findings
    parsed: list[Parsed] = []
    known = {domain.folder for domain in pack.domains}
    cases = read_cases(folder, root, pack.id)
    findings += [finding for case in cases.values() for finding in case.findings]
    for path in sorted(folder.glob("*/*.md")):
        where = path.relative_to(root).as_posix()
        if path.parent.name == FOLDER:
            continue
        if path.parent.name not in known:
            findings.append(
                Finding(where, 1, "place", f"`{path.parent.name}` is no domain's folder.",
                        f"Use one of {', '.join(sorted(known))}.", Severity.WARNING)
            )  # fmt: skip
            continue
        parsed.append(_parse(path, where, pack, cases))
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
    return PackReading(
        folder=name,
        catalogue=Catalogue.of(pack, items.values()),
        parsed=tuple(parsed),
        cases=cases,
        findings=tuple(findings),
        lines=manifest.lines,
    )


def _parse(path: Path, where: str, pack: Pack, cases: Mapping[str, ParsedCase]) -> Parsed:
    try:
        text = read_file(path, where)
    except Unusable as no:
        return nothing(no.finding)
    return parse_item(text, where, pack, cases)
