"""A person at Discord's client: types commands, presses, chooses, fills in, and sees.

Knows what the client offers and shows; what it does not offer raises `NotOffered`. Must not know
how the application works.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from tests.fakes.discord import interactions as kinds
from tests.fakes.discord import permissions, posting
from tests.fakes.discord.checks import tree
from tests.fakes.discord.entities import Channel, Message, Role, User
from tests.fakes.discord.errors import Json
from tests.fakes.discord.interactions import Interaction, Interactions
from tests.fakes.discord.modal import Filled, Modal, resolve
from tests.fakes.discord.seen import Button, Seen, Select
from tests.fakes.discord.slash import NotOffered, offered, owners_of, read
from tests.fakes.discord.world import World

COMMAND_FAILED = "The application did not respond"
PRESS_FAILED = "This interaction failed"
SUBMIT_FAILED = "Something went wrong. Try again."
PATIENCE = 5.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reaction:
    """What came of an act: a message shown or changed, a modal opened, or a failure told."""

    interaction: Interaction
    notice: str | None = None

    @property
    def message(self) -> Seen | None:
        """Return the message shown in response, or the one that was changed."""
        shown = self.interaction.original
        return None if shown is None or shown.deleted else Seen(shown)

    @property
    def text(self) -> str:
        """Return the words of the response, or of the failure."""
        if self.notice is not None:
            return self.notice
        return self.message.text if self.message is not None else ""

    @property
    def followups(self) -> list[Seen]:
        """Return the further messages."""
        return [Seen(each) for each in self.interaction.followups if not each.deleted]


@dataclass(slots=True, eq=False)
class Person:
    """Somebody with the client open; remembers the place last acted in."""

    world: World
    interactions: Interactions
    user: User
    modal: Modal | None = None
    notices: list[str] = field(default_factory=list)
    place: Channel | None = None
    patience: float = PATIENCE

    @property
    def mention(self) -> str:
        """Return what mentions this person in a text."""
        return self.user.mention

    def installs(self) -> None:
        """Install the application for oneself, to have it everywhere."""
        self.user.has_installed = True

    def dm(self) -> Channel:
        """Return the direct message with the bot."""
        return self.world.dm(self.world.bot, self.user)

    def dm_with(self, other: Person) -> Channel:
        """Return the direct message with another person, where the bot is not."""
        return self.world.dm(self.user, other.user)

    # --- seeing ------------------------------------------------------------------------------

    def sees(self, channel: Channel | None = None) -> list[Seen]:
        """Return the messages of a channel as this person sees them, oldest first."""
        channel = self._here(channel)
        if not permissions.in_channel(channel, self.user.id):
            raise NotOffered(f"{self.user.name} does not see {channel.name!r}")
        own = [each for each in channel.whispers.values() if each.only_for == self.user.id]
        everything = sorted([*channel.messages.values(), *own], key=lambda each: each.id)
        return [Seen(each) for each in everything]

    def last(self, channel: Channel | None = None) -> Seen:
        """Return the newest message this person sees in a channel."""
        return self.sees(channel)[-1]

    def whispers(self, channel: Channel | None = None) -> list[Seen]:
        """Return the messages that only this person sees in a channel."""
        return [each for each in self.sees(channel) if each.is_private]

    def told(self) -> list[Seen]:
        """Return what the bot wrote in the direct message."""
        return [each for each in self.sees(self.dm()) if each.message.author is self.world.bot]

    def reloads(self) -> None:
        """Restart the client: what only this person saw is gone, and a modal closed."""
        self.modal = None
        for channel in self.world.channels.values():
            own = [each for each in channel.whispers.values() if each.only_for == self.user.id]
            for message in own:
                del channel.whispers[message.id]

    def commands(self, channel: Channel | None = None) -> list[str]:
        """Return the names of the commands the client offers here."""
        return [command.name for command, _ in offered(self.world, self.user, self._here(channel))]

    async def until(self, holds: Callable[[], bool], *, within: float | None = None) -> None:
        """Wait until something holds, real seconds at most."""
        await self.world.until(holds, within=within or self.patience)

    # --- acting ------------------------------------------------------------------------------

    async def types(self, line: str, *, in_: Channel | None = None, **options: object) -> Reaction:
        """Type "/name sub" with its options; people, roles and channels are given as such."""
        channel = self._acts(in_)
        values = {name.rstrip("_"): _plain(value) for name, value in options.items()}
        typed = read(self.world, self.user, channel, line, values)
        one = self._begin(kinds.COMMAND, channel, typed.data, typed.owners)
        return await self._outcome(one, COMMAND_FAILED)

    async def completes(
        self,
        line: str,
        option: str,
        typed: str = "",
        *,
        in_: Channel | None = None,
        **options: object,
    ) -> list[str]:
        """Begin to type an option, and return the names of what is suggested."""
        return [
            str(each["name"]) for each in await self.suggested(line, option, typed, in_, options)
        ]

    async def suggested(
        self,
        line: str,
        option: str,
        typed: str = "",
        in_: Channel | None = None,
        options: dict[str, object] | None = None,
    ) -> list[Json]:
        """Begin to type an option, and return the choices as they came."""
        channel = self._acts(in_)
        values = {name.rstrip("_"): _plain(value) for name, value in (options or {}).items()}
        values[option] = typed
        read_ = read(self.world, self.user, channel, line, values, focused=option)
        one = self.interactions.begin(
            kinds.AUTOCOMPLETE,
            self.user,
            channel,
            read_.data,
            owners=read_.owners,
            option_kind=read_.focused_kind,
        )
        await self.interactions.first_response(one)
        if one.choices is None:
            self.notices.append("Loading options failed")
            return []
        return one.choices

    async def clicks(
        self, label: str, *, on: Seen | Message | None = None, in_: Channel | None = None
    ) -> Reaction:
        """Press the button with a label (or custom_id), on a message or the newest that has it."""

        def has(seen: Seen) -> Button | None:
            buttons = seen.buttons
            return next((each for each in buttons if label in (each.label, each.custom_id)), None)

        seen, button = self._find(has, on, in_, f"button {label!r}")
        if button.disabled or button.custom_id is None:
            raise NotOffered(f"{button.label!r} cannot be pressed")
        data = {
            "component_type": tree.BUTTON,
            "custom_id": button.custom_id,
            "id": button.data["id"],
        }
        return await self._press(seen, data)

    async def selects(
        self,
        *choices: str | User | Role | Channel | Person,
        on: Seen | Message | None = None,
        menu: str | None = None,
        in_: Channel | None = None,
    ) -> Reaction:
        """Choose options by label (or people, roles, channels) in a select menu.

        `menu` is its placeholder or custom_id; without it, the first menu that offers them.
        """
        plain = [_plain(each) for each in choices]
        texts = [each for each in plain if isinstance(each, str)]

        def offers(select: Select) -> bool:
            if menu is not None:
                return menu in (select.placeholder, select.custom_id)
            if select.kind != tree.STRING_SELECT:
                return not texts
            values = {each["value"] for each in select.data["options"]}
            return len(texts) == len(plain) and set(texts) <= {*select.options, *values}

        def has(seen: Seen) -> Select | None:
            return next((each for each in seen.selects if offers(each)), None)

        seen, select = self._find(has, on, in_, f"select with {plain!r}")
        if select.disabled:
            raise NotOffered(f"{select.placeholder!r} is disabled")
        least = select.data["min_values"] if select.data.get("min_values") is not None else 1
        most = select.data.get("max_values") or 1
        if not least <= len(plain) <= most:
            raise NotOffered(f"it takes {least} to {most} choices, not {len(plain)}")
        resolved: dict[str, dict[str, Json]] = {}
        values = [self._chosen(select, each, resolved, seen.message.channel) for each in plain]
        data: Json = {
            "component_type": select.kind,
            "custom_id": select.custom_id,
            "id": select.data["id"],
            "values": values,
        }
        if resolved:
            data["resolved"] = resolved
        return await self._press(seen, data)

    async def fills(self, answers: dict[str, Filled]) -> None:
        """Fill in the open modal, each answer by the label of what it answers."""
        for label, value in answers.items():
            self._modal().fill(label, value)

    async def submits(self, answers: dict[str, Filled] | None = None) -> Reaction:
        """Send the open modal; where the application does not respond, it stays open."""
        await self.fills(answers or {})
        modal = self._modal()
        channel = modal.channel
        one = self._begin(
            kinds.MODAL_SUBMIT, channel, modal.submission(), modal.owners, modal.message
        )
        reaction = await self._outcome(one, SUBMIT_FAILED)
        if not one.failed:
            self.modal = None
        return reaction

    def closes(self) -> None:
        """Close the open modal without sending it; nobody hears of it."""
        self._modal()
        self.modal = None

    def says(self, text: str, *, in_: Channel | None = None) -> Seen:
        """Write a message."""
        channel = self._acts(in_)
        return Seen(posting.post(self.world, channel, self.user, {"content": text}))

    # --- inside ------------------------------------------------------------------------------

    def _here(self, channel: Channel | None) -> Channel:
        channel = channel or self.place
        if channel is None:
            raise NotOffered(f"say in which channel {self.user.name} is")
        return channel

    def _acts(self, channel: Channel | None) -> Channel:
        channel = self._here(channel)
        if not permissions.in_channel(channel, self.user.id) & permissions.VIEW_CHANNEL:
            raise NotOffered(f"{self.user.name} does not see {channel.name!r}")
        self.place = channel
        return channel

    def _modal(self) -> Modal:
        if self.modal is None:
            raise NotOffered(f"no modal is open before {self.user.name}")
        return self.modal

    def _find(
        self,
        has: Callable[[Seen], T | None],
        on: Seen | Message | None,
        in_: Channel | None,
        what: str,
    ) -> tuple[Seen, T]:
        if isinstance(on, Message):
            on = Seen(on)
        looked = [on] if on is not None else list(reversed(self.sees(in_)))
        for seen in looked:
            message = seen.message
            here = permissions.in_channel(message.channel, self.user.id)
            mine = message.only_for in (None, self.user.id)
            there = message.id in message.channel.messages or message.id in message.channel.whispers
            if not (here and mine and there):
                raise NotOffered(f"{self.user.name} does not see that message")
            found = has(seen)
            if found is not None:
                return seen, found
        raise NotOffered(f"{self.user.name} sees no {what}")

    def _chosen(
        self, select: Select, thing: object, resolved: dict[str, dict[str, Json]], place: Channel
    ) -> str:
        if select.kind != tree.STRING_SELECT:
            allowed = select.data.get("channel_types")
            if allowed and isinstance(thing, Channel) and thing.kind not in allowed:
                raise NotOffered(f"{thing.name!r} is no channel of the types {allowed}")
            return resolve(resolved, place, select.kind, thing)
        for option in select.data["options"]:
            if thing in (option["label"], option["value"]):
                return str(option["value"])
        raise NotOffered(f"there is no {thing!r} in {select.options}")

    async def _press(self, seen: Seen, data: Json) -> Reaction:
        message = seen.message
        self.place = message.channel
        metadata = message.metadata or {}
        owners = metadata.get("authorizing_integration_owners") or owners_of(
            self.world, message.channel, self.user, [0]
        )
        if not owners or not self._is_authorized(message):
            # The application is gone from here: the press goes nowhere, and fails at once.
            self.notices.append(PRESS_FAILED)
            raise NotOffered(PRESS_FAILED)
        one = self._begin(kinds.COMPONENT, message.channel, data, owners, message)
        return await self._outcome(one, PRESS_FAILED)

    def _is_authorized(self, message: Message) -> bool:
        guild = message.channel.guild
        by_person = "1" in ((message.metadata or {}).get("authorizing_integration_owners") or {})
        return guild is None or by_person or self.world.bot.id in guild.members

    def _begin(
        self,
        kind: int,
        channel: Channel,
        data: Json,
        owners: dict[str, str],
        message: Message | None = None,
    ) -> Interaction:
        return self.interactions.begin(
            kind, self.user, channel, data, owners=owners, message=message
        )

    async def _outcome(self, one: Interaction, failure: str) -> Reaction:
        await self.interactions.first_response(one)
        if one.failed:
            self.notices.append(failure)
            return Reaction(one, failure)
        if one.modal is not None:
            self.modal = Modal(one.modal, one.channel, one.message, one.owners)
        if one.response == kinds.DEFERRED:
            # The person looks on while the application thinks, but not for ever.
            await self.until(lambda: not one.is_loading or one.touched > 0)
        return Reaction(one)


def _plain(value: object) -> object:
    return value.user if isinstance(value, Person) else value
