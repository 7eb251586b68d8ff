"""How strong a group is as a whole on its blueprint: one figure that tells nothing of anybody.

Who stands behind it, and as of which Monday, follows from everybody's answers
(``bot.core.lots``). The figure itself is kept as an event when it is first looked at, and holds
until the next one: what the model learns meanwhile would move it by what single people did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache

from bot.cards.trust import Together
from bot.core.crowds import monday_of
from bot.core.lots import Course, Lot, lot_of
from bot.core.readiness import Range, Standing, evidence_of, mean_strength
from bot.core.slots import study_day
from bot.services.knowing import Ability, ability_by_week
from bot.services.readiness import standings_in
from bot.services.scene import Scene
from bot.store import abilities, events, people, reports
from bot.store.tx import Tx

#: A figure as it was told: of which pack, as of which Monday, the share with its interval.
TOLD = "group-strength"


def together(scene: Scene) -> Together | None:
    """Give the group's mean strength as it is told today; None where it is too early to say.

    A new figure is kept, so this needs a transaction that may write.
    """
    tx, group_id, pack = scene.tx, scene.group_id, scene.catalogue.pack
    told = _told(tx, group_id, pack.id)
    until = monday_of(scene.today)
    if reports.is_withheld_before(tx, until):
        until -= timedelta(weeks=1)  # what waits for its close is in nothing that is shown
    joined = people.joined_in(tx, group_id)
    weeks = _weeks(scene, joined)
    courses = {each: _course(weeks[each], joined[each], scene.here.zone) for each in joined}
    lot = lot_of(courses, until)
    if lot is not None and (told is None or told.since < lot.since):
        told = _tell(scene, lot, [_at(weeks[each], lot.since) for each in sorted(lot.people)])
    return told


def _weeks(scene: Scene, learners: Iterable[int]) -> dict[int, dict[date, Standing]]:
    """Give how each learner stood by each Monday that ended a week with new questions."""
    tx, catalogue = scene.tx, scene.catalogue

    @cache
    def standings(place: str) -> Callable[[Ability], Standing]:
        return standings_in(tx, catalogue, place, scene.group_id)

    found = {}
    for learner in learners:
        standing = standings(abilities.realm_of(tx, learner, catalogue.pack.id))
        known = ability_by_week(tx, learner, catalogue.pack)
        found[learner] = {monday: standing(ability) for monday, ability in known.items()}
    return found


def _course(known: Mapping[date, Standing], joined: datetime, zone: str) -> Course:
    """Give when somebody may join the figure: with enough evidence, a Monday in the group."""
    here = monday_of(study_day(joined, zone)) + timedelta(weeks=1)
    enough = next((each for each in known if evidence_of(known[each]).enough), None)
    ready = max(enough, here) if enough is not None else None
    return Course(ready=ready, news=frozenset(known))


def _at(known: Mapping[date, Standing], monday: date) -> Standing:
    return known[max(each for each in known if each <= monday)]


def _tell(scene: Scene, lot: Lot, standings: list[Standing]) -> Together:
    share = Range(*(round(each, 2) for each in mean_strength(standings)))
    events.append_event(
        scene.tx,
        TOLD,
        scene.now,
        group_id=scene.group_id,
        pack=scene.pack,
        monday=lot.since.isoformat(),
        share=list(share),
    )
    return Together(share=share, since=lot.since)


def _told(tx: Tx, group_id: int, pack: str) -> Together | None:
    """Give the figure that was told last; of two about the same Monday the first holds."""
    found: Together | None = None
    for _, told in events.payloads_of(tx, group_id, [TOLD]):
        since = date.fromisoformat(told["monday"])
        if told["pack"] == pack and (found is None or found.since < since):
            found = Together(share=Range(*told["share"]), since=since)
    return found
