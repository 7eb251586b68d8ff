"""The skills inventory: which question comes next, whether it is over, and its profile.

It reads what the model thinks of the asker; putting, answering and ending are practice's own.
An answer whose verdict waits for the close would show in a profile: then the profile waits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.cards import inventory as screens
from bot.core import inventory as rules
from bot.core.ability import Sort, Term, item_prior, prior_of
from bot.core.exam_week import Nearness, nearness
from bot.core.inventory import MOST, Gauge
from bot.core.items import Item
from bot.core.packs import Pool
from bot.core.readiness import Evidence
from bot.core.selection import index_of
from bot.core.shuffle import seeded_rng
from bot.services import knowing, marking, spacing
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.services.spacing import own_pace
from bot.store import abilities, attempts, runs
from bot.store.tables import Run

KEY = "run"


def next_item(scene: Scene, run: Run, asked: Sequence[str]) -> Item | None:
    """Choose the question whose answer tells most; None once the inventory is over.

    The domain comes first, by its weight; inside it the lot shows some concepts not met in
    this inventory, and of their new questions the one that tells most comes.
    """
    knowing.catch_up(scene.tx, scene.library)
    gauge, pack = gauge_of(scene), scene.catalogue.pack
    before = _items(scene, asked)
    by_domain = Counter(item.domain for item in before)
    if len(asked) >= MOST or rules.is_enough(gauge, pack.domains, pack.model, by_domain):
        return None
    met = frozenset(item.concept for item in before)
    rng = seeded_rng("inventory", str(run.id), str(len(asked)))
    concepts = index_of(scene.catalogue, Pool.PRACTICE).concepts
    for domain in rules.domains_in_order(pack.domains, by_domain):
        for order in rules.concepts_in_order(concepts.get(domain.id, {}), met, rng):
            found = _candidates(scene, domain.id, order, frozenset(asked))
            if found:
                return _best(scene, gauge, domain.weight / 100, found)
    return None


def gauge_of(scene: Scene) -> Gauge:
    """Give what is thought of the asker, as an inventory sees it."""
    ability = knowing.ability_of(scene.tx, scene.learner_id or 0, scene.catalogue.pack)
    return Gauge(common=ability.common, member=ability.member, domains=ability.domains)


def new_questions(scene: Scene) -> int:
    """Count the practice questions that the asker has not met, up to an inventory's most."""
    count = 0
    for domain, concepts in index_of(scene.catalogue, Pool.PRACTICE).concepts.items():
        count += len(_candidates(scene, domain, list(concepts), frozenset(), MOST - count))
    return min(MOST, count)


def is_offered(scene: Scene, evidence: Evidence) -> bool:
    """Say whether to offer the inventory: not taken yet, too little evidence, and questions left.

    It goes by counts alone, which tell nothing of an answer whose verdict waits. The last week
    before somebody's day breaks no new ground.
    """
    learner_id, until = scene.learner_id, own_pace(scene).until
    if learner_id is None or evidence.enough:
        return False
    if nearness(until, scene.today) not in (Nearness.FAR, Nearness.PAST):
        return False
    last = runs.latest_of(scene.tx, learner_id, scene.pack, marking.INVENTORY)
    if last is not None and runs.score_of(scene.tx, last.id or 0)[1]:
        return False
    return new_questions(scene) > 0


def is_known(scene: Scene) -> bool:
    """Say whether enough is known of the asker without asking anything."""
    pack = scene.catalogue.pack
    return rules.is_enough(gauge_of(scene), pack.domains, pack.model, {})


def profile(scene: Scene, run: Run | None) -> Reply:
    """Show the asker's profile by domain, after an inventory or without one."""
    pack = scene.catalogue.pack
    if knowing.sealed_concepts(scene.tx, scene.me.learner_id).get(pack.id):
        return Reply(card=screens.sealed_card(), key=KEY)
    knowing.catch_up(scene.tx, scene.library)
    gauge = gauge_of(scene)
    number = run.id if run is not None else None
    right, asked = runs.score_of(scene.tx, number) if number else (0, 0)
    put = _items(scene, runs.items_of(scene.tx, number)[:asked] if number else ())
    by_domain = Counter(item.domain for item in put)
    lines = tuple(
        screens.ProfileLine(
            id=domain.id,
            title=domain.title,
            weight=domain.weight,
            share=rules.range_of(gauge, domain.id, pack.model),
            answers=gauge.domains[domain.id].n,
        )
        for domain in pack.domains
    )
    found = screens.Profile(
        pack=pack.short,
        lines=lines,
        right=right,
        asked=asked,
        answers=gauge.member.n,
        enough=rules.is_enough(gauge, pack.domains, pack.model, by_domain),
        left=new_questions(scene) > 0,
    )
    return Reply(card=screens.profile_card(found), key=KEY)


def _items(scene: Scene, names: Sequence[str]) -> list[Item]:
    known = scene.catalogue.items
    return [known[name] for name in names if name in known]


def _candidates(
    scene: Scene, domain: str, concepts: Sequence[str], asked: frozenset[str], most: int = 0
) -> list[Item]:
    """Give the new questions of the first few concepts that have any.

    With ``most`` so many questions, of however many concepts.
    """
    learner_id, pack = scene.me.learner_id, scene.pack
    index = index_of(scene.catalogue, Pool.PRACTICE).concepts.get(domain, {})
    barred = spacing.barred_from(scene.tx, learner_id, scene.within).union(asked)
    met = {concept for _, concept, *_ in attempts.concept_totals(scene.tx, learner_id, pack)}
    found: list[Item] = []
    looked_at = 0
    for concept in concepts:
        seen = attempts.seen_items(scene.tx, learner_id, pack, concept) if concept in met else {}
        new = [item for item in index[concept] if item.id not in barred and item.id not in seen]
        found += new
        looked_at += bool(new)
        if (len(found) >= most) if most else (looked_at == rules.LOOKED_AT):
            break
    return found


def _best(scene: Scene, gauge: Gauge, weight: float, items: Sequence[Item]) -> Item | None:
    pack = scene.catalogue.pack
    place = abilities.realm_of(scene.tx, scene.me.learner_id, pack.id)
    wanted = {(place, (Sort.ITEM, 0, item.id)) for item in items}
    wanted |= {(place, (Sort.CONCEPT, 0, item.concept)) for item in items}
    kept = abilities.read_terms(scene.tx, abilities.generation_of(scene.tx), wanted)
    concepts: dict[str, Term] = {}
    difficulties: dict[str, Term] = {}
    for item in items:
        about = (Sort.CONCEPT, 0, item.concept)
        concepts[item.concept] = kept.get((place, about)) or prior_of(about, pack.model)
        difficulties[item.id] = kept.get((place, (Sort.ITEM, 0, item.id))) or item_prior(
            item.difficulty, pack.model
        )
    return rules.best_of(items, gauge, weight, concepts, difficulties)
