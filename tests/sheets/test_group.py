"""The group's workbook, read back: what a lead finds on each sheet, and what nobody finds."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from bot.core.item_statistics import Sat, statistics
from bot.core.reports import GROUP_ANSWERS, AnswerRow, GroupReport
from bot.sheets import book as books
from bot.sheets.group import write_group_book
from bot.sheets.text import CUT, TAKEN_OUT
from tests.sheets.reading import column, opened, values
from tests.sheets.samples import answer_row, group_report, item

SOFFICE = shutil.which("soffice")
NASTY = (
    '=HYPERLINK("http://x")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\tTab",
    "#N/A",
    "bell\x07 and null\x00",
    "x" * 40_000,
    "שלום עולם",
    "مرحبا",
    "Ünïcode 🦉👩🏽‍🚀",
    "_x0041_",
)


def written(report: GroupReport, rows: Iterator[AnswerRow] | None = None) -> Workbook:
    """Write a workbook to memory and read it back."""
    file = BytesIO()
    write_group_book(report, rows or iter([answer_row(0), answer_row(1)]), file)
    return opened(file)


def test_a_lead_finds_seven_sheets() -> None:
    names = ["Summary", "Members", "Growth", "Teams", "Domains", "Items", "Answers"]
    assert written(group_report()).sheetnames == names


def test_the_summary_says_how_the_exam_stands_and_what_each_sheet_is() -> None:
    sheet = written(group_report())["Summary"]
    cells = [cell for row in values(sheet) for cell in row if cell is not None]
    assert any("can't be booked" in str(cell) for cell in cells)
    for name in ("Members", "Growth", "Teams", "Domains", "Items", "Answers"):
        assert name in cells
    assert datetime(2026, 11, 24, 9, 30) in cells
    assert len(sheet._charts) == 1


def test_a_week_with_too_few_people_has_no_share() -> None:
    sheet = written(group_report())["Summary"]
    head = next(row[0].row for row in sheet.iter_rows() if row[0].value == "Week from")
    first, second, third = column(sheet, "Share right", head)
    assert (first.value, second.value, third.value) == (0.6, None, 30 / 38)
    assert column(sheet, "Week from", head)[0].is_date


def test_members_are_those_who_agreed_with_bands_and_no_shares() -> None:
    sheet = written(group_report(["Ann", "=Ben"]))["Members"]
    assert [cell.value for cell in column(sheet, "Member")] == ["Ann", "=Ben"]
    assert [cell.value for cell in column(sheet, "Gather")] == [3, 3]
    assert [cell.value for cell in column(sheet, "Model")] == ["Too early", "Too early"]
    assert "2 of 8 members agreed" in sheet["A2"].value
    assert sheet.conditional_formatting


def test_charts_say_in_words_what_they_show() -> None:
    file = BytesIO()
    domains = (
        replace(group_report().domains[0], title='R&D <"one">\x07'),
        replace(group_report().domains[1], everyone=None),
    )
    write_group_book(group_report(domains=domains), iter(()), file)
    with ZipFile(file) as parts:
        names = [name for name in parts.namelist() if name.startswith("xl/drawings/drawing")]
        drawn = [ElementTree.fromstring(parts.read(name)) for name in sorted(names)]
    weeks, by_domain = (each.find(".//{*}cNvPr").get("descr") for each in drawn)  # type: ignore[union-attr]
    assert weeks == (
        "Share right, week by week: Week from: 2 November 60 %, 9 November none, 16 November 79 %."
    )
    assert by_domain == (
        f'Share right by domain, everyone: R&D <"one">{TAKEN_OUT}: 75 % from 40 answers. '
        "Model: no answers yet."
    )


def test_without_consent_nobody_is_named() -> None:
    book = written(group_report([]))
    assert "Nobody has agreed" in book["Members"]["A5"].value
    named = [row[0] for row in values(book["Domains"])]
    assert "All others together" in named
    few = tuple(replace(domain, others=None) for domain in group_report().domains)
    alone = group_report([], domains=few)
    assert "Nobody has agreed to be shown here yet" in str(values(written(alone)["Domains"]))


def test_growth_stands_as_the_board_shows_it_with_what_it_means() -> None:
    sheet = written(group_report())["Growth"]
    assert values(sheet)[4:] == [
        ["Zoe", 1.2, 40, 1, "Likely more than chance."],
        ["Ann", 0.4, 16, 2, "Some; it may still be chance."],
    ]
    assert column(sheet, "Growth")[0].number_format.startswith("+0.0")
    assert "26 October to 22 November 2026" in sheet["A2"].value
    assert "from 1 on it is likely more than chance" in sheet["A2"].value
    assert "Nobody stands here yet" in written(group_report(grown=()))["Growth"]["A5"].value


def test_a_small_team_has_neither_share_nor_band() -> None:
    owls, larks = values(written(group_report())["Teams"])[4:]
    assert owls == ["Owls", 5, 50, 0.6, 2]
    assert larks == ["Larks", 3, None, None, None]
    assert "no teams" in written(group_report(teams=()))["Teams"]["A5"].value


def test_domains_stand_in_figures_for_everyone_and_in_bands_for_others() -> None:
    rows = values(written(group_report())["Domains"])
    assert ["Share right", 0.75, 0.75, None] in rows
    assert ["Weight in the exam", 40, 60, None] in rows
    assert ["Ann", 3, "Too early", None] in rows
    assert ["All others together", 1, None, None] in rows


def test_items_mark_the_key_in_words_and_say_what_is_worth_a_look() -> None:
    sheet = written(group_report())["Items"]
    easy, early, multiple = sheet.iter_rows(min_row=5)
    titles = [cell.value for cell in sheet[4]]
    share, first = titles.index("Share right"), titles.index("Option 1")
    assert easy[share].value == 1.0
    assert [cell.value for cell in easy[first : first + 5]] == [0.0, 0.0, 1.0, 0.0, None]
    assert '" key"' in easy[first + 2].number_format
    assert '" key"' not in easy[first].number_format
    assert "too easy" in easy[titles.index("Worth a look")].value
    assert [early[n].value for n in (share, first)] == [None, None]
    assert early[titles.index("First answers")].value == 3
    keyed = [n for n in range(5) if '" key"' in multiple[first + n].number_format]
    assert keyed == [0, 2]
    assert multiple[titles.index("Worth a look")].value == "Option 2 draws almost nobody."


def test_items_say_how_far_they_tell_the_able_from_others_over_all_groups() -> None:
    sat = [Sat((2 if n >= 20 else 0,), n >= 20, float(n)) for n in range(40)]
    pooled = statistics(sat, options=4, key=(2,), floor=0.25)
    sheet = written(group_report(items=(item(everywhere=pooled), item())))["Items"]
    titles = [cell.value for cell in sheet[4]]
    place = titles.index("Tells the able")
    told, untold = ([cell.value for cell in row[place : place + 4]] for row in sheet["A5:Z6"])
    assert told == [pooled.discrimination, *pooled.interval, 40]
    assert untold == [None, None, None, None]


def test_answers_bear_dates_numbers_and_no_names() -> None:
    sheet = written(group_report())["Answers"]
    assert len(sheet[4]) == len(GROUP_ANSWERS)
    assert all(cell.is_date for cell in column(sheet, "Study day"))
    assert [cell.value for cell in column(sheet, "Result")] == [0, 1]
    assert [cell.value for cell in column(sheet, "Response")] == ["1 4", 3]
    assert "4 answers are from days on which fewer than five" in sheet["A2"].value
    assert not {"Ann", "Ben"} & {cell for row in values(sheet) for cell in row}


def test_a_group_that_has_just_begun_gets_a_file_all_the_same() -> None:
    report = group_report(
        [], first_day=None, last_day=None, everyone=None, answers=0, weeks=(), items=(),
        teams=(), listed=0, unlisted=0,
        domains=tuple(replace(d, everyone=None, others=None) for d in group_report().domains),
    )  # fmt: skip
    book = written(report, iter(()))
    assert book["Items"]["A5"].value == "No question has closed yet."
    assert book["Answers"]["A5"].value == "Nothing to list yet."
    assert not book["Summary"]._charts
    assert not book["Domains"]._charts


def test_answers_go_on_on_another_sheet_where_one_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "MOST_ROWS", 3)
    book = written(group_report(listed=7), (answer_row(n) for n in range(7)))
    assert book.sheetnames[-3:] == ["Answers", "Answers 2", "Answers 3"]
    assert [book[name].max_row - 4 for name in book.sheetnames[-3:]] == [3, 3, 1]


def test_progress_is_told_up_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    rows = (answer_row(n) for n in range(2_500))
    write_group_book(
        group_report(listed=2_500), rows, BytesIO(), lambda *done: told.append(done)
    )  # fmt: skip
    assert told == [(0, 2_500), (1_000, 2_500), (2_000, 2_500), (2_500, 2_500)]


def test_what_breaks_halfway_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def rows() -> Iterator[AnswerRow]:
        yield answer_row()
        raise ConnectionError("the database went away")

    with pytest.raises(ConnectionError):
        write_group_book(group_report(), rows(), BytesIO())
    with pytest.raises(FileNotFoundError):
        write_group_book(group_report(), iter(()), tmp_path / "nowhere" / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_every_name_is_text_whatever_it_begins_with() -> None:
    book = written(group_report(NASTY, group="=R&D\x00"))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell
                assert cell.data_type != "e", cell


@pytest.mark.long
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_file_and_finds_the_text_as_text(tmp_path: Path) -> None:
    target = tmp_path / "group.xlsx"
    report = group_report(NASTY, group='=1+1 "R&D"')
    write_group_book(report, iter([answer_row(0), answer_row(1)]), target)
    # All sheets, UTF-8, quoted, as shown, formulas as formulas where there were any.
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
    subprocess.run(
        [
            str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
            "--convert-to", form, "--outdir", str(tmp_path / "out"), str(target),
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    texts = {path.stem: path.read_text() for path in (tmp_path / "out").glob("*.csv")}
    assert len(texts) == 7
    assert "+1.2" in texts["group-Growth"]
    members = texts["group-Members"]
    for name in NASTY:
        if name.isprintable() and len(name) < 1_000:
            assert name.replace('"', '""') in members, name
    assert f"bell{TAKEN_OUT} and null{TAKEN_OUT}" in members
    assert CUT in members
    assert "Getting there" in texts["group-Teams"]
    assert "24 Nov 2026" in texts["group-Summary"]
    assert "100 % key" in texts["group-Items"]
    assert "wrong" in texts["group-Answers"]
    assert '=1+1 ""R&D""' in texts["group-Summary"]
    assert not any("#NAME?" in text or "Err:" in text for text in texts.values())
