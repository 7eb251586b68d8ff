"""What a change of settings will do, and when: said before it is saved and again after.

It looks at the group's rows and writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.cards.setting_words import review_in_words, rhythm_in_words
from bot.cards.wording import counted, long_day, short_day
from bot.core import slots
from bot.core.packs import Pool
from bot.core.setup import NEVER, ON, RHYTHM, Setting, Verdicts
from bot.core.wall_words import closes_next_day, weekday_in_full
from bot.services import daily, weekly
from bot.services.group_settings import jumped, rhythm_from
from bot.services.library import Library
from bot.store import rounds
from bot.store.tables import Group, Round, Schedule
from bot.store.tx import Tx

#: An hour in here is worth a second look, and so is a question that is open so briefly.
NIGHT = (time(22, 30), time(5, 30))
SHORT = timedelta(hours=1)
#: New questions for fewer weeks than this are worth a word.
SCARCE_WEEKS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A group's settings before and after a change, looked at at an instant."""

    tx: Tx
    library: Library
    group: Group
    before: Mapping[Setting, str]
    after: Mapping[Setting, str]
    now: datetime

    @property
    def changed(self) -> frozenset[Setting]:
        """The settings that differ."""
        return frozenset(s for s, value in self.after.items() if value != self.before[s])

    @property
    def schedule(self) -> Schedule:
        """The daily schedule."""
        return daily.main_schedule(self.tx, self.group)

    @property
    def stands_still(self) -> bool:
        """Whether nothing is posted anyway just now; a group that has not begun is about to."""
        return self.schedule.next_at is None and self.group.waiting_since is None


def summary(
    values: Mapping[Setting, str], finish: date | None, first: slots.Slot | None = None
) -> str:
    """Write in one sentence when a group is asked, reviewed, and done."""
    words = rhythm_in_words(values[Setting.DAYS], values[Setting.OPENS], values[Setting.CLOSES])
    parts = [f"{words} ({values[Setting.ZONE]})"]
    if first is not None:
        parts.append(f"first question {short_day(first.day)}")
    if values[Setting.REVIEW]:
        parts.append(f"review {review_in_words(values[Setting.REVIEW])}")
    if finish is not None:
        parts.append(f"season to {long_day(finish)}")
    return f"{'; '.join(parts)}."


def first_question(view: View) -> slots.Slot | None:
    """Give the first question that comes under the new settings; None while nothing is posted."""
    if view.stands_still:
        return None
    return daily.next_free(view.tx, view.schedule, rhythm_from(view.after), view.now)


def effects(view: View) -> tuple[str, ...]:
    """Say of each change when it takes effect."""
    changed, lines = view.changed, []
    if changed & RHYTHM:
        lines.append(_rhythm(view))
    if Setting.PACK in changed:
        if not changed & RHYTHM:
            lines.append(_from_next(view))
        lines.append("Everything that was answered is kept.")
    if Setting.VERDICTS in changed:
        lines.append(_verdicts(view))
    if Setting.ARGUE in changed:
        lines.append("From the next question on.")
    if Setting.REVIEW in changed:
        lines.append(_review(view))
    if Setting.MENTION in changed:
        lines.append("It applies on Slack and Discord, from the next question on.")
    if Setting.BREAKS in changed:
        lines.append("It holds for mock exams begun from then on.")
    if Setting.EXPORT in changed and view.after[Setting.EXPORT] != ON:
        lines.append("No export comes any more.")
    elif Setting.EXPORT in changed and view.after[Setting.REVIEW]:
        lines.append("It comes with the next review.")
    return tuple(lines)


def advice(view: View) -> tuple[str, ...]:
    """Name what is allowed and yet worth a second look."""
    changed, after, lines = view.changed, view.after, []
    opens, closes = time.fromisoformat(after[Setting.OPENS]), after[Setting.CLOSES]
    if changed & {Setting.OPENS, Setting.CLOSES}:
        lines += _span(after[Setting.OPENS], closes)
    if Setting.OPENS in changed and (opens >= NIGHT[0] or opens < NIGHT[1]):
        lines.append(f"{after[Setting.OPENS]} is in the night. Is that meant?")
    if Setting.ZONE in changed:
        there = view.now.astimezone(ZoneInfo(after[Setting.ZONE]))
        lines.append(f"In {after[Setting.ZONE]} it is {there:%H:%M} now.")
    if changed & {Setting.PACK, Setting.DAYS}:
        lines += _supply(view)
    argue = after[Setting.ARGUE]
    idle = argue != NEVER and argue not in after[Setting.DAYS]
    if idle and changed & {Setting.ARGUE, Setting.DAYS}:
        lines.append(f"{weekday_in_full(int(argue))} is no posting day: there is no argue day.")
    if after[Setting.EXPORT] == ON and not after[Setting.REVIEW]:
        lines.append("The export comes with the weekly review, and there is none: set its day.")
    return tuple(lines)


def fresh_items(tx: Tx, library: Library, group_id: int, pack: str) -> int:
    """Count a pack's daily questions that a group has not been asked yet."""
    catalogue = library.catalogues.get(pack)
    if catalogue is None:
        return 0
    shown = rounds.last_shown(tx, group_id)
    return sum(item.id not in shown for item in catalogue.pool_items(Pool.DAILY))


def _rhythm(view: View) -> str:
    if view.stands_still:
        return _from_next(view)
    lost = jumped(
        view.tx, view.schedule, rhythm_from(view.before), rhythm_from(view.after), view.now
    )
    if not lost:
        return _from_next(view)
    day = lost[-1].day
    return (
        f"The question of {short_day(day)} comes at once, since its hour would be past. "
        f"{_from_next(view)}"
    )


def _from_next(view: View) -> str:
    first = first_question(view)
    if first is None:
        if view.group.paused_at is not None:
            return "The group is paused: it holds from the first question after you resume."
        return "Questions rest just now: it holds from the first one after somebody answers."
    line = f"From the question of {short_day(first.day)} on"
    stays = [
        f"{_whose(view, each)} stays open until {_clock(view, each.closes_at)}"
        for each in _open(view)
    ]
    return f"{'; '.join([line, *stays])}."


def _verdicts(view: View) -> str:
    late = view.after[Setting.VERDICTS] == Verdicts.AT_CLOSE
    if not _open(view):
        return "From the next question on."
    if late:
        return "From now on, for the open question too; who has had the verdict has had it."
    return "From now on, for the open question too."


def _review(view: View) -> str:
    value = view.after[Setting.REVIEW]
    if not value:
        return "No weekly review comes any more."
    day, at = value.split(" ")
    rhythm = slots.read_rhythm(view.after[Setting.ZONE], day, at, at, weekly=True)
    first = slots.next_opening(rhythm, view.now)
    kept = weekly.schedule_of(view.tx, view.group)
    while kept is not None and weekly.is_taken(view.tx, kept, first):
        first = slots.next_opening(rhythm, first.opens_at)
    return f"The next review comes {short_day(first.day)} at {at}."


def _span(opens: str, closes: str) -> list[str]:
    day = date(2026, 1, 1)
    begin = datetime.combine(day, time.fromisoformat(opens))
    end = datetime.combine(day, time.fromisoformat(closes))
    if closes_next_day(opens, closes):
        hours = (end + timedelta(days=1) - begin) / timedelta(hours=1)
        return [f"It closes at {closes} the next day: a question is open for {hours:g} hours."]
    if end - begin < SHORT:
        minutes = (end - begin) // timedelta(minutes=1)
        return [f"A question is open for {counted(minutes, 'minute')} only."]
    return []


def _supply(view: View) -> list[str]:
    assert view.group.id is not None
    fresh = fresh_items(view.tx, view.library, view.group.id, view.after[Setting.PACK])
    weeks = fresh // len(view.after[Setting.DAYS])
    if weeks >= SCARCE_WEEKS:
        return []
    return [
        f"{counted(fresh, 'question')} not asked yet: new ones for {counted(weeks, 'week')} at "
        "this pace. Then the oldest come again."
    ]


def _open(view: View) -> list[Round]:
    assert view.group.id is not None
    return [r for r in rounds.open_rounds(view.tx, view.group.id) if r.closes_at > view.now]


def _whose(view: View, shared: Round) -> str:
    today = slots.study_day(view.now, view.before[Setting.ZONE])
    return "today's" if shared.day == today else f"the one of {short_day(shared.day)}"


def _clock(view: View, at: datetime) -> str:
    local = at.astimezone(ZoneInfo(view.before[Setting.ZONE]))
    return f"{local:%H:%M}"
