"""The ability model's state: a fold over answers in the order of ``seq``, at its own pace.

``advance`` is the one way to go on, a bounded number of answers at a time. Where past answers
have changed, a new generation is folded from the first answer on beside the old one, and takes
its place when it has caught up; so what was folded along the way and what is folded at once are
the same by construction. It knows rows; the mathematics are ``bot.core.ability``'s.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeAlias

from bot.core.ability import SORTS, Answered, Fold, Key, Parameters, Sort, Term, keys_seen
from bot.store.events import read_payload, settled_seq
from bot.store.tx import Row, Tx, read_date

#: What stands before a pack in which simulated members answered.
SIMULATED = "~"
#: Terms that one statement reads, and rows of old generations that one step sweeps.
_TERMS_AT_ONCE, _SWEPT_AT_ONCE = 400, 500
#: A term's place: the pack as terms name it, and the term's key.
_Placed: TypeAlias = tuple[str, Key]

#: The next counted first answers, and whether their learner had met the item before, in
#: whichever pack.
_ANSWERS = """
SELECT a.seq, a.learner_id, l.simulated, COALESCE(a.group_id, 0), a.pack, a.domain, a.concept,
    a.item_id, a.item_hash, a.is_right, a.study_day, EXISTS (
        SELECT 1 FROM attempt b WHERE b.learner_id = a.learner_id AND b.pack IN ({packs})
        AND b.concept = a.concept AND b.item_id = a.item_id AND b.seq < a.seq
    )
FROM attempt a JOIN learner l ON l.id = a.learner_id
WHERE a.seq >= ? AND a.seq <= ? AND a.counts AND a.phase = 1 ORDER BY a.seq LIMIT ?
"""
_CURSOR = """
SELECT generation, next_seq, building, building_seq, stale, sweeping, packs
FROM ability_cursor WHERE id = 1
"""
PUT = """
INSERT INTO ability_term (generation, pack, sort, owner, name, mean, variance, n)
VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (generation, pack, sort, owner, name)
DO UPDATE SET mean = excluded.mean, variance = excluded.variance, n = excluded.n
"""


@dataclass(slots=True)
class Cursor:
    """The row of ``ability_cursor``, with the parameters of each pack read."""

    generation: int
    next_seq: int
    building: int
    building_seq: int
    stale: bool
    sweeping: bool
    packs: dict[str, Parameters]


def cursor_of(tx: Tx, *, wait: bool | None) -> Cursor | None:
    """Give how far the fold has come, to be moved on by nobody else until the transaction ends.

    None where somebody else is at it and nobody waits; with ``wait=None`` it is only looked at.
    SQLite has one writer.
    """
    lock = f" FOR UPDATE{'' if wait else ' SKIP LOCKED'}"
    if tx.is_sqlite or wait is None:
        lock = ""
    row = tx.run(f"{_CURSOR}{lock}").fetchone()
    if row is None:
        return None
    packs = {name: Parameters(**each) for name, each in read_payload(row[6]).items()}
    return Cursor(row[0], row[1], row[2], row[3], bool(row[4]), bool(row[5]), packs)


def answers_waiting(tx: Tx) -> int:
    """Give how many numbers of ``seq`` are not folded yet, at least 1 where anything is to do."""
    row = tx.run(
        "SELECT CASE WHEN stale THEN 0 WHEN building > 0 THEN building_seq ELSE next_seq END,"
        " stale OR building > 0 OR sweeping, (SELECT MAX(seq) FROM attempt)"
        " FROM ability_cursor WHERE id = 1"
    ).fetchone()
    assert row is not None
    latest = -1 if row[2] is None else int(row[2])
    return max(int(bool(row[1])), latest - int(row[0]) + 1, 0)


def differs(tx: Tx, packs: Mapping[str, Parameters]) -> bool:
    """Say whether a pack brings other constants than its answers were folded with."""
    cursor = cursor_of(tx, wait=None)
    assert cursor is not None
    return any(each != packs.get(name, each) for name, each in cursor.packs.items())


def begin_anew(tx: Tx) -> None:
    """Ask for a new generation: past answers have changed."""
    tx.run("UPDATE ability_cursor SET stale = ? WHERE id = 1", (True,))


def advance(tx: Tx, packs: Mapping[str, Parameters], limit: int) -> bool:
    """Fold at most ``limit`` more answers, or sweep; False where nothing was left to do.

    ``packs`` are the parameters that hold now; other ones than before begin a new generation.
    """
    cursor = cursor_of(tx, wait=False)
    if cursor is None:
        return False
    changed = _take_over(cursor, packs)
    if cursor.stale:
        cursor.stale, cursor.sweeping, changed = False, cursor.building > 0, True
        cursor.building = max(cursor.generation, cursor.building) + 1
        cursor.building_seq = 0
    if not changed and cursor.sweeping and not cursor.building:
        cursor.sweeping = _sweep(tx, cursor.generation)
        keep_cursor(tx, cursor)
        return True
    since = cursor.building_seq if cursor.building else cursor.next_seq
    until = settled_seq(tx)
    if since > until:
        if cursor.building:
            _swap(cursor)
            changed = True
        if changed:
            keep_cursor(tx, cursor)
        return changed
    folded = _fold(tx, cursor, since, until, limit)
    if cursor.building:
        cursor.building_seq = folded
        if folded > until:
            _swap(cursor)
    else:
        cursor.next_seq = folded
    keep_cursor(tx, cursor)
    return True


def _swap(cursor: Cursor) -> None:
    cursor.generation, cursor.next_seq = cursor.building, cursor.building_seq
    cursor.building, cursor.building_seq, cursor.sweeping = 0, 0, True


def _take_over(cursor: Cursor, packs: Mapping[str, Parameters]) -> bool:
    """Let parameters hold that the program brings; say whether there was anything new."""
    known = {name: cursor.packs[name] for name in packs if name in cursor.packs}
    if known == packs:
        return False
    cursor.stale = cursor.stale or any(packs[name] != each for name, each in known.items())
    cursor.packs.update(packs)
    return True


def keep_cursor(tx: Tx, cursor: Cursor) -> None:
    """Keep how far the fold has come."""
    tx.run(
        "UPDATE ability_cursor SET generation = ?, next_seq = ?, building = ?, building_seq = ?,"
        " stale = ?, sweeping = ?, packs = ? WHERE id = 1",
        (
            cursor.generation, cursor.next_seq, cursor.building, cursor.building_seq,
            cursor.stale, cursor.sweeping,
            json.dumps({name: asdict(each) for name, each in sorted(cursor.packs.items())}),
        ),
    )  # fmt: skip


def _fold(tx: Tx, cursor: Cursor, since: int, until: int, limit: int) -> int:
    """Fold a chunk into the generation that grows; give the first ``seq`` after it."""
    rows = _answers(tx, cursor, since, until, limit)
    generation = cursor.building or cursor.generation
    new = [(realm(row[4], bool(row[2])), row) for row in rows if not row[11]]
    wanted = {
        (place, key)
        for place, row in new
        for key in keys_seen(row[1], row[3], row[5], row[6], row[7], week_of(row[10]))
    }
    found = read_terms(tx, generation, wanted)
    folds: dict[str, Fold] = {}
    for place, key in found:
        _fold_of(folds, place, cursor).terms[key] = found[place, key]
    for place, row in new:
        fold = _fold_of(folds, place, cursor)
        known = (Sort.ITEM, 0, row[7]) in fold.terms
        fold.see(_answered(row, None if known else _difficulty(tx, row[8])))
    tx.run_many(
        PUT,
        [
            (generation, place, key[0].value, key[1], key[2], *fold.terms[key])
            for place, fold in sorted(folds.items())
            for key in sorted(fold.touched)
        ],
    )
    return int(rows[-1][0]) + 1 if len(rows) == limit else until + 1


def _answers(tx: Tx, cursor: Cursor, since: int, until: int, limit: int) -> list[Row]:
    """Read a chunk of answers; packs that nobody told of are taken in with the usual numbers."""
    while True:
        names = sorted(cursor.packs) or [""]
        query = _ANSWERS.format(packs=", ".join("?" * len(names)))
        rows = tx.run(query, (*names, since, until, limit)).fetchall()
        unknown = {row[4] for row in rows} - cursor.packs.keys()
        if not unknown:
            return rows
        cursor.packs.update(dict.fromkeys(unknown, Parameters()))


def _fold_of(folds: dict[str, Fold], place: str, cursor: Cursor) -> Fold:
    fold = folds.get(place)
    if fold is None:
        fold = folds[place] = Fold(cursor.packs.get(place.removeprefix(SIMULATED), Parameters()))
    return fold


def _answered(row: Row, difficulty: int | None) -> Answered:
    _, learner, _, group, _, domain, concept, item, _, right, day, _ = row
    return Answered(learner, group, domain, concept, item, bool(right), difficulty, week_of(day))


def _difficulty(tx: Tx, version: str) -> int | None:
    """Give the author's guess at how hard the version is that was answered first."""
    row = tx.run("SELECT content FROM item_version WHERE hash = ?", (version,)).fetchone()
    return read_payload(row[0]).get("difficulty") if row is not None else None


def realm(pack: str, simulated: bool) -> str:
    """Name a pack as its terms do."""
    return f"{SIMULATED}{pack}" if simulated else pack


@lru_cache(maxsize=4096)
def week_of(day: date | str) -> str:
    """Give the Monday of a study day, as terms of the past name a week."""
    found = read_date(day)
    return (found - timedelta(days=found.weekday())).isoformat()


def realm_of(tx: Tx, learner_id: int, pack: str) -> str:
    """Name a pack as the terms of a learner's answers do."""
    row = tx.run("SELECT simulated FROM learner WHERE id = ?", (learner_id,)).fetchone()
    return realm(pack, bool(row and row[0]))


def generation_of(tx: Tx) -> int:
    """Give the generation that is read."""
    row = tx.run("SELECT generation FROM ability_cursor WHERE id = 1").fetchone()
    assert row is not None
    return int(row[0])


def read_terms(tx: Tx, generation: int, wanted: Iterable[_Placed]) -> dict[_Placed, Term]:
    """Read terms by where they stand; those that were never met are left out."""
    keys, found = sorted(wanted), {}
    for start in range(0, len(keys), _TERMS_AT_ONCE):
        part = keys[start : start + _TERMS_AT_ONCE]
        values = ", ".join(["(?, ?, ?, ?)"] * len(part))
        rows = tx.run(
            "SELECT t.pack, t.sort, t.owner, t.name, t.mean, t.variance, t.n"
            f" FROM (VALUES {values}) AS v CROSS JOIN ability_term t WHERE t.generation = ?"
            " AND t.pack = v.column1 AND t.sort = v.column2 AND t.owner = v.column3"
            " AND t.name = v.column4",
            (
                *(each for place, key in part for each in (place, key[0].value, *key[1:])),
                generation,
            ),
        ).fetchall()
        for pack, sort, owner, name, *term in rows:
            found[pack, (SORTS[sort], owner, name)] = Term(*term)
    return found


def named_terms(tx: Tx, pack: str, sort: Sort, names: Sequence[str]) -> dict[str, Term]:
    """Give a pack's terms of concepts or items by name; those that were never met are left out."""
    found: dict[str, Term] = {}
    for start in range(0, len(names), _TERMS_AT_ONCE):
        part = names[start : start + _TERMS_AT_ONCE]
        rows = tx.run(
            "SELECT name, mean, variance, n FROM ability_term WHERE generation ="
            " (SELECT generation FROM ability_cursor WHERE id = 1) AND pack = ? AND sort = ?"
            f" AND owner = 0 AND name IN ({', '.join('?' * len(part))})",
            (pack, sort.value, *part),
        ).fetchall()
        found.update((row[0], Term(row[1], row[2], row[3])) for row in rows)
    return found


def terms_of_sort(
    tx: Tx, pack: str, sort: Sort, owner: int | None = None
) -> dict[tuple[int, str], Term]:
    """Give all of a pack's terms of a sort by (owner, name), or one owner's among them."""
    mine = "" if owner is None else " AND owner = ?"
    rows = tx.run(
        "SELECT owner, name, mean, variance, n FROM ability_term WHERE generation ="
        f" (SELECT generation FROM ability_cursor WHERE id = 1) AND pack = ? AND sort = ?{mine}",
        (pack, sort.value, *(() if owner is None else (owner,))),
    ).fetchall()
    return {(row[0], row[1]): Term(row[2], row[3], row[4]) for row in rows}


def _sweep(tx: Tx, generation: int) -> bool:
    """Delete some rows of generations that nobody reads; True where there may be more."""
    gone = tx.run(
        "DELETE FROM ability_term WHERE (generation, pack, sort, owner, name) IN"
        " (SELECT generation, pack, sort, owner, name FROM ability_term WHERE generation < ?"
        " LIMIT ?) RETURNING 1",
        (generation, _SWEPT_AT_ONCE),
    ).fetchall()
    return len(gone) == _SWEPT_AT_ONCE
