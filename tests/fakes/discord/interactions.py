"""An interaction from its beginning to the end of its token.

Knows the 3 seconds for the first response, the 15 minutes of the token, which response fits which
interaction, and what each response does; must not know HTTP, nor how a person acts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from tests.fakes.discord import payloads, permissions, posting
from tests.fakes.discord.checks.commands import check_choices
from tests.fakes.discord.checks.messages import check_message
from tests.fakes.discord.checks.modals import check_modal
from tests.fakes.discord.checks.tree import numbered
from tests.fakes.discord.entities import EPHEMERAL, LOADING, Channel, Guild, Kind, Message, User
from tests.fakes.discord.errors import Form, Json, Refused, unknown
from tests.fakes.discord.posting import Uploads
from tests.fakes.discord.world import World

FIRST_RESPONSE: Final = 3.0
TOKEN_LIFE: Final = 15 * 60.0
FOREIGN_FOLLOWUPS_MOST: Final = 5
FILE_LIMIT: Final = 10 * 1024 * 1024

COMMAND: Final = 2
COMPONENT: Final = 3
AUTOCOMPLETE: Final = 4
MODAL_SUBMIT: Final = 5

PONG: Final = 1
MESSAGE: Final = 4
DEFERRED: Final = 5
DEFERRED_UPDATE: Final = 6
UPDATE: Final = 7
CHOICES: Final = 8
MODAL: Final = 9


@dataclass(slots=True, kw_only=True, eq=False)
class Interaction:
    """One thing a person did that the application has to answer."""

    id: int
    token: str
    kind: int
    user: User
    channel: Channel
    data: Json
    owners: dict[str, str]
    context: int
    begun_at: float
    message: Message | None = None
    private: bool = False
    response: int | None = None
    answered_at: float | None = None
    failed: bool = False
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Json] | None = None
    option_kind: int = 3
    touched: int = 0

    @property
    def is_loading(self) -> bool:
        """Return whether the person still sees the application thinking."""
        return self.original is not None and bool(self.original.flags & LOADING)


@dataclass(slots=True)
class Interactions:
    """All interactions there have been, by id and by token."""

    world: World
    by_id: dict[int, Interaction] = field(default_factory=dict)
    by_token: dict[str, Interaction] = field(default_factory=dict)

    def begin(
        self,
        kind: int,
        user: User,
        channel: Channel,
        data: Json,
        *,
        owners: dict[str, str],
        message: Message | None = None,
        option_kind: int = 3,
    ) -> Interaction:
        """Start an interaction and tell the application of it."""
        world = self.world
        number = world.ids.new()
        interaction = Interaction(
            id=number,
            token=f"aW50ZXJhY3Rpb24-{number}",
            kind=kind,
            user=user,
            channel=channel,
            data=data,
            owners=owners,
            context=context_of(world, channel),
            begun_at=world.clock.now(),
            message=message,
            private=_is_kept_private(channel, user, owners),
            option_kind=option_kind,
        )
        self.by_id[number] = interaction
        self.by_token[interaction.token] = interaction
        guild = channel.guild
        reachable = guild if guild and world.bot.id in guild.members else None
        world.emit("INTERACTION_CREATE", shown(world, interaction), reachable)
        return interaction

    async def first_response(self, interaction: Interaction) -> None:
        """Wait until the application has responded or its three seconds are over."""
        clock = self.world.clock
        end = interaction.begun_at + FIRST_RESPONSE

        def over() -> bool:
            return interaction.response is not None or clock.now() >= end

        while not over():
            try:
                await self.world.until(over, within=clock.real(end - clock.now()) + 0.05)
            except TimeoutError:
                continue
        interaction.failed = interaction.response is None
        self.world.pulse()

    def open(self, interaction_id: int, token: str) -> Interaction:
        """Return the interaction that may still get its first response, or refuse."""
        interaction = self.by_id.get(interaction_id)
        if interaction is None or interaction.token != token:
            raise unknown("interaction")
        if interaction.response is not None:
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        late = self.world.clock.now() > interaction.begun_at + FIRST_RESPONSE
        if interaction.failed or late:
            raise unknown("interaction")
        return interaction

    def webhook(self, webhook_id: int, token: str) -> Interaction:
        """Return the interaction whose token this is, if it has been responded to and lives."""
        interaction = self.by_token.get(token)
        if interaction is None or webhook_id != self.world.bot.id or interaction.response is None:
            raise unknown("webhook")
        if self.world.clock.now() > interaction.begun_at + TOKEN_LIFE:
            raise Refused(401, 50027, "Invalid Webhook Token")
        return interaction

    def respond(self, one: Interaction, kind: int, data: Json, uploads: Uploads) -> None:
        """Carry out the first response."""
        if kind not in _fitting(one):
            form = Form()
            form.wrong(
                ("type",),
                "INTERACTION_CALLBACK_TYPE_INVALID",
                f"Interactions of type {one.kind} cannot be responded to with type {kind}.",
            )
            form.finish()
        match kind:
            case 4:
                check_message(data, uploads, whispers=True, path=("data",))
                one.original = self.say(one, data, uploads)
            case 5:
                if (data.get("flags") or 0) & ~EPHEMERAL:
                    form = Form()
                    form.wrong(
                        ("data", "flags"), "MESSAGE_FLAGS_INVALID", "Only EPHEMERAL can be set."
                    )
                    form.finish()
                one.original = self.say(one, {"flags": data.get("flags")}, {}, loading=True)
            case 6 | 7:
                source = self._source(one)
                if kind == UPDATE:
                    check_message(data, uploads, before=source, whispers=True, path=("data",))
                    posting.edit(self.world, source, data, uploads)
                one.original = source
            case 8:
                form = Form()
                choices = data.get("choices")
                if not isinstance(choices, list) or len(choices) > 25:
                    form.wrong(
                        ("data", "choices"),
                        "BASE_TYPE_MAX_LENGTH",
                        "Must be 25 or fewer in length.",
                    )
                else:
                    check_choices(form, choices, ("data", "choices"), one.option_kind)
                form.finish()
                one.choices = choices
            case _:
                form = Form()
                check_modal(form, data)
                form.finish()
                one.modal = data | {"components": numbered(data["components"])}
        one.response = kind
        one.answered_at = self.world.clock.now()
        self.world.pulse()

    def say(
        self, one: Interaction, data: Json, uploads: Uploads, *, loading: bool = False
    ) -> Message:
        """Put a message of the application's into the place of the interaction."""
        whispered = bool((data.get("flags") or 0) & EPHEMERAL) or one.private
        reference = None
        if one.message is not None:
            reference = {
                "type": 0,
                "message_id": str(one.message.id),
                "channel_id": str(one.channel.id),
            }
        return posting.post(
            self.world,
            one.channel,
            self.world.bot,
            data,
            uploads,
            kind=20 if one.kind == COMMAND else 0,
            only_for=one.user.id if whispered else None,
            token=one.token,
            metadata=_metadata(one),
            reference=reference,
            loading=loading,
        )

    def follow_up(self, one: Interaction, data: Json, uploads: Uploads) -> Message:
        """Carry out a follow-up; right after a deferral it fills the waiting message."""
        check_message(data, uploads, whispers=True)
        one.touched += 1
        if one.is_loading and one.original is not None:
            return posting.edit(self.world, one.original, data, uploads)
        if set(one.owners) == {"1"} and len(one.followups) >= FOREIGN_FOLLOWUPS_MOST:
            raise Refused(
                400, 40094, "This interaction has hit the maximum number of follow up messages"
            )
        message = self.say(one, data, uploads)
        one.followups.append(message)
        return message

    def said(self, one: Interaction, message_id: int | None) -> Message:
        """Return a message that this token reaches: the original (`None`) or by its id."""
        candidates = [one.original, *one.followups]
        for message in candidates if message_id is not None else candidates[:1]:
            if message is not None and message_id in (None, message.id):
                if message.deleted:
                    raise unknown("message")
                return message
        raise unknown("webhook" if message_id is None else "message")

    def _source(self, one: Interaction) -> Message:
        if one.message is None or one.message.deleted:
            raise unknown("message")
        return one.message


def _fitting(one: Interaction) -> tuple[int, ...]:
    match one.kind:
        case 2:
            return (MESSAGE, DEFERRED, MODAL)
        case 3:
            return (MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, MODAL)
        case 4:
            return (CHOICES,)
        case _:
            updates = (DEFERRED_UPDATE, UPDATE) if one.message is not None else ()
            return (MESSAGE, DEFERRED, *updates)


def context_of(world: World, channel: Channel) -> int:
    """Return where a channel is: in a guild (0), a DM with the bot (1), or between others (2)."""
    if channel.guild is not None:
        return 0
    with_bot = any(user.id == world.bot.id for user in channel.recipients)
    return 1 if with_bot and channel.kind is Kind.DM else 2


def _is_kept_private(channel: Channel, user: User, owners: dict[str, str]) -> bool:
    if channel.guild is None or set(owners) != {"1"}:
        return False
    return not permissions.in_channel(channel, user.id) & permissions.USE_EXTERNAL_APPS


def _metadata(one: Interaction) -> Json:
    metadata: Json = {
        "id": str(one.id),
        "type": one.kind,
        "user": payloads.user(one.user),
        "authorizing_integration_owners": one.owners,
    }
    if one.kind == COMPONENT and one.message is not None:
        metadata["interacted_message_id"] = str(one.message.id)
    return metadata


def shown(world: World, one: Interaction) -> Json:
    """Show an interaction as INTERACTION_CREATE does."""
    channel, guild = one.channel, one.channel.guild
    own = permissions.in_channel(channel, world.bot.id) or permissions.DM
    place = payloads.channel(channel)
    data: Json = {
        "id": str(one.id),
        "application_id": str(world.bot.id),
        "type": one.kind,
        "data": one.data,
        "token": one.token,
        "version": 1,
        "channel_id": str(channel.id),
        "channel": place,
        "locale": one.user.locale,
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": one.owners,
        "context": one.context,
        "app_permissions": str(own),
        "attachment_size_limit": FILE_LIMIT,
    }
    if guild is not None:
        allowed = permissions.in_channel(channel, one.user.id)
        place["permissions"] = str(allowed)
        data |= {
            "guild_id": str(guild.id),
            "guild_locale": guild.locale,
            "guild": _partial(guild),
            "member": payloads.member(guild.members[one.user.id]) | {"permissions": str(allowed)},
        }
    else:
        data["user"] = payloads.user(one.user)
    if one.message is not None:
        data["message"] = payloads.message(one.message)
    return data


def _partial(guild: Guild) -> Json:
    return {"id": str(guild.id), "locale": guild.locale, "features": []}
