"""What every command begins with: the time, the zone, and the database opened at this schema.

It starts nothing; who wires a running program together is ``bot.bootstrap``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.errors import Misused
from bot.core.zones import read_zone
from bot.services.library import Library
from bot.settings import Settings
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.instance import only_instance
from bot.store.migrate import migrate


def utc_now() -> datetime:
    """Give the time; the one place where the program looks at a clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What every command works with."""

    settings: Settings
    library: Library
    database: Database


@contextmanager
def opened(settings: Settings, library: Library, *, alone: bool) -> Iterator[Parts]:
    """Open the database at this program's schema; ``alone`` holds it against other programs.

    Raises ``AlreadyRunning`` where another program holds it.
    """
    url = read_url(settings.database_url)
    with only_instance(url) if alone else nullcontext():
        migrate(url)
        with Database(url) as database:
            yield Parts(settings=settings, library=library, database=database)


def group_zone(settings: Settings) -> str:
    """Give the zone of a new group: the setting's, else this machine's.

    Raises ``Misused`` naming zones that lie close to one that does not exist.
    """
    if settings.zone:
        return read_zone(settings.zone)
    from tzlocal import get_localzone_name

    name = get_localzone_name()
    try:
        return read_zone(name) if name else "UTC"
    except Misused:
        return "UTC"
