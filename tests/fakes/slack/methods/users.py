"""users.info, team.info and user groups: who there is."""

from __future__ import annotations

from tests.fakes.slack.errors import Json, Refused
from tests.fakes.slack.methods.call import Call, Spec
from tests.fakes.slack.shapes import group_json, user_json


def _user(call: Call) -> Json:
    return {"user": user_json(call.user())}


def _team(call: Call) -> Json:
    workspace = call.workspace
    return {"team": {"id": workspace.id, "name": workspace.name, "domain": workspace.domain}}


def _groups(call: Call) -> Json:
    users = call.arguments.flag("include_users")
    groups = call.workspace.groups.values()
    return {"usergroups": [group_json(one, call.workspace, users=users) for one in groups]}


def _group_users(call: Call) -> Json:
    group = call.workspace.groups.get(call.arguments.need("usergroup"))
    if group is None:
        raise Refused("no_such_subteam")
    return {"users": list(group.users)}


SPECS = (
    Spec("users.info", _user, ("users:read",)),
    Spec("team.info", _team, ("team:read",)),
    Spec("usergroups.list", _groups, ("usergroups:read",)),
    Spec("usergroups.users.list", _group_users, ("usergroups:read",)),
)
