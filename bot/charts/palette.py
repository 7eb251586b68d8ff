"""The colours of pictures, light and dark: the room's own, so that a picture lies in its card.

A test holds them against the room's style sheet and computes their contrast: text at least
4.5 to 1 on the paper, everything else that says something at least 3 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours as ``#rrggbb``. ``lines`` are told apart by marker and dash as well."""

    paper: str
    ink: str
    soft: str
    line: str
    accent: str
    lines: tuple[str, ...]


LIGHT = Palette(
    paper="#ffffff",
    ink="#1d2129",
    soft="#59606e",
    line="#dcdde1",
    accent="#3446b8",
    lines=("#3446b8", "#a2341f", "#17663a", "#7b3a9e", "#0f6e84", "#7a5600"),
)
DARK = Palette(
    paper="#1e2128",
    ink="#e8e9ed",
    soft="#a4abb9",
    line="#363b46",
    accent="#a9b4ff",
    lines=("#a9b4ff", "#ffab99", "#86d9a2", "#d9a8f2", "#7fd0e4", "#e0c46c"),
)
