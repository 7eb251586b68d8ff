"""Events: what Slack tells the app of its own accord, again if nobody acknowledges.

Knows deliveries, repeats, and the two bad habits of the network: twice, and out of order.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.fakes.slack.core import Core
from tests.fakes.slack.courier import Ack, Courier, Retry
from tests.fakes.slack.errors import Json
from tests.fakes.slack.world import Workspace


@dataclass(slots=True)
class Events:
    """Delivers events in the background."""

    core: Core
    courier: Callable[[], Courier]
    #: Every try of every event, with how it ended.
    tries: list[tuple[Json, Ack]] = field(default_factory=list)
    _twice: int = 0
    _held: list[Json] | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def send(self, workspace: Workspace, event: Json) -> str | None:
        """Start to deliver an event, unless the app has not subscribed to it; give its id."""
        wanted = self.core.app.events
        if wanted is not None and event["type"] not in wanted:
            return None
        payload = self._payload(workspace, event)
        if self._held is not None and not self._held:
            self._held.append(payload)
            return str(payload["event_id"])
        self._start(payload)
        if self._held:
            late, self._held = self._held, None
            self._start(late[0])
        return str(payload["event_id"])

    def again(self, number: int = -1) -> None:
        """Deliver something once more, as it was: the last one that was tried, or another."""
        self._start(self.tries[number][0])

    def twice(self, times: int = 1) -> None:
        """Let the next events be delivered twice each."""
        self._twice = times

    def swap(self) -> None:
        """Let the next event arrive after the one that follows it."""
        self._held = []

    async def settled(self) -> None:
        """Wait until every delivery has ended, well or not."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def close(self) -> None:
        """Stop delivering."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, payload: Json) -> None:
        for _ in range(2 if self._twice else 1):
            task = asyncio.create_task(self._deliver(payload))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self._twice = max(0, self._twice - 1)

    async def _deliver(self, payload: Json) -> None:
        ack = await self.courier().ask("events_api", payload)
        self.tries.append((payload, ack))
        for number, wait in enumerate(self.core.waits.retries, 1):
            if ack.ok or ack.no_retry:
                break
            await asyncio.sleep(wait)
            ack = await self.courier().ask(
                "events_api", payload, Retry(number=number, reason=ack.reason)
            )
            self.tries.append((payload, ack))
        self.core.world.changed()

    def _payload(self, workspace: Workspace, event: Json) -> Json:
        now = self.core.clock.now()
        return {
            "token": "stand-in-verification-token",
            "team_id": workspace.id,
            "api_app_id": self.core.app.id,
            "event": {"event_ts": self.core.clock.ts(), **event},
            "type": "event_callback",
            "event_id": self.core.world.new_id("Ev"),
            "event_time": int(now),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": workspace.id,
                    "user_id": workspace.bot_user,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": self.core.word(16),
        }
