"""The stand-in by hand: a server to point the program at, and people who do what is typed.

Knows a few words for what a person does; must not know the program.

    python -m tests.fakes.discord --people Ann Bob --port 8065

prints the settings to start the program with, then takes lines such as

    ann /study practice n=5 domain=Modeling
    ann click Sure
    ann choose One Two
    ann fill A note = It was the lakehouse
    ann submit
    ann look
    ann dm
    advance 900
"""

from __future__ import annotations

import argparse
import asyncio
import shlex
import sys
from typing import Any

from tests.fakes.discord.entities import Channel
from tests.fakes.discord.permissions import MANAGE_GUILD
from tests.fakes.discord.person import Person, Reaction
from tests.fakes.discord.seen import Seen
from tests.fakes.discord.server import Discord
from tests.fakes.discord.slash import NotOffered


async def serve(port: int, names: list[str], speed: float) -> None:
    """Run a stand-in with one server; the first person leads it."""
    discord = Discord(speed=speed)
    guild = discord.world.add_guild("Study hall")
    general = discord.world.add_channel(guild, "general")
    lead = discord.world.add_role(guild, "Lead", MANAGE_GUILD)
    people: dict[str, Person] = {}
    for name in names:
        roles = () if people else (lead,)
        person = people[name.lower()] = discord.person(name, guild, roles=roles)
        person.place = general
    await discord.start(port)
    _say(f"DISCORD_TOKEN={discord.token}")
    _say(f"DISCORD_API_BASE_URL={discord.api_url}")
    _say(f"DISCORD_GATEWAY_URL={discord.gateway_url}")
    try:
        while line := await asyncio.to_thread(sys.stdin.readline):
            try:
                await obey(discord, people, general, line.strip())
            except (NotOffered, TimeoutError, KeyError, ValueError) as problem:
                _say(f"! {problem}")
    finally:
        await discord.stop()


async def obey(discord: Discord, people: dict[str, Person], general: Channel, line: str) -> None:
    """Let a person do what a line says, and show what came of it."""
    if not line:
        return
    who, _, rest = line.partition(" ")
    if who == "advance":
        discord.clock.advance(float(rest))
        return
    person = people[who.lower()]
    word, _, about = rest.partition(" ")
    match word:
        case "click":
            _show(person, await person.clicks(about))
        case "choose":
            _show(person, await person.selects(*shlex.split(about)))
        case "fill":
            label, _, text = about.partition("=")
            await person.fills({label.strip(): text.strip()})
        case "submit":
            _show(person, await person.submits())
        case "look":
            for seen in person.sees(general):
                _print(seen)
        case "dm":
            for seen in person.sees(person.dm()):
                _print(seen)
        case _ if word.startswith("/"):
            words = shlex.split(rest)
            path = " ".join(each for each in words if "=" not in each)
            given = (each.split("=", 1) for each in words if "=" in each)
            options: dict[str, Any] = {name: _value(text) for name, text in given}
            _show(person, await person.types(path, **options))
        case _:
            _say("! type /a command, click, choose, fill, submit, look, dm or advance")


def _value(text: str) -> object:
    if text.lstrip("-").isdigit():
        return int(text)
    return {"true": True, "false": False}.get(text, text)


def _show(person: Person, reaction: Reaction) -> None:
    if person.modal is not None and reaction.interaction.modal is not None:
        _say(f"[modal]\n{person.modal.text}")
    elif reaction.notice is not None:
        _say(f"! {reaction.notice}")
    elif reaction.message is not None:
        _print(reaction.message)


def _print(seen: Seen) -> None:
    _say(f"--- {'only you: ' if seen.is_private else ''}{seen.message.author.name}")
    _say(seen.text)
    if seen.buttons:
        _say(" ".join(f"[{each.label}]" for each in seen.buttons))
    for select in seen.selects:
        _say(f"<{select.placeholder}: {', '.join(select.options)}>")
    for file in seen.files:
        _say(f"({file.filename}, {len(file.content)} bytes)")


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    options = argparse.ArgumentParser(prog="python -m tests.fakes.discord")
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--speed", type=float, default=1.0)
    options.add_argument("--people", nargs="+", default=["Ann", "Bob"])
    given = options.parse_args()
    asyncio.run(serve(given.port, given.people, given.speed))
