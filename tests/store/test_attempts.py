"""The recorder: what it keeps, once, and what it counts along the way."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from threading import Thread

import pytest

from bot.store import attempts, rounds
from bot.store.attempts import NewAttempt, record_attempt, tally_of
from bot.store.database import Database
from bot.store.tables import Attempt, Delivery
from bot.store.tx import Tx
from tests.store.rows import NOW, TODAY, answer, make_group, make_round, prepare


def record(database: Database, new: NewAttempt) -> int | None:
    """Record an answer and wait until it is kept."""
    return database.write(lambda tx: record_attempt(tx, new)).result()


def tally(database: Database, round_id: int) -> dict[str, int]:
    """Give a round's tally."""
    return database.read(lambda tx: tally_of(tx, round_id)).result()


def totals(database: Database, learner: int) -> list[tuple[str, str, int, int]]:
    """Give a learner's totals by concept."""
    return database.read(lambda tx: attempts.concept_totals(tx, learner, "sample")).result()


def test_an_answer_is_kept_as_it_was_given(database: Database) -> None:
    round_id = prepare(database)
    shown = NOW - timedelta(seconds=12.5)
    record(database, answer(1, round_id, shown_at=shown, response=(0, 3), confidence=None))

    def read(tx: Tx) -> Attempt:
        found = attempts.attempt_on_round(tx, round_id, 1)
        assert found is not None
        return found

    found = database.read(read).result()
    assert (found.response, found.confidence, found.elapsed_ms) == ((0, 3), None, 12_500)
    assert (found.at, found.shown_at, found.study_day) == (NOW, shown, TODAY)
    assert (found.is_right, found.counts, found.phase) == (True, True, 1)


def test_a_second_answer_changes_nothing(database: Database) -> None:
    round_id = prepare(database)
    first = record(database, answer(1, round_id))
    second = record(database, answer(1, round_id, response=(0,), is_right=False))
    assert first is not None
    assert second is None
    assert tally(database, round_id) == {"answers": 1, "certain+": 1, "o2": 1}
    assert totals(database, 1) == [("d1", "d1.1-01", 1, 1)]


def test_the_same_answer_from_many_threads_is_kept_once(database: Database) -> None:
    round_id = prepare(database)
    kept: list[int | None] = []

    def ask() -> None:
        asked = [database.write(lambda tx: record_attempt(tx, answer(1, round_id))) for _ in "abcd"]
        kept.extend(future.result() for future in asked)

    threads = [Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(seq is not None for seq in kept) == 1
    assert tally(database, round_id) == {"answers": 1, "certain+": 1, "o2": 1}
    assert totals(database, 1) == [("d1", "d1.1-01", 1, 1)]


def test_answers_of_many_at_once_all_count(database: Database) -> None:
    members = 24
    round_id = prepare(database, members)
    new = [
        answer(n, round_id, response=(n % 4,), is_right=n % 4 == 2, confidence="fairly")
        for n in range(1, members + 1)
    ]
    asked = [database.write(lambda tx, each=each: record_attempt(tx, each)) for each in new * 2]  # type: ignore[misc]
    numbers = [future.result() for future in asked]
    drawn = [seq for seq in numbers if seq is not None]
    assert len(set(drawn)) == len(drawn) == members
    cells = Counter(f"o{n % 4}" for n in range(1, members + 1))
    expected = {"answers": 24, "fairly+": 6, "fairly-": 18, **cells}
    assert expected == tally(database, round_id)


def test_two_accounts_of_one_learner_count_once(database: Database) -> None:
    round_id = prepare(database)
    record(database, answer(1, round_id))
    assert record(database, answer(1, round_id, account_id=2)) is None
    other = answer(1, round_id, account_id=2, counts=False, counts_for_round=False)
    assert record(database, other) is not None
    assert tally(database, round_id)["answers"] == 1
    assert totals(database, 1) == [("d1", "d1.1-01", 1, 1)]


def test_a_late_answer_is_no_part_of_the_tally_but_of_what_is_known(database: Database) -> None:
    round_id = prepare(database)
    late = answer(1, round_id, source="late", points=0, counts_for_round=False)
    assert record(database, late) is not None
    assert tally(database, round_id) == {}
    assert totals(database, 1) == [("d1", "d1.1-01", 1, 1)]


def test_an_answer_asks_for_one_edit_of_the_question(database: Database) -> None:
    def open_round(tx: Tx) -> int:
        group_id = make_group(tx)
        round_id = make_round(tx, group_id)
        tx.add(
            Delivery(
                occasion_kind="round",
                occasion_id=round_id,
                place_id=1,
                kind="question",
                state="posted",
                wanted_rev=1,
                shown_rev=1,
                created_at=NOW,
            )
        )
        return round_id

    def revision(tx: Tx) -> int:
        delivery = tx.get(Delivery, 1)
        assert delivery is not None
        return delivery.wanted_rev

    round_id = database.write(open_round).result()
    for learner in (1, 2, 2):
        record(database, answer(learner, round_id))
    assert database.read(revision).result() == 3


@pytest.mark.parametrize(
    ("response", "confidence", "right", "expected"),
    [
        ((2,), "certain", True, ["answers", "certain+", "o2"]),
        ((0, 3), None, False, ["answers", "unknown-", "o0", "o3"]),
        ((), "guessing", False, ["answers", "guessing-"]),
    ],
)
def test_an_answer_is_counted_in_these_cells(
    response: tuple[int, ...], confidence: str | None, right: bool, expected: list[str]
) -> None:
    assert expected == attempts.tally_cells(response, confidence, right)


def test_what_was_practised_lately_is_known(database: Database) -> None:
    prepare(database)
    practised = answer(1, None, source="practice", counts_for_round=False)
    record(database, practised)

    def since(tx: Tx, day: date) -> bool:
        item = practised.item_id
        return attempts.practised_since(tx, 1, item, "sample", practised.concept, day)

    assert database.read(lambda tx: since(tx, TODAY)).result()
    assert not database.read(lambda tx: since(tx, TODAY + timedelta(days=1))).result()
    seen = database.read(lambda tx: attempts.seen_items(tx, 1, "sample", practised.concept))
    assert seen.result() == {practised.item_id: 1}


def test_days_with_an_answer_in_time_are_known(database: Database) -> None:
    def fill(tx: Tx) -> None:
        group_id = make_group(tx)
        for offset, source in ((0, "daily"), (1, "late"), (2, "daily")):
            day = TODAY + timedelta(days=offset)
            shared = make_round(tx, group_id, day.isoformat(), rounds.CLOSED)
            record_attempt(tx, answer(1, shared, source=source, study_day=day))

    database.write(fill).result()
    days = database.read(lambda tx: attempts.answered_days(tx, 1, 1)).result()
    assert [TODAY, TODAY + timedelta(days=2)] == days
    shares = database.read(lambda tx: attempts.domain_shares(tx, 1)).result()
    assert shares == {"d1": (3, 3)}
    assert database.read(lambda tx: attempts.count_attempts(tx, 1, 1)).result() == 3
    found = database.read(lambda tx: [row.round_id for row in attempts.all_attempts(tx)]).result()
    assert found == [1, 2, 3]


def test_what_half_of_the_active_members_practised_is_known(database: Database) -> None:
    round_id = prepare(database)
    for learner in (1, 2, 3):
        record(database, answer(learner, round_id))

    def half(tx: Tx) -> frozenset[str]:
        return attempts.practised_by_half(tx, 1, "sample", TODAY)

    for learner, expected in ((1, frozenset[str]()), (2, frozenset({"d2.1-01"}))):
        practised = answer(learner, None, source="practice", concept="d2.1-01")
        record(database, practised)
        assert expected == database.read(half).result()
