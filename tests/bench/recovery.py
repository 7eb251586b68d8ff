"""A simulated group of known abilities over eight weeks: does the model find them again?

``python -m tests.bench.recovery``. The answers go through the model's fold, not through the whole
program: 25 members, a pack of 264 questions by the MLS-C01 blueprint, five shared questions a
week and ten of practice for those who answer that day, none met twice. Truths are drawn and drift
as the model believes; then abilities stand still, which it does not believe; then members lie
further from each other than it believes. What is judged is the logit that a member brings to the
blueprint's questions, in all and by domain. Many groups are drawn, so that the figures hold
still.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import NamedTuple

from bot.core.ability import COMMON_KEY, DEFAULTS, Answered, Fold, Sort, Term, sigma
from bot.core.apportion import by_name
from bot.core.readiness import REACH
from tests.bench.measure import say

MEMBERS, GROUPS, WEEKS = 25, 12, 8
#: The blueprint of MLS-C01, and as many questions as full mock exams need; two to a concept.
BLUEPRINT, QUESTIONS = {"d1": 20, "d2": 24, "d3": 36, "d4": 20}, 264
DAILIES, PRACTISED = 5, 10


class Question(NamedTuple):
    """One question of the pack, with the author's guess at how hard it is."""

    id: str
    domain: str
    concept: str
    difficulty: int


@dataclass(frozen=True, slots=True)
class Found:
    """One member: the true and the estimated logit in all, and by domain, and the answers."""

    truth: float
    estimate: Term
    domains: Sequence[tuple[float, Term]]
    answers: int


def questions(rng: Random) -> list[Question]:
    """Make the pack's questions."""
    return [
        Question(f"{domain}-{n}", domain, f"{domain}-{n // 2}", rng.randint(1, 3))
        for domain, count in by_name(QUESTIONS, BLUEPRINT).items()
        for n in range(count)
    ]


def live(rng: Random, spread: float, *, moving: bool = True) -> Iterator[Found]:
    """Let a group answer for eight weeks, and give what the model makes of each member.

    ``spread`` is how far members lie from each other, against what the model believes;
    ``moving`` says whether abilities drift with each answer as it believes.
    """
    items = questions(rng)
    hard = {
        item.id: _drawn(
            rng, (item.difficulty - 2) * DEFAULTS.guess_reach, DEFAULTS.guessed_variance
        )
        for item in items
    }
    easier = {item.concept: _drawn(rng, 0.0, DEFAULTS.concept_variance) for item in items}
    common = _drawn(rng, DEFAULTS.common_mean, DEFAULTS.common_variance)
    able = {
        (member, domain): own + _drawn(rng, 0.0, DEFAULTS.domain_variance * spread)
        for member in range(1, MEMBERS + 1)
        for own in [_drawn(rng, 0.0, DEFAULTS.member_variance * spread)]
        for domain in BLUEPRINT
    }
    habits = {member: rng.uniform(0.5, 0.95) for member in range(1, MEMBERS + 1)}
    order = rng.sample(items, len(items))
    shared, own = order[: DAILIES * WEEKS], order[DAILIES * WEEKS :]
    ahead = {member: iter(rng.sample(own, len(own))) for member in habits}
    fold = Fold()
    for day in range(DAILIES * WEEKS):
        for member, habit in habits.items():
            if rng.random() > habit:
                continue
            private = PRACTISED // DAILIES
            for item in [shared[day], *islice(ahead[member], private)]:
                if moving:
                    shared_step = _drawn(rng, 0.0, DEFAULTS.member_drift)
                    for domain in BLUEPRINT:
                        able[member, domain] += shared_step
                    able[member, item.domain] += _drawn(rng, 0.0, DEFAULTS.domain_drift)
                logit = common + able[member, item.domain] + easier[item.concept] - hard[item.id]
                right = rng.random() < sigma(logit)
                fold.see(
                    Answered(member, 1, item.domain, item.concept, item.id, right, item.difficulty)
                )
    g = fold.term(COMMON_KEY)
    for member in habits:
        u = fold.term((Sort.MEMBER, member, ""))
        terms = {d: fold.term((Sort.DOMAIN, member, d)) for d in BLUEPRINT}
        weights = {d: weight / 100 for d, weight in BLUEPRINT.items()}
        yield Found(
            truth=common + sum(w * able[member, d] for d, w in weights.items()),
            estimate=Term(
                g.mean + u.mean + sum(w * terms[d].mean for d, w in weights.items()),
                g.variance
                + u.variance
                + sum(w * w * terms[d].variance for d, w in weights.items()),
            ),
            domains=[
                (
                    common + able[member, d],
                    Term(g.mean + u.mean + s.mean, g.variance + u.variance + s.variance),
                )
                for d, s in terms.items()
            ],
            answers=u.n,
        )


def covered(pairs: Sequence[tuple[float, Term]]) -> float:
    """Give the share of truths inside their 90 % intervals."""
    return statistics.fmean(
        abs(truth - found.mean) <= REACH * math.sqrt(found.variance) for truth, found in pairs
    )


def _drawn(rng: Random, mean: float, variance: float) -> float:
    return rng.gauss(mean, math.sqrt(variance))


def main() -> None:
    """Print how well abilities are found, as believed and more spread out."""
    for name, spread, moving in (
        ("as believed", 1.0, True),
        ("standing still", 1.0, False),
        ("variances doubled", 2.0, True),
    ):
        groups = [list(live(Random(seed), spread, moving=moving)) for seed in range(GROUPS)]
        every = [each for group in groups for each in group]
        found = statistics.fmean(
            statistics.correlation([m.truth for m in group], [m.estimate.mean for m in group])
            for group in groups
        )
        within = covered([(m.truth, m.estimate) for m in every])
        domains = covered([pair for m in every for pair in m.domains])
        bias = statistics.fmean(m.estimate.mean - m.truth for m in every)
        goal = moving and spread == 1.0
        answers = statistics.fmean(each.answers for each in every)
        say(f"{name}: answers of a member, mean", answers, "", f"{len(every)} members")
        _say(f"{name}: correlation inside a group", found, ">= 0.85", found >= 0.85, goal)
        inside = "0.85 to 0.95"
        _say(f"{name}: 90 % intervals hold", within, inside, 0.85 <= within <= 0.95, goal)
        _say(f"{name}: by domain", domains, inside, 0.85 <= domains <= 0.95, goal)
        say(f"{name}: bias in logits", bias, "")


def _say(name: str, value: float, goal: str, holds: bool, asked: bool) -> None:
    say(name, value, "", goal if asked else "", holds if asked else None)


if __name__ == "__main__":
    main()
