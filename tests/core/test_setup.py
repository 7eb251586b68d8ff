"""Settings follow from the saves in their order; what was saved together is undone together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.core.setup import (
    CHANGED,
    Change,
    Saved,
    Setting,
    differences,
    fold,
    reverse,
    settled,
    undoable,
)

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


@dataclass
class Happening:
    """An event as the fold sees it."""

    seq: int
    kind: str
    learner_id: int | None
    at: datetime
    payload: dict[str, Any]


def events(saves: list[tuple[tuple[Change, ...], int]]) -> list[Happening]:
    """Give the events of saves, each (changes, number of the save it undoes or 0)."""
    found: list[Happening] = []
    for number, (changes, undoes) in enumerate(saves, 1):
        found += [
            Happening(
                seq=len(found) + n,
                kind=CHANGED,
                learner_id=None,
                at=NOW + timedelta(minutes=number),
                payload={
                    "setting": change.setting.value,
                    "before": change.before,
                    "after": change.after,
                    "save": number,
                    "undoes": undoes,
                    "by": 7,
                },
            )
            for n, change in enumerate(changes)
        ]
    return found


HOUR = Change(Setting.OPENS, "09:00", "10:00")
DAYS = Change(Setting.DAYS, "12345", "135")
LATER = Change(Setting.OPENS, "10:00", "11:00")


def test_what_was_saved_together_is_one_save() -> None:
    (saved,) = fold(events([((HOUR, DAYS), 0)]))
    assert saved == Saved(number=1, changes=(HOUR, DAYS), by=7, at=NOW + timedelta(minutes=1))


def test_the_last_value_holds() -> None:
    saves = fold(events([((HOUR, DAYS), 0), ((LATER,), 0)]))
    assert settled(saves) == {Setting.OPENS: "11:00", Setting.DAYS: "135"}


def test_undoing_walks_back_save_by_save() -> None:
    done: list[tuple[tuple[Change, ...], int]] = [((HOUR, DAYS), 0), ((LATER,), 0)]
    last = undoable(fold(events(done)))
    assert last is not None
    assert last.number == 2
    done.append((reverse(last), 2))
    before = undoable(fold(events(done)))
    assert before is not None
    assert before.number == 1
    done.append((reverse(before), 1))
    assert undoable(fold(events(done))) is None
    assert settled(fold(events(done))) == {Setting.OPENS: "09:00", Setting.DAYS: "12345"}


def test_other_events_change_nothing() -> None:
    other = Happening(1, "lead-named", 7, NOW, {"by": 7})
    assert fold([other]) == ()


def test_only_what_differs_is_a_change() -> None:
    now = dict.fromkeys(Setting, "x")
    assert differences(now, {Setting.OPENS: "x"}) == ()
    assert differences(now, {Setting.OPENS: "y"}) == (Change(Setting.OPENS, "x", "y"),)


hours = st.sampled_from(["09:00", "10:00", "11:00"])


@given(st.lists(st.one_of(hours, st.none()), max_size=12))
def test_saves_and_undos_in_any_order_end_where_a_stack_does(steps: list[str | None]) -> None:
    value, stack = "09:00", ["09:00"]
    done: list[tuple[tuple[Change, ...], int]] = []
    for step in steps:
        last = undoable(fold(events(done)))
        if step is None and last is not None:
            done.append((reverse(last), last.number))
            stack.pop()
            value = stack[-1]
        elif step is not None and step != value:
            done.append(((Change(Setting.OPENS, value, step),), 0))
            stack.append(step)
            value = step
    assert settled(fold(events(done))).get(Setting.OPENS, "09:00") == value
