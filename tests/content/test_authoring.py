"""The guide for authors is true: its examples do as it says, and no rule is left out of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.content.check import Report, check
from bot.content.linting import FIRM, RULES, WAIVABLE

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/authoring.md").read_text()
#: Rules whose findings are made outside of the table of rules about one item.
OTHERS = (
    "also", "case", "coverage", "draws-on", "exercises", "file", "front", "manifest", "place",
    "pools", "services", "waive",
)  # fmt: skip
PLACE = "questions/mls-c01/d2-exploratory-data-analysis/d2.1-20-a.md"


def good() -> str:
    (text,) = re.findall(r"```\n(---\nid: mls-c01/d2\.1-20/a\n.+?)```", GUIDE, re.S)
    return str(text)


def weak() -> str:
    """Put the weak parts of the guide's table where the better ones stand."""
    rows = re.findall(r"^\| (\w+) \| (.+?) \| (.+?) \| .+? \|$", GUIDE, re.M)
    parts = {name: (before, after) for name, before, after in rows}
    text = good()
    start, end = text.index("A seed bank in Kenya"), text.index("How should it spend")
    story, constraint = parts["story"][0], parts["constraint"][0]
    text = f"{text[:start]}{story} {constraint}\n\n{text[end:]}"
    for name in ("question", "key", "distractor", "argument"):
        before, after = (part.strip("`") for part in parts[name])
        assert after in text, name
        text = text.replace(after, before)
    return str(text)


@pytest.fixture
def report_on(tmp_path: Path) -> Callable[[str], Report]:
    """Give a function that checks a text in the place of the example, within the shipped pack."""
    for name in ("pack.toml", "concepts.toml"):
        target = tmp_path / "questions/mls-c01" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "questions/mls-c01" / name, target)
    shutil.copy(ROOT / "questions/service_status.toml", tmp_path / "questions")

    def run(text: str) -> Report:
        path = tmp_path / PLACE
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return check(tmp_path / "questions", tmp_path / "schedules", date(2026, 11, 26))

    return run


def rules_of(report: Report) -> set[str]:
    return {finding.rule for finding in report.findings if finding.path == PLACE}


def test_the_good_example_is_sound(report_on: Callable[[str], Report]) -> None:
    assert [f.text() for f in report_on(good()).findings if f.path == PLACE] == []


def test_each_weak_part_of_the_other_is_found(report_on: Callable[[str], Report]) -> None:
    found = rules_of(report_on(weak()))
    assert {"colour", "negative", "telling-key", "vague", "absolute", "rationale"} <= found


def test_every_rule_is_explained() -> None:
    table = GUIDE[GUIDE.index("### What each rule protects") : GUIDE.index("### Waivers")]
    explained = set(re.findall(r"`([a-z-]+)`", table))
    assert explained >= {*RULES, *WAIVABLE, *OTHERS}
    assert explained <= {*RULES, *WAIVABLE, *OTHERS}
    assert set(FIRM) <= set(RULES)


def test_no_rule_is_made_up_elsewhere() -> None:
    named = set()
    for path in (ROOT / "bot/content").glob("*.py"):
        named |= set(re.findall(r'(?:Finding|find)\(\s*[^"()]*?"([a-z-]+)"', path.read_text()))
    keys = {"id", "title", "facts_as_of", "volatile", "references", "services", "default", ""}
    assert named - keys <= {*RULES, *WAIVABLE, *OTHERS}
