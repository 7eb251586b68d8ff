"""What a lead is handed: by consent, inside totals of five, and never what is still open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path

import pytest

from bot.core.bands import Band
from bot.core.facility import Facility
from bot.core.reports import GROUP_ANSWERS, AnswerRow, GroupReport, Score
from bot.services.reporting import group_answers, group_report
from bot.store import people, rounds
from bot.store.attempts import NewAttempt, record_attempt
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.tables import Group, KeyRule, Membership, Round
from bot.store.tx import Tx
from tests import sample
from tests.databases import ready, sqlite
from tests.store.rows import NOW, TODAY, answer, make_group, make_round

TOMORROW, NEXT_WEEK = NOW + timedelta(days=1), NOW + timedelta(days=7)
LIBRARY = sample.library()
ITEM, OPEN_ITEM = sample.single("d1.1-01"), sample.single("d3.1-02")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Open a database whose group of eight has a closed round (1) and an open one (2)."""
    url = read_url(sqlite(tmp_path))
    ready(url)

    def fill(tx: Tx) -> None:
        group_id = make_group(tx, members=8)
        make_round(tx, group_id, "2026-11-24", rounds.CLOSED)
        second = tx.get(Round, make_round(tx, group_id, "2026-11-25"))
        assert second is not None
        second.item_id, second.item_hash = OPEN_ITEM.id, rounds.keep_version(tx, OPEN_ITEM, NOW)
        tx.add(second)

    with Database(url) as opened:
        opened.write(fill).result()
        yield opened


def give(database: Database, *answers: NewAttempt) -> None:
    """Let answers be recorded."""

    def work(tx: Tx) -> None:
        for new in answers:
            record_attempt(tx, new)

    database.write(work).result()


def agree(database: Database, *learners: int) -> None:
    """Let members agree to be shown to their lead."""

    def work(tx: Tx) -> None:
        for learner in learners:
            membership = people.find_membership(tx, 1, learner)
            assert membership is not None
            membership.shares = True
            tx.add(membership)

    database.write(work).result()


def handed(
    database: Database, teams: dict[int, str] | None = None, now: datetime = TOMORROW
) -> tuple[GroupReport, list[AnswerRow]]:
    """Give the report and the rows that the lead would be handed."""

    def read(tx: Tx) -> tuple[GroupReport, list[AnswerRow]]:
        group = tx.get(Group, 1)
        assert group is not None
        report = group_report(tx, LIBRARY, group, now, teams=teams or {})
        return report, list(chain.from_iterable(group_answers(tx, LIBRARY, group, now)))

    return database.read_now(read)


def everybody(count: int, right: int) -> list[NewAttempt]:
    """Let the first members answer the closed question, some of them rightly."""
    return [
        answer(learner, is_right=learner <= right, response=(2,) if learner <= right else (0,))
        for learner in range(1, count + 1)
    ]


def test_nobody_is_named_who_has_not_agreed(database: Database) -> None:
    give(database, *everybody(8, 5))
    report, rows = handed(database)
    assert (report.members, report.agreed, report.shown) == (8, 0, ())
    assert "main-" not in f"{report}{rows}"
    agree(database, 3)
    report, rows = handed(database)
    assert [line.name for line in report.shown] == ["main-2"]
    assert "main-" not in str(rows)
    named = {f"main-{number}" for number in range(8) if f"main-{number}" in str(report)}
    assert named == {"main-2"}


def test_somebody_who_takes_consent_back_is_gone_at_once(database: Database) -> None:
    agree(database, 3)

    def withdraw(tx: Tx) -> None:
        membership = tx.get(Membership, 3)
        assert membership is not None
        membership.shares = False
        tx.add(membership)

    database.write(withdraw).result()
    assert handed(database)[0].shown == ()


def test_a_member_is_shown_in_bands_with_active_days(database: Database) -> None:
    more = [
        answer(1, None, source="practice", is_right=n < 3, study_day=TODAY - timedelta(days=n))
        for n in range(5)
    ]
    give(database, *everybody(6, 6), *more)
    agree(database, 1)
    (line,) = handed(database)[0].shown
    # Six answers in the first domain, four of them right; none in the others.
    assert line.bands == (Band.MIXED, None, None, None)
    assert (line.active_days, line.last_active) == (5, TODAY)


@pytest.mark.parametrize("now", [TOMORROW, NEXT_WEEK])
def test_under_five_people_every_total_is_blank(database: Database, now: datetime) -> None:
    give(database, *everybody(4, 2))
    report, rows = handed(database, now=now)
    assert (report.everyone, report.weeks, report.items, rows) == (None, (), (), [])
    assert all(domain.everyone is None for domain in report.domains)
    assert (report.answers, report.listed, report.unlisted) == (0, 0, 0)


def test_an_item_that_few_have_answered_has_no_figures(database: Database) -> None:
    other = sample.single("d2.1-01", "b")
    database.write(lambda tx: rounds.keep_version(tx, other, NOW)).result()
    alone = answer(1, None, source="practice", item_id=other.id, item_hash=other.hash, domain="d2")
    give(database, *everybody(6, 4), alone)
    line = handed(database)[0].items[1]
    assert (line.id, line.n, line.facility, line.shares) == ("d2.1-01/b", 1, None, ())


def test_no_total_moves_while_a_day_lasts(database: Database) -> None:
    give(database, *everybody(6, 4))
    agree(database, 7)
    before = handed(database)
    give(database, answer(7, None, source="practice", study_day=TODAY + timedelta(days=1)))
    after = handed(database)
    assert after[1] == before[1]
    assert (after[0].everyone, after[0].items) == (before[0].everyone, before[0].items)
    assert after[0].shown[0].active_days == before[0].shown[0].active_days + 1


def test_from_five_people_on_totals_are_shown(database: Database) -> None:
    give(database, *everybody(6, 4))
    report, rows = handed(database)
    assert report.everyone == Score(6, 6, 4)
    assert report.domains[0].everyone == Score(6, 6, 4)
    assert report.domains[1].everyone is None
    assert [week.score for week in report.weeks] == [Score(6, 6, 4)]
    assert report.items[0].facility == Facility(4, 6)
    assert report.items[0].shares == pytest.approx((2 / 6, 0, 4 / 6, 0))
    assert report.items[0].keyed == ITEM.key
    assert len(rows) == report.listed == 6


def test_the_others_are_the_one_line_that_the_lead_sees_in_chat(database: Database) -> None:
    earlier = [
        answer(learner, None, source="practice", is_right=learner > 2,
               study_day=TODAY - timedelta(days=7))
        for learner in range(1, 9)
        for _ in range(5)
    ]  # fmt: skip
    give(database, *earlier)
    report, _ = handed(database)
    assert [domain.others for domain in report.domains] == [Band.FIRM, None, None, None]
    assert report.others_until == date(2026, 11, 23)


def test_nothing_of_an_open_question_is_handed_out(database: Database) -> None:
    to_open = [
        answer(learner, 2, item_id=OPEN_ITEM.id, item_hash=OPEN_ITEM.hash, domain="d3",
               concept=OPEN_ITEM.concept)
        for learner in range(1, 8)
    ]  # fmt: skip
    give(database, *to_open)
    report, rows = handed(database, now=NEXT_WEEK)
    assert rows == []
    assert report.items == ()
    assert "d3.1-02" not in str(report)
    assert (report.everyone, report.answers, report.weeks) == (None, 0, ())
    assert report.last_day == TODAY


def test_rows_bear_no_name_no_id_and_no_time(database: Database) -> None:
    give(database, *everybody(6, 4))
    _, rows = handed(database)
    first = dict(zip(GROUP_ANSWERS, rows[0], strict=True))
    assert first == {
        "study_day": TODAY, "source": "daily", "asked_on": TODAY, "domain": "Gather",
        "concept": "Concept 1", "item": "d1.1-01/a", "kind": "single", "response": 1, "key": 3,
        "right": 0, "share": 1.0, "confidence": "certain",
    }  # fmt: skip
    assert not any(isinstance(cell, datetime) for row in rows for cell in row)


def test_the_groups_own_key_holds(database: Database) -> None:
    give(database, *everybody(6, 4))

    def override(tx: Tx) -> None:
        tx.add(KeyRule(group_id=1, item_hash=ITEM.hash, key=(0,)))

    database.write(override).result()
    report, rows = handed(database)
    assert report.items[0].keyed == (0,)
    assert {row[GROUP_ANSWERS.index("key")] for row in rows} == {1}


def test_an_older_wording_is_read_into_the_newer_one(database: Database) -> None:
    older = sample.single("d1.1-01", stem="An older stem. Which store?")
    moved = type(older)(
        **{
            **{name: getattr(older, name) for name in older.__dataclass_fields__},
            "options": tuple(reversed(older.options)),
        }
    )
    database.write(lambda tx: rounds.keep_version(tx, moved, NOW)).result()
    # The key stood second; it now stands third.
    early = [
        answer(learner, None, source="practice", item_hash=moved.hash, response=(1,))
        for learner in (7, 8)
    ]
    give(database, *early, *everybody(4, 4))
    line = handed(database)[0].items[0]
    assert (line.n, line.shares) == (6, (0.0, 0.0, 1.0, 0.0))


def test_teams_are_those_given(database: Database) -> None:
    give(database, *everybody(8, 8))
    teams = {1: "Owls", 2: "Owls", **dict.fromkeys(range(3, 9), "Larks")}
    report, _ = handed(database, teams)
    assert [(team.name, team.members, team.score) for team in report.teams] == [
        ("Larks", 6, Score(6, 6, 6)),
        ("Owls", 2, None),
    ]


def test_the_report_is_made_in_the_groups_zone(database: Database) -> None:
    report, _ = handed(database, now=datetime.fromisoformat("2026-11-24T23:30:45.5+00:00"))
    assert report.made_at == datetime(2026, 11, 25, 0, 30, 45)
    assert report.zone == "Europe/Berlin"
    assert report.pack == "Sample Exam (SMP-1)"
    assert report.exam.startswith("SMP-1 closed on 31 March 2026 and can't be booked.")


def test_a_group_without_an_answer_has_a_report(database: Database) -> None:
    report, rows = handed(database)
    assert (report.first_day, report.questions, report.items, rows) == (None, 1, (), [])
    assert len(report.domains) == 4
    assert date(2026, 11, 24) == TODAY
