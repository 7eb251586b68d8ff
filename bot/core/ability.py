"""How able a member is and how hard an item: logistic terms that carry their own doubt.

P(right) = c + (1 - c) * sigma(common + member + member-in-domain + concept - item). Every term
has a mean and a variance, and each first answer moves all five by one Laplace step: much where
a term is doubtful, little where it is known. Elo is the special case of fixed variances; it is
the variances that shrinkage, intervals and stopping rules need. It knows numbers and keys
alone: no rows, no clock, no screens. The store folds its rows with the same ``Fold``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeAlias

#: Prior of the common term: an average member on an average item is right two times in three.
#: It and the variances below were chosen on public answer logs (ASSISTments 2009-10 among
#: them), by the log loss of each answer before it was seen; see docs/statistics.md.
COMMON_MEAN, COMMON_VARIANCE = 0.7, 0.5
#: How far members differ, and one member's domains from each other (logits squared).
MEMBER_VARIANCE = 0.35
DOMAIN_VARIANCE = 0.35
#: How far concepts differ, and items inside them.
CONCEPT_VARIANCE = 0.2
ITEM_VARIANCE = 0.8
#: An item's doubt where its author said how hard it is.
GUESSED_VARIANCE = 0.5
#: What the author's "easy" and "hard" are worth, in logits below and above the middle.
GUESS_REACH = 1.2
#: What each answer adds to a member's doubt, since people learn and forget.
MEMBER_DRIFT = 0.002
DOMAIN_DRIFT = 0.01
#: How many of a group's last answers its running intercept is an average over.
INTERCEPT_SPAN = 200
#: A prediction is never nearer to impossible or certain than this.
FLOOR = 0.01

#: Newton's steps until the mode is exact to far below what one answer can tell.
_STEPS = 4
#: Below this variance Newton's steps always come nearer: the slope varies less than twofold.
_NEWTON_HOLDS = 4.0
_HALVINGS = 40
_PI_8 = math.pi / 8.0
_UNWRITTEN = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The model's constants; a pack may bring its own. Variances are in logits squared.

    ``guess`` is c, the chance to be right without knowing anything.
    """

    guess: float = 0.0
    common_mean: float = COMMON_MEAN
    common_variance: float = COMMON_VARIANCE
    member_variance: float = MEMBER_VARIANCE
    domain_variance: float = DOMAIN_VARIANCE
    concept_variance: float = CONCEPT_VARIANCE
    item_variance: float = ITEM_VARIANCE
    guessed_variance: float = GUESSED_VARIANCE
    guess_reach: float = GUESS_REACH
    member_drift: float = MEMBER_DRIFT
    domain_drift: float = DOMAIN_DRIFT
    intercept_span: int = INTERCEPT_SPAN


#: What holds where a pack says nothing.
DEFAULTS = Parameters()


class Term(NamedTuple):
    """A part of a logit: what it is thought to be, how doubtful that is, and from how many."""

    mean: float
    variance: float
    n: int = 0


class Terms(NamedTuple):
    """The five terms that one answer rests on. ``item`` is a difficulty: it is taken away."""

    common: Term
    member: Term
    domain: Term
    concept: Term
    item: Term

    @property
    def mean(self) -> float:
        """The logit that they add up to."""
        common, member, domain, concept, item = self
        return common.mean + member.mean + domain.mean + concept.mean - item.mean

    @property
    def variance(self) -> float:
        """The doubt about that logit."""
        common, member, domain, concept, item = self
        return (
            common.variance + member.variance + domain.variance + concept.variance + item.variance
        )


def sigma(logit: float) -> float:
    """Turn a logit into a probability without ever overflowing."""
    if logit >= 0:
        return 1.0 / (1.0 + math.exp(-logit))
    grown = math.exp(logit)
    return grown / (1.0 + grown)


def chance(mean: float, variance: float, guess: float = 0.0) -> float:
    """Give P(right) of a doubtful logit.

    Averages the logistic over a normal by MacKay's approximation (1992): sigma of
    x / sqrt(1 + pi V / 8).
    """
    return guess + (1.0 - guess) * sigma(mean / math.sqrt(1.0 + _PI_8 * variance))


def predict(terms: Terms, params: Parameters = DEFAULTS) -> float:
    """Give P(right) of the next first answer, without the group's running intercept."""
    return chance(terms.mean, terms.variance, params.guess)


def adjusted(p: float, intercept: float) -> float:
    """Give a prediction with a running intercept, kept off 0 and 1."""
    return min(1.0 - FLOOR, max(FLOOR, p + intercept))


def update(terms: Terms, right: bool, params: Parameters = DEFAULTS) -> Terms:
    """Give the terms after one answer: one Laplace step on the logit, shared out by variance.

    The member's terms drift first. Where V is the sum of variances, x the logit, z* the mode
    of likelihood times N(z; x, V) and h the curvature there, each mean moves by
    v (z* - x) / V and each variance shrinks by v^2 / (V + 1/h).
    """
    common, (um, uv, un), (sm, sv, sn), concept, item = terms
    uv += params.member_drift
    sv += params.domain_drift
    gm, gv, gn = common
    tm, tv, tn = concept
    bm, bv, bn = item
    x = gm + um + sm + tm - bm
    total = gv + uv + sv + tv + bv
    z, h = _mode(x, total, right, params.guess)
    step = (z - x) / total
    shrink = h / (1.0 + h * total)  # 1 / (V + 1/h), also where the answer tells nothing
    return Terms(
        Term(gm + gv * step, gv - gv * gv * shrink, gn + 1),
        Term(um + uv * step, uv - uv * uv * shrink, un + 1),
        Term(sm + sv * step, sv - sv * sv * shrink, sn + 1),
        Term(tm + tv * step, tv - tv * tv * shrink, tn + 1),
        Term(bm - bv * step, bv - bv * bv * shrink, bn + 1),
    )


def _mode(x: float, variance: float, right: bool, guess: float) -> tuple[float, float]:
    """Give the mode of likelihood times N(z; x, variance), and the likelihood's curvature there.

    A guess floor scales a miss's likelihood by a constant, so a miss is plainly logistic.
    """
    if variance > _NEWTON_HOLDS or (right and guess > 0.0):
        return _bisected_mode(x, variance, right, guess)
    y = 1.0 if right else 0.0
    z, p = x, sigma(x)
    for _ in range(_STEPS):
        z -= ((z - x) - variance * (y - p)) / (1.0 + variance * p * (1.0 - p))
        p = 1.0 / (1.0 + math.exp(-z)) if z > -700.0 else 0.0
    return z, p * (1.0 - p)


def _bisected_mode(x: float, variance: float, right: bool, guess: float) -> tuple[float, float]:
    """Find the mode by halving: slower, and never astray.

    The slope of the log-likelihood lies between 0 and 1, so the mode lies within one variance.
    """
    low, high = (x, x + variance) if right else (x - variance, x)
    for _ in range(_HALVINGS):
        z = (low + high) / 2.0
        if (z - x) < variance * _slope(z, right, guess):
            low = z
        else:
            high = z
    z, tiny = (low + high) / 2.0, 1e-4
    curvature = (_slope(z - tiny, right, guess) - _slope(z + tiny, right, guess)) / (2.0 * tiny)
    return z, max(0.0, curvature)


def _slope(z: float, right: bool, guess: float) -> float:
    """Give the slope of the log-likelihood of an answer at a logit."""
    p = sigma(z)
    if not right:
        return -p
    return (1.0 - guess) * p * (1.0 - p) / (guess + (1.0 - guess) * p)


class Sort(StrEnum):
    """What a term is about. The values stand in the database."""

    COMMON = "common"  #: everybody and everything of the pack
    MEMBER = "member"  #: one learner
    DOMAIN = "domain"  #: one learner in one domain
    CONCEPT = "concept"  #: one concept
    ITEM = "item"  #: one item's difficulty
    GROUP = "group"  #: a group's running intercept; 0 for answers in no group
    PAST = "past"  #: a learner, or their own term of one domain, before a week's first answer


#: The sorts by their value, which is quicker to look up than to call ``Sort``.
SORTS = {each.value: each for each in Sort}

#: What a term is filed under: its sort, the learner or group (0 without), concept or item.
Key: TypeAlias = tuple[Sort, int, str]

COMMON_KEY: Key = (Sort.COMMON, 0, _UNWRITTEN)


class Answered(NamedTuple):
    """A first answer to an item that was new to its learner; ``group`` is 0 outside of any.

    ``difficulty`` is the author's guess, 1 to 3, or None. With a ``week``, such as its Monday,
    the fold keeps the learner's term, and that of the domain, before that week's first answer.
    """

    learner: int
    group: int
    domain: str
    concept: str
    item: str
    right: bool
    difficulty: int | None = None
    week: str = ""


def keys_of(learner: int, domain: str, concept: str, item: str) -> tuple[Key, Key, Key, Key, Key]:
    """Name the five terms of an answer, in the order of ``Terms``."""
    return (
        COMMON_KEY,
        (Sort.MEMBER, learner, _UNWRITTEN),
        (Sort.DOMAIN, learner, domain),
        (Sort.CONCEPT, 0, concept),
        (Sort.ITEM, 0, item),
    )


def group_key(group: int) -> Key:
    """Name a group's running intercept."""
    return (Sort.GROUP, group, _UNWRITTEN)


def past_key(learner: int, week: str, domain: str) -> Key:
    """Name a learner's term of a domain as a week began; without a domain, the learner's own."""
    return (Sort.PAST, learner, f"{week}/{domain}")


def keys_seen(
    learner: int, group: int, domain: str, concept: str, item: str, week: str
) -> tuple[Key, ...]:
    """Name every term that folding an answer in reads."""
    return (
        *keys_of(learner, domain, concept, item),
        group_key(group),
        past_key(learner, week, domain),
        past_key(learner, week, _UNWRITTEN),
    )


@dataclass(slots=True)
class Fold:
    """The model's state in memory: terms by key, those that were never met left out.

    Answers are folded in one at a time; the same answers in the same order give the same
    state, to the last bit. ``touched`` has the keys changed since somebody last emptied it.
    """

    params: Parameters = DEFAULTS
    terms: dict[Key, Term] = field(default_factory=dict)
    touched: set[Key] = field(default_factory=set)

    def term(self, key: Key, difficulty: int | None = None) -> Term:
        """Give a term as it is, or its prior."""
        return self.terms.get(key) or prior_of(key, self.params, difficulty)

    def see(self, answer: Answered) -> float:
        """Fold an answer in and give the prediction that was made before it."""
        keys = keys_of(answer.learner, answer.domain, answer.concept, answer.item)
        before = self._terms(keys, answer.difficulty)
        p = predict(before, self.params)
        if answer.week:
            self._recall(answer, before)
        self.terms.update(zip(keys, update(before, answer.right, self.params), strict=True))
        key = group_key(answer.group)
        shift, _, n = self.terms.get(key) or (0.0, 0.0, 0)
        rate = 2.0 / (self.params.intercept_span + 1.0)
        self.terms[key] = Term(shift + rate * (answer.right - p - shift), 0.0, n + 1)
        self.touched.update(keys)
        self.touched.add(key)
        return adjusted(p, shift)

    def _recall(self, answer: Answered, before: Terms) -> None:
        for domain, term in ((answer.domain, before.domain), (_UNWRITTEN, before.member)):
            key = past_key(answer.learner, answer.week, domain)
            if key not in self.terms:
                self.terms[key] = term
                self.touched.add(key)

    def _terms(self, keys: Sequence[Key], difficulty: int | None) -> Terms:
        known = self.terms.get
        common, member, domain, concept, item = keys
        return Terms(
            known(common) or prior_of(common, self.params),
            known(member) or prior_of(member, self.params),
            known(domain) or prior_of(domain, self.params),
            known(concept) or prior_of(concept, self.params),
            known(item) or prior_of(item, self.params, difficulty),
        )


def prior_of(key: Key, params: Parameters = DEFAULTS, difficulty: int | None = None) -> Term:
    """Give what a term is thought to be before any answer."""
    match key[0]:
        case Sort.COMMON:
            return Term(params.common_mean, params.common_variance)
        case Sort.MEMBER:
            return Term(0.0, params.member_variance)
        case Sort.DOMAIN:
            return Term(0.0, params.domain_variance)
        case Sort.CONCEPT:
            return Term(0.0, params.concept_variance)
        case Sort.ITEM:
            return item_prior(difficulty, params)
        case Sort.GROUP:
            return Term(0.0, 0.0)
        case Sort.PAST:
            return Term(0.0, params.member_variance + params.domain_variance)


def item_prior(difficulty: int | None, params: Parameters = DEFAULTS) -> Term:
    """Give an item's difficulty before any answer, from the author's 1 to 3 where there is one."""
    if difficulty is None:
        return Term(0.0, params.item_variance)
    return Term((difficulty - 2) * params.guess_reach, params.guessed_variance)
