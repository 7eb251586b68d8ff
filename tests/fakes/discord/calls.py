"""A request as the routes see it, and what they may ask of it.

Knows how bodies arrive (JSON, or a form with `payload_json` and files) and who may do what where;
must not know routes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from aiohttp import BodyPartReader, web

from tests.fakes.discord import permissions
from tests.fakes.discord.checks.messages import FILES_MOST, REQUEST_BYTES_MOST
from tests.fakes.discord.entities import Channel, Guild, Message
from tests.fakes.discord.errors import (
    Form,
    Json,
    Refused,
    missing_access,
    missing_permissions,
    unknown,
)
from tests.fakes.discord.posting import Uploads
from tests.fakes.discord.world import World

if TYPE_CHECKING:
    from tests.fakes.discord.interactions import Interactions

Reply: TypeAlias = tuple[int, Json | list[Json] | None]


@dataclass(slots=True, kw_only=True)
class Call:
    """One request on its way."""

    world: World
    interactions: Interactions
    method: str
    template: str
    params: dict[str, str]
    query: dict[str, str]
    body: Json | list[Json] | None
    uploads: Uploads = field(default_factory=dict)
    gateway_url: str = ""
    identifies_left: int = 1000
    max_concurrency: int = 1

    @property
    def form(self) -> Json:
        """Return the body, which has to be an object."""
        if self.body is None:
            return {}
        if not isinstance(self.body, dict):
            raise Refused(400, 50035, "Invalid Form Body")
        return self.body

    def number(self, name: str) -> int:
        """Return an id from the path."""
        text = self.params[name]
        if not text.isdigit():
            form = Form()
            form.wrong((name,), "NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.')
            form.finish()
        return int(text)

    def channel(self) -> Channel:
        """Return the channel of the path, if the bot can see it."""
        found = self.world.channels.get(self.number("channel_id"))
        if found is None:
            raise unknown("channel")
        self.may(found, permissions.VIEW_CHANNEL)
        return found

    def may(self, channel: Channel, *needed: int) -> int:
        """Refuse unless the bot sees a channel and has these permissions there."""
        allowed = permissions.in_channel(channel, self.world.bot.id)
        if not allowed & permissions.VIEW_CHANNEL:
            raise missing_access()
        for bit in needed:
            if not allowed & bit:
                raise missing_permissions()
        return allowed

    def message(self, channel: Channel) -> Message:
        """Return the message of the path, which is not an ephemeral one."""
        found = channel.messages.get(self.number("message_id"))
        if found is None:
            raise unknown("message")
        return found

    def guild(self) -> Guild:
        """Return the guild of the path, if the bot is in it."""
        found = self.world.guilds.get(self.number("guild_id"))
        if found is None or self.world.bot.id not in found.members:
            raise unknown("guild")
        return found

    def place_to_write(self, *, files: bool) -> Channel:
        """Return the channel of the path, if the bot may write there."""
        channel = self.channel()
        if channel.guild is None:
            self._check_dm(channel)
            return channel
        if not channel.takes_messages:
            raise Refused(400, 50008, "Cannot send messages in a non-text channel")
        threads = permissions.SEND_MESSAGES_IN_THREADS
        self.may(channel, threads if channel.is_thread else permissions.SEND_MESSAGES)
        if files:
            self.may(channel, permissions.ATTACH_FILES)
        if channel.locked:
            self.may(channel, permissions.MANAGE_THREADS)
        return channel

    def _check_dm(self, channel: Channel) -> None:
        for person in channel.recipients:
            if person.bot:
                continue
            reachable = self.world.shared_guilds(person) or person.has_installed
            if not reachable:
                raise Refused(
                    403, 50278, "Cannot send messages to this user due to having no mutual guilds"
                )
            if not person.takes_dms:
                raise Refused(403, 50007, "Cannot send messages to this user")


async def read_body(request: web.Request) -> tuple[Json | list[Json] | None, Uploads]:
    """Read a body: nothing, JSON, or a multipart form with its files by index."""
    kind = request.content_type
    if not request.can_read_body:
        return None, {}
    if kind == "multipart/form-data":
        return await _read_form(request)
    text = await request.text()
    if not text:
        return None, {}
    if kind != "application/json":
        form = Form()
        form.wrong(("_content_type",), "CONTENT_TYPE_INVALID", f"Expected JSON, got {kind}")
        form.finish()
    return _parsed(text), {}


def _parsed(text: str) -> Json | list[Json]:
    try:
        body = json.loads(text)
    except ValueError:
        raise Refused(400, 50109, "The request body contains invalid JSON.") from None
    if not isinstance(body, dict | list):
        raise Refused(400, 50035, "Invalid Form Body")
    return body


async def _read_form(request: web.Request) -> tuple[Json | list[Json] | None, Uploads]:
    body: Json | list[Json] | None = None
    uploads: Uploads = {}
    size = 0
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        content = bytes(await part.read(decode=False))
        size += len(content)
        if size > REQUEST_BYTES_MOST:
            raise Refused(413, 40005, "Request entity too large")
        if part.name == "payload_json":
            body = _parsed(content.decode())
            continue
        match = re.fullmatch(r"files\[(\d+)\]", part.name or "")
        if match is None or not part.filename:
            form = Form()
            form.wrong((str(part.name),), "FORM_FIELD_UNKNOWN", "Only payload_json and files[n]")
            form.finish()
            continue
        uploads[int(match[1])] = (part.filename, content)
    if len(uploads) > FILES_MOST:
        raise Refused(
            400, 30015, f"Maximum number of attachments in a message reached ({FILES_MOST})"
        )
    return body, uploads
