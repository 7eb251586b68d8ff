"""What there is in the stand-in's Discord: people, servers, channels, messages.

Plain records without behaviour of their own; who may change them, and what is told of it, is the
world's affair.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from tests.fakes.discord.errors import Json


class Kind(IntEnum):
    """Kinds of channels."""

    TEXT = 0
    DM = 1
    VOICE = 2
    GROUP_DM = 3
    CATEGORY = 4
    ANNOUNCEMENT = 5
    ANNOUNCEMENT_THREAD = 10
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    STAGE = 13
    FORUM = 15


THREADS = (Kind.ANNOUNCEMENT_THREAD, Kind.PUBLIC_THREAD, Kind.PRIVATE_THREAD)
EPHEMERAL = 1 << 6
LOADING = 1 << 7
HAS_THREAD = 1 << 5
COMPONENTS_V2 = 1 << 15


@dataclass(slots=True, kw_only=True, eq=False)
class User:
    """Somebody with an account, human or bot."""

    id: int
    name: str
    display: str | None = None
    bot: bool = False
    locale: str = "en-GB"
    takes_dms: bool = True
    has_installed: bool = False

    @property
    def mention(self) -> str:
        """Return what mentions this person in a text."""
        return f"<@{self.id}>"


@dataclass(slots=True, kw_only=True, eq=False)
class Role:
    """A role of a guild."""

    id: int
    name: str
    permissions: int
    position: int
    mentionable: bool = False
    bot_id: int | None = None

    @property
    def mention(self) -> str:
        """Return what mentions this role in a text."""
        return f"<@&{self.id}>"


@dataclass(slots=True, kw_only=True)
class Overwrite:
    """What a channel allows or denies to one role or member beyond their roles."""

    id: int
    of_member: bool
    allow: int = 0
    deny: int = 0


@dataclass(slots=True, kw_only=True, eq=False)
class Member:
    """Somebody in a guild."""

    user: User
    roles: set[int] = field(default_factory=set)
    nick: str | None = None
    joined_at: str


@dataclass(slots=True, kw_only=True, eq=False)
class Attachment:
    """An uploaded file."""

    id: int
    filename: str
    content: bytes
    content_type: str
    description: str | None = None
    url: str = ""


@dataclass(slots=True, kw_only=True)
class Pings:
    """Who a message really notified."""

    users: set[int] = field(default_factory=set)
    roles: set[int] = field(default_factory=set)
    everyone: bool = False

    def __bool__(self) -> bool:
        return bool(self.users or self.roles or self.everyone)


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Message:
    """A message in a channel; with `only_for`, an ephemeral one that one person sees."""

    id: int
    channel: Channel
    author: User
    kind: int = 0
    content: str = ""
    components: list[Json] = field(default_factory=list)
    embeds: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    nonce: str | int | None = None
    tts: bool = False
    sent_at: float = 0.0
    edited_at: float | None = None
    edits: int = 0
    pinned: bool = False
    only_for: int | None = None
    reference: Json | None = None
    metadata: Json | None = None
    token: str | None = None
    reactions: dict[str, set[int]] = field(default_factory=dict)
    pings: Pings = field(default_factory=Pings)
    thread: Channel | None = None
    deleted: bool = False

    @property
    def has_v2(self) -> bool:
        """Return whether the message is made of components alone."""
        return bool(self.flags & COMPONENTS_V2)


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Channel:
    """A channel of a guild, a thread, or a direct message."""

    id: int
    kind: Kind
    name: str = ""
    guild: Guild | None = None
    parent_id: int | None = None
    position: int = 0
    topic: str | None = None
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    recipients: list[User] = field(default_factory=list)
    messages: dict[int, Message] = field(default_factory=dict)
    whispers: dict[int, Message] = field(default_factory=dict)
    owner_id: int | None = None
    archived: bool = False
    locked: bool = False
    auto_archive: int = 1440
    thread_members: set[int] = field(default_factory=set)

    @property
    def is_thread(self) -> bool:
        """Return whether this is a thread."""
        return self.kind in THREADS

    @property
    def takes_messages(self) -> bool:
        """Return whether messages can be in it at all."""
        return self.kind not in (Kind.CATEGORY, Kind.FORUM)

    @property
    def mention(self) -> str:
        """Return what links to this channel in a text."""
        return f"<#{self.id}>"


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Guild:
    """A server; the bot need not be in it."""

    id: int
    name: str
    owner_id: int
    locale: str = "en-GB"
    roles: dict[int, Role] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    member_count: int | None = None
    joined_at: str = ""
    unavailable: bool = False
