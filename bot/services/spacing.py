"""What is due to come back to one person, which item shows it again, and when it comes back.

It reads memories and works out when they are due. A concept with an answer whose verdict waits
for the close is left out: when it came back would tell whether that answer holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from bot.cards import spacing as screens
from bot.core import memory as rules
from bot.core.items import Item
from bot.core.memory import RETENTION, DueConcept, Memory, Pace
from bot.core.packs import Catalogue, PackStatus, Pool
from bot.core.shuffle import pick, seeded_rng
from bot.services import knowing, plans
from bot.services.history import items_aside
from bot.services.scene import Scene
from bot.store import attempts, memories, reviews
from bot.store.tables import Attempt, Group
from bot.store.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What a person may review today. ``due`` is what the day still holds of it.

    ``spent`` says that the day's reviews are done though more is due; ``resting`` that the exam
    is tomorrow or today.
    """

    due: tuple[DueConcept, ...] = ()
    spent: bool = False
    resting: bool = False


def pace_of(
    tx: Tx,
    group: Group | None,
    learner_id: int | None,
    pack: str,
    today: date,
    zone: str = "UTC",
    usual: float = RETENTION,
) -> Pace:
    """Give how somebody's reviews are laid out: towards their own day, else the group's, if any.

    A day of their own that is past counts no more. Without a group days are those of ``zone``.
    ``usual`` is the pack's retention, for whoever has not chosen another.
    """
    own = plans.exam_date_of(tx, learner_id, pack) if learner_id is not None else None
    until = group.finish_day if group is not None else None
    if own is not None and own >= today:
        until = own
    wished = memories.wish_of(tx, learner_id) if learner_id is not None else None
    return Pace(
        retention=wished or usual, until=until, zone=group.zone if group is not None else zone
    )


def own_pace(scene: Scene) -> Pace:
    """Give how the asker's reviews are laid out."""
    pack, kept = scene.pack, scene.library.catalogues.get(scene.pack)
    usual = kept.pack.retention if kept is not None else RETENTION
    return pace_of(scene.tx, scene.group, scene.learner_id, pack, scene.today, scene.zone, usual)


def waiting_for(
    tx: Tx,
    catalogue: Catalogue,
    learner_id: int,
    pace: Pace,
    today: date,
    now: datetime,
    *,
    within: int | None,
    sealed: Mapping[str, frozenset[str]] | None = None,
) -> Waiting:
    """Work out what is due to a learner today, the most at risk first, capped.

    ``within`` is the group whose lead may have put items aside: what nothing can show is not due.
    ``sealed`` are the concepts whose verdicts wait, by pack, where the caller knows them.
    """
    kept = _kept(tx, catalogue, learner_id, sealed)
    if not kept:
        return Waiting()
    pack = catalogue.pack
    if _is_eve(pace, today) and pack.status is PackStatus.BOOKABLE:
        return Waiting(resting=True)

    def weight(concept: str) -> float:
        domain = pack.domain_by_id.get(catalogue.by_concept[concept][0].domain)
        return domain.weight / 100 if domain else 0.0

    due = rules.due_concepts(kept, pace, learner=learner_id, today=today, now=now, weight=weight)
    if not due:
        return Waiting()
    left = rules.left_today(memories.reviewed_on(tx, learner_id, pack.id, today))
    barred = barred_from(tx, learner_id, within)
    shown = (each for each in due if _can_show(tx, catalogue, learner_id, each.concept, barred))
    found = tuple(islice(shown, max(1, left)))
    return Waiting(due=found[:left], spent=bool(found) and not left)


def next_on(scene: Scene) -> date | None:
    """Give when the asker's next concept comes back, where nothing is due today."""
    learner, pace = scene.me.learner_id, own_pace(scene)
    kept = _kept(scene.tx, scene.catalogue, learner)
    days = (
        rules.due_on(memory, pace, learner=learner, concept=concept)
        for concept, memory in kept.items()
    )
    return min((day for day in days if day > scene.today), default=None)


def waiting(scene: Scene) -> Waiting:
    """Work out what is due to the asker today; nothing for somebody new."""
    if scene.learner_id is None or scene.pack not in scene.library.catalogues:
        return Waiting()
    return waiting_for(
        scene.tx,
        scene.catalogue,
        scene.learner_id,
        own_pace(scene),
        scene.today,
        scene.now,
        within=scene.within,
    )


def barred_from(tx: Tx, learner_id: int, within: int | None) -> frozenset[str]:
    """Give the items that nothing may show somebody now: being asked, on a mock, or put aside."""
    return reviews.items_open_to(tx, learner_id) | items_aside(tx, within)


def sibling_of(scene: Scene, concept: str, barred: frozenset[str]) -> Item | None:
    """Choose the item that shows a concept again: the one met least often, not the last one.

    Only items for practice and those that the asker has met before: dailies are the group's,
    and a mock's items are sealed.
    """
    learner_id, catalogue = scene.me.learner_id, scene.catalogue
    seen = attempts.seen_items(scene.tx, learner_id, scene.pack, concept)
    left = [
        item
        for item in catalogue.by_concept.get(concept, ())
        if item.id not in barred
        and (item.id in seen or catalogue.pack.pool_of(item) is Pool.PRACTICE)
    ]
    if not left:
        return None
    fewest = min(seen.get(item.id, 0) for item in left)
    rng = seeded_rng("review", str(learner_id), concept, scene.today.isoformat())
    return pick(rng, [item for item in left if seen.get(item.id, 0) == fewest])


def _can_show(
    tx: Tx, catalogue: Catalogue, learner_id: int, concept: str, barred: frozenset[str]
) -> bool:
    """Say whether there is an item for ``sibling_of``; what was met is seldom asked for."""
    practised = catalogue.by_pool[Pool.PRACTICE].values()
    if any(item.id not in barred for here in practised for item in here.get(concept, ())):
        return True
    left = [item for item in catalogue.by_concept[concept] if item.id not in barred]
    seen = attempts.seen_items(tx, learner_id, catalogue.pack.id, concept) if left else {}
    return any(item.id in seen for item in left)


def reason_of(scene: Scene, item: Item) -> str:
    """Say why an item comes in a review: how long ago its concept was met."""
    memory = memories.memory_of(scene.tx, scene.me.learner_id, scene.pack, item.concept)
    if memory is None:
        return ""
    return screens.due_words((scene.now - memory.last).days)


def coming_back(scene: Scene, given: Attempt, *, counts_due: bool) -> tuple[str, int]:
    """Say when the concept of an answer comes back, and how many concepts are due today.

    No words where a later answer has moved it; without ``counts_due`` none are counted. Each
    verdict asks, so what both rest on is read once.
    """
    if scene.learner_id is None:
        return "", 0
    pace = own_pace(scene)
    sealed = knowing.sealed_concepts(scene.tx, scene.learner_id)
    words = _back_words(scene, given, pace, sealed)
    if not counts_due or scene.pack not in scene.library.catalogues:
        return words, 0
    found = waiting_for(
        scene.tx,
        scene.catalogue,
        scene.learner_id,
        pace,
        scene.today,
        scene.now,
        within=scene.within,
        sealed=sealed,
    )
    return words, len(found.due)


def _back_words(
    scene: Scene, given: Attempt, pace: Pace, sealed: Mapping[str, frozenset[str]]
) -> str:
    if scene.learner_id != given.learner_id or not given.counts or given.phase != 1:
        return ""
    found = memories.standing(scene.tx, given.learner_id, given.pack, given.concept)
    if found is None or found[1] != given.seq or given.concept in sealed.get(given.pack, ()):
        return ""
    due = rules.due_on(found[0], pace, learner=given.learner_id, concept=given.concept)
    guessed = given.confidence == "guessing"
    return screens.back_words(due, scene.today, is_right=given.is_right, guessed=guessed)


def _kept(
    tx: Tx,
    catalogue: Catalogue,
    learner_id: int,
    sealed: Mapping[str, frozenset[str]] | None = None,
) -> dict[str, Memory]:
    """Give a learner's memories of concepts that can be shown, whose verdicts they know."""
    pack = catalogue.pack.id
    if sealed is None:
        sealed = knowing.sealed_concepts(tx, learner_id)
    hidden = sealed.get(pack, frozenset())
    return {
        concept: memory
        for concept, memory in memories.memories_of(tx, learner_id, pack).items()
        if concept in catalogue.by_concept and concept not in hidden
    }


def _is_eve(pace: Pace, today: date) -> bool:
    return pace.until is not None and timedelta(0) <= pace.until - today <= timedelta(days=1)
