"""reactions.add and pins.add: marks on messages."""

from __future__ import annotations

from tests.fakes.slack.errors import Json, Refused
from tests.fakes.slack.methods.call import Call, Spec
from tests.fakes.slack.world import Message


def _marked(call: Call) -> Message:
    channel = call.channel()
    if not call.inside(channel):
        raise Refused("not_in_channel")
    if channel.archived:
        raise Refused("is_archived")
    message = channel.messages.get(call.arguments.need("timestamp", "no_item_specified"))
    if message is None:
        raise Refused("message_not_found")
    return message


def _react(call: Call) -> Json:
    message, name = _marked(call), call.arguments.need("name", "invalid_name")
    users = message.reactions.setdefault(name, set())
    if call.workspace.bot_user in users:
        raise Refused("already_reacted")
    users.add(call.workspace.bot_user)
    return {}


def _pin(call: Call) -> Json:
    message = _marked(call)
    if message.pinned:
        raise Refused("already_pinned")
    message.pinned = True
    return {}


SPECS = (
    Spec("reactions.add", _react, ("reactions:write",)),
    Spec("pins.add", _pin, ("pins:write",)),
)
