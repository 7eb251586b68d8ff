"""Teams that follow Slack's user groups."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cards.text import card_text
from tests.adapters.slack.guild import guild_world
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
