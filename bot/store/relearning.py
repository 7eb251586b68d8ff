"""What the learning engine knows, made again from every answer in one pass.

Memories go into the fresh table beside the kept one. The ability model is folded whole and
compared with what its fold had come to; only where that was wrong, or was being made anew, does
a new generation take its place.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from bot.core.ability import SORTS, Answered, Fold, Key, Parameters, Term
from bot.core.memory import Memory, answered, recall_of
from bot.store import abilities
from bot.store.abilities import PUT, Cursor, realm, week_of
from bot.store.events import read_payload, settled_seq
from bot.store.tx import Row, Tx, known_instant

_PAGE = 20_000
_ATTEMPTS = """
SELECT a.seq, a.learner_id, l.simulated, COALESCE(a.group_id, 0), a.pack, a.domain, a.concept,
    a.item_id, a.item_hash, a.is_right, a.study_day, a.counts AND a.phase = 1, a.confidence, a.at
FROM attempt a JOIN learner l ON l.id = a.learner_id
WHERE a.seq > ? ORDER BY a.seq LIMIT ?
"""


@dataclass(slots=True)
class _Pass:
    """What one pass over the answers gathers."""

    cursor: Cursor
    hard: dict[str, int | None]
    folds: dict[str, Fold] = field(default_factory=dict)
    memories: dict[tuple[int, str, str], tuple[Memory, int]] = field(default_factory=dict)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    met: set[int] = field(default_factory=set)

    def take(self, row: Row, until: int) -> None:
        """Take one answer in."""
        seq, learner, simulated, group, pack, domain, concept, item, version, right, day = row[:11]
        number = self.numbers.setdefault((concept, item), len(self.numbers))
        mark = (learner << 32) | number
        is_new = mark not in self.met
        self.met.add(mark)
        if not row[11]:
            return
        self._remember((learner, pack, concept), row)
        if is_new and seq <= until:
            place = realm(pack, bool(simulated))
            fold = self.folds.get(place)
            if fold is None:
                params = self.cursor.packs.setdefault(pack, Parameters())
                fold = self.folds[place] = Fold(params)
            fold.see(
                Answered(
                    learner, group, domain, concept, item, bool(right), self.hard.get(version),
                    week_of(day),
                )
            )  # fmt: skip

    def _remember(self, key: tuple[int, str, str], row: Row) -> None:
        kept = self.memories.get(key)
        before = kept[0] if kept is not None else None
        recall = recall_of(is_right=bool(row[9]), confidence=row[12], first=before is None)
        self.memories[key] = (answered(before, recall, known_instant(row[13])), row[0])


def relearn(tx: Tx) -> int:
    """Make memories (into ``fresh_memory``) and the ability model again from all answers.

    Gives how many of the model's terms were wrong: missing, too many, or other than folded.
    """
    cursor = abilities.cursor_of(tx, wait=True)
    assert cursor is not None
    until = settled_seq(tx)
    work = _Pass(cursor, _difficulties(tx))
    wrong = 0
    comparable = not (cursor.stale or cursor.building)
    pending = comparable
    with _nothing_collected():
        for row in _attempts(tx):
            if pending and row[0] >= cursor.next_seq:
                wrong, pending = _compared(tx, work), False
            work.take(row, until)
        if pending:
            wrong = _compared(tx, work)
    _put(tx, work, until, whole=bool(wrong) or not comparable)
    tx.run_many(
        "INSERT INTO fresh_memory (learner_id, pack, concept, stability, difficulty, last_at, seq)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(*key, *memory, seq) for key, (memory, seq) in sorted(work.memories.items())],
    )
    return wrong


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Keep the collector from looking through millions of values that all stay, a third faster."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def terms_held(tx: Tx) -> dict[tuple[str, Key], Term]:
    """Give every term of the generation that is read, by its pack and key."""
    rows = tx.run(
        "SELECT pack, sort, owner, name, mean, variance, n FROM ability_term"
        " WHERE generation = (SELECT generation FROM ability_cursor WHERE id = 1)"
    ).fetchall()
    return {(row[0], (SORTS[row[1]], row[2], row[3])): Term(*row[4:]) for row in rows}


def _compared(tx: Tx, work: _Pass) -> int:
    """Count the kept terms that differ from those folded up to where the cursor stands."""
    held = terms_held(tx)
    made = {(place, key): term for place, fold in work.folds.items()
            for key, term in fold.terms.items()}  # fmt: skip
    for fold in work.folds.values():
        fold.touched.clear()
    return sum(held.get(each) != made.get(each) for each in held.keys() | made.keys())


def _put(tx: Tx, work: _Pass, until: int, *, whole: bool) -> None:
    """Keep the fold: as a new generation, or just what has come since the cursor."""
    cursor = work.cursor
    if whole:
        cursor = replace(cursor, generation=max(cursor.generation, cursor.building) + 1)
        tx.run("DELETE FROM ability_term")
    tx.run_many(
        PUT,
        [
            (cursor.generation, place, key[0].value, key[1], key[2], *fold.terms[key])
            for place, fold in sorted(work.folds.items())
            for key in sorted(fold.terms if whole else fold.touched)
        ],
    )
    if whole or until >= cursor.next_seq:
        cursor = replace(
            cursor, next_seq=until + 1, building=0, building_seq=0, stale=False,
            sweeping=cursor.sweeping and not whole,
        )  # fmt: skip
        abilities.keep_cursor(tx, cursor)


def _attempts(tx: Tx) -> Iterator[Row]:
    seq = -1
    while rows := tx.run(_ATTEMPTS, (seq, _PAGE)).fetchall():
        yield from rows
        seq = rows[-1][0]


def _difficulties(tx: Tx) -> dict[str, int | None]:
    """Give the author's guess at how hard each version is."""
    rows = tx.run("SELECT hash, content FROM item_version").fetchall()
    return {row[0]: read_payload(row[1]).get("difficulty") for row in rows}
