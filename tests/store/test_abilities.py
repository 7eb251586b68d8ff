"""The ability model's fold: at its own pace, in chunks, anew, and always the same state."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.ability import DEFAULTS, Key, Parameters, Sort, Term
from bot.services.upkeep import rebuild_caches
from bot.store import abilities, attempts, linking, memories, people, remarks
from bot.store.database import Database
from bot.store.events import announce, append_event, next_seq, settled_seq
from bot.store.relearning import terms_held
from bot.store.tx import Tx
from tests.store.rows import NOW, answer, prepare
from tests.world import who

PACKS = {"sample": DEFAULTS}
Held = dict[tuple[str, Key], Term]


def give(database: Database, rng: Random, count: int) -> None:
    """Let three learners answer practice items; some come twice, some in another pack."""

    def work(tx: Tx) -> None:
        for _ in range(count):
            number = rng.randrange(6)
            new = answer(
                rng.randint(1, 3), None, source="practice", item_id=f"i{number}",
                concept=f"c{number % 3}", domain=f"d{number % 2}",
                pack=rng.choice(("sample", "sample", "other")),
                is_right=rng.random() < 0.6, counts=rng.random() < 0.95,
                phase=1 if rng.random() < 0.95 else 2, counts_for_round=False,
            )  # fmt: skip
            attempts.record_attempt(tx, new)

    database.write(work).result()


def catch_up(database: Database, limit: int, packs: dict[str, Parameters] = PACKS) -> int:
    """Fold until nothing is left to do; give how many steps it took."""
    for steps in range(10_000):
        if not database.write(lambda tx: abilities.advance(tx, packs, limit)).result():
            return steps
    raise AssertionError("the fold never ends")


def held(database: Database) -> Held:
    return database.read(terms_held).result()


def nothing_wrong(database: Database) -> bool:
    """Say whether a rebuild finds memories and the model as they should be."""
    wrong = database.write(rebuild_caches).result()
    return wrong["memory"] == 0 and "ability_term" not in wrong


def test_nothing_is_folded_before_anybody_answers(database: Database) -> None:
    prepare(database)
    catch_up(database, 10)
    assert held(database) == {}
    assert database.read(abilities.answers_waiting).result() == 0


def test_only_first_answers_to_items_not_met_before_are_evidence(database: Database) -> None:
    prepare(database)
    for pack, item, right in [("sample", "i1", True), ("sample", "i1", False),
                              ("other", "i1", False), ("sample", "i2", True)]:  # fmt: skip
        new = answer(1, None, source="practice", item_id=item, pack=pack, is_right=right)
        database.write(lambda tx, new=new: attempts.record_attempt(tx, new)).result()  # type: ignore[misc]
    assert database.read(abilities.answers_waiting).result() >= 4
    catch_up(database, 100)
    terms = held(database)
    assert terms["sample", (Sort.MEMBER, 1, "")].n == 2
    assert terms["sample", (Sort.MEMBER, 1, "")].mean > 0
    assert not [place for place, _ in terms if place == "other"]


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10_000), steps=st.lists(st.integers(1, 12), min_size=1, max_size=5))
def test_however_it_is_cut_into_chunks_the_state_is_the_same(
    database: Database, seed: int, steps: list[int]
) -> None:
    rng = Random(seed)
    if not database.read(lambda tx: tx.run("SELECT 1 FROM study_group").fetchone()).result():
        prepare(database)
    for limit in steps:
        give(database, rng, rng.randrange(8))
        database.write(lambda tx, n=limit: abilities.advance(tx, PACKS, n)).result()  # type: ignore[misc]
    catch_up(database, steps[0])
    along_the_way = held(database)
    database.write(abilities.begin_anew).result()
    catch_up(database, 7)
    assert held(database) == along_the_way
    assert nothing_wrong(database)
    assert held(database) == along_the_way


def test_a_rebuild_folds_what_was_not_folded_yet(database: Database) -> None:
    prepare(database)
    give(database, Random(4), 30)
    database.write(lambda tx: abilities.advance(tx, PACKS, 9)).result()
    assert "ability_term" not in database.write(rebuild_caches).result()
    whole = held(database)
    assert database.read(abilities.answers_waiting).result() == 0
    database.write(abilities.begin_anew).result()
    catch_up(database, 100)
    assert held(database) == whole


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE ability_term SET mean = mean + 1 WHERE sort = 'item'",
        "DELETE FROM ability_term WHERE sort = 'member'",
        "INSERT INTO ability_term (generation, pack, sort, owner, name, mean, variance, n)"
        " SELECT generation, 'sample', 'item', 0, 'never asked', 0, 1, 4 FROM ability_cursor",
    ],
)
def test_what_is_wrong_is_counted_and_put_right(database: Database, damage: str) -> None:
    prepare(database)
    give(database, Random(5), 40)
    catch_up(database, 100)
    before = held(database)
    rows = database.write(lambda tx: len(tx.run(f"{damage} RETURNING 1").fetchall())).result()
    assert rows > 0
    assert database.write(rebuild_caches).result()["ability_term"] == rows
    assert held(database) == before


def test_a_mark_that_changes_is_as_if_it_had_always_been_so(database: Database) -> None:
    prepare(database)
    give(database, Random(6), 25)
    catch_up(database, 10)

    def change(tx: Tx) -> None:
        for each in remarks.answers(tx, 1, answer(1).item_hash, limit=6):
            remarks.put_mark(tx, each, is_right=not each.is_right, share=0.0, points=0)

    before = held(database)
    database.write(change).result()
    assert catch_up(database, 6) > 3
    assert held(database) != before
    assert nothing_wrong(database)
    left = database.read(
        lambda tx: tx.run("SELECT COUNT(DISTINCT generation) FROM ability_term").fetchone()
    ).result()
    assert left == (1,)


def test_what_is_read_stays_whole_while_it_is_folded_anew(database: Database) -> None:
    prepare(database)
    give(database, Random(7), 20)
    catch_up(database, 100)
    before = held(database)
    database.write(abilities.begin_anew).result()
    for _ in range(3):
        database.write(lambda tx: abilities.advance(tx, PACKS, 4)).result()
        assert held(database) == before


def test_two_people_who_become_one_are_folded_as_one(database: Database) -> None:
    prepare(database)
    give(database, Random(8), 30)
    catch_up(database, 100)

    def link(tx: Tx) -> None:
        seqs = linking.attempts_left(tx, 2, 1000)
        linking.move_attempts(tx, 2, 1, seqs)

    database.write(link).result()
    catch_up(database, 100)
    terms = held(database)
    assert ("sample", (Sort.MEMBER, 2, "")) not in terms
    assert not database.read(lambda tx: memories.memories_of(tx, 2, "sample")).result()
    assert nothing_wrong(database)
    assert held(database) == terms


def test_other_numbers_of_a_pack_fold_it_anew(database: Database) -> None:
    prepare(database)
    give(database, Random(9), 12)
    catch_up(database, 100)
    before = held(database)
    catch_up(database, 100, {"sample": Parameters(guess=0.25)})
    assert held(database) != before
    assert nothing_wrong(database)
    catch_up(database, 100)
    assert held(database) == before


def test_simulated_members_teach_real_ones_nothing(database: Database) -> None:
    prepare(database)

    def simulate(tx: Tx) -> int:
        account = people.ensure_account(tx, who("robot"), NOW, simulated=True)
        new = answer(account.learner_id, None, account_id=account.id, source="practice")
        attempts.record_attempt(tx, new)
        return account.learner_id

    robot = database.write(simulate).result()
    catch_up(database, 10)
    assert {place for place, _ in held(database)} == {"~sample"}
    place = database.read(lambda tx: abilities.realm_of(tx, robot, "sample")).result()
    assert place == "~sample"
    assert nothing_wrong(database)


def test_an_answer_still_on_its_way_is_waited_for(database: Database) -> None:
    prepare(database)
    if database.is_sqlite:
        return  # one writer: nothing is ever on its way beside another

    def happens(tx: Tx) -> int:
        seq = append_event(tx, "thanks", NOW)
        tx.flush()
        return seq

    def answering(tx: Tx) -> tuple[int, int, int, int]:
        announce(tx)
        own = next_seq(tx)
        later = database.write(happens).result()
        return own, later, database.read(settled_seq).result(), settled_seq(tx)

    own, later, seen_by_others, seen_here = database.write(answering).result()
    assert own < later
    assert seen_by_others < own  # whoever folds does not run past the answer on its way
    assert seen_here == later
    assert database.read(settled_seq).result() == later


def test_a_learner_s_memories_are_read_by_concept(database: Database) -> None:
    prepare(database)
    give(database, Random(10), 20)
    found = database.read(lambda tx: memories.memories_of(tx, 1, "sample")).result()
    assert set(found) <= {"c0", "c1", "c2"}
    one = database.read(lambda tx: memories.memory_of(tx, 1, "sample", "c1")).result()
    assert one == found.get("c1")
