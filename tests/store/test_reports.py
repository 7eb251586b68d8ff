"""What reports ask of the answers: on SQLite and on Postgres alike."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import chain

from bot.core.bands import Counted
from bot.store import reports, rounds
from bot.store.attempts import NewAttempt, record_attempt
from bot.store.database import Database
from bot.store.tables import Group, KeyRule, Round
from bot.store.tx import Tx
from tests import sample
from tests.store.rows import NOW, TODAY, answer, make_group, make_round

MONDAY = date(2026, 11, 23)


def prepare(tx: Tx, *answers: NewAttempt, members: int = 6) -> None:
    """Make a group with a closed round (1) and an open one (2) of another item."""
    group_id = make_group(tx, members=members)
    make_round(tx, group_id, "2026-11-24", rounds.CLOSED)
    make_round(tx, group_id, "2026-11-25")
    other = sample.single("d1.1-02")
    second = tx.get(Round, 2)
    assert second is not None
    second.item_id, second.item_hash = other.id, rounds.keep_version(tx, other, NOW)
    tx.add(second)
    tx.flush()
    for new in answers:
        assert record_attempt(tx, new) is not None


def open_answer(learner: int) -> NewAttempt:
    """Answer the question that is still open."""
    other = sample.single("d1.1-02")
    return answer(learner, 2, item_id=other.id, item_hash=other.hash, concept=other.concept)


def practised(learner: int, **changes: object) -> NewAttempt:
    """Practise an item of another domain, alone."""
    other = sample.single("d2.1-01", "b")
    base = answer(
        learner, None, item_id=other.id, item_hash=other.hash, domain=other.domain,
        concept=other.concept, source="practice", counts_for_round=False,
    )  # fmt: skip
    return NewAttempt(**{**{n: getattr(base, n) for n in base.__slots__}, **changes})


def keep(tx: Tx) -> None:
    """Keep the version of the practised item."""
    rounds.keep_version(tx, sample.single("d2.1-01", "b"), NOW)


LATER = TODAY + timedelta(days=14)
ALL = reports.Settled(
    group_id=1, pack="sample", today=LATER, held_back=frozenset(), quiet=frozenset()
)


def listed(tx: Tx, of: reports.Settled) -> list[reports.GivenRow]:
    """Give the rows that are listed singly."""
    return list(chain.from_iterable(reports.settled_answers(tx, of)))


def test_nothing_of_an_open_question_is_counted(database: Database) -> None:
    def work(tx: Tx) -> None:
        prepare(tx, answer(1), open_answer(1), open_answer(2))
        assert reports.domain_counts(tx, ALL) == [Counted(1, "d1", 1, 1)]
        assert [given.item_id for given in reports.first_responses(tx, ALL)] == ["sample/d1.1-01/a"]
        assert reports.times_asked(tx, 1) == {"sample/d1.1-01/a": 1}
        # Being there tells nothing about the key.
        assert set(reports.activities(tx, 1, "sample")) == {1, 2}

    database.write(work).result()


def test_what_was_answered_late_counts_as_activity_alone(database: Database) -> None:
    def work(tx: Tx) -> None:
        prepare(tx, answer(1, source="late", counts_for_round=False))
        assert reports.domain_counts(tx, ALL) == []
        assert reports.first_responses(tx, ALL) == []
        assert reports.activities(tx, 1, "sample")[1] == reports.Activity(1, 1, TODAY, TODAY)

    database.write(work).result()


def test_only_the_first_answer_ever_given_to_an_item_speaks_about_it(database: Database) -> None:
    def work(tx: Tx) -> None:
        keep(tx)
        early = practised(1, is_right=False, response=(0,), group_id=None)
        again = practised(1, response=(2,))
        prepare(tx, early, again, practised(2, response=(2,)), practised(3, response=(2,)))
        (given,) = reports.first_responses(tx, ALL)
        assert (given.response, given.n, given.right) == ((2,), 2, 2)

    database.write(work).result()


def test_an_answer_too_fast_to_be_read_says_nothing_about_the_item(database: Database) -> None:
    def work(tx: Tx) -> None:
        keep(tx)
        for learner, seconds in ((1, 2.9), (2, 3.0)):
            shown = NOW - timedelta(seconds=seconds)
            if learner == 1:
                prepare(tx, practised(learner, shown_at=shown))
            else:
                record_attempt(tx, practised(learner, shown_at=shown))
        (given,) = reports.first_responses(tx, ALL)
        assert given.n == 1

    database.write(work).result()


def test_weeks_begin_on_monday(database: Database) -> None:
    def work(tx: Tx) -> None:
        keep(tx)
        sunday = MONDAY - timedelta(days=1)
        prepare(
            tx,
            answer(1),
            answer(2, is_right=False),
            practised(1, study_day=sunday),
            practised(2, study_day=MONDAY),
            practised(2, study_day=MONDAY + timedelta(days=6)),
        )
        assert sorted(reports.week_counts(tx, ALL), key=lambda w: (w.monday, w.source)) == [
            reports.WeekCount(MONDAY - timedelta(days=7), "practice", 1, 1, 1),
            reports.WeekCount(MONDAY, "daily", 2, 2, 1),
            reports.WeekCount(MONDAY, "practice", 1, 2, 2),
        ]

    database.write(work).result()


def test_a_day_joins_once_it_is_over_and_five_people_answered(database: Database) -> None:
    def work(tx: Tx) -> None:
        prepare(tx, *(answer(learner) for learner in range(1, 6)))
        assert listed(tx, reports.settle(tx, 1, "sample", TODAY)) == []
        of = reports.settle(tx, 1, "sample", TODAY + timedelta(days=1))
        assert [row[0] for row in listed(tx, of)] == [TODAY] * 5
        assert reports.count_settled(tx, of) == (5, 0)

    database.write(work).result()


def test_quiet_days_join_together_when_their_week_is_over(database: Database) -> None:
    def work(tx: Tx) -> None:
        keep(tx)
        quiet = [
            practised(learner, study_day=MONDAY + timedelta(days=day))
            for day, learners in ((0, (1, 2)), (2, (3, 4)), (6, (5,)))
            for learner in learners
        ]
        prepare(tx, *quiet, practised(1, study_day=MONDAY - timedelta(days=1)))
        sunday = reports.settle(tx, 1, "sample", MONDAY + timedelta(days=6))
        assert reports.count_settled(tx, sunday) == (0, 0)
        after = reports.settle(tx, 1, "sample", MONDAY + timedelta(days=7))
        # In the totals, but not singly: a day's two rows could be lined up with people.
        assert reports.count_settled(tx, after) == (0, 5)
        assert listed(tx, after) == []
        assert sum(count.n for count in reports.domain_counts(tx, after)) == 5

    database.write(work).result()


def test_an_open_question_makes_no_crowd(database: Database) -> None:
    def work(tx: Tx) -> None:
        prepare(tx, answer(1), *(open_answer(learner) for learner in range(2, 7)))
        of = reports.settle(tx, 1, "sample", LATER)
        assert of.held_back == {TODAY}
        assert reports.count_settled(tx, of) == (0, 0)

    database.write(work).result()


def test_what_was_answered_in_a_mock_exam_stands_in_no_report(database: Database) -> None:
    def work(tx: Tx) -> None:
        keep(tx)
        prepare(tx, *(practised(n) for n in range(1, 6)))
        before = reports.count_settled(tx, ALL), len(listed(tx, ALL))
        for n in range(1, 6):
            record_attempt(tx, practised(n, source="mock", item_id="sample/d1.1-01/m"))
        assert (reports.count_settled(tx, ALL), len(listed(tx, ALL))) == before
        assert before == ((5, 0), 5)

    database.write(work).result()


def test_the_order_of_answers_tells_of_nobody(database: Database) -> None:
    responses = ((3,), (0,), (2,), (1,), (2,), (0,))

    def work(tx: Tx) -> None:
        prepare(
            tx,
            *(
                answer(learner, response=given, is_right=given == (2,))
                for learner, given in enumerate(responses, 1)
            ),
        )
        assert [row[7] for row in listed(tx, ALL)] == sorted(responses)

    database.write(work).result()


def test_a_key_of_the_groups_own_goes_before_everybodys(database: Database) -> None:
    def work(tx: Tx) -> None:
        prepare(tx)
        assert reports.other_keys(tx, 1) == {}
        version = sample.single("d1.1-01").hash
        tx.add(KeyRule(group_id=0, item_hash=version, key=(0,)))
        tx.flush()
        assert reports.other_keys(tx, 1) == {version: (0,)}
        tx.add(KeyRule(group_id=1, item_hash=version, key=(1,)))
        tx.flush()
        assert reports.other_keys(tx, 1) == {version: (1,)}
        assert reports.other_keys(tx, 2) == {version: (0,)}

    database.write(work).result()


def test_a_verdict_that_waits_is_withheld(database: Database) -> None:
    def work(tx: Tx) -> None:
        prepare(tx)
        assert reports.withheld_rounds(tx) == frozenset()
        group = tx.get(Group, 1)
        assert group is not None
        group.verdicts = "at_close"
        tx.add(group)
        tx.flush()
        assert reports.withheld_rounds(tx) == {2}

    database.write(work).result()
