"""Files are read whole or refused with a sentence and a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.files import SIZE_MOST, cut_front, paragraphs, read_file
from bot.content.tables import Unusable


def test_a_mark_of_the_encoding_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbf---\n")
    assert read_file(tmp_path / "a.md", "a.md") == "---\n"


@pytest.mark.parametrize(
    ("data", "said"), [(b"\xff\xfe", "no UTF-8"), (b"x" * (SIZE_MOST + 1), "too long")]
)
def test_what_cannot_be_read_is_said(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "a.md").write_bytes(data)
    with pytest.raises(Unusable, match=rf"^a\.md:1: error file: .*{said}"):
        read_file(tmp_path / "a.md", "a.md")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="See that it is a readable file"):
        read_file(tmp_path, "a.md")


def test_front_matter_ends_at_its_second_rule() -> None:
    assert cut_front("---\r\na: b\r\n---\r\ntext", "a.md", "") == (
        ["---", "a: b", "---", "text"],
        2,
    )


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("no rule", 1, "between --- lines. Do this."),
        ("---\na: b\n", 1, "between --- lines. Do this."),
        ("---\n---\na\u202eb", 3, "cannot be seen"),
        ("---\n---\n" + "x" * SIZE_MOST, 1, "too long"),
    ],
)
def test_a_file_without_front_matter_is_refused(text: str, line: int, said: str) -> None:
    with pytest.raises(Unusable) as no:
        cut_front(text, "a.md", "Do this.")
    assert no.value.finding.line == line
    assert said in no.value.finding.text()


def test_a_break_inside_a_paragraph_means_nothing() -> None:
    assert paragraphs(["", "one", "two ", "", " ", "three"]) == "one two\n\nthree"
