"""Templates of when a group is asked: strict, each with the line of its fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.schedules import read_templates

SOUND = 'id = "x"\ntitle = "X"\ndays = [1, 3]\nopens = "09:00"\ncloses = "17:00"\n'


def write(root: Path, *texts: str) -> Path:
    (root / "templates").mkdir()
    for name, text in zip("abc", texts, strict=False):
        (root / "templates" / f"{name}.toml").write_text(text)
    return root


def test_a_template_is_read_with_its_defaults(tmp_path: Path) -> None:
    (template,), findings = read_templates(write(tmp_path, SOUND))
    assert findings == []
    assert (template.days, template.opens, template.closes) == ("13", "09:00", "17:00")
    assert (template.late_hours, template.default) == (6, False)


def test_the_review_comes_on_the_last_posting_day_unless_named(tmp_path: Path) -> None:
    named = 'review_day = 1\nreview_at = "12:30"\n'
    (usual, other), findings = read_templates(
        write(tmp_path, SOUND, SOUND.replace('"x"', '"y"') + named)
    )
    assert findings == []
    assert (usual.review_day, usual.review_at) == (3, "16:00")
    assert (other.review_day, other.review_at) == (1, "12:30")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("review_day = 8", "1 (Monday) to 7 (Sunday)"),
        ("review_day = 0", "1 (Monday) to 7 (Sunday)"),
        ('review_day = "5"', "whole number"),
        ('review_at = "25:00"', "no time of day"),
    ],
)
def test_a_review_that_cannot_be_is_found_on_its_line(tmp_path: Path, line: str, said: str) -> None:
    templates, (finding,) = read_templates(write(tmp_path, f"{SOUND}{line}\n"))
    assert templates == ()
    assert finding.line == 6
    assert said in finding.message


def test_a_time_may_stand_without_quotation_marks(tmp_path: Path) -> None:
    (template,), _ = read_templates(write(tmp_path, SOUND.replace('"09:00"', "09:30:00")))
    assert template.opens == "09:30"


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ("[1, 3]", "[1, 8]", 3, "1 (Monday) to 7 (Sunday)"),
        ("[1, 3]", "[]", 3, "1 (Monday) to 7 (Sunday)"),
        ("[1, 3]", "[1, 1]", 3, "different numbers"),
        ("[1, 3]", "[true]", 3, "1 (Monday) to 7 (Sunday)"),
        ("[1, 3]", "[3, 45]", 3, "1 (Monday) to 7 (Sunday)"),
        ("[1, 3]", '"Monday"', 3, "1 (Monday) to 7 (Sunday)"),
        ('"09:00"', '"9 am"', 4, "Write it as 08:30"),
        ('"09:00"', '"09:00+02:00"', 4, "brings its own"),
        ('"17:00"', "1700", 5, "quotation marks"),
        ('"17:00"\n', '"17:00"\npost_if_late_within = 49\n', 6, "from 0 to 48"),
        ('"17:00"\n', '"17:00"\nzone = "UTC"\n', 6, "no `zone`"),
        ('"17:00"\n', '"17:00"\ndefault = "yes"\n', 6, "true or false"),
    ],
)
def test_a_fault_names_its_line(
    tmp_path: Path, before: str, after: str, line: int, said: str
) -> None:
    templates, (finding,) = read_templates(write(tmp_path, SOUND.replace(before, after)))
    assert templates == ()
    assert said in finding.text()
    assert finding.line == line
