"""What the benchmarks of Slack share: a Slack that says yes to everything, in a process of its
own, and a Cohort in many workspaces that is pressed without any network in between.

The plain Slack answers at once and judges nothing, so that what is measured is Cohort.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
import tempfile
from asyncio import wrap_future
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.adapters.slack.running import Keys, Listening, Posting, listening, posting
from bot.adapters.slack.workspaces import Installation
from bot.core.identity import Address, Identity
from bot.scheduler.simulation import SetClock
from bot.services.departing import Departures
from bot.services.desk import Desk
from bot.services.following import TeamBook
from bot.services.founding import found_and_post
from bot.services.workshop import Workshop
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.migrate import migrate
from bot.store.people import ensure_account, ensure_membership
from bot.store.tx import Tx
from tests import sample
from tests.databases import sqlite
from tests.fakes.slack.errors import Json
from tests.world import START, a_plan

PEOPLE = 40


class Many:
    """Cohort installed in so many workspaces."""

    def __init__(self, count: int) -> None:
        self.own = {
            f"T{number}": Installation(
                workspace=f"T{number}", token=f"xoxb-{number}", bot_user="UBOT", bot="BBOT"
            )
            for number in range(count)
        }

    async def find(self, workspace: str, enterprise: str = "") -> Installation | None:
        """Give one."""
        return self.own.get(workspace)

    async def every(self) -> list[Installation]:
        """Give all."""
        return list(self.own.values())

    async def holds(self, workspace: str) -> bool:
        """Say that all hold."""
        return workspace in self.own

    async def forget(self, workspace: str) -> None:
        """Forget one."""
        self.own.pop(workspace, None)


@asynccontextmanager
async def plain_slack() -> AsyncIterator[str]:
    """Start a Slack that says yes, in a process of its own; give its address."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{await asyncio.to_thread(ours.recv)}/api/"
    finally:
        process.terminate()
        process.join()


def _serve(pipe: object) -> None:
    async def main() -> None:
        count = 0

        async def yes(request: web.Request) -> web.Response:
            nonlocal count
            count += 1
            await request.read()
            view = {"id": f"V{count}", "hash": str(count)}
            return web.json_response({"ok": True, "view": view, "ts": f"{count}.0", "user": {}})

        app = web.Application()
        app.router.add_route("*", "/api/{method}", yes)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        pipe.send(runner.addresses[0][1])  # type: ignore[attr-defined]
        await asyncio.sleep(3600)

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main())


@dataclass
class Yard:
    """A Cohort in many workspaces, each with a group and its first question."""

    database: Database
    desk: Desk
    out: Posting
    heard: Listening
    workspaces: int


@asynccontextmanager
async def yard(api: str, workspaces: int, members: int = 0) -> AsyncIterator[Yard]:
    """Build it on a database of its own, with so many members in each group."""
    with tempfile.TemporaryDirectory() as folder:
        place = read_url(sqlite(Path(folder)))
        migrate(place)
        keys = Keys(bot_token="", signing_secret="x", api=api)
        with Database(place) as database, Workshop() as workshop:
            clock, library = SetClock(START), sample.library()
            desk = Desk(database, library, clock, zone="Europe/Berlin", workshop=workshop)
            for number in range(workspaces):
                plan = a_plan(name=f"g{number}", address=Address("slack", f"T{number}", "C1"))
                lead = Identity(
                    platform="slack", workspace=f"T{number}", external_id="U0", name="u0"
                )
                await wrap_future(
                    database.write(
                        lambda tx, plan=plan, lead=lead: found_and_post(  # type: ignore[misc]
                            tx, library, plan, (lead,), clock.now
                        )
                    )
                )
                await wrap_future(
                    database.write(partial(join, group_id=number + 1, members=members))
                )
            async with (
                posting(keys, workshop, installations=Many(workspaces)) as out,
                listening(
                    out, desk, Departures(database, clock), TeamBook(database, clock), keys
                ) as heard,
            ):
                yield Yard(database, desk, out, heard, workspaces)


def join(tx: Tx, group_id: int, members: int) -> None:
    """Let people belong to a group."""
    for person in range(1, members + 1):
        who = Identity(
            platform="slack",
            workspace=f"T{group_id - 1}",
            external_id=f"U{group_id - 1}x{person}",
            name=f"u{group_id - 1}x{person}",
        )
        account = ensure_account(tx, who, START)
        ensure_membership(tx, group_id, account.learner_id, START)


def payload(workspace: int, person: int, wire: str, view: Json | None = None) -> Json:
    """Give the payload of a press on a question, or in a window."""
    user = f"U{workspace}x{person}"
    team = f"T{workspace}"
    action = {"type": "button", "action_id": "press.1.0", "block_id": "b", "value": wire}
    body: Json = {
        "type": "block_actions",
        "team": {"id": team, "domain": "d"},
        "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": team},
        "api_app_id": "A1",
        "token": "t",
        "trigger_id": f"{workspace}.{person}.x",
        "actions": [action],
    }
    if view is not None:
        return {**body, "view": view, "container": {"type": "view", "view_id": view["id"]}}
    return {
        **body,
        "channel": {"id": "C1", "name": "main"},
        "container": {"type": "message", "message_ts": "1.0", "channel_id": "C1"},
        "response_url": "http://127.0.0.1:9/",
        "message": {"ts": "1.0", "blocks": []},
    }


def taps_and_locks(workspaces: int, people: int = PEOPLE) -> list[Json]:
    """Give presses: everybody taps, then says how sure they are."""
    view = {
        "id": "V1",
        "type": "modal",
        "hash": "h",
        "private_metadata": json.dumps({"channel": "C1", "message": "1.0", "key": "r1"}),
        "blocks": [],
    }
    found = []
    for person in range(1, people + 1):
        for workspace in range(workspaces):
            found.append(payload(workspace, person, f"1:tap:r{workspace + 1}:1"))
        for workspace in range(workspaces):
            found.append(payload(workspace, person, f"1:lock:r{workspace + 1}:fairly", view))
    return found


async def dispatch(bolt: AsyncApp, body: Json) -> BoltResponse:
    """Bring a payload to Bolt as an HTTP request would, already signed and read."""
    text = urlencode({"payload": json.dumps(body)})
    headers = {"content-type": ["application/x-www-form-urlencoded"]}
    return await bolt.async_dispatch(AsyncBoltRequest(body=text, headers=headers))  # type: ignore[arg-type]
