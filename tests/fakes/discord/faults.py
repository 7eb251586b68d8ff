"""What goes wrong with requests, on command.

Knows the kinds of trouble and which request each waits for; must not know what a request means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum


class Trouble(Enum):
    """What goes wrong with a request."""

    REFUSED = "refused"  #: nothing is done, the answer is a 5xx
    FAILED_AFTER = "failed after"  #: it is done, the answer is a 5xx
    LOST = "lost"  #: it is done, the connection breaks before the answer
    UNSENT = "unsent"  #: the connection breaks before it is done
    SLOW = "slow"  #: it is done after `seconds`
    STORM = "storm"  #: a 429 that asks to wait `seconds`


@dataclass(slots=True, kw_only=True)
class Fault:
    """One trouble that waits for the next `times` requests that match."""

    trouble: Trouble
    method: str = ""
    path: str = ""
    times: int = 1
    seconds: float = 0.0
    status: int = 502
    hits: int = 0

    def waits_for(self, method: str, path: str) -> bool:
        """Return whether it befalls this request."""
        return (
            self.hits < self.times
            and self.method in ("", method)
            and re.search(self.path, path) is not None
        )


@dataclass(slots=True)
class Faults:
    """The troubles in waiting, the first that matches befalls a request."""

    waiting: list[Fault] = field(default_factory=list)

    def add(
        self,
        trouble: Trouble,
        method: str = "",
        path: str = "",
        *,
        times: int = 1,
        seconds: float = 0.0,
        status: int = 502,
    ) -> Fault:
        """Let the next `times` requests whose method and path (a pattern) match fail.

        `seconds` are the stand-in's.
        """
        fault = Fault(
            trouble=trouble, method=method, path=path, times=times, seconds=seconds, status=status
        )
        self.waiting.append(fault)
        return fault

    def befalls(self, method: str, path: str) -> Fault | None:
        """Take the trouble that befalls this request, if there is one."""
        for fault in self.waiting:
            if fault.waits_for(method, path):
                fault.hits += 1
                return fault
        return None

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self.waiting.clear()
