"""Responses to interactions, and what their tokens still allow for fifteen minutes."""

from __future__ import annotations

from tests.fakes.discord import payloads, posting
from tests.fakes.discord.calls import Call, Reply
from tests.fakes.discord.checks.messages import check_message
from tests.fakes.discord.entities import EPHEMERAL, Message
from tests.fakes.discord.errors import Form, Json
from tests.fakes.discord.interactions import Interaction


def first(call: Call) -> Reply:
    """Give an interaction its first response."""
    one = call.interactions.open(call.number("interaction_id"), call.params["interaction_token"])
    kind = call.form.get("type")
    if not isinstance(kind, int) or isinstance(kind, bool) or kind not in (4, 5, 6, 7, 8, 9):
        form = Form()
        form.wrong(("type",), "BASE_TYPE_CHOICES", "Value must be one of {4, 5, 6, 7, 8, 9}.")
        form.finish()
        raise AssertionError
    call.interactions.respond(one, kind, call.form.get("data") or {}, call.uploads)
    if call.query.get("with_response") not in ("1", "true"):
        return 204, None
    about: Json = {"id": str(one.id), "type": one.kind}
    reply: Json = {"interaction": about}
    if one.original is not None:
        about |= {
            "response_message_id": str(one.original.id),
            "response_message_loading": one.is_loading,
            "response_message_ephemeral": bool(one.original.flags & EPHEMERAL),
        }
    if kind in (4, 7) and one.original is not None:
        reply["resource"] = {"type": kind, "message": payloads.message(one.original)}
    elif kind != 8:
        reply["resource"] = {"type": kind}
    return 200, reply


def _webhook(call: Call) -> Interaction:
    return call.interactions.webhook(call.number("webhook_id"), call.params["webhook_token"])


def _message(call: Call, one: Interaction) -> Message:
    number = call.number("message_id") if "message_id" in call.params else None
    return call.interactions.said(one, number)


def follow_up(call: Call) -> Reply:
    """Send a further message with the interaction's token."""
    one = _webhook(call)
    return 200, payloads.message(call.interactions.follow_up(one, call.form, call.uploads))


def shown(call: Call) -> Reply:
    """Show a message of the interaction's."""
    return 200, payloads.message(_message(call, _webhook(call)))


def change(call: Call) -> Reply:
    """Edit a message of the interaction's."""
    one = _webhook(call)
    message = _message(call, one)
    check_message(call.form, call.uploads, before=message, whispers=True)
    one.touched += 1
    posting.edit(call.world, message, call.form, call.uploads)
    return 200, payloads.message(message)


def remove(call: Call) -> Reply:
    """Delete a message of the interaction's."""
    one = _webhook(call)
    message = _message(call, one)
    one.touched += 1
    posting.delete(call.world, message)
    return 204, None


_TOKEN = "/webhooks/{webhook_id}/{webhook_token}"
TABLE = (
    ("POST", "/interactions/{interaction_id}/{interaction_token}/callback", first),
    ("POST", _TOKEN, follow_up),
    ("GET", _TOKEN + "/messages/@original", shown),
    ("PATCH", _TOKEN + "/messages/@original", change),
    ("DELETE", _TOKEN + "/messages/@original", remove),
    ("GET", _TOKEN + "/messages/{message_id}", shown),
    ("PATCH", _TOKEN + "/messages/{message_id}", change),
    ("DELETE", _TOKEN + "/messages/{message_id}", remove),
)
