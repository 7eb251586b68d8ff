"""What Slack sends, taken apart without trusting it: missing or odd parts read as empty.

It knows where things stand in a payload and nothing of what they mean to Cohort.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Payload: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Who did something where, and the ways to answer it.

    ``handle`` is what their account is called. ``view`` is the window or the App Home that was
    pressed in, ``hash`` its state then; ``is_home`` tells which. A stranger comes from another
    workspace, by Slack Connect.
    """

    workspace: str
    user: str
    handle: str = ""
    channel: str = ""
    channel_name: str = ""
    message: str = ""
    trigger: str = ""
    response_url: str = ""
    view: str = ""
    hash: str = ""
    is_home: bool = False

    @property
    def is_private(self) -> bool:
        """Whether nobody else is there: a direct message, or no channel at all."""
        return not self.channel or self.channel.startswith("D")


def read_call(payload: Payload, workspace: str) -> Call:
    """Read who called; ``workspace`` is the one whose installation was called."""
    if "command" in payload:
        return Call(
            workspace=workspace,
            user=text(payload, "user_id"),
            handle=text(payload, "user_name"),
            channel=text(payload, "channel_id"),
            channel_name=text(payload, "channel_name"),
            trigger=text(payload, "trigger_id"),
            response_url=text(payload, "response_url"),
        )
    user, view = at(payload, "user"), at(payload, "view")
    return Call(
        workspace=workspace,
        user=text(user, "id"),
        handle=text(user, "username") or text(user, "name"),
        channel=text(at(payload, "channel"), "id"),
        channel_name=text(at(payload, "channel"), "name"),
        message=text(at(payload, "container"), "message_ts") or text(payload, "message_ts"),
        trigger=text(payload, "trigger_id"),
        response_url=text(payload, "response_url"),
        view=text(view, "id"),
        hash=text(view, "hash"),
        is_home=text(view, "type") == "home",
    )


def at(payload: Payload, name: str) -> Payload:
    """Give the object of a name."""
    found = payload.get(name)
    return found if isinstance(found, Mapping) else {}


def first(found: object) -> Payload:
    """Give the first object of a list."""
    head = found[0] if isinstance(found, list) and found else {}
    return head if isinstance(head, Mapping) else {}


def listed(payload: Payload, name: str) -> list[Payload]:
    """Give the objects of a list."""
    found = payload.get(name)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def text(payload: Payload, name: str) -> str:
    """Give the text of a name."""
    found = payload.get(name)
    return found if isinstance(found, str) else ""
