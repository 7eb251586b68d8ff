"""The one user group that the daily question may call, as the lead wrote it: by name, or handle.

Its id is looked up and kept for a while; that takes the scope ``usergroups:read``. Nobody is ever
called who was not found by that.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from bot.adapters.slack.line import Line
from bot.adapters.slack.pacing import Rate
from bot.adapters.slack.payload import listed, text
from bot.core.errors import SurfaceFault
from bot.services.surface import Spot

log = logging.getLogger(__name__)
#: How long a workspace's groups are kept, in seconds.
KEPT = 600.0
TIER_2 = Rate(18, 5)


class Mentions:
    """Finds user groups by what leads call them. Call it on the event loop only."""

    def __init__(self, line: Line, now: Callable[[], float] = time.monotonic) -> None:
        self._line = line
        self._now = now
        self._groups: dict[str, tuple[float, dict[str, str]]] = {}

    async def call(self, spot: Spot) -> dict[str, object] | None:
        """Give the block that calls a spot's user group; None where there is none."""
        wanted = spot.mention.strip().removeprefix("@").strip().casefold()
        if not wanted:
            return None
        number = (await self._known(spot.workspace)).get(wanted)
        if number is None:
            log.warning("slack: there is no user group %s to mention", spot.mention)
            return None
        return {"type": "section", "text": {"type": "mrkdwn", "text": f"<!subteam^{number}>"}}

    async def _known(self, workspace: str) -> dict[str, str]:
        kept = self._groups.get(workspace)
        if kept is not None and self._now() - kept[0] < KEPT:
            return kept[1]
        try:
            answer = await self._line.call(
                workspace,
                "usergroups.list",
                {},
                budgets=[(("usergroups.list", workspace, ""), TIER_2)],
            )
        except SurfaceFault as wrong:
            log.warning("slack: nobody is mentioned: %s", wrong)
            return {}
        found = {
            called.casefold(): text(group, "id")
            for group in listed(answer, "usergroups")
            for called in (text(group, "name"), text(group, "handle"), text(group, "id"))
            if called
        }
        self._groups[workspace] = (self._now(), found)
        return found
