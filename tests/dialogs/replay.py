"""Whole conversations as text files, replayed through desk and renderers.

A file is a list of steps, each followed by what is then shown, on lines that begin with
``| ``. Steps:

    at 2026-11-24 17:05             set the clock (Berlin), tick and carry
    Ann presses A                   a button of her last private card, else of the channel
    Ann presses C in the channel    a button of the latest message that has it
    Ann presses C in the thread     the same in the latest message's thread
    Ann types practice 3            what stands after /study
    Ann answers 0 2, certain        fill in the form she has open and send it
    Ann Ben Cem pick B              lock a letter on the latest question, fairly sure
    reviews on 5 at 16:00           give the group its weekly slot
    Ann fills name=Zoe; team=1 / 2  fill in the form she has open by name and send it
    two exams                       the library also holds a bookable exam (from the start)
    Ann met 8 new in Gather, 5 right    keep so many answers to questions that are in no pack
    40 elsewhere met sample/d3.1-06/a: the able chose 2, others 3    options as in its file
    Ann is told                     show what she was told alone, last
    Ann goes to #ml on slack        stand in another platform's channel from now on
    Ann goes to #ml on slack as an admin
    Ann goes to her messages on slack
    Ann goes home                   stand in the usual group's channel again
    #ml on slack                    show the latest message there
    the channel                     show the latest message
    the last 2 in the channel       show as many of them
    the thread                      show the latest message's thread

``python -m tests.dialogs.replay`` writes the shown lines anew; read the difference.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from asyncio import wrap_future
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.cards.blocks import Card
from bot.services import weekly
from bot.services.library import Library
from bot.store.tables import Group
from bot.store.tx import Tx
from tests import mocks, sample, sequel
from tests.answered import answer_many, many_met
from tests.databases import sqlite
from tests.world import World, action, build, buttons, open_group, pick, text

FOLDER = Path(__file__).parent
BERLIN = ZoneInfo("Europe/Berlin")
SHOWN = "| "
#: A dialog with this remark is played with questions that are sealed for mock exams.
SEALED = "# This pack keeps questions for mock exams."


def steps_of(script: str) -> list[str]:
    """Give a dialog's lines without what is shown."""
    return [line for line in script.splitlines() if not line.startswith(SHOWN.strip())]


def library_for(script: str) -> Library:
    """Give the questions of a dialog; some are kept for mock exams where it says so.

    Another one has a second exam, which can be booked.
    """
    if "two exams" in steps_of(script):
        return sequel.library()
    return mocks.library() if SEALED in script else sample.library()


async def replay(script: str, folder: Path) -> str:
    """Play a dialog and give it back with what was really shown."""
    world = build(sqlite(folder), library_for(script))
    try:
        await open_group(world, "Ann", "Ben", post=True)
        return await play(world, script)
    finally:
        world.database.close()


async def play(world: World, script: str) -> str:
    """Play a dialog in a group that is open, and give it back with what was really shown."""
    lines: list[str] = []
    last: dict[str, Card] = {}
    for step in steps_of(script):
        lines.append(step)
        if step.strip() and not step.startswith("# "):
            shown = await _play(world, step, last)
            lines += [f"{SHOWN}{line}".rstrip() for line in shown.splitlines()]
    return "\n".join(lines) + "\n"


async def _play(world: World, step: str, last: dict[str, Card]) -> str:
    if found := re.fullmatch(r"at (\d{4}-\d\d-\d\d \d\d:\d\d)", step):
        await world.at(datetime.fromisoformat(found[1]).replace(tzinfo=BERLIN))
        return ""
    if step == "the channel":
        return text((await world.channel())[-1])
    if found := re.fullmatch(r"#(\w+) on (\w+)", step):
        return text(world.posted(found[2], found[1])[-1].card)
    if found := re.fullmatch(r"(\w+) goes (home|to (.+) on (\w+?)( as an admin)?)", step):
        _go(world, found[1], found[3], found[4], admin=bool(found[5]))
        return ""
    if found := re.fullmatch(r"the last (\d) in the channel", step):
        return "\n".join(text(card) for card in (await world.channel())[-int(found[1]) :])
    if found := re.fullmatch(r"reviews on (\d) at (\d\d:\d\d)", step):
        await _review(world, int(found[1]), found[2])
        return ""
    if found := re.fullmatch(r"((?:\w+ )+)pick ([A-E])", step):
        await pick(world, found[2], *found[1].split())
        await world.carrier.carry()
        return ""
    if step == "two exams":
        return ""
    if found := re.fullmatch(r"(\w+) met (\d+) new in (\w+), (\d+) right", step):
        await answer_many(
            world, found[1], {_domain(world, found[3]): (int(found[4]), int(found[2]))}
        )
        return ""
    if step == "the thread":
        return "\n".join(text(card) for card in (await world.threads())[-1])
    if found := re.fullmatch(r"(\d+) elsewhere met (\S+): the able chose (\d), others (\d)", step):
        await many_met(world, found[2], int(found[1]), int(found[3]) - 1, int(found[4]) - 1)
        return ""
    if found := re.fullmatch(r"(\w+) presses (.+?)( in the (?:channel|thread))?", step):
        name, label = found[1], found[2]
        card = None if found[3] else last.get(name)
        if card is None or label not in buttons(card):
            in_thread = found[3] == " in the thread"
            shown = (await world.threads())[-1] if in_thread else await _in_sight(world, name)
            offered = [c for c in reversed(shown) if label in buttons(c)]
            assert offered, f"nothing shown offers {label}: {step}"
            card = offered[0]
        last[name] = await world.press(name, action(card, label))
    elif found := re.fullmatch(r"(\w+) types ?(.*)", step):
        last[found[1]] = await world.press(found[1], found[2])
    elif found := re.fullmatch(r"(\w+) answers ([\d ]*), (\w*)", step):
        submit = last[found[1]].submit
        assert submit is not None, f"{found[1]} has no form open"
        inputs = {"response": tuple(found[2].split()), "confidence": (found[3],)}
        last[found[1]] = await world.press(found[1], submit.action, inputs)
    elif found := re.fullmatch(r"(\w+) writes (.*)", step):
        submit = last[found[1]].submit
        assert submit is not None, f"{found[1]} has no form open"
        last[found[1]] = await world.press(found[1], submit.action, {"text": (found[2],)})
    elif found := re.fullmatch(r"(\w+) fills (.*)", step):
        submit = last[found[1]].submit
        assert submit is not None, f"{found[1]} has no form open"
        pairs = (part.partition("=") for part in found[2].split("; "))
        inputs = {
            name.strip(): tuple(value.split())
            if name == "response"
            else tuple(value.strip().split(" / "))
            for name, _, value in pairs
        }
        last[found[1]] = await world.press(found[1], submit.action, inputs)
    elif found := re.fullmatch(r"(\w+) is told", step):
        await world.settle()
        last[found[1]] = (await world.told(found[1]))[-1]
    else:
        raise ValueError(f"this step is not understood: {step}")
    await world.carrier.carry()
    return text(last[step.split()[0]])


async def _in_sight(world: World, name: str) -> list[Card]:
    """Give what stands in the channel where somebody is."""
    stand = world.stands.get(name)
    if stand is None:
        return await world.channel()
    where = stand.where
    return [m.card for m in world.posted(where.platform) if m.spot.address == where.address]


def _go(world: World, name: str, place: str | None, platform: str, *, admin: bool) -> None:
    if place is None:
        del world.stands[name]
        return
    channel = place.removeprefix("#") if place.startswith("#") else ""
    zone = "Europe/Lisbon" if platform == "slack" else ""
    world.go(name, channel, platform, may_found=admin, zone=zone)


def _domain(world: World, title: str) -> str:
    """Give the domain of that title, in whichever pack."""
    packs = (catalogue.pack for catalogue in world.library.catalogues.values())
    return next(domain.id for pack in packs for domain in pack.domains if domain.title == title)


async def _review(world: World, day: int, at: str) -> None:
    def work(tx: Tx) -> None:
        group = tx.get(Group, 1)
        assert group is not None
        weekly.ensure_schedule(tx, group, day, at, world.clock.now)

    await wrap_future(world.database.write(work))


def main() -> None:
    """Write what is shown anew in the named dialogs, or in all."""
    wanted = [Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("*.txt"))
    for path in wanted:
        with tempfile.TemporaryDirectory() as folder:
            path.write_text(asyncio.run(replay(path.read_text(), Path(folder))))


if __name__ == "__main__":
    main()
