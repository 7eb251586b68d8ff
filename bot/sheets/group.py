"""The group's workbook, for its lead: summary, people, growth, teams, domains, items, answers.

It puts a report into sheets. Whom the lead may see was decided when the report was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import chain

from openpyxl.utils import get_column_letter

from bot.core.charting import BarChart, Level
from bot.core.item_words import doubt_words
from bot.core.reports import AnswerRow, Cell, GroupReport, ItemLine, Progress
from bot.sheets import words as say
from bot.sheets.book import Book, Target, answers, band_cell, front, shade_bands
from bot.sheets.drawing import Span, draw_bars
from bot.sheets.look import Column, Look, banded, figures, words
from bot.sheets.page import Page

COLUMNS = (
    words("Study day", 13, Look.DAY), words("Given", 10, Look.QUIET),
    words("Asked on", 13, Look.DAY), words("Domain", 30), words("Concept", 44),
    words("Item", 15, Look.QUIET), words("Kind", 11, Look.QUIET),
    words("Response", 10, Look.PLACE), words("Key", 8, Look.PLACE),
    words("Result", 9, Look.RIGHT), figures("Share", 8, Look.SHARE), words("Sure?", 12),
)  # fmt: skip


def group_book(
    report: GroupReport,
    *,
    rows: Iterable[Sequence[AnswerRow]],
    progress: Progress = lambda *_: None,
) -> bytes:
    """Give a group's workbook as the bytes of its file; ``rows`` come in chunks.

    This is what the workshop calls, by name.
    """
    file = BytesIO()
    write_group_book(report, chain.from_iterable(rows), file, progress)
    return file.getvalue()


def write_group_book(
    report: GroupReport,
    rows: Iterable[AnswerRow],
    target: Target,
    progress: Progress = lambda *_: None,
) -> None:
    """Write a group's workbook to a file, reading its rows of answers one by one.

    ``rows`` are in the order of ``GROUP_ANSWERS``; ``progress`` is told rows done of all.
    """
    with Book(report.group, f"{report.group} · {report.pack}", report.made_at) as book:
        front(
            book.page("Summary"), f"{report.exam} {say.PROMISE}", _facts(report), report.weeks,
            say.GROUP_SHEETS, people=True,
        )  # fmt: skip
        _members(book.page("Members"), report)
        _grown(book.page("Growth"), report)
        _teams(book.page("Teams"), report)
        _domains(book.page("Domains"), report)
        _items(book.page("Items"), report)
        note = say.ANSWERS + say.unlisted(report.unlisted)
        answers(book, note, COLUMNS, rows, report.listed, progress)
        book.save(target)
    progress(report.listed, report.listed)


def _facts(report: GroupReport) -> Iterator[tuple[str, Cell, Look]]:
    everyone = report.everyone
    yield "Group", report.group, Look.FACT
    yield "Working towards", report.pack, Look.FACT
    yield "First answer", report.first_day, Look.FACT_DAY
    yield "Last answer", report.last_day, Look.FACT_DAY
    yield "Members", report.members, Look.FACT_COUNT
    yield "… agreed to be shown", report.agreed, Look.FACT_COUNT
    yield "Questions closed", report.questions, Look.FACT_COUNT
    yield "Answers", report.answers, Look.FACT_COUNT
    yield "Share right", everyone.share if everyone else None, Look.FACT_SHARE
    yield "Made on", report.made_at, Look.FACT_MOMENT
    yield "Time zone", report.zone, Look.FACT


def _members(page: Page, report: GroupReport) -> None:
    columns = (
        words("Member", 26, Look.NAME), words("Team", 18), figures("Active days", 10),
        *(banded(domain.title, 17) for domain in report.domains),
        words("Last active day", 16, Look.DAY),
    )  # fmt: skip
    rows = (
        (line.name, line.team, line.active_days, *map(band_cell, line.bands),
         line.last_active)
        for line in report.shown
    )  # fmt: skip
    head = page.table(
        f"{say.agreed(report)} {say.BANDS}".strip(), columns, rows, empty=say.NO_MEMBERS
    )
    if report.shown:
        first, last = get_column_letter(4), get_column_letter(3 + len(report.domains))
        shade_bands(page, f"{first}{head + 1}:{last}{page.row}")


def _grown(page: Page, report: GroupReport) -> None:
    columns = (
        words("Member", 30, Look.NAME), figures("Growth", 12, Look.CHANGE),
        figures("New questions", 12), figures("Place", 10), words("In words", 44),
    )  # fmt: skip
    rows = (
        (line.name, line.growth, line.questions, line.place, say.grew_by(line.growth))
        for line in report.grown
    )
    page.table(say.grown(report), columns, rows, empty=say.NOBODY_GREW)


def _teams(page: Page, report: GroupReport) -> None:
    columns = (
        words("Team", 30, Look.NAME), figures("Members", 10), figures("Answers", 12),
        figures("Share right", 12, Look.SHARE), banded("Band", 17),
    )  # fmt: skip
    rows = (
        (
            line.name,
            line.members,
            line.score.n if line.score else None,
            line.score.share if line.score else None,
            int(line.band) if line.band else None,
        )
        for line in report.teams
    )
    head = page.table(say.TEAMS + say.BANDS, columns, rows, empty=say.NO_TEAMS)
    if report.teams:
        shade_bands(page, f"E{head + 1}:E{page.row}")


def _domains(page: Page, report: GroupReport) -> None:
    """Write domains side by side: everyone in figures, then bands, shaded."""
    domains = report.domains
    columns = (
        Column("Everyone", 30, Look.NAME),
        *(Column(domain.title, 17, Look.BAND, Look.HEADER_MIDDLE) for domain in domains),
    )
    page.widths(*(column.width for column in columns), 3)
    page.freeze(rows=4, columns=1)
    page.roomy()
    page.begin(f"{say.BANDS} {say.others(report)}")
    head = page.header(columns)
    every = [domain.everyone for domain in domains]
    figured: tuple[tuple[str, list[Cell], Look], ...] = (
        ("Weight in the exam", [domain.weight for domain in domains], Look.WEIGHT_MIDDLE),
        ("Share right", [s.share if s else None for s in every], Look.SHARE_MIDDLE),
        ("Answers", [s.n if s else None for s in every], Look.COUNT_MIDDLE),
        ("People who answered", [s.people if s else None for s in every], Look.COUNT_MIDDLE),
    )
    for name, cells, look in figured:
        page.add((name, *cells), (Look.NAME, *(look for _ in domains)))
    page.add(())
    looks = [column.look for column in columns]
    below = page.header([Column("Members", 0), *columns[1:]])
    for line in report.shown:
        page.add((line.name, *map(band_cell, line.bands)), looks)
    page.filter(below, len(columns))
    others = [domain.others for domain in domains]
    if any(others):
        page.add(("All others together", *(int(b) if b else None for b in others)), looks)
    if page.row == below:
        page.add((say.NO_MEMBERS,), (Look.NOTHING,))
    last = get_column_letter(len(columns))
    shade_bands(page, f"B{below + 1}:{last}{page.row}")
    if any(every):
        labels = Span(head, head, 2, len(columns))
        values = Span(head + 2, head + 2, 2, len(columns))
        corner = f"{get_column_letter(len(columns) + 2)}{head}"
        bars = tuple(
            Level(label=domain.title, value=s.share if s else None, n=s.n if s else 0)
            for domain, s in zip(domains, every, strict=True)
        )
        said = BarChart(title="Share right by domain, everyone", bars=bars)
        draw_bars(page, said, labels, values, corner)


def _items(page: Page, report: GroupReport) -> None:
    most = max((len(line.shares) for line in report.items), default=0)
    columns = (
        words("Item", 15, Look.NAME), words("Concept", 30, Look.PROSE),
        words("Question", 46, Look.PROSE), words("Worth a look", 34, Look.PROSE),
        figures("First answers", 11), figures("Share right", 9, Look.SHARE),
        figures("From", 8, Look.SHARE), figures("To", 8, Look.SHARE),
        *(figures(f"Option {number}", 10, Look.SHARE) for number in range(1, most + 1)),
        figures("Tells the able", 10, Look.HUNDREDTH), figures("From", 8, Look.HUNDREDTH),
        figures("To", 8, Look.HUNDREDTH), figures("In all groups", 10),
        figures("By guessing", 11, Look.SHARE), words("Kind", 11, Look.QUIET),
        figures("Times asked", 9), words("Domain", 34),
    )  # fmt: skip
    plain = [column.look for column in columns]
    head = page.begin_table(say.ITEMS, columns)
    for line in report.items:
        looks = list(plain)
        for option in line.keyed:
            if option < len(line.shares):
                looks[_FIRST_OPTION + option] = Look.KEY_SHARE
        page.add(_item(line, most), looks)
    page.end_table(head, columns, empty=say.NO_ITEMS)


_FIRST_OPTION = 8


def _item(line: ItemLine, most: int) -> tuple[Cell, ...]:
    found = line.facility
    measured = (found.share, *found.interval) if found else (None, None, None)
    blanks = (None,) * (most - len(line.shares))
    pooled = line.everywhere
    told = pooled.discrimination if pooled else None
    apart = (told, *pooled.interval) if pooled and told is not None else (None, None, None)
    return (
        line.id, line.concept, line.question, doubt_words(line.doubts), line.n, *measured,
        *line.shares, *blanks, *apart, pooled.facility.n if pooled else None, line.floor,
        line.kind, line.asked, line.domain,
    )  # fmt: skip
