"""What happens to a server while the bot is looking: things renamed, taken away, left.

Knows how each change is told; must not know who was allowed to make it.
"""

from __future__ import annotations

from tests.fakes.discord import payloads
from tests.fakes.discord.entities import Channel, Guild, Overwrite, Role, User
from tests.fakes.discord.world import World


def delete_channel(world: World, channel: Channel) -> None:
    """Delete a channel and the threads on it."""
    guild = channel.guild
    assert guild is not None
    for thread in [each for each in guild.channels.values() if each.parent_id == channel.id]:
        if thread.is_thread:
            delete_channel(world, thread)
    guild.channels.pop(channel.id, None)
    world.channels.pop(channel.id, None)
    name = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
    world.emit(name, payloads.channel(channel), guild, channel)


def allow(
    world: World, channel: Channel, who: Role | User, *, allow: int = 0, deny: int = 0
) -> None:
    """Set what a channel allows and denies one role or person."""
    channel.overwrites[who.id] = Overwrite(
        id=who.id, of_member=isinstance(who, User), allow=allow, deny=deny
    )
    world.emit("CHANNEL_UPDATE", payloads.channel(channel), channel.guild, channel)


def bot_role(world: World, guild: Guild) -> Role:
    """Return the role the bot got with its invitation."""
    return next(each for each in guild.roles.values() if each.bot_id == world.bot.id)


def delete_role(world: World, guild: Guild, role: Role) -> None:
    """Delete a role, taking it from everybody."""
    guild.roles.pop(role.id)
    for member in guild.members.values():
        member.roles.discard(role.id)
    for channel in guild.channels.values():
        channel.overwrites.pop(role.id, None)
    world.emit("GUILD_ROLE_DELETE", {"guild_id": str(guild.id), "role_id": str(role.id)}, guild)


def give_role(world: World, guild: Guild, user: User, role: Role) -> None:
    """Give a member a role."""
    member = guild.members[user.id]
    member.roles.add(role.id)
    shown = payloads.member(member) | {"guild_id": str(guild.id)}
    world.emit("GUILD_MEMBER_UPDATE", shown, guild)


def leave(world: World, guild: Guild, user: User) -> None:
    """Let a person leave a server."""
    guild.members.pop(user.id)
    shown = {"guild_id": str(guild.id), "user": payloads.user(user)}
    world.emit("GUILD_MEMBER_REMOVE", shown, guild)


def kick_bot(world: World, guild: Guild) -> None:
    """Remove the bot from a server, with the role it came with."""
    role = bot_role(world, guild)
    guild.members.pop(world.bot.id)
    guild.roles.pop(role.id)
    world.emit("GUILD_DELETE", {"id": str(guild.id)}, guild)


def outage(world: World, guild: Guild, *, over: bool = False) -> None:
    """Make a server unavailable for a while, or available again."""
    guild.unavailable = not over
    if over:
        world.emit("GUILD_CREATE", payloads.full_guild(guild, world.bot.id), guild)
    else:
        world.emit("GUILD_DELETE", {"id": str(guild.id), "unavailable": True}, guild)


def archive(world: World, thread: Channel, *, archived: bool = True, locked: bool = False) -> None:
    """Archive a thread (and lock it), or open it again."""
    thread.archived, thread.locked = archived, locked
    world.emit("THREAD_UPDATE", payloads.channel(thread), thread.guild, thread)
