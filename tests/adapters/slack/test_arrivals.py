"""Comings and goings: channels that close and open, and the app sent away and brought back."""

from __future__ import annotations

from asyncio import wrap_future

import pytest

from bot.store import groups
from bot.store.tables import Departure
from bot.store.tx import Tx
from tests.adapters.slack.guild import GuildWorld


async def reason(world: GuildWorld) -> str:
    """Give why the channel is paused; empty where it is not."""
    read = world.database.read(lambda tx: groups.places_of(tx, 1)[0].pause_reason)
    return await wrap_future(read)


async def tell(world: GuildWorld, **event: object) -> None:
    """Let Slack tell an event, and Cohort do what follows."""
    world.slack.events.send(world.guild, dict(event))
    await world.settled()


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("channel_archive", "archived"),
        ("channel_deleted", "deleted in Slack"),
        ("channel_left", "/invite @Cohort"),
        ("group_left", "/invite @Cohort"),
    ],
)
async def test_a_channel_that_closes_pauses_and_its_lead_is_told(
    world: GuildWorld, kind: str, said: str
) -> None:
    await tell(world, type=kind, channel=world.study.id)
    assert said in await reason(world)
    await world.settle()
    told = world.person("Ann").reads(world.person("Ann").last(world.person("Ann").dm))
    assert "cannot be posted" in told
    assert said in told


async def test_a_channel_that_opens_again_goes_on(world: GuildWorld) -> None:
    await tell(world, type="channel_archive", channel=world.study.id)
    await tell(world, type="channel_unarchive", channel=world.study.id)
    assert await reason(world) == ""


async def test_only_our_own_leaving_counts(world: GuildWorld) -> None:
    ben = world.person("Ben")
    await tell(world, type="member_left_channel", channel=world.study.id, user=ben.id)
    assert await reason(world) == ""
    own = world.guild.bot_user
    await tell(world, type="member_left_channel", channel=world.study.id, user=own)
    assert "/invite @Cohort" in await reason(world)
    await tell(world, type="member_joined_channel", channel=world.study.id, user=own)
    assert await reason(world) == ""


async def test_a_channel_where_no_group_lives_is_nobodys_trouble(world: GuildWorld) -> None:
    await tell(world, type="channel_archive", channel="C0NOBODY")
    assert await reason(world) == ""


async def departures(world: GuildWorld) -> int:
    """Count the workspaces that have sent Cohort away."""

    def read(tx: Tx) -> int:
        return int(tx.get(Departure, ("slack", world.guild.id)) is not None)

    return await wrap_future(world.database.read(read))


async def test_an_app_that_is_sent_away_begins_its_time_of_grace_once(world: GuildWorld) -> None:
    world.slack.uninstall(world.guild)
    await world.settled()
    assert await departures(world) == 1
    assert "removed from this workspace" in await reason(world)


async def test_a_single_persons_token_that_is_revoked_changes_nothing(world: GuildWorld) -> None:
    await tell(world, type="tokens_revoked", tokens={"oauth": ["U1"], "bot": []})
    assert await departures(world) == 0
