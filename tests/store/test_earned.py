"""What closed questions gave, in a range of days: late answers and open questions stay out."""

from __future__ import annotations

from datetime import date

from bot.store import earned, people, rounds
from bot.store.attempts import record_attempt
from bot.store.database import Database
from bot.store.tables import Round
from bot.store.tx import Tx
from tests.store.rows import NOW, answer, make_group, make_round

TUESDAY, THURSDAY = date(2026, 11, 24), date(2026, 11, 26)
ALL = (date(2026, 11, 1), date(2026, 11, 30))


def fill(database: Database) -> None:
    """Close two questions with answers in time and late; leave a third open."""

    def work(tx: Tx) -> None:
        group_id = make_group(tx)
        for slot in ("2026-11-24", "2026-11-25", "2026-11-26"):
            number = make_round(tx, group_id, slot)
            if slot != "2026-11-25":
                record_attempt(tx, answer(1, number, points=120))
                record_attempt(tx, answer(2, number, points=20, is_right=False))
            late = {"source": "late", "counts_for_round": False}
            record_attempt(tx, answer(3, number, points=0, **late))
            if slot != "2026-11-26":
                shared = tx.get(Round, number)
                assert shared is not None
                shared.state, shared.closed_at = rounds.CLOSED, NOW
                tx.add(shared)

    database.write(work).result()


def test_closed_questions_and_what_they_gave(database: Database) -> None:
    fill(database)

    def read(tx: Tx) -> None:
        assert earned.closed_between(tx, 1, *ALL) == [
            (1, TUESDAY, NOW),
            (2, date(2026, 11, 25), NOW),
        ]
        assert earned.closed_between(tx, 1, THURSDAY, THURSDAY) == []
        assert earned.points_between(tx, 1, *ALL) == {(1, 1): 120, (2, 1): 20}
        assert earned.points_between(tx, 2, *ALL) == {}
        assert earned.last_closed_day(tx, 1) == date(2026, 11, 25)
        assert earned.last_closed_day(tx, 1, THURSDAY) is None
        assert earned.last_closed_day(tx, 2) is None
        assert earned.answers_between(tx, 1, *ALL) == (2, 2)
        assert earned.concepts_between(tx, 1, *ALL) == 1
        assert earned.domains_between(tx, 1, *ALL) == [("d1", 2, 2, 1)]
        assert earned.domains_between(tx, 1, THURSDAY, THURSDAY) == []

    database.read_now(read)


def test_members_in_the_order_of_joining_and_those_on_the_board(database: Database) -> None:
    def work(tx: Tx) -> None:
        group_id = make_group(tx)
        for learner, on_board in ((1, True), (2, False)):
            membership = people.find_membership(tx, group_id, learner)
            assert membership is not None
            membership.on_board = on_board
            tx.add(membership)
        tx.flush()
        assert people.learners_in(tx, group_id) == [1, 2, 3]
        assert people.listed_in(tx, group_id) == {1}

    database.write(work).result()
