"""Rate limits: per route and resource, over all, and the count of requests that were in vain.

Knows buckets and windows in the stand-in's seconds and what headers tell of them; must not know
what a request does. The real figures are not published but for the global one; these are those
that clients have long observed.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field

from tests.fakes.discord.clock import Clock
from tests.fakes.discord.errors import Json

GLOBAL_LIMIT = 50
INVALID_WINDOW = 600.0


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests in so many seconds."""

    limit: int
    seconds: float


DEFAULT = Rate(10, 10.0)
RATES: dict[str, Rate] = {
    "POST /channels/{channel_id}/messages": Rate(5, 5.0),
    "PATCH /channels/{channel_id}/messages/{message_id}": Rate(5, 5.0),
    "DELETE /channels/{channel_id}/messages/{message_id}": Rate(5, 1.0),
    "GET /channels/{channel_id}/messages": Rate(5, 5.0),
    "POST /channels/{channel_id}/typing": Rate(5, 5.0),
    "PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me": Rate(1, 0.25),
    "GET /gateway/bot": Rate(2, 5.0),
    "PUT /applications/{application_id}/commands": Rate(2, 20.0),
    "POST /webhooks/{webhook_id}/{webhook_token}": Rate(5, 2.0),
    "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}": Rate(5, 2.0),
    "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original": Rate(5, 2.0),
}
SHARED_BUCKETS = {
    "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original": "webhook",
    "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}": "webhook",
    "POST /webhooks/{webhook_id}/{webhook_token}": "webhook",
}


@dataclass(slots=True)
class _Window:
    ends: float = 0.0
    used: int = 0


@dataclass(slots=True)
class Verdict:
    """Whether a request may go on, and the headers its answer carries."""

    headers: dict[str, str]
    body: Json | None = None


@dataclass(slots=True)
class Limits:
    """Count requests against the limits; `pace` shortens every window, keeping the ratios."""

    clock: Clock
    pace: float = 1.0
    ban_after: int = 10_000
    windows: dict[tuple[str, str], _Window] = field(default_factory=dict)
    overall: _Window = field(default_factory=_Window)
    refused: int = 0
    global_refused: int = 0
    invalid: list[float] = field(default_factory=list)

    def ask(self, route: str, major: str, *, counted: bool) -> Verdict:
        """Count one request of a route on a resource; `counted` says the global limit applies."""
        now = self.clock.now()
        if counted:
            if now >= self.overall.ends:
                self.overall = _Window(now + 1.0 / self.pace)
            if self.overall.used >= GLOBAL_LIMIT:
                self.global_refused += 1
                return self._too_many(self.overall.ends - now, {}, over_all=True)
        rate = RATES.get(route, DEFAULT)
        bucket = hashlib.md5(SHARED_BUCKETS.get(route, route).encode()).hexdigest()
        window = self.windows.get((bucket, major))
        if window is None or now >= window.ends:
            window = self.windows[(bucket, major)] = _Window(now + rate.seconds / self.pace)
        left = max(0.0, window.ends - now)
        headers = {
            "X-RateLimit-Limit": str(rate.limit),
            "X-RateLimit-Remaining": str(max(0, rate.limit - window.used - 1)),
            "X-RateLimit-Reset": f"{now + left:.3f}",
            # Rounded up, so that nobody who waits that long comes too early.
            "X-RateLimit-Reset-After": f"{math.ceil(self.clock.real(left) * 1000) / 1000:.3f}",
            "X-RateLimit-Bucket": bucket,
        }
        if window.used >= rate.limit:
            return self._too_many(left, headers)
        window.used += 1
        if counted:
            self.overall.used += 1
        return Verdict(headers)

    def storm(self, seconds: float) -> Verdict:
        """Refuse one request as Discord does when a shared resource is overrun."""
        verdict = self._too_many(seconds, {})
        verdict.headers["X-RateLimit-Scope"] = "shared"
        return verdict

    def _too_many(
        self, seconds: float, headers: dict[str, str], *, over_all: bool = False
    ) -> Verdict:
        self.refused += 1
        wait = math.ceil(self.clock.real(seconds) * 1000) / 1000
        headers = headers | {
            "Retry-After": str(math.ceil(wait)),
            "Via": "1.1 stand-in",
            "X-RateLimit-Scope": "global" if over_all else "user",
        }
        if over_all:
            headers["X-RateLimit-Global"] = "true"
        body = {
            "message": "You are being rate limited.",
            "retry_after": wait,
            "global": over_all,
        }
        return Verdict(headers, body)

    def note(self, status: int, *, shared: bool = False) -> None:
        """Count an answer that Discord holds against the sender: 401, 403, or 429 of one's own."""
        if status in (401, 403, 429) and not shared:
            self.invalid.append(self.clock.now())

    @property
    def banned(self) -> bool:
        """Return whether the address is shut out for its requests in vain."""
        if len(self.invalid) < self.ban_after:
            return False
        since = self.clock.now() - INVALID_WINDOW
        self.invalid = [moment for moment in self.invalid if moment > since]
        return len(self.invalid) >= self.ban_after


def floor(posts: int, *, channels: int = 1_000_000, speed: float = 1.0, pace: float = 1.0) -> float:
    """Return the least real seconds in which that many posts can be made without a refusal."""
    overall = (math.ceil(posts / GLOBAL_LIMIT) - 1) * 1.0
    rate = RATES["POST /channels/{channel_id}/messages"]
    own = (math.ceil(math.ceil(posts / channels) / rate.limit) - 1) * rate.seconds
    return max(overall, own) / (speed * pace)
