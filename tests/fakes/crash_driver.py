"""Two days of a small Cohort, lived in a process that is killed, and lived on from there.

``python -m tests.fakes.crash_driver`` reads lives from its input, one a line as JSON, and
starts a process for each: ``url``, ``start`` (where its clock begins), ``point`` and
``step`` (the crash point that is armed before that step), ``delay`` (seconds after which
it is killed from outside). A life says what it was answered the moment it was answered;
``ended`` gives how its process ended. Whatever was done in an earlier life is harmless.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from asyncio import wrap_future
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from bot.cards.actions import Action
from bot.cards.actions.boards import ChooseBoard
from bot.cards.actions.flags import OverrideKey
from bot.cards.actions.mock import BeginMock, HandIn, PickOption, TurnTo
from bot.cards.actions.question import Lock, Tap
from bot.cards.actions.runs import Practise
from bot.cards.actions.values import Asked, Confidence, Target
from bot.cards.actions.weekly import SaveDesign
from bot.cards.blocks import Buttons, Card
from bot.services import exercises
from bot.services.exercises import Week
from bot.services.founding import found_and_post
from bot.store import rounds
from bot.store.tables import Group, Round
from bot.store.tx import Tx
from tests import mocks, sample
from tests.world import START, World, a_plan, build, who

NAMES = ("Ann", "Ben", "Cem", "Dea")
#: Taps only: the pick counts at the close.
UNDECIDED = "Dea"
LATER = timedelta(seconds=61)


@dataclass(frozen=True, kw_only=True)
class Life:
    """One process's life, from its clock's start to its end or its kill."""

    url: str
    start: str
    point: str = ""
    step: int = 0
    delay: float = 0.0


Say = Callable[[str], None]
Deed = Callable[[World, Say], Awaitable[None]]


async def drive(life: Life, say: Say) -> None:
    """Live two days: post, answer, close, and again."""
    library = replace(sample.library(), catalogues=mocks.library().catalogues)
    world = build(life.url, library, start=datetime.fromisoformat(life.start))
    try:
        for number, (moment, deed) in enumerate(_steps()):
            if life.point and life.step == number:
                os.environ["COHORT_CRASH_AT"] = life.point
            # The clock never goes back, whenever the life before ended.
            world.clock.now = max(world.clock.now, moment)
            say(f"clock {world.clock.now.isoformat()}")
            await deed(world, say)
    finally:
        world.database.close()
    say("done")


def _steps() -> list[tuple[datetime, Deed]]:
    day = timedelta(days=1)
    return [
        (START, _found),
        (START, _design),
        (START, _settle),
        (START + timedelta(minutes=10), _answer),
        (START + timedelta(hours=9, minutes=5), _settle),
        (START + day + timedelta(hours=1), _settle),
        (START + day + timedelta(hours=2), _answer),
        (START + day + timedelta(hours=9, minutes=5), _settle),
        (START + day + timedelta(hours=9, minutes=7), _settle),
        (START + day + timedelta(hours=9, minutes=10), _correct),
        (START + day + timedelta(hours=9, minutes=12), _settle),
        (START + day + timedelta(hours=9, minutes=14), _sit),
    ]


async def _found(world: World, _say: Say) -> None:
    members = tuple(who(name) for name in NAMES)
    plan, now = a_plan(review_day=2, review_at="08:05"), world.clock.now
    await wrap_future(
        world.database.write(lambda tx: found_and_post(tx, world.library, plan, members, now))
    )


async def _design(world: World, _say: Say) -> None:
    """Set a design round that closes with the first day's question."""
    week = Week(slot="first", domain="d1", seq=0, closes_at=START + timedelta(hours=9))

    def work(tx: Tx) -> None:
        group = tx.get(Group, 1)
        assert group is not None
        exercises.post(tx, group, sample.design("d1"), week, world.clock.now)

    await wrap_future(world.database.write(work))


async def _settle(world: World, _say: Say) -> None:
    await world.settle()


async def _answer(world: World, say: Say) -> None:
    shared = await wrap_future(world.database.read(_latest_open))
    if shared is None:
        return
    target = Target(Asked.ROUND, shared)
    for position, name in enumerate(NAMES):
        await world.press(name, Tap(target, position))
        say(f"tapped {shared} {name} {position}")
        if name != UNDECIDED:
            await world.press(name, Lock(target, Confidence.FAIRLY))
            say(f"answered {shared} {name} {position}")
            await world.press(name, ChooseBoard(position != 1))
        await world.settle()
    await _sketch(world, say)
    await _practise(world)


async def _sketch(world: World, say: Say) -> None:
    for name in NAMES[:3]:
        lines: dict[str, tuple[str, ...]] = {f"line{n}": (f"{name} {n}",) for n in range(1, 6)}
        card = await world.press(name, SaveDesign(1), lines)
        if card.title == "Your design":
            say(f"designed 0 {name} 0")


async def _sit(world: World, say: Say) -> None:
    """Sit a mock exam to its end, or the one that a life before has begun."""
    card = await world.press("Ann", BeginMock("mini"))
    sitting = next(each.sitting for each in _actions(card) if isinstance(each, TurnTo))
    for place in range(1, 7):
        shown = _actions(await world.press("Ann", TurnTo(sitting, place)))
        if any(isinstance(each, PickOption) for each in shown):
            await world.press("Ann", PickOption(sitting, place, place % 4))
            say(f"picked {sitting} {place} {place % 4}")
    await world.press("Ann", HandIn(sitting))
    say(f"handed {sitting}")


async def _practise(world: World) -> None:
    actions = _actions(await world.press("Ann", Practise("", 1)))
    target = next((action.target for action in actions if isinstance(action, Tap)), None)
    if target is not None:
        world.clock.now += timedelta(seconds=9)
        await world.press("Ann", Tap(target, 0))
        await world.press("Ann", Lock(target, Confidence.GUESSING))


async def _correct(world: World, say: Say) -> None:
    """Let the lead correct the key of the first day's question: what Ann picked, or else Ben."""
    version, order, own = await wrap_future(world.database.read(_first_question))
    key = order[0] if order[0] != own else order[1]
    await world.press("Ann", OverrideKey(version, str(key)), {"reason": ("The list says so.",)})
    say(f"corrected {version} {key}")


def _actions(card: Card) -> list[Action]:
    return [
        button.action
        for block in card.blocks
        if isinstance(block, Buttons)
        for button in block.buttons
    ]


def _first_question(tx: Tx) -> tuple[str, tuple[int, ...], int]:
    shared = tx.get(Round, 1)
    assert shared is not None
    assert shared.item_hash is not None
    item = rounds.read_version(tx, shared.item_hash)
    return shared.item_hash, shared.option_order, item.key[0]


def _latest_open(tx: Tx) -> int | None:
    found = rounds.open_rounds(tx, 1)
    return found[0].id if found else None


STEPS = len(_steps())


def _live(life: Life) -> None:
    os.environ.pop("COHORT_CRASH_AT", None)
    if life.point and life.step < 0:
        os.environ["COHORT_CRASH_AT"] = life.point
    asyncio.run(drive(life, _say))


def _say(words: str) -> None:
    # One write for the whole line: a kill must not leave half of one before what comes next.
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main() -> None:
    """Start a process for each life that is read, and say how it ended."""
    for line in sys.stdin:
        life = Life(**json.loads(line))
        # Nothing runs beside us yet, so a fork is a whole new program without its start-up.
        child = os.fork()
        if child == 0:
            _live(life)
            os._exit(0)
        if life.delay:
            time.sleep(life.delay)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        _say(f"ended {os.waitstatus_to_exitcode(status)}")


def as_line(life: Life) -> str:
    """Write a life as the driver reads it."""
    return json.dumps(asdict(life)) + "\n"


if __name__ == "__main__":
    main()
