"""What goes wrong on the way: asked for by a test, used up call by call. Knows no method."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

#: `lost`: carried out, and the connection breaks before the answer. `before`: a 5xx, nothing done.
#: `after`: carried out, answered with a 5xx. `slow`: carried out, then answered late. `refused`: an
#: error of Slack's, nothing done. `limited`: a 429, nothing done. `broken`: the connection breaks,
#: nothing done.
Kind: TypeAlias = Literal["lost", "before", "after", "slow", "refused", "limited", "broken"]


@dataclass(slots=True, kw_only=True)
class Fault:
    """A fault for the next calls of a method ("*" for any), after `skip` that go well."""

    method: str
    kind: Kind
    times: int = 1
    skip: int = 0
    seconds: float = 1.0
    error: str = "internal_error"
    status: int = 503


@dataclass(slots=True)
class Faults:
    """The faults still to come, and those that have come."""

    planned: list[Fault] = field(default_factory=list)
    happened: list[tuple[str, Kind]] = field(default_factory=list)

    def plan(
        self,
        method: str,
        kind: Kind,
        *,
        times: int = 1,
        skip: int = 0,
        seconds: float = 1.0,
        error: str = "internal_error",
        status: int = 503,
    ) -> None:
        """Let something go wrong in the next calls of a method."""
        fault = Fault(method=method, kind=kind, times=times, skip=skip)
        fault.seconds, fault.error, fault.status = seconds, error, status
        self.planned.append(fault)

    def take(self, method: str) -> Fault | None:
        """Give the fault that befalls this call, and use it up."""
        for fault in self.planned:
            if fault.method not in (method, "*"):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.times -= 1
            if fault.times == 0:
                self.planned.remove(fault)
            self.happened.append((method, fault.kind))
            return fault
        return None
