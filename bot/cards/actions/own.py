"""Actions on what is one's own: the way back in, progress, ratings, notes, and help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bot.cards.actions.values import Familiarity


@dataclass(frozen=True, slots=True)
class Today:
    """Ask for today's question, yesterday's reveal and this week's missed ones."""


@dataclass(frozen=True, slots=True)
class Home:
    """Show one's own corner: what waits, how it goes, notes, settings and data."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Show one's own domains, streak and what next."""


@dataclass(frozen=True, slots=True)
class RateSelf:
    """Rate oneself in the domain of this index, once."""

    domain: int
    familiarity: Familiarity


@dataclass(frozen=True, slots=True)
class Notes:
    """Show the knowledge log, from a page on; what is searched travels as input ``search``."""

    page: int


@dataclass(frozen=True, slots=True)
class Help:
    """Show the commands; ``more`` shows all of them."""

    more: bool


@dataclass(frozen=True, slots=True)
class About:
    """Show what this is, which pack, and how fresh its facts are."""


OwnAction: TypeAlias = Today | Home | Progress | RateSelf | Notes | Help | About

#: Those that change nothing.
VIEWS = (Today, Home, Progress, Notes, Help, About)
