"""Board totals and their histogram against a naive computation."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store import boards, people
from bot.store.attempts import record_attempt
from bot.store.boards import BoardRow
from bot.store.database import Database
from bot.store.tables import BoardTotal, Round
from bot.store.tx import Tx
from tests.store.rows import NOW, answer, make_group, make_round
from tests.world import who

SPAN = "week:2026-W48"
LEARNERS = 9
_names = count(1)

# One database serves every example: each example has a group of its own.
on_one_database = settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@dataclass(frozen=True)
class Member:
    """Somebody's points in a span, and whether they are on the board."""

    points: int
    listed: bool


members = st.lists(
    st.builds(Member, points=st.integers(0, 6).map(lambda tens: tens * 10), listed=st.booleans()),
    max_size=LEARNERS,
)


@pytest.fixture
def learners(database: Database) -> Database:
    """Give a database with some learners."""

    def fill(tx: Tx) -> None:
        for number in range(LEARNERS):
            people.ensure_account(tx, who(f"m{number}"), NOW)

    database.write(fill).result()
    return database


def fill_board(tx: Tx, found: list[Member]) -> int:
    """Put members on the board of a new group and give the group's id."""
    group_id = make_group(tx, f"group{next(_names)}", 0)
    for learner, member in enumerate(found, 1):
        tx.add(
            BoardTotal(
                group_id=group_id,
                span=SPAN,
                learner_id=learner,
                listed=member.listed,
                points=member.points,
                n=1,
            )
        )
    tx.flush()
    boards.make_histogram(tx, group_id, SPAN)
    return group_id


def naive_rank(found: list[Member], points: int) -> int:
    """Count the listed members above, and one."""
    return 1 + sum(member.listed and member.points > points for member in found)


@on_one_database
@given(found=members, limit=st.integers(1, 12), offset=st.integers(0, 4))
def test_the_top_is_the_listed_in_order_of_points(
    learners: Database, found: list[Member], limit: int, offset: int
) -> None:
    group_id = learners.write(lambda tx: fill_board(tx, found)).result()
    top = learners.read(lambda tx: boards.top(tx, group_id, SPAN, limit, offset=offset)).result()
    listed = [(m.points, learner) for learner, m in enumerate(found, 1) if m.listed]
    expected = sorted(listed, reverse=True)[offset : offset + limit]
    assert expected == [(each.points, each.learner_id) for each in top]


@on_one_database
@given(found=members, asked=st.integers(0, 70))
def test_a_rank_is_one_more_than_the_listed_above(
    learners: Database, found: list[Member], asked: int
) -> None:
    group_id = learners.write(lambda tx: fill_board(tx, found)).result()

    def ranks(tx: Tx) -> list[int]:
        held = [asked, *(member.points for member in found)]
        return [boards.rank_of(tx, group_id, SPAN, points) for points in held]

    expected = [naive_rank(found, asked), *(naive_rank(found, m.points) for m in found)]
    assert expected == learners.read(ranks).result()
    listed = learners.read(lambda tx: boards.listed_count(tx, group_id, SPAN)).result()
    assert sum(member.listed for member in found) == listed


@dataclass(frozen=True)
class Move:
    """Something that changes a board: a practised item, or a choice about the board."""

    learner: int
    listed: bool | None


moves = st.lists(
    st.builds(Move, learner=st.integers(1, LEARNERS), listed=st.one_of(st.none(), st.booleans())),
    max_size=25,
)


@on_one_database
@given(found=members, made=moves)
def test_the_histogram_follows_every_single_change(
    learners: Database, found: list[Member], made: list[Move]
) -> None:
    def rule(total: int, lowest: int, n: int, practised: int) -> int:
        return total + min(practised, 3) * 10

    def work(tx: Tx) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        group_id = fill_board(tx, found)
        on_board = {learner: member.listed for learner, member in enumerate(found, 1)}
        for move in made:
            if move.listed is None:
                listed = on_board.setdefault(move.learner, False)
                boards.count_practice(tx, group_id, SPAN, move.learner, listed)
                boards.set_points(tx, group_id, SPAN, move.learner, rule)
            else:
                on_board[move.learner] = move.listed
                boards.set_listed(tx, group_id, move.learner, move.listed)
        kept = histogram(tx, group_id)
        boards.make_histogram(tx, group_id, SPAN)
        return kept, histogram(tx, group_id)

    kept, counted = learners.write(work).result()
    assert counted == kept


def histogram(tx: Tx, group_id: int) -> list[tuple[int, int]]:
    """Give (points, learners) of a board."""
    rows = tx.run(
        "SELECT points, learners FROM board_histogram WHERE group_id = ? AND span = ?"
        " ORDER BY points",
        (group_id, SPAN),
    ).fetchall()
    return [(row[0], row[1]) for row in rows]


def test_the_page_after_the_first_goes_on_where_it_ended(learners: Database) -> None:
    found = [Member(points=10, listed=True)] * 5
    group_id = learners.write(lambda tx: fill_board(tx, found)).result()

    def pages(tx: Tx) -> list[int]:
        halves = [boards.top(tx, group_id, SPAN, 3, offset=offset) for offset in (0, 3)]
        return [row.learner_id for half in halves for row in half]

    assert sorted(learners.read(pages).result()) == [1, 2, 3, 4, 5]


def test_a_closed_round_counts_for_members_in_every_span(database: Database) -> None:
    def work(tx: Tx) -> None:
        group_id = make_group(tx)
        stranger = people.ensure_account(tx, who("stranger"), NOW)
        first, second = make_round(tx, group_id), make_round(tx, group_id, "2026-11-25")
        record_attempt(tx, answer(1, first, points=120))
        record_attempt(tx, answer(2, first, points=0, is_right=False))
        record_attempt(tx, answer(3, first, points=0, source="late", counts_for_round=False))
        record_attempt(tx, answer(stranger.learner_id, first, account_id=stranger.id))
        record_attempt(tx, answer(1, second, points=60, is_right=False))
        for number in (first, second):
            shared = tx.get(Round, number)
            assert shared is not None
            boards.count_round(tx, shared, (SPAN, "all"))

    def read(tx: Tx) -> list[tuple[BoardRow, bool]]:
        rows = [boards.every_row(tx, 1, span) for span in (SPAN, "all")]
        assert sorted(rows[0], key=str) == sorted(rows[1], key=str)
        return sorted(rows[0], key=lambda pair: pair[0].learner_id)

    database.write(work).result()
    expected = [
        (BoardRow(learner_id=1, points=180, n=2, n_right=1), False),
        (BoardRow(learner_id=2, points=0, n=1, n_right=0), False),
    ]
    assert expected == database.read(read).result()
    lowest = database.read(
        lambda tx: tx.run("SELECT total, lowest FROM board_total WHERE learner_id = 1").fetchall()
    ).result()
    assert [tuple(row) for row in lowest] == [(180, 60), (180, 60)]


def test_a_learners_own_row_is_there_listed_or_not(learners: Database) -> None:
    found = [Member(points=10, listed=False), Member(points=30, listed=True)]
    group_id = learners.write(lambda tx: fill_board(tx, found)).result()

    def own(tx: Tx, learner: int) -> BoardRow | None:
        return boards.own_row(tx, group_id, SPAN, learner)

    mine = learners.read(lambda tx: own(tx, 1)).result()
    assert mine == BoardRow(learner_id=1, points=10, n=1, n_right=0)
    assert learners.read(lambda tx: own(tx, 9)).result() is None
