"""One running bot per database: a lock that the system itself drops with the process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout
from sqlalchemy import URL

from bot.core.errors import Refusal, StoreFault
from bot.store.engine import make_folder, open_engine, sqlite_path

_PG_KEY = 7266786


class AlreadyRunning(Refusal):
    """Another Cohort is running on the same database."""


@contextmanager
def only_instance(url: URL) -> Iterator[None]:
    """Hold the database for this process. Raises ``AlreadyRunning`` where another holds it."""
    path = sqlite_path(url)
    if path is not None:
        make_folder(url)
        lock = FileLock(f"{path}.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout as held:
            raise _refusal(str(path)) from held
        except OSError as wrong:
            raise StoreFault(
                f"Nothing can be written in {path.parent} ({wrong.strerror}). "
                "Set DATABASE_URL to a file in a folder that can be written."
            ) from wrong
        try:
            yield
        finally:
            lock.release()
        return
    engine = open_engine(url, pool_size=1)
    try:
        with engine.connect() as connection:
            row = connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({_PG_KEY})").one()
            if not row[0]:
                raise _refusal(url.render_as_string())
            connection.commit()
            yield
    finally:
        engine.dispose()


def is_running(url: URL) -> bool:
    """Say whether a Cohort is running on this database."""
    try:
        with only_instance(url):
            return False
    except AlreadyRunning:
        return True


def _refusal(where: str) -> AlreadyRunning:
    return AlreadyRunning(
        f"Another Cohort is running on {where}. Stop that one first, "
        "or set DATABASE_URL to another file."
    )
