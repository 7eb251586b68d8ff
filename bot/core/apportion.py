"""Whole numbers shared out by weight: questions over domains, weeks over phases. Knows no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Share out a whole number by weights: largest remainder (Hamilton), the first of equals.

    Nothing is given where all weights are 0.
    """
    whole = sum(map(Fraction, weights))
    if whole <= 0:
        return [0] * len(weights)
    exact = [total * Fraction(weight) / whole for weight in weights]
    counts = [int(each) for each in exact]
    order = sorted(range(len(weights)), key=lambda n: (counts[n] - exact[n], n))
    for n in order[: total - sum(counts)]:
        counts[n] += 1
    return counts


def by_name(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Share out a whole number by weights that have names, in their order."""
    return dict(zip(weights, apportion(total, list(weights.values())), strict=True))
