"""Tables are read strictly, and every refusal stands on its line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.tables import Place, Table, Unusable, read_table

FILE = """# A heading that is none: [nothing]
name = "shelf"
count = 3
day = 2026-11-24
tall = true
boards = ["a", "b"]

[room]
door = "left"

[[lamp]]
watts = 4
[[lamp.bulb]]
ends = 1
[[lamp]]
watts = "five"
"""


def read(folder: Path, text: str = FILE) -> Table:
    path = folder / "shelf.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return read_table(path, Place(path="shelf.toml", rule="shelf"))


def test_each_value_has_its_type(tmp_path: Path) -> None:
    table = read(tmp_path)
    assert (table.text("name"), table.whole("count"), table.flag("tall")) == ("shelf", 3, True)
    assert (table.texts("boards"), table.day("day").day) == (("a", "b"), 24)
    assert (table.text("absent", "x"), table.day_or_none("absent")) == ("x", None)
    assert table.table("room").text("door") == "left"


@pytest.mark.parametrize(
    ("reads", "line"),
    [
        (lambda table: table.whole("name"), 2),
        (lambda table: table.text("count"), 3),
        (lambda table: table.whole("tall"), 5),
        (lambda table: table.flag("count"), 3),
        (lambda table: table.day("name"), 2),
        (lambda table: table.texts("name"), 2),
        (lambda table: table.texts("count"), 3),
        (lambda table: table.table("name"), 2),
        (lambda table: list(table.tables("room")), 1),
        (lambda table: table.text("absent"), 1),
        (lambda table: table.table("room").whole("door"), 9),
        (lambda table: table.table("room").text("window"), 8),
        (lambda table: [lamp.whole("watts") for lamp in table.tables("lamp")], 16),
        (lambda table: table.only(("name", "counts", "day", "tall", "boards", "room", "lamp")), 3),
    ],
)
def test_a_refusal_stands_on_its_line(
    tmp_path: Path, reads: Callable[[Table], object], line: int
) -> None:
    with pytest.raises(Unusable) as no:
        reads(read(tmp_path))
    assert no.value.finding.line == line


def test_an_unknown_key_names_the_closest(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="Did you mean `count`"):
        read(tmp_path, "conut = 1").only(("count", "name"))


def test_what_is_not_toml_is_said_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"^shelf\.toml:3: error shelf: This is not TOML"):
        read(tmp_path, "a = 1\nb = 2\nc = [")
    with pytest.raises(Unusable, match="is missing"):
        read_table(tmp_path / "none.toml", Place(path="none.toml", rule="shelf"))


@given(text=st.text(max_size=80))
def test_no_text_raises_anything_else(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    try:
        line = read(tmp_path_factory.getbasetemp(), text).heading.line
    except Unusable as no:
        line = no.finding.line
    assert 1 <= line <= len(re.split("\r\n|\r|\n", text))
