"""How ready somebody is for an exam, and how sure that is: a chance to pass, or plain strength.

Every draw is one possible truth: how able the member is, how hard the questions are, how far
practice is from the exam room. Given a draw, the number of right answers follows the
Poisson-binomial distribution, which is worked out exactly. A closed exam has no chance to
pass: there is strength on its blueprint. It knows terms and counts; it knows no rows, no
clock and no screens, and it never speaks of an exam's own scaled scores.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise
from random import Random
from statistics import NormalDist
from typing import NamedTuple, TypeAlias

from bot.core.ability import Term, adjusted, chance, sigma

#: Truths that are drawn; the chance is then within about two hundredths of its limit.
DRAWS = 400
#: What a member's true level in a domain differs by from what the model can see (logits
#: squared). Without it intervals on ASSISTments 2009-10 are too narrow: docs/statistics.md.
BEYOND = 0.5
#: The share of scored questions that passes. AWS publishes none: 750 of 1,000 is not 75 %. An
#: assumption with its doubt, and where it is cut off.
CUT_MEAN, CUT_SD = 0.72, 0.03
CUT_LOW, CUT_HIGH = 0.60, 0.85
#: How much harder the exam is than practice (logits): an assumption until results come in.
GAP_MEAN, GAP_SD = -0.15, 0.25
#: A chance is never told nearer to never or always than this.
NEVER, ALWAYS = 0.03, 0.97
#: First answers to new questions that a figure needs, in all and in each domain.
NEEDED, NEEDED_IN_DOMAIN = 60, 8
#: A share right whose interval is wider than this says nothing.
TOO_WIDE = 0.5
#: Where the bands begin.
BORDERLINE_FROM, LIKELY_FROM, STRONG_FROM = 0.40, 0.70, 0.90
#: Intervals hold what comes nine times in ten: what lies below them, and above.
TAIL = 0.05
REACH = NormalDist().inv_cdf(1.0 - TAIL)
_TINY = 1e-9
#: What is imagined as learnt where it is asked which domain would help most (logits).
STEP = 0.5


class Band(StrEnum):
    """What a chance to pass is called."""

    NOT_YET = "not yet"  #: below 0.40
    BORDERLINE = "borderline"  #: from 0.40 on
    LIKELY = "likely"  #: from 0.70 on
    STRONG = "strong"  #: from 0.90 on


class Range(NamedTuple):
    """A share right, between 0 and 1, with its 90 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The share right that passes: normal, cut off at both ends; known where ``sd`` is 0."""

    mean: float = CUT_MEAN
    sd: float = CUT_SD
    low: float = CUT_LOW
    high: float = CUT_HIGH

    def reached(self, share: float) -> float:
        """Give the probability that a share right (0 to 1) is enough."""
        if self.sd == 0.0:
            return float(share >= self.mean)
        if not self.low < share < self.high:
            return float(share >= self.high)
        spread = NormalDist(self.mean, self.sd)
        below = spread.cdf(self.low)
        return (spread.cdf(share) - below) / (spread.cdf(self.high) - below)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How the exam differs from practice, in logits: normal."""

    mean: float = GAP_MEAN
    sd: float = GAP_SD


USUAL_CUT, USUAL_GAP = Cut(), Gap()
#: As practice goes: no exam is in it.
NO_GAP = Gap(mean=0.0, sd=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One domain: its scored questions, the member's own term in it, how hard its items are.

    ``hardness`` has each item's difficulty less its concept's term; never empty.
    """

    domain: str
    scored: int
    own: Term
    hardness: Sequence[Term]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is thought of a member against a blueprint; ``guess`` is the floor of P(right).

    ``intercept`` is by how much the member's group does better than foretold of late.
    """

    common: Term
    member: Term
    parts: Sequence[Part]
    guess: float = 0.0
    intercept: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """First answers to new questions; ``short`` are domains with how many they lack."""

    answers: int
    short: Mapping[str, int]

    @property
    def enough(self) -> bool:
        """Whether there are enough of them, in all and in each domain."""
        return self.answers >= NEEDED and not self.short

    @property
    def missing(self) -> int:
        """How many more it takes."""
        return max(0, NEEDED - self.answers, sum(self.short.values()))


#: Of somebody who has answered nothing.
NONE = Evidence(answers=0, short={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """The share of a paper by the blueprint that somebody would get right, and by domain.

    ``raises`` is the domain where the same step forward is worth most scored questions.
    """

    share: Range
    domains: Mapping[str, Range]
    evidence: Evidence
    raises: str

    @property
    def told(self) -> bool:
        """Whether there is enough evidence, and the interval narrow enough."""
        return self.evidence.enough and self.share.high - self.share.low <= TOO_WIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """A chance to pass, clipped, with the strength in the exam room that it comes from.

    ``cut`` is what it was set against.
    """

    chance: float
    strength: Strength
    cut: Cut = USUAL_CUT

    @property
    def band(self) -> Band | None:
        """What the chance is called; None where it is too early to tell one."""
        return band_of(self.chance) if self.strength.told else None


#: What somebody may be told: the evidence alone while there is too little of it.
Told: TypeAlias = Evidence | Strength | Readiness


def rights(chances: Sequence[float]) -> list[float]:
    """Give the probability of 0, 1, ... n right answers, each right by its own chance.

    The Poisson-binomial distribution, exact, by convolving one question after the other.
    """
    known = [1.0]
    for p in chances:
        q = 1.0 - p
        last = known[-1] * p
        known = [
            known[0] * q,
            *[a * p + b * q for a, b in pairwise(known)],
            last,
        ]
    return known


def band_of(p: float) -> Band:
    """Give the band that a chance to pass lies in."""
    if p >= STRONG_FROM:
        return Band.STRONG
    if p >= LIKELY_FROM:
        return Band.LIKELY
    return Band.BORDERLINE if p >= BORDERLINE_FROM else Band.NOT_YET


def evidence_of(standing: Standing) -> Evidence:
    """Count the evidence, and say what it lacks; a domain without scored questions needs none."""
    return Evidence(
        answers=standing.member.n,
        short={
            part.domain: NEEDED_IN_DOMAIN - part.own.n
            for part in standing.parts
            if part.scored and part.own.n < NEEDED_IN_DOMAIN
        },
    )


def strength_of(standing: Standing, rng: Random) -> Strength:
    """Give how strong a member is on a blueprint, as practice goes: no exam is in it."""
    return _strength(standing, score_of(standing, rng, NO_GAP))


def mean_strength(standings: Sequence[Standing]) -> Range:
    """Give the mean of several members' strength on one blueprint, and how sure that mean is.

    What members differ by from what the model sees evens out among them; the common term is
    everybody's. First order around each level: cheap, and without a lot.
    """
    total = shared = own = 0.0
    for standing in standings:
        scored = sum(part.scored for part in standing.parts)
        base = standing.common.variance + standing.member.variance
        slopes = 0.0
        for part in standing.parts:
            level = standing.common.mean + standing.member.mean + part.own.mean
            beside = part.own.variance + BEYOND
            share = _share(standing, part, level, base + beside)
            slope = (_share(standing, part, level + STEP, base + beside) - share) / STEP
            total += part.scored / scored * share
            slopes += part.scored / scored * slope
            own += (part.scored / scored * slope) ** 2 * beside
        total += standing.intercept
        shared += slopes
        own += slopes**2 * standing.member.variance
    n = len(standings)
    reach = REACH * math.sqrt(shared**2 * standings[0].common.variance + own) / n
    return Range(*(min(1.0, max(0.0, total / n + by)) for by in (0.0, -reach, reach)))


def readiness_of(
    standing: Standing, rng: Random, cut: Cut = USUAL_CUT, gap: Gap = USUAL_GAP
) -> Readiness:
    """Give the chance to pass in whole hundredths, and the share right to expect in the exam."""
    score = score_of(standing, rng, gap)
    p = min(ALWAYS, max(NEVER, round(chance_to_pass(score, cut), 2)))
    return Readiness(chance=p, strength=_strength(standing, score), cut=cut)


def chance_to_pass(score: Sequence[float], cut: Cut) -> float:
    """Give the chance that a score, told by its distribution, reaches the cut; not clipped."""
    most = len(score) - 1
    return sum(p * cut.reached(right / most) for right, p in enumerate(score))


def score_of(standing: Standing, rng: Random, gap: Gap) -> list[float]:
    """Give the distribution of right answers on the scored questions of one paper.

    In each of ``DRAWS`` truths the member has one ability in all domains together, one of
    their own in each, and questions as hard as some of the pack's are; none is asked twice
    where there are enough. Each truth gives an exact distribution; they are averaged.
    """
    gauss, normal = rng.gauss, NormalDist().inv_cdf
    common, member = standing.common, standing.member
    guess, spare = standing.guess, 1.0 - standing.guess
    everywhere = common.mean + member.mean + gap.mean
    spread = math.sqrt(common.variance + member.variance + gap.sd**2)
    parts = [
        (
            part.scored,
            part.own.mean,
            math.sqrt(part.own.variance + BEYOND),
            [(item.mean, math.sqrt(item.variance)) for item in part.hardness],
        )
        for part in standing.parts
    ]
    total = [0.0] * (sum(part.scored for part in standing.parts) + 1)
    for number in range(DRAWS):
        # What all questions share is drawn once from each of as many equal parts: the same
        # count of draws then says more.
        able = everywhere + spread * normal((number + max(rng.random(), _TINY)) / DRAWS)
        chances = []
        for scored, mean, doubt, items in parts:
            level = able + gauss(mean, doubt)
            enough = scored <= len(items)
            paper = rng.sample(items, scored) if enough else rng.choices(items, k=scored)
            for hardness, unsure in paper:
                p = guess + spare * sigma(level - gauss(hardness, unsure))
                chances.append(adjusted(p, standing.intercept))
        total = [a + b for a, b in zip(total, rights(chances), strict=True)]
    return [each / DRAWS for each in total]


def _strength(standing: Standing, score: Sequence[float]) -> Strength:
    """Put the figures of a score together with those by domain.

    A domain's interval is the model's own doubt, which its answers settle; ``BEYOND`` and how
    the group does lately are about the whole.
    """
    shared = standing.common.variance + standing.member.variance
    domains, gains = {}, {}
    for part in standing.parts:
        level = standing.common.mean + standing.member.mean + part.own.mean
        doubt = shared + part.own.variance
        reach = REACH * math.sqrt(doubt)
        value = _share(standing, part, level, doubt)
        low, high = (_share(standing, part, level + by, 0.0) for by in (-reach, reach))
        domains[part.domain] = Range(value, low, high)
        gains[part.domain] = part.scored * (_share(standing, part, level + STEP, doubt) - value)
    return Strength(
        share=_range(score),
        domains=domains,
        evidence=evidence_of(standing),
        raises=max(gains, key=lambda domain: (gains[domain], domain)),
    )


def _share(standing: Standing, part: Part, level: float, doubt: float) -> float:
    """Give the share right of a domain's questions at a level with its doubt."""
    chances = (chance(level - b.mean, doubt + b.variance, standing.guess) for b in part.hardness)
    return sum(chances) / len(part.hardness)


def _range(score: Sequence[float]) -> Range:
    """Give mean and interval of the share right of a distribution of right answers."""
    most = len(score) - 1
    mean = sum(right * p for right, p in enumerate(score)) / most
    sums = list(accumulate(score))
    low = next(right for right, below in enumerate(sums) if below >= TAIL)
    high = next(right for right, below in enumerate(sums) if below >= 1.0 - TAIL)
    return Range(mean, low / most, high / most)
