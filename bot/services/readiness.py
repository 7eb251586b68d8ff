"""How ready a learner is: what the model thinks, set against the blueprint of their pack.

A pack whose exam can be booked gives a chance to pass, a closed one strength alone. Answers
whose verdict waits for the close are in these figures: whoever shows one looks at
``attempts.sealed_counts`` first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.core.ability import Sort, Term, group_key, item_prior, prior_of
from bot.core.exams import blueprint
from bot.core.packs import Catalogue, PackStatus
from bot.core.readiness import (
    Band,
    Evidence,
    Part,
    Readiness,
    Standing,
    Told,
    evidence_of,
    readiness_of,
    strength_of,
)
from bot.core.shuffle import seeded_rng
from bot.services.knowing import Ability, ability_of
from bot.store import abilities
from bot.store.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The readiness that a member would be shown, such as when they record an exam's outcome."""

    band: Band
    chance: float
    answers: int


def told_to(tx: Tx, catalogue: Catalogue, learner_id: int, group_id: int | None) -> Told:
    """Give what a learner is told: their readiness, or their strength where the exam is closed.

    ``group_id`` is the group as one of which they are seen, if any.
    With too little evidence it is the evidence alone, which costs next to nothing.
    """
    standing = standing_of(tx, catalogue, learner_id, group_id)
    evidence = evidence_of(standing)
    if not evidence.enough:
        return evidence
    # The same answers give the same figure, however often it is looked at.
    rng = seeded_rng("readiness", catalogue.pack.id, str(learner_id), str(evidence.answers))
    if catalogue.pack.status is PackStatus.RETIRED:
        return strength_of(standing, rng)
    return readiness_of(standing, rng, catalogue.pack.cut, catalogue.pack.gap)


def evidence_for(tx: Tx, catalogue: Catalogue, learner_id: int) -> Evidence:
    """Count what is known of a learner, and say what it lacks for a figure."""
    return evidence_of(standing_of(tx, catalogue, learner_id, None))


def in_force(tx: Tx, catalogue: Catalogue, learner_id: int, group_id: int | None) -> InForce | None:
    """Give a learner's band and chance; None where it is too early, or the exam is closed."""
    told = told_to(tx, catalogue, learner_id, group_id)
    if not isinstance(told, Readiness) or told.band is None:
        return None
    return InForce(band=told.band, chance=told.chance, answers=told.strength.evidence.answers)


def standing_of(tx: Tx, catalogue: Catalogue, learner_id: int, group_id: int | None) -> Standing:
    """Set what is thought of a learner against the blueprint, with all items of each domain."""
    place = abilities.realm_of(tx, learner_id, catalogue.pack.id)
    ability = ability_of(tx, learner_id, catalogue.pack)
    return standings_in(tx, catalogue, place, group_id)(ability)


def standings_in(
    tx: Tx, catalogue: Catalogue, place: str, group_id: int | None
) -> Callable[[Ability], Standing]:
    """Give what sets an ability against the blueprint; what is the same for all is read once.

    ``place`` is the pack as the learners' terms name it.
    """
    pack = catalogue.pack
    scored = blueprint(pack, pack.exam.scored)
    hardness = _hardness(tx, catalogue, place)
    anything = [item_prior(None, pack.model)]
    group = (place, group_key(group_id or 0))
    lately = abilities.read_terms(tx, abilities.generation_of(tx), [group]).get(group)

    def standing(ability: Ability) -> Standing:
        return Standing(
            common=ability.common,
            member=ability.member,
            parts=[
                Part(
                    domain=domain.id,
                    scored=scored[domain.id],
                    own=ability.domains[domain.id],
                    hardness=hardness.get(domain.id) or anything,
                )
                for domain in pack.domains
            ],
            guess=pack.model.guess,
            intercept=lately.mean if lately is not None else 0.0,
        )

    return standing


def _hardness(tx: Tx, catalogue: Catalogue, place: str) -> dict[str, list[Term]]:
    """Give how hard the items of each domain are, each less what helps with its concept."""
    model = catalogue.pack.model
    items = abilities.terms_of_sort(tx, place, Sort.ITEM)
    concepts = abilities.terms_of_sort(tx, place, Sort.CONCEPT)
    found: dict[str, list[Term]] = {}
    for item in catalogue.items.values():
        b = items.get((0, item.id)) or item_prior(item.difficulty, model)
        t = concepts.get((0, item.concept)) or prior_of((Sort.CONCEPT, 0, item.concept), model)
        term = Term(b.mean - t.mean, b.variance + t.variance)
        found.setdefault(item.domain, []).append(term)
    return found
