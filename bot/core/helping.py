"""Who helped the group: explanations that others thanked for, and reports that were confirmed.

A fold over what happened. It knows learners by number, and no names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.happening import Happened


class HelpEvent(StrEnum):
    """What counts as help, with what the payload says."""

    THANKED = "thanked"  #: the learner thanked ``to`` for the explanation ``bulletin``
    RESOLVED = "flag-resolved"  #: ``confirmed``, and ``by``: who had flagged the question


@dataclass(frozen=True, slots=True)
class Help:
    """How often somebody helped."""

    thanks: int = 0
    reports: int = 0

    @property
    def times(self) -> int:
        """Both together."""
        return self.thanks + self.reports


def fold(events: Iterable[Happened], within: Callable[[datetime], bool]) -> Mapping[int, Help]:
    """Count each learner's help among the events for whose time ``within`` holds.

    Thanks count once for each explanation and who thanked, and never one's own.
    """
    thanks: Counter[int] = Counter()
    reports: Counter[int] = Counter()
    seen: set[tuple[int | None, int]] = set()
    for event in events:
        said = event.payload
        match event.kind:
            case HelpEvent.THANKED:
                mark = (event.learner_id, said["bulletin"])
                if mark in seen or said["to"] == event.learner_id:
                    continue
                seen.add(mark)
                if within(event.at):
                    thanks[said["to"]] += 1
            case HelpEvent.RESOLVED if said.get("confirmed") and within(event.at):
                reports.update(set(said.get("by", ())))
            case _:
                pass
    learners = thanks.keys() | reports.keys()
    return {learner: Help(thanks[learner], reports[learner]) for learner in learners}
