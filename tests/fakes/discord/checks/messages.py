"""What Discord refuses in a message, new or edited, wherever it is sent to.

Knows lengths, what Components V2 excludes, flags, mentions, embeds and attachments; must not know
channels, permissions or interactions.
"""

from __future__ import annotations

from typing import Final

from tests.fakes.discord.checks.components import check_components
from tests.fakes.discord.checks.tree import Path
from tests.fakes.discord.entities import COMPONENTS_V2, EPHEMERAL, Message
from tests.fakes.discord.errors import Form, Json, Refused

CONTENT_MOST: Final = 2000
FILES_MOST: Final = 10
FILE_BYTES_MOST: Final = 10 * 1024 * 1024
REQUEST_BYTES_MOST: Final = 25 * 1024 * 1024
SUPPRESS_EMBEDS: Final = 1 << 2
SUPPRESS_NOTIFICATIONS: Final = 1 << 12
LEGACY: Final = ("content", "embeds", "poll", "sticker_ids")
SENT_FLAGS: Final = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2


def check_message(
    body: Json,
    files: dict[int, tuple[str, bytes]],
    *,
    before: Message | None = None,
    whispers: bool = False,
    path: Path = (),
) -> None:
    """Refuse a message that is wrong.

    `files` are the uploads by index, as name and content; `before` is the message that is
    edited; `whispers` says that the EPHEMERAL flag may be set; `path` is where the message stands
    in the whole body.
    """
    form = Form()
    flags = body.get("flags") or 0
    if not isinstance(flags, int):
        form.wrong((*path, "flags"), "NUMBER_TYPE_COERCE", "Value is not int.")
        flags = 0
    _check_flags(form, flags, body, before, whispers, path)
    v2 = bool(flags & COMPONENTS_V2) or bool(before and before.has_v2)
    names = check_files(form, body, files, before, path)
    form.length((*path, "content"), body.get("content"), CONTENT_MOST)
    form.length((*path, "nonce"), _text_nonce(body), 25)
    check_mentions(form, body.get("allowed_mentions"), (*path, "allowed_mentions"))
    check_embeds(form, body.get("embeds") or [], (*path, "embeds"))
    if v2:
        _check_legacy(form, body, before, path)
    if body.get("components") is not None:
        at = (*path, "components")
        check_components(form, body["components"], v2=v2, filenames=names, path=at)
    form.finish()
    if not _has_something(body, before, names, v2):
        raise Refused(400, 50006, "Cannot send an empty message")


def _check_flags(
    form: Form, flags: int, body: Json, before: Message | None, whispers: bool, path: Path
) -> None:
    allowed = SENT_FLAGS | (EPHEMERAL if whispers else 0)
    if before is None and flags & ~allowed:
        form.wrong(
            (*path, "flags"), "MESSAGE_FLAGS_INVALID", f"Only flags in {allowed} can be set."
        )
    had_v2 = before is not None and before.has_v2
    if had_v2 and body.get("flags") is not None and not flags & COMPONENTS_V2:
        form.wrong(
            (*path, "flags"),
            "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG",
            "The IS_COMPONENTS_V2 flag cannot be removed from a message.",
        )


def _check_legacy(form: Form, body: Json, before: Message | None, path: Path) -> None:
    for name in LEGACY:
        kept = getattr(before, name, None) if before is not None else None
        if body.get(name) or (kept and name not in body):
            form.wrong(
                (*path, name),
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
            )


def _text_nonce(body: Json) -> object:
    nonce = body.get("nonce")
    return None if isinstance(nonce, int) else nonce


def _has_something(body: Json, before: Message | None, names: list[str], v2: bool) -> bool:
    def now(name: str) -> object:
        if name in body or before is None:
            return body.get(name)
        return getattr(before, name, None)

    if v2:
        return bool(now("components"))
    shown = ("content", "embeds", "components", "poll", "sticker_ids")
    return bool(names) or any(now(name) for name in shown)


def check_files(
    form: Form,
    body: Json,
    files: dict[int, tuple[str, bytes]],
    before: Message | None,
    path: Path,
) -> list[str]:
    """Check the attachments, and return the names a message will have them under."""
    if any(len(content) > FILE_BYTES_MOST for _, content in files.values()):
        raise Refused(413, 40005, "Request entity too large")
    kept = {each.id: each.filename for each in before.attachments} if before else {}
    listed = body.get("attachments")
    names = [name for name, _ in files.values()]
    if listed is None:
        names += kept.values()
    elif isinstance(listed, list):
        for index, each in enumerate(listed):
            at = (*path, "attachments", index)
            form.length((*at, "description"), each.get("description"), 1024)
            form.length((*at, "filename"), each.get("filename"), 1024, 1)
            number = int(each.get("id", -1))
            if number in kept:
                names.append(kept[number])
            elif number not in files:
                form.wrong(
                    (*at, "id"), "ATTACHMENT_NOT_FOUND", f"Attachment {number} was not found"
                )
    if len(names) > FILES_MOST:
        form.wrong(
            (*path, "attachments"),
            "BASE_TYPE_MAX_LENGTH",
            f"Must be {FILES_MOST} or fewer in length.",
        )
    return names


def check_mentions(form: Form, allowed: object, path: Path) -> None:
    """Check an allowed_mentions object."""
    if allowed is None:
        return
    if not isinstance(allowed, dict):
        form.wrong(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return
    parse = allowed.get("parse") or []
    for index, kind in enumerate(parse):
        if kind not in ("users", "roles", "everyone"):
            form.wrong(
                (*path, "parse", index), "BASE_TYPE_CHOICES", f"{kind!r} is no kind of mention"
            )
    for kind in ("users", "roles"):
        ids = allowed.get(kind) or []
        if len(ids) > 100:
            form.wrong((*path, kind), "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
        if ids and kind in parse:
            form.wrong(
                path,
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.',
            )


def check_embeds(form: Form, embeds: object, path: Path) -> None:
    """Check embeds: their number, each text, and all texts together."""
    if not isinstance(embeds, list) or len(embeds) > 10:
        form.wrong(path, "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
        return
    total = 0
    for index, embed in enumerate(embeds):
        at = (*path, index)
        fields = embed.get("fields") or []
        if len(fields) > 25:
            form.wrong((*at, "fields"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
        texts: list[tuple[Path, object, int]] = [
            (("title",), embed.get("title"), 256),
            (("description",), embed.get("description"), 4096),
            (("footer", "text"), (embed.get("footer") or {}).get("text"), 2048),
            (("author", "name"), (embed.get("author") or {}).get("name"), 256),
        ]
        for number, one in enumerate(fields):
            for name, most in (("name", 256), ("value", 1024)):
                form.required((*at, "fields", number, name), one.get(name))
                texts.append((("fields", number, name), one.get(name), most))
        for below, text, most in texts:
            form.length((*at, *below), text, most)
            total += len(text) if isinstance(text, str) else 0
    if total > 6000:
        form.wrong(path, "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")
