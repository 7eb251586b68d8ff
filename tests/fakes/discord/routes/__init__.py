"""The routes of the REST API that the stand-in has, each in the module of its resource.

A route is a function from a call to a status and a body. More specific paths stand first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.fakes.discord.calls import Call, Reply
from tests.fakes.discord.routes import (
    about,
    callbacks,
    channels,
    commands,
    guilds,
    messages,
    threads,
)


@dataclass(frozen=True, slots=True)
class Route:
    """A method and a path as the official description writes it, and what carries it out."""

    method: str
    template: str
    carry_out: Callable[[Call], Reply]


_TABLES = (about, commands, threads, messages, channels, guilds, callbacks)
ROUTES = tuple(Route(*row) for module in _TABLES for row in module.TABLE)
