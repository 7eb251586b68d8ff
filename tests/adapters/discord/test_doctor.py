"""What the doctor says of Discord: each thing that can be missing has its sentence."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import discord as library
import pytest

from bot.adapters.discord.client import Ends
from bot.adapters.discord.doctor import examine, invitation
from bot.services.doctoring import Home, Sort
from tests.fakes.discord import Channel, Discord, Guild, Kind, changes, permissions


@dataclass
class Ward:
    """A server with a channel in which a group lives."""

    discord: Discord
    guild: Guild
    channel: Channel

    async def says(self, *, token: str = "", now: float = 0.0, **home: str) -> list[str]:
        """Give what is missing, or could be better."""
        values = {
            "group": "ml",
            "workspace": str(self.guild.id),
            "address": str(self.channel.id),
            "name": "study",
            "trouble": "",
            **home,
        }
        ends = Ends(self.discord.api_url, self.discord.gateway_url)
        found = await examine(
            token or self.discord.token, ends, [Home(**values)], lambda: now or time.time()
        )
        return [each.text for each in found if each.sort is not Sort.WELL]


@pytest.fixture
async def ward() -> AsyncIterator[Ward]:
    """Give a server in which all is well."""
    async with Discord(pace=1000) as discord:
        guild = discord.world.add_guild("Study hall")
        yield Ward(discord, guild, discord.world.add_channel(guild, "study"))


async def test_where_all_is_well_nothing_is_missing(ward: Ward) -> None:
    assert await ward.says() == []
    assert ward.discord.gateway.connected == 0


async def test_the_invitation_asks_for_what_is_needed_and_no_more() -> None:
    url = invitation(42)
    assert "client_id=42" in url
    assert "scope=bot+applications.commands" in url
    asked = library.Permissions(int(url.partition("permissions=")[2].partition("&")[0]))
    assert asked.view_channel
    assert asked.send_messages
    assert not asked.administrator
    assert not asked.mention_everyone
    assert not asked.manage_messages


@pytest.mark.parametrize(
    ("name", "bit"),
    [
        ("View Channel", permissions.VIEW_CHANNEL),
        ("Send Messages", permissions.SEND_MESSAGES),
        ("Create Public Threads", permissions.CREATE_PUBLIC_THREADS),
        ("Send Messages in Threads", permissions.SEND_MESSAGES_IN_THREADS),
        ("Attach Files", permissions.ATTACH_FILES),
        ("Read Message History", permissions.READ_MESSAGE_HISTORY),
    ],
)
async def test_each_missing_permission_is_named(ward: Ward, name: str, bit: int) -> None:
    role = changes.bot_role(ward.discord.world, ward.guild)
    changes.allow(ward.discord.world, ward.channel, role, deny=bit)
    (said,) = await ward.says()
    assert f"“{name}”" in said


async def test_a_wrong_token_is_said_and_not_shown(ward: Ward) -> None:
    (said,) = await ward.says(token="wrong-token")
    assert "DISCORD_TOKEN is not accepted" in said
    assert "wrong-token" not in said


@pytest.mark.parametrize(("off", "which"), [(300, "ahead of"), (-300, "behind")])
async def test_a_clock_that_is_off_is_said(ward: Ward, off: int, which: str) -> None:
    (said,) = await ward.says(now=time.time() + off)
    assert "s " + which + " Discord's" in said


async def test_a_discord_that_cannot_be_reached_is_said() -> None:
    ends = Ends("http://127.0.0.1:9/api/v10")
    found = await examine("token", ends, [])
    assert "cannot be reached at http://127.0.0.1:9" in found[0].text
    assert found[1].sort is Sort.MISSING


async def test_a_deleted_channel_and_a_server_without_us_are_said(ward: Ward) -> None:
    changes.delete_channel(ward.discord.world, ward.channel)
    (said,) = await ward.says()
    assert said == "#study of ml: the channel is gone."
    changes.kick_bot(ward.discord.world, ward.guild)
    (said,) = await ward.says()
    assert "Cohort" in said
    assert said.startswith("#study of ml: ")


async def test_a_paused_place_tells_why_and_how_to_go_on(ward: Ward) -> None:
    (said,) = await ward.says(trouble="Cohort lacks “Send Messages” there")
    assert "Paused: Cohort lacks “Send Messages” there." in said
    assert "Test post" in said


async def test_a_role_that_is_gone_or_notifies_nobody_is_said(ward: Ward) -> None:
    (said,) = await ward.says(mention="@Students")
    assert "there is no role “@Students” (any more)" in said
    role = ward.discord.world.add_role(ward.guild, "Students")
    (said,) = await ward.says(mention="@Students")
    assert "Allow anyone to @mention" in said
    role.mentionable = True
    assert await ward.says(mention="@Students") == []


async def test_presses_that_go_elsewhere_are_said(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.fakes.discord import payloads

    shown = payloads.application

    def elsewhere(*args: object) -> dict[str, object]:
        return shown(*args) | {"interactions_endpoint_url": "https://example.org"}  # type: ignore[arg-type]

    monkeypatch.setattr(payloads, "application", elsewhere)
    (said,) = await ward.says()
    assert "Interactions Endpoint URL" in said


async def test_a_post_of_a_forum_is_looked_at_through_its_forum(ward: Ward) -> None:
    forum = ward.discord.world.add_channel(ward.guild, "questions", Kind.FORUM)
    post = Channel(
        id=ward.discord.world.ids.old(),
        kind=Kind.PUBLIC_THREAD,
        name="ml",
        guild=ward.guild,
        parent_id=forum.id,
        owner_id=ward.guild.owner_id,
    )
    ward.guild.channels[post.id] = ward.discord.world.channels[post.id] = post
    assert await ward.says(address=str(post.id)) == []
