"""Items' figures: from first answers, set against who is able, over one group or all of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.facility import FLAGS, Concern, Doubt
from bot.core.flags import FlagEvent
from bot.services.item_figures import Figures, figures_of, pooled_figures
from bot.store import abilities, events, reports, rounds
from bot.store.attempts import record_attempt
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.tables import Learner
from bot.store.tx import Tx
from tests import sample
from tests.databases import ready, sqlite
from tests.store.rows import NOW, TODAY, answer, make_group

MEMBERS = 40
PACK = sample.pack()
ITEM = sample.single("d1.1-01")
OTHERS = [sample.single(f"d1.1-0{number}") for number in range(2, 7)]
KEY, RIVAL = ITEM.key[0], 0


def fill(tx: Tx) -> None:
    """Let the abler half be right on all else, and prefer a wrong option on the one item."""
    make_group(tx, members=MEMBERS)
    for item in (ITEM, *OTHERS):
        rounds.keep_version(tx, item, NOW)
    for learner in range(1, MEMBERS + 1):
        able = learner <= MEMBERS // 2
        for item in (*OTHERS, ITEM):
            right = able if item is not ITEM else not able
            record_attempt(
                tx,
                answer(
                    learner, None, item_id=item.id, item_hash=item.hash, concept=item.concept,
                    source="practice", counts_for_round=False, is_right=right,
                    response=(item.key[0] if right else RIVAL,), share=float(right),
                ),
            )  # fmt: skip
    while abilities.advance(tx, {PACK.id: PACK.model}, 500):
        pass


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("figures")
    url = read_url(sqlite(path))
    ready(url)
    with Database(url) as opened:
        opened.write(fill).result()
        yield opened


def of(found: list[Figures], item: str) -> Figures:
    return next(each for each in found if each.item.id == item)


def pooled(tx: Tx) -> list[Figures]:
    return pooled_figures(tx, PACK)


def test_a_key_that_the_able_pass_over_is_found_by_the_models_ability(database: Database) -> None:
    found = of(database.read_now(pooled), ITEM.id)
    assert found.statistics.facility.n == MEMBERS
    assert found.statistics.doubts[0] == Doubt(Concern.SUSPECT_KEY, RIVAL)
    lines = found.statistics.options
    assert (lines[RIVAL].correlation or 0) > 0.5 > -0.5 > (lines[KEY].correlation or 0)


def test_an_item_that_the_able_get_right_is_not_suspected(database: Database) -> None:
    found = of(database.read_now(pooled), OTHERS[0].id)
    assert (found.statistics.discrimination or 0) > 0.5
    assert Concern.SUSPECT_KEY not in {doubt.concern for doubt in found.statistics.doubts}


def test_another_key_that_holds_is_the_one_that_counts(database: Database) -> None:
    def work(tx: Tx) -> Figures:
        given = [each for each in reports.pooled_answers(tx, PACK.id) if each.item_id == ITEM.id]
        (found,) = figures_of(tx, PACK, given, {ITEM.hash: (RIVAL,)}, {})
        return found

    found = database.read_now(work)
    assert found.key == (RIVAL,)
    assert found.statistics.options[RIVAL].is_key


def test_a_groups_own_answers_say_the_same_and_its_flags_count(database: Database) -> None:
    later = reports.Settled(
        group_id=1, pack=PACK.id, today=TODAY + timedelta(days=1), held_back=frozenset(),
        quiet=frozenset(),
    )  # fmt: skip

    def work(tx: Tx) -> tuple[list[Figures], list[Figures]]:
        given = reports.first_answers(tx, later)
        return figures_of(tx, PACK, given, {}, {OTHERS[1].id: 2}), pooled(tx)

    own, everywhere = database.read_now(work)
    assert of(own, ITEM.id).statistics == of(everywhere, ITEM.id).statistics
    assert Doubt(Concern.REPORTED) in of(own, OTHERS[1].id).statistics.doubts
    assert Doubt(Concern.REPORTED) not in of(own, OTHERS[2].id).statistics.doubts


def test_figures_over_all_groups_leave_simulated_members_out_and_count_open_flags(
    database: Database,
) -> None:
    def work(tx: Tx) -> None:
        for learner in (1, 2):
            events.append_event(
                tx, FlagEvent.FLAGGED, NOW, group_id=1, learner_id=learner, item=OTHERS[3].id,
                item_hash=OTHERS[3].hash, doubt="unclear", words="",
            )  # fmt: skip
        first = tx.get(Learner, 1)
        assert first is not None
        first.simulated = True
        tx.add(first)
        tx.flush()
        found = pooled(tx)
        assert of(found, ITEM.id).statistics.facility.n == MEMBERS - 1
        assert Doubt(Concern.REPORTED) in of(found, OTHERS[3].id).statistics.doubts
        first.simulated = False
        tx.add(first)

    database.write(work).result()


def test_before_the_model_knows_anybody_no_key_is_suspected(database: Database) -> None:
    def work(tx: Tx) -> None:
        tx.run("UPDATE ability_term SET n = 5 WHERE sort = 'member'")
        found = of(pooled(tx), ITEM.id).statistics
        tx.run("UPDATE ability_term SET n = 6 WHERE sort = 'member'")
        assert found.discrimination is None
        assert not {doubt.concern for doubt in found.doubts} & FLAGS

    database.write(work).result()


def test_without_answers_there_are_no_figures(database: Database) -> None:
    assert database.read_now(lambda tx: figures_of(tx, PACK, [], {}, {})) == []
