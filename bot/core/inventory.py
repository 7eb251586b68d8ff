"""Which question tells most about somebody new, when enough is known, and how that reads.

An inventory asks where its answer narrows most what is thought of a member on the blueprint,
spreads itself over the domains by their weight, and ends once more questions tell little. It
knows abilities as means and variances; it knows no rows and no screens.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bot.core.ability import Parameters, Term, chance, sigma
from bot.core.items import Item
from bot.core.packs import Domain
from bot.core.selection import shortfalls
from bot.core.shuffle import permutation

#: Questions at most, and the standard error (in logits, of the ability on the whole blueprint)
#: below which it ends sooner.
MOST, ENOUGH = 24, 0.45
#: Concepts of a domain that the best question is looked for in; a lot draws them, so that
#: members do not all get the same few.
LOOKED_AT = 12
#: Half the width of a 90 % interval, in standard errors.
Z_90 = 1.645


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """What is thought of a member: terms as in ``ability``, ``domains`` by domain id."""

    common: Term
    member: Term
    domains: Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Range:
    """A share of new questions that somebody would get right: 90 % lies from low to high."""

    low: float
    middle: float
    high: float


def standard_error(
    gauge: Gauge, domains: Iterable[Domain], model: Parameters, asked: Mapping[str, int]
) -> float:
    """Give the doubt about an ability on the blueprint, in logits: domains by their weight.

    The model keeps each term's doubt as if it had nothing to do with the others', but what is
    left open between a member and their domains is open in opposite directions. So the sum is
    less doubtful than its parts, and their joint posterior is put together again: with I the
    information that a domain's answers gave, the member's precision is 1/v0 + sum I/(1 + v0 I),
    and each domain's part follows the member's by I/(1/v0 + I). I is what the model kept of it,
    1/v - 1/v0, and at least what this inventory ``asked`` by domain: of the last minutes nothing
    has drifted away.
    """
    precision, follows, own = 1.0 / model.member_variance, 0.0, 0.0
    for domain in domains:
        prior, now = model.domain_variance, gauge.domains[domain.id]
        kept = 1.0 / now.variance - 1.0 / prior
        gained = max(kept, asked.get(domain.id, 0) * _information(gauge, now, model))
        weight = domain.weight / 100
        precision += gained / (1.0 + prior * gained)
        follows += weight * gained / (1.0 / prior + gained)
        own += weight**2 / (1.0 / prior + gained)
    return math.sqrt((1.0 - follows) ** 2 / precision + own)


def _information(gauge: Gauge, domain: Term, model: Parameters) -> float:
    """Give what an answer to a question of unknown difficulty tells of a member: 1/(v + 1/h)."""
    spread = gauge.common.variance + model.concept_variance + model.item_variance
    return 1.0 / (spread + 1.0 / _curvature(gauge.common.mean + gauge.member.mean + domain.mean))


def _curvature(logit: float) -> float:
    p = sigma(logit)
    return max(p * (1.0 - p), 1e-9)


def is_enough(
    gauge: Gauge, domains: Iterable[Domain], model: Parameters, asked: Mapping[str, int]
) -> bool:
    """Say whether an inventory that ``asked`` so many questions by domain is over."""
    return sum(asked.values()) >= MOST or standard_error(gauge, domains, model, asked) < ENOUGH


def reduction(gauge: Gauge, weight: float, domain: str, concept: Term, item: Term) -> float:
    """Give how much variance on the blueprint an answer is expected to take away.

    An answer takes v^2 / (V + 1/h) from each term, as in ``ability.update``; a domain's part
    counts by its weight squared.
    """
    own = gauge.domains[domain]
    logit = gauge.common.mean + gauge.member.mean + own.mean + concept.mean - item.mean
    total = (
        gauge.common.variance
        + gauge.member.variance
        + own.variance
        + concept.variance
        + item.variance
    )
    taken = gauge.member.variance**2 + (weight * own.variance) ** 2
    return taken / (total + 1.0 / _curvature(logit))


def domains_in_order(domains: Sequence[Domain], asked: Mapping[str, int]) -> list[Domain]:
    """Order domains by how far an inventory is behind their share of it, the furthest first."""
    shares = {domain.id: domain.weight / 100 for domain in domains}
    behind = shortfalls(shares, asked, sum(asked.values()))
    return sorted(domains, key=lambda domain: (-behind[domain.id], domain.id))


def concepts_in_order(
    concepts: Iterable[str], met: frozenset[str], rng: Random
) -> tuple[list[str], list[str]]:
    """Put a domain's concepts in the order of the lot: those new to this inventory, the others."""
    names = sorted(concepts)
    drawn = [names[place] for place in permutation(rng, len(names))]
    return [name for name in drawn if name not in met], [name for name in drawn if name in met]


def best_of(
    items: Iterable[Item],
    gauge: Gauge,
    weight: float,
    concepts: Mapping[str, Term],
    difficulties: Mapping[str, Term],
) -> Item | None:
    """Give the item whose answer tells most; of equals the first."""
    return max(
        items,
        key=lambda item: reduction(
            gauge, weight, item.domain, concepts[item.concept], difficulties[item.id]
        ),
        default=None,
    )


def range_of(gauge: Gauge, domain: str, model: Parameters) -> Range:
    """Give the share of a domain's new questions that a member would get right, with its doubt.

    Questions and concepts differ in difficulty; the doubt is the member's alone.
    """
    own = gauge.domains[domain]
    middle = gauge.common.mean + gauge.member.mean + own.mean
    doubt = Z_90 * math.sqrt(gauge.member.variance + own.variance)
    spread = model.concept_variance + model.item_variance
    low, mid, high = (chance(middle + shift, spread, model.guess) for shift in (-doubt, 0.0, doubt))
    return Range(low, mid, high)
