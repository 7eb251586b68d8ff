"""A member's own streak, with what excuses a missed day: leave, holidays, a lead's repair."""

from __future__ import annotations

from datetime import date

from bot.cards.leave import days_words
from bot.cards.wording import counted, short_day
from bot.core.days import Days, read_days
from bot.core.leave import days_away, days_repaired
from bot.core.streaks import Streak, streak_of
from bot.services import folds
from bot.services.scene import Scene
from bot.store import attempts, rounds
from bot.store.tables import Group
from bot.store.tx import Tx


def excused_days(tx: Tx, group: Group, learner_id: int) -> Days:
    """Give the days on which a member's missed question breaks nothing."""
    assert group.id is not None
    away = days_away(folds.leaves_of(tx, group.id, learner_id)).get(learner_id, Days())
    repaired = days_repaired(folds.repairs_of(tx, group.id), learner_id)
    return read_days(group.holidays) | away | repaired


def streak_in(tx: Tx, group: Group, learner_id: int, today: date) -> Streak:
    """Give a learner's quiet streak over a group's posting days."""
    assert group.id is not None
    return streak_of(
        rounds.posting_days(tx, group.id),
        frozenset(attempts.answered_days(tx, learner_id, group.id)),
        today,
        excused=excused_days(tx, group, learner_id),
    )


def own_streak(scene: Scene) -> tuple[int, str]:
    """Give the asker's streak in posting days, and in words."""
    if scene.learner_id is None or scene.group is None:
        return 0, "none yet"
    streak = streak_in(scene.tx, scene.here, scene.learner_id, scene.today)
    note = counted(streak.days, "posting day") if streak.days else "none yet"
    if streak.freezes:
        note += f", {counted(streak.freezes, 'freeze')} in hand"
    if streak.days:
        note += f"; today counts until 03:00, {scene.here.zone}"
    return streak.days, "; ".join([note, *_excuses(scene, scene.learner_id)])


def _excuses(scene: Scene, learner_id: int) -> list[str]:
    """Say what excuses the asker now, and the latest day that their lead excused."""
    found = []
    for leave in folds.leaves_of(scene.tx, scene.group_id, learner_id):
        if leave.first <= leave.last and leave.last >= scene.today:
            found.append(f"away {days_words(leave.first, leave.last)}")
            break
    repaired = days_repaired(folds.repairs_of(scene.tx, scene.group_id), learner_id)
    if repaired.stretches:
        latest = max(stretch.first for stretch in repaired.stretches)
        found.append(f"{short_day(latest)} was excused by your lead")
    return found
