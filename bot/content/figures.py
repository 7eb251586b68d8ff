"""A figure of a pack: what is printed for authors beside the findings, and never an error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

#: A lower bound waits until a pack has so many items to show it.
ENOUGH = 20
_LISTED = 6


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a pack, and whether it lies in its bounds, if it has any."""

    name: str
    value: str
    holds: bool | None = None


def within(name: str, share: float, bounds: tuple[int, int], count: int) -> Figure:
    """Give a share in per cent with its bounds, the lower one only for a pack of some size."""
    least, most = bounds
    holds = share <= most and (share >= least or count < ENOUGH)
    return Figure(name, f"{share:.0f} % ({least} to {most})", holds)


def counted(counts: Mapping[str, int], names: Iterable[str]) -> str:
    """Write counts in the order of ``names``, those of none too."""
    return ", ".join(f"{name} {counts.get(name, 0)}" for name in names)


def some_of(names: Iterable[str]) -> str:
    """Write the first few of some names; "none" without any."""
    given = list(names)
    return ", ".join(given[:_LISTED]) + (" …" if len(given) > _LISTED else "") or "none"
