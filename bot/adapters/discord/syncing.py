"""Keeping Discord's copy of the commands equal to ours, and writing it only where it differs.

What is registered is asked for and compared, so that nothing has to be remembered about it and a
copy that somebody else changed is put right. Discord leaves out what is empty and writes numbers
as text; that is no difference.
"""

from __future__ import annotations

import logging

import discord
from discord.http import Route

from bot.adapters.discord.commands import tree
from bot.adapters.discord.payloads import Payload

log = logging.getLogger(__name__)
_PATH = "/applications/{application_id}/commands"
#: Lists whose order says nothing.
_SETS = ("contexts", "integration_types")


async def sync(client: discord.Client) -> bool:
    """Register our commands if other ones are registered; say whether that was so."""
    wanted = tree()
    number = client.application_id
    asked = Route("GET", f"{_PATH}?with_localizations=true", application_id=number)
    registered = await client.http.request(asked)
    if same(_by_name(wanted), _by_name(registered)):
        return False
    await client.http.request(Route("PUT", _PATH, application_id=number), json=wanted)
    log.info("the commands were registered anew")
    return True


def same(wanted: object, found: object) -> bool:
    """Say whether what is registered is what is wanted, whatever else is told about it."""
    match wanted, found:
        case dict(), dict():
            return all(_agree(name, wanted[name], found.get(name)) for name in wanted)
        case list(), list():
            pairs = zip(wanted, found, strict=False)
            return len(wanted) == len(found) and all(same(each, other) for each, other in pairs)
        case _:
            return str(wanted) == str(found)


def _agree(name: str, wanted: object, found: object) -> bool:
    if not wanted and not found:
        return True
    if name in _SETS and isinstance(wanted, list) and isinstance(found, list):
        return sorted(wanted) == sorted(found)
    return same(wanted, found)


def _by_name(commands: list[Payload]) -> list[Payload]:
    """Put commands in an order of their own."""
    return sorted(commands, key=lambda each: str(each.get("name")))
