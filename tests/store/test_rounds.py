"""Rounds: the claim on a slot, drafts, and an item's versions."""

from __future__ import annotations

from concurrent.futures import Future
from datetime import timedelta

from bot.core.errors import StoreFault
from bot.core.items import to_json
from bot.store import rounds
from bot.store.database import Database
from bot.store.tables import Draft, Round
from bot.store.tx import Tx
from tests import sample
from tests.store.rows import NOW, TODAY, make_group, make_round, prepare


def test_of_two_who_claim_a_slot_one_wins(database: Database) -> None:
    database.write(make_group).result()
    claims: list[Future[int]] = [database.write(lambda tx: make_round(tx, 1)) for _ in range(6)]
    outcomes = [claim.exception() for claim in claims]
    assert [type(wrong) for wrong in outcomes].count(type(None)) == 1
    assert all(isinstance(wrong, StoreFault) for wrong in outcomes if wrong is not None)
    shown = database.read(lambda tx: [each.slot for each in rounds.shown_rounds(tx, 1)])
    assert shown.result() == ["2026-11-24"]


def test_a_slot_left_out_is_taken_too(database: Database) -> None:
    def fill(tx: Tx) -> None:
        group_id = make_group(tx)
        make_round(tx, group_id, "2026-11-23", rounds.SKIPPED)
        make_round(tx, group_id, "2026-11-24")
        make_round(tx, group_id, "2026-11-24+1")

    database.write(fill).result()
    day = TODAY - timedelta(days=1)
    taken = database.read(lambda tx: rounds.slots_taken(tx, 1, day)).result()
    assert taken == {"2026-11-23", "2026-11-24", "2026-11-24+1"}
    today = database.read(lambda tx: rounds.taken_slots(tx, 1, TODAY)).result()
    assert today == {"2026-11-24", "2026-11-24+1"}
    shown = database.read(lambda tx: [each.id for each in rounds.shown_rounds(tx, 1)]).result()
    assert shown == [3, 2]
    skipped = database.read(lambda tx: [r.slot for r in rounds.latest_skipped(tx, 1, 9)]).result()
    assert skipped == ["2026-11-23"]
    assert database.read(lambda tx: rounds.posting_days(tx, 1)).result() == [TODAY]


def test_a_round_closes_once(database: Database) -> None:
    round_id = prepare(database)
    closes = [database.write(lambda tx: rounds.mark_closed(tx, round_id, NOW)) for _ in range(6)]
    assert sorted(close.result() for close in closes) == [False] * 5 + [True]


def test_rounds_whose_close_has_come_are_found(database: Database) -> None:
    round_id = prepare(database)

    def due(tx: Tx, hours: float) -> list[int]:
        return list(rounds.rounds_to_close(tx, NOW + timedelta(hours=hours), 9))

    assert database.read(lambda tx: due(tx, 7.99)).result() == []
    assert database.read(lambda tx: due(tx, 8)).result() == [round_id]
    database.write(lambda tx: rounds.mark_closed(tx, round_id, NOW)).result()
    assert database.read(lambda tx: due(tx, 8)).result() == []


def test_a_new_pick_takes_the_place_of_the_one_before(database: Database) -> None:
    round_id = prepare(database)

    def pick(option: int, seconds: int) -> None:
        at = NOW + timedelta(seconds=seconds)
        draft = Draft(
            round_id=round_id, account_id=1, response=(option,), shown_at=at, tapped_at=at
        )
        database.write(lambda tx: rounds.put_draft(tx, draft, 1)).result()

    for number in range(3):
        pick(number, number)
    drafts = database.read(lambda tx: list(rounds.drafts_of(tx, round_id))).result()
    assert [(draft.response, draft.shown_at) for draft in drafts] == [((2,), NOW)]
    assert drafts[0].tapped_at == NOW + timedelta(seconds=2)


def test_an_item_is_kept_complete_in_every_version(database: Database) -> None:
    versions = [sample.single("d1.1-01"), sample.matching("d3.1-06", "c")]

    def keep(tx: Tx) -> list[str]:
        return [rounds.keep_version(tx, item, NOW) for item in [*versions, *versions]]

    hashes = database.write(keep).result()
    for item, version in zip(versions, hashes, strict=False):
        kept = database.read(lambda tx, v=version: rounds.read_version(tx, v)).result()  # type: ignore[misc]
        assert to_json(item) == to_json(kept)
    assert len(set(hashes)) == 2


def test_history_is_told_the_latest_first_and_in_utc(database: Database) -> None:
    def fill(tx: Tx) -> None:
        group_id = make_group(tx)
        for slot in ("2026-11-23", "2026-11-24"):
            make_round(tx, group_id, slot)
        make_round(tx, group_id, "2026-11-25", rounds.SKIPPED)

    database.write(fill).result()
    told = database.read(lambda tx: rounds.latest(tx, 1, "sample", 9)).result()
    assert [at for *_, at in told] == [NOW, NOW - timedelta(days=1)]
    assert {known[:3] for known in told} == {("sample/d1.1-01/a", "d1.1-01", "d1")}
    assert database.read(lambda tx: rounds.latest(tx, 1, "sample", 1)).result() == told[:1]
    last = database.read(lambda tx: rounds.last_shown(tx, 1)).result()
    assert last == {"sample/d1.1-01/a": NOW}


def test_closed_rounds_of_a_window_are_counted(database: Database) -> None:
    def fill(tx: Tx) -> None:
        group_id = make_group(tx)
        for slot in ("2026-11-23", "2026-11-24", "2026-11-25"):
            state = rounds.OPEN if slot == "2026-11-25" else rounds.CLOSED
            make_round(tx, group_id, slot, state)

    def count(tx: Tx, days: int, domain: str = "") -> int:
        return rounds.closed_in_window(tx, 1, TODAY - timedelta(days=days), TODAY, domain)

    database.write(fill).result()
    found = database.read(lambda tx: (count(tx, 0), count(tx, 1), count(tx, 9, "d2"))).result()
    assert found == (1, 2, 0)

    def before(tx: Tx) -> Round | None:
        return rounds.closed_before(tx, 1, NOW)

    latest = database.read(before).result()
    assert latest is not None
    assert latest.slot == "2026-11-23"
