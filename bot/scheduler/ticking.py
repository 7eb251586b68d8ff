"""The tick: look what is due, and have it done piece by piece."""

from __future__ import annotations

import logging
from asyncio import wrap_future
from collections.abc import Callable

from bot.core.crashpoints import reach
from bot.core.errors import CohortError
from bot.services.due import AT_ONCE, Due

log = logging.getLogger(__name__)


class Tick:
    """Opens and closes what is due. ``changed`` is called when something was."""

    def __init__(self, due: Due, changed: Callable[[], None] = lambda: None) -> None:
        self._due = due
        self._changed = changed

    async def __call__(self) -> int:
        """Do all that is due now; give how many things were done."""
        done = 0
        while True:
            works = await wrap_future(self._due.find())
            before = done
            for work in works:
                try:
                    done += await wrap_future(self._due.do(work))
                    reach("between-works")
                except CohortError as wrong:
                    # One group's trouble must not stand in the way of the others.
                    log.error("something due could not be done: %s", wrong)
                except Exception:
                    log.exception("something due could not be done: a mistake of ours")
            if done > before:
                self._changed()
            if len(works) < AT_ONCE or done == before:
                return done
