"""Bodies against Discord's official description of its API, where that file is at hand.

Knows which operation a request is by its path in the description; must not know the rules across
fields, which the description lacks. Without the file (`COHORT_SHARED`) nothing is checked here.
"""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator

from tests.fakes.discord.errors import Form, Json
from tests.fakes.unions import guided, put_in_place

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

#: A command that does not say its type is a slash command.
_Guided = guided(Draft202012Validator, unsaid=1)


@lru_cache(maxsize=1)
def document() -> Json | None:
    """Read the description, or nothing where it is not at hand."""
    shared = os.environ.get("COHORT_SHARED")
    path = Path(shared, "specs", "discord-openapi.json") if shared else None
    if path is None or not path.exists():
        return None
    found: Json = json.loads(path.read_text())
    schemas: dict[str, Json] = found["components"]["schemas"]
    # Clients may send ids as numbers, and discord.py does; the real API takes both.
    schemas["SnowflakeType"] = {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$"}
    # A bit set travels as a string in what Discord's own documentation shows, and is taken so.
    for name in ("CreateRequest", "UpdateRequest", "PatchRequestPartial"):
        fields = schemas[f"ApplicationCommand{name}"]["properties"]
        fields["default_member_permissions"]["type"] = ["integer", "string", "null"]
    put_in_place(found["paths"], schemas)
    return found


def judge(name: str) -> Validator | None:
    """Give what judges a body of a kind by its name in the description, where it is at hand."""
    read = document()
    return None if read is None else _Guided(read["components"]["schemas"][name])


@lru_cache(maxsize=64)
def _validator(method: str, template: str) -> Validator | None:
    read = document()
    if read is None:
        return None
    operation = read["paths"].get(template, {}).get(method.lower(), {})
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return None
    return _Guided(content["application/json"]["schema"])


def is_at_hand() -> bool:
    """Return whether the official description is there to check against."""
    return document() is not None


def check_schema(method: str, template: str, body: Any) -> None:
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
