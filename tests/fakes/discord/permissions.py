"""Permission bits, and what a member may do in a channel.

Knows Discord's bits and the order in which roles and overwrites apply; must not know who asks.
"""

from __future__ import annotations

from typing import Final

from tests.fakes.discord.entities import Channel, Guild, Kind

ADMINISTRATOR: Final = 1 << 3
MANAGE_CHANNELS: Final = 1 << 4
MANAGE_GUILD: Final = 1 << 5
ADD_REACTIONS: Final = 1 << 6
VIEW_CHANNEL: Final = 1 << 10
SEND_MESSAGES: Final = 1 << 11
MANAGE_MESSAGES: Final = 1 << 13
EMBED_LINKS: Final = 1 << 14
ATTACH_FILES: Final = 1 << 15
READ_MESSAGE_HISTORY: Final = 1 << 16
MENTION_EVERYONE: Final = 1 << 17
CONNECT: Final = 1 << 20
MANAGE_ROLES: Final = 1 << 28
USE_APPLICATION_COMMANDS: Final = 1 << 31
MANAGE_THREADS: Final = 1 << 34
CREATE_PUBLIC_THREADS: Final = 1 << 35
CREATE_PRIVATE_THREADS: Final = 1 << 36
SEND_MESSAGES_IN_THREADS: Final = 1 << 38
USE_EXTERNAL_APPS: Final = 1 << 50
PIN_MESSAGES: Final = 1 << 51

ALL: Final = (1 << 53) - 1

EVERYONE: Final = (
    ADD_REACTIONS
    | VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | CONNECT
    | USE_APPLICATION_COMMANDS
    | CREATE_PUBLIC_THREADS
    | SEND_MESSAGES_IN_THREADS
    | USE_EXTERNAL_APPS
)
"""What a new server lets everyone do (the part of it that matters here)."""

BOT: Final = (
    VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | CREATE_PUBLIC_THREADS
    | SEND_MESSAGES_IN_THREADS
    | PIN_MESSAGES
)
"""What a bot of this kind asks for when it is invited."""

DM: Final = (
    VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | ADD_REACTIONS
    | PIN_MESSAGES
    | MENTION_EVERYONE
)
"""What anybody may do in a direct message."""


def in_guild(guild: Guild, user_id: int) -> int:
    """Return what a member may do in the guild as a whole, before any channel's overwrites."""
    member = guild.members[user_id]
    if guild.owner_id == user_id:
        return ALL
    bits = guild.roles[guild.id].permissions
    for role in member.roles:
        bits |= guild.roles[role].permissions
    return ALL if bits & ADMINISTRATOR else bits


def in_channel(channel: Channel, user_id: int) -> int:
    """Return what a person may do in a channel; a thread goes by the channel it hangs on."""
    if channel.guild is None:
        return DM if any(user.id == user_id for user in channel.recipients) else 0
    guild = channel.guild
    if user_id not in guild.members:
        return 0
    bits = in_guild(guild, user_id)
    if bits == ALL:
        return ALL
    place = channel
    if channel.is_thread:
        parent = guild.channels.get(channel.parent_id or 0)
        if parent is None:
            return 0
        place = parent
    bits = _overwritten(guild, place, user_id, bits)
    if place.kind in (Kind.VOICE, Kind.STAGE) and not bits & CONNECT:
        bits &= ~VIEW_CHANNEL
    if not bits & VIEW_CHANNEL:
        return 0
    if channel.kind is Kind.PRIVATE_THREAD and not (
        user_id in channel.thread_members or bits & MANAGE_THREADS
    ):
        return 0
    may_send = SEND_MESSAGES_IN_THREADS if channel.is_thread else SEND_MESSAGES
    if not bits & may_send:
        bits &= ~(ATTACH_FILES | EMBED_LINKS | MENTION_EVERYONE)
    return bits


def _overwritten(guild: Guild, place: Channel, user_id: int, bits: int) -> int:
    overwrites = place.overwrites
    everyone = overwrites.get(guild.id)
    if everyone is not None:
        bits = bits & ~everyone.deny | everyone.allow
    allow = deny = 0
    for role in guild.members[user_id].roles:
        if role in overwrites:
            allow |= overwrites[role].allow
            deny |= overwrites[role].deny
    bits = bits & ~deny | allow
    own = overwrites.get(user_id)
    if own is not None:
        bits = bits & ~own.deny | own.allow
    return bits
