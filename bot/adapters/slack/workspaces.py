"""The workspaces in which Cohort is installed, with a client for each.

Everything that calls Slack asks here for its client, and nowhere else: where the tokens come
from is decided by the ``Installations`` that this is given.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.faults import AWAY, ENDED, Declined, in_words
from bot.core.errors import SurfaceFault

log = logging.getLogger(__name__)
#: Below the third of a lease, so that nobody else takes over while a call is under way.
TIMEOUT = aiohttp.ClientTimeout(total=10, connect=5)
NOT_INSTALLED = "not_installed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Cohort in one workspace. Its token is never shown, not even by a ``repr``."""

    workspace: str
    token: str = field(repr=False)
    name: str = ""
    bot_user: str = ""
    bot: str = ""
    url: str = ""
    scopes: frozenset[str] = frozenset()


class Installations(Protocol):
    """Where installations come from."""

    async def find(self, workspace: str, enterprise: str = "") -> Installation | None:
        """Give the installation that holds in a workspace, or none."""
        ...

    async def every(self) -> list[Installation]:
        """Give all that hold."""
        ...

    async def holds(self, workspace: str) -> bool | None:
        """Ask Slack whether an installation holds; None where that cannot be known now."""
        ...

    async def forget(self, workspace: str) -> None:
        """Forget the installation of a workspace."""
        ...


class Workspaces:
    """Clients by workspace. Use it within ``async with``: they share their connections."""

    def __init__(self, installations: Installations, api: str) -> None:
        self.installations = installations
        self._api = api
        self._session: aiohttp.ClientSession | None = None
        self._proxy: str | None = None
        self._clients: dict[str, AsyncWebClient] = {}
        #: Told of a workspace whose token Slack takes no more.
        self.on_end: Callable[[str], None] = lambda _: None

    async def __aenter__(self) -> Workspaces:
        # Not by the session's own reading of the environment, which asks a thread each time.
        self._proxy = load_http_proxy_from_env()
        self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def client(self, workspace: str) -> AsyncWebClient:
        """Give a workspace's client. Raises ``Declined`` where Cohort is not installed."""
        found = await self.installations.find(workspace)
        if found is None:
            raise Declined(AWAY, NOT_INSTALLED, permanent=True)
        known = self._clients.get(workspace)
        if known is None or known.token != found.token:
            known = self.bare(found.token)
            self._clients[workspace] = known
        return known

    def bare(self, token: str = "") -> AsyncWebClient:
        """Give a client that repeats nothing by itself."""
        return AsyncWebClient(
            token=token or None, base_url=self._api, session=self._session, retry_handlers=[]
        )

    def noticed(self, workspace: str, wrong: Declined) -> None:
        """Look whether a refusal means that an installation has ended, and pass that on."""
        if wrong.code in ENDED:
            self.on_end(workspace)

    async def post(self, url: str, said: Mapping[str, object]) -> None:
        """Post JSON to an address of Slack's. Raises ``aiohttp.ClientError`` on a refusal."""
        assert self._session is not None
        async with self._session.post(url, json=dict(said), proxy=self._proxy) as answer:
            answer.raise_for_status()

    async def find(self, workspace: str) -> Installation | None:
        """Give the installation of a workspace."""
        return await self.installations.find(workspace)

    async def every(self) -> list[Installation]:
        """Give all installations that hold."""
        return await self.installations.every()

    async def authorize(
        self, team_id: str | None, enterprise_id: str | None
    ) -> AuthorizeResult | None:
        """Say for Bolt whether a request comes from a workspace with Cohort in it."""
        try:
            found = await self.installations.find(team_id or "", enterprise_id or "")
        except SurfaceFault as wrong:
            log.warning("slack: nothing can be done in %s: %s", team_id, wrong)
            found = None
        if found is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=found.bot_user,
            bot_id=found.bot,
            bot_token=found.token,
        )


class OneWorkspace:
    """The installation of a token in the environment: Cohort in one workspace.

    Slack is asked whose the token is when that is first needed, and again until it says so.
    """

    def __init__(self, token: str, api: str) -> None:
        self._token = token
        self._api = api
        self._known: Installation | None = None
        self._turn = asyncio.Lock()

    async def find(self, workspace: str, enterprise: str = "") -> Installation | None:
        """Give it, for its own workspace. Raises ``Declined`` where Slack does not say whose."""
        del enterprise
        own = await self.own()
        return own if workspace == own.workspace else None

    async def holds(self, workspace: str) -> bool | None:
        """Ask Slack whether the token is taken, and whether it is this workspace's."""
        try:
            return (await ask_whose(self._token, self._api)).workspace == workspace
        except Declined as wrong:
            return False if wrong.permanent else None

    async def forget(self, workspace: str) -> None:
        """Forget nothing: the token stands in the environment."""

    async def every(self) -> list[Installation]:
        """Give the one."""
        return [await self.own()]

    async def own(self) -> Installation:
        """Give it. Raises ``Declined`` where Slack does not say whose it is."""
        async with self._turn:
            if self._known is None:
                self._known = await ask_whose(self._token, self._api)
        return self._known


async def ask_whose(token: str, api: str) -> Installation:
    """Ask Slack whose a token is. Raises ``Declined`` in words where it is not taken."""
    client = AsyncWebClient(token=token, base_url=api, timeout=10, retry_handlers=[])
    try:
        answer = await client.auth_test()
    except Exception as wrong:
        raise in_words("auth.test", wrong) from wrong
    scopes = str(dict(answer.headers).get("x-oauth-scopes", ""))
    return Installation(
        workspace=str(answer["team_id"]),
        token=token,
        name=str(answer.get("team") or ""),
        bot_user=str(answer.get("user_id") or ""),
        bot=str(answer.get("bot_id") or ""),
        url=str(answer.get("url") or ""),
        scopes=frozenset(scope.strip() for scope in scopes.split(",") if scope.strip()),
    )
