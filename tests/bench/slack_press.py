"""From press to durable answer on Slack: against bare Bolt, at 200 a second, in a burst, stalled.

``python -m tests.bench.slack_press``. Fifty workspaces, as the platform's limits are counted by
workspace. Two anchors, apps of Bolt's own with one listener: one that acknowledges and changes the
window with a fixed view, what any app has to do for a press; and one that also asks the same desk
before it acknowledges. What Cohort takes beyond the second is its adapter: reading the press,
finding the person, rendering the card, keeping windows in order. All speak to the same Slack.
"""

from __future__ import annotations

import asyncio
import logging
import statistics
import time
from asyncio import wrap_future
from collections.abc import Awaitable, Callable

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.views import Origin, modal
from bot.bootstrap import settle
from bot.cards.answer import SURE
from bot.cards.blocks import Card, Prose
from bot.cards.wire import decode
from bot.core.identity import Address, Identity
from bot.services.desk import Press
from tests.bench.measure import RUNS, percentile, say
from tests.bench.slack_yard import Yard, dispatch, plain_slack, taps_and_locks, yard
from tests.fakes.slack.errors import Json

WORKSPACES = 50
PEOPLE = 96
RATE, SECONDS, BURST = 200, 10, 1_000
#: So many presses at once for the comparison, and so many in each of its rounds.
AT_ONCE, IN_A_ROUND = 20, 200


def bare(
    yarded: Yard, api: str, *, asks_the_desk: bool
) -> tuple[AsyncApp, set[asyncio.Task[object]]]:
    """Give an app that acknowledges and changes a window; it may ask the desk before."""

    async def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-0", bot_user_id="UBOT"
        )

    client = yarded.out.workspaces.bare("xoxb-0")
    app = AsyncApp(
        client=AsyncWebClient(base_url=api, session=client.session),
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,
    )
    running: set[asyncio.Task[object]] = set()
    card = Card(title="Your answer", blocks=tuple(Prose(text=SURE) for _ in range(8)))
    view = modal(card, Origin(channel="C1"))

    async def press(ack: object, body: Json) -> None:
        if asks_the_desk:
            who = Identity(
                platform="slack",
                workspace=body["team"]["id"],
                external_id=body["user"]["id"],
                name=body["user"]["name"],
            )
            where = Address("slack", body["team"]["id"], "C1")
            what = decode(body["actions"][0]["value"])
            await wrap_future(yarded.desk.press(Press(who=who, where=where, what=what)))
        await ack()  # type: ignore[operator]
        method = "views.update" if "view" in body else "views.open"
        task = asyncio.create_task(
            client.api_call(method, json={"view_id": "V1", "trigger_id": "x", "view": view})
        )
        running.add(task)
        task.add_done_callback(running.discard)

    app.action({"type": "block_actions", "action_id": "press.1.0"})(press)
    return app, running


async def pressed(bolt: AsyncApp, bodies: list[Json]) -> None:
    """Press, so many at once, until all are acknowledged."""
    waiting = iter(bodies)

    async def go_on() -> None:
        for body in waiting:
            assert (await dispatch(bolt, body)).status == 200

    await asyncio.gather(*(go_on() for _ in range(AT_ONCE)))


async def rate(bolt: AsyncApp, part: list[Json], done: Callable[[], Awaitable[object]]) -> float:
    """Give presses a second, with everything done that follows from them."""
    begun = time.perf_counter()
    await pressed(bolt, part)
    await done()
    return len(part) / (time.perf_counter() - begun)


async def compare(yarded: Yard, api: str, bodies: list[Json]) -> tuple[list[float], list[float]]:
    """Give the ratios of Cohort's rate to Bolt's without and with the desk, round by round."""
    alone, idle = bare(yarded, api, asks_the_desk=False)
    with_desk, busy = bare(yarded, api, asks_the_desk=True)
    found: tuple[list[float], list[float]] = ([], [])
    parts = [bodies[start : start + IN_A_ROUND] for start in range(0, len(bodies), IN_A_ROUND)]
    await known(yarded, bodies[: 2 * (RUNS + 1) * IN_A_ROUND])
    for number in range(RUNS + 1):
        nothing = await rate(alone, parts[0], lambda: _drained(idle))
        # The same kind of presses by other people: the desk does the same for both.
        desk = await rate(with_desk, parts[2 * number], lambda: _drained(busy))
        ours = await rate(yarded.heard.app.bolt, parts[2 * number + 1], yarded.heard.tasks.settled)
        if number:  # the first round warms all up
            found[0].append(ours / nothing)
            found[1].append(ours / desk)
            say(f"round {number}: Bolt with a fixed view", nothing, "presses/s")
            say(f"round {number}: Bolt with a fixed view over the desk", desk, "presses/s")
            say(f"round {number}: Cohort", ours, "presses/s")
    return found


async def known(yarded: Yard, bodies: list[Json]) -> None:
    """Let everybody be looked up beforehand, which happens once an hour."""
    people = {body["user"]["id"]: body for body in bodies}
    await pressed(
        yarded.heard.app.bolt,
        [
            {**body, "actions": [{**body["actions"][0], "value": "1:help:0"}]}
            for body in people.values()
        ],
    )
    await yarded.heard.tasks.settled()


async def _drained(running: set[asyncio.Task[object]]) -> None:
    while running:
        await asyncio.wait(list(running))


async def once(yarded: Yard, body: Json) -> float:
    """Press once, and give the seconds until it is acknowledged."""
    begun = time.perf_counter()
    assert (await dispatch(yarded.heard.app.bolt, body)).status == 200
    return time.perf_counter() - begun


async def steadily(yarded: Yard, bodies: list[Json]) -> list[float]:
    """Press at a steady rate."""
    begun = time.perf_counter()
    tasks = []
    for number, body in enumerate(bodies):
        await asyncio.sleep(max(0.0, begun + number / RATE - time.perf_counter()))
        tasks.append(asyncio.create_task(once(yarded, body)))
    return await asyncio.gather(*tasks)


async def main() -> None:
    """Print ratios and waits, each with its goal."""
    logging.disable(logging.WARNING)
    bodies = taps_and_locks(WORKSPACES, people=PEOPLE)
    async with plain_slack() as api, yard(api, WORKSPACES, members=PEOPLE) as yarded:
        settle()  # as the program does once it has started
        alone, over_desk = await compare(yarded, api, bodies)
        say("Cohort against Bolt with a fixed view, median", statistics.median(alone), "x")
        ratio = statistics.median(over_desk)
        say("Cohort against Bolt over the same desk, median", ratio, "x", ">= 0.7", ratio >= 0.7)
        rest = bodies[2 * (RUNS + 1) * IN_A_ROUND :]
        steady = await steadily(yarded, rest[: RATE * SECONDS])
        await yarded.heard.tasks.settled()
        say(f"{len(steady)} presses at {RATE}/s, median", 1000 * percentile(steady, 0.5), "ms")
        p99 = 1000 * percentile(steady, 0.99)
        say(f"{len(steady)} presses at {RATE}/s, p99", p99, "ms", "<= 100", p99 <= 100)
        rest = rest[RATE * SECONDS :]
        burst = await asyncio.gather(*(once(yarded, body) for body in rest[:BURST]))
        await yarded.heard.tasks.settled()
        p99 = 1000 * percentile(burst, 0.99)
        say(f"{len(burst)} presses at once, p99", p99, "ms", "<= 750", p99 <= 750)
        stalled = yarded.database.write(lambda _: time.sleep(1.0))
        waits = await steadily(yarded, rest[BURST : BURST + 2 * RATE])
        stalled.result()
        await yarded.heard.tasks.settled()
        worst = max(waits)
        say("with the database stalled for 1 s, the longest", worst, "s", "<= 3", worst <= 3)


if __name__ == "__main__":
    asyncio.run(main())
