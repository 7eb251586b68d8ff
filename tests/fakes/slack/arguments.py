"""The arguments of a call, from the query string, a form or JSON, merged. Knows no method."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from tests.fakes.slack.errors import Json, Refused

MISSING = "invalid_arguments"


class Arguments:
    """What a client sent, by name, whichever way it sent it."""

    def __init__(self, values: Json) -> None:
        self.values = values

    def text(self, name: str) -> str | None:
        """Give a text, or nothing."""
        value = self.values.get(name)
        return None if value is None or value == "" else str(value)

    def need(self, name: str, error: str = MISSING) -> str:
        """Give a text that must be there."""
        value = self.text(name)
        if value is None:
            raise Refused(error, [f"[ERROR] missing required field: {name}"])
        return value

    def flag(self, name: str) -> bool:
        """Give a yes or no."""
        return self.values.get(name) in (True, "true", "True", "1", 1)

    def number(self, name: str, default: int) -> int:
        """Give a whole number."""
        value = self.values.get(name, default)
        try:
            return int(value)
        except (TypeError, ValueError):
            raise Refused(MISSING, [f"[ERROR] must be an integer [{name}]"]) from None

    def json(self, name: str, error: str) -> Any:
        """Give a structure, sent as JSON in a form or as part of a JSON body."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if value == "":
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise Refused(error) from None

    def list(self, name: str) -> list[str]:
        """Give a list of texts, sent as a list or with commas."""
        value = self.values.get(name)
        if isinstance(value, list):
            return [str(one) for one in value]
        return [one for one in str(value or "").split(",") if one]


async def read(request: web.Request) -> tuple[Arguments, str | None]:
    """Give a request's merged arguments and its token."""
    values: Json = dict(request.query)
    if request.content_type == "application/json":
        body = await request.text()
        try:
            sent = json.loads(body) if body else {}
        except ValueError:
            raise Refused("invalid_json") from None
        if not isinstance(sent, dict):
            raise Refused("json_not_object")
        values |= sent
    elif request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        values |= {name: str(value) for name, value in (await request.post()).items()}
    bearer = request.headers.get("Authorization", "")
    token = bearer.removeprefix("Bearer ") if bearer.startswith("Bearer ") else None
    return Arguments(values), token or values.get("token")
