"""The workshop: heavy work, such as pictures and workbooks, in a process of its own.

A worker is started when there is something to make and ended when there has been nothing
for a while, so that the libraries for it are never loaded into the program and nothing long
stands in front of a press. It is spawned, not forked: a fork would copy threads' locks. One
worker makes one thing at a time, and only from one package, so that its memory holds one of
the large libraries. Nothing here knows what a job does.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from pathlib import Path
from typing import Self

from bot.core.errors import Fault, Refusal
from bot.services.workbench import Gone, Job, Workbench
from bot.services.worker import Failed, Made

log = logging.getLogger(__name__)
#: The packages whose functions may be named as jobs.
HOMES = ("bot.charts", "bot.sheets")
IDLE_SECONDS = 30.0
JOB_SECONDS = 300.0
WAITING_AT_MOST = 16
#: How long a close waits for a thread that is reading rows.
CLOSE_SECONDS = 5.0
_BUSY = "Several files are being made just now. Ask again in a minute."
_STOPPING = "Cohort is stopping. Ask again in a moment."
_DIED = "Making this stopped half-way. Nothing is lost; ask for it again."
_OVERDUE = "Making this took too long and was stopped. Nothing is lost; ask for less at once."
_FAILED = "This could not be made. Nothing is lost."


class Workshop:
    """Makes things, one after another. Close it after use; a program may have several."""

    def __init__(
        self,
        *,
        idle_seconds: float = IDLE_SECONDS,
        job_seconds: float = JOB_SECONDS,
        waiting_at_most: int = WAITING_AT_MOST,
        homes: tuple[str, ...] = HOMES,
    ) -> None:
        self._idle = idle_seconds
        self._limit = job_seconds
        self._waiting_at_most = waiting_at_most
        self._homes = homes
        self._wake = threading.Condition()
        self._jobs: deque[Job] = deque()
        self._closing = False
        self._thread: threading.Thread | None = None
        self._bench: Workbench | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def worker_id(self) -> int | None:
        """The process id of the worker; None while there is none."""
        worker = self._bench
        return None if worker is None else worker.process.pid

    def make(
        self,
        job: str,
        *args: object,
        rows: Iterable[object] | None = None,
        progress: Callable[[int, int], None] | None = None,
        **named: object,
    ) -> Future[bytes]:
        """Call a top-level function of ``bot.sheets`` or ``bot.charts`` in the worker.

        ``job`` is its import path, such as ``bot.charts.draw.draw``. It must give bytes. With
        ``rows`` it is called with an iterator of the same things under that name, which are
        pulled in the workshop's thread and sent one by one as the job takes them (chunks of
        about 1,000 rows are right). With ``progress`` it is given a function of that name,
        and what it reports is passed on in the workshop's thread.

        The future holds the bytes, or raises what ``rows`` or ``progress`` raised, or what the
        job raised where that has words, else a ``Fault``. A cancelled future is not begun.
        Raises ``Refusal`` at once where too much is waiting.
        """
        home = next((each for each in self._homes if job.startswith(f"{each}.")), None)
        if home is None:
            raise ValueError(f"{job!r} is not a job of {' or '.join(self._homes)}")
        made = Job(name=job, home=home, args=args, named=named, rows=rows, progress=progress)
        with self._wake:
            if self._closing:
                raise Refusal(_STOPPING)
            if len(self._jobs) >= self._waiting_at_most:
                raise Refusal(_BUSY)
            self._jobs.append(made)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="workshop", daemon=True)
                self._thread.start()
            self._wake.notify()
        return made.future

    def close(self) -> None:
        """End the worker at once; what was not made raises ``Refusal``."""
        with self._wake:
            self._closing = True
            left, self._jobs = self._jobs, deque()
            if self._bench is not None:
                self._bench.kill()
            self._wake.notify_all()
        for job in left:
            if job.future.set_running_or_notify_cancel():
                job.future.set_exception(Refusal(_STOPPING))
        if self._thread is not None:
            self._thread.join(CLOSE_SECONDS)

    def _work(self) -> None:
        while self._work_once():
            pass
        self._let_go()

    def _work_once(self) -> bool:
        # A call of its own, so that no result is held while there is nothing to do.
        job = self._next()
        if job is None:
            return False
        if job.future.set_running_or_notify_cancel():
            try:
                job.future.set_result(self._make(job))
            except BaseException as wrong:
                job.future.set_exception(wrong)
        return True

    def _next(self) -> Job | None:
        """Wait for a job; a worker that has nothing to do for long is let go meanwhile."""
        while True:
            with self._wake:
                if not (self._jobs or self._closing):
                    self._wake.wait(None if self._bench is None else self._idle)
                if self._closing:
                    return None
                if self._jobs:
                    return self._jobs.popleft()
            self._let_go()

    def _make(self, job: Job) -> bytes:
        worker = self._bench_for(job)
        overdue = threading.Timer(self._limit, worker.kill, kwargs={"is_overdue": True})
        overdue.daemon = True
        overdue.start()
        try:
            answer = worker.make(job)
        except BaseException as wrong:
            # Whatever it was, the worker is somewhere in the middle of it.
            self._let_go()
            if isinstance(wrong, Gone):
                raise self._why(worker) from wrong
            raise
        finally:
            overdue.cancel()
        return _result(job, answer)

    def _bench_for(self, job: Job) -> Workbench:
        worker = self._bench
        if worker is not None and worker.home == job.home and worker.is_there():
            return worker
        self._let_go()
        started = Workbench(job.home)
        with self._wake:
            self._bench = started
            if self._closing:
                started.kill()
        return started

    def _let_go(self) -> None:
        with self._wake:
            worker, self._bench = self._bench, None
        if worker is not None:
            worker.end()

    def _why(self, worker: Workbench) -> Fault | Refusal:
        if self._closing:
            return Refusal(_STOPPING)
        if worker.is_overdue:
            return Fault(_OVERDUE)
        log.warning("a worker ended in mid-job with status %s", worker.process.returncode)
        return Fault(_DIED)


def _result(job: Job, answer: Made | Failed) -> bytes:
    if isinstance(answer, Failed):
        if answer.error is not None:
            raise answer.error
        log.error("%s failed:\n%s", job.name, answer.trace)
        raise Fault(_FAILED)
    if not answer.path:
        return answer.data
    path = Path(answer.path)
    data = path.read_bytes()
    path.unlink()
    return data
