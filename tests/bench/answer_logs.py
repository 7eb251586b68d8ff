"""Public answer logs and how predictions on them are judged: AUC, log loss, calibration.

Logs lie in the folder that ``COHORT_SHARED`` names, under ``data``; they are for measuring
alone, and no part of the project. The benchmarks take another one of the same form as their
first word, and hold it to the goals that compare with peers; the others are about these.
"""

from __future__ import annotations

import csv
import math
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.core.ability import Answered

#: Groups of equal width into which predictions are put to compare them with what came.
BINS = 10


def data(name: str) -> Path:
    """Give the path of a data file."""
    return Path(os.environ["COHORT_SHARED"]) / "data" / name


def named() -> Path | None:
    """Give the path that the command line names, if it names one."""
    return Path(sys.argv[1]) if len(sys.argv) > 1 else None


def answers(part: str) -> list[Answered]:
    """Read ``train`` or ``test``: the skill is both the domain and the concept.

    A log is a folder with a table of tabs for each part, with the columns ``user_id``,
    ``item_id``, ``correct`` and ``skill_id``, in the order of time.
    """
    folder = named() or data("assistments09")
    with (folder / f"preprocessed_data_{part}.csv").open() as file:
        return [
            Answered(
                int(row["user_id"]), 0, row["skill_id"], row["skill_id"], row["item_id"],
                float(row["correct"]) > 0.5,
            )
            for row in csv.DictReader(file, delimiter="\t")
        ]  # fmt: skip


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
