"""Kinds of study plans as files: strict, each with the line of its fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.plans import read_plans
from bot.core.plans import Way

ROOT = Path(__file__).parents[2]
HEAD = 'id = "x"\ntitle = "X"\nminutes_per_question = 3\n'
ONE = '[[phases]]\nid = "a"\ntitle = "A"\naim = "Do it."\nshare = 60\nway = "practice"\n'
TWO = ONE.replace('"a"', '"b"').replace("60", "40").replace("practice", "mock")
SOUND = HEAD + ONE + TWO


def write(root: Path, *texts: str) -> Path:
    (root / "plans").mkdir()
    for name, text in zip("abc", texts, strict=False):
        (root / "plans" / f"{name}.toml").write_text(text)
    return root


def test_a_plan_is_read_with_its_phases_in_order(tmp_path: Path) -> None:
    (plan,), findings = read_plans(write(tmp_path, SOUND))
    assert findings == []
    assert [(phase.id, phase.share, phase.way) for phase in plan.phases] == [
        ("a", 60, Way.PRACTICE),
        ("b", 40, Way.MOCK),
    ]
    assert (plan.minutes_per_question, plan.default) == (3, False)


def test_those_that_are_shipped_are_sound_and_one_is_the_default() -> None:
    plans, findings = read_plans(ROOT / "schedules")
    assert findings == []
    assert len(plans) >= 2
    assert [plan.id for plan in plans if plan.default] == ["steady"]


@pytest.mark.parametrize(
    ("old", "new", "said", "line"),
    [
        ("minutes_per_question = 3", "minutes_per_question = 0", "from 1 to 60", 3),
        ("share = 60", "share = 50", "make 90, not 100", 1),
        ("share = 60", "share = 0", "from 1 to 100", 8),
        ('way = "practice"', 'way = "sleep"', "there is no “sleep”", 9),
        ('id = "b"', 'id = "a"', "same `id`", 1),
        ('title = "X"', 'titel = "X"', "There is no `titel`", 2),
        ('aim = "Do it."', f'aim = "{"x" * 201}"', "200 fit a card", 7),
    ],
)
def test_a_fault_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, said: str, line: int
) -> None:
    plans, (finding,) = read_plans(write(tmp_path, SOUND.replace(old, new, 1)))
    assert plans == ()
    assert said in finding.message
    assert (finding.path.rpartition("/")[2], finding.line, finding.rule) == ("a.toml", line, "plan")
