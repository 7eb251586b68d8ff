"""Who did something where, as Discord itself states it with every interaction.

Nothing is taken from a button or an option. A thread stands for the channel that it hangs on,
except in a forum, where each post is a place of its own.
"""

from __future__ import annotations

import discord

from bot.adapters.discord.faults import lacking
from bot.adapters.discord.surface import PLATFORM
from bot.core.identity import Address, Identity, Visit


def who(interaction: discord.Interaction) -> Identity:
    """Give the person: one id everywhere, by the name that is shown here."""
    user = interaction.user
    return Identity(
        platform=PLATFORM, workspace="", external_id=str(user.id), name=user.display_name
    )


def where(interaction: discord.Interaction) -> Address:
    """Give the channel."""
    channel = interaction.channel
    number = interaction.channel_id
    if isinstance(channel, discord.Thread) and not _is_post(channel):
        number = channel.parent_id
    return Address(PLATFORM, str(interaction.guild_id or ""), str(number or ""))


def visit(interaction: discord.Interaction) -> Visit:
    """Give what else is said: the channel's name, and whether the person runs the server."""
    at_home = interaction.guild_id is not None and interaction.is_guild_integration()
    message = interaction.message
    return Visit(
        place=_name(interaction.channel) if at_home else "",
        may_found=at_home and interaction.permissions.manage_guild,
        is_private=not at_home,
        message=f"{message.channel.id}/{message.id}" if message is not None else "",
        lacks=tuple(lacking(interaction.app_permissions)) if at_home else (),
    )


def _is_post(thread: discord.Thread) -> bool:
    return isinstance(thread.parent, discord.ForumChannel)


def _name(channel: object) -> str:
    if isinstance(channel, discord.Thread) and not _is_post(channel) and channel.parent:
        return channel.parent.name
    name = getattr(channel, "name", "")
    return name if isinstance(name, str) else ""
