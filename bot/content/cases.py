"""Cases: a scenario that several items share, each in a file of its own in the pack.

An item names its case, and what people read is the scenario and then the item's own stem.
It knows the file and its shape; what is true of a case beyond that is the business of
``case_rules``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.content.files import cut_front, paragraphs, read_file
from bot.content.findings import Finding
from bot.content.front import Front, Wanted, read_front
from bot.content.tables import Unusable
from bot.core.items import Reference

#: The folder beside the domains' folders.
FOLDER = "cases"
NAME_MOST = 40
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NO_PROSE = re.compile(r"#{1,6}\s|[-*] |\d+\. |\||>")
_WANTED = Wanted(
    "a case",
    {
        "id": False, "title": False, "services": True, "facts_as_of": False, "volatile": False,
        "references": True,
    },
    frozenset(("volatile", "references")),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A scenario. ``name`` is what items call it; ``title`` is for authors alone."""

    id: str
    name: str
    title: str
    scenario: str
    services: tuple[str, ...]
    references: tuple[Reference, ...]
    facts_as_of: date
    volatile: bool = False

    def opens(self, stem: str) -> str:
        """Give the whole stem of an item of this case: the scenario, then its own part."""
        return f"{self.scenario}\n\n{stem}"


@dataclass(slots=True)
class ParsedCase:
    """A case's file taken apart, the case if its shape is sound, and what was found."""

    path: str
    name: str
    front: Front = field(default_factory=lambda: Front({}, {}))
    line: int = 1
    case: Case | None = None
    findings: list[Finding] = field(default_factory=list)


def read_cases(folder: Path, root: Path, pack: str) -> dict[str, ParsedCase]:
    """Read the cases of a pack's folder, by name; paths in findings are relative to ``root``."""
    found: dict[str, ParsedCase] = {}
    for path in sorted((folder / FOLDER).glob("*.md")):
        where = path.relative_to(root).as_posix()
        try:
            found[path.stem] = parse_case(read_file(path, where), where, pack)
        except Unusable as no:
            found[path.stem] = ParsedCase(where, path.stem, findings=[no.finding])
    return found


def parse_case(text: str, path: str, pack: str) -> ParsedCase:
    """Parse one case. Raises ``Unusable`` where it has no front matter at all."""
    parsed = ParsedCase(path, path.rpartition("/")[2].removesuffix(".md"))
    lines, end = cut_front(text, path, "Begin with the example in docs/authoring.md.")
    parsed.front, troubles = read_front("\n".join(lines[1:end]), 2, _WANTED)
    parsed.findings += [Finding(path, t.line, "front", t.message, t.cure) for t in troubles]
    body = lines[end + 1 :]
    parsed.line = next((n for n, line in enumerate(body, end + 2) if line.strip()), end + 1)
    parsed.findings += [
        Finding(path, number, "shape", "A case is plain paragraphs.",
                "Leave questions and options to its items.")
        for number, line in enumerate(body, end + 2)
        if _NO_PROSE.match(line)
    ]  # fmt: skip
    scenario = paragraphs(body)
    if not scenario:
        message, cure = "The scenario is empty.", "Write it under the front matter."
        parsed.findings.append(Finding(path, parsed.line, "shape", message, cure))
    case = _build(parsed, scenario, pack) if not troubles else None
    parsed.case = case if not parsed.findings else None
    return parsed


def _build(parsed: ParsedCase, scenario: str, pack: str) -> Case | None:
    front, name = parsed.front, parsed.name

    def wrong(key: str, message: str, cure: str) -> None:
        parsed.findings.append(Finding(parsed.path, front.line(key), "front", message, cure))

    if not _NAME.fullmatch(name) or len(name) > NAME_MOST:
        said = f"The file's name is no plain name of at most {NAME_MOST} characters."
        wrong("id", said, "Name it in the way of tram-depot.md.")
    elif front.one("id") != f"{pack}/{FOLDER}/{name}":
        wrong("id", f"`{front.one('id')}` is not this case's id.", f"Write {pack}/{FOLDER}/{name}.")
    if not front.one("title").strip():
        wrong("title", "The title is empty.", "Name the case in a few words.")
    facts_as_of = front.day("facts_as_of")
    if facts_as_of is None:
        wrong("facts_as_of", "The date cannot be read.", "Write it as 2026-11-01.")
    volatile = front.one("volatile").lower() or "false"
    if volatile not in ("true", "false"):
        wrong("volatile", "`volatile` is true or false.", "Leave it out where it is false.")
    if parsed.findings or facts_as_of is None:
        return None
    return Case(
        id=front.one("id"),
        name=name,
        title=front.one("title"),
        scenario=scenario,
        services=front.many("services"),
        references=front.references(),
        facts_as_of=facts_as_of,
        volatile=volatile == "true",
    )
