"""Who is wired to whom: content, database, desk, clock, carrier and the room, for one process."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from bot import platforms
from bot.core.errors import Refusal
from bot.core.identity import Address, Identity
from bot.demo import fill_demo
from bot.opening import Parts, group_zone, utc_now
from bot.services import revisions
from bot.services.carriage import Carriage
from bot.services.departing import Departures
from bot.services.desk import Desk
from bot.services.due import Due
from bot.services.following import TeamBook
from bot.services.founding import found_and_post, usual_plan
from bot.services.room import PLATFORM, SIMULATED, RoomBook
from bot.services.surface import Surface
from bot.services.workshop import Workshop
from bot.settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from bot.adapters.room.hub import Hub

log = logging.getLogger(__name__)
TICK_SECONDS = 2.0
SWEEP_SECONDS = 5.0
ROOM_MEMBERS = ("You", "Robin", "Kim")


def settle() -> None:
    """Take what was loaded at start out of the garbage collector's rounds, and let it work.

    A full round over every imported module takes tens of milliseconds: at the start it
    would delay the first page, later it would fall into somebody's answer.
    """
    gc.freeze()
    gc.enable()


def listen(settings: Settings) -> socket.socket:
    """Take the room's port. Raises ``Refusal`` where that cannot be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # With the protocol named: asyncio switches Nagle off only where it is, and every answer
    # would wait 40 ms for the other side.
    taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((settings.host, settings.port))
    except OSError as wrong:
        taken.close()
        raise Refusal(
            f"Port {settings.port} on {settings.host} cannot be used ({wrong.strerror}). "
            "Set COHORT_PORT to another one; 0 picks a free one."
        ) from wrong
    return taken


def address_of(taken: socket.socket) -> str:
    """Give the address that a person opens."""
    host, port = taken.getsockname()[:2]
    anywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - read, not bound
    shown = anywhere.get(host, host)
    shown = f"[{shown}]" if ":" in shown else shown
    return f"http://{shown}:{port}/"


async def run(
    parts: Parts,
    taken: socket.socket,
    ready: Callable[[], None],
    say: Callable[[str], None] = lambda _: None,
) -> None:
    """Run until SIGTERM or SIGINT: tick, carry, listen, and serve. Ends cleanly on both.

    ``say`` tells the operator where it has arrived. Raises ``Refusal`` where a platform turns the
    program away for good.
    """
    async with _living(parts, say) as live:
        from bot.serving import FrontDoor, Server

        room = None
        if live.hub is not None:
            from bot.adapters.room.app import Room
            from bot.adapters.room.gallery import Gallery

            hosts = frozenset({parts.settings.host.lower()})
            pages = Room(live.desk, live.book, live.hub, Gallery(live.workshop), utc_now)
            room = pages.app(hosts)
        server = Server(FrontDoor(live.check, live.paths, room))

        def stop() -> None:
            server.should_exit = True
            if live.hub is not None:
                live.hub.close()

        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop)
        serving = asyncio.create_task(server.serve(sockets=[taken]))
        await server.up(serving)
        settle()
        ready()
        # Not needed for a first page, and long before a first press.
        await asyncio.to_thread(import_module, "bot.services.dispatch")
        demo = asyncio.create_task(_fill_and_carry(parts, live.carriage))
        await asyncio.wait((serving, *live.abroad), return_when=asyncio.FIRST_COMPLETED)
        stop()
        await serving
        demo.cancel()
        with suppress(asyncio.CancelledError):
            await demo
        for task in live.abroad:
            if task.done():
                await task


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """What a running program is made of, for those who serve it. ``hub`` is the room's, if open.

    ``paths`` are the web addresses that platforms come to, ``abroad`` the stays on platforms that
    end by themselves only where they fail.
    """

    desk: Desk
    book: RoomBook
    hub: Hub | None
    workshop: Workshop
    carriage: Carriage
    paths: dict[str, ASGIApp]
    abroad: tuple[asyncio.Task[None], ...] = ()

    async def check(self) -> None:
        """Raise where the database does not answer."""
        await asyncio.wrap_future(self.book.doors())


@asynccontextmanager
async def _living(parts: Parts, say: Callable[[str], None]) -> AsyncIterator[Live]:
    """Wire desk, tick, carrier, workshop and platforms together and let them work."""
    from bot.scheduler.carrier import Carrier
    from bot.scheduler.clock import Clock
    from bot.scheduler.ticking import Tick

    async with AsyncExitStack() as stack:
        # One for pictures and one for books: a picture never waits behind a long export.
        pictures, books = stack.enter_context(Workshop()), stack.enter_context(Workshop())
        book, hub = RoomBook(parts.database, utc_now), None
        surfaces: dict[str, Surface] = {}
        if parts.settings.room_open:
            hub = await _open_room(parts, book, surfaces)
        slack = await platforms.post_to_slack(
            parts.settings, stack, pictures, surfaces, parts.database, utc_now
        )
        discord = platforms.post_to_discord(parts.settings, pictures, surfaces)
        await take_in_revisions(parts)
        carried = tuple(platform for platform in surfaces if platform != SIMULATED)
        carriage = Carriage(parts.database, parts.library, utc_now, carried)
        carrier = Carrier(carriage, surfaces)
        tick = Tick(Due(parts.database, parts.library, utc_now), carrier.wake)
        await tick()
        carrier.wake()
        clock = Clock()
        clock.every(TICK_SECONDS, "tick", tick)

        async def sweep() -> None:
            carrier.wake()

        clock.every(SWEEP_SECONDS, "sweep", sweep)
        clock.start()
        stack.push_async_callback(_ended, asyncio.create_task(carrier.run()))
        stack.callback(clock.stop)
        desk = Desk(
            parts.database,
            parts.library,
            utc_now,
            carrier.wake,
            workshop=books,
            zone=group_zone(parts.settings),
        )
        departures = Departures(parts.database, utc_now)
        teams = TeamBook(parts.database, utc_now)
        paths: dict[str, ASGIApp] = {}
        if slack is not None:
            paths = await platforms.listen_to_slack(stack, slack, desk, departures, teams)
        abroad: tuple[asyncio.Task[None], ...] = ()
        if discord is not None:
            abroad = (platforms.live_on_discord(discord, stack, desk, departures, teams, say),)
        yield Live(
            desk=desk,
            book=book,
            hub=hub,
            workshop=pictures,
            carriage=carriage,
            paths=paths,
            abroad=abroad,
        )


async def _open_room(parts: Parts, book: RoomBook, surfaces: dict[str, Surface]) -> Hub:
    from bot.adapters.room.hub import Hub
    from bot.adapters.room.surface import RoomSurface

    await asyncio.wrap_future(found_room(parts))
    hub = Hub()
    room = RoomSurface(book, hub)
    surfaces.update({PLATFORM: room, SIMULATED: room})
    return hub


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def found_room(parts: Parts) -> Any:
    """Found the room's own group on the very first start, with its first question posted."""
    pack = parts.library.first.pack
    where = Address(PLATFORM, "", pack.id)
    plan = usual_plan(parts.library, pack.id, where, pack.id, group_zone(parts.settings))
    members = tuple(
        Identity(platform=PLATFORM, workspace="", external_id=f"m{number}", name=name)
        for number, name in enumerate(ROOM_MEMBERS, 1)
    )
    return parts.database.write(
        lambda tx: found_and_post(tx, parts.library, plan, members, utc_now())
    )


async def take_in_revisions(parts: Parts) -> None:
    """Let what the pack has corrected since it was shown hold, and say so in the log."""
    found = await asyncio.wrap_future(
        parts.database.read(lambda tx: revisions.find(tx, parts.library))
    )
    for revision in found:
        log.warning("%s", revision.words)
        await asyncio.wrap_future(
            parts.database.write(partial(revisions.take_in, revision=revision, now=utc_now()))
        )


async def _fill_and_carry(parts: Parts, carriage: Carriage) -> None:
    """Fill ``#demo``; after their weeks simulated groups are carried like all others."""
    if parts.settings.room_open:
        await fill_demo(parts)
        carriage.also(SIMULATED)
