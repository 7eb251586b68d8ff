"""Every file that is shipped is sound: each item, each design round, each lab card a test."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from bot.content.check import Report, check
from bot.content.exercise_linting import WANTED, check_exercises, counts
from bot.content.exercises import FOLDERS
from bot.content.findings import Severity
from bot.core.exercises import ExerciseKind

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("questions/*/*/*.md", "schedules/design/*/*.md", "schedules/labs/*/*.md")
    for path in ROOT.glob(pattern)
)


@lru_cache(maxsize=1)
def report() -> Report:
    return check(ROOT / "questions", ROOT / "schedules", date.today())


@pytest.mark.parametrize("path", FILES)
def test_a_shipped_file_is_sound(path: str) -> None:
    # How old facts are is for the day on which the content is checked, not for the code.
    found = [f for f in report().findings if f.path == path and f.rule != "facts-age"]
    assert [f.text() for f in found if f.severity is Severity.ERROR] == []


def test_each_domain_has_exercises_for_a_season() -> None:
    for catalogue in report().catalogues.values():
        for per in counts(catalogue.pack, report().exercises).values():
            assert min(per.values()) >= WANTED, per


def test_no_exercise_names_what_it_does_not_list() -> None:
    assert [f.text() for f in report().findings if f.path.startswith("schedules/")] == []


def test_the_examples_for_authors_are_sound(tmp_path: Path) -> None:
    pack = report().catalogues["mls-c01"].pack
    blocks = re.findall(r"```\n(---\npack: .+?)```", (ROOT / "docs/authoring.md").read_text(), re.S)
    assert len(blocks) == len(ExerciseKind)
    for text in blocks:
        kind = ExerciseKind.LAB if "## Steps" in text else ExerciseKind.DESIGN
        folder = tmp_path / FOLDERS[kind] / pack.domains[0].folder
        folder.mkdir(parents=True)
        (folder / "example.md").write_text(text)
    today = date(2026, 11, 24)
    read = check_exercises(tmp_path, {pack.id: pack}, [pack.id], report().services, today)
    assert [finding.text() for finding in read.findings] == []
    assert {exercise.kind for exercise in read.exercises} == set(ExerciseKind)
