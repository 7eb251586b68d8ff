"""How real exams went, as a fold over events, and how far the chances told before them held.

It knows outcomes and chances as numbers; it knows no names and no rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from bot.core.happening import Happened

#: Edges of the bands whose chances are set against what came of them; those of readiness.
EDGES = (0.0, 0.40, 0.70, 0.90, 1.0)
#: Results before reliability says anything.
ENOUGH = 20


class Outcome(StrEnum):
    """How a real exam went. The values are typed by people and stand in events."""

    PASSED = "passed"
    FAILED = "failed"


class ResultEvent(StrEnum):
    """What may happen to a result."""

    #: ``pack``, ``on`` (the day), ``outcome``; its id is the event's ``seq``. Where a chance to
    #: pass was told then: ``chance``, from 0 to 1, and the ``answers`` it rested on.
    KEPT = "exam-result"
    DROPPED = "exam-result-dropped"  #: ``result``


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A real exam's outcome; ``chance`` is None where none was told."""

    id: int
    learner: int
    pack: str
    on: date
    passed: bool
    chance: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Results whose chance lay between two edges: mean chance told, and how many passed of n."""

    low: float
    high: float
    n: int
    told: float
    passed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """How chances held: Brier score and expected calibration error over ``n`` results."""

    n: int
    brier: float
    ece: float
    bins: tuple[Bin, ...]

    @property
    def is_enough(self) -> bool:
        """Whether there are results enough to judge by."""
        return self.n >= ENOUGH


def fold(events: Iterable[Happened]) -> tuple[Result, ...]:
    """Give every result that holds, in the order they were kept.

    Of one exam day of a learner the latest holds. What is said of a result whose owner is erased
    is passed over.
    """
    held: dict[int, Result] = {}
    for event in events:
        said = event.payload
        match event.kind:
            case ResultEvent.KEPT if event.learner_id is not None:
                result = Result(
                    id=event.seq,
                    learner=event.learner_id,
                    pack=said["pack"],
                    on=date.fromisoformat(said["on"]),
                    passed=said["outcome"] == Outcome.PASSED,
                    chance=said.get("chance"),
                )
                same = [each.id for each in held.values() if _is_same(each, result)]
                for number in same:
                    del held[number]
                held[result.id] = result
            case ResultEvent.DROPPED:
                held.pop(int(said["result"]), None)
            case _:
                pass
    return tuple(held.values())


def _is_same(one: Result, other: Result) -> bool:
    return (one.learner, one.pack, one.on) == (other.learner, other.pack, other.on)


def reliability(pairs: Sequence[tuple[float, bool]]) -> Reliability:
    """Set (chance told, passed) against each other, in the bands that members see.

    Brier is the mean squared difference; the expected calibration error is the mean over bands
    of the distance between chance and share, weighted by how many lie there.
    """
    bins = []
    for low, high in pairwise(EDGES):
        inside = [(p, y) for p, y in pairs if low <= p < high or (p == high == EDGES[-1])]
        n = len(inside)
        bins.append(
            Bin(
                low=low,
                high=high,
                n=n,
                told=sum(p for p, _ in inside) / n if n else 0.0,
                passed=sum(y for _, y in inside),
            )
        )
    total = len(pairs)
    return Reliability(
        n=total,
        brier=sum((p - y) ** 2 for p, y in pairs) / total if total else 0.0,
        ece=sum(abs(each.told * each.n - each.passed) for each in bins) / total if total else 0.0,
        bins=tuple(bins),
    )
