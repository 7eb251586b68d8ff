"""Application commands: registering them, globally or for one server."""

from __future__ import annotations

from typing import Final

from tests.fakes.discord.calls import Call, Reply
from tests.fakes.discord.checks.commands import check_command, check_set
from tests.fakes.discord.errors import Json, Refused, unknown
from tests.fakes.discord.world import Command

CREATES_A_DAY: Final = 200
KEPT: Final = (
    "name_localizations",
    "description_localizations",
    "options",
    "default_member_permissions",
    "dm_permission",
    "integration_types",
    "contexts",
    "nsfw",
)


def _scope(call: Call) -> int | None:
    if call.number("application_id") != call.world.bot.id:
        raise Refused(
            403, 20012, "You are not authorized to perform this action on this application"
        )
    return call.guild().id if "guild_id" in call.params else None


def _shown(call: Call, command: Command) -> Json:
    shown: Json = {
        "id": str(command.id),
        "application_id": str(call.world.bot.id),
        "version": str(command.version),
        "description": "",
        "type": 1,
    } | command.data
    if command.guild_id is not None:
        shown["guild_id"] = str(command.guild_id)
    return shown


def _stored(data: Json) -> Json:
    kept = {name: data[name] for name in KEPT if name in data}
    for name in ("options", "default_member_permissions", "contexts"):
        kept.setdefault(name, [] if name == "options" else None)
    kept.setdefault("integration_types", [0, 1])
    kept.setdefault("nsfw", False)
    if kept["default_member_permissions"] is not None:
        kept["default_member_permissions"] = str(kept["default_member_permissions"])
    return kept | {
        "name": data["name"],
        "description": data.get("description") or "",
        "type": data.get("type") or 1,
    }


def _put(
    call: Call, data: Json, scope: int | None, number: int | None = None
) -> tuple[bool, Command]:
    stored = _stored(data)
    same = [
        each
        for each in call.world.commands_of(scope)
        if each.id == number
        or (number is None and (each.name, each.data["type"]) == (stored["name"], stored["type"]))
    ]
    if same:
        command = same[0]
        if command.data != stored:
            command.data, command.version = stored, call.world.ids.new()
        return False, command
    call.world.command_writes += 1
    if call.world.command_writes > CREATES_A_DAY:
        raise Refused(
            400, 30034, "Max number of daily application command creates has been reached (200)"
        )
    new = call.world.ids.new()
    command = Command(id=new, version=new, data=stored, guild_id=scope)
    call.world.commands[new] = command
    return True, command


def listed(call: Call) -> Reply:
    """List what is registered."""
    return 200, [_shown(call, each) for each in call.world.commands_of(_scope(call))]


def overwrite(call: Call) -> Reply:
    """Register exactly these commands, forgetting all others of the scope."""
    scope = _scope(call)
    body = call.body if isinstance(call.body, list) else []
    check_set(body)
    kept = [_put(call, each, scope)[1] for each in body]
    for command in call.world.commands_of(scope):
        if command not in kept:
            del call.world.commands[command.id]
    return 200, [_shown(call, each) for each in kept]


def create(call: Call) -> Reply:
    """Register one command, in place of one with the same name."""
    scope = _scope(call)
    check_command(call.form)
    is_new, command = _put(call, call.form, scope)
    check_set([each.data for each in call.world.commands_of(scope)])
    return 201 if is_new else 200, _shown(call, command)


def _found(call: Call, scope: int | None) -> Command:
    command = call.world.commands.get(call.number("command_id"))
    if command is None or command.guild_id != scope:
        raise unknown("command")
    return command


def one(call: Call) -> Reply:
    """Show one command."""
    return 200, _shown(call, _found(call, _scope(call)))


def change(call: Call) -> Reply:
    """Change what the body names of a command."""
    scope = _scope(call)
    command = _found(call, scope)
    data = command.data | call.form
    check_command(data)
    return 200, _shown(call, _put(call, data, scope, command.id)[1])


def remove(call: Call) -> Reply:
    """Forget one command."""
    del call.world.commands[_found(call, _scope(call)).id]
    return 204, None


_GLOBAL = "/applications/{application_id}/commands"
_LOCAL = "/applications/{application_id}/guilds/{guild_id}/commands"
TABLE = tuple(
    row
    for path in (_GLOBAL, _LOCAL)
    for row in (
        ("GET", path, listed),
        ("PUT", path, overwrite),
        ("POST", path, create),
        ("GET", path + "/{command_id}", one),
        ("PATCH", path + "/{command_id}", change),
        ("DELETE", path + "/{command_id}", remove),
    )
)
