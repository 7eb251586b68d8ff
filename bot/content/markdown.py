"""One item file: front matter and Markdown turned into an item, with the line of each part.

The grammar is small and strict; whatever does not belong is a finding with its line, and
nothing raises. What is true of an item beyond its shape is the linter's business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from bot.content.cases import FOLDER, Case, ParsedCase
from bot.content.files import cut_front, paragraphs
from bot.content.findings import Finding
from bot.content.front import OBJECTIVE, Front, read_front
from bot.content.tables import Unusable
from bot.core.items import Decides, Item, Kind, Option
from bot.core.packs import Pack

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
_OPTION = re.compile(r"- \[([ xX])\] (.+)")
_STEP = re.compile(r"(\d+)\. (.+)")
_REASON = re.compile(r"\s+> (?:(Tempts|Breaks|Decides|Why): )?(.+)")
_ROW = re.compile(r"\|(.+)\|(.+)\|\s*")
_TITLE = re.compile(r"#{1,6}\s")
_RULE = re.compile(r"\|[\s:|-]+\|\s*")
_ID = re.compile(r"([a-z0-9-]+)/([a-z]+\d+\.\d+-\d+)/([a-z])")


@dataclass(slots=True)
class RawOption:
    """An option as it stands in the file."""

    line: int
    text: str
    is_key: bool = False
    reasons: dict[str, str] = field(default_factory=dict)
    reason_lines: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    """An item file taken apart, before it is known to be sound.

    ``stem`` is the item's own part, without the scenario of a case.
    """

    path: str
    front: Front
    stem: str = ""
    stem_line: int = 1
    options: list[RawOption] = field(default_factory=list)
    heading: tuple[str, str] = ("", "")
    pairs: list[tuple[int, str, str]] = field(default_factory=list)
    why: list[tuple[int, str]] = field(default_factory=list)
    takeaway: str = ""
    takeaway_line: int = 1
    is_steps: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's draft, the item if its shape is sound, and what was found."""

    draft: Draft
    item: Item | None
    findings: tuple[Finding, ...]


def nothing(finding: Finding) -> Parsed:
    """Give what is left of a file that could not be taken apart at all."""
    return Parsed(Draft(finding.path, Front({}, {})), None, (finding,))


def parse_item(
    text: str, path: str, pack: Pack, cases: Mapping[str, ParsedCase] | None = None
) -> Parsed:
    """Parse one item file. ``path`` is relative to the content's root; ``cases`` the pack's."""
    found: list[Finding] = []
    try:
        lines, end = cut_front(text, path, "Start from `cohort new`.")
    except Unusable as no:
        return nothing(no.finding)
    front, troubles = read_front("\n".join(lines[1:end]), 2)
    found += [Finding(path, each.line, "front", each.message, each.cure) for each in troubles]
    draft = Draft(path, front)
    _read_body(draft, lines, end + 1, found)
    item = _build(draft, pack, cases or {}, found) if not troubles else None
    return Parsed(draft, item if not found else None, tuple(found))


def _read_body(draft: Draft, lines: list[str], start: int, found: list[Finding]) -> None:
    part = "stem"
    parts: set[str] = set()
    stem: list[str] = []
    takeaway: list[str] = []
    for number, line in enumerate(lines[start:], start + 1):
        if line.startswith("## "):
            part = line[3:].strip().lower()
            if part in parts:
                found.append(
                    Finding(draft.path, number, "shape", f"`{line.strip()}` stands here twice.",
                            "Keep one of them.")
                )  # fmt: skip
            parts.add(part)
            if part not in ("takeaway", "why"):
                found.append(
                    Finding(draft.path, number, "shape", f"There is no part `{line[3:].strip()}`.",
                            "An item has `## Why` (matching) and `## Takeaway`.")
                )  # fmt: skip
            if part == "takeaway":
                draft.takeaway_line = number
        elif _TITLE.match(line):
            found.append(
                Finding(draft.path, number, "shape", "A heading has no place here.",
                        "An item has `## Why` (matching) and `## Takeaway`.")
            )  # fmt: skip
        elif part == "takeaway":
            takeaway.append(line)
        elif part == "why":
            if line.startswith("- "):
                draft.why.append((number, line[2:].strip()))
            elif line.strip() and draft.why:
                at, before = draft.why[-1]
                draft.why[-1] = (at, f"{before} {line.strip()}")
        elif part == "stem" and not _read_option(draft, line, number, found):
            if line.strip() and (draft.options or draft.pairs):
                found.append(
                    Finding(draft.path, number, "shape", "This line belongs to no option.",
                            "Indent it under its option, or move it into the stem.")
                )  # fmt: skip
            elif line.strip() and not stem:
                draft.stem_line = number
                stem.append(line)
            elif not (draft.options or draft.pairs):
                stem.append(line)
    draft.stem = paragraphs(stem)
    draft.takeaway = paragraphs(takeaway)


def _read_option(draft: Draft, line: str, number: int, found: list[Finding]) -> bool:
    """Read a line of an option, a step or a table; False if it is none."""
    if match := _OPTION.fullmatch(line.rstrip()):
        is_key = match[1] != " "
        draft.options.append(RawOption(line=number, text=match[2].strip(), is_key=is_key))
        return True
    if match := _STEP.fullmatch(line.rstrip()):
        draft.is_steps = True
        draft.options.append(RawOption(line=number, text=match[2].strip(), is_key=False))
        return True
    if _RULE.fullmatch(line):
        return True
    if match := _ROW.fullmatch(line):
        left, right = match[1].strip(), match[2].strip()
        if draft.heading == ("", ""):
            draft.heading = (left, right)
        else:
            draft.pairs.append((number, left, right))
        return True
    if not draft.options:
        return False
    option = draft.options[-1]
    if match := _REASON.fullmatch(line.rstrip()):
        label = match[1] or next(reversed(option.reasons), "")
        if not label:
            found.append(
                Finding(draft.path, number, "shape", "This rationale has no label.",
                        "Begin it with `Tempts:`, `Breaks:`, `Decides:` or `Why:`.")
            )  # fmt: skip
            return True
        if match[1] and label in option.reasons:
            found.append(
                Finding(draft.path, number, "shape", f"`{label}:` stands twice under an option.")
            )
        option.reasons[label] = f"{option.reasons.get(label, '')} {match[2].strip()}".strip()
        option.reason_lines.setdefault(label, number)
        return True
    if line.startswith("  ") and line.strip() and not option.reasons:
        option.text = f"{option.text} {line.strip()}"
        return True
    return False


def _build(
    draft: Draft, pack: Pack, cases: Mapping[str, ParsedCase], found: list[Finding]
) -> Item | None:
    front, path = draft.front, draft.path

    def wrong(key: str, message: str, cure: str = "") -> None:
        found.append(Finding(path, front.line(key), "front", message, cure))

    identity = _ID.fullmatch(front.one("id"))
    concept = pack.concepts.get(front.one("concept"))
    if identity is None or identity[1] != pack.id:
        wrong("id", f"`{front.one('id')}` is not an id.", f"Write {pack.id}/<concept>/<letter>.")
    elif identity[2] != front.one("concept"):
        wrong("id", "The id names another concept than `concept` does.", "Make them agree.")
    elif not path.endswith(f"{identity[2]}-{identity[3]}.md"):
        wrong(
            "id", "The file is not called as its id.", f"Rename it {identity[2]}-{identity[3]}.md."
        )
    if concept is None:
        wrong("concept", f"There is no concept `{front.one('concept')}`.", "See concepts.toml.")
    kind = _one_of(Kind, front.one("kind"))
    if kind is None:
        wrong("kind", f"There is no kind `{front.one('kind')}`.", f"Use {_choices(Kind)}.")
    decides = _one_of(Decides, front.one("decides"))
    if decides is None:
        wrong(
            "decides",
            f"Nothing is decided by `{front.one('decides')}`.",
            f"Use {_choices(Decides)}.",
        )
    if front.one("difficulty") not in ("1", "2", "3"):
        wrong("difficulty", "The difficulty is 1, 2 or 3.")
    facts_as_of = front.day("facts_as_of")
    if facts_as_of is None:
        wrong("facts_as_of", "The date cannot be read.", "Write it as 2026-11-01.")
    flags = {}
    for key in ("volatile", "negative"):
        value = front.one(key).lower() or "false"
        if value not in ("true", "false"):
            wrong(key, f"`{key}` is true or false.")
        flags[key] = value == "true"
    case = _case(front, cases, wrong)
    for objective in front.many("also"):
        if not OBJECTIVE.fullmatch(objective):
            wrong("also", f"`{objective}` is no objective.", "Write it as mla-c01/1.1.")
    if found or concept is None or kind is None or decides is None or facts_as_of is None:
        return None
    domain = pack.domain_of_task[concept.task]
    if f"/{domain.folder}/" not in f"/{path}":
        wrong(
            "concept", "The file lies in another domain's folder.", f"Move it to {domain.folder}/."
        )
    options, matches = _options(draft, kind, found)
    return Item(
        id=front.one("id"),
        pack=pack.id,
        concept=concept.id,
        task=concept.task,
        domain=domain.id,
        kind=kind,
        difficulty=int(front.one("difficulty")),
        decides=decides,
        stem=case.opens(draft.stem) if case else draft.stem,
        options=options,
        takeaway=draft.takeaway,
        matches=matches,
        match_heading=draft.heading,
        tags=front.many("tags"),
        overlap=front.many("overlap"),
        services=_both(front.many("services"), case.services if case else ()),
        also=front.many("also"),
        references=_both(front.references(), case.references if case else ()),
        facts_as_of=facts_as_of,
        check=front.one("check"),
        case=case.name if case else "",
        waive=front.many("waive"),
        volatile=flags["volatile"],
        negative=flags["negative"],
    )


def _case(
    front: Front, cases: Mapping[str, ParsedCase], wrong: Callable[[str, str, str], None]
) -> Case | None:
    """Find the case that an item names; a question without its scenario is a riddle."""
    name = front.one("case")
    if not name:
        return None
    if name not in cases:
        there = f"There is: {', '.join(cases)}." if cases else f"Write {FOLDER}/{name}.md."
        wrong("case", f"There is no case `{name}`.", there)
        return None
    if cases[name].case is None:
        wrong("case", f"The case `{name}` has an error.", f"Mend {cases[name].path}.")
    return cases[name].case


def _both(own: tuple[T, ...], shared: tuple[T, ...]) -> tuple[T, ...]:
    """Give an item's own and its case's, each once."""
    return (*own, *(each for each in shared if each not in own))


def _options(
    draft: Draft, kind: Kind, found: list[Finding]
) -> tuple[tuple[Option, ...], tuple[str, ...]]:
    if kind is Kind.MATCHING:
        matches = tuple(dict.fromkeys(right for _, _, right in draft.pairs))
        if len(draft.why) != len(draft.pairs):
            message = f"There are {len(draft.pairs)} rows and {len(draft.why)} bullets under Why."
            cure = "Write one bullet per row under `## Why`."
            found.append(Finding(draft.path, draft.stem_line, "rationale", message, cure))
        reasons = [text for _, text in draft.why] + [""] * len(draft.pairs)
        return tuple(
            Option(text=left, decides=reasons[n], match=matches.index(right))
            for n, (_, left, right) in enumerate(draft.pairs)
        ), matches
    return tuple(
        Option(
            text=raw.text,
            is_key=raw.is_key,
            decides=raw.reasons.get("Why" if kind is Kind.ORDERING else "Decides", ""),
            tempts=raw.reasons.get("Tempts", ""),
            breaks=raw.reasons.get("Breaks", ""),
        )
        for raw in draft.options
    ), ()


def _one_of(kind: type[E], text: str) -> E | None:
    return next((each for each in kind if each.value == text), None)


def _choices(kind: type[StrEnum]) -> str:
    return ", ".join(kind)
