"""JSON Schema where a union is decided by what its value says it is. Knows no platform.

`jsonschema` tries each branch of a union in turn, and complains of all of them. Both platforms
write the kind of a thing into its `type`, so one look tells which branch is meant: many times
faster, and the complaint is about that branch alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from jsonschema import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

Json: TypeAlias = dict[str, Any]
Rule: TypeAlias = Callable[[Any, list[Json], object, Json], Iterator[ValidationError]]


def guided(draft: type[Validator], unsaid: object = None) -> type[Validator]:
    """Make a draft's validator go by `null` and `type` in its unions.

    ``unsaid`` is the type of what says none.
    """
    rules = {name: _guided(draft.VALIDATORS[name], unsaid) for name in ("oneOf", "anyOf")}
    made: type[Validator] = extend(draft, rules)  # type: ignore[no-untyped-call]
    return made


def put_in_place(node: object, schemas: Mapping[str, Json]) -> None:
    """Put what references mean in their place, once: looking them up takes most of a check."""
    for part in (node, *schemas.values()):
        _put(part, schemas)


def _guided(plain: Rule, unsaid: object) -> Rule:
    """Go into the branch that `null` or `type` tells; ``plain`` checks where neither tells one."""

    def check(
        validator: Any, union: list[Json], instance: object, schema: Json
    ) -> Iterator[ValidationError]:
        if instance is None and {"type": "null"} in union:
            return
        branches = [each for each in union if each != {"type": "null"}]
        if len(branches) > 1 and all("const" in each for each in branches):
            values = [each["const"] for each in branches]
            if instance not in values:
                yield ValidationError(f"{instance!r} is not one of {values}", validator="enum")
            return
        if len(branches) > 1 and isinstance(instance, dict) and (kinds := _by_type(branches)):
            said = instance.get("type", unsaid)
            if said not in kinds:
                message = f"{instance.get('type')!r} is not one of {sorted(kinds, key=str)}"
                yield ValidationError(message, validator="enum", path=("type",))
                return
            branches = kinds[said]
        if len(branches) == 1:
            yield from validator.descend(instance, branches[0])
        else:
            yield from plain(validator, branches, instance, schema)

    return check


def _by_type(branches: list[Json]) -> dict[object, list[Json]]:
    """Map the types of a union's branches to them; nothing where a branch has none."""
    kinds: dict[object, list[Json]] = {}
    for branch in branches:
        inner = branch.get("anyOf") or branch.get("oneOf")
        if inner:
            within = _by_type(inner)
            if not within:
                return {}
            for kind, found in within.items():
                kinds.setdefault(kind, []).extend(found)
            continue
        said = branch.get("properties", {}).get("type", {})
        values = said.get("enum") or ([said["const"]] if "const" in said else [])
        if not values:
            return {}
        for value in values:
            kinds.setdefault(value, []).append(branch)
    return kinds


def _put(node: object, schemas: Mapping[str, Json]) -> None:
    if isinstance(node, dict):
        for key, child in node.items():
            node[key] = _meant(child, schemas)
    elif isinstance(node, list):
        node[:] = [_meant(child, schemas) for child in node]


def _meant(node: object, schemas: Mapping[str, Json]) -> object:
    if isinstance(node, dict) and isinstance(node.get("$ref"), str):
        return schemas.get(node["$ref"].rpartition("/")[2], node)
    _put(node, schemas)
    return node
