"""Colours are the room's, and they can be told from what they lie on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.charts.palette import DARK, LIGHT, Palette

STYLE = Path(__file__).parents[2] / "bot" / "adapters" / "room" / "static" / "room.css"
BOTH = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def luminance(color: str) -> float:
    """Compute WCAG's relative luminance."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Compute WCAG's contrast ratio."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@BOTH
def test_text_can_be_read(palette: Palette) -> None:
    assert contrast(palette.ink, palette.paper) >= 7
    assert contrast(palette.soft, palette.paper) >= 4.5


@BOTH
def test_bars_and_lines_can_be_seen(palette: Palette) -> None:
    for color in (*palette.lines, palette.accent, palette.soft):
        assert contrast(color, palette.paper) >= 3
    for bar in (palette.accent, palette.soft):
        assert contrast(bar, palette.line) >= 3, "a bar's end on its track"


@BOTH
def test_no_two_lines_have_one_colour(palette: Palette) -> None:
    assert len(set(palette.lines)) == len(palette.lines)


def test_colours_are_those_of_the_room() -> None:
    light, _, dark = STYLE.read_text().partition("@media (prefers-color-scheme: dark)")
    for palette, text in ((LIGHT, light), (DARK, dark)):
        room = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", text.partition("}")[0]))
        for name in ("paper", "ink", "soft", "line", "accent"):
            assert getattr(palette, name) == room[name], name
