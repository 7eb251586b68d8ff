"""Who and where, as platforms state it: plain values that every ring above may pass on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An identity on one platform.

    ``workspace`` is empty where the platform knows its people everywhere by one id (Discord).
    """

    platform: str
    workspace: str
    external_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Address:
    """A place as its platform names it."""

    platform: str
    workspace: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What a platform says of a press beside who and where; never taken from a payload.

    ``place`` is what people call the channel. ``zone`` is the person's own, where the platform
    knows it. ``may_found`` says whether they run the workspace. ``is_private`` means that only
    they are there, or that Cohort is a guest: a direct message, the app's home, another
    server. ``message`` is the platform's id of the message that was pressed, as its surface
    gave it. ``lacks`` names the rights that Cohort needs in the channel and does not have.
    """

    place: str = ""
    zone: str = ""
    may_found: bool = False
    is_private: bool = False
    message: str = ""
    lacks: tuple[str, ...] = ()


#: Where a platform says nothing.
UNSAID = Visit()
NOWHERE = Address("", "", "")


def is_at_home(workspace: str, place: str) -> bool:
    """Say whether an identity of one workspace is known in a place's workspace."""
    return workspace in ("", place)
