"""The two addresses of an installation: to Slack's page of consent, and back from it.

A beginning is bound to the browser by a cookie that only we can have made; it works once and
for ten minutes. The token goes from Slack's answer into the vault and nowhere else.
"""

from __future__ import annotations

import hmac
import logging
import re
import secrets
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.adapters.slack import pages
from bot.adapters.slack.exchange import BACK, Exchange, Granted
from bot.adapters.slack.faults import Declined
from bot.adapters.slack.kept import KeptInstallations
from bot.adapters.slack.vault import Vault
from bot.core.errors import CohortError, SurfaceFault

log = logging.getLogger(__name__)
#: Browsers send a cookie of this name to this very host alone, and over https.
COOKIE = "__Host-cohort-slack"
#: How long a beginning lasts, in seconds.
LASTS = 600
#: So many beginnings that came back are remembered; Slack takes each code once in any case.
USED_REMEMBERED = 10_000
#: What Slack says of a code that is no good any more.
USED = frozenset({"invalid_code", "code_already_used", "code_expired"})
#: The longest state, code or cookie that is looked at.
AT_MOST = 1_000


class Installing:
    """Answers browsers. ``clock`` gives the time."""

    def __init__(
        self,
        exchange: Exchange,
        vault: Vault,
        installations: KeptInstallations,
        clock: Callable[[], datetime],
    ) -> None:
        self._exchange = exchange
        self._vault = vault
        self._installations = installations
        self._clock = clock
        self._used: OrderedDict[str, None] = OrderedDict()

    @property
    def paths(self) -> dict[str, ASGIApp]:
        """Give the two addresses with what answers there."""
        return {pages.START: self._begun, BACK: self._back}

    async def _begun(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._begin(Request(scope))(scope, receive, send)

    async def _back(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        response = _only_get(request) or await self._finish(request)
        # Used or not: whoever begins again gets a new one.
        response.delete_cookie(COOKIE, secure=True, httponly=True, samesite="lax")
        await response(scope, receive, send)

    def _begin(self, request: Request) -> Response:
        wrong = _only_get(request)
        if wrong is not None:
            return wrong
        state = secrets.token_urlsafe(32)
        response = RedirectResponse(self._exchange.consent_page(state), 302, pages.HEADERS)
        stamped = self._vault.stamp(state, self._clock())
        # Lax, since Slack's page leads back here from another site.
        response.set_cookie(
            COOKIE, stamped, max_age=LASTS, secure=True, httponly=True, samesite="lax"
        )
        return response

    async def _finish(self, request: Request) -> Response:
        query = {name: value[:AT_MOST] for name, value in request.query_params.items()}
        if not self._is_ours(query.get("state", ""), request.cookies.get(COOKIE, "")):
            return pages.strange()
        if query["state"] in self._used:
            return pages.used()
        self._used[query["state"]] = None
        if len(self._used) > USED_REMEMBERED:
            self._used.popitem(last=False)
        if query.get("error") == "access_denied":
            return pages.declined()
        if "error" in query or not query.get("code"):
            code = re.sub(r"[^a-z_]", "", query.get("error", "no code"))
            return pages.refused(f"Slack answered {code[:60]}")
        return await self._install(query["code"])

    def _is_ours(self, state: str, cookie: str) -> bool:
        begun = self._vault.unstamp(cookie[:AT_MOST], self._clock(), LASTS)
        return begun is not None and hmac.compare_digest(begun.encode(), state.encode())

    async def _install(self, code: str) -> Response:
        try:
            granted = await self._exchange.redeem(code)
            if not granted.workspace:
                return await self._too_much(granted)
            is_back = await self._installations.keep(granted)
        except Declined as wrong:
            log.warning("slack: nothing was installed: %s", wrong)
            return pages.used() if wrong.code in USED else pages.refused(str(wrong))
        except CohortError as wrong:
            number = secrets.token_hex(3)
            log.error("fault %s: an installation was not kept: %s", number, wrong)
            return pages.broken(number)
        log.info("slack: installed in %s by %s", granted.workspace, granted.by)
        return pages.installed(granted.name, granted.app_id, granted.workspace, is_back=is_back)

    async def _too_much(self, granted: Granted) -> Response:
        """Give an organisation's token back: posts name a workspace, and one of many is not ours
        to guess."""
        try:
            await self._exchange.give_back(granted.token)
        except SurfaceFault as wrong:
            log.warning("slack: an organisation's token was not given back: %s", wrong)
        return pages.whole_organisation()


def _only_get(request: Request) -> Response | None:
    if request.method == "GET":
        return None
    return PlainTextResponse("Open this in a browser.", 405, {"allow": "GET"})
