"""Who may write when: one writer thread that commits actions together, and readers beside it.

On SQLite a single thread drains the waiting actions, runs each in a savepoint of one
transaction, commits them all at once and only then answers: an acknowledged answer is on
the disk. Presses go before background work. On Postgres a small pool of threads gives
each action a transaction of its own. Nothing here knows what an action does.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from sqlalchemy import URL, Connection
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from bot.core.crashpoints import reach
from bot.core.errors import CohortError, Refusal, StoreFault
from bot.store.engine import BUSY_TIMEOUT_MS, open_engine
from bot.store.tx import Tx

T = TypeVar("T")
BATCH = 50
QUEUE_LIMIT = 20_000
POOL = 8
QUIET_SECONDS = 1.0
COMMITS_AT_MOST = 2_000


@dataclass(slots=True)
class _Job:
    work: Callable[[Tx], Any]
    future: Future[Any]
    result: Any = None
    error: BaseException | None = None


class Database:
    """An open database. ``write`` and ``read`` take a function of a transaction."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self._readers = open_engine(url, readers=True)
        self._reading = ThreadPoolExecutor(4, thread_name_prefix="reader")
        self._writers = open_engine(url, pool_size=1 if self.is_sqlite else POOL)
        # What ``Tx.run`` raises comes from the driver itself, unwrapped.
        self._errors = (SQLAlchemyError, self._writers.dialect.loaded_dbapi.Error)
        self._wake = threading.Condition()
        self._pressing: deque[_Job] = deque()
        self._waiting: deque[_Job] = deque()
        self._closing = False
        self._threads = [
            threading.Thread(target=self._work, name=f"writer-{number}", daemon=True)
            for number in range(1 if self.is_sqlite else POOL)
        ]
        self._closed, self._commits = threading.Event(), 0
        # What an earlier process left in the log may hold somebody who was erased.
        self._wipe = True
        if self.is_sqlite:
            self._threads.append(
                threading.Thread(target=self._checkpoint, name="checkpoint", daemon=True)
            )
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, work: Callable[[Tx], T], *, background: bool = False) -> Future[T]:
        """Run ``work`` in a transaction; the future holds its result once it is durable.

        Background work waits for every press, and goes one at a time. The future raises
        what ``work`` raised (its changes undone, nobody else's), or ``StoreFault``.
        """
        job = _Job(work, Future())
        with self._wake:
            queue = self._waiting if background else self._pressing
            if self._closing:
                raise Refusal("Cohort is stopping. Try again in a moment.")
            if len(queue) >= QUEUE_LIMIT:
                raise Refusal("Too much is going on just now. Try again in a minute.")
            queue.append(job)
            # Whoever stops waiting must not take back what the writer may be doing.
            job.future.set_running_or_notify_cancel()
            self._wake.notify()
        return job.future

    def read(self, work: Callable[[Tx], T]) -> Future[T]:
        """Run ``work`` on a read-only connection, beside the writer and never behind it."""
        if self._closing:
            raise Refusal("Cohort is stopping. Try again in a moment.")
        return self._reading.submit(self.read_now, work)

    def read_now(self, work: Callable[[Tx], T]) -> T:
        """Run ``work`` on a read-only connection in the calling thread."""
        try:
            with self._readers.begin() as connection, Tx(connection) as tx:
                return work(tx)
        except self._errors as broken:
            raise in_words(broken) from broken

    def close(self) -> None:
        """Finish what is waiting, then close every connection."""
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        self._closed.set()
        for thread in self._threads:
            thread.join()
        self._reading.shutdown()
        self._readers.dispose()
        self._writers.dispose()

    def _work(self) -> None:
        while jobs := self._take():
            try:
                self._commit(jobs)
            except Exception as broken:
                # The whole transaction is gone (disk full, I/O error, lost connection):
                # one at a time, so that one bad action cannot take the others with it.
                if len(jobs) == 1:
                    jobs[0].error = in_words(broken)
                else:
                    for job in jobs:
                        self._retry(job)
            reach("after-answer-commit")
            self._commits += 1
            for job in jobs:
                self._answer(job)

    def _checkpoint(self) -> None:
        """Move the log into the file in a quiet second, or when it has grown long.

        That costs tens of milliseconds of disk, so it is never part of a commit.
        """
        done = seen = 0
        while not self._closed.wait(QUIET_SECONDS):
            now = self._commits
            if (now != done or self._wipe) and (now == seen or now - done > COMMITS_AT_MOST):
                with suppress(*self._errors):  # the next quiet second tries again
                    self._move_log()
                    done = now
            seen = now

    def _move_log(self) -> None:
        """Move the log into the file; cut it off, too, where something in it is to vanish.

        Only then does it stand in the way of a commit, for as long as its last pages take.
        """
        # Not through an engine's connection: that would stand in a transaction.
        with closing(self._readers.raw_connection()) as pooled:
            driver = pooled.driver_connection
            assert driver is not None
            driver.execute("PRAGMA query_only=OFF")
            try:
                driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
                if self._wipe:
                    self._wipe = False
                    driver.execute("PRAGMA busy_timeout=0")  # a long reader: another second
                    busy, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                    self._wipe = self._wipe or bool(busy)
            finally:
                driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
                driver.execute("PRAGMA query_only=ON")

    def _take(self) -> list[_Job]:
        with self._wake:
            while not (self._pressing or self._waiting):
                if self._closing:
                    return []
                self._wake.wait()
            if not self._pressing:
                return [self._waiting.popleft()]
            size = min(BATCH if self.is_sqlite else 1, len(self._pressing))
            return [self._pressing.popleft() for _ in range(size)]

    def _retry(self, job: _Job) -> None:
        job.error = None
        try:
            self._commit([job])
        except Exception as broken:
            job.error = in_words(broken)

    def _commit(self, jobs: list[_Job]) -> None:
        with self._writers.begin() as connection, Tx(connection) as tx:
            for job in jobs:
                self._run(tx, connection, job)
            wipes = tx.wipes
        # Not before it is committed: the checkpoint would find nothing of it.
        self._wipe = self._wipe or wipes

    def _run(self, tx: Tx, connection: Connection, job: _Job) -> None:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("SAVEPOINT action")
        try:
            job.result = job.work(tx)
            tx.finish()
        except (sqlite3.OperationalError, OperationalError) as broken:
            if self.is_sqlite and not driver.in_transaction:
                raise  # SQLite dropped the whole transaction, not this action alone
            job.error = broken
        except Exception as wrong:
            job.error = wrong
        if job.error is not None:
            tx.undo()
            driver.execute("ROLLBACK TO action")
        driver.execute("RELEASE action")

    def _answer(self, job: _Job) -> None:
        if job.error is None:
            job.future.set_result(job.result)
        elif isinstance(job.error, self._errors):
            fault = in_words(job.error)
            fault.__cause__ = job.error
            job.future.set_exception(fault)
        else:
            job.future.set_exception(job.error)


def in_words(broken: BaseException) -> CohortError:
    """Say in words what the database refused."""
    if isinstance(broken, CohortError):
        return broken
    # Undoing what failed may fail in turn: the first reason is the true one.
    reasons = [broken]
    while (before := reasons[-1].__cause__ or reasons[-1].__context__) is not None:
        reasons.append(before)
    texts = [str(each.orig if isinstance(each, DBAPIError) else each) for each in reasons]
    text = "\n".join(texts).lower()
    if "disk is full" in text or "no space" in text:
        return StoreFault("The disk is full: nothing more can be kept until there is room.")
    if "readonly" in text or "read-only" in text:
        return StoreFault("The database cannot be written: the disk or the file is read-only.")
    if "unable to open" in text:
        return StoreFault("The database file cannot be opened: check that its folder exists.")
    first = next(filter(None, text.splitlines()), type(broken).__name__)
    return StoreFault(f"The database did not take that: {first[:200]}")
