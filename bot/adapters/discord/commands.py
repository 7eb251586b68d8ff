"""The words of ``/study`` as Discord's commands, and a use of them as the words again.

``/study`` is for everybody and comes along where its owner goes; ``/study-admin`` is the lead's,
in servers alone: what is allowed and where it shows can be said of a whole command only. Which
words there are is told by ``bot.cards.commands``; here stands only how each takes its options.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import discord

from bot.adapters.discord.payloads import Payload, listed, text_at
from bot.cards.boards import BY, WINDOWS
from bot.cards.commands import COMMANDS, Command, Domains
from bot.cards.commands.mock import LENGTHS
from bot.cards.commands.study import DRILLS, PRACTISE_MOST
from bot.core.errors import Misused
from bot.core.limits import cut
from bot.core.plans import HOURS_MOST

STUDY, ADMIN = "study", "study-admin"
#: By locale, the words that take the place of the English ones; what is not there stays.
Localised: TypeAlias = Mapping[discord.Locale, Mapping[str, str]]
CHOICES_MOST, TEXT_MOST = 25, 100
_SUB, _GROUP = 1, 2
#: A command that has others beneath it cannot be used alone: so its own has a name, too.
_ALONE = {"me": "home", "team": "list"}
_GROUPS = {
    "me": "your data, name, clock, reviews, reminders and consent",
    "team": "the teams: join, leave, and who is in which",
    f"{ADMIN} team": "make, fill, rename and delete teams",
    f"{ADMIN} season": "begin a season, or end it early",
    f"{ADMIN} post": "post a question",
    f"{ADMIN} export": "the group's workbook",
    f"{ADMIN} progress": "how the group stands",
}
#: A command in a text. What may be typed behind it goes: here the options say it themselves.
_SPOKEN = re.compile(
    r"/study ([a-z]+(?:-[a-z]+)*)(?: ([a-z]+)(?![a-z|]))?(?: (?:\[[^]\n]*\]|<[^>\n]*>))*"
)
_ELSEWHERE = re.compile(r"[^`\n]*` on Slack\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """What may be given with a command. ``says`` writes a value as the word that is typed.

    ``suggests`` gives what is offered while somebody types, as (title, value).
    """

    name: str
    does: str
    kind: int = 3  #: a text; 4 is a whole number, 5 a yes or no
    required: bool = False
    least: int = 0
    most: int = TEXT_MOST
    choices: tuple[tuple[str, str], ...] = ()
    suggests: Callable[[Domains], list[tuple[str, str]]] | None = None
    says: Callable[[str], str] = str


def _domains(domains: Domains) -> list[tuple[str, str]]:
    return [(title, identity) for identity, title in domains]


def _boards(domains: Domains) -> list[tuple[str, str]]:
    return [(title, by) for by, (_, title) in BY.items()] + _domains(domains)


def _parts() -> tuple[tuple[str, str], ...]:
    (setup,) = (command for command in COMMANDS if command.word == "setup")
    return tuple((does.capitalize(), word.partition(" ")[2]) for word, does in setup.more(()))


#: What each word takes, in the order in which it is typed.
OPTIONS: Mapping[str, tuple[Option, ...]] = {
    "practice": (
        Option(
            name="drill",
            does="a drill of its own",
            choices=tuple((does.capitalize(), drill.value) for drill, does in DRILLS.items()),
        ),
        Option(name="service", does="with the overlap drill: one service", most=32),
        Option(name="domain", does="one domain only", suggests=_domains),
        Option(name="n", does="how many questions", kind=4, least=1, most=PRACTISE_MOST),
    ),
    "plan": (
        Option(name="day", does="your exam or finish day, such as 2027-01-22, or: off", most=20),
        Option(name="hours", does="hours a week", kind=4, least=1, most=HOURS_MOST),
    ),
    "exam-result": (
        Option(
            name="outcome",
            does="how it went",
            choices=(("Passed", "passed"), ("Not this time", "failed")),
        ),
        Option(name="day", does="when you sat it, if not today", most=20),
    ),
    "mock": (
        Option(
            name="action",
            does="how long, unless you want to see all first",
            choices=tuple((f"{form.capitalize()}: {does}", form) for form, does in LENGTHS.items()),
        ),
    ),
    "notes": (Option(name="search", does="only notes with these words"),),
    "board": (
        Option(
            name="window",
            does="since when",
            choices=tuple((title.capitalize(), window) for window, title in WINDOWS.items()),
        ),
        Option(name="by", does="what it goes by", suggests=_boards, says=lambda by: f"by {by}"),
    ),
    "leave": (
        Option(name="first", does="the first day, such as 2026-12-24, or: tomorrow", most=20),
        Option(name="last", does="the last day, if it is more than one", most=20),
    ),
    "team join": (Option(name="name", does="which team", required=True),),
    "team create": (Option(name="name", does="its name"),),
    "team delete": (Option(name="name", does="which team"),),
    "team follow": (Option(name="names", does="roles, one after another", required=True),),
    "me alias": (Option(name="name", does="the name that boards show"),),
    "me timezone": (Option(name="zone", does="a city or a zone, such as Lisbon"),),
    "me reminders": (Option(name="at", does="an hour such as 18:30, or: off", most=20),),
    "me memory": (
        Option(
            name="reviews",
            does="how many, unless you want to see first what that means",
            choices=(("Fewer", "fewer"), ("As usual", "usual"), ("More", "more")),
        ),
    ),
    "me group": (Option(name="name", does="which group, where you are in several"),),
    "me link": (Option(name="code", does="the code that your other account shows", most=20),),
    "season begin": (Option(name="finish", does="its last day, such as 2027-01-22", most=20),),
    "skip": (
        Option(
            name="what",
            does="the next question, unless you say",
            choices=(("The next weekly review", "review"),),
        ),
    ),
    "setup": (
        Option(name="part", does="one part alone", choices=_parts()),
        Option(
            name="join",
            does="the code of a group that is to live here, too",
            most=20,
            says=lambda code: f"join {code}",
        ),
    ),
    "help": (
        Option(
            name="more",
            does="all of them",
            kind=5,
            says=lambda more: "more" if more == "True" else "",
        ),
    ),
}


def tree(localised: Localised | None = None) -> list[Payload]:
    """Give both commands as Discord takes them, in one go, in the place of all before."""
    name = localised or {}
    in_servers, in_any_chat = [0], [0, 1, 2]
    return [
        {
            **_named(STUDY, "One scenario question a day: answer it, practise, see", name),
            "options": _beneath(STUDY, name),
            "contexts": in_any_chat,
            "integration_types": [0, 1],
        },
        {
            **_named(ADMIN, "For the lead: set up, post, skip, pause, look after questions", name),
            "options": _beneath(ADMIN, name),
            "contexts": in_servers,
            "integration_types": [0],
            "default_member_permissions": discord.Permissions(manage_guild=True).value,
        },
    ]


def path_of(command: Command) -> tuple[str, ...]:
    """Give the names by which a command is called: ``("study", "team", "join")``."""
    words = command.word.split()
    if not command.lead and command.word in _ALONE:
        words.append(_ALONE[command.word])
    return (ADMIN if command.lead else STUDY, *words)


def as_typed(text: str) -> str:
    """Write the commands that a text names as they are called here; those of Slack stay."""
    return _SPOKEN.sub(_spoken, text)


def read_invocation(data: Payload) -> str:
    """Give the words that somebody's use of a command stands for, as they are typed elsewhere.

    Raises ``Misused`` on a command that is not there (any more).
    """
    command, given = _find(data)
    said = [command.word]
    for option in OPTIONS.get(command.word, ()):
        value = given.get(option.name, "").strip()
        if value:
            said.append(option.says(value))
        elif command.word == "leave" and option.name == "first" and given.get("last"):
            said.append("today")
    return " ".join(word for word in said if word)


def suggestions(data: Payload, domains: Domains) -> list[Payload]:
    """Offer what fits what somebody has typed so far: those that begin with it come first."""
    command, given = _find(data)
    focused = next((each["name"] for each in _options(data) if each.get("focused")), "")
    offered = next(
        (each.suggests for each in OPTIONS.get(command.word, ()) if each.name == focused), None
    )
    if offered is None:
        return []
    typed = given.get(str(focused), "").strip().lower()
    fitting = [
        (not title.lower().startswith(typed), place, title, value)
        for place, (title, value) in enumerate(offered(domains))
        if typed in title.lower() or typed == value
    ]
    return [
        {"name": cut(title, TEXT_MOST), "value": value}
        for _, _, title, value in sorted(fitting)[:CHOICES_MOST]
    ]


def _beneath(top: str, localised: Localised) -> list[Payload]:
    mine = [command for command in COMMANDS if path_of(command)[0] == top]
    grouped = {path_of(command)[1] for command in mine if len(path_of(command)) > 2}
    done: dict[str, Payload] = {}
    for command in mine:
        first, *rest = path_of(command)[1:]
        sub = {
            "type": _SUB,
            **_named(rest[0] if rest else first, command.does, localised),
            "options": [_option(each, localised) for each in OPTIONS.get(command.word, ())],
        }
        if first not in grouped:
            done[first] = sub
            continue
        said = _GROUPS.get(f"{top} {first}") or _GROUPS[first]
        group = done.setdefault(
            first, {"type": _GROUP, **_named(first, said, localised), "options": []}
        )
        group["options"] = [*listed(group, "options"), sub]
    return list(done.values())


def _option(option: Option, localised: Localised) -> Payload:
    made: Payload = {
        "type": option.kind,
        **_named(option.name, option.does, localised),
        "required": option.required,
    }
    if option.choices:
        made["choices"] = [
            {"name": title, "value": value, **_local("name", title, localised)}
            for title, value in option.choices
        ]
    if option.suggests is not None:
        made["autocomplete"] = True
    if option.kind == 4:
        made |= {"min_value": option.least, "max_value": option.most}
    elif option.kind == 3 and not option.choices:
        made["max_length"] = option.most
    return made


def _named(name: str, does: str, localised: Localised) -> Payload:
    said = f"{does[0].upper()}{does[1:]}"
    return {
        "name": name,
        "description": said,
        **_local("name", name, localised),
        **_local("description", said, localised),
    }


def _local(what: str, text: str, localised: Localised) -> Payload:
    found = {str(locale): words[text] for locale, words in localised.items() if text in words}
    return {f"{what}_localizations": found} if found else {}


def _find(data: Payload) -> tuple[Command, dict[str, str]]:
    path = [text_at(data, "name")]
    beneath = listed(data, "options")
    while beneath and beneath[0].get("type") in (_SUB, _GROUP):
        path.append(text_at(beneath[0], "name"))
        beneath = listed(beneath[0], "options")
    command = _BY_PATH.get(tuple(path))
    if command is None:
        raise Misused(f"I don't know `/{' '.join(path)}` (any more). `/study help` lists what is.")
    return command, {text_at(each, "name"): str(each.get("value", "")) for each in beneath}


def _options(data: Payload) -> Iterator[Payload]:
    for each in listed(data, "options"):
        yield each
        yield from _options(each)


def _spoken(found: re.Match[str]) -> str:
    first, second = found[1], found[2]
    if _ELSEWHERE.match(found.string, found.end()):
        return found[0]
    command = _BY_WORD.get(f"{first} {second}") if second else None
    if command is not None:
        return "/" + " ".join(path_of(command))
    command = _BY_WORD.get(first)
    if command is None:
        return found[0]
    called = "/" + " ".join(path_of(command))
    return f"{called} {second}" if second else called


_BY_WORD = {command.word: command for command in COMMANDS}
_BY_PATH = {path_of(command): command for command in COMMANDS}
