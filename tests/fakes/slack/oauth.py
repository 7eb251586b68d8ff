"""Installing by OAuth: the consent page, its redirect, and the exchange of the code.

Knows client ids, states and codes; what an installation may do is the token's affair.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from urllib.parse import urlencode

from aiohttp import web

from tests.fakes.slack import arguments
from tests.fakes.slack.core import Core, Record
from tests.fakes.slack.errors import Json, Refused
from tests.fakes.slack.world import Grant

CODE_SECONDS = 600.0
ROTATION_SECONDS = 12 * 3600.0


@dataclass(slots=True, kw_only=True)
class Code:
    """A code waiting to be exchanged."""

    team: str
    user: str
    scopes: set[str]
    redirect: str
    made: float


@dataclass(slots=True)
class OAuth:
    """The consent page and the codes it gave out.

    `consenting` names the workspace and the user who look at the page; without them the page says
    that nobody is signed in. With `declines` they say no.
    """

    core: Core
    consenting: tuple[str, str] | None = None
    declines: bool = False
    codes: dict[str, Code] = field(default_factory=dict)

    async def authorize(self, request: web.Request) -> web.StreamResponse:
        """Show the consent page: whoever is signed in agrees, and is sent back with a code."""
        query = request.query
        if query.get("client_id") != self.core.app.client_id:
            return web.Response(status=400, text="invalid_client_id")
        scopes = {one for one in query.get("scope", "").split(",") if one}
        if not scopes:
            return web.Response(status=400, text="invalid_scope: no scopes requested")
        if self.consenting is None:
            return web.Response(status=403, text="nobody is signed in")
        redirect, back = query.get("redirect_uri", ""), {"state": query.get("state", "")}
        if not redirect:
            return web.Response(status=400, text="bad_redirect_uri")
        if self.declines:
            back["error"] = "access_denied"
        else:
            team, user = self.consenting
            code = f"{self.core.word(12)}.{self.core.word(24)}"
            self.codes[code] = Code(
                team=team, user=user, scopes=scopes, redirect=redirect, made=self.core.clock.now()
            )
            back["code"] = code
        joint = "&" if "?" in redirect else "?"
        raise web.HTTPFound(f"{redirect}{joint}{urlencode(back)}")

    async def access(self, request: web.Request) -> web.StreamResponse:
        """Answer oauth.v2.access: a code gives its token once."""
        record = Record(method="oauth.v2.access", team="", arguments={}, at=self.core.clock.now())
        self.core.calls.append(record)
        sent, _ = await arguments.read(request)
        try:
            return web.json_response(self._exchange(sent, *_basic(request)))
        except Refused as refused:
            record.error = refused.error
            return web.json_response(refused.body())

    def _exchange(self, sent: arguments.Arguments, name: str | None, secret: str | None) -> Json:
        core = self.core
        if (name or sent.text("client_id")) != core.app.client_id:
            raise Refused("invalid_client_id")
        if (secret or sent.text("client_secret")) != core.app.client_secret:
            raise Refused("bad_client_secret")
        if sent.text("grant_type") == "refresh_token":
            return self._refresh(sent.need("refresh_token"))
        code = self.codes.pop(sent.need("code", "invalid_code"), None)
        if code is None or core.clock.now() - code.made > CODE_SECONDS:
            raise Refused("invalid_code")
        redirect = sent.text("redirect_uri")
        if redirect != code.redirect:
            raise Refused("bad_redirect_uri")
        grant = self._grant(code)
        return {**self._token(grant), "authed_user": {"id": code.user}}

    def _grant(self, code: Code) -> Grant:
        """Give the token: an app that is installed again keeps it, and adds to its scopes."""
        world = self.core.world
        known = world.grants.get(world.workspaces[code.team].token)
        if known is not None and known.state == "active" and not self.core.app.rotates:
            known.scopes |= code.scopes
            return known
        return self._new(code.team, code.scopes)

    def _new(self, team: str, scopes: set[str]) -> Grant:
        core = self.core
        if not core.app.rotates:
            return core.world.grant(f"xoxb-{team}-{core.word(24)}", team, scopes)
        grant = core.world.grant(f"xoxe.xoxb-{team}-{core.word(24)}", team, scopes)
        grant.expires = core.clock.now() + ROTATION_SECONDS
        grant.refresh = f"xoxe-1-{core.word(32)}"
        return grant

    def _refresh(self, refresh: str) -> Json:
        grants = self.core.world.grants.values()
        found = [one for one in grants if one.refresh == refresh and one.state == "active"]
        if not found:
            raise Refused("invalid_refresh_token")
        found[0].refresh = None
        return self._token(self._new(found[0].team, found[0].scopes))

    def _token(self, grant: Grant) -> Json:
        workspace, core = self.core.world.workspaces[grant.team], self.core
        rotation: Json = {}
        if grant.refresh is not None:
            rotation = {"refresh_token": grant.refresh, "expires_in": int(ROTATION_SECONDS)}
        return {
            "ok": True,
            "app_id": core.app.id,
            "scope": ",".join(sorted(grant.scopes)),
            "token_type": "bot",
            "access_token": grant.token,
            **rotation,
            "bot_user_id": workspace.bot_user,
            "team": {"id": workspace.id, "name": workspace.name},
            "enterprise": None,
            "is_enterprise_install": False,
        }


def _basic(request: web.Request) -> tuple[str | None, str | None]:
    header = request.headers.get("Authorization", "")
    if not header.startswith("Basic "):
        return None, None
    name, _, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
    return name, secret
