"""Simulated groups: the room's ``#demo``, and those that an operator asks for.

Their weeks are lived behind every press, on a clock of their own.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.core.errors import Refusal
from bot.core.identity import Address
from bot.opening import Parts, group_zone, utc_now
from bot.services.carriage import Carriage
from bot.services.desk import Desk
from bot.services.due import Due
from bot.services.founding import found, retire_schedule, usual_plan
from bot.services.room import SIMULATED, RoomBook

log = logging.getLogger(__name__)
DEMO_MEMBERS, DEMO_WEEKS, DEMO_SEED = 12, 4, 1


async def fill_demo(parts: Parts) -> None:
    """Fill ``#demo`` once, behind every press, with simulated members over four weeks."""
    if not parts.settings.demo:
        return
    try:
        await simulate(parts, name="demo", members=DEMO_MEMBERS, weeks=DEMO_WEEKS, seed=DEMO_SEED)
    except Refusal:
        log.info("#demo is there already")


async def simulate(
    parts: Parts,
    *,
    name: str,
    members: int,
    weeks: int,
    seed: int,
    pack: str = "",
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Address:
    """Let simulated members live through the last weeks in a group of their own.

    ``pack`` is a pack's id; without one it is the pack that a new group gets. Raises
    ``NotFound`` where it is not there, and ``Refusal`` where the group is there already.
    """
    from bot.adapters.room.hub import Hub
    from bot.adapters.room.surface import RoomSurface
    from bot.scheduler.carrier import Carrier
    from bot.scheduler.simulation import Listener, SetClock, Simulation, make_personas
    from bot.scheduler.ticking import Tick

    catalogue = parts.library.catalogue(pack) if pack else parts.library.first
    zone = group_zone(parts.settings)
    where = Address(SIMULATED, "", name)
    today = utc_now().astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    clock = SetClock((today - timedelta(weeks=weeks)).astimezone(UTC))
    plan = replace(usual_plan(parts.library, name, where, catalogue.pack.id, zone), simulated=True)
    rng = Random(f"simulate {seed}")
    fresh = await asyncio.wrap_future(
        parts.database.write(lambda tx: found(tx, plan, clock.now) is not None, background=True)
    )
    if not fresh:
        raise Refusal(f"#{name} is there already. Give the new group another name.")
    listener = Listener(RoomSurface(RoomBook(parts.database, clock), Hub()))
    carriage = Carriage(parts.database, parts.library, clock, (SIMULATED,))
    carrier = Carrier(carriage, {SIMULATED: listener})
    simulation: Simulation = Simulation(
        desk=Desk(parts.database, parts.library, clock, carrier.wake),
        tick=Tick(Due(parts.database, parts.library, clock, simulated=True)),
        carrier=carrier,
        listener=listener,
        clock=clock,
        catalogue=catalogue,
        where=where,
        rng=rng,
    )
    personas = make_personas(members, catalogue, where, rng)
    await simulation.run(personas, weeks * 7, progress)
    await asyncio.wrap_future(
        parts.database.write(lambda tx: retire_schedule(tx, where), background=True)
    )
    return where
