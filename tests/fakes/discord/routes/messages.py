"""Messages of a channel: written, read, changed, pinned, reacted to."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote

from tests.fakes.discord import payloads, permissions, posting
from tests.fakes.discord.calls import Call, Reply
from tests.fakes.discord.checks.messages import SUPPRESS_EMBEDS, check_message
from tests.fakes.discord.entities import Channel, Message
from tests.fakes.discord.errors import Form, Json, Refused, unknown

NONCE_WINDOW: Final = 180.0
PINS_MOST: Final = 250
OLD: Final = 14 * 24 * 3600.0


def create(call: Call) -> Reply:
    """Post a message; with an enforced nonce seen lately, give the message there is."""
    channel = call.place_to_write(files=bool(call.uploads))
    body = call.form
    check_message(body, call.uploads)
    same = _same_nonce(call, channel, body)
    if same is not None:
        return 200, payloads.message(same, call.world.bot.id)
    reference = _reference(call, channel, body)
    message = posting.post(
        call.world,
        channel,
        call.world.bot,
        body,
        call.uploads,
        kind=19 if reference else 0,
        reference=reference,
    )
    if not call.may(channel) & permissions.EMBED_LINKS:
        message.embeds = []
    return 200, payloads.message(message, call.world.bot.id)


def _same_nonce(call: Call, channel: Channel, body: Json) -> Message | None:
    nonce = body.get("nonce")
    if nonce is None or not body.get("enforce_nonce"):
        return None
    since = call.world.clock.now() - NONCE_WINDOW
    for message in reversed(channel.messages.values()):
        if message.sent_at < since:
            return None
        if message.author is call.world.bot and str(message.nonce) == str(nonce):
            return message
    return None


def _reference(call: Call, channel: Channel, body: Json) -> Json | None:
    wanted = body.get("message_reference")
    if not wanted:
        return None
    call.may(channel, permissions.READ_MESSAGE_HISTORY)
    if int(wanted["message_id"]) not in channel.messages:
        if wanted.get("fail_if_not_exists") is False:
            return None
        form = Form()
        form.wrong(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        form.finish()
    return {"type": 0, "message_id": str(wanted["message_id"]), "channel_id": str(channel.id)}


def history(call: Call) -> Reply:
    """List messages, newest first; nothing without the permission to read what was before."""
    channel = call.channel()
    form = Form()
    limit = call.query.get("limit", "50")
    if not limit.isdigit() or not 1 <= int(limit) <= 100:
        form.wrong(("limit",), "NUMBER_TYPE_RANGE", "Must be between 1 and 100.")
    given = [name for name in ("before", "after", "around") if name in call.query]
    if len(given) > 1:
        form.wrong((given[1],), "EXCLUSIVE", "before, after and around are mutually exclusive")
    form.finish()
    count = int(limit)
    if not call.may(channel) & permissions.READ_MESSAGE_HISTORY:
        return 200, []
    messages = list(channel.messages.values())
    if "after" in call.query:
        messages = [each for each in messages if each.id > int(call.query["after"])][:count]
    elif "around" in call.query:
        pivot = int(call.query["around"])
        before = [each for each in messages if each.id < pivot][-(count // 2) :]
        after = [each for each in messages if each.id >= pivot][: count - count // 2]
        messages = before + after
    else:
        end = int(call.query.get("before", 1 << 63))
        messages = [each for each in messages if each.id < end][-count:]
    return 200, [payloads.message(each, call.world.bot.id) for each in reversed(messages)]


def one(call: Call) -> Reply:
    """Show one message."""
    channel = call.channel()
    call.may(channel, permissions.READ_MESSAGE_HISTORY)
    return 200, payloads.message(call.message(channel), call.world.bot.id)


def change(call: Call) -> Reply:
    """Edit a message of the bot's own."""
    channel = call.channel()
    message = call.message(channel)
    if message.author is not call.world.bot:
        if set(call.form) - {"flags"}:
            raise Refused(403, 50005, "Cannot edit a message authored by another user")
        call.may(channel, permissions.MANAGE_MESSAGES)
        message.flags ^= (message.flags ^ int(call.form.get("flags") or 0)) & SUPPRESS_EMBEDS
        return 200, payloads.message(message, call.world.bot.id)
    if channel.archived:
        raise Refused(400, 50083, "Thread is archived")
    if call.uploads:
        call.may(channel, permissions.ATTACH_FILES)
    check_message(call.form, call.uploads, before=message)
    posting.edit(call.world, message, call.form, call.uploads)
    return 200, payloads.message(message, call.world.bot.id)


def remove(call: Call) -> Reply:
    """Delete a message: one's own, or with the permission anybody's."""
    channel = call.channel()
    message = call.message(channel)
    if message.author is not call.world.bot:
        if channel.guild is None:
            raise Refused(403, 50003, "Cannot execute action on a DM channel")
        call.may(channel, permissions.MANAGE_MESSAGES)
    posting.delete(call.world, message)
    return 204, None


def pins(call: Call) -> Reply:
    """List the pinned messages."""
    channel = call.channel()
    pinned = [each for each in channel.messages.values() if each.pinned]
    shown = [
        {"pinned_at": payloads.stamp(each.sent_at), "message": payloads.message(each)}
        for each in reversed(pinned)
    ]
    return 200, {"items": shown, "has_more": False}


def pin(call: Call) -> Reply:
    """Pin a message."""
    channel = call.channel()
    call.may(channel, permissions.PIN_MESSAGES)
    message = call.message(channel)
    if sum(each.pinned for each in channel.messages.values()) >= PINS_MOST:
        raise Refused(400, 30003, f"Maximum number of pins reached ({PINS_MOST})")
    if not message.pinned:
        message.pinned = True
        _tell_pins(call, channel)
        posting.post(call.world, channel, call.world.bot, {}, kind=6)
    return 204, None


def unpin(call: Call) -> Reply:
    """Take a pin off."""
    channel = call.channel()
    call.may(channel, permissions.PIN_MESSAGES)
    call.message(channel).pinned = False
    _tell_pins(call, channel)
    return 204, None


def _tell_pins(call: Call, channel: Channel) -> None:
    shown: Json = {"channel_id": str(channel.id), "last_pin_timestamp": call.world.clock.stamp()}
    if channel.guild is not None:
        shown["guild_id"] = str(channel.guild.id)
    call.world.emit("CHANNEL_PINS_UPDATE", shown, channel.guild, channel)


def react(call: Call) -> Reply:
    """Add a reaction of the bot's."""
    channel = call.channel()
    call.may(channel, permissions.READ_MESSAGE_HISTORY)
    message = call.message(channel)
    emoji = unquote(call.params["emoji"])
    if emoji.isascii() and ":" not in emoji:
        raise unknown("emoji")
    if emoji not in message.reactions:
        call.may(channel, permissions.ADD_REACTIONS)
        if len(message.reactions) >= 20:
            raise Refused(400, 30010, "Maximum number of reactions reached (20)")
    message.reactions.setdefault(emoji, set()).add(call.world.bot.id)
    _tell_reaction(call, "MESSAGE_REACTION_ADD", message, emoji)
    return 204, None


def unreact(call: Call) -> Reply:
    """Take a reaction of the bot's off."""
    channel = call.channel()
    message = call.message(channel)
    emoji = unquote(call.params["emoji"])
    message.reactions.get(emoji, set()).discard(call.world.bot.id)
    if not message.reactions.get(emoji):
        message.reactions.pop(emoji, None)
    _tell_reaction(call, "MESSAGE_REACTION_REMOVE", message, emoji)
    return 204, None


def _tell_reaction(call: Call, name: str, message: Message, emoji: str) -> None:
    channel = message.channel
    shown: Json = {
        "user_id": str(call.world.bot.id),
        "channel_id": str(channel.id),
        "message_id": str(message.id),
        "emoji": {"id": None, "name": emoji},
        "burst": False,
        "type": 0,
    }
    if channel.guild is not None:
        shown["guild_id"] = str(channel.guild.id)
        if name.endswith("ADD"):
            shown["member"] = payloads.member(channel.guild.members[call.world.bot.id])
    call.world.emit(name, shown, channel.guild, channel)


_ALL = "/channels/{channel_id}/messages"
_ONE = _ALL + "/{message_id}"
TABLE = (
    ("GET", _ALL + "/pins", pins),
    ("PUT", _ALL + "/pins/{message_id}", pin),
    ("DELETE", _ALL + "/pins/{message_id}", unpin),
    ("PUT", "/channels/{channel_id}/pins/{message_id}", pin),
    ("DELETE", "/channels/{channel_id}/pins/{message_id}", unpin),
    ("POST", _ALL, create),
    ("GET", _ALL, history),
    ("GET", _ONE, one),
    ("PATCH", _ONE, change),
    ("DELETE", _ONE, remove),
    ("PUT", _ONE + "/reactions/{emoji}/@me", react),
    ("DELETE", _ONE + "/reactions/{emoji}/@me", unreact),
)
