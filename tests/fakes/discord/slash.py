"""A command as a person types it, against what has been registered.

Knows what Discord's client offers whom and where, and what it lets into each option; must not
know what becomes of the interaction. What the client would not let through is `NotOffered`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.fakes.discord import payloads, permissions
from tests.fakes.discord.checks import commands as kinds
from tests.fakes.discord.entities import Channel, Role, User
from tests.fakes.discord.errors import Json
from tests.fakes.discord.interactions import context_of
from tests.fakes.discord.world import Command, World


class NotOffered(AssertionError):
    """The person cannot do this: Discord's client does not offer it."""


@dataclass(slots=True)
class Typed:
    """A command that can be sent: its data, its owners, and the option being completed."""

    data: Json
    owners: dict[str, str]
    focused_kind: int = 3


@dataclass(slots=True)
class _Reading:
    world: World
    channel: Channel
    resolved: dict[str, dict[str, Json]] = field(default_factory=dict)


def owners_of(world: World, channel: Channel, user: User, types: list[int]) -> dict[str, str]:
    """Return which installations let an interaction happen here, for these integration types."""
    owners: dict[str, str] = {}
    guild = channel.guild
    context = context_of(world, channel)
    if 0 in types:
        if guild is not None and world.bot.id in guild.members:
            owners["0"] = str(guild.id)
        elif context == 1 and world.shared_guilds(user):
            owners["0"] = "0"
    if 1 in types and user.has_installed:
        owners["1"] = str(user.id)
    return owners


def offered(world: World, user: User, channel: Channel) -> list[tuple[Command, dict[str, str]]]:
    """Return the commands that the client shows this person here, and why it may."""
    found = []
    guild = channel.guild
    registered = world.commands_of(None)
    if guild is not None:
        registered = world.commands_of(guild.id) + registered
    for command in registered:
        data = command.data
        contexts = data.get("contexts")
        if contexts is not None and context_of(world, channel) not in contexts:
            continue
        types = data.get("integration_types") or [0, 1]
        owners = owners_of(world, channel, user, types)
        if context_of(world, channel) == 2:
            owners.pop("0", None)
        if owners and (guild is None or _may_use(channel, user, data, owners)):
            found.append((command, owners))
    return found


def _may_use(channel: Channel, user: User, data: Json, owners: dict[str, str]) -> bool:
    allowed = permissions.in_channel(channel, user.id)
    if not allowed & permissions.USE_APPLICATION_COMMANDS:
        return False
    needed = data.get("default_member_permissions")
    if needed is None or "0" not in owners or allowed == permissions.ALL:
        return True
    bits = int(needed)
    return bits != 0 and allowed & bits == bits


def read(
    world: World,
    user: User,
    channel: Channel,
    line: str,
    values: dict[str, object],
    *,
    focused: str | None = None,
) -> Typed:
    """Turn "/name sub" and option values into a command's data; `focused` is being completed."""
    words = line.strip().removeprefix("/").split()
    here = offered(world, user, channel)
    matching = [(command, owners) for command, owners in here if command.name == words[0]]
    if not matching:
        names = ", ".join(f"/{command.name}" for command, _ in here) or "nothing"
        raise NotOffered(f"/{words[0]} is not offered to {user.name} here; there is {names}")
    command, owners = matching[0]
    reading = _Reading(world, channel)
    level = command.data.get("options") or []
    outer: list[Json] = []
    inner = outer
    for word in words[1:]:
        step = next(
            (each for each in level if each["name"] == word and each["type"] in (1, 2)), None
        )
        if step is None:
            raise NotOffered(f"{line!r} has no {word!r}; there is {_names(level)}")
        below: list[Json] = []
        inner.append({"name": word, "type": step["type"], "options": below})
        inner, level = below, step.get("options") or []
    if any(each["type"] in (1, 2) for each in level):
        raise NotOffered(f"{line!r} cannot be run bare; there is {_names(level)}")
    unknown = set(values) - {each["name"] for each in level}
    if unknown:
        raise NotOffered(f"{line!r} takes no {sorted(unknown)}; there is {_names(level)}")
    focused_kind = 3
    for option in level:
        name = option["name"]
        if name == focused:
            focused_kind = option["type"]
            if not option.get("autocomplete"):
                raise NotOffered(f"{name!r} of {line!r} is not completed")
            inner.append(
                {
                    "name": name,
                    "type": option["type"],
                    "value": str(values.get(name, "")),
                    "focused": True,
                }
            )
        elif name in values:
            value = _value(reading, option, values[name])
            inner.append({"name": name, "type": option["type"], "value": value})
        elif option.get("required") and focused is None:
            raise NotOffered(f"{line!r} needs {name!r}")
    data: Json = {"id": str(command.id), "name": command.name, "type": 1, "options": outer}
    if reading.resolved:
        data["resolved"] = reading.resolved
    if command.guild_id is not None:
        data["guild_id"] = str(command.guild_id)
    return Typed(data, owners, focused_kind)


def _names(level: list[Json]) -> str:
    return ", ".join(str(each["name"]) for each in level) or "nothing"


def _value(reading: _Reading, option: Json, value: object) -> object:
    name, kind = option["name"], option["type"]
    choices = option.get("choices") or []
    if choices:
        for choice in choices:
            if value in (choice["name"], choice["value"]):
                return choice["value"]
        raise NotOffered(f"{name!r} has no choice {value!r}; there is {_names(choices)}")
    match kind, value:
        case kinds.STRING, str():
            _within(name, len(value), option.get("min_length"), option.get("max_length"))
        case kinds.INTEGER, int() if not isinstance(value, bool):
            _within(name, value, option.get("min_value"), option.get("max_value"))
        case kinds.NUMBER, int() | float() if not isinstance(value, bool):
            _within(name, value, option.get("min_value"), option.get("max_value"))
        case kinds.BOOLEAN, bool():
            pass
        case (kinds.USER | kinds.MENTIONABLE, User()):
            return resolve_user(reading.resolved, reading.channel, value)
        case (kinds.ROLE | kinds.MENTIONABLE, Role()):
            return resolve_role(reading.resolved, value)
        case kinds.CHANNEL, Channel():
            types = option.get("channel_types")
            if types and value.kind not in types:
                raise NotOffered(f"{name!r} does not show channels like {value.name!r}")
            return resolve_channel(reading.resolved, value, reading.channel)
        case _:
            raise NotOffered(f"{name!r} (type {kind}) does not take {value!r}")
    return value


def _within(name: str, number: float, least: float | None, most: float | None) -> None:
    if (least is not None and number < least) or (most is not None and number > most):
        raise NotOffered(f"{name!r} must be between {least} and {most}, not {number}")


def resolve_user(resolved: dict[str, dict[str, Json]], place: Channel, user: User) -> str:
    """Note a chosen user (and membership) among the resolved things, and return the id."""
    key = str(user.id)
    resolved.setdefault("users", {})[key] = payloads.user(user)
    if place.guild is not None and user.id in place.guild.members:
        member = payloads.member(place.guild.members[user.id], with_user=False)
        for name in ("deaf", "mute"):
            member.pop(name)
        member["permissions"] = str(permissions.in_channel(place, user.id))
        resolved.setdefault("members", {})[key] = member
    return key


def resolve_role(resolved: dict[str, dict[str, Json]], role: Role) -> str:
    """Note a chosen role among the resolved things, and return the id."""
    resolved.setdefault("roles", {})[str(role.id)] = payloads.role(role)
    return str(role.id)


def resolve_channel(resolved: dict[str, dict[str, Json]], channel: Channel, place: Channel) -> str:
    """Note a chosen channel among the resolved things, and return the id."""
    shown = payloads.channel(channel) | {"permissions": str(permissions.DM)}
    resolved.setdefault("channels", {})[str(channel.id)] = shown
    return str(channel.id)
