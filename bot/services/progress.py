"""A person's own progress, readiness and self-ratings; nobody else ever sees these."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from bot.cards.actions.values import Familiarity
from bot.cards.onboarding import FAMILIARITY, rating_card
from bot.cards.readiness import evidence_in, ranges_of
from bot.cards.standings import DomainLine, Own, progress_card
from bot.core.errors import Misused
from bot.core.packs import PackStatus
from bot.core.readiness import NONE
from bot.services import explanations, intents, inventory, points, readiness, streaks, trust
from bot.services.notes import all_notes
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import attempts, boards, events, rounds, runs
from bot.store.tx import Tx

RATED = "self-rated"
#: A self-rating is set against the truth once it is this old.
PROVED_AFTER = timedelta(weeks=4)


def show_progress(scene: Scene) -> Reply:
    """Show the asker's domains, streak and what next."""
    return Reply(card=progress_card(own_progress(scene)), key="progress")


def own_progress(scene: Scene) -> Own:
    """Gather the asker's domains, streak and what waits, from wherever they answered."""
    pack = scene.catalogue.pack
    answered: Counter[str] = Counter()
    right: Counter[str] = Counter()
    met: Counter[str] = Counter()
    learner_id = scene.learner_id
    totals = attempts.told_totals(scene.tx, learner_id, pack.id) if learner_id else []
    known = attempts.concept_totals(scene.tx, learner_id, pack.id) if learner_id else []
    for domain, _, n, n_right in totals:
        answered[domain] += n
        right[domain] += n_right
        met[domain] += 1
    concepts = Counter(pack.domain_of_task[c.task].id for c in pack.concepts.values())
    ratings = ratings_of(scene.tx, learner_id, pack.id) if learner_id else {}
    rated_at = _rated_at(scene, pack.id)
    waiting = sum(n for *_, n, _ in known) - sum(answered.values())
    told = (
        readiness.told_to(scene.tx, scene.catalogue, learner_id, scene.within)
        if known and learner_id
        else None
    )
    ranges = ranges_of(told, waiting=waiting) if told else {}
    streak, note = streaks.own_streak(scene)
    run = runs.open_run(scene.tx, learner_id, pack.id) if learner_id else None
    return Own(
        pack=pack.short,
        retired=pack.status is PackStatus.RETIRED,
        domains=tuple(
            DomainLine(
                id=domain.id,
                title=domain.title,
                right=right[domain.id],
                answered=answered[domain.id],
                met=met[domain.id],
                concepts=concepts[domain.id],
                rated=ratings.get(domain.id, ""),
                proved=domain.id in rated_at and scene.now >= rated_at[domain.id] + PROVED_AFTER,
                ahead=ranges.get(domain.id),
            )
            for domain in pack.domains
        ),
        streak=streak,
        streak_note=note,
        explained=_explained(scene),
        notes=len(all_notes(scene.tx, learner_id)) if learner_id else 0,
        unfinished=run is not None,
        week_points=_points(scene),
        alone=scene.group is None,
        open_question=_waits(scene),
        lead=scene.is_lead,
        waiting=waiting,
        told=told,
        inventory=inventory.is_offered(scene, evidence_in(told) if told is not None else NONE),
        intents=intents.intents_read(scene.tx, learner_id, pack.id) if learner_id else (0, 0),
    )


def rate(scene: Scene, index: int, familiarity: Familiarity) -> Reply:
    """Keep a self-rating of one domain and ask for the next."""
    domains = scene.catalogue.pack.domains
    if index >= len(domains):
        raise Misused("This pack has no such domain (any more).")
    scene.log_own(RATED, pack=scene.pack, domain=domains[index].id, rating=familiarity.value)
    if index + 1 < len(domains):
        titles = tuple(domain.title for domain in domains)
        return Reply(card=rating_card(index + 1, titles), key="me")
    text = "Thank you, that was all. `/study progress` sets it against how it goes."
    return Reply(card=trust.after_onboarding(scene, text), key="me")


def _points(scene: Scene) -> int:
    """Give the asker's points of the week; without a group there are none to have."""
    if scene.learner_id is None or scene.group is None:
        return 0
    week = points.spans_of(scene.today)["week"]
    row = boards.own_row(scene.tx, scene.group_id, week, scene.learner_id)
    return row.points if row else 0


def _explained(scene: Scene) -> tuple[int, int]:
    if scene.learner_id is None or scene.group is None:
        return 0, 0
    return explanations.helped(scene.tx, scene.group_id, scene.learner_id)


def _rated_at(scene: Scene, pack: str) -> dict[str, datetime]:
    """Give when the asker rated each domain."""
    if scene.learner_id is None:
        return {}
    return {
        event.payload["domain"]: event.at
        for event in events.events_of(scene.tx, RATED, learner_id=scene.learner_id)
        if event.payload["pack"] == pack
    }


def ratings_of(tx: Tx, learner_id: int, pack: str) -> dict[str, str]:
    """Give a learner's latest self-rating of each domain, in words."""
    words = {familiarity.value: label for familiarity, label in FAMILIARITY}
    return {
        event.payload["domain"]: words.get(event.payload["rating"], "")
        for event in events.events_of(tx, RATED, learner_id=learner_id)
        if event.payload["pack"] == pack
    }


def _waits(scene: Scene) -> bool:
    """Say whether an open question waits for the asker."""
    if scene.group is None:
        return False
    for shared in rounds.open_rounds(scene.tx, scene.group_id):
        assert shared.id is not None
        if scene.learner_id is None or scene.now >= shared.closes_at:
            continue
        if attempts.attempt_on_round(scene.tx, shared.id, scene.learner_id) is None:
            return True
    return False
