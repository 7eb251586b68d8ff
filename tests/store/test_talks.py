"""Argue days as rows, on both databases."""

from __future__ import annotations

from bot.services import bulletins
from bot.store import attempts, reports, rounds, talks
from bot.store.database import Database
from bot.store.tables import Group, Round
from bot.store.tx import Tx
from tests.store.rows import NOW, answer, make_group, make_round


def prepare(tx: Tx) -> None:
    """Open an ordinary and an argued question, both answered by three, with one second pick."""
    group = make_group(tx)
    for slot in ("2026-11-24", "2026-11-25"):
        make_round(tx, group, slot)
    bulletins.plan(tx, group, talks.KIND, "2", NOW, NOW, round_id=2)
    for learner, right in ((1, True), (2, False), (3, False)):
        for number in (1, 2):
            attempts.record_attempt(tx, answer(learner, number, is_right=right))
    second = answer(
        2, 2, source=talks.SECOND, phase=2, counts=False, counts_for_round=False, points=0
    )
    attempts.record_attempt(tx, second)
    tx.flush()


def test_only_the_argued_question_waits_and_only_while_it_is_open(database: Database) -> None:
    database.write(prepare).result()

    def look(tx: Tx) -> None:
        plain, argued = tx.get(Round, 1), tx.get(Round, 2)
        assert plain is not None
        assert argued is not None
        assert talks.talk_of(tx, plain) is None
        assert talks.talk_of(tx, argued) is not None
        assert reports.withheld_rounds(tx) == {2}
        assert talks.any_waits(tx, 1)
        # One answer to each: the one that waits is the argued question's.
        assert attempts.sealed_counts(tx, 1) == {("sample", "d1.1-01"): (1, 1)}
        assert attempts.told_totals(tx, 2, "sample") == [("d1", "d1.1-01", 1, 0)]
        rounds.mark_closed(tx, 2, NOW)
        assert not talks.any_waits(tx, 1)
        assert reports.withheld_rounds(tx) == frozenset()
        assert attempts.sealed_counts(tx, 1) == {}

    database.write(look).result()


def test_a_group_that_hears_verdicts_at_the_close_waits_with_each(database: Database) -> None:
    def work(tx: Tx) -> None:
        prepare(tx)
        group = tx.get(Group, 1)
        assert group is not None
        group.verdicts = "at_close"
        tx.add(group)
        tx.flush()
        assert reports.withheld_rounds(tx) == {1, 2}
        assert attempts.sealed_counts(tx, 1) == {("sample", "d1.1-01"): (2, 2)}

    database.write(work).result()


def test_before_and_after_are_of_those_who_answered_before_the_talk(database: Database) -> None:
    def work(tx: Tx) -> None:
        prepare(tx)
        last = talks.last_answer(tx, 2)
        assert talks.before_and_after(tx, 2, last) == (3, 1, 2)
        assert talks.before_and_after(tx, 2, 0) == (0, 0, 0)
        assert talks.last_answer(tx, 99) == 0
        second = talks.second_pick(tx, 2, 2)
        assert second is not None
        assert not second.counts
        assert talks.second_pick(tx, 2, 1) is None
        first = attempts.attempt_on_round(tx, 2, 2)
        assert first is not None
        assert first.phase == 1
        assert attempts.tally_of(tx, 2)["answers"] == 3

    database.write(work).result()
