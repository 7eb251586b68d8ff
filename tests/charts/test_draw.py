"""Pictures: large enough to read, nothing cut off, nothing on top of anything else."""

from __future__ import annotations

from io import BytesIO
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from PIL import Image

from bot.charts.draw import compose, draw
from bot.charts.lettering import SMALL
from bot.charts.lines import DASHES, MARKERS
from bot.charts.paper import WIDTH
from bot.core.charting import (
    LINES_MOST,
    BarChart,
    Chart,
    Count,
    CountChart,
    Level,
    Line,
    LineChart,
    Scale,
)
from tests.charts.samples import ALL, DOMAINS, USUAL

EVERY = pytest.mark.parametrize("chart", ALL.values(), ids=ALL)


def texts(figure: Figure) -> list[Text]:
    """Give every text that can be seen."""
    found = [text for text in figure.findobj(Text) if isinstance(text, Text)]
    return [text for text in found if text.get_visible() and text.get_text().strip()]


def renderer(figure: Figure) -> RendererBase:
    """Give what draws a figure."""
    assert isinstance(figure.canvas, FigureCanvasAgg)
    pen: RendererBase = figure.canvas.get_renderer()  # type: ignore[no-untyped-call]
    return pen


def boxes(figure: Figure) -> list[tuple[str, Bbox]]:
    """Give where every text lies, in pixels."""
    return [(text.get_text(), text.get_window_extent(renderer(figure))) for text in texts(figure)]


def said(chart: Chart) -> list[str]:
    """Give the texts of a picture, from the top down."""
    found = sorted(texts(compose(chart)), key=lambda text: text.get_position()[1])
    return [text.get_text() for text in found]


def assert_readable(figure: Figure) -> None:
    """Ask every text for the size and the place it is drawn at."""
    wide, high = figure.bbox.width, figure.bbox.height
    for text in texts(figure):
        assert float(text.get_fontsize()) * figure.dpi / 72 >= SMALL - 0.01
    found = boxes(figure)
    for name, box in found:
        assert box.x0 >= 0, name
        assert box.x1 <= wide, name
        assert box.y0 >= 0, name
        assert box.y1 <= high, name
    for (one, a), (other, b) in combinations(found, 2):
        shared = Bbox.intersection(a, b)
        # Less than a pixel, across or down, is seen by nobody.
        assert shared is None or min(shared.width, shared.height) < 1, (one, other)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@EVERY
def test_text_is_large_whole_and_apart(chart: Chart, dark: bool) -> None:
    assert_readable(compose(chart, dark=dark))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@EVERY
def test_a_picture_is_twice_as_wide_as_a_phone_shows_it(chart: Chart, dark: bool) -> None:
    picture = Image.open(BytesIO(draw(chart, dark=dark)))
    assert picture.format == "PNG"
    assert picture.width == WIDTH == 2 * 360
    corner = picture.convert("RGB").getpixel((0, 0))
    assert corner == ((0x1E, 0x21, 0x28) if dark else (255, 255, 255))


def test_the_smallest_text_is_twelve_pixels_in_a_card_on_a_phone() -> None:
    assert SMALL * 320 / WIDTH >= 12


def test_the_same_chart_gives_the_same_picture() -> None:
    assert draw(USUAL["domains"]) == draw(USUAL["domains"])


def test_every_bar_has_its_value_and_its_answers_in_words() -> None:
    words = said(USUAL["domains"])
    for text in ("74 %", "62 %", "43 %", "100 %", "of 31", "of 26", "of 14", "of 6"):
        assert text in words
    assert "Modeling (focus next)" in words
    assert words[-2:] == [
        "From 6 to 31 answers each. The thin line",
        "spans where the true value probably lies.",
    ]


def test_every_count_stands_beside_its_share() -> None:
    words = said(USUAL["options"])
    assert [word for word in words if word.isdecimal()] == ["2", "3", "0", "7"]
    assert [word for word in words if word.endswith("%")] == ["17 %", "25 %", "0 %", "58 %"]
    assert "D (right)" in words
    assert words[-1] == "12 answers in all."


def test_long_names_break_and_are_not_cut() -> None:
    chart = BarChart(
        title="Domains", bars=(Level(label=f"{DOMAINS[3]}, the second half", value=0.5, n=12_345),)
    )
    lines = [text for text in said(chart) if set(text.split()) & {"ML", "Operations,", "half"}]
    assert " ".join(lines) == f"{DOMAINS[3]}, the second half"
    assert len(lines) == 2


def test_lines_are_told_apart_without_colour() -> None:
    assert len(set(MARKERS[:LINES_MOST])) == LINES_MOST
    assert len(set(zip(MARKERS, DASHES, strict=True))) == LINES_MOST
    figure = compose(ALL["six lines"])
    drawn = {each.get_marker() for each in figure.findobj(Line2D) if isinstance(each, Line2D)}
    assert set(MARKERS) <= drawn


def test_every_line_has_its_name_and_latest_value() -> None:
    words = said(USUAL["domains by week"])
    assert set(DOMAINS[:3]) <= set(words)
    assert words.index("ML Implementation") < words.index("and Operations")
    assert words.count("W48") == 2
    assert {"68 %", "78 %", "88 %", "98 %"} <= set(words)


def test_a_gap_is_a_gap() -> None:
    figure = compose(USUAL["weeks"])
    line = next(
        each for each in figure.findobj(Line2D)
        if isinstance(each, Line2D) and len(each.get_xdata()) == 6  # type: ignore[arg-type]
    )  # fmt: skip
    heights = [float(y) for y in line.get_ydata()]  # type: ignore[union-attr, arg-type]
    assert [height != height for height in heights] == [False, False, True, False, False, False]


def test_the_first_and_the_last_value_are_written() -> None:
    words = said(USUAL["weeks"])
    assert {"41 %", "71 %"} <= set(words)


def test_an_empty_chart_says_so() -> None:
    assert said(ALL["no line"]) == ["Progress", "Nothing to show yet."]


WORDS = st.text(max_size=60)
SHARES = st.floats(0, 1)
LINES = st.integers(1, 30).flatmap(
    lambda count: st.builds(
        LineChart,
        title=WORDS,
        labels=st.tuples(*[st.text(max_size=15)] * count),
        lines=st.lists(
            st.builds(Line, name=WORDS, values=st.tuples(*[st.none() | SHARES] * count)),
            min_size=1,
            max_size=6,
        ).map(tuple),
    )
)
BARS = st.builds(
    BarChart,
    title=WORDS,
    bars=st.lists(
        st.builds(
            Level,
            label=WORDS,
            value=st.none() | st.floats(0, 1e15),
            n=st.integers(0, 10**15),
            mark=st.text(max_size=12),
        ),
        max_size=12,
    ).map(tuple),
    scale=st.just(Scale.NUMBER),
)
COUNTS = st.builds(
    CountChart,
    title=WORDS,
    counts=st.lists(
        st.builds(Count, label=WORDS, count=st.integers(0, 10**15), mark=st.text(max_size=12)),
        max_size=12,
    ).map(tuple),
)


@pytest.mark.long
@settings(max_examples=60)
@given(LINES | BARS | COUNTS, st.booleans())
def test_whatever_it_is_called_it_can_be_drawn(chart: Chart, dark: bool) -> None:
    assert_readable(compose(chart, dark=dark))
