"""Services are read row by row, and a broken row takes no other with it."""

from __future__ import annotations

import pytest

from bot.content.services import read_services
from tests.content.conftest import SERVICES, Shelf

FILE = "questions/service_status.toml"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('status = "closed_new"', 'status = "shut"', "Use open, closed_new, ended, unconfirmed"),
        ("since = 2026-01-01\nchecked = 2026-11-24", "since = 2026-01-01", "'checked' is missing"),
        ("since = 2026-01-01", 'since = "January"', "not a date"),
        ('name = "Amazon Old Drawer"', 'name = "Amazon Old Drawer"\nformerly = "Box"', "list"),
        ('id = "old-drawer"', 'id = "cold-shelf"', "stands here twice"),
        ("since =", "sinec =", "Did you mean `since`"),
    ],
)
def test_a_broken_row_is_left_out_and_named(
    shelf: Shelf, before: str, after: str, said: str
) -> None:
    assert before in SERVICES
    shelf.write(FILE, SERVICES.replace(before, after, 1))
    services, (finding,) = read_services(shelf.root / "questions")
    assert said in finding.text()
    assert finding.path == FILE
    assert list(services) == ["cold-shelf"]


def test_a_missing_file_is_said_and_breaks_no_item(shelf: Shelf) -> None:
    (shelf.root / FILE).unlink()
    report = shelf.check()
    assert [f.text() for f in report.findings] == [
        f"{FILE}:1: warning services: The file is missing, so no service is checked. "
        "Add a row for each service that items name."
    ]
    assert list(report.catalogues["sample"].items) == ["sample/d1.1-01/a"]


def test_a_file_that_is_no_toml_names_its_line(shelf: Shelf) -> None:
    shelf.write(FILE, SERVICES + "[[service]\n")
    _, (finding,) = read_services(shelf.root / "questions")
    assert finding.line == len((SERVICES + "[").splitlines())
