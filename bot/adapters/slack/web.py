"""Slack's requests over HTTP: signed, young, and not too long, before anything reads them.

An ASGI application of one path. The signature is checked over the raw body, in constant time;
whatever cannot be checked is answered 401 and never reaches Bolt.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable, Sequence

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

PATH = "/slack/events"
#: The longest body, in bytes: a press carries its message or window, about 250 kB at most.
BODY_AT_MOST = 1024 * 1024
#: How old a request may be, and how far ahead its clock, in seconds.
WINDOW = 300


class SlackWeb:
    """Takes requests for Bolt. ``now`` gives seconds since 1970."""

    def __init__(self, bolt: AsyncApp, secret: str, now: Callable[[], float] = time.time) -> None:
        self._bolt = bolt
        self._secret = secret.encode()
        self._now = now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method != "POST":
            return PlainTextResponse("Slack posts here.", 405, {"allow": "POST"})
        body = await _body(request)
        if body is None:
            return PlainTextResponse("That is too long.", 413)
        if not self._is_slacks(request, body):
            return PlainTextResponse("That is not signed by Slack.", 401)
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return PlainTextResponse("That is not text.", 400)
        headers: dict[str, str | Sequence[str]] = dict(request.headers.items())
        answer = await self._bolt.async_dispatch(
            AsyncBoltRequest(body=text, query=request.url.query, headers=headers)
        )
        kept = {name: values[0] for name, values in answer.headers.items() if values}
        return Response(answer.body or "", answer.status, kept)

    def _is_slacks(self, request: Request, body: bytes) -> bool:
        stamp = request.headers.get("x-slack-request-timestamp", "")
        # int() would also take signs, spaces and other scripts' digits.
        if not (stamp.isascii() and stamp.isdecimal() and len(stamp) < 20):
            return False
        if abs(self._now() - int(stamp)) > WINDOW:
            return False
        base = b"v0:" + stamp.encode() + b":" + body
        own = "v0=" + hmac.new(self._secret, base, hashlib.sha256).hexdigest()
        given = request.headers.get("x-slack-signature", "")
        return hmac.compare_digest(own.encode(), given.encode())


async def _body(request: Request) -> bytes | None:
    """Read a body; None where it is too long, of which no more is kept than is allowed."""
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared[:12]) > BODY_AT_MOST:
        return None
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > BODY_AT_MOST:
            return None
    return bytes(found)
