"""How Slack brings something to the app, whichever way it is connected. Knows no payload."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from tests.fakes.slack.errors import Json

Kind: TypeAlias = Literal["slash_commands", "interactive", "events_api"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """What came back: whether the app acknowledged in time, and what it said with it.

    `error` is what Slack shows: "operation_timeout" where nothing came, "dispatch_failed" where
    there was nobody to ask or the answer was no good; `reason` is the one given with a repeat.
    `seconds` are real ones.
    """

    payload: Json | None = None
    error: str | None = None
    reason: str = ""
    seconds: float = 0.0
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        """Say whether the app acknowledged in time."""
        return self.error is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """The number of a repeated delivery (the first try has none) and why it is repeated."""

    number: int
    reason: str


class Courier(Protocol):
    """Brings a payload to the app and waits for the acknowledgement."""

    async def ask(self, kind: Kind, payload: Json, retry: Retry | None = None) -> Ack:
        """Bring a payload to the app; never raise, and wait no longer than Slack does."""
