"""The platforms that a program is on: their keys from the settings, their adapters when wanted.

An adapter is loaded only where its keys are set. It knows how each is begun, and nothing of
what it does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.core.errors import Misused
from bot.services.departing import Departures
from bot.services.desk import Desk
from bot.services.following import TeamBook
from bot.services.surface import Surface
from bot.services.workshop import Workshop
from bot.settings import Settings

#: How each sort of finding is called in the report.
_CALLED = {"well": "well    ", "missing": "MISSING ", "optional": "could   "}

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from bot.adapters.discord.client import Ends
    from bot.adapters.discord.home import DiscordHome
    from bot.adapters.slack.running import Keys, Posting
    from bot.services.doctoring import Finding, Home


def post_to_discord(
    settings: Settings, workshop: Workshop, surfaces: dict[str, Surface]
) -> DiscordHome | None:
    """Make the way out to Discord, where its token is set, and give its surface to ``surfaces``."""
    if settings.discord_token is None:
        return None
    from bot.adapters.discord.home import DiscordHome

    home = DiscordHome(settings.discord_token.get_secret_value(), workshop, _ends(settings))
    surfaces[home.platform] = home.surface
    return home


def _ends(settings: Settings) -> Ends:
    from bot.adapters.discord.client import Ends

    return Ends(api=settings.discord_api_base_url, gateway=settings.discord_gateway_url)


def live_on_discord(
    home: DiscordHome,
    stack: AsyncExitStack,
    desk: Desk,
    departures: Departures,
    teams: TeamBook,
    say: Callable[[str], None],
) -> asyncio.Task[None]:
    """Be on Discord for as long as ``stack`` stands. The task ends before only if it failed."""
    living = asyncio.create_task(home.live(desk, departures, teams, say))

    async def leave() -> None:
        await home.close()
        living.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await living

    stack.push_async_callback(leave)
    return living


async def post_to_slack(
    settings: Settings,
    stack: AsyncExitStack,
    workshop: Workshop,
    surfaces: dict[str, Surface],
) -> Posting | None:
    """Open the way out to Slack, where its keys are set, and give its surface to ``surfaces``."""
    keys = slack_keys(settings)
    if keys is None:
        return None
    from bot.adapters.slack.running import posting

    out = await stack.enter_async_context(posting(keys, workshop))
    surfaces["slack"] = out.surface
    return out


async def listen_to_slack(
    settings: Settings,
    stack: AsyncExitStack,
    out: Posting,
    desk: Desk,
    departures: Departures,
    teams: TeamBook,
) -> dict[str, ASGIApp]:
    """Listen to Slack for as long as ``stack`` stands; give the web addresses that it comes to."""
    from bot.adapters.slack.running import listening
    from bot.adapters.slack.web import PATH

    keys = slack_keys(settings)
    assert keys is not None
    heard = await stack.enter_async_context(listening(out, desk, departures, teams, keys))
    return {} if heard.web is None else {PATH: heard.web}


def slack_keys(settings: Settings) -> Keys | None:
    """Give what Slack has given the operator; None where nothing is set.

    Raises ``Misused`` naming what is missing.
    """
    if "Slack" not in settings.platforms:
        return None
    bot, app, secret = (
        value.get_secret_value().strip() if value else ""
        for value in (
            settings.slack_bot_token,
            settings.slack_app_token,
            settings.slack_signing_secret,
        )
    )
    if not bot:
        raise Misused("SLACK_BOT_TOKEN is missing: see docs/slack.md, or `cohort doctor`.")
    if not app and not secret:
        raise Misused(
            "Slack needs one more: SLACK_APP_TOKEN, by which Cohort connects to it, or "
            "SLACK_SIGNING_SECRET, where Slack is to come to a web address of yours. See "
            "docs/slack.md."
        )
    from bot.adapters.slack.running import Keys

    return Keys(
        bot_token=bot, app_token=app, signing_secret=secret, api=settings.slack_api_base_url
    )


@dataclass(frozen=True, slots=True)
class Report:
    """What the doctor says, and whether all is well."""

    lines: tuple[str, ...]
    is_well: bool


async def examine(settings: Settings) -> Report:
    """Look at every platform whose keys are set. Raises ``Misused`` where none is."""
    slack = slack_keys(settings)
    parts: dict[str, list[Finding]] = {}
    if slack is not None:
        from bot.adapters.slack.doctor import examine

        parts["Slack"] = await examine(slack, _homes(settings, "slack"))
    if settings.discord_token is not None:
        from bot.adapters.discord import doctor

        token = settings.discord_token.get_secret_value()
        parts["Discord"] = await doctor.examine(token, _ends(settings), _homes(settings, "discord"))
    if not parts:
        raise Misused(
            "No platform's token is set, so there is nothing to look at. For Slack set "
            "SLACK_BOT_TOKEN and SLACK_APP_TOKEN: see docs/slack.md. For Discord set "
            "DISCORD_TOKEN: see docs/discord.md."
        )
    lines = [
        line
        for platform, found in parts.items()
        for line in (platform, *(f"{_CALLED[each.sort]} {each.text}" for each in found))
    ]
    every = [each for found in parts.values() for each in found]
    return Report(tuple(lines), all(each.sort != "missing" for each in every))


def _homes(settings: Settings, platform: str) -> list[Home]:
    """Give the channels of a platform's groups; none where there is no database yet."""
    from bot.services.doctoring import homes_on
    from bot.store.database import Database
    from bot.store.engine import read_url

    url = read_url(settings.database_url)
    if url.drivername.startswith("sqlite") and not Path(url.database or "").exists():
        return []
    with Database(url) as database:
        return database.read_now(lambda tx: homes_on(tx, platform))
