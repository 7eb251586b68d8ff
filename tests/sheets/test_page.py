from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from bot.sheets.look import Look, figures, words
from bot.sheets.page import Page
from tests.sheets.reading import opened, values

COLUMNS = (words("Name", 20), figures("Count", 9), words("Prose", 20, Look.PROSE))


def one_page() -> tuple[Workbook, Page]:
    """Begin a book with one page."""
    book = Workbook(write_only=True)
    return book, Page(book, "One", "The title", "R&D")


def saved(book: Workbook) -> BytesIO:
    """Save a book to memory."""
    file = BytesIO()
    book.save(file)
    return file


def test_a_table_has_its_names_in_sight_and_filters() -> None:
    book, page = one_page()
    head = page.table("A note.", COLUMNS, [("a", 1, "x"), ("b", 2, "y")])
    sheet = opened(saved(book))["One"]
    assert head == 4
    assert sheet.freeze_panes == "B5"
    assert sheet.auto_filter.ref == "A4:C6"
    assert sheet.print_title_rows == "$4:$4"
    assert values(sheet)[3:] == [["Name", "Count", "Prose"], ["a", 1, "x"], ["b", 2, "y"]]


def test_an_empty_table_says_so_and_has_no_filter() -> None:
    book, page = one_page()
    page.table("A note.", COLUMNS, (), empty="Nothing here yet.")
    sheet = opened(saved(book))["One"]
    assert sheet.auto_filter.ref is None
    assert sheet["A5"].value == "Nothing here yet."


def test_a_page_prints_across_one_page_wide_with_its_title_at_the_foot() -> None:
    book, page = one_page()
    page.table("A note.", COLUMNS, [("a", 1, "x")])
    sheet = opened(saved(book))["One"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter.left.text == "R&&D"
    assert sheet.oddFooter.right.text == "Page &P of &N"


def test_values_keep_their_type_and_format() -> None:
    book, page = one_page()
    looks = (Look.DAY, Look.COUNT, Look.SHARE, Look.RIGHT, Look.KEY_SHARE, Look.BAND)
    page.add((date(2026, 11, 24), 3, 0.25, 1, 0.5, 2), looks)
    sheet = opened(saved(book))["One"]
    day, count, share, right, key, band = next(sheet.iter_rows())
    assert day.is_date
    assert day.value.date() == date(2026, 11, 24)
    assert (count.value, share.value, right.value, key.value, band.value) == (3, 0.25, 1, 0.5, 2)
    assert share.number_format.startswith("0 %")
    assert '"wrong"' in right.number_format
    assert '"' + " key" + '"' in key.number_format
    assert "Getting there" in band.number_format


def test_a_type_that_nobody_thought_of_is_refused() -> None:
    _, page = one_page()
    with pytest.raises(KeyError):
        page.add((True,), (Look.COUNT,))
    page.discard()


def test_wrapped_text_is_given_the_height_it_needs() -> None:
    book, page = one_page()
    page.widths(20, 9, 20)
    looks = [column.look for column in COLUMNS]
    for prose in ("short", "word " * 20, "one\ntwo\nthree", "漢字" * 20, "x" * 40_000, None):
        page.add(("a", 1, prose), looks)
    sheet = opened(saved(book))["One"]
    short, long, lines, wide, endless, none = (
        sheet.row_dimensions[row].height for row in range(1, 7)
    )
    assert short < lines < long
    assert wide > short
    assert endless == 409
    assert none == short
