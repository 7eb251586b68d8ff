"""The state of the stand-in's Discord, and how a test sets it up.

Knows everything that exists and tells listeners (the gateway) what has changed; must not know
HTTP, sockets or what a request may do: that is decided before it is called.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.fakes.discord import payloads, permissions
from tests.fakes.discord.clock import Clock, Ids
from tests.fakes.discord.entities import (
    Channel,
    Guild,
    Kind,
    Member,
    Message,
    Overwrite,
    Role,
    User,
)
from tests.fakes.discord.errors import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something the gateway tells: its name, its data, and the guild it belongs to."""

    name: str
    data: Json
    guild_id: int | None = None
    channel: Channel | None = None


@dataclass(slots=True, kw_only=True)
class Command:
    """A registered application command, as it was registered."""

    id: int
    version: int
    data: Json
    guild_id: int | None = None

    @property
    def name(self) -> str:
        """Return the name it goes by."""
        return str(self.data["name"])


@dataclass(slots=True)
class World:
    """All there is; `emit` and `changed` are how the rest hears of it."""

    clock: Clock
    token: str = "MTk4.stand-in.token"
    app_name: str = "Cohort"
    ids: Ids = field(init=False)
    bot: User = field(init=False)
    builder: User = field(init=False)
    users: dict[int, User] = field(default_factory=dict)
    guilds: dict[int, Guild] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    commands: dict[int, Command] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    listeners: list[Callable[[Event], None]] = field(default_factory=list)
    cdn: str = "https://cdn.invalid"
    command_writes: int = 0
    _waiters: list[asyncio.Future[None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ids = Ids(self.clock)
        self.bot = self.add_user(self.app_name.lower(), display=self.app_name, bot=True)
        self.builder = self.add_user("builder")

    # --- telling -----------------------------------------------------------------------------

    def emit(
        self, name: str, data: Json, guild: Guild | None = None, channel: Channel | None = None
    ) -> None:
        """Tell the gateway of something, and wake whoever waits for a change."""
        if guild is None or self.bot.id in guild.members or name == "GUILD_DELETE":
            event = Event(
                name=name, data=data, guild_id=guild.id if guild else None, channel=channel
            )
            for listener in self.listeners:
                listener(event)
        self.pulse()

    def pulse(self) -> None:
        """Wake whoever waits for a change."""
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def until(self, holds: Callable[[], bool], *, within: float = 5.0) -> None:
        """Wait until something holds, looking again at each change, for real seconds at most."""
        loop = asyncio.get_running_loop()
        end = loop.time() + within
        while not holds():
            waiter: asyncio.Future[None] = loop.create_future()
            self._waiters.append(waiter)
            left = end - loop.time()
            if left <= 0:
                raise TimeoutError(f"it did not come to hold within {within} s")
            # What holds may also turn on the clock or on the client: look without a change too.
            await asyncio.wait([waiter], timeout=min(left, 0.02))

    # --- setting up --------------------------------------------------------------------------

    def add_user(
        self, name: str, *, display: str | None = None, bot: bool = False, locale: str = "en-GB"
    ) -> User:
        """Make an account."""
        user = User(id=self.ids.old(), name=name, display=display, bot=bot, locale=locale)
        self.users[user.id] = user
        return user

    def add_guild(
        self,
        name: str,
        *,
        owner: User | None = None,
        bot_permissions: int | None = permissions.BOT,
        member_count: int | None = None,
        locale: str = "en-GB",
    ) -> Guild:
        """Make a server with @everyone; the bot is in it unless its permissions are `None`."""
        guild_id = self.ids.old()
        owner = owner or self.builder
        guild = Guild(id=guild_id, name=name, owner_id=owner.id, locale=locale)
        guild.member_count = member_count
        guild.roles[guild_id] = Role(
            id=guild_id, name="@everyone", permissions=permissions.EVERYONE, position=0
        )
        self.guilds[guild_id] = guild
        self.add_member(guild, owner)
        if bot_permissions is not None:
            self.add_bot(guild, bot_permissions)
        return guild

    def add_bot(self, guild: Guild, bot_permissions: int = permissions.BOT) -> None:
        """Let somebody add the bot to a server, with a role of its own."""
        role = Role(
            id=self.ids.old(),
            name=self.app_name,
            permissions=bot_permissions,
            position=len(guild.roles),
            bot_id=self.bot.id,
        )
        guild.roles[role.id] = role
        guild.joined_at = self.clock.stamp()
        guild.members[self.bot.id] = Member(
            user=self.bot, roles={role.id}, joined_at=guild.joined_at
        )
        shown = payloads.full_guild(guild, self.bot.id)
        shown.pop("unavailable")
        self.emit("GUILD_CREATE", shown, guild)

    def add_member(self, guild: Guild, user: User, *roles: Role, nick: str | None = None) -> Member:
        """Let somebody join a server."""
        member = Member(
            user=user,
            roles={role.id for role in roles},
            nick=nick,
            joined_at=self.clock.stamp(),
        )
        guild.members[user.id] = member
        shown = payloads.member(member) | {"guild_id": str(guild.id)}
        self.emit("GUILD_MEMBER_ADD", shown, guild)
        return member

    def add_role(
        self, guild: Guild, name: str, allowed: int = 0, *, mentionable: bool = False
    ) -> Role:
        """Make a role."""
        role = Role(
            id=self.ids.old(),
            name=name,
            permissions=allowed,
            position=len(guild.roles),
            mentionable=mentionable,
        )
        guild.roles[role.id] = role
        self.emit(
            "GUILD_ROLE_CREATE", {"guild_id": str(guild.id), "role": payloads.role(role)}, guild
        )
        return role

    def add_channel(
        self,
        guild: Guild,
        name: str,
        kind: Kind = Kind.TEXT,
        *,
        overwrites: Iterable[Overwrite] = (),
        parent: Channel | None = None,
    ) -> Channel:
        """Make a channel."""
        channel = Channel(
            id=self.ids.old(),
            kind=kind,
            name=name,
            guild=guild,
            parent_id=parent.id if parent else None,
            position=len(guild.channels),
            overwrites={each.id: each for each in overwrites},
        )
        guild.channels[channel.id] = channel
        self.channels[channel.id] = channel
        self.emit("CHANNEL_CREATE", payloads.channel(channel), guild)
        return channel

    def dm(self, *people: User) -> Channel:
        """Return the direct message between people, opening it if there is none."""
        wanted = {user.id for user in people}
        for channel in self.channels.values():
            if channel.kind is Kind.DM and {each.id for each in channel.recipients} == wanted:
                return channel
        channel = Channel(id=self.ids.old(), kind=Kind.DM, recipients=list(people))
        self.channels[channel.id] = channel
        return channel

    # --- looking up --------------------------------------------------------------------------

    def message(self, message_id: int) -> Message | None:
        """Return a message that is not deleted, ephemeral ones included."""
        for channel in self.channels.values():
            found = channel.messages.get(message_id) or channel.whispers.get(message_id)
            if found is not None:
                return found
        return None

    def shared_guilds(self, user: User) -> list[Guild]:
        """Return the servers that hold both a person and the bot."""
        both = (user.id, self.bot.id)
        return [each for each in self.guilds.values() if all(one in each.members for one in both)]

    def commands_of(self, guild_id: int | None) -> list[Command]:
        """Return the commands registered globally (`None`) or in one guild."""
        return [each for each in self.commands.values() if each.guild_id == guild_id]
