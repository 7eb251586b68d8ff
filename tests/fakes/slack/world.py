"""What there is on the stand-in's Slack: workspaces, people, channels, messages, views, files.

Plain state with the look-ups that everybody needs. Knows no HTTP, no payloads to the app, and
refuses nothing: what Slack refuses is decided by the methods.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from tests.fakes.slack.clock import Clock
from tests.fakes.slack.errors import Json

ChannelKind: TypeAlias = Literal["public", "private", "im"]
TokenState: TypeAlias = Literal["active", "token_revoked", "account_inactive", "token_expired"]

#: What the app asks for, unless a test says otherwise.
SCOPES = ("commands", "chat:write", "files:write", "im:write", "users:read", "team:read")


@dataclass(slots=True, kw_only=True)
class User:
    """Somebody in a workspace. A stranger belongs to another one, through Slack Connect."""

    id: str
    name: str
    team: str
    admin: bool = False
    owner: bool = False
    guest: bool = False
    deactivated: bool = False
    bot: bool = False
    stranger: bool = False
    zone: str = "Europe/Berlin"


@dataclass(slots=True, kw_only=True)
class Message:
    """A message, or an ephemeral one where `only_for` names who sees it."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    by_app: bool = True
    thread: str | None = None
    broadcast: bool = False
    metadata: Json | None = None
    only_for: str | None = None
    edited: str | None = None
    files: list[str] = field(default_factory=list)
    reactions: dict[str, set[str]] = field(default_factory=dict)
    pinned: bool = False
    #: What each person has chosen in it, by block_id and action_id.
    entered: dict[str, dict[str, dict[str, Json]]] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Channel:
    """A channel or a direct message between a person and the app."""

    id: str
    name: str
    kind: ChannelKind
    members: set[str] = field(default_factory=set)
    archived: bool = False
    shared: bool = False
    messages: dict[str, Message] = field(default_factory=dict)
    ephemerals: list[Message] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class View:
    """A modal or a home tab as one person has it, with what they entered."""

    id: str
    user: str
    body: Json
    hash: str
    root: str
    previous: str | None = None
    entered: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class File:
    """An uploaded file. It can be shown from `ready_at` on, in the clock's seconds."""

    id: str
    name: str
    length: int
    alt_text: str
    ticket: str
    title: str = ""
    content: bytes | None = None
    complete: bool = False
    ready_at: float = 0.0
    channels: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Grant:
    """A bot token: whose it is, what it may do, and whether it still counts."""

    token: str
    team: str
    scopes: set[str]
    state: TokenState = "active"
    #: When it ends, where the app has its tokens rotated.
    expires: float | None = None
    refresh: str | None = None


@dataclass(slots=True, kw_only=True)
class UserGroup:
    """A user group, such as @red-team."""

    id: str
    name: str
    handle: str
    users: list[str]


@dataclass(slots=True, kw_only=True)
class Workspace:
    """A workspace and everything in it."""

    id: str
    name: str
    domain: str
    bot_user: str
    bot_id: str
    token: str = ""
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    groups: dict[str, UserGroup] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    #: The open modals of each person, the lowest first.
    stacks: dict[str, list[str]] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)

    def im_with(self, user: str) -> Channel | None:
        """Give the direct message between the app and somebody, where there is one."""
        for channel in self.channels.values():
            if channel.kind == "im" and user in channel.members:
                return channel
        return None

    def top(self, user: str) -> View | None:
        """Give the modal that somebody sees."""
        stack = self.stacks.get(user)
        return self.views[stack[-1]] if stack else None

    def close(self, user: str, *, everything: bool = False) -> list[View]:
        """Close somebody's top modal, or all of theirs; give those closed, the highest first."""
        stack = self.stacks.get(user, [])
        count = len(stack) if everything else min(1, len(stack))
        return [self.views.pop(stack.pop()) for _ in range(count)]


#: After how many seconds somebody who waits looks again, whatever happened.
LOOK_AGAIN = 0.02


class World:
    """Everything that the stand-in holds, and a way to wait until some of it has changed."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.workspaces: dict[str, Workspace] = {}
        self.grants: dict[str, Grant] = {}
        #: What Slack would swallow, and a developer would want to know.
        self.complaints: list[str] = []
        self._number = 0
        self._waiting: list[asyncio.Future[None]] = []

    def new_id(self, letter: str) -> str:
        """Give a new id in Slack's form."""
        self._number += 1
        return f"{letter}0{self._number:09d}"

    def complain(self, what: str) -> None:
        """Note something that Slack takes without a word, but that is not right."""
        self.complaints.append(what)
        self.changed()

    def changed(self) -> None:
        """Wake those who wait for a change."""
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, what: Callable[[], object], seconds: float = 3.0) -> None:
        """Wait until something holds; fail with an AssertionError after some real seconds."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not what():
            if loop.time() > end:
                raise AssertionError(f"not within {seconds} s; {self.complaints[-3:]}")
            future: asyncio.Future[None] = loop.create_future()
            self._waiting.append(future)
            # What is waited for may be the app's own affair, of which nobody here is told.
            await asyncio.wait([future], timeout=LOOK_AGAIN)

    def add_workspace(self, name: str, token: str | None, scopes: set[str]) -> Workspace:
        """Make a workspace, with the app installed where a token is given."""
        workspace = Workspace(
            id=self.new_id("T"),
            name=name,
            domain=name.lower().replace(" ", "-"),
            bot_user=self.new_id("U"),
            bot_id=self.new_id("B"),
        )
        self.workspaces[workspace.id] = workspace
        workspace.users[workspace.bot_user] = User(
            id=workspace.bot_user, name="cohort", team=workspace.id, bot=True
        )
        if token is not None:
            self.grant(token, workspace.id, scopes)
        return workspace

    def grant(self, token: str, team: str, scopes: set[str]) -> Grant:
        """Give the app a token for a workspace."""
        grant = Grant(token=token, team=team, scopes=set(scopes))
        self.grants[token] = grant
        self.workspaces[team].token = token
        return grant

    def add_channel(
        self, workspace: Workspace, name: str, kind: ChannelKind, members: set[str]
    ) -> Channel:
        """Make a channel."""
        letter = {"public": "C", "private": "C", "im": "D"}[kind]
        channel = Channel(id=self.new_id(letter), name=name, kind=kind, members=set(members))
        workspace.channels[channel.id] = channel
        return channel

    def open_im(self, workspace: Workspace, user: str) -> Channel:
        """Give the direct message between the app and somebody, made where there was none."""
        return workspace.im_with(user) or self.add_channel(
            workspace, "directmessage", "im", {user, workspace.bot_user}
        )
