"""A manifest is strict: a slip of the pen is a finding with its line, and never a guess."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.ability import DEFAULTS
from tests.content.conftest import Shelf

PACK, CONCEPTS = "questions/sample/pack.toml", "questions/sample/concepts.toml"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('short = "SMP-1"', 'short = "SMP-1"\nshrot = "x"', "Did you mean `short`"),
        ('kinds = ["single", "multiple"]', 'kinds = "single"', "list of texts"),
        ('practice = ["sample/*/b"]', 'practice = "sample/*/b"', "list of texts"),
        ("[pools]", "[pools]\ndaily = []", "There is no `daily` in [pools]"),
        ("[pools]", "[model]\nguess = 1.5\n[pools]", "a share of luck"),
        ("[pools]", "[model]\ngess = 0.2\n[pools]", "Did you mean `guess`"),
        ("[pools]", "[model]\nitem_variance = 0\n[pools]", "more than 0"),
        ("[pools]", '[model]\nguess_reach = "far"\n[pools]', "needs a number"),
        ("[pools]", "[model]\nmember_drift = -0.1\n[pools]", "is 0 or more"),
        ("[pools]", "[model]\nintercept_span = 0\n[pools]", "a number of answers"),
        ("last_exam_day = 2026-03-31", 'last_exam_day = "2026-03-31"', "not a date"),
        ("last_exam_day = 2026-03-31\n", "", "nothing says since when"),
        ("weight = 100", "weight = 99.5", "whole number"),
        ("cut = 750", "cut = true", "whole number"),
        ("cut = 750", "cut = 1750", "does not lie on the scale"),
        ("scored = 50", "scored = 66", "more scored questions"),
        ('id = "sample"', 'id = "simple"', "its folder sample"),
        ('folder = "d1-gather"', 'folder = "../d1-gather"', "plain name"),
        ('title = "Gather well"', 'title = "x"\n[[domain.task]]\nid = "1.1"\ntitle = "y"', "twice"),
    ],
)
def test_a_slip_in_the_manifest_is_said(shelf: Shelf, before: str, after: str, said: str) -> None:
    path = shelf.root / PACK
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after, 1))
    report = shelf.check()
    (finding,) = report.findings
    assert said in finding.text()
    assert finding.path == PACK
    assert report.catalogues == {}


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ('tags = ["storage"]', 'tags = "storage"', 16, "list of texts"),
        ('tags = ["storage"]', 'tags = ["shelves"]', 16, "no tag `shelves`"),
        ("volatile = true", 'volatile = "true"', 15, "true or false"),
        ("volatile = true", "volatil = true", 15, "Did you mean `volatile`"),
        ('id = "d1.1-02"', 'id = "d1.1-01"', 10, "twice"),
        ('task = "1.1"\ntests = "read at', 'task = "9.1"\ntests = "read at', 13, "task 9.1"),
    ],
)
def test_a_broken_concept_does_not_stop_the_others(
    shelf: Shelf, before: str, after: str, line: int, said: str
) -> None:
    path = shelf.root / CONCEPTS
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after, 1))
    report = shelf.check()
    (finding,) = report.findings
    assert said in finding.text()
    assert (finding.path, finding.line) == (CONCEPTS, line)
    assert list(report.catalogues["sample"].items) == ["sample/d1.1-01/a"]


def test_a_pack_may_bring_constants_of_its_own(shelf: Shelf) -> None:
    path = shelf.root / PACK
    assert shelf.check().catalogues["sample"].pack.model == DEFAULTS
    own = "[model]\nguess = 0.2\nitem_variance = 1\nintercept_span = 50\n[pools]"
    path.write_text(path.read_text().replace("[pools]", own, 1))
    model = shelf.check().catalogues["sample"].pack.model
    assert model == replace(DEFAULTS, guess=0.2, item_variance=1.0, intercept_span=50)
