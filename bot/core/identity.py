"""Who and where, as platforms state it: plain values that every ring above may pass on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An identity on one platform."""

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
