"""What Discord refuses in an application command.

Knows names, lengths, numbers and nesting; must not know who may use a command.
"""

from __future__ import annotations

import re
from typing import Final

import discord

from tests.fakes.discord.checks.tree import Path
from tests.fakes.discord.errors import Form, Json, Refused

SUBCOMMAND: Final = 1
GROUP: Final = 2
STRING: Final = 3
INTEGER: Final = 4
BOOLEAN: Final = 5
USER: Final = 6
CHANNEL: Final = 7
ROLE: Final = 8
MENTIONABLE: Final = 9
NUMBER: Final = 10
ATTACHMENT: Final = 11

WITH_CHOICES: Final = (STRING, INTEGER, NUMBER)
NAME: Final = re.compile(r"^[-_'\w\u0900-\u097F\u0E00-\u0E7F]{1,32}$")
LOCALES: Final = frozenset(locale.value for locale in discord.Locale)
CHARACTERS_MOST: Final = 8000
SLASH_MOST: Final = 100
MENU_MOST: Final = 15


def check_command(body: object, path: Path = ()) -> None:
    """Refuse a command that is wrong."""
    form = Form()
    if not isinstance(body, dict):
        raise Refused(400, 50035, "Invalid Form Body")
    kind = body.get("type") or 1
    if kind == 1:
        _check_names(form, body, path)
        _check_level(form, body.get("options") or [], (*path, "options"), depth=0)
        _check_size(form, body, path)
    elif form.required((*path, "name"), body.get("name")):
        form.length((*path, "name"), body["name"], 32, 1)
        if body.get("description"):
            form.wrong(
                (*path, "description"), "BASE_TYPE_EMPTY", "Context menus have no description"
            )
    permissions = body.get("default_member_permissions")
    if permissions is not None and not str(permissions).isdigit():
        form.wrong(
            (*path, "default_member_permissions"), "NUMBER_TYPE_COERCE", "Value is not a bit set."
        )
    for name, most in (("contexts", 2), ("integration_types", 1)):
        for value in body.get(name) or []:
            if value not in range(most + 1):
                form.wrong(
                    (*path, name), "BASE_TYPE_CHOICES", f"{value!r} is not one of 0 to {most}."
                )
        if body.get(name) == []:
            form.wrong((*path, name), "BASE_TYPE_BAD_LENGTH", "Must be 1 or more in length.")
    form.finish()


def check_set(commands: list[Json]) -> None:
    """Refuse a whole set of commands that has too many of a kind, or a name twice."""
    form = Form()
    seen: set[tuple[int, object]] = set()
    for index, command in enumerate(commands):
        check_command(command, (index,))
        key = (command.get("type") or 1, command.get("name"))
        if key in seen:
            form.wrong(
                (index, "name"),
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                "Application command names must be unique",
            )
        seen.add(key)
    form.finish()
    for kind, most in ((1, SLASH_MOST), (2, MENU_MOST), (3, MENU_MOST)):
        if sum((each.get("type") or 1) == kind for each in commands) > most:
            raise Refused(400, 30032, f"Maximum number of application commands reached ({most}).")


def _check_names(form: Form, one: Json, path: Path) -> None:
    name = one.get("name")
    if form.required((*path, "name"), name):
        _check_name(form, (*path, "name"), name)
    if form.required((*path, "description"), one.get("description")):
        form.length((*path, "description"), one["description"], 100, 1)
    _check_localizations(form, one, "name_localizations", path, named=True)
    _check_localizations(form, one, "description_localizations", path)


def _check_name(form: Form, path: Path, name: object) -> None:
    if not isinstance(name, str) or not NAME.match(name) or name != name.lower():
        form.wrong(
            path,
            "APPLICATION_COMMAND_INVALID_NAME",
            "Command name is invalid",
        )


def _check_localizations(
    form: Form, one: Json, field: str, path: Path, *, named: bool = False
) -> None:
    for locale, text in (one.get(field) or {}).items():
        at = (*path, field, locale)
        if locale not in LOCALES:
            form.wrong(at, "BASE_TYPE_CHOICES", f"{locale!r} is not a locale of Discord's.")
        elif named:
            _check_name(form, at, text)
        else:
            form.length(at, text, 100, 1)


def _check_level(form: Form, options: object, path: Path, *, depth: int) -> None:
    if not isinstance(options, list) or len(options) > 25:
        form.wrong(path, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
        return
    kinds = [each.get("type") for each in options]
    nested = [kind in (SUBCOMMAND, GROUP) for kind in kinds]
    if any(nested) and not all(nested):
        form.wrong(
            path,
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-command and sub-command group option types are mutually exclusive to all others",
        )
    names: set[object] = set()
    optional_seen = False
    for index, option in enumerate(options):
        at = (*path, index)
        _check_names(form, option, at)
        if option.get("name") in names:
            form.wrong(
                (*at, "name"),
                "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE",
                "Option name already exists",
            )
        names.add(option.get("name"))
        if option.get("required") and optional_seen:
            form.wrong(
                at,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional_seen = optional_seen or not option.get("required")
        _check_option(form, option, at, depth)


def _check_option(form: Form, option: Json, path: Path, depth: int) -> None:
    kind = option.get("type")
    if kind not in range(1, 12):
        form.wrong((*path, "type"), "BASE_TYPE_CHOICES", "Value must be one of 1 to 11.")
        return
    if kind in (SUBCOMMAND, GROUP):
        # A group may hold subcommands, at the top only; a subcommand holds values only.
        if (kind == GROUP and depth > 0) or depth > 1:
            form.wrong(
                (*path, "type"), "APPLICATION_COMMAND_OPTIONS_NESTING", "It nests too deeply"
            )
            return
        children = option.get("options") or []
        if kind == GROUP and any(each.get("type") != SUBCOMMAND for each in children):
            form.wrong(
                (*path, "options"), "APPLICATION_COMMAND_OPTIONS_NESTING", "A group holds others"
            )
        if kind == SUBCOMMAND and any(each.get("type") in (1, 2) for each in children):
            form.wrong(
                (*path, "options"), "APPLICATION_COMMAND_OPTIONS_NESTING", "It nests too deeply"
            )
        _check_level(form, children, (*path, "options"), depth=depth + 1)
        return
    choices = option.get("choices") or []
    if len(choices) > 25:
        form.wrong((*path, "choices"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    if choices and kind not in WITH_CHOICES:
        form.wrong((*path, "choices"), "BASE_TYPE_EMPTY", "This type of option has no choices")
    if choices and option.get("autocomplete"):
        form.wrong(
            (*path, "autocomplete"),
            "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES",
            "Autocomplete and choices are mutually exclusive",
        )
    check_choices(form, choices, (*path, "choices"), int(kind or 0))
    for name, least, most in (("min_length", 0, 6000), ("max_length", 1, 6000)):
        form.number((*path, name), option.get(name), least, most)


def check_choices(form: Form, choices: list[Json], path: Path, kind: int) -> None:
    """Check choices of an option of some type, be they registered or suggested."""
    for index, choice in enumerate(choices):
        at = (*path, index)
        if form.required((*at, "name"), choice.get("name")):
            form.length((*at, "name"), choice["name"], 100, 1)
        for locale, text in (choice.get("name_localizations") or {}).items():
            form.length((*at, "name_localizations", locale), text, 100, 1)
        value = choice.get("value")
        if kind == STRING:
            form.length((*at, "value"), value, 100)
        elif not isinstance(value, int | float) or (kind == INTEGER and not isinstance(value, int)):
            form.wrong(
                (*at, "value"), "NUMBER_TYPE_COERCE", f"Value {value!r} does not fit the option."
            )


def _check_size(form: Form, command: Json, path: Path) -> None:
    size = _size(command)
    if size > CHARACTERS_MOST:
        form.wrong(
            path,
            "APPLICATION_COMMAND_TOO_LARGE",
            f"Command exceeds maximum size ({size} of {CHARACTERS_MOST})",
        )


def _size(one: Json) -> int:
    def longest(field: str) -> int:
        texts = [one.get(field) or "", *(one.get(f"{field}_localizations") or {}).values()]
        return max(len(text) for text in texts if isinstance(text, str))

    size = longest("name") + longest("description")
    for option in one.get("options") or []:
        size += _size(option)
    for choice in one.get("choices") or []:
        size += _size(choice)
        size += len(choice["value"]) if isinstance(choice.get("value"), str) else 0
    return size
