"""A call of a method: who calls, with what. Knows the world; decides nothing of a family's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from tests.fakes.slack.arguments import Arguments
from tests.fakes.slack.core import Core
from tests.fakes.slack.errors import Json, Refused
from tests.fakes.slack.world import Channel, Grant, User, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call with a bot token that counts."""

    core: Core
    workspace: Workspace
    grant: Grant
    arguments: Arguments

    def has(self, scope: str) -> bool:
        """Say whether the token has a scope."""
        return scope in self.grant.scopes

    def need_scope(self, *scopes: str) -> None:
        """Want one of the scopes."""
        if not self.grant.scopes & set(scopes):
            raise Refused(
                "missing_scope",
                needed=",".join(scopes),
                provided=",".join(sorted(self.grant.scopes)),
            )

    def channel(self, name: str = "channel") -> Channel:
        """Give the channel asked for, as far as the app may know of it."""
        channel = self.workspace.channels.get(self.arguments.need(name))
        if channel is None or (channel.kind != "public" and not self.inside(channel)):
            raise Refused("channel_not_found")
        return channel

    def inside(self, channel: Channel) -> bool:
        """Say whether the app is a member of a channel."""
        return self.workspace.bot_user in channel.members

    def user(self, name: str = "user") -> User:
        """Give the user asked for."""
        user = self.workspace.users.get(self.arguments.need(name))
        if user is None:
            raise Refused("user_not_found")
        return user


Method: TypeAlias = Callable[[Call], Json]


@dataclass(frozen=True, slots=True)
class Spec:
    """A method's name, what it does, a scope that it needs, and whose token it takes.

    Where `scopes` names several, one of them is enough.
    """

    name: str
    run: Method
    scopes: tuple[str, ...] = ()
    token: Literal["bot", "app", "none"] = "bot"


def page(call: Call, what: list[Json], most: int) -> tuple[list[Json], str]:
    """Give one page of a list, and the cursor of the next."""
    limit = min(call.arguments.number("limit", 100), most)
    if limit < 1:
        raise Refused("invalid_limit")
    cursor = call.arguments.text("cursor")
    if cursor is not None and not cursor.removeprefix("next:").isdigit():
        raise Refused("invalid_cursor")
    start = int(cursor.removeprefix("next:")) if cursor else 0
    end = start + limit
    return what[start:end], f"next:{end}" if end < len(what) else ""
