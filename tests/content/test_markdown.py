"""The grammar of an item file: what does not belong is a finding on its own line."""

from __future__ import annotations

import pytest

from tests.content.conftest import Shelf

FAULTS = [
    ("front", "difficulty: 2", "difficulty: !!int 2", 5),
    ("front", "difficulty: 2", "difficulty: [2]", 5),
    ("front", "difficulty: 2", "dificulty: 2", 5),
    ("front", "facts_as_of: 2026-11-01", "facts_as_of: 20261101", 9),
    ("front", "decides: cost", "decides: cost\nalso: [whatever]", 8),
    ("front", "decides: cost", "decides: cost\ncase: harbour", 8),
    ("front", "decides: cost", "decides: cost\nvolatile: perhaps", 8),
    ("front", "tags: [storage, cost]", "tags: [[[storage]]]", 6),
    ("shape", "Where should the old", "# Question\n\nWhere should the old", 17),
    ("shape", "## Takeaway", "## Notes", 31),
    ("shape", "A clinic in Peru", "A clinic\x00 in Peru", 13),
    ("shape", "A clinic in Peru", "A clinic \u202ein Peru", 13),
    ("shape", "  > Tempts: Fast disks", "  > Fast disks", 20),
    ("shape", "  > Breaks: Scans that", "Breaks: Scans that", 21),
]


@pytest.mark.parametrize(("rule", "before", "after", "line"), FAULTS)
def test_what_does_not_belong_is_found_on_its_line(
    shelf: Shelf, rule: str, before: str, after: str, line: int
) -> None:
    shelf.change(before, after)
    assert line in {finding.line for finding in shelf.check().findings if finding.rule == rule}
    assert "sample/d1.1-01/a" not in shelf.check().catalogues["sample"].items


def test_a_slip_in_a_key_names_the_closest(shelf: Shelf) -> None:
    shelf.change("difficulty: 2", "dificulty: 2")
    assert any("Did you mean `difficulty`" in said for said in shelf.said())


def test_a_part_stands_once(shelf: Shelf) -> None:
    with shelf.item.open("a") as file:
        file.write("\n## Takeaway\nAnother rule to take away.\n")
    assert any("stands here twice" in said for said in shelf.said())


def test_what_editors_add_to_a_file_does_no_harm(shelf: Shelf) -> None:
    text = shelf.item.read_text()
    shelf.item.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert shelf.said() == []


def test_a_huge_file_is_not_even_read(shelf: Shelf) -> None:
    shelf.item.write_text("x" * 70_000)
    (said,) = shelf.said()
    assert "The file is too long" in said
