"""A pack's folder: its manifest, its concepts, and every item file in it.

A broken item never stops the others: it is left out and named with its first finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

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
    """A pack as it was read. ``catalogue`` is None where the manifest itself is broken."""

    folder: str
    catalogue: Catalogue | None
    parsed: tuple[Parsed, ...] = ()
    findings: tuple[Finding, ...] = ()
    broken: Mapping[str, Finding] = field(default_factory=dict)


def read_pack(folder: Path, root: Path) -> PackReading:
    """Read a pack; paths in findings are relative to ``root``."""
    name = folder.relative_to(root).as_posix()
    try:
        pack, findings = read_manifest(folder, name)
    except Unusable as wrong:
        return PackReading(
            folder=name,
            catalogue=None,
            findings=(wrong.finding,),
            broken={wrong.finding.path: wrong.finding},
        )
    parsed: list[Parsed] = []
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
        text = read_file(path, where)
    except Unusable as no:
        return nothing(no.finding)
    return parse_item(text, where, pack)
