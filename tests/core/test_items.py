"""Items as values: versions are stored for good, so their names may never move."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.core.items import Decides, Item, Kind, Option, Reference, from_json, to_json
from tests import sample

WHOLE = Item(
    id="sample/d1.1-01/a",
    pack="sample",
    concept="d1.1-01",
    task="1.1",
    domain="d1",
    kind=Kind.MATCHING,
    difficulty=2,
    decides=Decides.COST,
    stem="A port in Chile keeps logs.\n\nWhich shelf fits each?",
    options=(
        Option(text="Read daily", decides="It is read at once.", match=0),
        Option(text="Read “never”", decides="It may come late.", match=1),
    ),
    takeaway="Cold things lie cold.",
    matches=("Hot", "Cold"),
    match_heading=("Reading", "Shelf"),
    tags=("storage",),
    overlap=("cold-shelf",),
    services=("cold-shelf",),
    also=("next/1.1",),
    references=(Reference(title="A guide", address="docs.example.org/shelves"),),
    facts_as_of=date(2026, 11, 24),
    check="1 + 1 == 2",
    case="",
    waive=("clang: a reason in words",),
)


def test_the_name_of_a_version_never_moves() -> None:
    """These names stand in databases: where this fails, every stored version is orphaned."""
    assert WHOLE.hash == "f43cefb0c61eef40"
    assert sample.single("d1.1-01").hash == "fae0d283c7341a65"
    assert sample.multiple("d1.1-06", "c").hash == "015794e3ed95cabd"
    assert sample.ordering("d2.1-06", "c").hash == "e81ea628152aa41b"


@pytest.mark.parametrize(
    "item", [WHOLE, sample.single("d1.1-01"), replace(WHOLE, case="harbour", volatile=True)]
)
def test_what_is_stored_is_read_back_unchanged(item: Item) -> None:
    again = from_json(json.loads(json.dumps(to_json(item))))
    assert again == item
    assert again.hash == item.hash


def test_any_word_that_is_shown_makes_another_version() -> None:
    assert len({WHOLE.hash, replace(WHOLE, stem="Why?").hash, replace(WHOLE, case="x").hash}) == 3


def test_the_question_is_the_last_sentence() -> None:
    assert WHOLE.question == "Which shelf fits each?"
