"""The only home of APScheduler, which is a clock here and nothing else.

It wakes a handful of jobs; what is due is read from the database, so that losing the clock
loses nothing. Its job store is in memory on purpose.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)


class Clock:
    """Calls jobs at intervals on the running event loop."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._scheduler.add_listener(_report, EVENT_JOB_ERROR)

    def every(self, seconds: float, name: str, job: Callable[[], Awaitable[object]]) -> None:
        """Call ``job`` every so many seconds, never twice at once."""

        async def call() -> None:
            # APScheduler awaits coroutine functions only, not objects that are called.
            await job()

        self._scheduler.add_job(call, "interval", seconds=seconds, id=name)

    def start(self) -> None:
        """Start calling. Needs a running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Stop calling; a job under way is not waited for."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


def _report(event: JobExecutionEvent) -> None:
    log.error("the job %s failed and will be called again", event.job_id, exc_info=event.exception)
