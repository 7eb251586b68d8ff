"""A file for somebody who asked for it: a workbook, or plain answers as CSV or JSON.

A file is whole or not there: it is written beside its place and moved when it is done. It
knows the forms a file can have; what goes into it comes from ``export`` and ``reporting``.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.core.errors import Misused, Refusal
from bot.core.reports import Progress
from bot.services import folds
from bot.services.export import ANSWER_COLUMNS, Cell, Line, export, learner_named
from bot.services.library import Library
from bot.services.reporting import (
    NO_TEAMS,
    group_answers,
    group_report,
    member_answers,
    member_report,
)
from bot.services.workshop import Workshop
from bot.store.tables import Group
from bot.store.tx import Tx

#: What the workshop is asked for: it alone loads what writes workbooks.
GROUP_BOOK = "bot.sheets.group.group_book"
MEMBER_BOOK = "bot.sheets.member.member_book"
TELL_EVERY = 500
#: What a text must not begin with where a spreadsheet reads a CSV.
_FORMULA = tuple("=+-@\t\r")


@dataclass(frozen=True, slots=True)
class HandedBook:
    """A workbook, and how many answers it lists."""

    data: bytes
    answers: int


def write_file(
    tx: Tx,
    library: Library,
    group: Group,
    target: Path,
    now: datetime,
    workshop: Workshop,
    *,
    member: str = "",
    teams: Mapping[int, str] = NO_TEAMS,
    progress: Progress = lambda *_: None,
) -> int:
    """Write a group's file, or that of the member of this name; give how many answers it holds.

    The ending says which form: ``.xlsx``, ``.csv`` or ``.json``. Raises ``Misused`` on
    another one, and ``Refusal`` where the file cannot be written.
    """
    assert group.id is not None
    match target.suffix:
        case ".xlsx":
            with _whole(target) as part:
                learner_id = learner_named(tx, group.id, member) if member else None
                book = make_book(
                    tx, library, group, now, workshop,
                    learner_id=learner_id, teams=teams, progress=progress,
                )  # fmt: skip
                part.write_bytes(book.data)
                return book.answers
        case ".csv" | ".json":
            with _whole(target) as part:
                return _plain(tx, library, group, part, target.suffix, member, progress)
        case _:
            raise Misused("Name a file that ends in .xlsx, .csv or .json.")


def make_book(
    tx: Tx,
    library: Library,
    group: Group,
    now: datetime,
    workshop: Workshop,
    *,
    learner_id: int | None = None,
    teams: Mapping[int, str] = NO_TEAMS,
    progress: Progress = lambda *_: None,
) -> HandedBook:
    """Make a group's workbook as its lead may see it, or with ``learner_id`` that person's own.

    Waits until the workshop has made it, since rows are read from this transaction all
    the while: call it on a reading connection, never on the writer.
    """
    if learner_id is None:
        assert group.id is not None
        report = group_report(
            tx, library, group, now, teams=teams or folds.team_names(tx, group.id)
        )
        chunks = group_answers(tx, library, group, now)
        made = workshop.make(GROUP_BOOK, report, rows=chunks, progress=progress)
        return HandedBook(made.result(), report.listed)
    own = member_report(tx, library, group, learner_id, now)
    chunks = member_answers(tx, library, group, learner_id)
    made = workshop.make(MEMBER_BOOK, own, rows=chunks, progress=progress)
    return HandedBook(made.result(), own.listed)


def _plain(
    tx: Tx,
    library: Library,
    group: Group,
    part: Path,
    form: str,
    member: str,
    progress: Progress,
) -> int:
    found = export(tx, library, group, member)
    lines = _told(found.answers, found.total, progress)
    with part.open("w", encoding="utf-8", newline="") as file:
        if form == ".csv":
            writer = csv.DictWriter(file, ANSWER_COLUMNS)
            writer.writeheader()
            writer.writerows({key: _safe(cell) for key, cell in line.items()} for line in lines)
        else:
            whole = {
                "group": found.group,
                "pack": found.pack,
                "zone": found.zone,
                "member": found.member or None,
                "rounds": found.rounds,
                "domains": found.domains,
                "answers": list(lines),
            }
            json.dump(whole, file, ensure_ascii=False, indent=1)
    return found.total


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """Give a place beside ``target`` to write to; what was there stays until all is written."""
    part = target.with_name(f"{target.name}.part")
    try:
        part.touch()  # a place that cannot be written to is said at once
        yield part
        part.replace(target)
    except OSError as wrong:
        raise Refusal(
            f"{target} cannot be written ({wrong.strerror or wrong}). Name another place."
        ) from wrong
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _told(lines: Iterator[Line], total: int, progress: Progress) -> Iterator[Line]:
    for number, line in enumerate(lines, 1):
        if number % TELL_EVERY == 0:
            progress(number, total)
        yield line


def _safe(cell: Cell) -> Cell:
    """Keep a spreadsheet from reading a text as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
