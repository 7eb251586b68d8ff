"""Files that are handed out: whole or not there, and refused in words."""

from __future__ import annotations

import csv
import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.cards.actions.question import Lock, Tap
from bot.cards.actions.values import Asked, Confidence, Target
from bot.core.errors import Fault, Misused, NotFound, Refusal
from bot.services import handout
from bot.services.workshop import Workshop
from bot.store.tables import Group
from bot.store.tx import Tx
from tests.world import World

ROUND = Target(Asked.ROUND, 1)


def hand_out(
    world: World,
    target: Path,
    member: str = "",
    tell: Callable[[Workshop], None] = lambda _: None,
) -> int:
    """Write a file as the shell would."""

    def read(tx: Tx) -> int:
        group = tx.get(Group, 1)
        assert group is not None
        with Workshop() as workshop:
            return handout.write_file(
                tx,
                world.library,
                group,
                target,
                world.clock.now,
                workshop,
                member=member,
                progress=lambda *_: tell(workshop),
            )

    return world.database.read_now(read)


async def answer(world: World, name: str) -> None:
    """Let somebody answer the first question."""
    await world.press(name, Tap(ROUND, 0))
    await world.press(name, Lock(ROUND, Confidence.CERTAIN))


async def test_the_ending_decides_the_form(world: World, tmp_path: Path) -> None:
    await answer(world, "Ann")
    assert hand_out(world, tmp_path / "a.csv") == 1
    assert len(list(csv.DictReader((tmp_path / "a.csv").read_text().splitlines()))) == 1
    assert hand_out(world, tmp_path / "a.json") == 1
    assert json.loads((tmp_path / "a.json").read_text())["group"] == "main"
    assert hand_out(world, tmp_path / "own.xlsx", "Ann") == 1
    assert load_workbook(tmp_path / "own.xlsx").sheetnames[0] == "My progress"
    # One answer, to a question that is still open: the group's file waits for it.
    assert hand_out(world, tmp_path / "a.xlsx") == 0
    assert load_workbook(tmp_path / "a.xlsx").sheetnames[0] == "Summary"
    assert sorted(path.name for path in tmp_path.glob("*.part")) == []


async def test_another_ending_is_refused_with_those_there_are(world: World, tmp_path: Path) -> None:
    with pytest.raises(Misused, match=r"\.xlsx, \.csv or \.json"):
        hand_out(world, tmp_path / "a.ods")


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
async def test_what_was_there_stays_where_nothing_can_be_written(
    world: World, tmp_path: Path, name: str
) -> None:
    target = tmp_path / name
    target.write_text("before")
    with pytest.raises(NotFound, match="Nobody called Zoe"):
        hand_out(world, target, "Zoe")
    assert target.read_text() == "before"
    assert [path.name for path in tmp_path.glob("*.part")] == []
    with pytest.raises(Refusal, match="cannot be written"):
        hand_out(world, tmp_path / "nowhere" / name)


async def test_a_formula_is_made_harmless_in_plain_answers(world: World, tmp_path: Path) -> None:
    assert handout._safe("=1+1") == "'=1+1"
    assert handout._safe("") == ""
    assert handout._safe(3) == 3


async def test_a_worker_killed_halfway_leaves_what_was_there(world: World, tmp_path: Path) -> None:
    await answer(world, "Ann")
    target = tmp_path / "own.xlsx"
    target.write_text("before")

    def kill(workshop: Workshop) -> None:
        assert workshop.worker_id is not None
        os.kill(workshop.worker_id, signal.SIGKILL)

    with pytest.raises(Fault, match="Nothing is lost"):
        hand_out(world, target, "Ann", kill)
    assert target.read_text() == "before"
    assert [path.name for path in tmp_path.glob("*.part")] == []
    assert hand_out(world, target, "Ann") == 1
    assert load_workbook(target).sheetnames[0] == "My progress"
