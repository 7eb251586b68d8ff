"""What the parts of the stand-in share: world, clock, limits, faults, and the app's own data.

Holds the triggers and the response URLs, which live a few seconds or uses. Knows no HTTP.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.slack.clock import Clock
from tests.fakes.slack.errors import Json, Refused
from tests.fakes.slack.faults import Faults
from tests.fakes.slack.limits import Limits
from tests.fakes.slack.shapes import PICTURES
from tests.fakes.slack.world import SCOPES, Workspace, World

RESPONSE_USES = 5
RESPONSE_SECONDS = 30 * 60.0


@dataclass(slots=True, kw_only=True)
class AppSide:
    """The app as Slack has it on its books."""

    id: str = "A0COHORT"
    app_token: str = "xapp-1-A0COHORT-1-stand-in"
    client_id: str = "1111.2222"
    client_secret: str = "stand-in-client-secret"
    signing_secret: str = "stand-in-signing-secret"
    commands: frozenset[str] = frozenset({"/study"})
    #: Global and message shortcuts by callback_id; None means that any will do.
    shortcuts: frozenset[str] | None = None
    #: The bot events subscribed to; None means that any will do.
    events: frozenset[str] | None = None
    scopes: frozenset[str] = frozenset(SCOPES)
    home_tab: bool = True
    #: Whether people have a direct message with the app.
    messages_tab: bool = True
    #: Whether tokens from OAuth end after twelve hours and are refreshed.
    rotates: bool = False

    @classmethod
    def from_manifest(cls, manifest: dict[str, Any]) -> AppSide:
        """Read what an app's manifest asks for."""
        features = manifest.get("features", {})
        settings, home = manifest.get("settings", {}), features.get("app_home", {})
        events = settings.get("event_subscriptions", {}).get("bot_events", [])
        return cls(
            commands=frozenset(one["command"] for one in features.get("slash_commands", [])),
            shortcuts=frozenset(one["callback_id"] for one in features.get("shortcuts", [])),
            events=frozenset(events),
            scopes=frozenset(manifest["oauth_config"]["scopes"]["bot"]),
            rotates=bool(settings.get("token_rotation_enabled", False)),
            home_tab=bool(home.get("home_tab_enabled", False)),
            messages_tab=bool(home.get("messages_tab_enabled", False)),
        )


@dataclass(slots=True)
class Trigger:
    """A trigger_id: whose it is, since when it lives, and whether it was used."""

    team: str
    user: str
    made: float
    used: bool = False


@dataclass(slots=True, kw_only=True)
class ResponseUrl:
    """A response_url: what it answers, since when it lives, and how often it was used."""

    team: str
    channel: str
    user: str
    message: str | None
    made: float
    uses: int = 0


@dataclass(slots=True, kw_only=True)
class Waits:
    """How patient Slack is, in real seconds (a trigger and a file: in the clock's)."""

    ack: float = 3.0
    trigger: float = 3.0
    file: float = 0.05
    retries: tuple[float, ...] = (0.0, 0.1, 0.2)


@dataclass(slots=True, kw_only=True)
class Record:
    """A call of the Web API as it came in, and how it was answered."""

    method: str
    team: str
    arguments: Json
    at: float
    error: str | None = None
    answer: Json = field(default_factory=dict)


class Core:
    """The shared parts. One per stand-in."""

    def __init__(
        self, *, app: AppSide, clock: Clock, limits: Limits, waits: Waits, seed: int
    ) -> None:
        self.app, self.clock, self.limits, self.waits = app, clock, limits, waits
        self.faults = Faults()
        self.world = World(clock)
        self.calls: list[Record] = []
        self.under_way = 0
        self.address = ""
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self._dice = random.Random(seed)

    def word(self, length: int = 8) -> str:
        """Give a word that nobody guesses, the same in each run."""
        letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
        return "".join(self._dice.choice(letters) for _ in range(length))

    def words(self, length: int = 5) -> Iterator[str]:
        """Give words without end."""
        while True:
            yield self.word(length)

    def new_hash(self) -> str:
        """Give a view's new hash."""
        return f"{int(self.clock.now())}.{self.word()}"

    def new_trigger(self, team: str, user: str) -> str:
        """Give a trigger_id that somebody's press makes."""
        name = f"{self.world.new_id('')}.{self._dice.randrange(10**9)}.{self.word(32).lower()}"
        self.triggers[name] = Trigger(team, user, self.clock.now())
        return name

    def exchange(self, name: str, workspace: Workspace) -> str:
        """Use a trigger_id up; give whose it is."""
        trigger = self.triggers.get(name)
        if trigger is None or trigger.team != workspace.id:
            raise Refused("invalid_trigger_id")
        if self.clock.now() - trigger.made > self.waits.trigger:
            raise Refused("expired_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        trigger.used = True
        return trigger.user

    def new_response_url(
        self, kind: str, team: str, channel: str, user: str, message: str | None
    ) -> str:
        """Give a response_url; kind is "commands" or "actions"."""
        name = f"{team}/{self.world.new_id('')}/{self.word(24)}"
        self.response_urls[name] = ResponseUrl(
            team=team, channel=channel, user=user, message=message, made=self.clock.now()
        )
        return f"{self.address}/{kind}/{name}"

    def file_ready(self, workspace: Workspace, wanted: Json) -> bool:
        """Say whether a workspace has a picture that a block may show."""
        name = wanted.get("id") or str(wanted.get("url", "")).split("/")[-2:][0]
        file = workspace.files.get(name)
        return (
            file is not None
            and file.complete
            and file.name.lower().endswith(PICTURES)
            and file.ready_at <= self.clock.now()
        )
