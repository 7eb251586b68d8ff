"""What a review reads, on both databases."""

from __future__ import annotations

from datetime import timedelta

from bot.store import attempts, reviews, rounds
from bot.store.database import Database
from bot.store.tables import Round
from bot.store.tx import Tx
from tests.store.rows import NOW, TODAY, answer, make_group, make_round


def prepare(tx: Tx) -> None:
    """Close a question that two of three answered, and leave another one open."""
    group = make_group(tx)
    for slot in ("2026-11-23", "2026-11-24"):
        make_round(tx, group, slot)
    for learner, right in ((1, True), (2, False)):
        attempts.record_attempt(tx, answer(learner, 1, is_right=right, response=(2 * right,)))
        attempts.record_attempt(tx, answer(learner, 2, is_right=True))
    rounds.mark_closed(tx, 1, NOW)
    tx.flush()


def test_only_closed_questions_of_the_domain_are_read(database: Database) -> None:
    database.write(prepare).result()

    def look(tx: Tx) -> None:
        (closed,) = reviews.closed_in_domain(tx, 1, "sample", "d1")
        assert (closed.id, closed.day, closed.concept) == (1, TODAY - timedelta(1), "d1.1-01")
        assert reviews.closed_in_domain(tx, 1, "sample", "d2") == []
        assert reviews.closed_in_domain(tx, 1, "other", "d1") == []
        assert reviews.tallies_in_domain(tx, 1, "sample", "d1") == {
            1: {"answers": 2, "certain+": 1, "certain-": 1, "o0": 1, "o2": 1}
        }
        assert reviews.domain_scores(tx, 1, "sample", TODAY - timedelta(7)) == {"d1": (2, 1)}
        assert reviews.domain_scores(tx, 1, "sample", TODAY) == {}

    database.read(look).result()


def test_people_are_read_where_they_are_asked_for(database: Database) -> None:
    database.write(prepare).result()

    def look(tx: Tx) -> None:
        assert reviews.people_on(tx, [1, 2]) == {1: frozenset({1, 2}), 2: frozenset({1, 2})}
        assert reviews.people_on(tx, []) == {}

    database.read(look).result()


def test_only_those_who_share_are_scored(database: Database) -> None:
    database.write(prepare).result()

    def share(tx: Tx) -> None:
        tx.run("UPDATE membership SET shares = ? WHERE learner_id = ?", (True, 2))

    database.write(share).result()

    def look(tx: Tx) -> None:
        assert reviews.scores_of_sharers(tx, 1, [1, 2]) == {2: (2, 1)}
        assert reviews.scores_of_sharers(tx, 1, []) == {}

    database.read(look).result()


def test_ones_answers_come_in_order_and_open_items_are_known(database: Database) -> None:
    database.write(prepare).result()

    def look(tx: Tx) -> None:
        given = reviews.answers_in_domain(tx, 2, "sample", "d1")
        assert [(item, right) for _, item, right in given] == [
            ("sample/d1.1-01/a", False),
            ("sample/d1.1-01/a", True),
        ]
        assert reviews.answers_in_domain(tx, 2, "sample", "d2") == []
        shared = tx.get(Round, 2)
        assert shared is not None
        assert reviews.items_open_to(tx, 2) == {shared.item_id}

    database.read(look).result()
