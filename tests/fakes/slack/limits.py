"""Rate limits: what a workspace, or one of its channels, may ask how often.

Tiers are Slack's published ones. Slack does not publish its bursts; here each limit lets a small
burst pass and then fills up evenly (GCRA: one number per key). Knows no method's meaning.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from tests.fakes.slack.clock import Clock
from tests.fakes.slack.errors import Limited

#: A method, a workspace, and a channel where the limit is a channel's.
Key: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Limit:
    """So many calls a minute, and how many may come at once."""

    a_minute: float
    burst: int

    @property
    def apart(self) -> float:
        """Give the seconds between calls that follow one another steadily."""
        return 60.0 / self.a_minute

    def floor(self, calls: int) -> float:
        """Give the least seconds in which so many calls fit."""
        return max(0, calls - self.burst) * self.apart


TIER_1, TIER_2, TIER_3, TIER_4 = Limit(1, 5), Limit(20, 10), Limit(50, 20), Limit(100, 30)
SPECIAL = Limit(600, 100)

#: One message a second and channel, with short bursts; some hundreds a minute and workspace.
POST_IN_CHANNEL, POST_IN_WORKSPACE = Limit(60, 5), Limit(300, 30)

TABLE: dict[str, Limit] = {
    "auth.test": SPECIAL,
    "auth.revoke": TIER_3,
    "apps.connections.open": TIER_3,
    "apps.uninstall": TIER_1,
    "chat.postMessage": POST_IN_WORKSPACE,
    "chat.update": TIER_3,
    "chat.delete": TIER_3,
    "chat.postEphemeral": TIER_4,
    "chat.getPermalink": SPECIAL,
    "conversations.open": TIER_3,
    "conversations.info": TIER_3,
    "conversations.history": TIER_3,
    "conversations.replies": TIER_3,
    "conversations.list": TIER_2,
    "conversations.members": TIER_4,
    "conversations.join": TIER_3,
    "views.open": TIER_4,
    "views.update": TIER_4,
    "views.push": TIER_4,
    "views.publish": TIER_4,
    "users.info": TIER_4,
    "users.conversations": TIER_3,
    "team.info": TIER_3,
    "usergroups.list": TIER_2,
    "usergroups.users.list": TIER_2,
    "files.getUploadURLExternal": TIER_4,
    "files.completeUploadExternal": TIER_4,
    "files.info": TIER_4,
    "oauth.v2.access": TIER_4,
    "reactions.add": TIER_3,
    "pins.add": TIER_2,
}
#: What hosted apps outside the Marketplace get.
HISTORY_OF_OUTSIDERS = Limit(1, 1)


@dataclass(frozen=True, slots=True)
class Early:
    """A call made although Retry-After was not over: `seconds` of it were left."""

    key: Key
    seconds: float


@dataclass(slots=True)
class Limits:
    """Counts calls, refuses those over the limit, and remembers who did not wait.

    `on` switches refusing off (counting goes on). `grace` is how many of the limits' seconds after
    a refusal a call still passes as one that was under way.
    """

    clock: Clock
    on: bool = True
    outsider: bool = False
    grace: float = 0.25
    table: dict[str, Limit] = field(default_factory=lambda: dict(TABLE))
    in_channel: Limit = POST_IN_CHANNEL
    refused: Counter[str] = field(default_factory=Counter)
    early: list[Early] = field(default_factory=list)
    _full_until: dict[Key, float] = field(default_factory=dict)
    _closed: dict[Key, tuple[float, float]] = field(default_factory=dict)

    def limit(self, method: str) -> Limit:
        """Give a method's limit for a workspace."""
        if self.outsider and method in {"conversations.history", "conversations.replies"}:
            return HISTORY_OF_OUTSIDERS
        return self.table[method]

    def check(self, method: str, team: str, channel: str = "") -> None:
        """Let a call pass, or refuse it with the seconds to wait."""
        if not self.on:
            return
        keys: dict[Key, Limit] = {(method, team, ""): self.limit(method)}
        if method == "chat.postMessage" and channel:
            keys[method, team, channel] = self.in_channel
        now = self.clock.limits()
        for key in keys:
            self._note_early(key, now)
        for key, limit in keys.items():
            wait = self._full_until.get(key, 0.0) - (limit.burst - 1) * limit.apart - now
            if wait > 1e-9:
                self.close(key, math.ceil(wait))
        for key, limit in keys.items():
            self._full_until[key] = max(self._full_until.get(key, 0.0), now) + limit.apart

    def close(self, key: Key, seconds: int) -> None:
        """Refuse a call, and expect none under the same key before the seconds are over."""
        now = self.clock.limits()
        self.refused[key[0]] += 1
        self._closed[key] = (now, now + seconds)
        raise Limited(seconds)

    def floor(self, calls: Mapping[Key, int]) -> float:
        """Give the least real seconds in which so many calls of each key fit.

        Key ("chat.postMessage", team, channel) counts towards the workspace's limit as well.
        """
        longest = 0.0
        teams: Counter[Key] = Counter()
        for (method, team, channel), count in calls.items():
            teams[method, team, ""] += count
            if channel and method == "chat.postMessage":
                longest = max(longest, self.in_channel.floor(count))
        for (method, _, _), count in teams.items():
            longest = max(longest, self.limit(method).floor(count))
        return longest / self.clock.scale

    def _note_early(self, key: Key, now: float) -> None:
        began, ends = self._closed.get(key, (0.0, 0.0))
        if began + self.grace < now < ends:
            self.early.append(Early(key, ends - now))
