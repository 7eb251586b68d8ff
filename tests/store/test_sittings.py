"""Sittings as rows, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.core import exams
from bot.core.exams import Form
from bot.core.shuffle import show_order
from bot.store import people, sittings
from bot.store.database import Database
from bot.store.tables import Run, Sitting
from bot.store.tx import Tx
from tests import mocks
from tests.world import who

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
CATALOGUE = mocks.catalogue(mocks.SCARCE)


def begun(tx: Tx, name: str = "Ann", at: datetime = NOON) -> int:
    """Begin a mini mock of a person."""
    account = people.ensure_account(tx, who(name), at)
    assert account.id is not None
    run = Run(
        learner_id=account.learner_id, account_id=account.id, pack="sample", wanted=0, started_at=at
    )
    plan = exams.plan_of(CATALOGUE.pack, Form.MINI)
    sitting = sittings.begin(tx, run, plan, timedelta(), at)
    drawn = exams.draw(CATALOGUE, Form.MINI, last_met={}, meaning=("x",))
    orders = [show_order(each.item, "x") for each in drawn]
    sittings.lay(tx, sitting.run_id, drawn, orders, at)
    return sitting.run_id


def learner(tx: Tx, name: str = "Ann") -> int:
    return people.ensure_account(tx, who(name), NOON).learner_id


def test_a_form_is_laid_down_and_read_in_order(database: Database) -> None:
    number = database.write(begun).result()
    found = database.read_now(lambda tx: sittings.items_of(tx, number))
    assert [each.place for each in found] == list(range(1, 12))
    assert len({each.item_id for each in found}) == 11
    assert all(each.response is None and each.first is None for each in found)
    assert all(each.scored and not each.met and not each.marked for each in found)
    assert {each.shown_at for each in found} == {NOON}


def test_the_first_choice_is_remembered_and_the_last_one_counts(database: Database) -> None:
    number = database.write(begun).result()

    def work(tx: Tx) -> None:
        sittings.pick(tx, number, 3, (2,), changes=0)
        sittings.pick(tx, number, 3, (0, 1), changes=1)
        sittings.mark(tx, number, 3, on=True)
        sittings.spend(tx, number, 3, timedelta(seconds=1.5))
        sittings.spend(tx, number, 3, timedelta(seconds=2))

    database.write(work).result()
    found = database.read_now(lambda tx: sittings.items_of(tx, number))[2]
    assert (found.first, found.response, found.changes) == ((2,), (0, 1), 1)
    assert (found.marked, found.spent) == (True, timedelta(seconds=3.5))


def test_what_runs_what_is_due_and_what_is_over(database: Database) -> None:
    number = database.write(begun).result()

    def look(tx: Tx) -> tuple[object, ...]:
        running = sittings.running(tx, learner(tx))
        past = sittings.past(tx, learner(tx), 5)
        due = sittings.overdue(tx, NOON + timedelta(minutes=30), 5)
        return running and running.run_id, [each.run_id for each in past], due

    assert database.write(look).result() == (number, [], [number])
    early = NOON + timedelta(minutes=29)
    assert database.read_now(lambda tx: sittings.overdue(tx, early, 5)) == []

    def end(tx: Tx) -> None:
        held = sittings.hold(tx, number)
        assert held is not None
        held.handed_in_at = NOON
        tx.add(held)

    database.write(end).result()
    assert database.write(look).result() == (None, [number], [])


def test_who_sits_which_item_is_known_until_it_is_over(database: Database) -> None:
    number = database.write(begun).result()
    database.write(lambda tx: learner(tx, "Ben")).result()

    def look(tx: Tx) -> tuple[bool, bool, int]:
        item = sittings.items_of(tx, number)[0].item_id
        ann, ben = learner(tx), learner(tx, "Ben")
        return (
            sittings.is_sat(tx, ann, item),
            sittings.is_sat(tx, ben, item),
            len(sittings.items_sat(tx, ann)),
        )

    assert database.write(look).result() == (True, False, 11)
    database.write(lambda tx: sittings.abandon(tx, learner(tx), NOON)).result()
    assert database.write(look).result() == (False, False, 0)


def test_a_form_that_was_shown_counts_as_met_also_unanswered(database: Database) -> None:
    number = database.write(begun).result()

    def met(tx: Tx) -> dict[str, datetime]:
        wanted = [each.item_id for each in sittings.items_of(tx, number)][:2]
        return sittings.last_met(tx, learner(tx), [*wanted, "sample/d1.1-01/a"])

    found = database.write(met).result()
    assert set(found.values()) == {NOON}
    assert len(found) == 2


def test_an_abandoned_sitting_keeps_nothing_that_was_chosen(database: Database) -> None:
    number = database.write(begun).result()
    database.write(lambda tx: sittings.pick(tx, number, 1, (1,), changes=0)).result()
    database.write(lambda tx: sittings.abandon(tx, learner(tx), NOON)).result()
    found = database.read_now(lambda tx: sittings.items_of(tx, number))[0]
    assert (found.response, found.first) == (None, None)
    held = database.read_now(lambda tx: tx.get(Sitting, number))
    assert held is not None
    assert held.handed_in_at == NOON
