"""What the model thinks of people and items, read from what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.ability import DEFAULTS, Parameters
from bot.core.items import Item
from bot.services import knowing
from bot.services.library import Library
from bot.store import abilities, attempts
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.tx import Tx
from tests import sample
from tests.databases import ready, sqlite
from tests.store.rows import NOW, TODAY, answer, prepare

PACK = sample.pack()
ITEMS = [sample.single(f"{domain}.1-01", letter) for domain in ("d1", "d2") for letter in "abcd"]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    url = read_url(sqlite(tmp_path))
    ready(url)
    with Database(url) as opened:
        prepare(opened)
        yield opened


def give(database: Database, learner: int, item: Item, *, right: bool, week: int = 0) -> None:
    """Keep a practice answer of a learner to an item, so many weeks after the first."""
    new = answer(
        learner, None, source="practice", item_id=item.id, concept=item.concept,
        domain=item.domain, is_right=right, study_day=TODAY + timedelta(weeks=week),
        at=NOW + timedelta(weeks=week), counts_for_round=False,
    )  # fmt: skip
    database.write(lambda tx: attempts.record_attempt(tx, new)).result()


def fold(database: Database, library: Library | None = None) -> None:
    found = library or sample.library()
    database.write(lambda tx: knowing.catch_up(tx, found)).result()


def test_of_somebody_new_nothing_is_known_but_that_people_differ(database: Database) -> None:
    found = database.read(lambda tx: knowing.ability_of(tx, 1, PACK)).result()
    assert found.evidence == 0
    assert set(found.domains) == {"d1", "d2", "d3", "d4"}
    assert found.in_domain("d3") == (
        0.0, DEFAULTS.member_variance + DEFAULTS.domain_variance, 0
    )  # fmt: skip
    assert found.share("d3") == pytest.approx(0.64, abs=0.02)


def test_what_one_gets_right_tells_of_its_domain_most(database: Database) -> None:
    for item in ITEMS[:4]:
        give(database, 1, item, right=True)
    for item in ITEMS[4:]:
        give(database, 1, item, right=False)
    fold(database)
    found = database.read(lambda tx: knowing.ability_of(tx, 1, PACK)).result()
    assert found.evidence == 8
    assert found.share("d1") > found.share("d3") > found.share("d2")
    assert found.in_domain("d1").variance < found.in_domain("d3").variance
    assert found.in_domain("d1").n == 4


def test_an_answer_is_known_of_before_the_next_choice(database: Database) -> None:
    fold(database)
    give(database, 1, ITEMS[0], right=False)
    assert len(database.read(lambda tx: knowing.works(tx, {}, first=False)).result()) == 1
    fold(database)
    assert database.read(lambda tx: knowing.works(tx, {}, first=False)).result() == []
    assert database.read(lambda tx: knowing.ability_of(tx, 1, PACK)).result().evidence == 1


def test_how_able_one_was_as_a_week_began_is_kept(database: Database) -> None:
    for week, item in enumerate(ITEMS[:3]):
        give(database, 1, item, right=True, week=week)
    fold(database)

    def look(tx: Tx) -> list[float]:
        weeks = [abilities.week_of(TODAY + timedelta(weeks=n)) for n in range(4)]
        then = [knowing.ability_before(tx, 1, PACK, week) for week in weeks]
        assert [each.evidence for each in then] == [0, 1, 2, 3]
        # What was never answered moved with the learner alone, and only as far as it was known.
        assert [each.in_domain("d4").mean for each in then] == [each.member.mean for each in then]
        return [each.in_domain("d1").mean for each in then]

    found = database.read(look).result()
    assert found[0] == 0.0
    assert found == sorted(found)
    now = database.read(lambda tx: knowing.ability_of(tx, 1, PACK)).result()
    assert found[3] == now.in_domain("d1").mean


def test_a_pack_s_own_constants_hold_from_the_next_step(database: Database) -> None:
    give(database, 1, ITEMS[0], right=True)
    fold(database)
    before = database.read(lambda tx: knowing.ability_of(tx, 1, PACK)).result()
    other = replace(PACK, model=Parameters(guess=0.25))
    library = sample.library()
    catalogue = replace(library.catalogues["sample"], pack=other)
    changed = replace(library, catalogues={"sample": catalogue})
    packs = knowing.parameters(changed)
    for _ in range(4):
        for work in database.read(lambda tx: knowing.works(tx, packs, first=True)).result():
            database.write(work).result()
    after = database.read(lambda tx: knowing.ability_of(tx, 1, other)).result()
    assert 0 < after.member.mean < before.member.mean
