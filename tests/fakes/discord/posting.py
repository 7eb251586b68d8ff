"""Writing messages into channels: new, edited, deleted; and who they really notify.

Knows how Discord completes what it is sent (component ids, attachments' addresses, pings); must
not know permissions or what is refused: a body that comes here has been checked.
"""

from __future__ import annotations

import mimetypes
import re

from tests.fakes.discord import payloads, permissions
from tests.fakes.discord.checks import tree
from tests.fakes.discord.entities import (
    COMPONENTS_V2,
    EPHEMERAL,
    LOADING,
    Attachment,
    Channel,
    Message,
    Pings,
    User,
)
from tests.fakes.discord.errors import Json
from tests.fakes.discord.world import World

Uploads = dict[int, tuple[str, bytes]]
EVERYTHING = {"parse": ["users", "roles", "everyone"]}
USERS_ONLY = {"parse": ["users"]}


def post(
    world: World,
    channel: Channel,
    author: User,
    body: Json,
    uploads: Uploads | None = None,
    *,
    kind: int = 0,
    only_for: int | None = None,
    token: str | None = None,
    metadata: Json | None = None,
    reference: Json | None = None,
    loading: bool = False,
) -> Message:
    """Put a message into a channel; with `only_for`, show it to that person alone."""
    flags = (body.get("flags") or 0) & ~EPHEMERAL
    flags |= (EPHEMERAL if only_for else 0) | (LOADING if loading else 0)
    message = Message(
        id=world.ids.new(),
        channel=channel,
        author=author,
        kind=kind,
        content=body.get("content") or "",
        embeds=[each | {"type": "rich"} for each in body.get("embeds") or []],
        flags=flags,
        nonce=body.get("nonce"),
        tts=bool(body.get("tts")),
        sent_at=world.clock.now(),
        only_for=only_for,
        token=token,
        metadata=metadata,
        reference=reference,
    )
    _attach(world, message, body, uploads or {})
    _build(message, body.get("components") or [])
    allowed = body.get("allowed_mentions") or (USERS_ONLY if token else EVERYTHING)
    message.pings = pings(message, allowed)
    (channel.whispers if only_for else channel.messages)[message.id] = message
    if channel.is_thread:
        channel.archived = False
        channel.thread_members.add(author.id)
    if only_for is None:
        world.emit("MESSAGE_CREATE", payloads.sent_message(message), channel.guild, channel)
    world.pulse()
    return message


def edit(world: World, message: Message, body: Json, uploads: Uploads | None = None) -> Message:
    """Change a message by what a body brings; what it does not name stays."""
    if "content" in body:
        message.content = body["content"] or ""
    if "embeds" in body:
        message.embeds = [each | {"type": "rich"} for each in body["embeds"] or []]
    message.flags |= (body.get("flags") or 0) & COMPONENTS_V2
    message.flags &= ~LOADING
    if body.get("attachments") is not None:
        kept = {int(each["id"]): each for each in body["attachments"]}
        message.attachments = [each for each in message.attachments if each.id in kept]
        for each in message.attachments:
            each.description = kept[each.id].get("description", each.description)
    _attach(world, message, body, uploads or {})
    if body.get("components") is not None:
        _build(message, body["components"])
    message.edited_at = world.clock.now()
    message.edits += 1
    if message.only_for is None:
        shown = payloads.sent_message(message)
        world.emit("MESSAGE_UPDATE", shown, message.channel.guild, message.channel)
    world.pulse()
    return message


def delete(world: World, message: Message) -> None:
    """Take a message away."""
    channel = message.channel
    message.deleted = True
    channel.messages.pop(message.id, None)
    channel.whispers.pop(message.id, None)
    if message.only_for is None:
        shown: Json = {"id": str(message.id), "channel_id": str(channel.id)}
        if channel.guild is not None:
            shown["guild_id"] = str(channel.guild.id)
        world.emit("MESSAGE_DELETE", shown, channel.guild, channel)
    world.pulse()


def _attach(world: World, message: Message, body: Json, uploads: Uploads) -> None:
    described = {int(each["id"]): each for each in body.get("attachments") or []}
    for index, (name, content) in uploads.items():
        about = described.get(index, {})
        filename = re.sub(r"[^\w.\-]", "_", about.get("filename") or name)
        attachment = Attachment(
            id=world.ids.new(),
            filename=filename,
            content=content,
            content_type=mimetypes.guess_type(filename)[0] or "application/octet-stream",
            description=about.get("description"),
        )
        path = f"/attachments/{message.channel.id}/{attachment.id}/{filename}"
        world.files[path] = content
        attachment.url = world.cdn + path
        message.attachments.append(attachment)


def _build(message: Message, components: list[Json]) -> None:
    built = tree.numbered(components)
    for _, component in tree.walk(built):
        for _, item in tree.media(component):
            _show_media(message, component, item)
    message.components = built


def _show_media(message: Message, component: Json, item: Json) -> None:
    url = str(item["url"])
    name = url.removeprefix("attachment://")
    for attachment in message.attachments:
        if attachment.filename == name or attachment.url == url:
            item["url"] = attachment.url
            item["attachment_id"] = str(attachment.id)
            item["content_type"] = attachment.content_type
            if component["type"] == tree.FILE:
                component |= {"name": attachment.filename, "size": len(attachment.content)}
    item |= {"proxy_url": item["url"], "loading_state": 2, "flags": 0}
    item |= {"width": 800, "height": 600}


def shown_text(message: Message) -> str:
    """Return all text a message shows in its body."""
    return "\n".join([message.content, *tree.texts(message.components)]).strip()


def pings(message: Message, allowed: Json) -> Pings:
    """Work out whom a message notifies, from its text and what it allows."""
    text = shown_text(message)
    found = Pings()
    guild = message.channel.guild
    parse = allowed.get("parse") or []
    if message.only_for is not None:
        return found
    may = permissions.in_channel(message.channel, message.author.id)
    may_all = bool(may & permissions.MENTION_EVERYONE)
    for user_id in map(int, re.findall(r"<@!?(\d+)>", text)):
        if "users" in parse or user_id in map(int, allowed.get("users") or []):
            found.users.add(user_id)
    for role_id in map(int, re.findall(r"<@&(\d+)>", text)):
        named = "roles" in parse or role_id in map(int, allowed.get("roles") or [])
        role = guild.roles.get(role_id) if guild else None
        if named and role is not None and (role.mentionable or may_all):
            found.roles.add(role_id)
    if re.search(r"@(everyone|here)\b", text) and "everyone" in parse and may_all:
        found.everyone = True
    return found
