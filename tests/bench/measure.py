"""Small tools of the benchmarks: medians, percentiles, and lines that say goal and result."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

RUNS = 5


def seconds(work: Callable[[], object]) -> float:
    """Time one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def median_seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """Time several calls and give the median."""
    return statistics.median(seconds(work) for _ in range(runs))


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value below which ``share`` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def say(name: str, value: float, unit: str, goal: str = "", holds: bool | None = None) -> None:
    """Print a figure, and whether a goal holds."""
    mark = "" if holds is None else ("  holds" if holds else "  MISSED")
    print(f"{name:<58} {value:>12,.3f} {unit:<8} {goal}{mark}")
