"""The whole program as a process of its own, against the stand-in for Discord."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.adapters.printed import printed
from tests.fakes.discord import Channel, Discord, Guild, Person, Reaction, Seen
from tests.running import Running, cohort


@dataclass
class Stage:
    """A server with a channel, its owner, and the addresses that the program is given."""

    discord: Discord
    guild: Guild
    channel: Channel
    owner: Person

    def settings(self) -> dict[str, str]:
        """Give what the program's environment says."""
        return {
            "DISCORD_TOKEN": self.discord.token,
            "DISCORD_API_BASE_URL": self.discord.api_url,
            "DISCORD_GATEWAY_URL": self.discord.gateway_url,
        }

    @asynccontextmanager
    async def program(self, folder: Path, **more: str) -> AsyncIterator[Running]:
        """Run the program until the end of the block, which has ended it by then."""
        running = Running(folder, says="Cohort is on Discord", **self.settings(), **more)
        await asyncio.to_thread(running.__enter__)
        try:
            yield running
        finally:
            await asyncio.to_thread(running.__exit__, None, None, None)


@asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    """Set up a server with a channel in it, and nothing of Cohort's."""
    async with Discord(pace=100) as discord:
        guild = discord.world.add_guild("Study hall")
        channel = discord.world.add_channel(guild, "study")
        owner = discord.person("Ann", guild)
        guild.owner_id = owner.user.id
        owner.place = channel
        owner.patience = 20.0
        yield Stage(discord, guild, channel, owner)


async def begun(here: Stage) -> Seen:
    """Let the owner set a group up and post its first question; give its message."""
    ann = here.owner
    await ann.until(lambda: "study-admin" in ann.commands())
    panel = await ann.types("/study-admin setup")
    assert "Three questions, and #study begins." in panel.text
    await ann.selects("AWS Certified Machine Learning Engineer – Associate (MLA-C01)")
    await ann.selects("Every day")
    assert "Before you save" in (await ann.clicks("Preview")).text
    assert "#study has begun" in (await ann.clicks("Save")).text
    assert "Posted" in (await ann.clicks("Post now")).text
    await ann.until(lambda: len(here.channel.messages) == 1)
    return Seen(next(iter(here.channel.messages.values())))


async def begin_answer(ann: Person, question: Seen) -> None:
    """Tap an option, or open the form where there are several to choose."""
    if "A" in question.labels:
        assert "You picked A" in (await ann.clicks("A", on=question)).text
        return
    await ann.clicks("Answer", on=question)
    assert ann.modal is not None
    for asked in ann.modal.questions:
        count = asked.data.get("max_values") or 1
        chosen = list(asked.options[:count])
        ann.modal.fill(asked.custom_id, chosen if count > 1 else chosen[0])


async def end_answer(ann: Person) -> Reaction:
    """Say how sure one is, or send the form."""
    return await ann.submits() if ann.modal is not None else await ann.clicks("Certain")


async def test_it_sets_up_posts_answers_and_ends_cleanly(tmp_path: Path) -> None:
    async with stage() as here, here.program(tmp_path) as running:
        question = await begun(here)
        await begin_answer(here.owner, question)
        verdict = await end_answer(here.owner)
        assert verdict.message is not None
        assert verdict.message.is_private
        assert "Facts as of" in verdict.text
        status = await asyncio.to_thread(running.stop)
        assert status == 0, running.errors
        assert [each for each in here.discord.requests if each.status >= 400] == []
        assert running.errors == ""


@pytest.mark.long
async def test_an_answer_begun_before_a_restart_is_ended_after_it(tmp_path: Path) -> None:
    async with stage() as here:
        async with here.program(tmp_path):
            await begin_answer(here.owner, await begun(here))
        written = here.discord.world.command_writes
        here.discord.clock.advance(10)
        async with here.program(tmp_path) as running:
            assert "Facts as of" in (await end_answer(here.owner)).text
        assert running.errors == ""
        assert here.discord.world.command_writes == written == 2


@pytest.mark.long
async def test_a_wrong_token_is_one_sentence(tmp_path: Path) -> None:
    async with stage() as here:
        wrong = here.settings() | {"DISCORD_TOKEN": "not-the-token"}
        result = await asyncio.to_thread(lambda: cohort(tmp_path, "run", **wrong))
    assert result.returncode == 1
    assert "Discord does not accept DISCORD_TOKEN" in result.stderr
    assert "Traceback" not in result.stderr
    assert "not-the-token" not in result.stderr


async def test_the_doctor_gives_the_link_and_what_is_missing(tmp_path: Path) -> None:
    async with stage() as here:
        told = await asyncio.to_thread(lambda: cohort(tmp_path, "doctor", **here.settings()))
    assert told.returncode == 0, told.stderr
    said = told.stdout.replace(str(here.discord.world.bot.id), "…")
    assert said == printed("discord", "Discord")
    assert here.discord.token not in told.stdout + told.stderr
