"""How cells look: one calm palette, and a look for each kind of value.

A look is a font, a fill, an alignment and a number format. It knows no sheet and no
report. Nothing is said by colour alone: what is tinted also says so in its format.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

FONT = "Calibri"
INK, SOFT, LINE = "1D2129", "59606E", "DCDDE1"
ACCENT, TINT = "3446B8", "EEF0FB"
GOOD, GOOD_TINT = "17663A", "E6F4EA"
#: From shaky over mixed to firm, light enough to read ink on.
SCALE = ("F9DDD5", "FCF1CF", "D5EDDD")

#: A share as per cent, with the space that stands there in every other text.
PERCENT = "0 %"
# Figures keep a distance from the line to their right: as wide as an n.
_COUNT, _TENTH, _HUNDREDTH, _SHARE, _WEIGHT = "#,##0_n", "0.0_n", "0.00_n", "0 %_n", '0" %"_n'
_CHANGE = "+0.0_n;-0.0_n;0.0_n"
_DAY, _MOMENT = "d mmm yyyy", "d mmm yyyy hh:mm"
_BAND = '[=1]"Shaky";[=2]"Getting there";"Firm"'
_RIGHT = '"right";;"wrong"'


@dataclass(frozen=True, kw_only=True)
class Face:
    """What openpyxl needs to know of a look. Where ``up`` is empty the page decides."""

    number: str = "General"
    size: float = 11
    bold: bool = False
    colour: str = INK
    fill: str = ""
    across: str = "left"
    wrap: bool = False
    line: str = LINE
    up: str = ""

    def font(self) -> Font:
        """Give the font."""
        return Font(name=FONT, size=self.size, bold=self.bold, color=self.colour)

    def background(self) -> PatternFill:
        """Give the fill; none where there is no tint."""
        return PatternFill("solid", start_color=self.fill) if self.fill else PatternFill()

    def alignment(self, up: str) -> Alignment:
        """Give the place of a value in its cell; ``up`` is the page's."""
        return Alignment(
            horizontal=self.across,
            vertical=self.up or up,
            wrap_text=self.wrap,
            indent=int(self.across == "left"),
        )

    def border(self) -> Border:
        """Give the line beneath a cell."""
        return Border(bottom=Side(style="thin", color=self.line)) if self.line else Border()


class Look(Enum):
    """The looks there are."""

    TITLE = Face(size=18, bold=True, line="", up="center")  #: a sheet's title
    NOTE = Face(colour=SOFT, line="", wrap=True)  #: a sentence under a title
    SECTION = Face(size=13, bold=True, colour=ACCENT, line="", up="center")  #: a part of a sheet
    LABEL = Face(colour=SOFT, line="")  #: the name of a single fact
    FACT = Face(bold=True, line="")  #: a single fact in words
    FACT_DAY = Face(bold=True, line="", number=_DAY)  #: one that is a date
    FACT_MOMENT = Face(bold=True, line="", number=_MOMENT)  #: date and time
    FACT_COUNT = Face(bold=True, line="", number="#,##0")  #: a number
    FACT_SHARE = Face(bold=True, line="", number=PERCENT)  #: a share
    HEADER = Face(
        bold=True, colour=ACCENT, fill=TINT, wrap=True, line=ACCENT, up="center"
    )  #: a column's name over words
    HEADER_NUMBER = Face(
        bold=True, colour=ACCENT, fill=TINT, wrap=True, line=ACCENT, up="center", across="right"
    )  #: a column's name over figures
    HEADER_MIDDLE = Face(
        bold=True, colour=ACCENT, fill=TINT, wrap=True, line=ACCENT, up="center", across="center"
    )  #: a column's name over bands
    SHARE_MIDDLE = Face(number=PERCENT, across="center")  #: a share among bands
    COUNT_MIDDLE = Face(number="#,##0", across="center")  #: a whole number among bands
    WEIGHT_MIDDLE = Face(number='0" %"', across="center")  #: a percentage among bands
    TEXT = Face()  #: words on one line
    PROSE = Face(wrap=True)  #: words that wrap
    NAME = Face(bold=True)  #: what a row is about
    QUIET = Face(colour=SOFT)  #: words of less weight
    DAY = Face(number=_DAY)  #: a date
    MOMENT = Face(number=_MOMENT)  #: a date with its time
    COUNT = Face(number=_COUNT, across="right")  #: a whole number
    PLACE = Face()  #: the number of an option, or several in words
    TENTH = Face(number=_TENTH, across="right")  #: a number with one place
    CHANGE = Face(number=_CHANGE, across="right")  #: a number with one place and its sign
    HUNDREDTH = Face(number=_HUNDREDTH, across="right")  #: a number with two places
    SHARE = Face(number=_SHARE, across="right")  #: a share between 0 and 1
    WEIGHT = Face(number=_WEIGHT, across="right")  #: a percentage as a whole number
    KEY_SHARE = Face(
        number='0 %" key"_n', across="right", bold=True, colour=GOOD, fill=GOOD_TINT
    )  #: a key's share
    RIGHT = Face(number=_RIGHT)  #: 1 for right, 0 for wrong
    BAND = Face(number=_BAND, across="center")  #: a band as 1 to 3
    ALONE = Face(line="")  #: words outside a table
    NOTHING = Face(colour=SOFT, line="")  #: a line that says why a table is empty

    @property
    def face(self) -> Face:
        """What openpyxl needs to know."""
        return self.value


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, its width in characters, and how its cells look."""

    title: str
    width: float
    look: Look = Look.TEXT
    header: Look = field(default=Look.HEADER)


def words(title: str, width: float, look: Look = Look.TEXT) -> Column:
    """Give a column of words."""
    return Column(title, width, look)


def figures(title: str, width: float, look: Look = Look.COUNT) -> Column:
    """Give a column of figures, whose name stands to the right."""
    return Column(title, width, look, Look.HEADER_NUMBER)


def banded(title: str, width: float) -> Column:
    """Give a column of bands."""
    return Column(title, width, Look.BAND, Look.HEADER_MIDDLE)
