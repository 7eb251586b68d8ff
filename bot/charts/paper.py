"""A sheet to draw on, in pixels from the top left corner, and the few shapes charts need.

It knows colours, letters and shapes, and no chart. Matplotlib's own axes are not used: they
place their labels by themselves, and here nothing may overlap or be cut off.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Literal, TypeAlias

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import BoxStyle, FancyBboxPatch
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from bot.charts.lettering import DPI, LEADING, NORMAL, TITLE, face, wrap
from bot.charts.palette import Palette

WIDTH = 720
MARGIN = 24
#: A point is a seventy-second of an inch: what matplotlib measures pens by.
POINT = 72 / DPI
Dash: TypeAlias = Literal["-", "--", "-.", ":"]


class Paper:
    """A sheet of ``WIDTH`` pixels that grows downwards. ``bottom`` is how far it is used."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        self.bottom = float(MARGIN)
        self._figure = Figure(figsize=(WIDTH / DPI, 1), dpi=DPI, facecolor=palette.paper)
        FigureCanvasAgg(self._figure)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()

    def title(self, text: str) -> None:
        """Write a title at the top."""
        self.bottom = self.write(
            text, (MARGIN, self.bottom), WIDTH - 2 * MARGIN, size=TITLE, bold=True, most=4
        )

    def write(
        self,
        text: str,
        at: tuple[float, float],
        room: float,
        *,
        size: int = NORMAL,
        color: str = "",
        bold: bool = False,
        align: Literal["left", "center", "right"] = "left",
        most: int = 3,
        halo: bool = False,
    ) -> float:
        """Write a text into ``room`` pixels, broken into lines, and give where it ends.

        ``at`` is the top of its first line: its left end, middle or right end by ``align``.
        """
        x, y = at
        step = size * LEADING
        # A text that is empty keeps its line, so that nothing moves up beside it.
        for line in wrap(text, room, size, bold, most) or [""]:
            written = Text(
                x,
                y + size,
                line,
                color=color or self.palette.ink,
                fontproperties=face(line, size, bold),
                horizontalalignment=align,
                verticalalignment="baseline",
                parse_math=False,
            )
            if halo:
                written.set_path_effects(
                    [withStroke(linewidth=8 * POINT, foreground=self.palette.paper)]
                )
            self._axes.add_artist(written)
            y += step
        return y

    def bar(self, x: float, y: float, width: float, height: float, color: str) -> None:
        """Draw a bar with round ends; one too short for them is a small square."""
        if width <= 0:
            return
        radius = min(height, width) / 2.5
        shape = BoxStyle.Round(pad=0, rounding_size=radius)
        self._axes.add_patch(
            FancyBboxPatch((x, y), width, height, boxstyle=shape, facecolor=color, linewidth=0)
        )

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        color: str,
        *,
        pen: float = 3,
        dash: Dash = "-",
        marker: str = "",
    ) -> None:
        """Draw a line through points, with a gap where one is not a number."""
        drawn = Line2D(
            list(xs),
            list(ys),
            color=color,
            linewidth=pen * POINT,
            linestyle=dash,
            marker=marker or "None",
            markersize=17 * POINT,
            markeredgecolor=self.palette.paper,
            markeredgewidth=2 * POINT,
            solid_capstyle="round",
            solid_joinstyle="round",
        )
        self._axes.add_artist(drawn)

    def finish(self) -> Figure:
        """Cut the sheet to what is used, and give it."""
        height = round(self.bottom + MARGIN)
        self._figure.set_size_inches(WIDTH / DPI, height / DPI)
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(height, 0)
        return self._figure


def to_png(figure: Figure) -> bytes:
    """Give a sheet as PNG; the same sheet gives the same bytes."""
    file = BytesIO()
    figure.savefig(file, format="png", dpi=DPI, metadata={"Software": None})
    return file.getvalue()
