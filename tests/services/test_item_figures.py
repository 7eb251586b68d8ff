"""What first answers over all groups say of items, and what they leave out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random
from types import MappingProxyType

import pytest

from bot.core.facility import Concern, Doubt
from bot.core.items import Item
from bot.services import item_figures, knowing
from bot.services.item_figures import ItemFigures
from bot.store import attempts, rounds
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.tables import KeyRule
from bot.store.tx import Tx
from tests import sample
from tests.databases import ready, sqlite
from tests.store.rows import NOW, TODAY, answer, make_group

LIBRARY, PACK = sample.library(), sample.pack()
ITEM = sample.single("d1.1-01")
OTHERS = [sample.single("d1.1-01", letter) for letter in "bcdefgh"]
EACH = 20


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Open a database with two groups of twenty."""
    url = read_url(sqlite(tmp_path))
    ready(url)

    def fill(tx: Tx) -> None:
        make_group(tx, "main", EACH)
        make_group(tx, "other", EACH)
        for item in (ITEM, *OTHERS):
            rounds.keep_version(tx, item, NOW)

    with Database(url) as opened:
        opened.write(fill).result()
        yield opened


def sit(
    database: Database,
    changes: Mapping[str, object] = MappingProxyType({}),
    only: range = range(1, 2 * EACH + 1),
    items: Sequence[Item] = (*OTHERS, ITEM),
) -> None:
    """Let members of both groups practise: the later ones are able, and take option 1 of ITEM."""

    def work(tx: Tx) -> None:
        rng = Random("sit")
        for learner in only:
            able = learner % EACH >= EACH // 2
            for item in items:
                right = rng.random() < (0.9 if able else 0.1)
                if item is ITEM:
                    response, right = ((0,), False) if right else ((2,), True)
                else:
                    response = (2,) if right else (1,)
                new = answer(
                    learner, None, group_id=1 + (learner > EACH),
                    item_id=item.id, item_hash=item.hash, concept=item.concept,
                    domain=item.domain, is_right=right, response=response,
                    counts_for_round=False, **({"source": "practice"} | dict(changes)),
                )  # fmt: skip
                attempts.record_attempt(tx, new)

    database.write(work).result()


def fold(database: Database) -> None:
    for _ in range(12):
        database.write(lambda tx: knowing.catch_up(tx, LIBRARY)).result()


def figures(
    database: Database, *, days: int = 1, group: int | None = None
) -> dict[str, ItemFigures]:
    today = TODAY + timedelta(days=days)
    return database.read(
        lambda tx: item_figures.figures_of(tx, LIBRARY, PACK, today, group_id=group)
    ).result()


def test_a_key_that_the_able_of_all_groups_miss_is_worth_a_look(database: Database) -> None:
    sit(database)
    fold(database)
    found = figures(database)
    assert found[ITEM.id].found.facility.n == 2 * EACH
    assert Doubt(Concern.SUSPECT_KEY, 0) in found[ITEM.id].found.doubts
    good = found[OTHERS[0].id].found
    assert good.discrimination is not None
    assert good.discrimination > 0.2
    assert Concern.SUSPECT_KEY not in {doubt.concern for doubt in good.doubts}


def test_a_corrected_key_holds_for_what_was_answered_before(database: Database) -> None:
    sit(database)
    fold(database)
    rule = KeyRule(group_id=2, item_hash=ITEM.hash, key=(0,))
    database.write(lambda tx: tx.add(rule)).result()
    assert figures(database)[ITEM.id].key == (2,)
    theirs = figures(database, group=2)[ITEM.id]
    assert theirs.key == (0,)
    assert Concern.SUSPECT_KEY not in {doubt.concern for doubt in theirs.found.doubts}
    assert theirs.found.discrimination is not None
    assert theirs.found.discrimination > 0.3


def test_answers_that_are_not_folded_yet_are_not_taken_out_of_ability(database: Database) -> None:
    sit(database)
    for each in figures(database).values():
        assert each.found.discrimination is None


@pytest.mark.parametrize(
    "changes", [{"source": "late"}, {"shown_at": NOW - timedelta(seconds=2)}, {"phase": 2}]
)
def test_late_hasty_and_second_answers_are_left_out(
    database: Database, changes: dict[str, object]
) -> None:
    sit(database, changes)
    assert figures(database) == {}


def test_a_day_counts_once_it_is_over_and_five_have_answered(database: Database) -> None:
    sit(database, only=range(1, 5))
    assert figures(database, days=14) == {}
    sit(database, only=range(5, 8))
    assert figures(database, days=0) == {}
    assert figures(database)[ITEM.id].found.facility.n == 7


def test_one_item_is_told_as_it_is_among_all(database: Database) -> None:
    sit(database)
    fold(database)
    today = TODAY + timedelta(days=1)
    one = database.read(
        lambda tx: item_figures.figures_of_item(tx, LIBRARY, PACK, ITEM.id, today, 1)
    ).result()
    assert one == figures(database, group=1)[ITEM.id]


@pytest.mark.parametrize(("company", "counts"), [(0, 7), (3, 7), (4, 8)])
def test_one_item_is_told_no_sooner_than_its_day_has_a_crowd(
    database: Database, company: int, counts: int
) -> None:
    sit(database, only=range(1, 8))
    next_day = {"study_day": TODAY + timedelta(days=1)}
    sit(database, next_day, only=range(8, 9))
    sit(database, next_day, only=range(9, 9 + company), items=OTHERS)
    today = TODAY + timedelta(days=2)
    one = database.read(
        lambda tx: item_figures.figures_of_item(tx, LIBRARY, PACK, ITEM.id, today, 1)
    ).result()
    assert one is not None
    assert one.found.facility.n == counts
    assert one == figures(database, days=2, group=1)[ITEM.id]


def test_simulated_members_are_apart(database: Database) -> None:
    sit(database)
    database.write(lambda tx: tx.run("UPDATE learner SET simulated = ?", (True,)) and None).result()
    assert figures(database) == {}
    today = TODAY + timedelta(days=1)
    apart = database.read(
        lambda tx: item_figures.figures_of(tx, LIBRARY, PACK, today, simulated=True)
    ).result()
    assert apart[ITEM.id].found.facility.n == 2 * EACH
