"""HTTP: signed requests to the app's request URL. Knows the signature and the encodings.

It can also forge: send what Slack never would, to see that the app refuses it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp

from tests.fakes.slack.core import Core
from tests.fakes.slack.courier import Ack, Kind, Retry
from tests.fakes.slack.errors import Json

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the app's server said."""

    status: int
    body: str
    headers: Mapping[str, str]


@dataclass(slots=True)
class RequestUrl:
    """Posts to the app's request URL."""

    core: Core
    url: str = ""
    secret: str = field(init=False)
    _session: aiohttp.ClientSession | None = None

    def __post_init__(self) -> None:
        """Sign with the app's secret."""
        self.secret = self.core.app.signing_secret

    def sign(self, body: bytes, timestamp: str) -> str:
        """Give Slack's v0 signature of a body."""
        base = b"v0:" + timestamp.encode() + b":" + body
        return "v0=" + hmac.new(self.secret.encode(), base, hashlib.sha256).hexdigest()

    async def post(
        self,
        body: bytes,
        content_type: str,
        *,
        timestamp: str | None = "",
        signature: str | None = "",
        more: Mapping[str, str] | None = None,
    ) -> Answer:
        """Post a body. "" means the right timestamp or signature; None leaves the header out."""
        at = str(int(time.time())) if timestamp == "" else timestamp
        signed = self.sign(body, at or "") if signature == "" else signature
        headers = {"Content-Type": content_type, **(more or {})}
        if at is not None:
            headers["X-Slack-Request-Timestamp"] = at
        if signed is not None:
            headers["X-Slack-Signature"] = signed
        if self._session is None:
            self._session = aiohttp.ClientSession()
        wait = aiohttp.ClientTimeout(total=self.core.waits.ack)
        async with self._session.post(
            self.url, data=body, headers=headers, timeout=wait, allow_redirects=False
        ) as answer:
            return Answer(
                status=answer.status, body=await answer.text(), headers=dict(answer.headers)
            )

    async def ask(self, kind: Kind, payload: Json, retry: Retry | None = None) -> Ack:
        """Post a payload in the way of its kind and read the answer."""
        match kind:
            case "slash_commands":
                body, content_type = urlencode(payload), FORM
            case "interactive":
                body, content_type = urlencode({"payload": json.dumps(payload)}), FORM
            case "events_api":
                body, content_type = json.dumps(payload), "application/json"
        more = {}
        if retry is not None:
            more = {
                "X-Slack-Retry-Num": str(retry.number),
                "X-Slack-Retry-Reason": retry.reason,
            }
        began = time.perf_counter()
        try:
            answer = await self.post(body.encode(), content_type, more=more)
        except TimeoutError:
            seconds = time.perf_counter() - began
            return Ack(error="operation_timeout", reason="http_timeout", seconds=seconds)
        except aiohttp.ClientError:
            return Ack(error="dispatch_failed", reason="connection_failed")
        seconds = time.perf_counter() - began
        headers = {name.lower(): value for name, value in answer.headers.items()}
        quiet = headers.get("x-slack-no-retry") == "1"
        if answer.status != 200:
            return Ack(
                error="dispatch_failed", reason="http_error", seconds=seconds, no_retry=quiet
            )
        return Ack(payload=_said(answer.body, headers), seconds=seconds, no_retry=quiet)

    async def verify(self, challenge: str = "a-challenge") -> bool:
        """Ask for the challenge back, as Slack does when the URL is entered."""
        body = json.dumps({"type": "url_verification", "challenge": challenge, "token": "t"})
        answer = await self.post(body.encode(), "application/json")
        if answer.status != 200:
            return False
        if answer.body.startswith("{"):
            return bool(json.loads(answer.body).get("challenge") == challenge)
        return answer.body == challenge

    async def close(self) -> None:
        """Close what is open."""
        if self._session is not None:
            await self._session.close()


def _said(body: str, headers: Mapping[str, str]) -> Json | None:
    if not body.strip():
        return None
    if headers.get("content-type", "").startswith("application/json"):
        read = json.loads(body)
        return read if isinstance(read, dict) and read else None
    return {"text": body}
