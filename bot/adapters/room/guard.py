"""Who may talk to the room: this machine's own pages, and nothing else.

A page on another site could otherwise press buttons here (CSRF) or read along after
rebinding its name to loopback. So: the Host must be one of ours, a POST needs our Origin
and a token bound to the browser's session, and pages may load nothing from elsewhere.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SESSION = "cohort_session"
BODY_LIMIT = 64 * 1024
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # Not "no-referrer": browsers would then send a plain form with the Origin "null".
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """Wraps the room's app. ``hosts`` are further names that it may be called by."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = LOOPBACK | hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with a plain no."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        no = self._refusal(scope)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        app = PlainTextResponse(no[1], no[0]) if no else self._app
        await app(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        host = _name(f"//{headers.get('host', '')}")
        if host not in self._hosts:
            return 421, "This is the room of another name. Open the address that Cohort printed."
        if scope["method"] in ("GET", "HEAD"):
            return None
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != headers.get("host"):
            return 403, "This was sent from another page, so nothing was done."
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return 403, "This was sent from another page, so nothing was done."
        length = headers.get("content-length", "")
        if not length.isdecimal() or int(length) > BODY_LIMIT:
            return 413, "That is too much at once."
        return None


class Tokens:
    """Tokens bound to a browser's session. They hold until the program ends."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def session(self, request: Request) -> str:
        """Give a browser's session, or a new one."""
        return request.cookies.get(SESSION) or secrets.token_urlsafe(18)

    def make(self, session: str) -> str:
        """Give the token that a session's forms must carry."""
        return hmac.new(self._secret, session.encode(), sha256).hexdigest()

    def fits(self, request: Request, token: str) -> bool:
        """Say whether a request's token belongs to its session."""
        session = request.cookies.get(SESSION, "")
        return bool(session) and hmac.compare_digest(
            self.make(session).encode(), token.encode("utf-8", "replace")
        )


def _name(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""
