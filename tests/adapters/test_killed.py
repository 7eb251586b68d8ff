"""Killed at named points, the program posts each question once and loses no answer.

The record is the platforms': what stands in their channels is held against what people were told
there and against what the program believes to have posted.
"""

from __future__ import annotations

import signal
import sqlite3
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.slack.scopes import OPTIONAL
from bot.services.upkeep import rebuild_caches
from bot.store import rebuild
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.tx import Row, Tx
from tests.adapters.both import MONDAY, Both, Killed, answer_on_discord, answer_on_slack, both
from tests.databases import sqlite

#: Each is reached within a few days by a group of one place, the last one on a Friday.
POINTS = (
    "after-round-insert",
    "after-claim",
    "before-post",
    "after-post-before-write",
    "after-write",
    "in-answer",
    "after-answer-commit",
    "in-close",
    "in-totals",
    "in-sweep",
    "after-post-before-write",
    "after-claim",
    "after-review-insert",
)
#: Beyond every lease.
LATER = timedelta(seconds=61)
SCOPES = tuple(scope for scopes in OPTIONAL for scope in scopes)
NAMES = ("Ann", "Bob", "Cem")
#: What a question says once it has closed with all of their answers.
CLOSED = f"{len(NAMES)} answers: "
DAYS_MOST = 12


@dataclass
class Lives:
    """A program that is started again whenever it was killed, armed with the next point."""

    here: Both
    points: list[str]
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    kills: int = 0

    async def start(self) -> None:
        """Start the program, again and again if that itself is its end."""
        while True:
            armed = {"COHORT_CRASH_AT": self.points[0]} if self.points else {}
            try:
                await self.stack.enter_async_context(self.here.program(**armed))
            except (AssertionError, Killed):
                await self.bury()
            else:
                return

    async def bury(self) -> None:
        """See that the program was killed, as it was armed to be."""
        running = self.here.running
        assert running is not None
        assert running.process.wait(5) == -signal.SIGKILL, running.errors
        await self.stack.aclose()
        self.points.pop(0)
        self.kills += 1
        self.here.pass_time(seconds=LATER.total_seconds())

    async def through(self, step: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Take a step, as often as the program is killed on it."""
        while True:
            try:
                return await step()
            except Exception:
                assert self.here.running is not None
                if self.here.running.process.poll() is None:
                    raise
            await self.bury()
            await self.start()


@dataclass
class Surface:
    """One of the platforms, as this test goes about it."""

    begin: Callable[[], Coroutine[Any, Any, None]]
    answer: Callable[[str, int], Coroutine[Any, Any, str]]
    #: Each question in the channel with how many messages stand in its thread, the oldest first.
    questions: Callable[[], list[tuple[str, int]]]
    #: The ids of all messages of Cohort's.
    messages: Callable[[], list[str]]


def on_slack(here: Both) -> Surface:
    """Give Slack."""

    def questions() -> list[tuple[str, int]]:
        texts = [(here.on_slack("Ann").reads(each), each) for each in here.slack_posts()]
        return [(text, len(here.slack_thread(m))) for text, m in texts if "'s scenario" in text]

    return Surface(
        begin=here.begin_on_slack,
        answer=lambda name, n: answer_on_slack(here, name, here.slack_posts()[-1], n),
        questions=questions,
        messages=lambda: [
            f"{here.study.id}/{each.ts}" for each in here.study.messages.values() if each.by_app
        ],
    )


def on_discord(here: Both) -> Surface:
    """Give Discord."""

    def questions() -> list[tuple[str, int]]:
        posts = here.discord_posts()
        return [(p.text, len(here.discord_thread(p))) for p in posts if "'s scenario" in p.text]

    def messages() -> list[str]:
        every = here.discord.world.channels.values()
        return [f"{c.id}/{each.id}" for c in every for each in c.messages.values() if each.has_v2]

    return Surface(
        begin=here.begin_on_discord,
        answer=lambda name, n: answer_on_discord(here, name, here.discord_posts()[-1], n),
        questions=questions,
        messages=messages,
    )


def on_both(here: Both) -> Surface:
    """Give both at once: a question stands, and has closed, where it does on either."""
    one, other = on_slack(here), on_discord(here)

    def questions() -> list[tuple[str, int]]:
        pairs = zip(one.questions(), other.questions(), strict=False)
        return [(b if CLOSED in a else a, min(n, m)) for (a, n), (b, m) in pairs]

    return Surface(
        begin=here.begin,
        answer=lambda name, n: (other if name == "Bob" else one).answer(name, n),
        questions=questions,
        messages=lambda: [*one.messages(), *other.messages()],
    )


@pytest.mark.long
@pytest.mark.parametrize("surface", [on_slack, on_discord, on_both])
async def test_kill_after_kill_each_question_is_posted_once_and_no_answer_lost(
    tmp_path: Path, surface: Callable[[Both], Surface]
) -> None:
    async with both(tmp_path, *SCOPES, ack=1.0) as here:
        lives = Lives(here, [])
        there = surface(here)
        await lives.start()
        await there.begin()
        lives.points = list(POINTS)
        await lives.stack.aclose()
        here.pass_time(minutes=6)
        await lives.start()
        days = 1
        while lives.points:
            days += 1
            assert days < DAYS_MOST, f"never reached: {lives.points}"
            await live_day(lives, there, days)
        assert lives.kills == len(POINTS)
        here.pass_time(seconds=LATER.total_seconds())
        await here.until(lambda: nothing_waits(tmp_path))
        await lives.stack.aclose()
    check(tmp_path, there, days)


async def live_day(lives: Lives, there: Surface, number: int) -> None:
    """Let a day's question be posted, answered and closed, however often the program dies."""
    here = lives.here
    morning = weekday(number)
    here.at(morning + timedelta(minutes=6))

    async def posted() -> None:
        await here.until(lambda: len(there.questions()) == number)

    async def closed() -> None:
        await here.until(lambda: there.questions()[-1][1] == 1)
        await here.until(lambda: CLOSED in there.questions()[-1][0])

    await lives.through(posted)
    for place, name in enumerate(NAMES):

        async def answered(name: str = name, place: int = place) -> None:
            assert "Facts as of" in await there.answer(name, place)

        await lives.through(answered)
    here.at(morning + timedelta(hours=8, minutes=6))
    await lives.through(closed)


def weekday(number: int) -> datetime:
    """Give 08:55 of the first, second … day from Monday to Friday."""
    weeks, day = divmod(number - 1, 5)
    return MONDAY + timedelta(weeks=weeks, days=day)


def nothing_waits(folder: Path) -> bool:
    """Say whether every message that is owed is out, and shows what it should."""
    with closing(sqlite3.connect(folder / "cohort.db")) as beside:
        waits = "state NOT IN ('posted', 'skipped') OR wanted_rev > shown_rev"
        (count,) = beside.execute(f"SELECT count(*) FROM delivery WHERE {waits}").fetchone()
    return bool(count == 0)


def check(folder: Path, there: Surface, days: int) -> None:
    """Hold the platform's record against the program's, and that against itself."""
    assert len({text.partition("\n")[2] for text, _ in there.questions()}) == days
    assert [replies for _, replies in there.questions()] == [1] * days
    with Database(read_url(sqlite(folder))) as database:
        kept: list[Row] = database.read(_posted).result()
        assert {state for state, _ in kept} == {"posted"}
        assert sorted(remote for _, remote in kept) == sorted(there.messages())
        answers = database.read(lambda tx: tx.run("SELECT count(*) FROM attempt").fetchone())
        assert answers.result() == ((days - 1) * len(NAMES),)
        assert database.write(rebuild_caches).result() == dict.fromkeys(rebuild.CACHES, 0)


def _posted(tx: Tx) -> list[Row]:
    return tx.run("SELECT state, remote_id FROM delivery").fetchall()
