"""files.*: an upload in three calls. The second, the bytes, goes to the server's own route."""

from __future__ import annotations

from typing import Any

from tests.fakes.slack.errors import Json, Refused
from tests.fakes.slack.methods.call import Call, Spec
from tests.fakes.slack.methods.chat import thread_of
from tests.fakes.slack.shapes import file_json
from tests.fakes.slack.world import Channel, File, Message

ALT_TEXT = 1000


def _upload_url(call: Call) -> Json:
    length = call.arguments.number("length", 0)
    if length < 1:
        raise Refused("missing_argument")
    alt_text = call.arguments.text("alt_txt") or ""
    if len(alt_text) > ALT_TEXT:
        raise Refused("alt_txt_too_large")
    file = File(
        id=call.core.world.new_id("F"),
        name=call.arguments.need("filename"),
        length=length,
        alt_text=alt_text,
        ticket=call.core.word(24),
    )
    call.workspace.files[file.id] = file
    url = f"{call.core.address}/upload/v1/{call.workspace.id}/{file.id}/{file.ticket}"
    return {"upload_url": url, "file_id": file.id}


def _complete(call: Call) -> Json:
    named: Any = call.arguments.json("files", "invalid_arguments")
    if not isinstance(named, list) or not named:
        raise Refused("invalid_arguments", ["[ERROR] missing required field: files"])
    files = [_uploaded(call, one) for one in named]
    channel = _shared_to(call)
    for file, one in zip(files, named, strict=True):
        file.title = str(one.get("title") or file.name)
        file.complete, file.ready_at = True, call.core.clock.now() + call.core.waits.file
    if channel is not None:
        _share(call, channel, files)
    now = call.core.clock.now()
    return {"files": [file_json(file, now) for file in files]}


def _uploaded(call: Call, one: Any) -> File:
    file = call.workspace.files.get(one.get("id", "")) if isinstance(one, dict) else None
    if file is None or file.content is None or file.complete:
        raise Refused("file_not_found")
    return file


def _shared_to(call: Call) -> Channel | None:
    if call.arguments.text("channel_id") is None:
        return None
    name = call.arguments.need("channel_id")
    channel = call.workspace.channels.get(name)
    if channel is None or (channel.kind != "public" and not call.inside(channel)):
        raise Refused("invalid_channel")
    if channel.archived:
        raise Refused("posting_to_channel_denied")
    if not call.inside(channel):
        raise Refused("not_in_channel")
    return channel


def _share(call: Call, channel: Channel, files: list[File]) -> None:
    thread = thread_of(call, channel)
    message = Message(
        ts=call.core.clock.ts(),
        channel=channel.id,
        user=call.workspace.bot_user,
        text=call.arguments.text("initial_comment") or "",
        thread=thread,
        files=[file.id for file in files],
    )
    channel.messages[message.ts] = message
    for file in files:
        file.channels.append(channel.id)


def _info(call: Call) -> Json:
    file = call.workspace.files.get(call.arguments.need("file"))
    if file is None or not file.complete:
        raise Refused("file_not_found")
    return {"file": file_json(file, call.core.clock.now())}


SPECS = (
    Spec("files.getUploadURLExternal", _upload_url, ("files:write",)),
    Spec("files.completeUploadExternal", _complete, ("files:write",)),
    Spec("files.info", _info, ("files:read",)),
)
