"""What an item is: stem, options, key, distractors and rationale, as frozen values.

It knows nothing of files, databases or screens. A *response* is a tuple of integers in
source order, whatever the kind, so that it can be stored as it is:

- single:   ``(i,)``            the index of the chosen option
- multiple: ``(i, j, …)``       the ticked indexes, ascending
- ordering: ``(i, j, k, …)``    every step's index, in the order the person put them
- matching: ``(m0, m1, …)``     for each prompt the index of the chosen match
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeAlias

Response: TypeAlias = tuple[int, ...]


class Kind(StrEnum):
    """The four kinds of item."""

    SINGLE = "single"  #: one right option of four
    MULTIPLE = "multiple"  #: a stated number of right options
    ORDERING = "ordering"  #: steps to be put into their order
    MATCHING = "matching"  #: prompts to be given their match


class Decides(StrEnum):
    """The hidden requirement that settles an item."""

    COST = "cost"
    LATENCY = "latency"
    EFFORT = "effort"
    COMPLIANCE = "compliance"
    ACCURACY = "accuracy"
    SCALE = "scale"
    FRESHNESS = "freshness"
    AVAILABILITY = "availability"
    INTERPRETABILITY = "interpretability"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option (single, multiple), step (ordering) or prompt (matching).

    ``decides`` argues for a key, a step or a pair; ``tempts`` and ``breaks`` for a
    distractor. ``match`` is the index into ``Item.matches`` of a prompt's right match.
    """

    text: str
    is_key: bool = False
    decides: str = ""
    tempts: str = ""
    breaks: str = ""
    match: int | None = None

    @property
    def rationale(self) -> str:
        """The argument for or against this option, as one paragraph."""
        return self.decides or " ".join(part for part in (self.tempts, self.breaks) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Where a reader can check an item: the page's title and its address, if it has one."""

    title: str
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Item:
    """A question as its author wrote it, complete: what every version stores.

    Ordering items hold their steps in the right order; matching items hold their prompts
    in ``options`` and the distinct matches, in order of first appearance, in ``matches``.
    ``home`` is (task, domain) in the item's own pack where another pack shows it; it is no
    part of the version, which is the same wherever it is shown.
    """

    id: str
    pack: str
    concept: str
    task: str
    domain: str
    kind: Kind
    difficulty: int
    decides: Decides
    stem: str
    options: tuple[Option, ...]
    takeaway: str
    matches: tuple[str, ...] = ()
    match_heading: tuple[str, str] = ("", "")
    tags: tuple[str, ...] = ()
    overlap: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    facts_as_of: date = date(2026, 1, 1)
    volatile: bool = False
    negative: bool = False
    check: str = ""
    case: str = ""
    waive: tuple[str, ...] = field(default=())
    home: tuple[str, str] | None = None

    @cached_property
    def key(self) -> Response:
        """The right response, in source order."""
        match self.kind:
            case Kind.SINGLE | Kind.MULTIPLE:
                return tuple(i for i, option in enumerate(self.options) if option.is_key)
            case Kind.ORDERING:
                return tuple(range(len(self.options)))
            case Kind.MATCHING:
                return tuple(option.match or 0 for option in self.options)

    @cached_property
    def hash(self) -> str:
        """A name for exactly this content: 16 hex digits of SHA-256 over its JSON."""
        text = json.dumps(to_json(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def placed(self, task: str, domain: str) -> Item:
        """Give the same version under a task statement and domain of another pack."""
        return replace(self, task=task, domain=domain, home=self.home or (self.task, self.domain))

    @property
    def story(self) -> str:
        """A name for the case that the item shares with others; empty where it has none."""
        return f"{self.pack}/{self.case}" if self.case else ""

    @property
    def question(self) -> str:
        """The stem's last sentence: what is actually asked."""
        body = self.stem.strip()
        cut = max(body.rfind(mark, 0, -1) for mark in (". ", "! ", "? ", "\n", ".) "))
        return body[cut + 1 :].strip() if cut >= 0 else body


def to_json(item: Item) -> dict[str, Any]:
    """Give an item, as its own pack has it, as plain JSON values; ``from_json`` reads them."""
    data = asdict(item)
    data["task"], data["domain"] = data.pop("home") or (item.task, item.domain)
    data["facts_as_of"] = item.facts_as_of.isoformat()
    return data


def from_json(data: dict[str, Any]) -> Item:
    """Read what ``to_json`` wrote. Raises ``KeyError`` or ``ValueError`` on anything else."""
    values = dict(data)
    values["kind"] = Kind(values["kind"])
    values["decides"] = Decides(values["decides"])
    values["facts_as_of"] = date.fromisoformat(values["facts_as_of"])
    values["options"] = tuple(Option(**option) for option in values["options"])
    values["references"] = tuple(Reference(**reference) for reference in values["references"])
    for name in ("matches", "match_heading", "tags", "overlap", "services", "also", "waive"):
        values[name] = tuple(values[name])
    return Item(**values)
