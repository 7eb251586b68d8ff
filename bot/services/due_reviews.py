"""A private run of what is due to come back, a concept after the other.

Which concepts are due is ``spacing``'s; putting, answering and summing up are practice's own.
"""

from __future__ import annotations

from bot.cards import spacing as screens
from bot.services import marking, practice
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.services.spacing import barred_from, next_on, sibling_of, waiting


def begin_review(scene: Scene, n: int) -> Reply:
    """Begin a private run of what is due, at most ``n`` concepts; 0 means all of today's."""
    found = waiting(scene)
    asked = found.due[: n or None]
    plan = plan_of(scene, [each.concept for each in asked])
    if not plan:
        card = screens.nothing_card(
            next_on=next_on(scene), today=scene.today, spent=found.spent, resting=found.resting
        )
        return Reply(card=card, key="run")
    notice = screens.more_line(len(found.due) - len(asked))
    return practice.begin_planned(scene, "", plan, marking.REVIEW, notice)


def plan_of(scene: Scene, concepts: list[str]) -> list[str]:
    """Choose an item for each concept, in their order: a sibling of what was met where one is."""
    barred = barred_from(scene.tx, scene.me.learner_id, scene.within)
    found = (sibling_of(scene, concept, barred) for concept in concepts)
    return [item.id for item in found if item is not None]
