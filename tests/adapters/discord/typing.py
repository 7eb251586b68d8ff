"""Words as they are typed in other places, as a use of Discord's commands.

It is the way back of ``read_invocation``: which option each word belongs to. What cannot be typed
on Discord at all raises ``Misused``.
"""

from __future__ import annotations

from bot.adapters.discord.commands import OPTIONS, path_of, read_invocation
from bot.cards.commands import COMMANDS, Command, Domains
from bot.core.errors import Misused
from tests.fakes.discord.errors import Json

_BY_WORD = {command.word: command for command in COMMANDS}


def as_command(text: str, domains: Domains) -> tuple[str, dict[str, object]]:
    """Give the line and the options that stand for typed words."""
    typed = text.split()
    for length in (2, 1):
        command = _BY_WORD.get(" ".join(typed[:length]).lower())
        if command is not None:
            return _line(command), _options(command, typed[length:], domains)
    raise Misused(f"there is no command for {text!r}")


def _line(command: Command) -> str:
    return "/" + " ".join(path_of(command))


def _options(command: Command, words: list[str], domains: Domains) -> dict[str, object]:
    """Try each way of sharing the words out over the options, and take the one that reads so."""
    options = OPTIONS.get(command.word, ())
    wanted = " ".join((command.word, *words))
    if not words:
        return {}
    for given in _ways(list(options), words):
        data = _data(command, given)
        if " ".join(read_invocation(data).split()).lower() == " ".join(wanted.split()).lower():
            return given
    raise Misused(f"{wanted!r} cannot be said with options")


def _ways(options: list[object], words: list[str]) -> list[dict[str, object]]:
    if not options:
        return [{}] if not words else []
    first, *rest = options
    found = list(_ways(rest, words))
    for count in range(1, len(words) + 1):
        said = " ".join(words[:count])
        for value in _values(first, said):
            found += [{first.name: value, **more} for more in _ways(rest, words[count:])]  # type: ignore[attr-defined]
    return found


def _values(option: object, said: str) -> list[object]:
    kind = option.kind  # type: ignore[attr-defined]
    if kind == 5:
        return [True] if said == "more" else []
    if kind == 4:
        return [int(said)] if said.isdecimal() else []
    choices = option.choices  # type: ignore[attr-defined]
    if choices:
        return [value for _, value in choices if option.says(value) == said]  # type: ignore[attr-defined]
    return [said.removeprefix("by ") if said.startswith("by ") else said]


def _data(command: Command, given: dict[str, object]) -> Json:
    top, *rest = path_of(command)
    options = [{"name": name, "type": 3, "value": value} for name, value in given.items()]
    for depth, name in enumerate(reversed(rest)):
        options = [{"name": name, "type": 1 if depth == 0 else 2, "options": options}]
    return {"name": top, "options": options}
