"""The blocks that every screen is made of, as plain values with a meaning and no looks.

A card says *what* is shown; each surface has one renderer that says *how*. A new screen
needs no change in a renderer; a new block needs one in each, and an exhaustive ``match``
finds the one that was forgotten. Text is plain: back-ticks mark code, a line break is a
line break, and nothing else has a meaning. No block knows a platform's limits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from bot.cards.actions import Action
from bot.core.charting import Chart, in_words


class Tone(StrEnum):
    """How much a text wants to be noticed."""

    PLAIN = "plain"  #: the running text
    STRONG = "strong"  #: the sentence to read if only one is read
    QUIET = "quiet"  #: small print


class Standing(StrEnum):
    """What is known of an option once it may be told."""

    OPEN = "open"  #: nothing is told
    KEY = "key"  #: it is right
    MISSED = "missed"  #: right, and the reader did not choose it
    PICKED = "picked"  #: the reader chose it; whether it is right is not told
    PICKED_KEY = "picked_key"  #: the reader chose it, and it is right
    PICKED_WRONG = "picked_wrong"  #: the reader chose it, and it is wrong


class Mode(StrEnum):
    """How a response is given."""

    ONE = "one"  #: exactly one option
    MANY = "many"  #: a stated number of options
    ORDER = "order"  #: all steps in an order
    MATCH = "match"  #: a match for each prompt


class Style(StrEnum):
    """How a button stands beside its neighbours."""

    PLAIN = "plain"
    PRIMARY = "primary"
    QUIET = "quiet"
    DANGER = "danger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A title. ``level`` 1 names the card, 2 a part of it."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """Running text, one or more paragraphs."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A point in time inside a line of words, shown in the reader's own zone.

    ``zone`` is the group's zone: surfaces that cannot know the reader's show that one
    and name it. ``with_day`` adds the weekday and date.
    """

    at: datetime
    zone: str
    before: str = ""
    after: str = ""
    with_day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionRow:
    """One lettered option; ``count`` of ``total`` answers chose it, where that is told."""

    letter: str
    text: str
    standing: Standing = Standing.OPEN
    count: int | None = None
    total: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options in full, in the order that everybody in the round sees."""

    rows: tuple[OptionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceOption:
    """One thing to choose. ``value`` is its shown position, as a digit string."""

    value: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An input by choosing. What is sent back under ``name`` is a tuple of values.

    ONE: one value. MANY: ``count`` values. ORDER: all values in the chosen order.
    MATCH: for each of ``options`` the value of one of ``matches``. ``error`` says, beside the
    input, why what was chosen cannot be used.
    """

    name: str
    label: str
    mode: Mode
    options: tuple[ChoiceOption, ...]
    matches: tuple[ChoiceOption, ...] = ()
    count: int = 1
    chosen: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """An input by typing: one text of at most ``limit`` characters.

    ``hint`` stands beside it before anything is typed; ``error`` says why what was typed, which
    is kept in ``value``, cannot be used.
    """

    name: str
    label: str
    limit: int
    value: str = ""
    lines: int = 1
    optional: bool = False
    hint: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A press. ``name`` is the accessible name where the label alone does not say enough."""

    label: str
    action: Action
    style: Style = Style.PLAIN
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Buttons:
    """Buttons on one row."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Short labelled facts."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under column heads. ``numeric`` names right-aligned columns by index."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    own_row: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """A part of a whole, always with its words. ``value`` lies between 0 and 1."""

    label: str
    value: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a distribution: ``count`` of ``total``."""

    label: str
    count: int
    total: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """Bars that are compared with each other, under a caption that says what they count."""

    caption: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart to be drawn. ``alt`` says all that it shows; left out, the chart's own words do.

    The chart travels as data and not as an image: each surface draws it when it is looked
    at, in its reader's colours, and where it cannot be drawn the words take its place.
    """

    chart: Chart
    caption: str = ""
    alt: str = ""

    @property
    def words(self) -> str:
        """The text equivalent: every number, a line for each part."""
        return self.alt or in_words(self.chart)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to take away. ``id`` is an opaque token of letters, digits, ``-`` and ``_``.

    The bytes are not part of a card: a surface holds them for the one who asked, for a
    while. ``words`` say what it is, such as ``workbook, 48 KB``.
    """

    name: str
    words: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A remark set apart from the text; a ``warning`` asks for something to be done."""

    text: str
    warning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Somebody's own words, shown exactly as they are: in them not even a back-tick has a meaning.

    ``by`` is the name they stand under; empty where it is not told.
    """

    text: str
    by: str = ""


Block: TypeAlias = (
    Heading
    | Prose
    | Moment
    | Options
    | Choice
    | Fields
    | Buttons
    | Facts
    | Table
    | Meter
    | Distribution
    | Picture
    | File
    | Note
    | Quote
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A screen. With ``submit`` its inputs form one form, sent by that button.

    ``title`` is short (24 characters at most, Slack's modal title) and never reveals the
    answer: notifications and fallback texts begin with it. What ``reveals`` the answer further
    down is announced by its title and first heading alone.
    """

    title: str
    blocks: tuple[Block, ...]
    submit: Button | None = None
    reveals: bool = False

    @property
    def beneath_title(self) -> tuple[Block, ...]:
        """The blocks for a window, without a heading that its title says already."""
        first = self.blocks[0] if self.blocks else None
        said = isinstance(first, Heading) and first.text == self.title
        return self.blocks[1:] if said and len(self.blocks) > 1 else self.blocks
