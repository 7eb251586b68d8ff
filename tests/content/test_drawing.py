"""A second exam over the same questions: what it draws, where that stands, and what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.content.check import Report, check
from bot.core.errors import Misused, NotFound
from bot.core.packs import Catalogue, Pool
from bot.services.shelf import begin_item, load_library
from tests.content.conftest import PACK, SINGLE, TODAY, Shelf

NEXT = """
id = "next"
title = "The Next Exam"
short = "NXT-1"
status = "bookable"
draws_on = ["sample"]
facts_as_of = 2026-11-01
licence = "CC BY 4.0"
kinds = ["single", "multiple", "ordering", "matching"]
[exam]
items = 65
scored = 50
minutes = 130
scale_low = 100
scale_high = 1000
cut = 720
[pools]
practice = ["*/b"]
[[domain]]
id = "n1"
title = "Keep"
folder = "n1-keep"
weight = 60
[[domain.task]]
id = "1.1"
title = "Keep well"
[[domain]]
id = "n2"
title = "Watch"
folder = "n2-watch"
weight = 40
[[domain.task]]
id = "2.1"
title = "Watch well"
[[domain.task]]
id = "2.2"
title = "Watch the bill"
"""


def serve(shelf: Shelf, also: str = "next/2.1, next/1.1, other/9.9") -> Shelf:
    """Add the second pack, which the one item serves."""
    shelf.write("questions/next/pack.toml", NEXT)
    shelf.change("services: [cold-shelf]", f"services: [cold-shelf]\nalso: [{also}]")
    return shelf


def add(shelf: Shelf, letter: str, also: str) -> Path:
    """Add a sibling that tells a story of its own."""
    start, end = SINGLE.index("A clinic in Peru"), SINGLE.index("Where should")
    story = (
        "A harbour in Ghana logs each crane for its insurer. Nobody has read a log since spring, "
        "and the harbour has to keep them for ten years at the lowest cost that it can find. "
        "Reading one may take a day.\n\n"
    )
    text = (SINGLE[:start] + story + SINGLE[end:]).replace("d1.1-01/a", f"d1.1-01/{letter}")
    text = text.replace("services: [cold-shelf]", f"services: [cold-shelf]\nalso: [{also}]")
    return shelf.write(f"questions/sample/d1-gather/d1.1-01-{letter}.md", text)


def of_next(report: Report) -> Catalogue:
    return report.catalogues["next"]


def test_a_drawn_item_keeps_its_id_and_version_and_gets_a_place_here(shelf: Shelf) -> None:
    report = serve(shelf).check()
    assert [f.text() for f in report.findings] == []
    item = of_next(report).items["sample/d1.1-01/a"]
    home = report.catalogues["sample"].items["sample/d1.1-01/a"]
    assert (item.task, item.domain, item.hash) == ("2.1", "n2", home.hash)
    assert (home.task, home.domain, home.home) == ("1.1", "d1", None)
    assert of_next(report).by_pool[Pool.DAILY]["n2"]["d1.1-01"] == (item,)


def test_its_concept_comes_with_it_under_the_same_task(shelf: Shelf) -> None:
    pack = of_next(serve(shelf).check()).pack
    (concept,) = pack.concepts.values()
    assert (concept.id, concept.task, concept.home) == ("d1.1-01", "2.1", "sample")
    assert concept.title == "A store for what is seldom read"


def test_an_item_that_does_not_serve_this_exam_is_not_drawn(shelf: Shelf) -> None:
    report = serve(shelf, "other/1.1").check()
    assert of_next(report).items == {}
    assert [f.text() for f in report.findings] == []


def test_a_broken_item_is_left_out_of_both(shelf: Shelf) -> None:
    serve(shelf).change("- [ ] On fast disks", "- [x] On fast disks")
    report = shelf.check()
    assert (of_next(report).items, report.catalogues["sample"].items) == ({}, {})


def test_the_first_task_decides_the_domain_and_all_count_as_served(shelf: Shelf) -> None:
    serve(shelf)
    told = {figure.name: figure for figure in shelf.check().figures["next"]}
    assert told["questions"].value == "1, 1 drawn from sample"
    assert told["by task statement"].value == "1.1 1, 2.1 1, 2.2 0"
    lacking = told["task statements without one"]
    assert (lacking.value, lacking.holds) == ("2.2 Watch the bill", False)
    figures = json.loads(shelf.check().to_json())["figures"]["next"]
    assert figures["task statements without one"]["holds"] is False


def test_questions_of_two_packs_are_counted_once(shelf: Shelf) -> None:
    text = serve(shelf).check().to_text()
    assert text.startswith("next:\n")
    assert text.endswith("1 sound questions, 3 design rounds, 3 lab cards: 0 errors, 0 warnings.")


def test_pools_are_each_packs_own_but_what_is_sealed_is_sealed_for_all(shelf: Shelf) -> None:
    serve(shelf)
    add(shelf, "b", "next/2.1")
    manifest = shelf.root / "questions/sample/pack.toml"
    shelf.change('practice = ["sample/*/b"]', 'mock = ["sample/d1.1-01/a"]', manifest)
    report = shelf.check()
    pools = {
        name: {each.id[-1]: report.catalogues[name].pack.pool_of(each) for each in c.items.values()}
        for name, c in report.catalogues.items()
    }
    assert pools == {
        "sample": {"a": Pool.MOCK, "b": Pool.DAILY},
        "next": {"a": Pool.MOCK, "b": Pool.PRACTICE},
    }


def test_what_a_drawing_pack_seals_is_no_daily_of_its_source(shelf: Shelf) -> None:
    serve(shelf)
    manifest = shelf.root / "questions/next/pack.toml"
    shelf.change('practice = ["*/b"]', 'mock = ["sample/d1.1-01/a"]', manifest)
    report = shelf.check()
    for name in ("sample", "next"):
        catalogue = report.catalogues[name]
        assert catalogue.pack.pool_of(catalogue.items["sample/d1.1-01/a"]) is Pool.MOCK
        assert catalogue.pool_items(Pool.DAILY) == ()


def test_kinds_are_those_of_the_exam_that_is_asked(shelf: Shelf) -> None:
    serve(shelf)
    for name, wanted in (("sample", Pool.PRACTICE), ("next", Pool.DAILY)):
        manifest = shelf.root / f"questions/{name}/pack.toml"
        kinds = '"multiple"' if name == "sample" else '"single", "multiple", "ordering", "matching"'
        text = manifest.read_text()
        manifest.write_text(text.replace('kinds = ["single", "multiple"]', f"kinds = [{kinds}]"))
        catalogue = shelf.check().catalogues[name]
        assert catalogue.pack.pool_of(catalogue.items["sample/d1.1-01/a"]) is wanted


def test_an_unknown_task_statement_is_named_beside_those_that_there_are(shelf: Shelf) -> None:
    serve(shelf, "next/7.7")
    (said,) = shelf.said()
    assert said == (
        "questions/sample/d1-gather/d1.1-01-a.md:9: error also: NXT-1 has no task statement 7.7. "
        "There is 1.1, 2.1, 2.2."
    )


def test_siblings_stand_in_one_domain_of_the_other_exam(shelf: Shelf) -> None:
    serve(shelf)
    add(shelf, "b", "next/1.1")
    (said,) = shelf.said()
    assert "01-b.md:9: warning also: In NXT-1 its concept stands in two domains" in said
    add(shelf, "b", "next/2.2")
    assert shelf.said() == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("smaple", "It draws on `smaple`, which is no pack here. There is sample."),
        ("next", "It draws on itself. There is sample."),
    ],
)
def test_what_it_draws_on_has_to_be_there(shelf: Shelf, source: str, said: str) -> None:
    serve(shelf)
    shelf.write("questions/next/pack.toml", NEXT.replace('["sample"]', f'["{source}"]'))
    assert shelf.said() == [f"questions/next/pack.toml:6: error draws-on: {said}"]
    assert of_next(shelf.check()).items == {}


def test_a_concept_of_its_own_has_an_id_of_its_own(shelf: Shelf) -> None:
    serve(shelf)
    own = '[[concept]]\nid = "d1.1-01"\nslug = "x"\ntitle = "X"\ntask = "1.1"\ntests = "x"\n'
    shelf.write("questions/next/concepts.toml", own)
    assert any("d1.1-01 is a concept of sample, too." in said for said in shelf.said())
    shelf.write("questions/next/concepts.toml", own.replace("d1.1-01", "n1.1-01"))
    assert shelf.said() == []
    assert set(of_next(shelf.check()).pack.concepts) == {"d1.1-01", "n1.1-01"}


def test_items_of_its_own_stand_beside_those_it_draws(shelf: Shelf) -> None:
    serve(shelf)
    shelf.write(
        "questions/next/concepts.toml",
        '[[concept]]\nid = "n1.1-01"\nslug = "x"\ntitle = "X"\ntask = "1.1"\ntests = "x"\n',
    )
    own = add(shelf, "b", "").read_text().replace("sample/d1.1-01/b", "next/n1.1-01/a")
    (shelf.root / "questions/sample/d1-gather/d1.1-01-b.md").unlink()
    own = own.replace("concept: d1.1-01", "concept: n1.1-01").replace("also: []\n", "")
    shelf.write("questions/next/n1-keep/n1.1-01-a.md", own)
    assert shelf.said() == []
    assert sorted(of_next(shelf.check()).items) == ["next/n1.1-01/a", "sample/d1.1-01/a"]


def test_only_a_pack_that_draws_may_lack_concepts(shelf: Shelf) -> None:
    serve(shelf)
    shelf.write("questions/next/pack.toml", NEXT.replace('draws_on = ["sample"]\n', ""))
    assert any("questions/next/concepts.toml:1" in said for said in shelf.said())


def test_exercises_are_drawn_as_well(shelf: Shelf) -> None:
    serve(shelf)
    shelf.change("pack: sample\n", "pack: sample\nalso: [next/2.2]\n", shelf.design)
    assert shelf.said() == []
    library = load_library(shelf.root, shelf.root, TODAY)
    (design,) = library.designs("next", "n2")
    assert design.id == "sample/design/exercise-1"
    assert len(library.designs("sample", "d1")) == 3
    assert library.exercise(design.id) != design
    assert len(load_library(shelf.root, shelf.root, TODAY).labs("next", "n2")) == 0


def test_an_exercise_names_task_statements_that_there_are(shelf: Shelf) -> None:
    serve(shelf)
    shelf.change("pack: sample\n", "pack: sample\nalso: [next/7.7]\n", shelf.design)
    assert any("exercise-1.md:3: error front: `next/7.7` is no" in said for said in shelf.said())


def test_it_can_be_checked_alone_with_all_it_draws(shelf: Shelf) -> None:
    serve(shelf).change("pack: sample\n", "pack: sample\nalso: [next/2.2]\n", shelf.design)
    shelf.write("questions/sample/d1-gather/d1.1-02-a.md", "nothing")
    questions, schedules = shelf.root / "questions", shelf.root / "schedules"
    report = check(questions, schedules, TODAY, "next")
    assert report.findings == ()
    assert list(report.catalogues) == ["next"]
    assert list(of_next(report).items) == ["sample/d1.1-01/a"]
    assert [exercise.pack for exercise in report.exercises] == ["next"]


def test_the_pack_marked_as_default_is_a_new_groups(shelf: Shelf) -> None:
    serve(shelf)
    assert load_library(shelf.root, shelf.root, TODAY).first.pack.id == "next"
    shelf.write("questions/sample/pack.toml", PACK.replace("status", "default = true\nstatus"))
    assert load_library(shelf.root, shelf.root, TODAY).first.pack.id == "sample"
    path = begin_item(shelf.root, shelf.root, TODAY, "", "d1.1-02", "single")
    assert path.parent.parent.name == "sample"


def test_two_defaults_are_one_too_many(shelf: Shelf) -> None:
    serve(shelf)
    shelf.write("questions/sample/pack.toml", PACK.replace("status", "default = true\nstatus"))
    shelf.write("questions/next/pack.toml", NEXT.replace("status", "default = true\nstatus"))
    (said,) = shelf.said()
    assert "sample/pack.toml:5: warning manifest: next says that it is the default, too." in said


def test_a_new_question_about_a_drawn_concept_belongs_to_its_own_pack(shelf: Shelf) -> None:
    serve(shelf)
    with pytest.raises(Misused, match="is a concept of sample: write the question there"):
        begin_item(shelf.root, shelf.root, TODAY, "next", "d1.1-01", "single")
    with pytest.raises(NotFound, match="no concept"):
        begin_item(shelf.root, shelf.root, TODAY, "next", "d9.9-01", "single")
