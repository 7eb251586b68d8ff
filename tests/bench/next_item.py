"""G8: choosing the next item at 10,000 items, and how that grows with history.

``python -m tests.bench.next_item``
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.bootstrap import settle
from bot.core.ability import Term
from bot.core.aiming import Aim, Foresight, crowd_of, foresight
from bot.core.items import Item
from bot.core.memory import Pace
from bot.core.packs import Catalogue, Concept
from bot.core.selection import DailyHistory, Shown, choose_daily
from bot.services import aiming, knowing
from bot.services.history import history_of
from bot.services.library import Library
from bot.services.practice import choose_in
from bot.services.spacing import waiting_for
from bot.store import abilities, attempts
from bot.store.aiming import ROUNDS
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.tables import Group
from bot.store.tx import Tx
from tests import sample
from tests.bench.measure import percentile, say
from tests.bench.recorder import NOW, prepare

ITEMS = 10_000
CONCEPTS = 220
CALLS = 400
#: Members who answer the group's last questions.
MEMBERS = 40


def big_catalogue() -> Catalogue:
    """Make a pack of 10,000 items over 220 concepts, a third of them for practice."""
    pack = sample.pack()
    names = [f"d{1 + n % 4}.1-{n:03}" for n in range(CONCEPTS)]
    concepts = {
        name: Concept(id=name, slug=name, title=name, task=f"{name[1]}.1", tests="x")
        for name in names
    }
    items: list[Item] = []
    for n in range(ITEMS):
        name = names[n % CONCEPTS]
        base = sample.single(name, "b" if n % 3 == 0 else "a")
        items.append(replace(base, id=f"sample/{name}/{'b' if n % 3 == 0 else f'a{n}'}{n}"))
    known = replace(pack, concepts=concepts, practice_pool=("sample/*/b*",))
    return Catalogue.of(known, items)


def add_history(tx: Tx, catalogue: Catalogue, count: int, item_hash: str) -> None:
    """Give learner 1 so many practice answers, and the group so many rounds."""
    tx.run("DELETE FROM attempt")
    tx.run("DELETE FROM concept_total")
    tx.run("DELETE FROM memory")
    tx.run("DELETE FROM tally")
    tx.run("DELETE FROM delivery")
    tx.run("DELETE FROM round")
    items = list(catalogue.items.values())
    for n in range(count):
        item = items[n * 7 % len(items)]
        # A hundred rows or so lie in the last fortnight, however long the history.
        at = NOW - timedelta(hours=3 * (count - n))
        new = attempts.NewAttempt(
            learner_id=1, account_id=1, group_id=1, round_id=None, run_item_id=None,
            pack="sample", item_id=item.id, item_hash=item_hash, domain=item.domain,
            concept=item.concept, source="practice", response=(1,), confidence="fairly",
            is_right=n % 3 > 0, share=1.0, points=0, shown_at=at, study_day=at.date(), at=at,
        )  # fmt: skip
        attempts.record_attempt(tx, new)
        tx.run(
            "INSERT INTO round (id, schedule_id, group_id, slot, day, state, pack, item_id,"
            " item_hash, domain, concept, option_order, difficulty, opens_at, closes_at, reason)"
            " VALUES (?, 1, 1, ?, ?, 'closed', 'sample', ?, ?, ?, ?, '0,1,2,3', 0, ?, ?, '')",
            (n + 1, f"h{n}", at.date(), item.id, item_hash, item.domain, item.concept, at, at),
        )
        if n >= count - ROUNDS:
            for who in range(2, MEMBERS + 2):
                shared = replace(
                    new, learner_id=who, account_id=who, round_id=n + 1, source="daily",
                    is_right=(n + who) % 3 > 0, counts_for_round=True,
                )  # fmt: skip
                attempts.record_attempt(tx, shared)


def fold(database: Database, catalogue: Catalogue) -> None:
    """Fold every answer into the ability model, from the first on."""
    packs = knowing.parameters(Library(catalogues={"sample": catalogue}))
    database.write(abilities.begin_anew).result()
    while database.write(lambda tx: abilities.advance(tx, packs, 500)).result():
        pass


def times(call: Callable[[int], object]) -> list[float]:
    """Give each call's time in ms."""
    found = []
    for number in range(CALLS):
        start = time.perf_counter()
        call(number)
        found.append(1000 * (time.perf_counter() - start))
    return found


def main() -> None:
    """Print p99 at 10,000 items, and the growth from 100 to 5,000 rows of history."""
    catalogue = big_catalogue()
    with tempfile.TemporaryDirectory() as name:
        url = f"sqlite:///{Path(name)}/next.db"
        item_hash = prepare(url, MEMBERS + 1)
        with Database(read_url(url)) as database:
            settle()
            kinds = (("practice", practice), ("daily", daily), ("due", due))
            for what, choose in (*kinds, ("daily, the choice alone", alone)):
                medians = {}
                for rows in (100, 5_000):
                    database.write(
                        lambda tx, rows=rows: add_history(tx, catalogue, rows, item_hash)  # type: ignore[misc]
                    ).result()
                    fold(database, catalogue)
                    spent = database.read_now(
                        lambda tx, choose=choose: times(lambda n: choose(tx, catalogue, n))  # type: ignore[misc]
                    )
                    medians[rows] = percentile(spent, 0.5)
                    p99 = percentile(spent, 0.99)
                    if what == "due":  # no choice of an item: every concept is looked at
                        say(f"what is due, {rows} rows of history, median", medians[rows], "ms")
                        continue
                    # With its reads a daily is one action of the writer, behind every press.
                    most = 20 if what == "daily" else 1
                    goal = f"<= {most}"
                    say(f"next {what}, {rows} rows, p99", p99, "ms", goal, p99 <= most)
                if what == "due":
                    continue
                growth = medians[5_000] / medians[100]
                say(f"next {what}, 5,000 rows / 100 rows", growth, "x", "<= 1.5", growth <= 1.5)


def practice(tx: Tx, catalogue: Catalogue, number: int) -> object:
    """Choose a member's next practice item, history and the model's terms read included."""
    return choose_in(tx, catalogue, 1, 1, meaning=("run", str(number)))


def due(tx: Tx, catalogue: Catalogue, _number: int) -> object:
    """Work out what is due to a member today."""
    pace = Pace(until=NOW.date() + timedelta(days=40))
    return waiting_for(tx, catalogue, 1, pace, NOW.date(), NOW, within=1)


def daily(tx: Tx, catalogue: Catalogue, number: int) -> object:
    """Choose a group's next daily, aimed at 40 members; history and the model's terms are read."""
    history, group = history_of(tx, 1, "sample", NOW.date()), tx.get(Group, 1)
    assert group is not None
    aim, weak = aiming.aim_of(tx, group, catalogue.pack, NOW.date(), argued=False)
    slot = f"s{number}"
    return choose_daily(catalogue, history, group="1", slot=slot, now=NOW, weakness=weak, aim=aim)


def alone(tx: Tx, catalogue: Catalogue, number: int) -> object:
    """Choose a group's next daily from what is in memory: nothing is read."""
    shown = _SHOWN or history_of(tx, 1, "sample", NOW.date()).shown
    _SHOWN.extend(shown if not _SHOWN else ())
    crowd = crowd_of([], [each.id for each in catalogue.pack.domains])
    blank, common = Term(0.0, 0.2), Term(0.7, 0.1)

    def foresee(items: Sequence[Item]) -> Mapping[str, Foresight]:
        return {
            item.id: foresight(crowd, item, common=common, concept=blank, difficulty=blank)
            for item in items
        }

    aim, history = Aim(target=0.65, foresee=foresee), DailyHistory(shown=tuple(shown))
    return choose_daily(catalogue, history, group="1", slot=f"s{number}", now=NOW, aim=aim)


#: The group's latest questions, read once.
_SHOWN: list[Shown] = []


if __name__ == "__main__":
    main()
