"""A manifest is strict: a slip of the pen is a finding with its line, and never a guess."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.ability import DEFAULTS
from bot.core.memory import RETENTION
from bot.core.readiness import USUAL_CUT, USUAL_GAP, Cut, Gap
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


def after_pools(shelf: Shelf, *lines: str) -> None:
    """Write tables into the manifest, before that of the pools."""
    path = shelf.root / PACK
    path.write_text(path.read_text().replace("[pools]", "\n".join((*lines, "[pools]")), 1))


@pytest.mark.parametrize(
    ("lines", "at", "said"),
    [
        (("[readiness]", "cut_maen = 0.7"), 1, "Did you mean `cut_mean`"),
        (("[readiness]", "gap_sd = 0.2", 'cut_sd = "small"'), 2, "needs a number"),
        (("[readiness]", "cut_mean = nan"), 1, "needs a number"),
        (("[readiness]", "cut_mean = 72"), 1, "is 72. Give a number from 0 to 1."),
        (("[readiness]", "cut_sd = -0.1"), 1, "Give a number from 0 to 0.2."),
        (("[readiness]", "gap_mean = -15"), 1, "Give a number from -2 to 2."),
        (("[readiness]", "cut_sd = 0", "cut_mean = 0.9"), 2, "between its ends, 0.6 and 0.85"),
        (("[readiness]", "cut_low = 0.8"), 1, "0.72, does not lie between its ends, 0.8"),
        (("[memory]", "retention = 0.99"), 1, "Give a number from 0.8 to 0.95."),
        (("[memory]", "retentoin = 0.9"), 1, "Did you mean `retention`"),
        (("memory = 0.9",), 0, "write [memory]"),
    ],
)
def test_a_constant_that_cannot_be_is_said_with_its_line_and_what_can(
    shelf: Shelf, lines: tuple[str, ...], at: int, said: str
) -> None:
    start = (shelf.root / PACK).read_text().split("\n").index("[pools]") + 1
    if lines[0].startswith("["):
        after_pools(shelf, *lines)
    else:
        path, start = shelf.root / PACK, 1
        path.write_text("\n".join((*lines, path.read_text())))
    (finding,) = shelf.check().findings
    assert said in finding.text()
    assert (finding.path, finding.line) == (PACK, start + at)


def test_a_pack_may_bring_constants_of_its_own(shelf: Shelf) -> None:
    usual = shelf.check().catalogues["sample"].pack
    assert (usual.model, usual.cut, usual.gap) == (DEFAULTS, USUAL_CUT, USUAL_GAP)
    assert usual.retention == RETENTION
    after_pools(
        shelf,
        *("[model]", "guess = 0.2", "item_variance = 1", "intercept_span = 50"),
        *("[readiness]", "cut_mean = 0.7", "cut_sd = 0", "gap_mean = -0.3"),
        *("[memory]", "retention = 0.85"),
    )
    own = shelf.check().catalogues["sample"].pack
    assert own.model == replace(DEFAULTS, guess=0.2, item_variance=1.0, intercept_span=50)
    assert own.cut == Cut(mean=0.7, sd=0.0)
    assert own.gap == Gap(mean=-0.3)
    assert own.retention == 0.85
