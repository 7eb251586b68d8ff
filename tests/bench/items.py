"""Item statistics on two published tests with option choices: which keys look suspect.

``COHORT_SHARED=... python -m tests.bench.items [FILE KEY OPTIONS]``. Everybody answered every item,
so ability is the score on all other items. Of SAT12's item 32 it is known that option 3 may be the
key. Of another file of option numbers, with its key as 1,4,5 and how many options each item has,
it prints what is worth a look.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from bot.core.facility import FLAGS, Concern, Doubt
from bot.core.item_statistics import ItemStatistics, Sat, statistics
from tests.bench.answer_logs import data, named
from tests.bench.measure import say

SAT12 = (1, 4, 5, 2, 3, 1, 2, 1, 3, 1, 2, 4, 2, 1, 5, 3, 4, 4, 1, 4, 3, 3, 4, 1, 3, 5, 1, 3, 1, 5,
         4, 5)  # fmt: skip
IQ = (4, 4, 4, 6, 6, 3, 4, 4, 5, 2, 2, 4, 3, 2, 6, 7)


def read(path: Path) -> list[list[int]]:
    """Read a file of option numbers, a person a row; what is no number was left out: 0."""
    with path.open() as file:
        rows = csv.reader(file)
        next(rows)
        return [[int(cell) if cell.isdecimal() else 0 for cell in row] for row in rows]


def analysed(rows: list[list[int]], keys: tuple[int, ...], options: int) -> list[ItemStatistics]:
    """Give each item's statistics; a number above ``options`` is no option of it."""
    marks = [[given == key for given, key in zip(row, keys, strict=True)] for row in rows]
    found = []
    for item, key in enumerate(keys):
        sat = [
            # Everybody answered everything: how able somebody is, is their score on the rest.
            Sat(
                (row[item] - 1,) if 1 <= row[item] <= options else (),
                own[item],
                float(sum(own) - own[item]),
            )
            for row, own in zip(rows, marks, strict=True)
        ]
        found.append(statistics(sat, options=options, key=(key - 1,), floor=1 / options))
    return found


def flags(found: list[ItemStatistics]) -> list[tuple[int, Doubt]]:
    """Give each item's number with what is worth a look about it."""
    return [(n, doubt) for n, each in enumerate(found, 1) for doubt in each.doubts]


def main() -> None:
    """Print what is flagged in each test beside its goal."""
    sat = flags(analysed(read(data("sat12.csv")), SAT12, 5))
    named = (32, Doubt(Concern.SUSPECT_KEY, 2)) in sat
    others = _said(sat, but=32)
    say("SAT12: item 32 suspected for option 3", int(named), "", "1", named)
    say(f"SAT12: other flags ({', '.join(others)})", len(others), "", "<= 2", len(others) <= 2)
    iq = flags(analysed(read(data("iqitems_psychTools_options.csv")), IQ, 8))
    suspects = [n for n, doubt in iq if doubt.concern is Concern.SUSPECT_KEY]
    say("iqitems: suspect keys", len(suspects), "", "0", not suspects)
    say(f"iqitems: other flags ({', '.join(_said(iq))})", len(_said(iq)), "")
    for name, found in (("SAT12", sat), ("iqitems", iq)):
        for concern in (Concern.TOO_EASY, Concern.TOO_HARD, Concern.IDLE_OPTION):
            count = len([n for n, doubt in found if doubt.concern is concern])
            say(f"{name}: {concern.value}, no flag", count, "")


def another(path: Path, keys: tuple[int, ...], options: int) -> None:
    """Print what is worth a look in another test."""
    for n, doubt in flags(analysed(read(path), keys, options)):
        flag = "worth a look" if doubt.concern in FLAGS else "no flag"
        option = f", option {doubt.option + 1}" if doubt.option is not None else ""
        print(f"item {n}: {doubt.concern.value}{option} ({flag})")


def _said(found: list[tuple[int, Doubt]], but: int = 0) -> list[str]:
    return [
        f"{n} {doubt.concern.value}" for n, doubt in found if doubt.concern in FLAGS and n != but
    ]


if __name__ == "__main__":
    path = named()
    if path is None:
        main()
    else:
        another(path, tuple(map(int, sys.argv[2].split(","))), int(sys.argv[3]))
