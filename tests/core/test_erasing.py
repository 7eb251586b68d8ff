"""An event that stays after an erasure holds nobody's words."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot
from bot.core.erasing import PLAIN_KEYS, PRIVATE, SHARED, nameless

#: Those that keep their figures and lose what somebody wrote.
SCRUBBED = frozenset({"design-entry", "explained", "flagged", "flag-resolved"})

#: Names of a payload's parts, but for those under which the names of things may stand.
NAMES = st.text(max_size=8).filter(lambda name: name not in PLAIN_KEYS)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner),
)


@given(st.text(max_size=12), st.dictionaries(NAMES, VALUES))
def test_what_is_not_known_loses_its_texts_and_keeps_its_numbers(
    kind: str, payload: dict[str, object]
) -> None:
    left = nameless(kind, payload)
    if kind in PRIVATE | SHARED:
        assert left in (None, payload)
        return
    assert left is not None
    assert left.keys() == payload.keys()
    assert _texts(left) == []
    assert _numbers(left) == _numbers(payload)


@pytest.mark.parametrize("kind", sorted(PRIVATE))
def test_what_concerns_nobody_else_goes(kind: str) -> None:
    assert nameless(kind, {"text": "mine"}) is None


def test_names_of_things_stay_and_sentences_beside_them_do_not() -> None:
    kept = {"pack": "sample", "item": "sample/d1.1-01/a", "bulletin": 4, "text": "my words"}
    assert nameless("explained", kept) == {**kept, "text": ""}
    assert nameless("explained", {"item": "my words, hidden here"}) == {"item": ""}


@pytest.mark.long
def test_of_every_kind_of_event_it_is_decided_what_becomes_of_it() -> None:
    known = PRIVATE | SHARED | SCRUBBED
    assert sorted(kinds_of_events() - known) == []


#: The calls that keep an event, and which of their arguments is its kind.
_KIND = {"append_event": 1, "_log": 1, "log": 0, "log_own": 0}


def kinds_of_events() -> set[str]:
    """Find the kinds of events that the program keeps, in its sources."""
    trees = [ast.parse(path.read_text()) for path in Path(bot.__file__).parent.rglob("*.py")]
    constants: dict[str, set[str]] = {}
    found: set[str] = set()
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                for target in node.targets:
                    if isinstance(target, ast.Name) and isinstance(node.value.value, str):
                        constants.setdefault(target.id, set()).add(node.value.value)
            if isinstance(node, ast.ClassDef) and _is_kinds(node):
                found |= {
                    each.value.value
                    for each in node.body
                    if isinstance(each, ast.Assign)
                    and isinstance(each.value, ast.Constant)
                    and isinstance(each.value.value, str)
                }
    local = {path: _own_constants(tree) for path, tree in enumerate(trees)}
    for number, tree in enumerate(trees):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and (place := _KIND.get(_called(node))) is not None:
                for kind in node.args[place : place + 1]:
                    if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
                        found.add(kind.value)
                    elif isinstance(kind, ast.Name):
                        found |= local[number].get(kind.id, set())
                    elif isinstance(kind, ast.Attribute) and kind.attr != "value":
                        owner = kind.value.id if isinstance(kind.value, ast.Name) else ""
                        if not owner.endswith("Event"):
                            found |= constants.get(kind.attr, set())
    return found


def _own_constants(tree: ast.Module) -> dict[str, set[str]]:
    return {
        target.id: {node.value.value}
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _is_kinds(node: ast.ClassDef) -> bool:
    return node.name.endswith("Event") and "StrEnum" in map(ast.unparse, node.bases)


def _texts(value: object) -> list[str]:
    match value:
        case str():
            return [value] if value else []
        case list():
            return [text for part in value for text in _texts(part)]
        case dict():
            return [text for part in value.values() for text in _texts(part)]
        case _:
            return []


def _numbers(value: object) -> list[str]:
    match value:
        case list():
            return [text for part in value for text in _numbers(part)]
        case dict():
            return [text for part in value.values() for text in _numbers(part)]
        case str():
            return []
        case _:
            return [json.dumps(value)]
