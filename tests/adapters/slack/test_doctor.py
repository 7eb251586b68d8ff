"""The doctor: what is missing is named with its cure, and nothing secret is shown."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from bot.adapters.slack.doctor import examine
from bot.adapters.slack.running import Keys
from bot.adapters.slack.scopes import OPTIONAL
from bot.services.doctoring import Finding, Home, Sort
from tests.adapters.printed import printed
from tests.adapters.slack.test_program import keys as settings
from tests.fakes.slack import Slack, Workspace
from tests.fakes.slack.world import SCOPES
from tests.running import cohort

EVERY = {*SCOPES, *(scope for scopes in OPTIONAL for scope in scopes)}


def keys(slack: Slack, guild: Workspace, **other: str) -> Keys:
    """Give the operator's keys."""
    given = {"bot_token": guild.token, "app_token": slack.app.app_token, "api": slack.base_url}
    return Keys(**{**given, **other})  # type: ignore[arg-type]


def said(found: list[Finding], sort: Sort) -> str:
    """Give what was found of a sort."""
    return "\n".join(each.text for each in found if each.sort is sort)


async def test_where_all_is_well_nothing_is_missing() -> None:
    async with Slack() as slack:
        guild = slack.workspace(scopes=EVERY)
        study = slack.channel(guild)
        home = Home(group="study", workspace=guild.id, address=study.id, name="study", trouble="")
        found = await examine(keys(slack, guild), [home])
    assert said(found, Sort.MISSING) == said(found, Sort.OPTIONAL) == ""
    assert "Cohort is in Analytics Guild" in said(found, Sort.WELL)
    assert f"#study of study, {study.id}: Cohort is in it" in said(found, Sort.WELL)


async def test_a_missing_scope_is_named_with_its_use_and_its_cure() -> None:
    async with Slack() as slack:
        guild = slack.workspace(scopes={"commands", "chat:write", "im:write", "users:read"})
        found = await examine(keys(slack, guild), [])
    assert "Scope files:write, for workbooks and charts: add it" in said(found, Sort.MISSING)
    assert "channels:history" in said(found, Sort.OPTIONAL)
    assert "/study setup" in said(found, Sort.OPTIONAL)


async def test_wrong_tokens_are_told_apart() -> None:
    async with Slack() as slack:
        guild = slack.workspace()
        bot = await examine(keys(slack, guild, bot_token="xoxb-old"), [])
        app = await examine(keys(slack, guild, app_token="xapp-old"), [])
    assert "SLACK_BOT_TOKEN: Slack does not know my token" in said(bot, Sort.MISSING)
    assert "SLACK_APP_TOKEN (invalid_auth)" in said(app, Sort.MISSING)
    assert "connections:write" in said(app, Sort.MISSING)
    assert "xoxb-old" not in str(bot)
    assert "xapp-old" not in str(app)


@pytest.mark.parametrize(
    ("off", "words"), [(90, "ahead of Slack's"), (-400, "signed requests are refused")]
)
async def test_a_clock_that_is_off_is_said(off: int, words: str) -> None:
    async with Slack() as slack:
        guild = slack.workspace()
        found = await examine(keys(slack, guild), [], lambda: time.time() + off)
    assert words in said(found, Sort.MISSING)


async def test_channels_that_are_closed_are_found_before_the_next_question() -> None:
    async with Slack() as slack:
        guild = slack.workspace(scopes=EVERY)
        shut = slack.channel(guild, "shut", archived=True)
        out = slack.channel(guild, "out", with_app=False)
        homes = [
            Home(group=name, workspace=guild.id, address=address, name=name, trouble="")
            for name, address in (("shut", shut.id), ("out", out.id), ("gone", "C0GONE"))
        ]
        found = await examine(keys(slack, guild), homes)
    assert "#shut of shut is archived" in said(found, Sort.MISSING)
    assert "#out of out: type `/invite @Cohort` there" in said(found, Sort.MISSING)
    assert "#gone of gone: Slack shows me no such channel" in said(found, Sort.MISSING)


async def test_slack_that_cannot_be_reached_is_said() -> None:
    found = await examine(Keys(bot_token="xoxb-1", api="http://127.0.0.1:9/api/"), [])
    assert "Slack cannot be reached at http://127.0.0.1:9/api/" in said(found, Sort.MISSING)


@pytest.mark.long
async def test_the_command_ends_with_status_1_where_something_is_missing(tmp_path: Path) -> None:
    async with Slack() as slack:
        guild = slack.workspace()
        good = await asyncio.to_thread(cohort, tmp_path, "doctor", **settings(slack, guild))
        slack.world.grants[guild.token].scopes.discard("files:write")
        bad = await asyncio.to_thread(cohort, tmp_path, "doctor", **settings(slack, guild))
        none = await asyncio.to_thread(cohort, tmp_path, "doctor")
    assert (good.returncode, bad.returncode, none.returncode) == (0, 1, 1)
    assert good.stdout == printed("slack", "Slack")
    assert "MISSING  Scope files:write" in bad.stdout
    assert "No platform's token is set" in none.stderr
    assert guild.token not in good.stdout + good.stderr + bad.stdout + bad.stderr
