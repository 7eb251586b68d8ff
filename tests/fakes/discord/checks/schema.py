"""Bodies against Discord's official description of its API, where that file is at hand.

Knows which operation a request is by its path in the description; must not know the rules across
fields, which the description lacks. Without the file (`COHORT_SHARED`) nothing is checked here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from jsonschema import Draft202012Validator, ValidationError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.fakes.discord.errors import Form, Json

DOCUMENT = "urn:discord-openapi"
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
    schemas = document["components"]["schemas"]
    # Clients may send ids as numbers, and discord.py does; the real API takes both.
    schemas["SnowflakeType"] = {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$"}
    # A bit set travels as a string in what Discord's own documentation shows, and is taken so.
    for name in ("CreateRequest", "UpdateRequest", "PatchRequestPartial"):
        fields = schemas[f"ApplicationCommand{name}"]["properties"]
        fields["default_member_permissions"]["type"] = ["integer", "string", "null"]
    return document


@lru_cache(maxsize=64)
def _validator(method: str, template: str) -> Draft202012Validator | None:
    document = _document()
    if document is None:
        return None
    operation = document["paths"].get(template, {}).get(method.lower(), {})
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return None
    steps = [template.replace("~", "~0").replace("/", "~1"), method.lower()]
    pointer = "/".join(("paths", *steps, "requestBody", "content", "application~1json", "schema"))
    resource = Resource.from_contents(document, default_specification=DRAFT202012)
    registry: Registry[bool | Mapping[str, object]] = Registry().with_resource(DOCUMENT, resource)
    return Draft202012Validator({"$ref": f"{DOCUMENT}#/{pointer}"}, registry=registry)


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
    error = _innermost(error)
    form = Form()
    code = CODES.get(str(error.validator), "OPENAPI_" + str(error.validator).upper())
    form.wrong(tuple(error.absolute_path), code, error.message[:300])
    form.finish()


def _innermost(error: ValidationError) -> ValidationError:
    """Follow a complaint about a union into the branch that was meant, which `type` tells."""
    while error.context:
        branches: dict[object, list[ValidationError]] = {}
        for each in error.context:
            branches.setdefault(each.schema_path[0], []).append(each)
        meant = [
            errors
            for errors in branches.values()
            if not any(list(each.path) == ["type"] or not each.path for each in errors)
        ]
        missing = [
            errors
            for errors in branches.values()
            if all(each.validator == "required" for each in errors)
        ]
        chosen = meant or missing
        if not chosen:
            return error
        error = chosen[0][0]
    return error
