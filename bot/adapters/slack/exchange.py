"""OAuth's two exchanges with Slack: a code for a token, and a token that ends for a new one.

It knows the client's id and secret and how Slack answers; nothing is kept here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.faults import Declined, in_words
from bot.adapters.slack.payload import at, text
from bot.adapters.slack.scopes import asked_for

#: Where Slack sends a browser back to.
BACK = "/slack/oauth_redirect"
#: How long Slack may take to answer, in seconds.
TIMEOUT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What Slack gave. ``workspace`` is empty where a whole organisation installed the app.

    ``seconds`` is how long the token lasts; None for one without an end.
    """

    workspace: str
    name: str
    token: str = field(repr=False)
    bot_user: str
    app_id: str
    scopes: str
    by: str
    refresh: str = field(default="", repr=False)
    seconds: int | None = None


class Exchange:
    """Slack's OAuth for one app. ``public`` is the address that browsers reach Cohort by.

    ``optional`` names sets of scopes that are asked for beside those that are needed.
    """

    def __init__(
        self, client_id: str, client_secret: str, api: str, public: str, optional: tuple[str, ...]
    ) -> None:
        self._id = client_id
        self._secret = client_secret
        self._api = api
        self._back = public.rstrip("/") + BACK
        self._scopes = asked_for(optional)

    def consent_page(self, state: str) -> str:
        """Give the address of Slack's page on which somebody agrees."""
        query = {
            "client_id": self._id,
            "scope": ",".join(self._scopes),
            "redirect_uri": self._back,
            "state": state,
        }
        # It stands beside the API, in government clouds too.
        return f"{urljoin(self._api, '../oauth/v2/authorize')}?{urlencode(query)}"

    async def redeem(self, code: str) -> Granted:
        """Give the token of a code, which works once. Raises ``Declined``."""
        return await self._access(code=code, redirect_uri=self._back)

    async def renew(self, refresh: str) -> Granted:
        """Give a new token for one that ends. Raises ``Declined``."""
        return await self._access(grant_type="refresh_token", refresh_token=refresh)

    async def give_back(self, token: str) -> None:
        """End a token that is not wanted. Raises ``Declined``."""
        try:
            await self._client(token).auth_revoke()
        except Exception as wrong:
            raise in_words("auth.revoke", wrong) from None

    async def works(self, token: str) -> bool | None:
        """Say whether Slack takes a token; None where that cannot be known now."""
        try:
            await self._client(token).auth_test()
        except Exception as wrong:
            return False if in_words("auth.test", wrong).permanent else None
        return True

    async def _access(self, **sent: str) -> Granted:
        try:
            answer = await self._client().oauth_v2_access(
                client_id=self._id,
                client_secret=self._secret,
                **sent,
            )
            return _granted(answer.data)
        except Declined:
            raise
        except Exception as wrong:
            # The SDK's error carries the whole answer: it goes no further than this.
            raise in_words("oauth.v2.access", wrong) from None

    def _client(self, token: str = "") -> AsyncWebClient:
        return AsyncWebClient(
            token=token or None, base_url=self._api, timeout=TIMEOUT, retry_handlers=[]
        )


def _granted(data: object) -> Granted:
    answer = data if isinstance(data, Mapping) else {}
    seconds = answer.get("expires_in")
    whole = answer.get("is_enterprise_install") is True
    granted = Granted(
        workspace="" if whole else text(at(answer, "team"), "id"),
        name=text(at(answer, "enterprise" if whole else "team"), "name"),
        token=text(answer, "access_token"),
        bot_user=text(answer, "bot_user_id"),
        app_id=text(answer, "app_id"),
        scopes=text(answer, "scope"),
        by=text(at(answer, "authed_user"), "id"),
        refresh=text(answer, "refresh_token"),
        seconds=seconds if isinstance(seconds, int) else None,
    )
    if not granted.token or not (granted.workspace or whole):
        raise Declined("Slack's answer holds no token for a workspace", "odd", sent=True)
    return granted
