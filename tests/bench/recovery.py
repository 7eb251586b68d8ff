"""A simulated group of known abilities over eight weeks: does the model find them again?

``python -m tests.bench.recovery``. 25 members with abilities by domain, five shared questions a
week and three practice runs of five, over items of which the author guessed the difficulty.
Once abilities move with each answer as the model supposes that people's do, and are to be found as
they are at the end; once nobody learns or forgets anything, which no group does: there the model's
intervals are wider than they would have to be. An ability is against an average member.
"""

from __future__ import annotations

import math
import statistics
from random import Random

from bot.core.ability import DEFAULTS, Answered, Fold, Sort, sigma
from tests.bench.measure import say

MEMBERS, WEEKS, DAILIES, RUNS_A_WEEK, RUN = 25, 8, 5, 3, 5
WEIGHTS = {"d1": 0.20, "d2": 0.24, "d3": 0.36, "d4": 0.20}
CONCEPTS, SIBLINGS = 35, 3
SEEDS = 12
Z90 = 1.6448536269514722


class Truth:
    """Who is how able, and what is how hard."""

    def __init__(self, rng: Random, *, moves: bool) -> None:
        self.rng, self.moves = rng, moves
        self.member = [rng.gauss(0, math.sqrt(DEFAULTS.member_variance)) for _ in range(MEMBERS)]
        self.domain = [
            {name: rng.gauss(0, math.sqrt(DEFAULTS.domain_variance)) for name in WEIGHTS}
            for _ in range(MEMBERS)
        ]
        self.guessed: dict[str, int] = {}
        self.hard: dict[str, float] = {}
        self.items: dict[str, list[tuple[str, str]]] = {name: [] for name in WEIGHTS}
        for domain in WEIGHTS:
            for concept in range(CONCEPTS):
                easy = rng.gauss(0, math.sqrt(DEFAULTS.concept_variance))
                for sibling in range(SIBLINGS):
                    item = f"{domain}-{concept}-{sibling}"
                    level = rng.choice((1, 2, 3))
                    middle = (level - 2) * DEFAULTS.guess_reach
                    spread = math.sqrt(DEFAULTS.guessed_variance)
                    self.guessed[item] = level
                    self.hard[item] = rng.gauss(middle, spread) - easy
                    self.items[domain].append((f"{domain}-{concept}", item))

    def ability(self, member: int, domain: str) -> float:
        """Give how able a member is in a domain."""
        return self.member[member] + self.domain[member][domain]

    def answer(self, member: int, domain: str, concept: str, item: str) -> Answered:
        """Let a member answer an item, and move a little by it."""
        if self.moves:
            self.member[member] += self.rng.gauss(0, math.sqrt(DEFAULTS.member_drift))
            self.domain[member][domain] += self.rng.gauss(0, math.sqrt(DEFAULTS.domain_drift))
        logit = DEFAULTS.common_mean + self.ability(member, domain) - self.hard[item]
        right = self.rng.random() < sigma(logit)
        return Answered(member, 1, domain, concept, item, right, self.guessed[item])


def live(truth: Truth) -> Fold:
    """Let eight weeks pass; nobody meets an item twice."""
    rng, fold = truth.rng, Fold()
    met: list[set[str]] = [set() for _ in range(MEMBERS)]
    names, weights = list(WEIGHTS), list(WEIGHTS.values())
    for _ in range(WEEKS):
        for _ in range(DAILIES):
            domain = rng.choices(names, weights)[0]
            concept, item = rng.choice(truth.items[domain])
            for member in rng.sample(range(MEMBERS), int(0.8 * MEMBERS)):
                if item not in met[member]:
                    met[member].add(item)
                    fold.see(truth.answer(member, domain, concept, item))
        for member in range(MEMBERS):
            for _ in range(RUNS_A_WEEK * RUN):
                domain = rng.choices(names, weights)[0]
                concept, item = rng.choice(truth.items[domain])
                if item not in met[member]:
                    met[member].add(item)
                    fold.see(truth.answer(member, domain, concept, item))
    return fold


def found(fold: Fold, member: int, domain: str) -> tuple[float, float]:
    """Give (mean, variance) of what the model thinks of a member in a domain."""
    own = fold.term((Sort.MEMBER, member, ""))
    there = fold.term((Sort.DOMAIN, member, domain))
    return own.mean + there.mean, own.variance + there.variance


def measure(*, moves: bool) -> tuple[list[float], list[float], float, float]:
    """Give correlations on the blueprint and by domain, the share covered, and answers each."""
    overall, by_domain, covered, answers = [], [], [], []
    for seed in range(SEEDS):
        truth = Truth(Random(seed), moves=moves)
        fold = live(truth)
        answers.append(fold.term((Sort.COMMON, 0, "")).n / MEMBERS)
        true, guessed = [], []
        whole, whole_found = [0.0] * MEMBERS, [0.0] * MEMBERS
        for domain, weight in WEIGHTS.items():
            known = [truth.ability(each, domain) for each in range(MEMBERS)]
            thought = [found(fold, each, domain) for each in range(MEMBERS)]
            # Only differences between members can be found: what all share is the common term's.
            mean, level = statistics.fmean(known), statistics.fmean(m for m, _ in thought)
            for member, (guess, variance) in enumerate(thought):
                true.append(known[member] - mean)
                guessed.append(guess - level)
                covered.append(abs(true[-1] - guessed[-1]) <= Z90 * math.sqrt(variance))
                whole[member] += weight * true[-1]
                whole_found[member] += weight * guessed[-1]
        overall.append(statistics.correlation(whole, whole_found))
        by_domain.append(statistics.correlation(true, guessed))
    return overall, by_domain, sum(covered) / len(covered), statistics.fmean(answers)


def main() -> None:
    """Print how well abilities are found again, over some simulated groups."""
    overall, by_domain, share, answers = measure(moves=True)
    say("groups / first answers of a member", SEEDS, "", f"{answers:.0f}")
    middle = statistics.fmean(overall)
    say("ability on the blueprint: correlation", middle, "", ">= 0.85", middle >= 0.85)
    say("ability on the blueprint: correlation, worst group", min(overall), "")
    say("ability by domain: correlation", statistics.fmean(by_domain), "")
    say("90 % intervals that hold the truth", 100 * share, "%", "85 to 95", 0.85 <= share <= 0.95)
    overall, by_domain, share, _ = measure(moves=False)
    say("nobody learns: on the blueprint, correlation", statistics.fmean(overall), "")
    say("nobody learns: by domain, correlation", statistics.fmean(by_domain), "")
    say("nobody learns: 90 % intervals that hold the truth", 100 * share, "%")


if __name__ == "__main__":
    main()
