"""One exercise file taken apart: front matter, a title, an opening, and its named parts.

The grammar is small and strict; whatever does not belong is a finding with its line. It
knows which parts an exercise of a kind has, and nothing of how long or how good they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum

from bot.content.files import cut_front, paragraphs
from bot.content.findings import Finding
from bot.content.front import Front, Wanted, read_front
from bot.core.exercises import ExerciseKind

_BULLET = re.compile(r"- (\S.*)")
_STEP = re.compile(r"(\d+)\. (\S.*)")
_HEADING = re.compile(r"(#{1,6}) +(\S.*)")


class Form(StrEnum):
    """How a part is written."""

    BULLETS = "bullets"  #: a list of points
    STEPS = "steps"  #: a numbered list
    PROSE = "prose"  #: a sentence or a paragraph


@dataclass(frozen=True, slots=True)
class Layout:
    """What a file of a kind holds, in order. ``opening`` is what follows the title."""

    front: Wanted
    opening: str
    parts: Mapping[str, Form]


_COMMON = {
    "pack": False, "also": True, "services": True, "facts_as_of": False, "references": True,
}  # fmt: skip
_OPTIONAL = frozenset(("also", "references"))
DESIGN_LINES, LOOK_FOR = "Lines", "What to look for"
STEPS, WATCH_FOR, QUESTION = "Steps", "Watch for", "Question"
LAYOUTS: Mapping[ExerciseKind, Layout] = {
    ExerciseKind.DESIGN: Layout(
        Wanted("a design round", _COMMON, _OPTIONAL),
        "scenario",
        {DESIGN_LINES: Form.BULLETS, LOOK_FOR: Form.BULLETS},
    ),
    ExerciseKind.LAB: Layout(
        Wanted("a lab card", _COMMON | {"minutes": False, "needs": False, "cost": False},
               _OPTIONAL),
        "aim",
        {STEPS: Form.STEPS, WATCH_FOR: Form.BULLETS, QUESTION: Form.PROSE},
    ),
}  # fmt: skip


@dataclass(slots=True)
class Entry:
    """A title, a point, a step or a paragraph, and where it begins."""

    line: int
    text: str


@dataclass(slots=True)
class Outline:
    """A file taken apart, before it is known to be sound."""

    path: str
    kind: ExerciseKind
    front: Front = field(default_factory=lambda: Front({}, {}))
    title: Entry = field(default_factory=lambda: Entry(1, ""))
    opening: Entry = field(default_factory=lambda: Entry(1, ""))
    parts: dict[str, list[Entry]] = field(default_factory=dict)
    part_lines: dict[str, int] = field(default_factory=dict)

    def entries(self, part: str) -> list[Entry]:
        """Give a part's entries; none where it is left out."""
        return self.parts.get(part, [])

    def texts(self, part: str) -> tuple[str, ...]:
        """Give the texts of a part's entries."""
        return tuple(entry.text for entry in self.entries(part))

    def line(self, part: str) -> int:
        """Give the line of a part's heading; the title's where it is left out."""
        return self.part_lines.get(part, self.title.line)


def take_apart(text: str, path: str, kind: ExerciseKind) -> tuple[Outline, list[Finding]]:
    """Take a file apart. Raises ``Unusable`` where it has no front matter at all."""
    layout = LAYOUTS[kind]
    outline = Outline(path, kind)
    lines, end = cut_front(text, path, "Begin with the file beside it.")
    outline.front, troubles = read_front("\n".join(lines[1:end]), 2, layout.front)
    found = [Finding(path, each.line, "front", each.message, each.cure) for each in troubles]
    opening: list[str] = []
    part = ""
    for number, line in enumerate(lines[end + 1 :], end + 2):
        if heading := _HEADING.fullmatch(line.rstrip()):
            trouble = _heading(outline, layout, number, heading)
            # What stands under an unknown part belongs to nothing, and is not said twice.
            part = heading[2] if len(heading[1]) == 2 else part
        elif part:
            trouble = _line(outline, layout.parts.get(part), part, number, line)
        elif outline.title.text or not line.strip():
            trouble = None
            if line.strip() and not opening:
                outline.opening.line = number
            if opening or line.strip():
                opening.append(line)
        else:
            trouble = "This line stands before the title.", "Begin with `# ` and the title."
        if trouble is not None:
            found.append(Finding(path, number, "shape", *trouble))
    outline.opening.text = paragraphs(opening)
    found += _missing(outline, layout)
    return outline, found


def _heading(
    outline: Outline, layout: Layout, number: int, heading: re.Match[str]
) -> tuple[str, str] | None:
    depth, name = len(heading[1]), heading[2]
    parts = list(layout.parts)
    if depth == 1 and outline.title.text:
        return "The title stands here twice.", "Keep one of them."
    if depth == 1:
        outline.title = Entry(number, name)
        return None
    if depth > 2:
        return "A heading has no place here.", _has(layout)
    if name in outline.part_lines:
        return f"`## {name}` stands here twice.", "Keep one of them."
    outline.part_lines[name] = number
    if name not in parts:
        close = get_close_matches(name, parts, 1, 0.6)
        cure = f"Did you mean `## {close[0]}`?" if close else _has(layout)
        return f"There is no part `{name}`.", cure
    late = any(parts.index(name) < parts.index(before) for before in outline.parts)
    outline.parts[name] = []
    return (f"`## {name}` comes too late.", _has(layout)) if late else None


def _line(
    outline: Outline, form: Form | None, part: str, number: int, line: str
) -> tuple[str, str] | None:
    text = line.strip()
    if not text or form is None:
        return None
    entries = outline.parts[part]
    match form:
        case Form.PROSE if not entries:
            entries.append(Entry(number, text))
        case Form.PROSE:
            entries[0].text = f"{entries[0].text} {text}"
        case Form.BULLETS if bullet := _BULLET.fullmatch(line.rstrip()):
            entries.append(Entry(number, bullet[1]))
        case Form.STEPS if step := _STEP.fullmatch(line.rstrip()):
            entries.append(Entry(number, step[2]))
            if step[1] != str(len(entries)):
                return f"This is step {len(entries)}.", f"Number it {len(entries)}."
        case _ if line.startswith("  ") and entries:
            entries[-1].text = f"{entries[-1].text} {text}"
        case _:
            begin = "`1. `" if form is Form.STEPS else "`- `"
            return "This line belongs to no point.", f"Begin it with {begin}, or indent it."
    return None


def _missing(outline: Outline, layout: Layout) -> list[Finding]:
    def no(message: str, cure: str) -> Finding:
        return Finding(outline.path, outline.title.line, "shape", message, cure)

    found = []
    if not outline.title.text:
        found.append(no("There is no title.", "Write it as `# Title` under the front matter."))
    elif not outline.opening.text:
        found.append(no(f"The {layout.opening} is missing.", "Write it under the title."))
    found += [
        no(f"`## {part}` is missing.", _has(layout))
        for part in layout.parts
        if part not in outline.part_lines
    ]
    return found


def _has(layout: Layout) -> str:
    """Say which parts a file of the kind has."""
    names = ", ".join(f"`## {part}`" for part in layout.parts)
    return f"{layout.front.of.capitalize()} has {names}, in this order."
