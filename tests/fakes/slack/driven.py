"""A Bolt app brought together with the stand-in: by Socket Mode, or served over HTTP.

For tests that need an app; knows slack_bolt, and nothing of what the app does.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.server import Slack
from tests.fakes.slack.world import Workspace


def client_for(slack: Slack, workspace: Workspace) -> AsyncWebClient:
    """Give a real client with a workspace's bot token, which never repeats a call by itself."""
    return AsyncWebClient(token=workspace.token, base_url=slack.base_url, retry_handlers=[])


def app_for(slack: Slack, workspace: Workspace) -> AsyncApp:
    """Give a real app of one workspace."""
    client = client_for(slack, workspace)
    return AsyncApp(client=client, signing_secret=slack.app.signing_secret)


@asynccontextmanager
async def by_socket(
    slack: Slack, app: AsyncApp, *, ping_interval: float = 10
) -> AsyncIterator[AsyncSocketModeHandler]:
    """Connect an app by Socket Mode."""
    handler = AsyncSocketModeHandler(app, slack.app.app_token, ping_interval=ping_interval)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await slack.connected()
    try:
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def by_http(slack: Slack, app: AsyncApp) -> AsyncIterator[str]:
    """Serve an app on a port of this machine and tell the stand-in its request URL."""
    runner = web.AppRunner(app.web_app("/slack/events"), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    slack.http.url = f"http://{host}:{port}/slack/events"
    try:
        yield slack.http.url
    finally:
        slack.http.url = ""
        await runner.cleanup()
