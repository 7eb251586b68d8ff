"""Drills: practice of one kind, over what a pack marks for it.

A drill's items are chosen as practice chooses, among those that fit it.
"""

from __future__ import annotations

from bot.cards import drills as screens
from bot.cards.actions.values import Drill
from bot.core.errors import Misused, NotFound
from bot.core.items import Item, Kind
from bot.core.packs import Catalogue, Pool
from bot.core.practice import Fits
from bot.services import marking, practice
from bot.services.history import items_aside
from bot.services.reply import Reply
from bot.services.scene import Scene

SERVICES_NAMED = 12


def begin(scene: Scene, drill: Drill, subject: str, n: int) -> Reply:
    """Begin a drill; ``subject`` keeps it to one service. Refuses one that holds nothing."""
    fits = _fitting(scene.catalogue, drill, subject)
    aside = items_aside(scene.tx, scene.within)
    pool = [
        item
        for item in scene.catalogue.pool_items(Pool.PRACTICE)
        if fits(item) and item.id not in aside
    ]
    if not pool:
        if subject:
            raise Misused(_unknown(scene.catalogue, subject))
        raise NotFound("There are no questions for that drill yet. `/study practice` has others.")
    choice = practice.choose_for(
        scene,
        min(n, len(pool)),
        meaning=("drill", drill.value, subject, scene.now.isoformat()),
        domain="",
        fits=fits,
    )
    plan = [picked.item.id for picked in choice.picked]
    name = f"{drill.value}/{subject}" if subject else drill.value
    notice = screens.notice(drill, len(plan), wanted=n, again=choice.again)
    return practice.begin_planned(scene, "", plan, marking.DRILL, notice, drill=name)


def _fitting(catalogue: Catalogue, drill: Drill, subject: str) -> Fits:
    match drill:
        case Drill.OVERLOOKED:
            concepts = catalogue.pack.concepts
            return lambda item: item.concept in concepts and concepts[item.concept].overlooked
        case Drill.OVERLAP:
            return lambda item: bool(item.overlap) and (not subject or subject in _names(item))
        case Drill.INTENT:
            return lambda item: item.kind is Kind.SINGLE


def _names(item: Item) -> tuple[str, ...]:
    return (*item.overlap, *item.services)


def _unknown(catalogue: Catalogue, subject: str) -> str:
    """Name services that the drill knows, the closest to what was asked first."""
    pool = catalogue.pool_items(Pool.PRACTICE)
    known = sorted({name for item in pool if item.overlap for name in _names(item)})
    return screens.unknown_service(subject, known, SERVICES_NAMED)
