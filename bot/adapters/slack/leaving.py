"""When Slack says that the app was removed: the workspace departs, and what was sealed for it goes.

An event that comes late or twice must not undo a new installation: Slack is asked first. What
becomes of the workspace's people is decided by ``departing``.
"""

from __future__ import annotations

import logging
from asyncio import wrap_future

from bot.adapters.slack.app import Deed
from bot.adapters.slack.faults import AWAY
from bot.adapters.slack.payload import Payload, at
from bot.adapters.slack.pressing import PLATFORM
from bot.adapters.slack.tasks import Tasks
from bot.adapters.slack.workspaces import Installations
from bot.services.departing import Departures

log = logging.getLogger(__name__)


class Leaving:
    """Takes note of installations that end. Call it on the event loop only."""

    def __init__(self, installations: Installations, departures: Departures, tasks: Tasks) -> None:
        self._installations = installations
        self._departures = departures
        self._tasks = tasks
        self._looking: set[str] = set()

    @property
    def deeds(self) -> dict[str, Deed]:
        """What is done for which event."""
        return {"app_uninstalled": self._uninstalled, "tokens_revoked": self._revoked}

    def suspect(self, workspace: str) -> None:
        """Look, once at a time, whether an installation has ended of which no event told."""
        if workspace not in self._looking:
            self._looking.add(workspace)
            self._tasks.start(self._look(workspace))

    async def _uninstalled(self, workspace: str, event: Payload) -> None:
        del event
        await self._look(workspace)

    async def _revoked(self, workspace: str, event: Payload) -> None:
        # Tokens of persons are revoked one by one; we hold none of those.
        if at(event, "tokens").get("bot"):
            await self._look(workspace)

    async def _look(self, workspace: str) -> None:
        try:
            if workspace and await self._installations.holds(workspace):
                return  # old news: the app is back
            await self._installations.forget(workspace)
            await wrap_future(self._departures.left(PLATFORM, workspace, AWAY))
            log.warning("slack: %s has removed Cohort", workspace)
        finally:
            self._looking.discard(workspace)
