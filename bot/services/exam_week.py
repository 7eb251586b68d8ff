"""The last days before the day that a member works towards: what there is to look back on.

It reads and changes nothing. Verdicts that wait are left out of every figure.
"""

from __future__ import annotations

from collections import defaultdict

from bot.cards.exam_week import Nearing
from bot.core.exam_week import Nearness, moved_from, nearness
from bot.core.packs import PackStatus
from bot.services.folds import seasons_of
from bot.services.notes import all_notes
from bot.services.scene import Scene
from bot.services.spacing import Waiting, own_pace
from bot.store import attempts

#: Answers from which on a domain's share says something.
TOLD_FROM = 5


def nearing_of(scene: Scene, waiting: Waiting) -> Nearing | None:
    """Give how near the asker's day is; None while it is far, and for somebody new."""
    until = own_pace(scene).until
    if until is None or scene.learner_id is None or scene.pack not in scene.library.catalogues:
        return None
    near = nearness(until, scene.today)
    moved = None
    if scene.group is not None and until == scene.group.finish_day:
        moved = moved_from(seasons_of(scene.tx, scene.group_id), scene.today)
    if near is Nearness.FAR and moved is None:
        return None
    looks_back = near in (Nearness.WEEK, Nearness.EVE)
    return Nearing(
        nearness=near,
        until=until,
        today=scene.today,
        exam=scene.catalogue.pack.status is PackStatus.BOOKABLE,
        strongest=_strongest(scene, scene.learner_id) if looks_back else "",
        notes=len(all_notes(scene.tx, scene.learner_id)) if looks_back else 0,
        due=len(waiting.due),
        moved_from=moved,
    )


def _strongest(scene: Scene, learner_id: int) -> str:
    """Name the domain with the largest share right; none is named on a handful of answers."""
    scores: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for domain, _, n, n_right in attempts.told_totals(scene.tx, learner_id, scene.pack):
        scores[domain][0] += n
        scores[domain][1] += n_right
    shares = {domain: right / n for domain, (n, right) in sorted(scores.items()) if n >= TOLD_FROM}
    if not shares:
        return ""
    return scene.library.title_of(scene.pack, max(shares, key=lambda domain: shares[domain]))
