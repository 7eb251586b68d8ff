"""Channels themselves, typing in them, and direct messages."""

from __future__ import annotations

from tests.fakes.discord import changes, payloads, permissions
from tests.fakes.discord.calls import Call, Reply
from tests.fakes.discord.errors import Form, cannot_message_user, wrong_channel_type


def one(call: Call) -> Reply:
    """Show a channel."""
    return 200, payloads.channel(call.channel())


def change(call: Call) -> Reply:
    """Rename, archive or lock a thread; other channels are not for this bot to change."""
    channel = call.channel()
    if not channel.is_thread:
        call.may(channel, permissions.MANAGE_CHANNELS)
        raise wrong_channel_type()
    body = call.form
    own = channel.owner_id == call.world.bot.id
    if not own or "locked" in body:
        call.may(channel, permissions.MANAGE_THREADS)
    form = Form()
    form.length(("name",), body.get("name"), 100, 1)
    form.finish()
    channel.name = body.get("name") or channel.name
    changes.archive(
        call.world,
        channel,
        archived=bool(body.get("archived", channel.archived)),
        locked=bool(body.get("locked", channel.locked)),
    )
    return 200, payloads.channel(channel)


def typing(call: Call) -> Reply:
    """Show that the bot is typing."""
    call.place_to_write(files=False)
    return 204, None


def open_dm(call: Call) -> Reply:
    """Open the direct message with a person."""
    wanted = call.form.get("recipient_id")
    person = call.world.users.get(int(wanted or 0))
    if person is None:
        form = Form()
        form.wrong(("recipient_id",), "INVALID_RECIPIENT", "Unknown recipient")
        form.finish()
        raise AssertionError
    if person.bot:
        raise cannot_message_user()
    return 200, payloads.channel(call.world.dm(call.world.bot, person))


TABLE = (
    ("GET", "/channels/{channel_id}", one),
    ("PATCH", "/channels/{channel_id}", change),
    ("POST", "/channels/{channel_id}/typing", typing),
    ("POST", "/users/@me/channels", open_dm),
)
