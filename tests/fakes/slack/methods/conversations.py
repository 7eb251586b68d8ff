"""conversations.* and users.conversations: what the app may learn of channels, and history."""

from __future__ import annotations

from tests.fakes.slack.errors import Json, Refused
from tests.fakes.slack.methods.call import Call, Spec, page
from tests.fakes.slack.shapes import channel_json, message_json
from tests.fakes.slack.world import Channel, ChannelKind, Message

_READ: dict[ChannelKind, str] = {
    "public": "channels:read",
    "private": "groups:read",
    "im": "im:read",
}
_HISTORY: dict[ChannelKind, str] = {
    "public": "channels:history",
    "private": "groups:history",
    "im": "im:history",
}
_TYPES: dict[ChannelKind, str] = {
    "public": "public_channel",
    "private": "private_channel",
    "im": "im",
}
OUTSIDER_LIMIT = 15


def _open(call: Call) -> Json:
    names = call.arguments.list("users")
    if not names:
        raise Refused("users_list_not_supplied")
    if len(names) > 1:
        raise Refused("invalid_user_combination")
    user = call.workspace.users.get(names[0])
    if user is None:
        raise Refused("user_not_found")
    if user.bot:
        raise Refused("cannot_dm_bot")
    if user.deactivated:
        raise Refused("user_disabled")
    known = call.workspace.im_with(user.id) is not None
    channel = call.core.world.open_im(call.workspace, user.id)
    more: Json = {"no_op": True, "already_open": True} if known else {}
    return {**more, "channel": {"id": channel.id}}


def _readable(call: Call, scopes: dict[ChannelKind, str]) -> Channel:
    call.need_scope(*scopes.values())
    channel = call.channel()
    call.need_scope(scopes[channel.kind])
    return channel


def _info(call: Call) -> Json:
    return {"channel": channel_json(_readable(call, _READ), call.workspace)}


def _members(call: Call) -> Json:
    channel = _readable(call, _READ)
    names = [{"id": one} for one in sorted(channel.members)]
    shown, cursor = page(call, names, 1000)
    return {
        "members": [one["id"] for one in shown],
        "response_metadata": {"next_cursor": cursor},
    }


def _listing(call: Call, *, own: bool) -> Json:
    kinds = call.arguments.list("types") or ["public_channel"]
    for kind, name in _TYPES.items():
        if name in kinds:
            call.need_scope(_READ[kind])
    hidden = call.arguments.flag("exclude_archived")
    channels = [
        channel_json(channel, call.workspace)
        for channel in call.workspace.channels.values()
        if _TYPES[channel.kind] in kinds
        and not (hidden and channel.archived)
        and (call.inside(channel) or (channel.kind == "public" and not own))
    ]
    shown, cursor = page(call, channels, 1000)
    return {"channels": shown, "response_metadata": {"next_cursor": cursor}}


def _join(call: Call) -> Json:
    channel = call.channel()
    if channel.kind != "public":
        raise Refused("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refused("is_archived")
    channel.members.add(call.workspace.bot_user)
    return {"channel": channel_json(channel, call.workspace)}


def _shown(call: Call, message: Message, channel: Channel) -> Json:
    core = call.core
    body = message_json(message, call.workspace, core.app.id, core.clock.now())
    replies = sum(one.thread == message.ts for one in channel.messages.values())
    if replies:
        body |= {"thread_ts": message.ts, "reply_count": replies}
    if message.metadata and call.arguments.flag("include_all_metadata"):
        body["metadata"] = message.metadata
    return body


def _within(call: Call, messages: list[Message]) -> list[Message]:
    oldest = call.arguments.text("oldest") or "0"
    latest = call.arguments.text("latest")
    edges = call.arguments.flag("inclusive")

    def wanted(message: Message) -> bool:
        at = float(message.ts)
        if edges and message.ts in (oldest, latest):
            return True
        return float(oldest) < at and (latest is None or at < float(latest))

    return [message for message in messages if wanted(message)]


def _pages(call: Call, channel: Channel, messages: list[Message]) -> Json:
    most = OUTSIDER_LIMIT if call.core.limits.outsider else 999
    shown, cursor = page(call, [_shown(call, one, channel) for one in messages], most)
    return {
        "messages": shown,
        "has_more": bool(cursor),
        "response_metadata": {"next_cursor": cursor},
    }


def _history(call: Call) -> Json:
    channel = _readable(call, _HISTORY)
    if not call.inside(channel):
        raise Refused("not_in_channel")
    top = [one for one in channel.messages.values() if one.thread is None or one.broadcast]
    return _pages(call, channel, _within(call, top[::-1]))


def _replies(call: Call) -> Json:
    channel = _readable(call, _HISTORY)
    if not call.inside(channel):
        raise Refused("not_in_channel")
    ts = call.arguments.need("ts")
    if ts not in channel.messages:
        raise Refused("thread_not_found")
    replies = [one for one in channel.messages.values() if one.thread == ts]
    return _pages(call, channel, [channel.messages[ts], *_within(call, replies)])


SPECS = (
    Spec("conversations.open", _open, ("im:write",)),
    Spec("conversations.info", _info),
    Spec("conversations.members", _members),
    Spec("conversations.list", lambda call: _listing(call, own=False)),
    Spec("users.conversations", lambda call: _listing(call, own=True)),
    Spec("conversations.join", _join, ("channels:join",)),
    Spec("conversations.history", _history),
    Spec("conversations.replies", _replies),
)
