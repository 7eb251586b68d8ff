"""Public answer logs and how predictions on them are judged: AUC, log loss, calibration.

Logs lie in the folder that ``COHORT_SHARED`` names, under ``data``; they are for measuring
alone, and no part of the project.
"""

from __future__ import annotations

import csv
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.core.ability import Answered

#: Groups of equal width into which predictions are put to compare them with what came.
BINS = 10


def data(name: str) -> Path:
    """Give the path of a data file."""
    return Path(os.environ["COHORT_SHARED"]) / "data" / name


def assistments(part: str) -> list[Answered]:
    """Read ``train`` or ``test``: the skill is both the domain and the concept."""
    with data(f"assistments09/preprocessed_data_{part}.csv").open() as file:
        rows = csv.reader(file, delimiter="\t")
        next(rows)
        return [
            Answered(int(user), 0, skill, skill, item, right == "1")
            for user, item, _, right, skill in rows
        ]


@dataclass(frozen=True, slots=True)
class Judged:
    """How well predictions fit what came; ``bias`` is mean outcome less mean prediction."""

    auc: float
    log_loss: float
    ece: float
    bias: float


def judge(predicted: Sequence[float], outcomes: Sequence[bool]) -> Judged:
    """Judge predictions; AUC counts ties as half."""
    n = len(outcomes)
    loss = -sum(
        math.log(p if y else 1.0 - p) for p, y in zip(predicted, outcomes, strict=True)
    ) / n  # fmt: skip
    bias = (sum(outcomes) - sum(predicted)) / n
    return Judged(auc(predicted, outcomes), loss, ece(predicted, outcomes), bias)


def auc(predicted: Sequence[float], outcomes: Sequence[bool]) -> float:
    """Give the chance that a right answer was predicted above a wrong one."""
    ordered = sorted(zip(predicted, outcomes, strict=True))
    rights, ranks, start = sum(outcomes), 0.0, 0
    while start < len(ordered):
        end = start
        while end < len(ordered) and ordered[end][0] == ordered[start][0]:
            end += 1
        tied = sum(right for _, right in ordered[start:end])
        ranks += tied * (start + end + 1) / 2.0
        start = end
    return (ranks - rights * (rights + 1) / 2.0) / (rights * (len(ordered) - rights))


def ece(predicted: Sequence[float], outcomes: Sequence[bool]) -> float:
    """Give the mean distance of predicted from observed shares, over bins by prediction."""
    sums = [[0.0, 0.0] for _ in range(BINS)]
    for p, right in zip(predicted, outcomes, strict=True):
        cell = sums[min(BINS - 1, int(p * BINS))]
        cell[0] += p
        cell[1] += right
    return sum(abs(p - y) for p, y in sums) / len(outcomes)
