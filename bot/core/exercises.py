"""The week's exercises: design rounds and lab cards, as authors wrote them.

Neither has a key or points. A design round asks five lines of everybody; a lab card is
half an hour at one's own desk that brings one sentence back. They know nothing of when
they are posted, of what people wrote, or of any platform.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from bot.core.items import Reference

#: A design is written in so many lines; a Discord form has no room for a sixth.
LINES = 5


class ExerciseKind(StrEnum):
    """What a group is asked to do beside its questions."""

    DESIGN = "design"  #: sketch a solution in five lines, to be compared with the others'
    LAB = "lab"  #: try something out, and bring one sentence back


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One of the five things that a design has to say. ``hint`` may be empty."""

    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignRound:
    """A scenario, the lines to write, and by what a group can judge its own designs."""

    id: str
    pack: str
    domain: str
    title: str
    scenario: str
    lines: tuple[Line, ...]
    look_for: tuple[str, ...]
    also: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    facts_as_of: date

    @property
    def kind(self) -> ExerciseKind:
        """Say which exercise it is."""
        return ExerciseKind.DESIGN


@dataclass(frozen=True, slots=True, kw_only=True)
class LabCard:
    """Something to try in ``minutes``; the answer to ``question`` comes back as a note.

    ``needs`` and ``cost`` say before the first step what it takes, in words.
    """

    id: str
    pack: str
    domain: str
    title: str
    minutes: int
    needs: str
    cost: str
    aim: str
    steps: tuple[str, ...]
    watch_for: tuple[str, ...]
    question: str
    also: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    facts_as_of: date

    @property
    def kind(self) -> ExerciseKind:
        """Say which exercise it is."""
        return ExerciseKind.LAB


Exercise: TypeAlias = DesignRound | LabCard


def version(exercise: Exercise) -> str:
    """Name exactly this content: 16 hex digits of SHA-256 over its JSON."""
    text = json.dumps(to_json(exercise), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def to_json(exercise: Exercise) -> dict[str, Any]:
    """Give an exercise as plain JSON values; ``from_json`` reads it back unchanged."""
    data = asdict(exercise)
    data["kind"] = exercise.kind.value
    data["facts_as_of"] = exercise.facts_as_of.isoformat()
    return data


def from_json(data: dict[str, Any]) -> Exercise:
    """Read what ``to_json`` wrote. Raises ``KeyError`` or ``ValueError`` on anything else."""
    values = dict(data)
    kind = ExerciseKind(values.pop("kind"))
    values["facts_as_of"] = date.fromisoformat(values["facts_as_of"])
    values["references"] = tuple(Reference(**each) for each in values["references"])
    values["services"] = tuple(values["services"])
    values["also"] = tuple(values.get("also", ()))
    match kind:
        case ExerciseKind.DESIGN:
            values["lines"] = tuple(Line(**line) for line in values["lines"])
            values["look_for"] = tuple(values["look_for"])
            return DesignRound(**values)
        case ExerciseKind.LAB:
            values["steps"] = tuple(values["steps"])
            values["watch_for"] = tuple(values["watch_for"])
            return LabCard(**values)
