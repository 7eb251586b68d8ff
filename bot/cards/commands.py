"""The words behind ``/study``: one table, its parser, completion and help lines.

The same words work on every surface. A word that is not known is answered with the
closest one; nothing is guessed silently.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

from bot.cards.actions import (
    About,
    Action,
    Continue,
    Help,
    Notes,
    Pause,
    PostNow,
    Practise,
    Progress,
    Resume,
    ShowBoard,
    Skip,
    Status,
    Today,
    Why,
)
from bot.cards.standings import WINDOWS
from bot.core.errors import Misused

PRACTISE_DEFAULT = 5
PRACTISE_MOST = 50
BY = ("members", "accuracy")

#: (domain id, title) in the pack's order.
Domains: TypeAlias = tuple[tuple[str, str], ...]
Inputs: TypeAlias = Mapping[str, tuple[str, ...]]
Asked: TypeAlias = tuple[Action, Inputs]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command: its word, what may follow, and what it does. ``lead`` ones are the lead's."""

    word: str
    usage: str
    does: str
    lead: bool = False
    first: bool = False


COMMANDS = (
    Command(
        word="today",
        usage="",
        does="today's question, the last reveal, what you missed",
        first=True,
    ),
    Command(
        word="practice", usage="[domain] [n]", does="a private run of n questions (5)", first=True
    ),
    Command(word="continue", usage="", does="go on with your run where you stopped"),
    Command(word="progress", usage="", does="your domains, your streak, what next", first=True),
    Command(
        word="board",
        usage="[today|week|month|all] [members|accuracy|domain]",
        does="standings, with your own rank",
        first=True,
    ),
    Command(word="why", usage="", does="why this question today, once you answered"),
    Command(word="notes", usage="[search]", does="what you noted down"),
    Command(word="help", usage="[more]", does="these words"),
    Command(word="about", usage="", does="what this is, and how fresh its facts are"),
    Command(word="status", usage="", does="next slots, last deliveries", lead=True),
    Command(word="post now", usage="", does="post a question at once", lead=True),
    Command(word="skip", usage="", does="leave the next slot out", lead=True),
    Command(word="pause", usage="", does="stop posting until you resume", lead=True),
    Command(word="resume", usage="", does="post again from the next slot on", lead=True),
)


def parse(text: str, domains: Domains) -> Asked:
    """Read what was typed after ``/study``. Raises ``Misused`` with what to type instead."""
    words = text.strip().removeprefix("/study").lower().split()
    if not words:
        return Help(False), {}
    if words[:2] == ["post", "now"]:
        words[:2] = ["post now"]
    word, rest = words[0], words[1:]
    reader = _READERS.get(word)
    if reader is None:
        close = get_close_matches(word, list(_READERS), 1, 0.5)
        hint = f" Did you mean `{close[0]}`?" if close else ""
        raise Misused(f"I don't know `{word}`.{hint} `/study help` lists what I know.")
    return reader(rest, domains)


def completions(domains: Domains, *, lead: bool) -> list[tuple[str, str]]:
    """Give every command that can be completed to, with what it does."""
    found: list[tuple[str, str]] = []
    for command in COMMANDS:
        if command.lead and not lead:
            continue
        found.append((command.word, command.does))
        if command.word == "practice":
            found += [(f"practice {_short(title)}", title) for _, title in domains]
        if command.word == "board":
            found += [(f"board {window}", title) for window, title in WINDOWS.items()]
            found.append(("board week accuracy", "this week, by accuracy"))
    return found


def _short(title: str) -> str:
    """Give the first word of a domain's title, which is enough to name it."""
    return title.split()[0].lower()


def read_domain(text: str, domains: Domains) -> str | None:
    """Find the domain that a word names: its id, its number, or the start of its title."""
    for number, (identity, title) in enumerate(domains, 1):
        if text in (identity, str(number)) or (len(text) > 2 and title.lower().startswith(text)):
            return identity
    return None


def _practice(words: list[str], domains: Domains) -> Asked:
    domain, n = "", PRACTISE_DEFAULT
    if words and words[-1].isdecimal() and (len(words) > 1 or read_domain(words[-1], ()) is None):
        n = int(words.pop())
        if not 1 <= n <= PRACTISE_MOST:
            raise Misused(f"Between 1 and {PRACTISE_MOST} questions, please: `practice 5`.")
    if words:
        domain = _domain(" ".join(words), domains)
    return Practise(domain, n), {}


def _domain(text: str, domains: Domains) -> str:
    found = read_domain(text, domains)
    if found is None:
        names = {_short(title): identity for identity, title in domains}
        close = get_close_matches(text, list(names), 1, 0.5)
        hint = f" Did you mean `{close[0]}`?" if close else ""
        known = ", ".join(f"`{name}`" for name in names)
        raise Misused(f"I don't know the domain `{text}`.{hint} There are: {known}.")
    return found


def _board(words: list[str], domains: Domains) -> Asked:
    window, by = "week", "members"
    for word in words:
        if word == "by":
            continue
        if word in WINDOWS:
            window = word
        elif word in BY:
            by = word
        elif read_domain(word, domains):
            by = _domain(word, domains)
        else:
            known = [*WINDOWS, *BY, *(_short(title) for _, title in domains)]
            close = get_close_matches(word, known, 1, 0.5)
            hint = f" Did you mean `{close[0]}`?" if close else ""
            raise Misused(f"I don't know the board `{word}`.{hint} Try `board week accuracy`.")
    return ShowBoard(window, by), {}


def _notes(words: list[str], _domains: Domains) -> Asked:
    return Notes(0), {"search": (" ".join(words),)} if words else {}


def _help(words: list[str], _domains: Domains) -> Asked:
    return Help("more" in words), {}


def _plain(action: Action) -> Callable[[list[str], Domains], Asked]:
    def read(words: list[str], _domains: Domains) -> Asked:
        if words:
            raise Misused(f"Nothing comes after that word; `{' '.join(words)}` was not understood.")
        return action, {}

    return read


_READERS: Mapping[str, Callable[[list[str], Domains], Asked]] = {
    "today": _plain(Today()),
    "practice": _practice,
    "continue": _plain(Continue()),
    "board": _board,
    "progress": _plain(Progress()),
    "why": _plain(Why(0)),
    "notes": _notes,
    "help": _help,
    "about": _plain(About()),
    "status": _plain(Status()),
    "post now": _plain(PostNow()),
    "skip": _plain(Skip()),
    "pause": _plain(Pause()),
    "resume": _plain(Resume()),
}
