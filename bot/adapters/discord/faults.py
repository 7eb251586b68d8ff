"""What Discord's refusals mean: whether a message may have gone out, and what is to be done.

The words are read by a lead, after "it has refused us since Tuesday:"; so a missing permission is
named as the server's settings name it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import aiohttp
import discord

from bot.core.errors import SurfaceFault

#: What may come out of a request.
TROUBLE = (discord.DiscordException, OSError, aiohttp.ClientError)
Channel: TypeAlias = discord.abc.GuildChannel | discord.Thread
MESSAGE_GONE, NO_THREADS, THREAD_THERE, THREAD_ARCHIVED = 10008, 50024, 160004, 50083
_GONE = {
    10003: "the channel is gone",
    10004: "the server is gone, or Cohort is not in it any more",
    50001: "Cohort cannot see the channel: it was sent away, or lacks “View Channel” there",
    50007: "they take no direct messages from this server's members",
    50024: "this kind of channel does not take that message",
    50008: "this kind of channel takes no messages",
    50278: "they share no server with Cohort any more",
    160005: "the thread is locked",
}
#: The permissions that Cohort asks for, as a server's settings call them.
NAMES = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}
NEEDED = discord.Permissions(**dict.fromkeys(NAMES, True))


def missing(channel: Channel) -> list[str]:
    """Name the permissions that Cohort needs in a channel and does not have."""
    return lacking(channel.permissions_for(channel.guild.me))


def lacking(allowed: discord.Permissions) -> list[str]:
    """Name the permissions that Cohort needs and that are not among these.

    Those that Discord takes along with another one are not named: giving that gives them back.
    """
    flags = [flag for flag in NAMES if not getattr(allowed, flag)]
    if "view_channel" in flags:
        flags = ["view_channel"]
    elif "send_messages" in flags:
        flags = [flag for flag in flags if flag != "attach_files"]
    return [NAMES[flag] for flag in flags]


def named(names: Iterable[str]) -> str:
    """Write permissions in a sentence."""
    return " and ".join(f"“{name}”" for name in names)


def fault_of(wrong: BaseException, channel: Channel | None = None) -> SurfaceFault:
    """Say what a refusal means for a delivery to a channel."""
    match wrong:
        case discord.HTTPException(status=401):
            return SurfaceFault("Discord does not accept the bot's token", permanent=True)
        case discord.HTTPException(code=50013):
            names = missing(channel) if channel is not None else []
            what = named(names) if names else "a permission"
            return SurfaceFault(f"Cohort lacks {what} there", permanent=True)
        case discord.HTTPException(code=code) if code == MESSAGE_GONE:
            # A message that somebody deleted says nothing about the place.
            return SurfaceFault("the message it belongs to was deleted", gone=True)
        case discord.HTTPException(status=403 | 404, code=code):
            said = _GONE.get(code, f"Discord refuses it ({wrong})")
            return SurfaceFault(said, permanent=True)
        case discord.HTTPException(code=code) if code in _GONE:
            return SurfaceFault(_GONE[code], permanent=True)
        case discord.HTTPException(status=status) if status < 500:
            return SurfaceFault(f"Discord refuses it ({wrong})")
        case discord.HTTPException():
            return SurfaceFault(f"Discord is out of order ({wrong.status})", sent=True)
        case discord.RateLimited():
            return SurfaceFault(f"Discord asks to wait {wrong.retry_after:.0f} s")
        case aiohttp.ClientConnectorError():
            return SurfaceFault("Discord cannot be reached")
        case TimeoutError():
            return SurfaceFault("Discord did not answer in time", sent=True)
        case _:
            return SurfaceFault(
                f"the connection to Discord broke ({type(wrong).__name__})", sent=True
            )
