"""The platforms that a program is on: their keys from the settings, their adapters when wanted.

An adapter is loaded only where its keys are set. It knows how each is begun, and nothing of
what it does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.core.errors import Misused
from bot.services.departing import Departures
from bot.services.desk import Desk
from bot.services.following import TeamBook
from bot.services.surface import Surface
from bot.services.workshop import Workshop
from bot.settings import Settings
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.migrate import migrate

if TYPE_CHECKING:
    from sqlalchemy import URL
    from starlette.types import ASGIApp

    from bot.adapters.discord.client import Ends
    from bot.adapters.discord.home import DiscordHome
    from bot.adapters.slack.distribution import ClientKeys, Distribution
    from bot.adapters.slack.running import Keys, Posting
    from bot.services.doctoring import Finding, Home

#: How each sort of finding is called in the report.
_CALLED = {"well": "well    ", "missing": "MISSING ", "optional": "could   "}
#: Where https may be missing: nobody else hears what is said there.
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class OnSlack:
    """The way out to Slack, and what listening takes beside it."""

    keys: Keys
    out: Posting
    many: Distribution | None


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
    database: Database,
    clock: Callable[[], datetime],
) -> OnSlack | None:
    """Open the way out to Slack, where its keys are set, and give its surface to ``surfaces``."""
    keys = slack_keys(settings)
    if keys is None:
        return None
    from bot.adapters.slack.distribution import distributed
    from bot.adapters.slack.running import posting

    many = None
    if keys.client is not None:
        made = _distribution(keys.client, keys.api, database, clock)
        many = await stack.enter_async_context(distributed(made))
    installations = many.installations if many is not None else None
    out = await stack.enter_async_context(posting(keys, workshop, installations=installations))
    surfaces["slack"] = out.surface
    return OnSlack(keys=keys, out=out, many=many)


async def listen_to_slack(
    stack: AsyncExitStack,
    on: OnSlack,
    desk: Desk,
    departures: Departures,
    teams: TeamBook,
) -> dict[str, ASGIApp]:
    """Listen to Slack for as long as ``stack`` stands; give the web addresses that it comes to."""
    from bot.adapters.slack.running import listening
    from bot.adapters.slack.web import PATH

    heard = await stack.enter_async_context(listening(on.out, desk, departures, teams, on.keys))
    paths: dict[str, ASGIApp] = {} if heard.web is None else {PATH: heard.web}
    return {**paths, **on.many.pages.paths} if on.many is not None else paths


async def forget_unopened(
    settings: Settings, database: Database, clock: Callable[[], datetime]
) -> tuple[str, ...]:
    """Forget the Slack installations that no key opens; give their workspaces.

    Raises ``Misused`` where Cohort is not set up for many workspaces.
    """
    keys = slack_keys(settings)
    if keys is None or keys.client is None:
        raise Misused("That is for many workspaces only: SLACK_CLIENT_ID is not set.")
    made = _distribution(keys.client, keys.api, database, clock)
    return await made.installations.forget_unopened()


def slack_keys(settings: Settings) -> Keys | None:
    """Give what Slack has given the operator; None where nothing is set.

    Raises ``Misused`` naming what is missing.
    """
    if "Slack" not in settings.platforms:
        return None
    bot, app = _said(settings.slack_bot_token), _said(settings.slack_app_token)
    secret, client = _said(settings.slack_signing_secret), _client_keys(settings)
    if client is None and not bot:
        raise Misused("SLACK_BOT_TOKEN is missing: see docs/slack.md, or `cohort doctor`.")
    if client is None and not app and not secret:
        raise Misused(
            "Slack needs one more: SLACK_APP_TOKEN, by which Cohort connects to it, or "
            "SLACK_SIGNING_SECRET, where Slack is to come to a web address of yours. See "
            "docs/slack.md."
        )
    from bot.adapters.slack.running import Keys

    return Keys(
        bot_token=bot,
        app_token=app,
        signing_secret=secret,
        api=settings.slack_api_base_url,
        client=client,
    )


def _client_keys(settings: Settings) -> ClientKeys | None:
    """Give what many workspaces take; None where there is one. Raises ``Misused``."""
    client_id, secret = settings.slack_client_id.strip(), _said(settings.slack_client_secret)
    if not client_id and not secret:
        return None
    public = settings.public_url.strip()
    wanted = {
        "SLACK_CLIENT_ID": client_id,
        "SLACK_CLIENT_SECRET": secret,
        "SLACK_SIGNING_SECRET": _said(settings.slack_signing_secret),
        "COHORT_PUBLIC_URL": public,
    }
    missing = [name for name, value in wanted.items() if not value]
    if missing:
        raise Misused(
            f"For many workspaces {' and '.join(missing)} must be set, too: see docs/slack.md, "
            "Many workspaces."
        )
    for name in ("slack_bot_token", "slack_app_token"):
        if _said(getattr(settings, name)):
            raise Misused(
                f"{name.upper()} is for one workspace, SLACK_CLIENT_ID for many: unset one of them."
            )
    where = urlsplit(public)
    if where.scheme != "https" and not (where.scheme == "http" and where.hostname in LOOPBACK):
        raise Misused(
            "COHORT_PUBLIC_URL has to begin with https://, such as https://cohort.example."
        )
    from bot.adapters.slack.distribution import ClientKeys
    from bot.adapters.slack.scopes import read_optional
    from bot.adapters.slack.vault import read_vault

    secret_key = _said(settings.secret_key)
    read_vault(secret_key)  # said before anything is opened
    return ClientKeys(
        client_id=client_id,
        client_secret=secret,
        secret_key=secret_key,
        public=public,
        optional=read_optional(settings.slack_optional_scopes),
    )


def _distribution(
    keys: ClientKeys, api: str, database: Database, clock: Callable[[], datetime]
) -> Distribution:
    from bot.adapters.slack.distribution import distribution
    from bot.services.installations import Installations

    return distribution(keys, api, Installations(database, clock), clock)


def _said(value: SecretStr | None) -> str:
    return value.get_secret_value().strip() if value else ""


@dataclass(frozen=True, slots=True)
class Report:
    """What the doctor says, and whether all is well."""

    lines: tuple[str, ...]
    is_well: bool


async def examine(settings: Settings, clock: Callable[[], datetime]) -> Report:
    """Look at every platform whose keys are set. Raises ``Misused`` where none is."""
    slack = slack_keys(settings)
    parts: dict[str, list[Finding]] = {}
    if slack is not None:
        parts["Slack"] = await _examine_slack(settings, slack, clock)
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


async def _examine_slack(
    settings: Settings, keys: Keys, clock: Callable[[], datetime]
) -> list[Finding]:
    from bot.adapters.slack.doctor import examine, examine_many

    homes = _homes(settings, "slack")
    if keys.client is None:
        return await examine(keys, homes)
    with TemporaryDirectory() as folder:
        url = read_url(settings.database_url)
        if not _is_there(url):
            # Nobody has installed it yet; to look must not make the database.
            url = read_url(f"sqlite:///{folder}/cohort.db")
            migrate(url)
        with Database(url) as database:
            made = _distribution(keys.client, keys.api, database, clock)
            return await examine_many(keys, homes, made.installations)


def _homes(settings: Settings, platform: str) -> list[Home]:
    """Give the channels of a platform's groups; none where there is no database yet."""
    from bot.services.doctoring import homes_on

    url = read_url(settings.database_url)
    if not _is_there(url):
        return []
    with Database(url) as database:
        return database.read_now(lambda tx: homes_on(tx, platform))


def _is_there(url: URL) -> bool:
    """Say whether a database has been made, as far as can be told without making it."""
    return not url.drivername.startswith("sqlite") or Path(url.database or "").exists()
