"""The App Home: somebody's own corner, published when they open it and when they change it there.

Changes in quick succession make one publication.
"""

from __future__ import annotations

import asyncio
import logging
from asyncio import wrap_future

from bot.adapters.slack.line import Line
from bot.adapters.slack.people import People
from bot.adapters.slack.pressing import PLATFORM
from bot.adapters.slack.tasks import Tasks
from bot.adapters.slack.views import Origin, home
from bot.cards.actions.own import Home
from bot.core.errors import SurfaceFault
from bot.core.identity import Address, Identity, Visit
from bot.services.desk import Desk, Press

log = logging.getLogger(__name__)
#: How long a change waits for the next one, in seconds.
QUIET = 0.3


class Homes:
    """Publishes App Homes. Call it on the event loop only."""

    def __init__(self, desk: Desk, line: Line, people: People, tasks: Tasks) -> None:
        self._desk = desk
        self._line = line
        self._people = people
        self._tasks = tasks
        self._due: set[tuple[str, str]] = set()

    def changed(self, workspace: str, user: str) -> None:
        """Say that somebody's corner shows something else now."""
        if (workspace, user) not in self._due:
            self._due.add((workspace, user))
            self._tasks.start(self._soon(workspace, user))

    async def publish(self, workspace: str, user: str) -> None:
        """Show somebody their corner as it is now."""
        profile = await self._people.look(workspace, user, "")
        who = Identity(platform=PLATFORM, workspace=workspace, external_id=user, name=profile.name)
        visit = Visit(zone=profile.zone, may_found=profile.runs_it, is_private=True)
        press = Press(who=who, where=Address(PLATFORM, workspace, ""), what=Home(), visit=visit)
        reply = await wrap_future(self._desk.press(press))
        view = home([reply.card], Origin(key=reply.key))
        try:
            await self._line.call(workspace, "views.publish", {"user_id": user, "view": view})
        except SurfaceFault as wrong:
            log.warning("an App Home was not published: %s", wrong)

    async def _soon(self, workspace: str, user: str) -> None:
        await asyncio.sleep(QUIET)
        self._due.discard((workspace, user))
        await self.publish(workspace, user)
