"""G9: a workbook of 100,000 answers against bare openpyxl, and the memory of who writes it.

``python -m tests.bench.workbook``. Ours is the whole way, from rows in a database through
the report to the saved file, once in this process and once in the workshop's worker; bare
openpyxl writes the same rows, already in memory, in the same styled columns of one sheet.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from itertools import chain
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from bot.core.reports import AnswerRow
from bot.services.handout import GROUP_BOOK
from bot.services.workshop import Workshop
from bot.sheets.group import COLUMNS, write_group_book
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.tx import Tx
from tests.bench.answered import ANSWERS, gather, make_answered
from tests.bench.measure import RUNS, say, seconds


def bare(rows: list[AnswerRow], target: Path) -> None:
    """Write rows as a person would with openpyxl alone: a cell each, its style made once."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Answers")
    styles = []
    for column in COLUMNS:
        face, cell = column.look.face, WriteOnlyCell(sheet)
        cell.font, cell.border = face.font(), face.border()
        cell.alignment, cell.number_format = face.alignment("center"), face.number
        styles.append(cell._style)
    for row in rows:
        cells = []
        for value, style in zip(row, styles, strict=True):
            cell = WriteOnlyCell(sheet, value)
            cell._style = style
            cells.append(cell)
        sheet.append(cells)
    book.save(target)


def whole(database: Database, target: Path) -> None:
    """Gather the report and write the workbook in this process."""

    def work(tx: Tx) -> None:
        report, chunks = gather(tx)
        write_group_book(report, chain.from_iterable(chunks), target)

    database.read_now(work)


def worker(database: Database, workshop: Workshop) -> tuple[float, float]:
    """Have the workbook made by the workshop's worker; give seconds and the worker's peak MiB."""

    def work(tx: Tx) -> float:
        report, chunks = gather(tx)
        workshop.make(GROUP_BOOK, report, rows=chunks).result()
        # Not ``ru_maxrss``: after a fork and exec that begins with what the parent held.
        status = Path(f"/proc/{workshop.worker_id}/status").read_text()
        (peak,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 1024

    begun = time.perf_counter()
    peak = database.read_now(work)
    return time.perf_counter() - begun, peak


def main() -> None:
    """Print all three ways, their ratios, and the worker's memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/workbook.db"
        make_answered(url)
        with Database(read_url(url)) as database:

            def read() -> list[AnswerRow]:
                return database.read_now(lambda tx: list(chain.from_iterable(gather(tx)[1])))

            rows = read()
            assert len(rows) == ANSWERS, len(rows)
            gathering = seconds(read)
            runs = []
            for _ in range(RUNS):
                anchor = seconds(lambda: bare(rows, folder / "bare.xlsx"))
                ours = seconds(lambda: whole(database, folder / "ours.xlsx"))
                with Workshop() as workshop:  # a new one each time, so that its start counts
                    runs.append((anchor, ours, *worker(database, workshop)))
    anchors, wholes, workers, peaks = zip(*runs, strict=True)
    ratio = statistics.median(run[1] / run[0] for run in runs)
    apart = statistics.median(run[2] / run[0] for run in runs)
    peak = max(peaks)
    say("bare openpyxl write_only, 100k rows, one sheet", statistics.median(anchors), "s")
    say("gathering report and rows from the database", gathering, "s")
    say("whole workbook, database to file, one process", statistics.median(wholes), "s")
    say("whole workbook in a worker, with its start", statistics.median(workers), "s")
    say("one process / bare", ratio, "x", "<= 1.15", ratio <= 1.15)
    say("worker / bare", apart, "x", "<= 1.15", apart <= 1.15)
    say("worker's peak memory", peak, "MiB", "<= 130", peak <= 130)


if __name__ == "__main__":
    main()
