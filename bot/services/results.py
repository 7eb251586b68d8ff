"""How members' real exams went: kept with the chance they had been told, for them alone.

A retired exam has none. What is read over all members carries no names.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards import results as screens
from bot.core import results as rules
from bot.core.days import read_day
from bot.core.errors import AlreadyDone, Misused, NotAllowed
from bot.core.packs import Pack, PackStatus
from bot.core.results import Outcome, Reliability, Result, ResultEvent
from bot.services import knowing, readiness
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import events
from bot.store.tx import Tx

KEY = "result"


def ask(scene: Scene) -> Reply:
    """Open the form for how the real exam went. Refuses a retired exam."""
    pack = _bookable(scene)
    kept = tuple((each.on, each.passed) for each in _own(scene))
    return Reply(card=screens.result_form(pack.short, scene.today, kept), key=KEY)


def save(scene: Scene, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Keep how the real exam went. Of one day the latest word holds."""
    pack = _bookable(scene)
    try:
        outcome = Outcome("".join(inputs.get("outcome", ())))
    except ValueError:
        raise Misused("Say how it went: `I passed` or `Not this time`.") from None
    said = " ".join(inputs.get("day", ())).strip()
    on = read_day(said, scene.today) if said else scene.today
    if on > scene.today:
        raise Misused("That day is still ahead. `/study plan` takes it; come back when it is over.")
    number = scene.log_own(
        ResultEvent.KEPT, pack=pack.id, on=on.isoformat(), outcome=outcome.value, **_told(scene)
    )
    passed = outcome is Outcome.PASSED
    return Reply(card=screens.kept_card(pack.short, on, number, passed=passed), key=KEY)


def drop(scene: Scene, number: int) -> Reply:
    """Take a result back."""
    if number not in {each.id for each in _own(scene)}:
        raise AlreadyDone("That result is taken back already.")
    scene.log_own(ResultEvent.DROPPED, pack=scene.pack, result=number)
    return Reply(card=screens.dropped_card(), key=KEY)


def reliability(tx: Tx, pack: str = "") -> tuple[int, Reliability]:
    """Give how many results real members kept, of a pack or of all, and how their chances held.

    The chance is the one that was in force when the result was kept; those who were told none
    are in the number alone.
    """
    found = rules.fold(events.real_events(tx, tuple(ResultEvent)))
    kept = [each for each in found if not pack or each.pack == pack]
    pairs = [(each.chance, each.passed) for each in kept if each.chance is not None]
    return len(kept), rules.reliability(pairs)


def _told(scene: Scene) -> dict[str, float]:
    """Give the chance that the asker is told now; nothing where none is.

    A verdict that waits for its close would show in it.
    """
    learner_id, catalogue = scene.me.learner_id, scene.catalogue
    if knowing.sealed_concepts(scene.tx, learner_id).get(catalogue.pack.id):
        return {}
    knowing.catch_up(scene.tx, scene.library)
    told = readiness.in_force(scene.tx, catalogue, learner_id, scene.within)
    return {} if told is None else {"chance": round(told.chance, 4), "answers": told.answers}


def _own(scene: Scene) -> list[Result]:
    if scene.learner_id is None:
        return []
    found = rules.fold(events.own_events(scene.tx, scene.learner_id, tuple(ResultEvent)))
    return [each for each in found if each.pack == scene.pack]


def _bookable(scene: Scene) -> Pack:
    pack = scene.catalogue.pack
    if pack.status is PackStatus.RETIRED:
        raise NotAllowed(screens.retired_words(pack.short, pack.last_exam_day))
    return pack
