"""What the operator's doctor asks of the database, and how it says what it found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.store import groups
from bot.store.tables import Group
from bot.store.tx import Tx

#: How many seconds the clock may be off before it is said.
SKEW = 60


class Sort(StrEnum):
    """How something was found."""

    WELL = "well"  #: as it should be
    MISSING = "missing"  #: something has to be done
    OPTIONAL = "optional"  #: it works, and could do more


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of the doctor's report."""

    sort: Sort
    text: str


def clock_finding(platform: str, seconds: float, besides: str = "") -> Finding:
    """Say how far the clock is from a platform's, ahead if positive; ``besides`` what follows."""
    off = round(seconds)
    if abs(off) < SKEW:
        return Finding(Sort.WELL, f"Clock: it agrees with {platform}'s.")
    which = "ahead of" if off > 0 else "behind"
    text = f"Clock: {abs(off)} s {which} {platform}'s.{besides} Switch time synchronisation on."
    return Finding(Sort.MISSING, text)


def out_of_reach(platform: str, api: str) -> Finding:
    """Say that a platform does not answer."""
    text = f"{platform} cannot be reached at {api}: check the network, the proxy and "
    return Finding(Sort.MISSING, f"{text}{platform.upper()}_API_BASE_URL.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A channel in which a group lives. ``trouble`` says why nothing is posted there, if so.

    A ``mention`` is the role or user group that its daily question mentions.
    """

    group: str
    workspace: str
    address: str
    name: str
    trouble: str
    mention: str = ""


def homes_on(tx: Tx, platform: str) -> list[Home]:
    """Give the channels of a platform in which groups live, the oldest first."""
    found = []
    for place in groups.places_on(tx, platform):
        group = tx.get(Group, place.group_id)
        assert group is not None
        if group.ended_at is None:
            found.append(
                Home(
                    group=group.name,
                    workspace=place.workspace,
                    address=place.address,
                    name=place.name or place.address,
                    trouble=place.pause_reason if place.paused_at is not None else "",
                    mention=group.mention,
                )
            )
    return found
