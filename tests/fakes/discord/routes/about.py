"""Who the bot is and where the gateway is."""

from __future__ import annotations

from typing import Final

from tests.fakes.discord import payloads
from tests.fakes.discord.calls import Call, Reply
from tests.fakes.discord.errors import Json, unknown

GUILDS_PER_SHARD: Final = 1000


def gateway(call: Call) -> Reply:
    """Give the gateway's address."""
    return 200, {"url": call.gateway_url}


def gateway_for_bots(call: Call) -> Reply:
    """Give the gateway's address, the shards to use and what is left of the day's identifies."""
    limit: Json = {
        "total": 1000,
        "remaining": max(0, call.identifies_left),
        "reset_after": 86_400_000,
        "max_concurrency": call.max_concurrency,
    }
    shards = max(1, -(-_servers(call) // GUILDS_PER_SHARD))
    return 200, {"url": call.gateway_url, "shards": shards, "session_start_limit": limit}


def _servers(call: Call) -> int:
    return sum(call.world.bot.id in each.members for each in call.world.guilds.values())


def own_application(call: Call) -> Reply:
    """Show the application."""
    world = call.world
    shown = payloads.application(world.bot.id, world.app_name, world.builder)
    shown["approximate_guild_count"] = _servers(call)
    return 200, shown


def own_user(call: Call) -> Reply:
    """Show the bot's account."""
    return 200, payloads.own_user(call.world.bot)


def user(call: Call) -> Reply:
    """Show somebody's account."""
    found = call.world.users.get(call.number("user_id"))
    if found is None:
        raise unknown("user")
    return 200, payloads.user(found)


TABLE = (
    ("GET", "/gateway", gateway),
    ("GET", "/gateway/bot", gateway_for_bots),
    ("GET", "/oauth2/applications/@me", own_application),
    ("GET", "/applications/@me", own_application),
    ("GET", "/users/@me", own_user),
    ("GET", "/users/{user_id}", user),
)
