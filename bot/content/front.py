"""The front matter of a content file: YAML, but only the tame part of it.

Anchors, aliases, repeated keys, tags and deep or long documents are refused: thirty bytes
of aliases can grow into gigabytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TypeAlias

import yaml

from bot.core.items import Reference

Value: TypeAlias = str | tuple[str, ...]
SIZE_MOST = 16 * 1024
# The same parser in C, ten times as fast, where PyYAML was built with it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: A task statement of another exam, such as mla-c01/1.1.
OBJECTIVE = re.compile(r"[a-z0-9-]+/[\w.-]+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What front matter may hold: every key and whether it is a list; some are optional."""

    of: str
    keys: Mapping[str, bool]
    optional: frozenset[str] = frozenset()


ITEM = Wanted(
    "an item",
    {
        "id": False, "concept": False, "kind": False, "difficulty": False, "tags": True,
        "decides": False, "overlap": True, "services": True, "also": True, "facts_as_of": False,
        "volatile": False, "check": False, "negative": False, "case": False, "waive": True,
        "references": True,
    },
    frozenset(("overlap", "also", "volatile", "check", "negative", "case", "waive")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong in the front matter, on a line of the file."""

    line: int
    message: str
    cure: str = ""


@dataclass(frozen=True, slots=True)
class Front:
    """Front matter: values as text or lists of text, and the line of each key."""

    values: Mapping[str, Value]
    lines: Mapping[str, int]

    def one(self, key: str) -> str:
        """Give a plain value; empty where it is left out."""
        value = self.values.get(key, "")
        return value if isinstance(value, str) else ""

    def many(self, key: str) -> tuple[str, ...]:
        """Give a list; empty where it is left out."""
        value = self.values.get(key, ())
        return value if isinstance(value, tuple) else ()

    def line(self, key: str) -> int:
        """Give the line of a key; 1 where it is left out."""
        return self.lines.get(key, 1)

    def day(self, key: str) -> date | None:
        """Give a date written as 2026-11-01; None where it is anything else."""
        # The standard reader also takes 20261101 and week dates, which nobody should meet here.
        written = _DAY.fullmatch(self.one(key))
        try:
            return date.fromisoformat(written[0]) if written else None
        except ValueError:
            return None

    def references(self) -> tuple[Reference, ...]:
        """Give the list of references, each written as a title, a bar and an address."""
        parts = (line.partition("|") for line in self.many("references"))
        return tuple(Reference(title=t.strip(), address=a.strip()) for t, _, a in parts)


def read_front(text: str, first_line: int, wanted: Wanted = ITEM) -> tuple[Front, list[Trouble]]:
    """Read front matter that begins on ``first_line`` of its file."""
    values: dict[str, Value] = {}
    lines: dict[str, int] = {}
    if len(text) > SIZE_MOST:
        return Front({}, {}), [Trouble(first_line, "The front matter is too long.")]
    try:
        root = _compose(text)
    except _Refused as no:
        return Front({}, {}), [Trouble(first_line + no.line, f"In the front matter {no}.")]
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        problem = str(getattr(wrong, "problem", "") or "it cannot be read").rstrip(".")
        return Front({}, {}), [
            Trouble(line, f"The front matter is not YAML: {problem}.", "Quote text with colons.")
        ]
    if not isinstance(root, yaml.MappingNode):
        return Front({}, {}), [Trouble(first_line, "The front matter needs `key: value` lines.")]
    troubles: list[Trouble] = []
    for key_node, node in root.value:
        line = first_line + key_node.start_mark.line
        key = str(key_node.value)
        if key in values:
            troubles.append(Trouble(line, f"`{key}` stands here twice.", "Keep one of them."))
        elif key not in wanted.keys:
            close = get_close_matches(key, list(wanted.keys), 1, 0.6)
            hint = f"Did you mean `{close[0]}`?" if close else "Remove it."
            troubles.append(Trouble(line, f"There is no `{key}` in {wanted.of}.", hint))
        else:
            is_list = wanted.keys[key]
            value = _value(node, is_list=is_list)
            if value is None:
                shape = "a list: [one, two]" if is_list else "one plain value"
                troubles.append(Trouble(line, f"`{key}` needs {shape}."))
            else:
                values[key] = value
            lines[key] = line
    troubles += [
        Trouble(first_line, f"`{key}` is missing.", f"{wanted.of.capitalize()} needs it.")
        for key in wanted.keys
        if key not in lines and key not in wanted.optional
    ]
    return Front(values, lines), troubles


def _compose(text: str) -> yaml.Node | None:
    # Composing builds no objects; looking at the events first refuses what could grow.
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused("anchors and aliases are not allowed", event)
        if getattr(event, "tag", None):
            raise _Refused("tags beginning with ! are not allowed", event)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > 3:
                raise _Refused("it is nested too deeply", event)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return yaml.compose(text, Loader=_LOADER)


class _Refused(Exception):
    """YAML that is well formed and not allowed here. ``line`` counts from 0."""

    def __init__(self, problem: str, event: yaml.Event) -> None:
        super().__init__(problem)
        self.line = event.start_mark.line if event.start_mark else 0


def _value(node: yaml.Node, *, is_list: bool) -> Value | None:
    if not is_list:
        return str(node.value) if isinstance(node, yaml.ScalarNode) else None
    if not isinstance(node, yaml.SequenceNode):
        return None
    found = []
    for each in node.value:
        if isinstance(each, yaml.ScalarNode):
            found.append(str(each.value))
        elif isinstance(each, yaml.MappingNode) and len(each.value) == 1:
            # ``waive: [rule: reason]`` reads as a mapping of one.
            key, value = each.value[0]
            found.append(f"{key.value}: {value.value}")
        else:
            return None
    return tuple(found)
