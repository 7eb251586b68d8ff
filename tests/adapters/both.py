"""One program on Slack and on Discord at once: both stand-ins, and the program as it ships.

A ``Both`` has a workspace with a channel, a server with a channel, people on either, and one
clock for all of them, which tests move. The program runs as its operator runs it.
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

from tests.adapters.slack import test_program as on_slack
from tests.fakes import discord as discord_stand_in
from tests.fakes import slack as slack_stand_in
from tests.fakes.slack.kit.looks import labels
from tests.fakes.slack.kit.state import elements
from tests.running import ROOT, Running, environment

#: A Monday, 08:55 in Berlin, far enough ahead that no machine's own clock is later.
MONDAY = datetime(2031, 3, 3, 7, 55, tzinfo=UTC)
#: After the question of that day has closed.
CLOSED = MONDAY + timedelta(hours=8, minutes=10)
PATIENCE = 90.0
TOLD_OR_ASKED = re.compile("How sure are you|Add note")


class Moved(Running):
    """The program, which goes by the clock of a file in its folder."""

    def _start(self, errors: TextIO) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.moved_clock", "ahead", "run", "--no-open"],
            cwd=self.folder,
            env={**environment(self.folder, **self._more), "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )


class Killed(Exception):
    """The program is gone before what was waited for came about."""


@dataclass
class Both:
    """A channel on Slack, a channel on Discord, and a program that is on both."""

    folder: Path
    slack: slack_stand_in.Slack
    workspace: slack_stand_in.Workspace
    study: slack_stand_in.Channel
    discord: discord_stand_in.Discord
    server: discord_stand_in.Guild
    lounge: discord_stand_in.Channel
    now: datetime = MONDAY
    running: Running | None = None
    slackers: dict[str, slack_stand_in.Person] = field(default_factory=dict)
    discorders: dict[str, discord_stand_in.Person] = field(default_factory=dict)

    def on_slack(self, name: str, *, admin: bool = False) -> slack_stand_in.Person:
        """Give somebody of the workspace, who is in the channel."""
        if name not in self.slackers:
            made = self.slack.person(self.workspace, name, channels=[self.study], admin=admin)
            self.slackers[name] = made
        return self.slackers[name]

    def on_discord(self, name: str) -> discord_stand_in.Person:
        """Give somebody of the server, who looks at the channel; the first one owns it."""
        if name not in self.discorders:
            made = self.discord.person(name, self.server)
            made.place, made.patience = self.lounge, PATIENCE
            if not self.discorders:
                self.server.owner_id = made.user.id
            self.discorders[name] = made
        return self.discorders[name]

    def pass_time(self, **amount: float) -> None:
        """Let time pass for both platforms and for the program."""
        self.at(self.now + timedelta(**amount))

    def at(self, moment: datetime) -> None:
        """Set the clock of both platforms and of the program forward."""
        ahead = (moment - self.now).total_seconds()
        self.slack.clock.advance(ahead)
        self.discord.clock.advance(ahead)
        self.now = moment
        self.write_clock()

    def write_clock(self) -> None:
        """Tell the program the time."""
        seconds = self.slack.clock.now() - datetime.now(UTC).timestamp()
        # Whoever reads it between the two steps of a write would read nothing.
        (self.folder / "next").write_text(f"{seconds}")
        (self.folder / "next").replace(self.folder / "ahead")

    @asynccontextmanager
    async def program(self, **more: str) -> AsyncIterator[Running]:
        """Run the program until the end of the block, which has ended it by then."""
        given = {
            **on_slack.keys(self.slack, self.workspace),
            "DISCORD_TOKEN": self.discord.token,
            "DISCORD_API_BASE_URL": self.discord.api_url,
            "DISCORD_GATEWAY_URL": self.discord.gateway_url,
            **more,
        }
        running = Moved(self.folder, says="Cohort is on Discord", **given)
        self.running = running
        try:
            await asyncio.to_thread(running.__enter__)
            await self.until(lambda: self.slack.socket.sockets)
            yield running
        finally:
            await asyncio.to_thread(running.__exit__, None, None, None)
            if running.process.stdout is not None:
                running.process.stdout.close()  # a program that was killed leaves it open
            await self.slack.until(lambda: not self.slack.socket.sockets, PATIENCE)

    async def until(self, holds: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Wait until something holds on either side. Raises ``Killed`` where the program is."""
        running = self.running

        def over() -> object:
            return holds() or (running is not None and running.process.poll() is not None)

        await self.slack.until(over, seconds)
        if not holds():
            raise Killed

    def slack_posts(self) -> list[slack_stand_in.Message]:
        """Give what Cohort has posted in the channel on Slack, without the threads."""
        every = self.study.messages.values()
        return [each for each in every if each.by_app and not each.thread]

    def slack_thread(self, above: slack_stand_in.Message) -> list[slack_stand_in.Message]:
        """Give what Cohort has posted in a message's thread."""
        every = self.study.messages.values()
        return [each for each in every if each.by_app and each.thread == above.ts]

    def discord_posts(self) -> list[discord_stand_in.Seen]:
        """Give what Cohort has posted in the channel on Discord."""
        every = self.lounge.messages.values()
        return [discord_stand_in.Seen(each) for each in every if each.has_v2]

    def discord_thread(self, above: discord_stand_in.Seen) -> list[discord_stand_in.Seen]:
        """Give what Cohort has posted in a message's thread."""
        thread = above.message.thread
        every = thread.messages.values() if thread else ()
        return [discord_stand_in.Seen(each) for each in every if each.has_v2]

    async def begin_on_slack(self) -> None:
        """Let Ann begin a group on Slack and post its first question."""
        await on_slack.set_up(self.slack, self.on_slack("Ann", admin=True), self.study)

    async def begin_on_discord(self) -> None:
        """Let Bob begin a group on Discord as it is proposed, and post its first question."""
        bob = self.on_discord("Bob")
        await bob.until(lambda: "study-admin" in bob.commands())
        await bob.types("/study-admin setup")
        for label, said in (("Preview", "you save"), ("Save", "has begun"), ("Post now", "Posted")):
            assert said in (await bob.clicks(label)).text
        await self.until(self.discord_posts)

    async def begin(self) -> None:
        """Let Ann begin a group on Slack, and Bob bring it to Discord by the code she was given."""
        await self.begin_on_slack()
        ann, bob = self.on_slack("Ann"), self.on_discord("Bob")
        await ann.types("/study setup place", in_=self.study)
        await self.until(lambda: "join:" in ann.reads(ann.view))
        code = ann.reads(ann.view).partition("join:")[2].partition("`")[0].split()[0]
        await bob.until(lambda: "study-admin" in bob.commands())
        joined = await bob.types("/study-admin setup", join=code)
        assert "is a place of #study now" in joined.text, joined.text
        await self.until(self.discord_posts)


async def answer_on_slack(
    here: Both, name: str, question: slack_stand_in.Message, place: int = 0
) -> str:
    """Let somebody answer a question of any kind; give the verdict. ``place`` is the option."""
    who, letter = here.on_slack(name), "ABCD"[place]
    if who.view is not None:
        await who.dismisses()
    if letter in labels(question.blocks):
        await who.clicks(letter, on=question)
        await here.until(lambda: TOLD_OR_ASKED.search(who.reads(who.view)))
        if "How sure are you?" in who.reads(who.view):
            await who.clicks("Certain")
    else:
        await who.clicks("Answer", on=question)
        await here.until(
            lambda: who.view and ("submit" in who.view.body or "Add note" in who.reads(who.view))
        )
        assert who.view is not None
    if who.view is not None and "submit" in who.view.body:
        for block, element in elements(who.view.body["blocks"]):
            if block["type"] == "input":
                _, how, count, number, _ = block["block_id"].split(":")
                said = [one["text"]["text"] for one in element["options"]]
                one = said[(int(number) + place) % len(said)]
                await who.fills(
                    {block["block_id"]: tuple(said[: int(count)]) if how == "many" else one}
                )
        await who.submits()
    await here.until(lambda: "Add note" in who.reads(who.view))
    return who.reads(who.view)


async def answer_on_discord(
    here: Both, name: str, question: discord_stand_in.Seen, place: int = 0
) -> str:
    """Let somebody answer a question of any kind; give the verdict. ``place`` is the option."""
    who, letter = here.on_discord(name), "ABCD"[place]
    who.modal = None
    opened = await who.clicks(letter if letter in question.labels else "Answer", on=question)
    if opened.message is not None and "Add note" in opened.message.labels:
        return opened.text
    if letter in question.labels:
        assert "You picked" in opened.text
        return (await who.clicks("Certain")).text
    if who.modal is not None:
        for asked in who.modal.questions:
            chosen = list(asked.options[: asked.data.get("max_values") or 1])
            who.modal.fill(asked.custom_id, chosen if len(chosen) > 1 else chosen[0])
        return (await who.submits()).text
    assert opened.message is not None
    menus = [(each.custom_id, each.options) for each in opened.message.selects]
    for number, (menu, options) in enumerate(menus):
        await who.selects(options[(number + place) % len(options)], on=opened.message, menu=menu)
    return (await who.clicks(opened.message.labels[0], on=opened.message)).text


@asynccontextmanager
async def both(folder: Path, *scopes: str, ack: float = 3.0) -> AsyncIterator[Both]:
    """Give both stand-ins at the same time of a Monday morning.

    ``scopes`` are those beside; ``ack`` is how long Slack waits for an acknowledgement.
    """
    waits = slack_stand_in.Waits(ack=ack)
    async with (
        slack_stand_in.Slack(limited=False, start=MONDAY, waits=waits) as one,
        discord_stand_in.Discord(pace=100, start=MONDAY) as other,
    ):
        workspace = one.workspace(scopes={*one.app.scopes, *scopes})
        server = other.world.add_guild("Study hall")
        made = Both(
            folder=folder,
            slack=one,
            workspace=workspace,
            study=one.channel(workspace),
            discord=other,
            server=server,
            lounge=other.world.add_channel(server, "lounge"),
        )
        made.write_clock()
        yield made


async def live_day(here: Both) -> None:
    """Let three on Slack and three on Discord answer the newest question, not all alike."""
    asked, asked_too = here.slack_posts()[-1], here.discord_posts()[-1]
    for name, place in (("Ann", 1), ("Cem", 0), ("Fay", 1)):
        await answer_on_slack(here, name, asked, place)
    for name, place in (("Bob", 2), ("Dee", 1), ("Gus", 1)):
        await answer_on_discord(here, name, asked_too, place)
