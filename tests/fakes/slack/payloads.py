"""What Slack sends to the app when somebody does something. Knows the JSON of interactions."""

from __future__ import annotations

from tests.fakes.slack.core import Core
from tests.fakes.slack.errors import Json
from tests.fakes.slack.kit.state import entered_or_initial
from tests.fakes.slack.shapes import message_json, view_json
from tests.fakes.slack.world import Channel, Message, User, View, Workspace

_TOKEN = "stand-in-verification-token"


def _whose(core: Core, workspace: Workspace, user: User) -> Json:
    return {
        "team": {"id": workspace.id, "domain": workspace.domain},
        "user": {
            "id": user.id,
            "username": user.name.lower(),
            "name": user.name.lower(),
            "team_id": user.team,
        },
        "api_app_id": core.app.id,
        "token": _TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def slash_command(
    core: Core, workspace: Workspace, user: User, channel: Channel, command: str, text: str
) -> Json:
    """Give the payload of a slash command."""
    return {
        "token": _TOKEN,
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": "privategroup" if channel.kind == "private" else channel.name,
        "user_id": user.id,
        "user_name": user.name.lower(),
        "command": command,
        "text": text,
        "api_app_id": core.app.id,
        "is_enterprise_install": "false",
        "response_url": core.new_response_url("commands", workspace.id, channel.id, user.id, None),
        "trigger_id": core.new_trigger(workspace.id, user.id),
    }


def actions_on_message(
    core: Core,
    workspace: Workspace,
    user: User,
    channel: Channel,
    message: Message,
    action: Json,
) -> Json:
    """Give the payload of a press on a message. An ephemeral one is not sent along."""
    private = message.only_for is not None
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": private,
    }
    if message.thread is not None:
        container["thread_ts"] = message.thread
    body: Json = {
        "type": "block_actions",
        **_whose(core, workspace, user),
        "container": container,
        "trigger_id": core.new_trigger(workspace.id, user.id),
        "channel": {"id": channel.id, "name": channel.name},
        "state": {"values": entered_or_initial(message.blocks, message.entered.get(user.id, {}))},
        "response_url": core.new_response_url(
            "actions", workspace.id, channel.id, user.id, message.ts
        ),
        "actions": [{**action, "action_ts": core.clock.ts()}],
    }
    if not private:
        body["message"] = message_json(message, workspace, core.app.id, core.clock.now())
    return body


def actions_on_view(core: Core, workspace: Workspace, user: User, view: View, action: Json) -> Json:
    """Give the payload of a press in a modal or on the home tab."""
    full = view_json(view, workspace, core.app.id)
    return {
        "type": "block_actions",
        **_whose(core, workspace, user),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": core.new_trigger(workspace.id, user.id),
        "view": full,
        "actions": [{**action, "action_ts": core.clock.ts()}],
    }


def submission(core: Core, workspace: Workspace, user: User, view: View) -> Json:
    """Give the payload of a submitted modal."""
    return {
        "type": "view_submission",
        **_whose(core, workspace, user),
        "trigger_id": core.new_trigger(workspace.id, user.id),
        "view": view_json(view, workspace, core.app.id),
        "response_urls": [],
    }


def closed(core: Core, workspace: Workspace, user: User, view: View, *, cleared: bool) -> Json:
    """Give the payload of a closed modal."""
    return {
        "type": "view_closed",
        **_whose(core, workspace, user),
        "view": view_json(view, workspace, core.app.id),
        "is_cleared": cleared,
    }


def global_shortcut(core: Core, workspace: Workspace, user: User, callback: str) -> Json:
    """Give the payload of a global shortcut."""
    return {
        "type": "shortcut",
        **_whose(core, workspace, user),
        "action_ts": core.clock.ts(),
        "callback_id": callback,
        "trigger_id": core.new_trigger(workspace.id, user.id),
    }


def message_shortcut(
    core: Core, workspace: Workspace, user: User, channel: Channel, message: Message, callback: str
) -> Json:
    """Give the payload of a shortcut in a message's menu."""
    return {
        "type": "message_action",
        **_whose(core, workspace, user),
        "action_ts": core.clock.ts(),
        "callback_id": callback,
        "trigger_id": core.new_trigger(workspace.id, user.id),
        "response_url": core.new_response_url(
            "actions", workspace.id, channel.id, user.id, message.ts
        ),
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": channel.name},
        "message": message_json(message, workspace, core.app.id, core.clock.now()),
    }
