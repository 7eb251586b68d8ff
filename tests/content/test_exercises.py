"""Exercises are read from both folders; a broken one is left out, named, and stops nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.check import check
from bot.core.exercises import DesignRound, LabCard, Line
from bot.core.items import Reference
from bot.services.shelf import load_library
from tests.content.conftest import (
    CONCEPTS,
    DESIGN,
    LAB,
    PACK,
    SERVICES,
    SINGLE,
    TODAY,
    Shelf,
)

DAMAGE = (
    "", "---", "# Title", "## Steps", "## Lines", "## Question", "- x", "1. x", "9. x", "  more",
    "pack: other", "pack: sample", "minutes: 3e1", "minutes: 999", "services: [old-drawer]",
    "facts_as_of: 20261101", "a: &a [*a]", "`", "### x",
)  # fmt: skip


def test_a_design_round_becomes_a_value(shelf: Shelf) -> None:
    design = load_library(shelf.root, shelf.root, TODAY).designs("sample", "d1")[0]
    assert design == DesignRound(
        id="sample/design/exercise-1",
        pack="sample",
        domain="d1",
        title="Bottles from a cellar",
        scenario="A cellar in Armenia keeps a note on each of its 9,000 bottles. The notes lie in "
        "boxes, and boxes get wet. The owner wants to find any note within a day.",
        lines=(
            Line(label="Bring in", hint="How do notes leave the boxes?"),
            Line(label="Prepare", hint="What is checked before it is kept?"),
            Line(label="Store", hint="Where do they lie, and for how long?"),
            Line(label="Serve"),
            Line(label="Watch", hint="What tells you that a note is missing?"),
        ),
        look_for=design.look_for,
        services=("cold-shelf",),
        references=(Reference(title="A guide to shelves", address="docs.example.org/shelves"),),
        facts_as_of=date(2026, 11, 1),
    )
    assert len(design.look_for) == 3


def test_a_lab_card_becomes_a_value(shelf: Shelf) -> None:
    lab = load_library(shelf.root, shelf.root, TODAY).labs("sample", "d1")[0]
    assert isinstance(lab, LabCard)
    assert (lab.id, lab.minutes, lab.question) == (
        "sample/lab/exercise-1", 30, "Which box surprised you?"
    )  # fmt: skip
    assert (lab.needs, lab.cost) == ("Paper and a pencil", "Nothing. You need no machine at all.")
    assert (len(lab.steps), len(lab.watch_for)) == (3, 2)


def test_a_library_gives_them_by_pack_domain_and_id(shelf: Shelf) -> None:
    library = load_library(shelf.root, shelf.root, TODAY)
    ids = [f"sample/design/exercise-{number}" for number in (1, 2, 3)]
    assert [design.id for design in library.designs("sample", "d1")] == ids
    assert [lab.id.split("/")[1] for lab in library.labs("sample", "d1")] == ["lab"] * 3
    assert library.designs("sample", "d2") == ()
    assert library.labs("other", "d1") == ()
    assert library.exercise(ids[1]) == library.designs("sample", "d1")[1]
    assert library.exercise("sample/design/gone") is None


def test_a_broken_one_is_left_out_and_named(shelf: Shelf) -> None:
    shelf.change("- Serve\n", "", shelf.design)
    library = load_library(shelf.root, shelf.root, TODAY)
    assert [design.id[-1] for design in library.designs("sample", "d1")] == ["2", "3"]
    assert len(library.labs("sample", "d1")) == 3
    (broken,) = library.broken
    assert broken.path == "schedules/design/d1-gather/exercise-1.md"
    assert broken.reason == "A design has 5 lines, not 4."


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("pack: sample", "pack: smaple", "2: error front: There is no pack `smaple`. There is: "),
        ("2026-11-01", "1 Nov", "7: error front: The date cannot be read. Write it as 2026-11-01."),
        ("minutes: 30", "minutes: half an hour", "3: error front: `minutes` is a whole number."),
        ("needs: Paper and a pencil", "needs: ' '", "4: error front: `needs` is empty."),
    ],
)  # fmt: skip
def test_a_fault_in_the_front_matter_names_its_line(
    shelf: Shelf, before: str, after: str, said: str
) -> None:
    shelf.change(before, after, shelf.lab)
    assert any(line.startswith(f"schedules/labs/d1-gather/exercise-1.md:{said}")
               for line in shelf.said())  # fmt: skip


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "d9-else/bottles.md",
            "in no domain's folder of SMP-1. Move it to one of schedules/design",
        ),
        ("bottles.md", "in no domain's folder"),
        ("d1-gather/deep/bottles.md", "in no domain's folder"),
        ("d1-gather/My Bottles.md", "is no plain name"),
        (f"d1-gather/{'x' * 41}.md", "is no plain name"),
    ],
)
def test_a_file_lies_where_it_belongs(shelf: Shelf, name: str, said: str) -> None:
    shelf.write(f"schedules/design/{name}", DESIGN)
    (found,) = (f for f in shelf.check().findings if f.rule == "place")
    assert found.path == f"schedules/design/{name}"
    assert said in found.text()


def test_a_note_for_readers_is_no_exercise(shelf: Shelf) -> None:
    shelf.write("schedules/design/README.md", "What lies here.")
    assert shelf.said() == []


def test_a_name_is_taken_once_in_a_pack(shelf: Shelf) -> None:
    shelf.change("weight = 100", "weight = 60", shelf.root / "questions/sample/pack.toml")
    more = PACK[PACK.index("[[domain]]") :].replace("weight = 100", "weight = 40")
    more = more.replace('"d1', '"d2').replace('"1.1"', '"2.1"')
    shelf.write("questions/sample/pack.toml", shelf.root.joinpath("questions/sample/pack.toml")
                .read_text() + more)  # fmt: skip
    shelf.write("schedules/labs/d2-gather/exercise-1.md", LAB)
    found = [f for f in shelf.check().findings if f.rule == "place"]
    assert [f.path for f in found] == ["schedules/labs/d2-gather/exercise-1.md"]
    assert found[0].message == "schedules/labs/d1-gather/exercise-1.md has this name, too."


def test_other_packs_are_passed_over_where_one_is_checked(shelf: Shelf) -> None:
    shelf.write("questions/other/pack.toml", "id =")
    shelf.change("pack: sample", "pack: other", shelf.design)
    report = check(shelf.root / "questions", shelf.root / "schedules", TODAY, "sample")
    assert [finding.message for finding in report.findings] == ["Gather has 2 of 3 design rounds."]
    # A pack that cannot be read is said once, and not again for each of its exercises.
    assert {f.path for f in shelf.check().findings if f.severity == "error"} == {
        "questions/other/pack.toml"
    }


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Give a shelf whose first exercises are written anew by each example."""
    made = Shelf(tmp_path_factory.mktemp("damaged"))
    made.write("questions/sample/pack.toml", PACK)
    made.write("questions/sample/concepts.toml", CONCEPTS)
    made.write("questions/service_status.toml", SERVICES)
    made.write("questions/sample/d1-gather/d1.1-01-a.md", SINGLE)
    made.fill()
    return made


@settings(max_examples=200)
@given(st.data())
def test_no_damage_to_one_takes_another_with_it(damaged: Shelf, data: st.DataObject) -> None:
    path, text = data.draw(st.sampled_from([(damaged.design, DESIGN), (damaged.lab, LAB)]))
    lines = text.splitlines()
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(lines) - 1))
        change = data.draw(st.sampled_from(["replace", "drop", "reverse"]))
        lines[at] = {"replace": data.draw(st.sampled_from(DAMAGE)), "drop": "",
                     "reverse": lines[at][::-1]}[change]  # fmt: skip
    path.write_text("\n".join(lines))
    report = damaged.check()
    path.write_text(text)
    assert {e.id[-1] for e in report.exercises} >= {"2", "3"}
    assert len(report.exercises) + len(report.broken) == 6
    assert report.to_text()
