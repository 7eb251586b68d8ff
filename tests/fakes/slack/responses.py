"""What the app says through a response_url or within an acknowledgement. Knows their rules."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from tests.fakes.slack.core import RESPONSE_SECONDS, RESPONSE_USES, Core, ResponseUrl
from tests.fakes.slack.errors import Json, Refused
from tests.fakes.slack.methods.chat import read_blocks
from tests.fakes.slack.methods.views import change, place, read_view
from tests.fakes.slack.world import Channel, Message, View, Workspace

_SAID = {
    "text",
    "blocks",
    "attachments",
    "response_type",
    "replace_original",
    "delete_original",
    "thread_ts",
    "mrkdwn",
    "metadata",
    "unfurl_links",
    "unfurl_media",
}


class Responses:
    """Takes what comes to response URLs."""

    def __init__(self, core: Core) -> None:
        self.core = core

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a post to a response_url: 404 when it is used up or too old."""
        url = self.core.response_urls.get(request.match_info["name"])
        if url is None:
            return web.Response(status=404, text="no_such_url")
        if self.core.clock.now() - url.made > RESPONSE_SECONDS:
            return web.Response(status=404, text="expired_url")
        if url.uses >= RESPONSE_USES:
            return web.Response(status=404, text="used_url")
        url.uses += 1
        try:
            said = json.loads(await request.text())
            self.say(url, said)
        except ValueError:
            return web.Response(status=400, text="invalid_payload")
        except Refused as refused:
            return web.json_response(refused.body(), status=400)
        return web.Response(text="ok")

    def say(self, url: ResponseUrl, said: Any) -> None:
        """Carry out what a response says: post, replace or delete."""
        if not isinstance(said, dict) or set(said) - _SAID:
            raise Refused("invalid_payload")
        workspace = self.core.world.workspaces[url.team]
        channel = workspace.channels[url.channel]
        if said.get("delete_original") in (True, "true"):
            _remove(channel, url.message)
            return
        text = str(said.get("text") or "")
        blocks = read_blocks(self.core, workspace, said.get("blocks"), total=False)
        if not text and not blocks:
            raise Refused("no_text")
        original = _find(channel, url.message)
        if said.get("replace_original") in (True, "true") and original is not None:
            original.text, original.blocks = text, blocks
            original.edited = self.core.clock.ts()
            self.core.world.changed()
            return
        public = said.get("response_type") == "in_channel"
        message = Message(
            ts=self.core.clock.ts(),
            channel=channel.id,
            user=workspace.bot_user,
            text=text,
            blocks=blocks,
            thread=said.get("thread_ts"),
            only_for=None if public else url.user,
        )
        if public:
            channel.messages[message.ts] = message
        else:
            channel.ephemerals.append(message)
        self.core.world.changed()


def _find(channel: Channel, ts: str | None) -> Message | None:
    if ts is None:
        return None
    private = [one for one in channel.ephemerals if one.ts == ts]
    return private[0] if private else channel.messages.get(ts)


def _remove(channel: Channel, ts: str | None) -> None:
    channel.ephemerals = [one for one in channel.ephemerals if one.ts != ts]
    if ts is not None:
        channel.messages.pop(ts, None)


def take_submission(core: Core, workspace: Workspace, view: View, said: Json | None) -> None:
    """Carry out what the app answered to a submission; refuse what Slack would not take."""
    if said is None:
        workspace.close(view.user)
        return
    match said.get("response_action"):
        case "clear":
            workspace.close(view.user, everything=True)
        case "errors":
            view.errors = _errors(view, said.get("errors"))
        case "update":
            change(core, workspace, view, read_view(core, workspace, said.get("view"), "modal"))
        case "push":
            body = read_view(core, workspace, said.get("view"), "modal")
            place(core, workspace, view.user, body, push=True)
        case other:
            raise Refused("invalid_response_action", [f"[ERROR] response_action: {other}"])


def _errors(view: View, said: Any) -> dict[str, str]:
    if not isinstance(said, dict) or not said:
        raise Refused("invalid_arguments", ["[ERROR] errors must name input blocks"])
    inputs = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
    for name, words in said.items():
        if name not in inputs:
            raise Refused("invalid_arguments", [f"[ERROR] no input block: {name}"])
        if not isinstance(words, str) or not words:
            raise Refused("invalid_arguments", [f"[ERROR] an error without words: {name}"])
    return said
