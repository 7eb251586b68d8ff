"""Cohort is sent away and let in again, channels go and open: what becomes of the groups."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.store.tables import Departure
from tests.adapters.discord.hall import Hall, hall, living
from tests.adapters.discord.test_surface import WEDNESDAY, deny, place_of
from tests.fakes.discord import Discord, changes, permissions


def departed(here: Hall) -> bool:
    """Say whether the server is known to have sent Cohort away."""
    key = ("discord", str(here.guild.id))
    return here.database.read_now(lambda tx: tx.get(Departure, key)) is not None


async def test_a_server_that_removes_cohort_is_left_in_peace_and_may_take_it_back(
    tmp_path: Path,
) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        changes.kick_bot(here.discord.world, here.guild)
        await here.until(lambda: departed(here))
        assert place_of(here).pause_reason == "Cohort was removed from the server"
        asked = len(here.discord.requests)
        await here.at(WEDNESDAY)
        assert len(here.discord.requests) == asked
        here.discord.world.add_bot(here.guild)
        await here.until(lambda: not departed(here))
        await here.at(WEDNESDAY + timedelta(days=1))
        assert place_of(here).paused_at is None
        assert "Thursday" in here.seen()[-1].text


async def test_being_sent_away_and_let_in_is_noticed_after_a_restart(tmp_path: Path) -> None:
    async with Discord(pace=1000) as discord:
        guild = discord.world.add_guild("Study hall")
        study = discord.world.add_channel(guild, "main")
        other = discord.world.add_guild("Another")
        lounge = discord.world.add_channel(other, "lounge")
        async with living(tmp_path, discord, guild, study) as here:
            await here.found("Ann")
        changes.kick_bot(discord.world, guild)
        discord.clock.advance(10)
        async with living(tmp_path, discord, other, lounge) as here:
            here.guild = guild
            await here.until(lambda: departed(here))
        discord.world.add_bot(guild)
        discord.clock.advance(10)
        async with living(tmp_path, discord, guild, study) as here:
            await here.until(lambda: not departed(here))
            assert place_of(here).paused_at is None


async def test_an_outage_of_a_server_is_no_departure(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        changes.outage(here.discord.world, here.guild)
        changes.outage(here.discord.world, here.guild, over=True)
        await here.person("Ann").clicks("A", in_=here.study)
        assert not departed(here)
        assert place_of(here).paused_at is None


async def test_a_channel_that_is_deleted_is_paused_at_once(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        changes.delete_channel(here.discord.world, here.study)
        await here.until(lambda: place_of(here).paused_at is not None)
        assert place_of(here).pause_reason == "the channel was deleted"
        await here.settle()
        (told,) = here.person("Ann").told()
        assert "The reason: the channel was deleted." in told.text


async def test_a_permission_that_is_given_back_opens_the_place_again(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        await deny(here, permissions.SEND_MESSAGES)
        await here.at(WEDNESDAY)
        assert "“Send Messages”" in place_of(here).pause_reason
        await deny(here, 0)
        await here.until(lambda: place_of(here).paused_at is None)
        await here.at(WEDNESDAY + timedelta(days=1))
        assert "Thursday" in here.seen()[-1].text


async def test_the_lead_is_told_alone_what_is_missing_where(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann", "Ben")
        await deny(here, permissions.SEND_MESSAGES)
        await here.at(WEDNESDAY)
        await here.settle()
        (told,) = here.person("Ann").told()
        assert "Cohort lacks “Send Messages” there." in told.text
        assert here.person("Ben").told() == []
        checked = await here.person("Ann").clicks("Self-check", on=told)
        assert "“Send Messages”" in checked.text


async def test_the_self_check_names_what_is_missing_before_anything_was_refused(
    tmp_path: Path,
) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        await deny(here, permissions.CREATE_PUBLIC_THREADS)
        checked = await here.person("Ann").types("/study-admin setup", part="check")
        assert "Cohort lacks “Create Public Threads” here." in checked.text
