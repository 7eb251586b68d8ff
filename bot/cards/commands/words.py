"""What a command is, and how the words after it are read. It knows no command by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeAlias

from bot.cards.actions import Action
from bot.core.errors import Misused

#: (domain id, title) in the pack's order.
Domains: TypeAlias = tuple[tuple[str, str], ...]
Inputs: TypeAlias = Mapping[str, tuple[str, ...]]
Asked: TypeAlias = tuple[Action, Inputs]
#: Reads the words after a command. Raises ``Misused`` with what to type instead.
Reader: TypeAlias = Callable[[list[str], Domains], Asked]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command: its word, what may follow, and what it does. ``lead`` ones are the lead's.

    ``first`` ones stand in the short help. ``more`` gives (text, help) for completion, beside
    the word itself.
    """

    word: str
    does: str
    read: Reader
    usage: str = ""
    lead: bool = False
    first: bool = False
    more: Callable[[Domains], list[tuple[str, str]]] = field(default=lambda _domains: [])


def plain(action: Action) -> Reader:
    """Read a command that nothing may follow."""

    def read(words: list[str], _domains: Domains) -> Asked:
        if words:
            raise Misused(f"Nothing comes after that word; `{' '.join(words)}` was not understood.")
        return action, {}

    return read


def texts(make: Callable[[], Action], name: str) -> Reader:
    """Read a command after which everything is one text, carried as the input ``name``."""

    def read(words: list[str], _domains: Domains) -> Asked:
        return make(), {name: (" ".join(words),)} if words else {}

    return read


def short(title: str) -> str:
    """Give the first word of a domain's title, which is enough to name it."""
    return title.split()[0].strip(",").lower()


def did_you_mean(word: str, known: list[str]) -> str:
    """Offer the closest known word, or nothing."""
    close = get_close_matches(word.lower(), known, 1, 0.5)
    return f" Did you mean `{close[0]}`?" if close else ""


def second_word(first: str, word: str, known: list[str]) -> str:
    """Answer a second word that is not known with the closest one, or with all there are."""
    close = get_close_matches(word.lower(), known, 1, 0.5)
    said = f"I don't know `{first} {word.lower()}`."
    if close:
        return f"{said} Did you mean `{first} {close[0]}`?"
    return f"{said} There are: {', '.join(f'`{first} {each}`' for each in known)}."


def read_domain(text: str, domains: Domains) -> str | None:
    """Find the domain that a word names: its id, its number, or the start of its title."""
    text = text.lower()
    for number, (identity, title) in enumerate(domains, 1):
        if text in (identity, str(number)) or (len(text) > 2 and title.lower().startswith(text)):
            return identity
    return None


def domain_named(text: str, domains: Domains) -> str:
    """Find the domain that a word names. Raises ``Misused`` naming all there are."""
    found = read_domain(text, domains)
    if found is None:
        names = [short(title) for _, title in domains]
        known = ", ".join(f"`{name}`" for name in names)
        raise Misused(
            f"I don't know the domain `{text}`.{did_you_mean(text, names)} There are: {known}."
        )
    return found
