"""views.*: modals and home tabs. What a submission answers with goes the same way (`place`)."""

from __future__ import annotations

from typing import Any

from tests.fakes.slack.core import Core
from tests.fakes.slack.errors import Json, Refused
from tests.fakes.slack.kit.check import check_view, too_large
from tests.fakes.slack.kit.state import with_ids
from tests.fakes.slack.methods.call import Call, Spec
from tests.fakes.slack.shapes import view_json
from tests.fakes.slack.world import View, Workspace

STACK = 3


def read_view(core: Core, workspace: Workspace, value: Any, kind: str) -> Json:
    """Give a view that Slack takes, with the ids it makes up; refuse others as it does."""
    problems = check_view(value, lambda wanted: core.file_ready(workspace, wanted))
    if problems:
        raise Refused("invalid_arguments", problems)
    if value["type"] != kind:
        raise Refused("invalid_arguments", [f"[ERROR] must be a {kind} [json-pointer:/view/type]"])
    if too_large(value):
        raise Refused("view_too_large")
    body: Json = {**value, "blocks": with_ids(value["blocks"], core.words())}
    return body


def _sent(call: Call, kind: str) -> Json:
    value = call.arguments.json("view", "invalid_arguments")
    if value is None:
        raise Refused("invalid_arguments", ["[ERROR] missing required field: view"])
    return read_view(call.core, call.workspace, value, kind)


def _check_external_id(workspace: Workspace, body: Json, own: View | None) -> None:
    name = body.get("external_id")
    for view in workspace.views.values():
        if name and view is not own and view.body.get("external_id") == name:
            raise Refused("duplicate_external_id")


def place(core: Core, workspace: Workspace, user: str, body: Json, *, push: bool) -> View:
    """Put a modal before somebody, on top of theirs or in place of them."""
    _check_external_id(workspace, body, None)
    stack = workspace.stacks.setdefault(user, [])
    if push and not stack:
        raise Refused("not_found")
    if push and len(stack) >= STACK:
        raise Refused("push_limit_reached")
    if not push:
        workspace.close(user, everything=True)
    name = core.world.new_id("V")
    view = View(
        id=name,
        user=user,
        body=body,
        hash=core.new_hash(),
        root=stack[0] if stack else name,
        previous=stack[-1] if stack else None,
    )
    workspace.views[name] = view
    stack.append(name)
    return view


def change(core: Core, workspace: Workspace, view: View, body: Json) -> None:
    """Give a view another body. What was entered stays where the ids stay."""
    _check_external_id(workspace, body, view)
    view.body, view.hash, view.errors = body, core.new_hash(), {}


def _answer(call: Call, view: View) -> Json:
    return {"view": view_json(view, call.workspace, call.core.app.id)}


def _put(call: Call, *, push: bool) -> Json:
    body = _sent(call, "modal")
    user = call.core.exchange(call.arguments.need("trigger_id"), call.workspace)
    return _answer(call, place(call.core, call.workspace, user, body, push=push))


def _update(call: Call) -> Json:
    name, external = call.arguments.text("view_id"), call.arguments.text("external_id")
    if name is None and external is None:
        raise Refused("invalid_arguments", ["[ERROR] missing required field: view_id"])
    body = _sent(call, "modal")
    views = call.workspace.views
    found = [
        one
        for one in views.values()
        if one.id == name or (external and one.body.get("external_id") == external)
    ]
    if not found or found[0].body["type"] != "modal":
        raise Refused("not_found")
    view = found[0]
    if call.arguments.text("hash") not in (None, view.hash):
        raise Refused("hash_conflict")
    change(call.core, call.workspace, view, body)
    return _answer(call, view)


def _publish(call: Call) -> Json:
    if not call.core.app.home_tab:
        raise Refused("not_enabled")
    user = call.workspace.users.get(call.arguments.need("user_id"))
    if user is None or user.deactivated or user.bot:
        raise Refused("invalid_arguments", ["[ERROR] failed to match user [json-pointer:/user_id]"])
    body = _sent(call, "home")
    workspace, known = call.workspace, call.workspace.homes.get(user.id)
    if known is None:
        name = call.core.world.new_id("V")
        view = View(id=name, user=user.id, body=body, hash=call.core.new_hash(), root=name)
        workspace.views[name] = view
        workspace.homes[user.id] = name
    else:
        view = workspace.views[known]
        if call.arguments.text("hash") not in (None, view.hash):
            raise Refused("hash_conflict")
        change(call.core, workspace, view, body)
    return _answer(call, view)


SPECS = (
    Spec("views.open", lambda call: _put(call, push=False)),
    Spec("views.push", lambda call: _put(call, push=True)),
    Spec("views.update", _update),
    Spec("views.publish", _publish),
)
