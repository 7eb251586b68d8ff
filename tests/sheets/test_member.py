"""A member's own workbook, read back."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook

from bot.core.reports import OWN_ANSWERS, MemberReport
from bot.sheets.book import FACT_WIDTH
from bot.sheets.member import write_member_book
from tests.sheets.reading import column, opened, values
from tests.sheets.samples import member_report, own_row


def written(report: MemberReport) -> Workbook:
    """Write a workbook to memory and read it back."""
    file = BytesIO()
    write_member_book(report, iter([own_row()] * report.listed), file)
    return opened(file)


def test_a_member_finds_six_sheets() -> None:
    names = ["My progress", "Domains", "Growth", "To revisit", "Notes", "Answers"]
    assert written(member_report()).sheetnames == names


def test_own_progress_shows_the_streak_and_a_line_over_weeks() -> None:
    sheet = written(member_report())["My progress"]
    facts = {row[0]: row[1] for row in values(sheet)[:16]}
    assert facts["Streak"] == "3 posting days"
    assert facts["Longest streak"] == "1 posting day"
    assert facts["Answers"] == 8
    assert facts["Share right"] == 0.75
    assert facts["Made on"] == datetime(2026, 11, 24, 9, 30)
    assert len(sheet._charts) == 1
    head = next(row for row in values(sheet) if row[0] == "Week from")
    assert "People" not in head


def test_readiness_stands_there_in_words_the_answer_first() -> None:
    said = ("Likely: about 78 % to pass.", "It rests on 94 new questions.")
    shown = [row[:2] for row in values(written(member_report(ready=said))["My progress"])]
    at = shown.index(["How ready", said[0]])
    assert shown[at + 1][1] == said[1]
    long = member_report(ready=("so many words " * 9,))
    told = [str(row[1]) for row in values(written(long)["My progress"]) if "many" in str(row[1])]
    assert len(told) == 3
    assert max(map(len, told)) <= FACT_WIDTH, "the chart covers no word"
    assert "How ready" not in [row[0] for row in values(written(member_report())["My progress"])]


def test_a_domain_stands_beside_its_self_rating() -> None:
    sheet = written(member_report())["Domains"]
    assert values(sheet)[4][:9] == ["Gather", 40, 8, 6, 0.75, 3, 3, 6, "Can follow it"]
    assert values(sheet)[5][:6] == ["Model", 60, 0, 0, None, "Too early"]
    assert len(sheet._charts) == 1


def test_own_growth_is_told_or_what_is_missing_for_it() -> None:
    together, gather, model = values(written(member_report())["Growth"])[4:]
    assert together == ["All domains together", 1.2, 24, 20, "Likely more than chance."]
    assert gather[:2] == ["Gather", None]
    assert "None shows yet" in str(gather[4])
    assert model[1:4] == [None, 9, 4]
    assert model[4] == "Too early to say: short of 15 by 6 in these weeks and 11 before them."


def test_what_to_revisit_comes_with_its_takeaway() -> None:
    sheet = written(member_report())["To revisit"]
    (missed,) = column(sheet, "Missed on")
    assert missed.value.date() == date(2026, 11, 4)
    assert column(sheet, "Takeaway")[0].value == "Cheap things cost less."


def test_own_answers_are_complete() -> None:
    sheet = written(member_report())["Answers"]
    assert len(sheet[4]) == len(OWN_ANSWERS)
    assert column(sheet, "Answered")[0].value == datetime(2026, 11, 4, 10, 15)
    assert column(sheet, "You chose")[0].value == "The dear one."
    assert column(sheet, "Seconds")[0].value is None


def test_somebody_new_gets_kind_words_instead_of_empty_sheets() -> None:
    report = member_report("+cmd|' /C calc'!A0", weeks=(), revisits=(), notes=(), listed=0)
    book = written(report)
    assert "Nothing to revisit" in book["To revisit"]["A5"].value
    assert "No notes yet" in book["Notes"]["A5"].value
    assert "Nothing to list yet." in book["Answers"]["A5"].value
    assert values(book["My progress"])[3][:2] == ["Name", "+cmd|' /C calc'!A0"]
    assert book["My progress"]["B4"].data_type == "s"
