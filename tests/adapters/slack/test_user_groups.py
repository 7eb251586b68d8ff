"""Slack's user groups: teams that follow them, and the one that the daily question calls."""

from __future__ import annotations

from asyncio import wrap_future
from pathlib import Path

import pytest

from bot.cards.text import card_text
from bot.store.tables import Group
from bot.store.tx import Tx
from tests.adapters.slack.guild import GuildWorld, guild_world
from tests.fakes.slack.kit.looks import mentions
from tests.fakes.slack.world import SCOPES


@pytest.mark.parametrize("named", ["red-team", "@Red Team"])
async def test_whoever_is_moved_in_slack_moves_here(tmp_path: Path, named: str) -> None:
    async with guild_world(tmp_path, scopes={*SCOPES, "usergroups:read"}) as world:
        await world.open_group("Ann", "Ben")
        await world.press("Ben", "practice 1")
        red = world.slack.user_group(world.guild, "red-team", [world.person("Ben")])
        red.name = "Red Team"
        world.slack.user_group(world.guild, "blue-team", [world.person("Ann")])
        await world.press("Ann", f"team follow {named}")
        assert await world.heard.groups.look() == 1
        teams = card_text(await world.press("Ann", "team list"))
        assert named.removeprefix("@") in teams
        assert "blue" not in teams
        red.users.clear()
        assert await world.heard.groups.look() == 1
        assert await world.heard.groups.look() == 0


async def test_without_the_scope_it_says_so_and_moves_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with guild_world(tmp_path) as world:
        await world.open_group("Ann")
        await world.press("Ann", "team follow red-team")
        assert await world.heard.groups.look() == 0
        assert "lacks the scope usergroups:read" in caplog.text
        assert await world.heard.groups.look() == 0


@pytest.mark.parametrize("named", ["@red-team", "Red Team"])
async def test_the_daily_question_calls_the_group_that_a_lead_named(
    tmp_path: Path, named: str
) -> None:
    async with guild_world(tmp_path, scopes={*SCOPES, "usergroups:read"}) as world:
        await world.open_group("Ann", "Ben", post=False)
        red = world.slack.user_group(world.guild, "red-team", [world.person("Ben")])
        red.name = "Red Team"
        await mention(world, named)
        await world.press("Ann", "post now")
        await world.settle()
        posted = [each for each in world.study.messages.values() if each.by_app][-1]
        assert mentions(posted.text, posted.blocks) == [f"!subteam^{red.id}"]
        await world.pass_time(hours=10)
        assert mentions(posted.text, posted.blocks) == []
        thread = [each for each in world.study.messages.values() if each.thread]
        assert mentions(thread[0].text, thread[0].blocks) == []


@pytest.mark.parametrize("scopes", [SCOPES, (*SCOPES, "usergroups:read")])
async def test_nobody_is_called_whom_slack_does_not_know(
    tmp_path: Path, scopes: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    async with guild_world(tmp_path, scopes=scopes) as world:
        await world.open_group("Ann", post=False)
        await mention(world, "<!channel>")
        await world.press("Ann", "post now")
        await world.settle()
        posted = [each for each in world.study.messages.values() if each.by_app][-1]
        assert mentions(posted.text, posted.blocks) == []
        assert "mention" in caplog.text


async def mention(world: GuildWorld, name: str) -> None:
    """Let the group's daily question mention somebody."""

    def work(tx: Tx) -> None:
        group = tx.get(Group, 1)
        assert group is not None
        group.mention = name
        tx.add(group)

    await wrap_future(world.database.write(work))
