from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from bot.sheets.look import Look
from bot.sheets.page import Page
from bot.sheets.text import CELL_LIMIT, CUT, TAKEN_OUT, footer, safe
from tests.sheets.reading import as_excel_reads

anything = st.text(st.characters(), max_size=60)
dangerous = st.builds(
    str.__add__, st.sampled_from(["=", "+", "-", "@", "\t", "\r", "\n", "'", "#N/A", "_x0041_"]),
    anything,
)  # fmt: skip
texts = st.one_of(anything, dangerous)


def units(text: str) -> int:
    """Count UTF-16 units, as Excel does."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def written_and_read(*given: str) -> list[tuple[str, object]]:
    """Write texts into cells, read the file, and give each cell's type and value."""
    book, file = Workbook(write_only=True), BytesIO()
    page = Page(book, "Texts", "Texts", "for a test")
    for text in given:
        page.add((text, 1), (Look.TEXT, Look.COUNT))
    book.save(file)
    sheet = load_workbook(file)["Texts"]
    return [(row[0].data_type, row[0].value) for row in sheet.iter_rows()]


@given(st.lists(texts, min_size=1, max_size=8))
@example(["=1+1", "#N/A", "+cmd|' /C calc'!A0", '=HYPERLINK("http://x")', "@SUM(A1)", "-1", "1"])
@example(["\x00\x01\x1f\x7f\x85", "\ud800", "\uffff", "_x0041_", "a\r\nb\rc", " kept "])
def test_a_text_in_a_cell_is_that_text(given: list[str]) -> None:
    for text, (kind, value) in zip(given, written_and_read(*given), strict=True):
        if text == "":
            assert value is None
            continue
        assert kind == "s"
        assert isinstance(value, str)
        expected = text.replace("\r\n", "\n").replace("\r", "\n")
        read = as_excel_reads(value)
        assert len(read) == len(expected)
        for before, after in zip(expected, read, strict=True):
            if before.isprintable() or before in "\n\t":
                assert after == before
            else:
                assert after in (before, TAKEN_OUT)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=200))
def test_an_ordinary_text_is_not_touched(text: str) -> None:
    assert as_excel_reads(safe(text)) == text


@given(st.text(st.characters(), max_size=40), st.integers(1, 3))
def test_a_long_text_is_cut_where_all_see_it(text: str, times: int) -> None:
    long = (text + "🦉") * (times * 40_000 // (len(text) + 1))
    read = as_excel_reads(safe(long))
    assert units(read) <= CELL_LIMIT
    assert read.endswith(CUT) == (units(long.replace("\r\n", "\n")) > CELL_LIMIT)


def test_a_cut_never_leaves_half_a_pair() -> None:
    for before in ("", "a"):
        read = safe(before + "🦉" * 20_000)
        assert read.removesuffix(CUT).strip("a🦉") == ""


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\x7f", "\x9f", "\ud83e", "\ufffe"])
def test_what_no_cell_can_hold_is_taken_out_visibly(character: str) -> None:
    assert safe(f"a{character}b") == f"a{TAKEN_OUT}b"


@given(anything)
def test_a_name_at_the_foot_of_a_page_is_no_code(name: str) -> None:
    shown = footer(name)
    assert shown.replace("&&", "").count("&") == 0
    assert "&[" not in shown.replace("&&", "&").replace("& [", "")
    assert "\n" not in shown
    assert len(shown) <= 3 * 80


def test_a_name_at_the_foot_is_kept_and_cut() -> None:
    assert footer("R&D &[Date] team") == "R&&D && [Date] team"
    assert footer("x" * 200) == "x" * 79 + "…"
