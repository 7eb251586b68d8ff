"""A member's own workbook: progress, domains, growth, what to revisit, notes and answers.

It is the member's own, so nothing is withheld. It puts a report into sheets and knows no
database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import chain
from textwrap import wrap

from bot.core.bands import band_of
from bot.core.charting import BarChart, Level
from bot.core.reports import AnswerRow, Cell, MemberReport, Progress
from bot.sheets import words as say
from bot.sheets.book import FACT_WIDTH, Book, Target, answers, band_cell, front, shade_bands
from bot.sheets.drawing import Span, draw_bars
from bot.sheets.look import Look, banded, figures, words
from bot.sheets.page import Page

COLUMNS = (
    words("Answered", 18, Look.MOMENT), words("Study day", 13, Look.DAY),
    words("Given", 10, Look.QUIET), words("Asked on", 13, Look.DAY),
    words("Domain", 22, Look.PROSE), words("Concept", 28, Look.PROSE),
    words("Question", 40, Look.PROSE), words("You chose", 44, Look.PROSE),
    words("The key", 44, Look.PROSE), words("Result", 9, Look.RIGHT),
    figures("Share", 8, Look.SHARE), figures("Points", 8, Look.TENTH), words("Sure?", 12),
    figures("Seconds", 10, Look.TENTH), words("Item", 15, Look.QUIET),
)  # fmt: skip


def member_book(
    report: MemberReport,
    *,
    rows: Iterable[Sequence[AnswerRow]],
    progress: Progress = lambda *_: None,
) -> bytes:
    """Give a member's own workbook as the bytes of its file; ``rows`` come in chunks.

    This is what the workshop calls, by name.
    """
    file = BytesIO()
    write_member_book(report, chain.from_iterable(rows), file, progress)
    return file.getvalue()


def write_member_book(
    report: MemberReport,
    rows: Iterable[AnswerRow],
    target: Target,
    progress: Progress = lambda *_: None,
) -> None:
    """Write a member's own workbook to a file, reading the rows of answers one by one.

    ``rows`` are in the order of ``OWN_ANSWERS``; ``progress`` is told rows done of all.
    """
    with Book(report.name, f"{report.name} · {report.pack}", report.made_at) as book:
        front(
            book.page("My progress"), f"{report.exam} {say.OWN}", _facts(report), report.weeks,
            say.MEMBER_SHEETS, people=False,
        )  # fmt: skip
        _domains(book.page("Domains"), report)
        _growth(book.page("Growth"), report)
        _revisits(book.page("To revisit"), report)
        _notes(book.page("Notes"), report)
        answers(book, say.OWN_ANSWERS, COLUMNS, rows, report.listed, progress)
        book.save(target)
    progress(report.listed, report.listed)


def _facts(report: MemberReport) -> Iterator[tuple[str, Cell, Look]]:
    answered = sum(domain.answered for domain in report.domains)
    right = sum(domain.right for domain in report.domains)
    yield "Name", report.name, Look.FACT
    yield "Group", report.group, Look.FACT
    yield "Working towards", report.pack, Look.FACT
    yield "Answers", answered, Look.FACT_COUNT
    yield "Share right", right / answered if answered else None, Look.FACT_SHARE
    label = "How ready"
    for number, said in enumerate(report.ready):
        for line in wrap(said, FACT_WIDTH):
            yield label, line, Look.ALONE if number else Look.FACT
            label = ""
    yield "Streak", say.days(report.streak), Look.FACT
    yield "Longest streak", say.days(report.best), Look.FACT
    yield "Freezes in hand", report.freezes, Look.FACT_COUNT
    yield "To revisit", len(report.revisits), Look.FACT_COUNT
    yield "Notes", len(report.notes), Look.FACT_COUNT
    yield "Made on", report.made_at, Look.FACT_MOMENT
    yield "Time zone", report.zone, Look.FACT


def _domains(page: Page, report: MemberReport) -> None:
    columns = (
        words("Domain", 38, Look.NAME), figures("Weight", 9, Look.WEIGHT),
        figures("Answered", 11), figures("Right", 9), figures("Share right", 11, Look.SHARE),
        banded("Band", 17), figures("Concepts met", 11), figures("Of concepts", 11),
        words("You said at the start", 22),
    )  # fmt: skip
    rows = (
        (
            line.title, line.weight, line.answered, line.right,
            line.right / line.answered if line.answered else None,
            band_cell(band_of(line.right, line.answered)), line.met, line.concepts, line.rated,
        )
        for line in report.domains
    )  # fmt: skip
    head = page.table(say.BANDS, columns, rows)
    shade_bands(page, f"F{head + 1}:F{page.row}")
    if any(line.answered for line in report.domains):
        labels = Span(head + 1, page.row, 1, 1)
        values = Span(head + 1, page.row, 5, 5)
        bars = tuple(
            Level(
                label=line.title,
                value=line.right / line.answered if line.answered else None,
                n=line.answered,
            )
            for line in report.domains
        )
        said = BarChart(title="Share right by domain", bars=bars)
        draw_bars(page, said, labels, values, f"A{page.row + 2}")


def _growth(page: Page, report: MemberReport) -> None:
    columns = (
        words("Domain", 38, Look.NAME), figures("Growth", 10, Look.CHANGE),
        figures("New questions in these weeks", 16), figures("New questions before", 16),
        words("In words", 64),
    )  # fmt: skip
    rows = (
        (
            line.title,
            round(line.found.change, 1) if line.found.listed else None,
            line.found.within,
            line.found.before,
            say.grew(line.found),
        )
        for line in report.growth
    )
    page.table(say.growth(report.growth_days), columns, rows)


def _revisits(page: Page, report: MemberReport) -> None:
    columns = (
        words("Missed on", 13, Look.DAY), figures("Times missed", 10), words("Domain", 26,
        Look.PROSE), words("Concept", 34, Look.PROSE), words("Question", 44, Look.PROSE),
        words("Takeaway", 60, Look.PROSE), words("To read", 60, Look.PROSE),
    )  # fmt: skip
    rows = (
        (
            line.missed_on, line.times, line.domain, line.concept, line.question, line.takeaway,
            line.reference,
        )
        for line in report.revisits
    )  # fmt: skip
    page.table(say.REVISIT, columns, rows, empty=say.NO_REVISITS)


def _notes(page: Page, report: MemberReport) -> None:
    columns = (
        words("Day", 13, Look.DAY), words("Domain", 28, Look.PROSE),
        words("Question", 60, Look.PROSE), words("Your note", 80, Look.PROSE),
    )  # fmt: skip
    rows = ((line.day, line.domain, line.question, line.text) for line in report.notes)
    page.table(say.NOTES, columns, rows, empty=say.NO_NOTES)
