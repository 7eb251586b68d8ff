"""The one order over attempts and events."""

from __future__ import annotations

from bot.core.errors import Misused
from bot.store import attempts
from bot.store.attempts import record_attempt
from bot.store.database import Database
from bot.store.events import append_event, events_among, events_of, next_seq
from bot.store.tx import Tx
from tests.store.rows import NOW, answer, prepare


def test_attempts_and_events_stand_in_one_order(database: Database) -> None:
    round_id = prepare(database)
    drawn: list[int | None] = []
    for learner in (1, 2, 3):
        new = answer(learner, round_id)
        drawn.append(database.write(lambda tx, new=new: record_attempt(tx, new)).result())  # type: ignore[misc]
        drawn.append(database.write(lambda tx: append_event(tx, "thanks", NOW)).result())
    assert drawn == sorted(set(drawn), key=lambda seq: seq or 0)


def test_what_was_undone_leaves_a_gap_and_no_number_twice(database: Database) -> None:
    def refuse(tx: Tx) -> None:
        next_seq(tx)
        next_seq(tx)
        raise Misused("No.")

    first = database.write(next_seq).result()
    assert isinstance(database.write(refuse).exception(), Misused)
    assert first < database.write(next_seq).result()


def test_a_second_answer_draws_a_number_that_nobody_gets(database: Database) -> None:
    round_id = prepare(database)
    for _ in range(2):
        database.write(lambda tx: record_attempt(tx, answer(1, round_id))).result()
    after = database.write(lambda tx: append_event(tx, "thanks", NOW)).result()
    kept = database.read(lambda tx: [row.seq for row in attempts.all_attempts(tx)]).result()
    assert len(kept) == 1
    assert kept[0] < after


def test_numbers_drawn_at_once_are_all_different(database: Database) -> None:
    futures = [database.write(next_seq) for _ in range(120)]
    assert len({future.result() for future in futures}) == 120


def test_on_one_writer_the_numbers_rise_with_the_commits(database: Database) -> None:
    numbers = [database.write(next_seq).result() for _ in range(20)]
    assert numbers == sorted(numbers)


def test_events_are_found_by_kind_group_and_learner_in_order(database: Database) -> None:
    prepare(database)

    def fill(tx: Tx) -> None:
        append_event(tx, "thanks", NOW, group_id=1, learner_id=1, to=2)
        append_event(tx, "thanks", NOW, group_id=1, learner_id=2, to=[1, 3])
        append_event(tx, "thanks", NOW, learner_id=1)
        append_event(tx, "leave", NOW, group_id=1, learner_id=1)

    def payloads(tx: Tx, group_id: int | None, learner_id: int | None) -> list[object]:
        found = events_of(tx, "thanks", group_id=group_id, learner_id=learner_id)
        return [event.payload for event in found]

    database.write(fill).result()
    cases: list[tuple[int | None, int | None, list[object]]] = [
        (None, None, [{"to": 2}, {"to": [1, 3]}, {}]),
        (1, None, [{"to": 2}, {"to": [1, 3]}]),
        (None, 1, [{"to": 2}, {}]),
        (1, 2, [{"to": [1, 3]}]),
    ]
    for group_id, learner_id, expected in cases:
        found = database.read(
            lambda tx, g=group_id, who=learner_id: payloads(tx, g, who)  # type: ignore[misc]
        )
        assert expected == found.result()


def test_events_of_several_kinds_come_in_one_order(database: Database) -> None:
    prepare(database)

    def fill(tx: Tx) -> None:
        for kind, learner in (("joined", 1), ("left", 1), ("thanks", 1), ("joined", 2)):
            append_event(tx, kind, NOW, group_id=1, learner_id=learner)
        append_event(tx, "joined", NOW, learner_id=1)

    def kinds(tx: Tx, learner_id: int | None = None) -> list[str]:
        among = ("joined", "left")
        return [event.kind for event in events_among(tx, among, group_id=1, learner_id=learner_id)]

    database.write(fill).result()
    assert database.read_now(kinds) == ["joined", "left", "joined"]
    assert database.read_now(lambda tx: kinds(tx, 1)) == ["joined", "left"]
    assert database.read_now(lambda tx: kinds(tx, 9)) == []
