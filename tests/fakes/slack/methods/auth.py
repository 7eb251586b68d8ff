"""auth.*, apps.* and oauth.v2.access: tokens, and how they end."""

from __future__ import annotations

from tests.fakes.slack.errors import Json, Refused
from tests.fakes.slack.methods.call import Call, Spec


def _test(call: Call) -> Json:
    workspace = call.workspace
    return {
        "url": f"https://{workspace.domain}.slack.example/",
        "team": workspace.name,
        "user": workspace.users[workspace.bot_user].name,
        "team_id": workspace.id,
        "user_id": workspace.bot_user,
        "bot_id": workspace.bot_id,
        "app_id": call.core.app.id,
        "is_enterprise_install": False,
    }


def _revoke(call: Call) -> Json:
    if not call.arguments.flag("test"):
        call.grant.state = "token_revoked"
    return {"revoked": not call.arguments.flag("test")}


def _uninstall(call: Call) -> Json:
    app = call.core.app
    if call.arguments.need("client_id") != app.client_id:
        raise Refused("invalid_client_id")
    if call.arguments.need("client_secret") != app.client_secret:
        raise Refused("bad_client_secret")
    for grant in call.core.world.grants.values():
        if grant.team == call.workspace.id:
            grant.state = "account_inactive"
    return {}


SPECS = (
    Spec("auth.test", _test),
    Spec("auth.revoke", _revoke),
    Spec("apps.uninstall", _uninstall),
)
