"""The doctor's look at Discord: token, clock, invitation and channels, each with its cure in words.

It asks over REST and changes nothing, and shows no token. It is no second presence: it opens no
connection on which presses would come to it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from email.utils import parsedate_to_datetime

import aiohttp
import discord

from bot.adapters.discord.client import Client, Ends
from bot.adapters.discord.faults import NEEDED, TROUBLE, fault_of, missing, named
from bot.adapters.discord.surface import role_named
from bot.services.doctoring import Finding, Home, Sort, clock_finding, out_of_reach

_REFUSED = (
    "DISCORD_TOKEN is not accepted: copy it again from the developer portal (your application, "
    "Bot, Reset Token)."
)


async def examine(
    token: str, ends: Ends, homes: Sequence[Home], now: Callable[[], float] = time.time
) -> list[Finding]:
    """Look at Discord with the operator's token. ``homes`` are the channels of its groups."""
    found = [await _clock(ends, now)]
    client = Client(ends)
    try:
        async with client:
            try:
                await client.login(token)
            except discord.LoginFailure:
                return [*found, Finding(Sort.MISSING, _REFUSED)]
            except TROUBLE as wrong:
                return [*found, Finding(Sort.MISSING, f"DISCORD_TOKEN: {fault_of(wrong)}.")]
            found += _application(client)
            for home in homes:
                found.append(await _channel(client, home))
    finally:
        await client.close()
    if not homes:
        text = "No channel yet: invite Cohort by that link, then type `/study-admin setup` in one."
        found.append(Finding(Sort.OPTIONAL, text))
    return found


def invitation(application_id: int) -> str:
    """Give the link that adds Cohort to a server, with the permissions it needs and no others."""
    return discord.utils.oauth_url(
        application_id, permissions=NEEDED, scopes=("bot", "applications.commands")
    )


async def _clock(ends: Ends, now: Callable[[], float]) -> Finding:
    try:
        async with (
            aiohttp.ClientSession(trust_env=True) as session,
            session.get(f"{ends.api.rstrip('/')}/gateway") as answer,
        ):
            theirs = parsedate_to_datetime(answer.headers["Date"]).timestamp()
    except (aiohttp.ClientError, OSError, KeyError, ValueError, TimeoutError):
        return out_of_reach("Discord", ends.api)
    return clock_finding("Discord", now() - theirs)


def _application(client: Client) -> list[Finding]:
    """Say who Cohort is there, how it is invited, and what in its settings stands in the way."""
    application = client.application
    assert application is not None
    found = [
        Finding(Sort.WELL, f"DISCORD_TOKEN: Cohort is {client.user}."),
        Finding(Sort.WELL, f"Invite it to a server with {invitation(application.id)}"),
    ]
    if application.interactions_endpoint_url:
        text = (
            "Presses are sent to a web address and not to Cohort: empty Interactions Endpoint URL "
            "under General Information."
        )
        found.append(Finding(Sort.MISSING, text))
    return found


async def _channel(client: Client, home: Home) -> Finding:
    where = f"#{home.name} of {home.group}"
    told = f" Paused: {home.trouble.rstrip('.')}." if home.trouble else ""
    try:
        guild = await _looked_up(client, int(home.workspace))
        number = int(home.address)
        channel = guild.get_channel(number) or await guild.fetch_channel(number)
    except TROUBLE as wrong:
        return Finding(Sort.MISSING, f"{where}: {fault_of(wrong)}.")
    if names := missing(channel):
        cure = "give it in the channel's settings, under Permissions."
        return Finding(Sort.MISSING, f"{where} lacks {named(names)}: {cure}{told}")
    if told:
        return Finding(Sort.MISSING, f"{where}.{told} Then `/study-admin setup`, `Test post`.")
    if home.mention:
        return _mention(where, guild, home.mention)
    return Finding(Sort.WELL, f"{where}: nothing is missing.")


async def _looked_up(client: Client, server: int) -> discord.Guild:
    """Give a server with its roles, its channels and ourselves, as a connection would give it."""
    guild = await client.fetch_guild(server, with_counts=False)
    guild._add_member(await guild.fetch_member(client.application_id or 0))
    for channel in await guild.fetch_channels():
        guild._add_channel(channel)
    return guild


def _mention(where: str, guild: discord.Guild, wanted: str) -> Finding:
    """Say whether the role that the daily question mentions can be mentioned."""
    role = role_named(guild, wanted)
    if role is None:
        text = f"{where}: there is no role “{wanted}” (any more), so nobody is mentioned."
        return Finding(Sort.MISSING, f"{text} `/study-admin setup` changes it.")
    if not role.mentionable:
        text = f"{where}: the role “{wanted}” does not notify anybody until it is allowed that:"
        return Finding(Sort.OPTIONAL, f"{text} Server Settings, Roles, “Allow anyone to @mention”.")
    return Finding(Sort.WELL, f"{where}: nothing is missing, and “{wanted}” can be mentioned.")
