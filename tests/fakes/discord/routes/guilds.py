"""Servers: what they are, their channels, roles and members."""

from __future__ import annotations

from tests.fakes.discord import changes, payloads
from tests.fakes.discord.calls import Call, Reply
from tests.fakes.discord.errors import Json, unknown


def one(call: Call) -> Reply:
    """Show a server."""
    guild = call.guild()
    shown = payloads.guild(guild)
    if call.query.get("with_counts") in ("1", "true"):
        shown["approximate_member_count"] = guild.member_count or len(guild.members)
        shown["approximate_presence_count"] = 1
    return 200, shown


def channels(call: Call) -> Reply:
    """List a server's channels, threads left out."""
    places = call.guild().channels.values()
    return 200, [payloads.channel(each) for each in places if not each.is_thread]


def roles(call: Call) -> Reply:
    """List a server's roles."""
    return 200, [payloads.role(each) for each in call.guild().roles.values()]


def member(call: Call) -> Reply:
    """Show one member; `@me` is the bot."""
    guild = call.guild()
    own = call.params["user_id"] == "@me"
    number = call.world.bot.id if own else call.number("user_id")
    found = guild.members.get(number)
    if found is None:
        raise unknown("member" if number in call.world.users else "user")
    return 200, payloads.member(found)


def own_guilds(call: Call) -> Reply:
    """List the servers the bot is in."""
    bot_id = call.world.bot.id
    mine: list[Json] = [
        {"id": str(each.id), "name": each.name, "icon": None, "owner": False, "features": []}
        for each in call.world.guilds.values()
        if bot_id in each.members
    ]
    return 200, mine


def leave(call: Call) -> Reply:
    """Let the bot leave a server."""
    changes.kick_bot(call.world, call.guild())
    return 204, None


TABLE = (
    ("GET", "/users/@me/guilds", own_guilds),
    ("DELETE", "/users/@me/guilds/{guild_id}", leave),
    ("GET", "/guilds/{guild_id}", one),
    ("GET", "/guilds/{guild_id}/channels", channels),
    ("GET", "/guilds/{guild_id}/roles", roles),
    ("GET", "/guilds/{guild_id}/members/{user_id}", member),
)
