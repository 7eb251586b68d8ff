"""Threads: started from a message or in a forum, changed, joined."""

from __future__ import annotations

from typing import Final

from tests.fakes.discord import payloads, permissions, posting
from tests.fakes.discord.calls import Call, Reply
from tests.fakes.discord.checks.messages import check_message
from tests.fakes.discord.entities import Channel, Kind
from tests.fakes.discord.errors import Form, Json, Refused, wrong_channel_type

ARCHIVE_AFTER: Final = (60, 1440, 4320, 10080)


def _check(body: Json) -> None:
    form = Form()
    if form.required(("name",), body.get("name")):
        form.length(("name",), body["name"], 100, 1)
    after = body.get("auto_archive_duration")
    if after is not None and after not in ARCHIVE_AFTER:
        form.wrong(
            ("auto_archive_duration",), "BASE_TYPE_CHOICES", f"Must be one of {ARCHIVE_AFTER}."
        )
    form.finish()


def _begin(call: Call, parent: Channel, number: int, kind: Kind, body: Json) -> Channel:
    thread = Channel(
        id=number,
        kind=kind,
        name=body["name"],
        guild=parent.guild,
        parent_id=parent.id,
        owner_id=call.world.bot.id,
        auto_archive=body.get("auto_archive_duration") or 1440,
        thread_members={call.world.bot.id},
    )
    assert parent.guild is not None
    parent.guild.channels[number] = thread
    call.world.channels[number] = thread
    shown = payloads.channel(thread) | {"newly_created": True}
    call.world.emit("THREAD_CREATE", shown, parent.guild, thread)
    return thread


def from_message(call: Call) -> Reply:
    """Start a thread on a message; it gets the message's id."""
    channel = call.channel()
    if channel.kind not in (Kind.TEXT, Kind.ANNOUNCEMENT):
        raise wrong_channel_type()
    call.may(channel, permissions.CREATE_PUBLIC_THREADS)
    message = call.message(channel)
    _check(call.form)
    if message.thread is not None or message.id in call.world.channels:
        raise Refused(400, 160004, "A thread has already been created for this message")
    announced = channel.kind is Kind.ANNOUNCEMENT
    kind = Kind.ANNOUNCEMENT_THREAD if announced else Kind.PUBLIC_THREAD
    thread = _begin(call, channel, message.id, kind, call.form)
    message.thread = thread
    call.world.emit("MESSAGE_UPDATE", payloads.sent_message(message), channel.guild, channel)
    posting.post(
        call.world,
        thread,
        call.world.bot,
        {},
        kind=21,
        reference={"type": 0, "message_id": str(message.id), "channel_id": str(channel.id)},
    )
    return 201, payloads.channel(thread)


def start(call: Call) -> Reply:
    """Start a thread without a message, or a post in a forum."""
    channel = call.channel()
    body = call.form
    _check(body)
    if channel.kind is Kind.FORUM:
        call.may(channel, permissions.SEND_MESSAGES)
        first = body.get("message") or {}
        check_message(first, call.uploads, path=("message",))
        thread = _begin(call, channel, call.world.ids.new(), Kind.PUBLIC_THREAD, body)
        message = posting.post(call.world, thread, call.world.bot, first, call.uploads)
        return 201, payloads.channel(thread) | {"message": payloads.message(message)}
    if channel.kind not in (Kind.TEXT, Kind.ANNOUNCEMENT):
        raise wrong_channel_type()
    kind = Kind(body.get("type") or Kind.PRIVATE_THREAD)
    private = kind is Kind.PRIVATE_THREAD
    call.may(
        channel,
        permissions.CREATE_PRIVATE_THREADS if private else permissions.CREATE_PUBLIC_THREADS,
    )
    thread = _begin(call, channel, call.world.ids.new(), kind, body)
    return 201, payloads.channel(thread)


def join(call: Call) -> Reply:
    """Let the bot join a thread."""
    channel = call.channel()
    if not channel.is_thread:
        raise wrong_channel_type()
    channel.thread_members.add(call.world.bot.id)
    return 204, None


TABLE = (
    ("POST", "/channels/{channel_id}/messages/{message_id}/threads", from_message),
    ("POST", "/channels/{channel_id}/threads", start),
    ("PUT", "/channels/{channel_id}/thread-members/@me", join),
)
