"""Spaced review on one person's real log: FSRS beside a constant, SM-2 and Leitner.

``COHORT_SHARED=... python -m tests.bench.spacing [FILE]``. Every review is predicted before it is
seen; judged are the later half of those that came a day or more after the one before. SM-2 and
Leitner say when a card is due, not how likely it is known: both are read with FSRS's own
forgetting curve, which stands at 90 % on the due day.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.memory import Memory, Recall, answered, retrievability
from tests.bench.answer_logs import data, named
from tests.bench.measure import say, seconds

#: Predictions are never nearer to 0 or 1, so that no single review decides.
EDGE = 0.001
LEITNER_DAYS = (1, 2, 4, 8, 16, 32, 64)


@dataclass(frozen=True, slots=True)
class Review:
    """A review of the log; ``days`` and ``times`` tell how it stood to those before."""

    card: str
    rating: int
    at: datetime
    days: int | None
    times: int

    @property
    def known(self) -> bool:
        """Whether the card was known."""
        return self.rating > 1


def reviews() -> list[Review]:
    """Read the log in the order of time."""
    with (named() or data("srs_review_log_pyfsrs.csv")).open() as file:
        rows = [
            (datetime.fromisoformat(row["review_time"]), row["card_id"], int(row["review_rating"]))
            for row in csv.DictReader(file)
        ]
    last: dict[str, datetime] = {}
    times: defaultdict[str, int] = defaultdict(int)
    found = []
    for at, card, rating in sorted(rows):
        days = (at - last[card]).days if card in last else None
        found.append(Review(card, rating, at, days, times[card]))
        last[card] = at
        times[card] += 1
    return found


class Fsrs:
    """What Cohort uses."""

    def __init__(self) -> None:
        self.cards: dict[str, Memory] = {}

    def see(self, review: Review) -> float:
        """Fold a review in and give the prediction that was made before it."""
        memory = self.cards.get(review.card)
        p = retrievability(memory, review.at) if memory else 0.9
        self.cards[review.card] = answered(memory, Recall(review.rating), review.at)
        return p


def curve(review: Review, days: float) -> float:
    """Read an interval as a forgetting curve."""
    elapsed = timedelta(days=review.days or 0)
    return retrievability(Memory(days, 5.0, review.at - elapsed), review.at)


class Constant:
    """Predicts the share known so far."""

    def __init__(self) -> None:
        self.known, self.n = 0.0, 0.0

    def see(self, review: Review) -> float:
        """Fold a review in and give the prediction that was made before it."""
        p = self.known / self.n if self.n else 0.9
        if review.days:
            self.known += review.known
            self.n += 1
        return p


class Sm2:
    """SuperMemo 2 (Wozniak 1990), ratings 1 to 4 read as grades 1, 3, 4, 5."""

    def __init__(self) -> None:
        self.cards: dict[str, tuple[float, int, float]] = {}

    def see(self, review: Review) -> float:
        """Fold a review in and give the prediction that was made before it."""
        ease, streak, days = self.cards.get(review.card, (2.5, 0, 0.0))
        p = curve(review, days) if days else 0.9
        grade = (0, 1, 3, 4, 5)[review.rating]
        ease = max(1.3, ease + 0.1 - (5 - grade) * (0.08 + (5 - grade) * 0.02))
        if grade < 3:
            streak, days = 0, 1.0
        else:
            streak += 1
            days = 1.0 if streak == 1 else 6.0 if streak == 2 else days * ease
        self.cards[review.card] = (ease, streak, days)
        return p


class Leitner:
    """Boxes whose intervals double; a miss goes back to the first."""

    def __init__(self) -> None:
        self.cards: dict[str, int] = {}

    def see(self, review: Review) -> float:
        """Fold a review in and give the prediction that was made before it."""
        box = self.cards.get(review.card, -1)
        p = curve(review, LEITNER_DAYS[box]) if box >= 0 else 0.9
        self.cards[review.card] = min(len(LEITNER_DAYS) - 1, box + 1) if review.known else 0
        return p


def log_loss(predicted: Sequence[float], judged: Sequence[Review]) -> float:
    """Give the mean log loss of predictions."""
    return -sum(
        math.log(p if each.known else 1.0 - p) for p, each in zip(predicted, judged, strict=True)
    ) / len(judged)


def rmse_bins(predicted: Sequence[float], judged: Sequence[Review]) -> float:
    """Give FSRS's own measure: root mean square of predicted less observed share over bins.

    Bins are by interval (powers of 3.62) and number of reviews (powers of 1.89), weighted by
    size, after the srs-benchmark of open-spaced-repetition.
    """
    bins: defaultdict[tuple[float, float], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for p, each in zip(predicted, judged, strict=True):
        days, times = max(1, each.days or 1), max(1, each.times)
        cell = bins[
            (
                round(2.48 * math.pow(3.62, math.floor(math.log(days) / math.log(3.62))), 2),
                round(1.99 * math.pow(1.89, math.floor(math.log(times) / math.log(1.89))), 0),
            )
        ]
        cell[0] += p
        cell[1] += each.known
        cell[2] += 1
    return math.sqrt(sum(n * ((p - known) / n) ** 2 for p, known, n in bins.values()) / len(judged))


def main() -> None:
    """Print FSRS's figures beside its peers'."""
    log = reviews()
    long_term = [number for number, each in enumerate(log) if each.days]
    later = long_term[len(long_term) // 2 :]
    judged = [log[number] for number in later]
    say("reviews / judged", len(log), "", f"{len(judged):,}")
    found: dict[str, tuple[float, float]] = {}
    models: dict[str, Callable[[Review], float]] = {
        "FSRS": Fsrs().see,
        "constant": Constant().see,
        "SM-2": Sm2().see,
        "Leitner": Leitner().see,
    }
    for name, see in models.items():
        every = [see(each) for each in log]
        predicted = [min(1 - EDGE, max(EDGE, every[number])) for number in later]
        found[name] = (log_loss(predicted, judged), rmse_bins(predicted, judged))
    ours, rmse = found.pop("FSRS")
    for name, (loss, error) in found.items():
        say(f"{name}: log loss", loss, "")
        say(f"{name}: RMSE(bins)", error, "")
    peers = [loss for loss, _ in found.values()]
    best = min(peers if named() else [*peers, 0.455])
    say("FSRS: log loss", ours, "", f"<= {best:.3f}", ours <= best)
    say("FSRS: RMSE(bins)", rmse, "", "<= 0.085", rmse <= 0.085)
    say("FSRS: reviews", len(log) / seconds(lambda: [*map(Fsrs().see, log)]), "/s")


if __name__ == "__main__":
    main()
