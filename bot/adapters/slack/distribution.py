"""Cohort for many workspaces: vault, exchange, installations and pages, put together.

It is handed the book of installations and gives what the rest of this folder works with.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from bot.adapters.slack.exchange import Exchange
from bot.adapters.slack.installing import Installing
from bot.adapters.slack.kept import KeptInstallations
from bot.adapters.slack.pages import START
from bot.adapters.slack.vault import read_vault
from bot.services.installations import Installations as Book

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientKeys:
    """What an app that many workspaces install has beside its signing secret; never shown.

    ``public`` is the address by which browsers and Slack reach Cohort, ``secret_key`` what
    tokens are sealed with, ``optional`` the optional sets of scopes to ask for.
    """

    client_id: str
    client_secret: str = field(repr=False)
    secret_key: str = field(repr=False)
    public: str
    optional: tuple[str, ...] = ()

    @property
    def start(self) -> str:
        """The address at which somebody begins to install it."""
        return self.public.rstrip("/") + START


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """The installations of many workspaces, and the pages that make new ones."""

    installations: KeptInstallations
    pages: Installing


def distribution(
    keys: ClientKeys, api: str, book: Book, clock: Callable[[], datetime]
) -> Distribution:
    """Put everything together. Raises ``Misused`` for a key that is missing or too short."""
    vault = read_vault(keys.secret_key)
    exchange = Exchange(keys.client_id, keys.client_secret, api, keys.public, keys.optional)
    kept = KeptInstallations(book, vault, exchange, clock)
    return Distribution(installations=kept, pages=Installing(exchange, vault, kept, clock))


@asynccontextmanager
async def distributed(made: Distribution) -> AsyncIterator[Distribution]:
    """See that what is kept can be opened, seal it with the newest key, and let it work.

    Raises ``Misused`` where something is kept that no key opens.
    """
    count = await made.installations.reseal()
    if count:
        log.warning("slack: the tokens of %s workspaces are sealed with the newest key now", count)
    try:
        yield made
    finally:
        await made.installations.settled()
