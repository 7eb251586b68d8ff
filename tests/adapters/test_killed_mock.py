"""Killed while somebody sits a mock exam, the program loses no answer and counts none twice.

It is killed from outside and at named points, on each surface, and started again. What it had
acknowledged is held against what it keeps, and what it keeps against the result that it shows.
"""

from __future__ import annotations

import asyncio
import re
import signal
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from bot.services.upkeep import rebuild_caches
from bot.store import rebuild
from bot.store.database import Database
from bot.store.engine import read_url
from tests.adapters.both import Both, Killed, both
from tests.adapters.seats import InTheRoom, OnDiscord, OnSlack, Seat, Unanswered
from tests.adapters.test_killed import LATER, SCOPES
from tests.databases import sqlite

pytestmark = pytest.mark.long
SEATS = (OnSlack, OnDiscord, InTheRoom)
#: The ways to the next question.
ONWARD = ("Next", "Skip for now", "Leave it as it is")
Step = Callable[[], Awaitable[object]]


@dataclass
class Sitting:
    """A mock exam that somebody sits while the program dies now and then."""

    here: Both
    seat: Seat
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    #: What was kept for each place the moment it was acknowledged.
    acknowledged: dict[int, str] = field(default_factory=dict)

    async def start(self, **more: str) -> None:
        """Start the program."""
        await self.stack.enter_async_context(self.seat.program(**more))

    async def begin(self, form: str = "mini") -> None:
        """Begin a mock exam."""
        await self.seat.begin()
        await self.seat.types(f"mock {form}")
        await self.seat.shows("Begin, the clock runs")
        await self.seat.presses("Begin, the clock runs")
        await self.seat.shows("· 1 of")

    async def answer(self, nth: int = 0) -> None:
        """Answer the question on the screen, and turn to the next one."""
        place, total = self.place
        stays = await self.seat.answers(nth)
        found = self.kept()[place]
        assert found is not None
        self.acknowledged[place] = found
        if stays and place < total:
            await self.seat.presses("Next")
        if place < total:
            await self.seat.shows(f"· {place + 1} of")

    @property
    def place(self) -> tuple[int, int]:
        """The number of the question on the screen, and of how many."""
        found = re.search(r"· (\d+) of (\d+)", self.seat.reads)
        assert found is not None, self.seat.reads
        return int(found[1]), int(found[2])

    def kill(self) -> None:
        """Kill the program from outside."""
        assert self.here.running is not None
        self.here.running.process.kill()

    async def dies_on(self, point: str, step: Step) -> None:
        """Take a step on which the program dies at a named point."""
        (self.here.folder / "crash-at").write_text(point)
        with pytest.raises((Unanswered, Killed)):
            await self.to_the_end(step)
        await self.bury()

    async def to_the_end(self, step: Step) -> None:
        """Take a step, and wait for the program to be gone."""
        await step()
        await self.here.until(lambda: False)

    async def bury(self) -> None:
        """See that the program was killed, and let a minute pass."""
        assert self.here.running is not None
        process = self.here.running.process
        assert await asyncio.to_thread(process.wait, 10) == -signal.SIGKILL
        await self.stack.aclose()
        (self.here.folder / "crash-at").unlink(missing_ok=True)
        self.here.pass_time(seconds=LATER.total_seconds())

    async def quiet(self) -> None:
        """Wait until the program writes nothing of its own accord any more."""
        with closing(self._opened()) as beside:
            version, still = None, 0
            while still < 15:
                (now,) = beside.execute("PRAGMA data_version").fetchone()
                version, still = now, still + 1 if now == version else 0
                await asyncio.sleep(0.1)

    def rows(self, question: str) -> list[tuple[object, ...]]:
        """Ask the database something, whether the program runs or not."""
        with closing(self._opened()) as beside:
            return beside.execute(question).fetchall()

    def kept(self) -> dict[int, str | None]:
        """Give what is kept for each place of the latest sitting."""
        latest = "(SELECT MAX(run_id) FROM sitting)"
        rows = self.rows(f"SELECT position, picked FROM run_item WHERE run_id = {latest}")
        return dict(rows)  # type: ignore[arg-type]

    def form(self) -> list[tuple[object, ...]]:
        """Give the form of the latest sitting: its items, their order, the order of options."""
        return self.rows(
            "SELECT run_id, position, item_hash, option_order FROM run_item"
            " WHERE run_id = (SELECT MAX(run_id) FROM sitting) ORDER BY position"
        )

    def instant(self, column: str) -> datetime | None:
        """Give one of the instants of the latest sitting."""
        ((found,),) = self.rows(f"SELECT {column} FROM sitting ORDER BY run_id DESC LIMIT 1")
        return None if found is None else datetime.fromisoformat(str(found))

    def all_is_there(self) -> None:
        """Hold what was acknowledged against what is kept."""
        kept = self.kept()
        assert {place: kept[place] for place in self.acknowledged} == self.acknowledged

    def answers(self) -> list[tuple[object, ...]]:
        """Give what was handed in, as (place, response)."""
        return self.rows(
            "SELECT i.position, a.response FROM attempt a JOIN run_item i ON i.id = a.run_item_id"
            " WHERE a.source = 'mock' ORDER BY i.position"
        )

    def handed_in_once(self) -> None:
        """See that each answer was handed in once, and that a rebuild finds nothing to mend."""
        given = [(place, picked) for place, picked in self.kept().items() if picked is not None]
        assert self.answers() == given
        assert self.rows("SELECT COUNT(*) FROM sitting WHERE handed_in_at IS NULL") == [(0,)]
        with Database(read_url(sqlite(self.here.folder))) as database:
            assert database.write(rebuild_caches).result() == dict.fromkeys(rebuild.CACHES, 0)

    def _opened(self) -> sqlite3.Connection:
        return sqlite3.connect(self.here.folder / "cohort.db")


@asynccontextmanager
async def sitting(folder: Path, kind: type[Seat]) -> AsyncIterator[Sitting]:
    """Give somebody who is about to sit a mock exam; the program is not running yet."""
    async with both(folder, *SCOPES, ack=1.0) as here:
        made = Sitting(here, kind(here))
        try:
            yield made
        finally:
            await made.stack.aclose()


@pytest.mark.parametrize("kind", SEATS)
async def test_a_sitting_outlives_every_kill_and_is_handed_in_once(
    tmp_path: Path, kind: type[Seat]
) -> None:
    async with sitting(tmp_path, kind) as sat:
        seat = sat.seat
        await sat.start()
        await sat.begin()
        form, deadline = sat.form(), sat.instant("deadline")

        # After an answer and a mark were acknowledged.
        await sat.answer()
        await seat.presses("Mark for review")
        await seat.shows("Marked for review.")
        sat.kill()
        await sat.bury()
        await goes_on(sat)
        assert sat.place[0] == 2
        await seat.shows("Marked for review.")

        # In the middle of a burst of answers.
        for nth in range(3):
            await sat.answer(nth)
        soon = Random(kind.__name__).uniform(0.001, 0.02)
        asyncio.get_running_loop().call_later(soon, sat.kill)
        with pytest.raises((Unanswered, Killed)):
            await answer_on(sat)
        await sat.bury()
        assert sum(each is not None for each in sat.kept().values()) <= len(sat.acknowledged) + 1
        await goes_on(sat)

        # In the middle of a pick, and between its commit and the acknowledgement.
        await to_letters(sat)
        place = sat.place[0]
        before = sat.kept()[place]
        one, other = [each for each in "ABC" if f"Your answer: {each}." not in seat.reads][:2]
        await sat.dies_on("in-pick", lambda: seat.presses(one))
        assert sat.kept()[place] == before
        await goes_on(sat)
        sat.acknowledged.pop(place, None)
        await sat.dies_on("before-reply", lambda: seat.presses(other))
        assert sat.kept()[place] not in {before, None}
        await goes_on(sat)
        await seat.presses(other)
        await seat.shows(f"Your answer: {other}.")
        sat.acknowledged[place] = str(sat.kept()[place])
        (changes,) = sat.rows(f"SELECT changes FROM sitting_item WHERE position = {place}")
        assert changes in {(0,), (1,)}

        # At the hand-in, while the result is made, and before it is shown.
        for point in ("in-hand-in", "in-result"):
            await to_hand_in(sat)
            await sat.dies_on(point, lambda: seat.presses("Hand it in"))
            assert sat.answers() == []
            assert sat.instant("handed_in_at") is None
            await goes_on(sat)
        await to_hand_in(sat)
        await sat.dies_on("before-reply", lambda: seat.presses("Hand it in"))
        sat.all_is_there()
        handed_in = sat.instant("handed_in_at")
        assert handed_in is not None
        assert len(sat.answers()) == sum(each is not None for each in sat.kept().values())

        # Whoever then presses once more, or looks again, finds that one result.
        await sat.start()
        if kind is not InTheRoom:
            await seat.presses("Hand it in")
            await seat.shows("nothing in it changes any more")
        await seat.types("mock")
        await seat.shows("Past ones")
        await sat.stack.aclose()
        assert (sat.form(), sat.instant("deadline")) == (form, deadline)
        assert sat.instant("handed_in_at") == handed_in
        assert sat.rows("SELECT COUNT(*) FROM sitting") == [(1,)]
        sat.handed_in_once()


async def answer_on(sat: Sitting) -> None:
    """Answer one question after another until nobody acknowledges it."""
    for nth in range(7):
        await sat.answer(nth % 4)


async def goes_on(sat: Sitting) -> None:
    """Start the program again; the sitting is there as it was left, and its clock ran on."""
    form, deadline = sat.form(), sat.instant("deadline")
    await sat.start()
    sat.all_is_there()
    await sat.seat.types("continue")
    await sat.seat.shows(" min left")
    assert (sat.form(), sat.instant("deadline")) == (form, deadline)
    assert deadline is not None
    said = re.search(r"(\d+) of (\d+) answered, (\d+) min left", sat.seat.reads)
    assert said is not None
    assert int(said[1]) == sum(each is not None for each in sat.kept().values())
    left = datetime.fromtimestamp(sat.here.slack.clock.now(), deadline.tzinfo)
    assert int(said[3]) - int((deadline - left).total_seconds() / 60) in {0, 1}


async def to_letters(sat: Sitting) -> None:
    """Turn to a question that is answered by a letter."""
    while "C" not in sat.seat.labels:
        place = sat.place[0]
        skip = next(each for each in sat.seat.labels if each in ONWARD)
        await sat.seat.presses(skip)
        await sat.seat.shows(f"· {place + 1} of")


async def to_hand_in(sat: Sitting) -> None:
    """Go where a sitting can be handed in."""
    for label, words in (("All questions", "Go to a question"), ("Hand in", "Hand it in?")):
        await sat.seat.presses(label)
        await sat.seat.shows(words)


@pytest.mark.parametrize("kind", SEATS)
async def test_a_deadline_while_the_program_was_down_is_told_once_with_its_true_time(
    tmp_path: Path, kind: type[Seat]
) -> None:
    async with sitting(tmp_path, kind) as sat:
        seat = sat.seat
        await sat.start()
        await sat.begin()
        for nth in range(3):
            await sat.answer(nth)
        deadline = sat.instant("deadline")
        sat.kill()
        await sat.bury()
        sat.here.pass_time(hours=3)

        # It dies once more, right after the note was posted.
        with pytest.raises((AssertionError, Killed)):
            await sat.to_the_end(lambda: sat.start(COHORT_CRASH_AT="after-post-before-write"))
        await sat.bury()
        assert (sat.instant("handed_in_at"), sat.rows("SELECT by_clock FROM sitting")) == (
            deadline, [(1,)],
        )  # fmt: skip
        await sat.start()
        await sat.here.until(lambda: seat.told)
        await sat.here.until(lambda: nothing_is_owed(sat))
        await sat.quiet()
        assert len(seat.told) == 1

        await seat.types("mock")
        await seat.shows("Past ones")
        await seat.presses(next(each for each in seat.labels if each.startswith("See ")))
        await seat.shows("Time was up: it was handed in for you as it stood.")
        assert re.search(r"(\d+) of \1 minutes used", seat.reads)
        await sat.stack.aclose()
        sat.all_is_there()
        assert {at for (at,) in sat.rows("SELECT at FROM attempt WHERE source = 'mock'")} == {
            at for (at,) in sat.rows("SELECT deadline FROM sitting")
        }
        sat.handed_in_once()


def nothing_is_owed(sat: Sitting) -> bool:
    """Say whether every message is out."""
    waits = "state NOT IN ('posted', 'skipped') OR wanted_rev > shown_rev"
    return sat.rows(f"SELECT COUNT(*) FROM delivery WHERE {waits}") == [(0,)]


async def test_a_hand_in_by_the_clock_that_breaks_off_between_two_goes_is_ended(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path, InTheRoom) as sat:
        await sat.start()
        sat.here.pass_time(minutes=10)  # nothing else comes due before the deadline
        await sat.quiet()
        await sat.begin("half")
        for nth in range(30):
            await sat.answer(nth % 4)
        deadline = sat.instant("deadline")
        await sat.quiet()
        (tmp_path / "crash-at").write_text("between-works")
        sat.here.pass_time(minutes=91)
        with pytest.raises(Killed):
            await sat.here.until(lambda: False)
        await sat.bury()
        assert len(sat.answers()) == 25
        assert sat.instant("handed_in_at") is None
        await sat.start()
        await sat.here.until(lambda: sat.seat.told)
        await sat.stack.aclose()
        assert sat.instant("handed_in_at") == deadline
        assert len(sat.answers()) == 30
        sat.all_is_there()
        sat.handed_in_once()
