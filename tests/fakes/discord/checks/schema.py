"""Bodies against Discord's official description of its API, where that file is at hand.

Knows which operation a request is by its path in the description; must not know the rules across
fields, which the description lacks. Without the file (`COHORT_SHARED`) nothing is checked here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from tests.fakes.discord.errors import Form, Json

CODES = {
    "maxLength": "BASE_TYPE_MAX_LENGTH",
    "minLength": "BASE_TYPE_BAD_LENGTH",
    "maxItems": "BASE_TYPE_MAX_LENGTH",
    "minItems": "BASE_TYPE_BAD_LENGTH",
    "required": "BASE_TYPE_REQUIRED",
    "enum": "BASE_TYPE_CHOICES",
    "minimum": "NUMBER_TYPE_RANGE",
    "maximum": "NUMBER_TYPE_RANGE",
}


@lru_cache(maxsize=1)
def _document() -> Json | None:
    shared = os.environ.get("COHORT_SHARED")
    path = Path(shared, "specs", "discord-openapi.json") if shared else None
    if path is None or not path.exists():
        return None
    document: Json = json.loads(path.read_text())
    schemas: dict[str, Json] = document["components"]["schemas"]
    # Clients may send ids as numbers, and discord.py does; the real API takes both.
    schemas["SnowflakeType"] = {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$"}
    # A bit set travels as a string in what Discord's own documentation shows, and is taken so.
    for name in ("CreateRequest", "UpdateRequest", "PatchRequestPartial"):
        fields = schemas[f"ApplicationCommand{name}"]["properties"]
        fields["default_member_permissions"]["type"] = ["integer", "string", "null"]
    # Looking references up takes most of the time of a check, so they are put in place once.
    for part in (document["paths"], *schemas.values()):
        _put_in_place(part, schemas)
    return document


def _put_in_place(node: object, schemas: dict[str, Json]) -> None:
    if isinstance(node, dict):
        for key, child in node.items():
            node[key] = _meant(child, schemas)
    elif isinstance(node, list):
        node[:] = [_meant(child, schemas) for child in node]


def _meant(node: object, schemas: dict[str, Json]) -> object:
    if isinstance(node, dict) and isinstance(node.get("$ref"), str):
        return schemas.get(node["$ref"].rpartition("/")[2], node)
    _put_in_place(node, schemas)
    return node


@lru_cache(maxsize=64)
def _validator(method: str, template: str) -> Draft202012Validator | None:
    document = _document()
    if document is None:
        return None
    operation = document["paths"].get(template, {}).get(method.lower(), {})
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return None
    return Guided(content["application/json"]["schema"])


Rule: TypeAlias = Callable[
    [Draft202012Validator, list[Json], object, Json], Iterator[ValidationError]
]


def _guided(plain: Rule) -> Rule:
    """Go into the branch of a union that `null` or `type` tells: faster, and it complains clearly.

    `plain` is what checks a union that neither tells anything of.
    """

    def check(
        validator: Draft202012Validator, union: list[Json], instance: object, schema: Json
    ) -> Iterator[ValidationError]:
        if instance is None and {"type": "null"} in union:
            return
        branches = [each for each in union if each != {"type": "null"}]
        if len(branches) == 1:
            yield from validator.descend(instance, branches[0])
            return
        if all("const" in each for each in branches):
            values = [each["const"] for each in branches]
            if instance not in values:
                yield ValidationError(f"{instance!r} is not one of {values}", validator="enum")
            return
        kinds = _by_type(branches)
        if not kinds or not isinstance(instance, dict):
            yield from plain(validator, union, instance, schema)
            return
        branch = kinds.get(instance.get("type", 1))
        if branch is None:
            message = f"{instance.get('type')!r} is not one of {sorted(kinds)}"
            yield ValidationError(message, validator="enum", path=("type",))
            return
        yield from validator.descend(instance, branch)

    return check


def _by_type(branches: list[Json]) -> dict[int, Json]:
    """Map the types of a union's branches to them; nothing where a branch has none."""
    kinds: dict[int, Json] = {}
    for branch in branches:
        values = branch.get("properties", {}).get("type", {}).get("enum")
        if not values:
            return {}
        kinds |= dict.fromkeys(values, branch)
    return kinds


Guided: type[Draft202012Validator] = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    {name: _guided(Draft202012Validator.VALIDATORS[name]) for name in ("oneOf", "anyOf")},
)


def is_at_hand() -> bool:
    """Return whether the official description is there to check against."""
    return _document() is not None


def check_schema(method: str, template: str, body: object) -> None:
    """Refuse a body that the description of that operation refuses."""
    validator = _validator(method, template)
    if validator is None:
        return
    error = next(validator.iter_errors(body), None)
    if error is None:
        return
    form = Form()
    code = CODES.get(str(error.validator), "OPENAPI_" + str(error.validator).upper())
    form.wrong(tuple(error.absolute_path), code, error.message[:300])
    form.finish()
