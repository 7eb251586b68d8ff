"""Flags: one a member and item, settled by an answer; and what is put aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.core.flags import AsideEvent, Doubt, FlagEvent, open_flags, set_aside

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened."""

    seq: int
    kind: str
    learner_id: int | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    at: datetime = AT


def flagged(seq: int, learner: int, item: str, doubt: str = "unclear", words: str = "") -> Event:
    """Make a flag."""
    said = {"item": item, "item_hash": f"{item}-1", "doubt": doubt, "words": words}
    at = AT + timedelta(minutes=seq)
    return Event(seq=seq, kind=FlagEvent.FLAGGED, learner_id=learner, payload=said, at=at)


def resolved(seq: int, item: str) -> Event:
    """Answer an item's flags."""
    return Event(seq=seq, kind=FlagEvent.RESOLVED, payload={"item": item, "confirmed": True})


def test_a_second_flag_takes_the_place_of_ones_first() -> None:
    flags = open_flags(
        [flagged(1, 7, "a", words="Hm."), flagged(2, 8, "a"), flagged(3, 7, "a", "wrong-key")]
    )
    assert [(flag.learner_id, flag.doubt, flag.words) for flag in flags["a"]] == [
        (8, Doubt.UNCLEAR, ""), (7, Doubt.WRONG_KEY, ""),
    ]  # fmt: skip


def test_an_answer_settles_what_came_before_and_nothing_after() -> None:
    flags = open_flags([flagged(1, 7, "a"), flagged(2, 7, "b"), resolved(3, "a")])
    assert list(flags) == ["b"]
    again = open_flags([flagged(1, 7, "a"), resolved(2, "a"), flagged(3, 7, "a")])
    assert [flag.seq for flag in again["a"]] == [3]


def test_the_item_flagged_longest_comes_first() -> None:
    assert list(open_flags([flagged(1, 7, "b"), flagged(2, 7, "a"), flagged(3, 8, "b")])) == [
        "b",
        "a",
    ]


def test_a_reason_that_was_erased_is_some_other() -> None:
    assert open_flags([flagged(1, 7, "a", doubt="")])["a"][0].doubt is Doubt.OTHER


@given(st.lists(st.tuples(st.sampled_from(AsideEvent), st.sampled_from("abc"))))
def test_an_item_is_aside_if_its_last_change_says_so(
    changes: list[tuple[AsideEvent, str]],
) -> None:
    last = {item: kind for kind, item in changes}
    wanted = {item for item, kind in last.items() if kind is AsideEvent.RETIRED}
    assert set_aside(changes) == wanted
    assert set_aside([*changes, ("flagged", "a")]) == wanted
