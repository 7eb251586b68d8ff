"""How the stand-in refuses. It knows Slack's error codes; it must not know HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

#: What goes over the wire.
Json: TypeAlias = dict[str, Any]


class Refused(Exception):
    """A call that Slack answers with `ok: false`."""

    def __init__(self, error: str, messages: Sequence[str] = (), **more: str) -> None:
        super().__init__(error)
        self.error = error
        self.messages = tuple(messages)
        self.more = more

    def body(self) -> Json:
        """Give the body that Slack answers with."""
        body: Json = {"ok": False, "error": self.error, **self.more}
        if self.messages:
            body["errors"] = list(self.messages)
            body["response_metadata"] = {"messages": list(self.messages)}
        return body


class Limited(Exception):
    """A call that came too soon. `seconds` is what Retry-After says."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"ratelimited for {seconds} s")
        self.seconds = seconds
