"""chat.*: posting, editing and deleting. Decides what Slack takes as a message."""

from __future__ import annotations

from typing import Any

from tests.fakes.slack.core import Core
from tests.fakes.slack.errors import Json, Refused
from tests.fakes.slack.kit.check import check_message, too_long
from tests.fakes.slack.kit.state import with_ids
from tests.fakes.slack.methods.call import Call, Spec
from tests.fakes.slack.shapes import message_json
from tests.fakes.slack.world import Channel, Message, Workspace

POST_CHARACTERS, POST_ADVICE, UPDATE_CHARACTERS = 40_000, 4_000, 4_000
METADATA_BYTES = 8_000


def read_blocks(core: Core, workspace: Workspace, value: Any, *, total: bool = True) -> list[Json]:
    """Give blocks that Slack takes, with the ids it makes up; refuse others as it does."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise Refused("invalid_blocks_format")
    problems = check_message(value, lambda wanted: core.file_ready(workspace, wanted))
    if problems:
        raise Refused("invalid_blocks", problems)
    if total and too_long(value):
        raise Refused("msg_blocks_too_long")
    return with_ids(value, core.words())


def _read(call: Call, most: int) -> tuple[str, list[Json]]:
    core, text = call.core, call.arguments.text("text") or ""
    blocks = read_blocks(
        core, call.workspace, call.arguments.json("blocks", "invalid_blocks_format")
    )
    if len(text) > most:
        raise Refused("msg_too_long")
    if len(text) > POST_ADVICE:
        core.world.complain(f"text of {len(text)} characters: Slack advises up to {POST_ADVICE}")
    return text, blocks


def _metadata(call: Call) -> Json | None:
    value = call.arguments.json("metadata", "invalid_metadata_format")
    if value is None:
        return None
    if not isinstance(value, dict):
        raise Refused("invalid_metadata_format")
    if value == {}:
        return {}
    kind, payload = value.get("event_type"), value.get("event_payload")
    if set(value) != {"event_type", "event_payload"} or not isinstance(kind, str) or not kind:
        raise Refused("invalid_metadata_schema")
    if not isinstance(payload, dict):
        raise Refused("invalid_metadata_schema")
    if len(str(payload).encode()) > METADATA_BYTES:
        raise Refused("metadata_too_large")
    return value


def _target(call: Call) -> Channel:
    """Give where to post; a user's id means the direct message with them."""
    name = call.arguments.need("channel")
    if name in call.workspace.users:
        user = call.workspace.users[name]
        if user.deactivated or user.bot:
            raise Refused("channel_not_found")
        return call.core.world.open_im(call.workspace, user.id)
    return call.channel()


def _post(call: Call) -> Json:
    channel, world = _target(call), call.core.world
    _refuse_closed_tab(call, channel)
    if channel.archived:
        raise Refused("is_archived")
    if not call.inside(channel) and not call.has("chat:write.public"):
        raise Refused("not_in_channel")
    text, blocks = _read(call, POST_CHARACTERS)
    if not text and not blocks:
        raise Refused("no_text")
    if not text:
        world.complain("chat.postMessage without text: nothing to read out or to notify with")
    metadata, thread = _metadata(call), thread_of(call, channel)
    message = Message(
        ts=world.clock.ts(),
        channel=channel.id,
        user=call.workspace.bot_user,
        text=text,
        blocks=blocks,
        thread=thread,
        broadcast=call.arguments.flag("reply_broadcast"),
        metadata=metadata or None,
    )
    channel.messages[message.ts] = message
    return {"channel": channel.id, "ts": message.ts, "message": _shown(call, message)}


def thread_of(call: Call, channel: Channel) -> str | None:
    """Give the message that is replied to. A reply's own thread_ts should be its parent's."""
    ts = call.arguments.text("thread_ts")
    if ts is None:
        return None
    parent = channel.messages.get(ts)
    if parent is None:
        raise Refused("thread_not_found")
    if parent.thread is not None:
        call.core.world.complain(f"thread_ts {ts} is a reply: use its parent's")
    return parent.thread or ts


def _refuse_closed_tab(call: Call, channel: Channel) -> None:
    if channel.kind == "im" and not call.core.app.messages_tab:
        raise Refused("messages_tab_disabled")


def _shown(call: Call, message: Message) -> Json:
    core = call.core
    body = message_json(message, call.workspace, core.app.id, core.clock.now())
    return {**body, "metadata": message.metadata} if message.metadata else body


def own_message(call: Call, refusal: str, ts: str = "ts") -> tuple[Channel, Message]:
    """Give a message of the app's own."""
    channel = call.channel()
    message = channel.messages.get(call.arguments.need(ts))
    if message is None:
        raise Refused("message_not_found")
    if message.user != call.workspace.bot_user:
        raise Refused(refusal)
    return channel, message


def _update(call: Call) -> Json:
    channel, message = own_message(call, "cant_update_message")
    if channel.archived:
        raise Refused("is_inactive")
    text, blocks = _read(call, UPDATE_CHARACTERS)
    sent = call.arguments.values
    if not text and not blocks and sent.get("blocks") is not None:
        raise Refused("no_text")
    metadata = _metadata(call)
    if not text and not blocks and metadata is None:
        raise Refused("no_text")
    # Blocks stay only where neither blocks nor a text come; with blocks, nobody sees an edit.
    if text or sent.get("blocks") is not None:
        message.text, message.blocks = text, blocks
    if metadata is not None:
        message.metadata = metadata or None
    if not blocks:
        message.edited = call.core.clock.ts()
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": _shown(call, message),
    }


def _delete(call: Call) -> Json:
    channel, message = own_message(call, "cant_delete_message")
    del channel.messages[message.ts]
    return {"channel": channel.id, "ts": message.ts}


def _post_ephemeral(call: Call) -> Json:
    channel = call.channel()
    if channel.archived:
        raise Refused("is_archived")
    if not call.inside(channel):
        raise Refused("not_in_channel")
    _refuse_closed_tab(call, channel)
    user = call.workspace.users.get(call.arguments.need("user"))
    if user is None or user.deactivated or user.id not in channel.members:
        raise Refused("user_not_in_channel")
    text, blocks = _read(call, POST_CHARACTERS)
    if not text and not blocks:
        raise Refused("no_text")
    message = Message(
        ts=call.core.clock.ts(),
        channel=channel.id,
        user=call.workspace.bot_user,
        text=text,
        blocks=blocks,
        thread=call.arguments.text("thread_ts"),
        only_for=user.id,
    )
    channel.ephemerals.append(message)
    return {"message_ts": message.ts}


def _permalink(call: Call) -> Json:
    channel = call.channel()
    ts = call.arguments.need("message_ts")
    if ts not in channel.messages:
        raise Refused("message_not_found")
    place = f"https://{call.workspace.domain}.slack.example/archives/{channel.id}"
    return {"channel": channel.id, "permalink": f"{place}/p{ts.replace('.', '')}"}


_WRITE = ("chat:write",)
SPECS = (
    Spec("chat.postMessage", _post, _WRITE),
    Spec("chat.update", _update, _WRITE),
    Spec("chat.delete", _delete, _WRITE),
    Spec("chat.postEphemeral", _post_ephemeral, _WRITE),
    Spec("chat.getPermalink", _permalink),
)
