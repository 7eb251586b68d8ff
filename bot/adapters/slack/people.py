"""Who somebody is by Slack's own word: their name, their zone, whether they run the workspace.

Rights are believed from here alone, never from what a press carries. What was asked is kept for
a while and can be lost. Nobody waits for it who has only tapped.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.adapters.slack.line import Line
from bot.adapters.slack.pacing import TIER_4
from bot.adapters.slack.payload import at, text
from bot.adapters.slack.tasks import Tasks
from bot.core.errors import SurfaceFault

#: How long, in seconds, a profile counts as fresh for rights, and how long for a name.
FRESH, KEPT = 60.0, 3_600.0
#: How long somebody who typed may wait for it: a window has to open within three seconds.
PATIENCE = 1.0
#: How long after a tap somebody's profile is asked for.
LATER = 0.5
#: How many are looked up at once in such a quieter moment.
FEW = 2
PEOPLE_AT_MOST = 20_000


#: Told somebody's workspace, id and name.
Named: TypeAlias = Callable[[str, str, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Somebody as Slack describes them. Nobody runs a workspace whom Slack does not name so."""

    name: str
    zone: str = ""
    runs_it: bool = False


class People:
    """Profiles by workspace and person. Call it on the event loop only.

    ``named`` is told the name of whoever has pressed something under their handle.
    """

    def __init__(
        self,
        line: Line,
        tasks: Tasks,
        named: Named = lambda *_: None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._line = line
        self._tasks = tasks
        self._named = named
        self._few = asyncio.Semaphore(FEW)
        self._now = now
        self._kept: OrderedDict[tuple[str, str], tuple[float, Profile]] = OrderedDict()
        self._asking: dict[tuple[str, str, bool], asyncio.Task[object]] = {}

    def known(self, workspace: str, user: str, handle: str) -> Profile:
        """Give what is known of somebody, without rights; it is asked for, for the next time."""
        kept = self._kept.get((workspace, user))
        if self._is_old(workspace, user):
            self._ask(workspace, user, later=LATER)
        if kept is None:
            return Profile(name=handle or user)
        return Profile(name=kept[1].name, zone=kept[1].zone)

    async def look(self, workspace: str, user: str, handle: str) -> Profile:
        """Give somebody's profile as it is now, or what is known where Slack is slow to say."""
        key = (workspace, user)
        kept = self._kept.get(key)
        if kept is None or self._now() - kept[0] > FRESH:
            # Shared by all who ask, so whoever stops waiting must not take it from them.
            await asyncio.wait({self._ask(workspace, user, later=0.0)}, timeout=PATIENCE)
            kept = self._kept.get(key)
        if kept is None or self._now() - kept[0] > FRESH:
            return self.known(workspace, user, handle)
        return kept[1]

    def forget(self, workspace: str, user: str) -> None:
        """Drop what is known of somebody."""
        self._kept.pop((workspace, user), None)

    def _is_old(self, workspace: str, user: str) -> bool:
        kept = self._kept.get((workspace, user))
        return kept is None or self._now() - kept[0] > KEPT

    def _ask(self, workspace: str, user: str, *, later: float) -> asyncio.Task[object]:
        key = (workspace, user, later > 0)
        if key not in self._asking:
            task = self._tasks.start(self._fetch(workspace, user, later))
            self._asking[key] = task
            task.add_done_callback(lambda _: self._asking.pop(key, None))
        return self._asking[key]

    async def _fetch(self, workspace: str, user: str, later: float) -> None:
        if not later:
            await self._look_up(workspace, user, is_new=False)
            return
        # Many who tap in one moment are not looked up in that moment, nor all in the next.
        await asyncio.sleep(later)
        async with self._few:
            if self._is_old(workspace, user):
                await self._look_up(workspace, user, is_new=True)

    async def _look_up(self, workspace: str, user: str, *, is_new: bool) -> None:
        try:
            answer = await self._line.call(
                workspace,
                "users.info",
                {"user": user},
                budgets=[(("users.info", workspace, ""), TIER_4)],
                patience=PATIENCE,
            )
        except SurfaceFault:
            return  # what was known has to do
        found = at(answer, "user")
        profile = at(found, "profile")
        name = text(profile, "display_name") or text(profile, "real_name")
        stranger = text(found, "team_id") not in ("", workspace)
        called = Profile(
            name=name or text(found, "real_name") or text(found, "name") or user,
            zone=text(found, "tz"),
            runs_it=not stranger and (found.get("is_admin") or found.get("is_owner")) is True,
        )
        if is_new:
            self._named(workspace, user, called.name)
        self._kept[workspace, user] = (self._now(), called)
        self._kept.move_to_end((workspace, user))
        if len(self._kept) > PEOPLE_AT_MOST:
            self._kept.popitem(last=False)
