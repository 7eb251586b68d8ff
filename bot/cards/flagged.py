"""The lead's desk for doubted questions: the queue, a question looked at, and its answers.

Figures come without names, and from five answers on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.cards.actions.flags import (
    BringBack,
    Flags,
    LookAt,
    PutAside,
    Resolve,
    RestoreKey,
    SaveResolution,
    WriteKey,
)
from bot.cards.actions.lead import Status
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Choice,
    ChoiceOption,
    Facts,
    Fields,
    Heading,
    Mode,
    Note,
    OptionRow,
    Options,
    Prose,
    Quote,
    Standing,
    Style,
    Tone,
)
from bot.cards.flags import DOUBTS
from bot.cards.item_figures import figure_blocks
from bot.cards.keys import key_table, ruling_blocks
from bot.cards.question import SHARES_FROM
from bot.cards.wording import counted, listed, percent, times
from bot.core.flags import WORDS_MOST, Doubt
from bot.core.item_statistics import ItemStatistics
from bot.core.items import Kind
from bot.core.showing import Showing

WORDS_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """How a question was answered in the group. ``chosen`` counts each option by source index.

    ``answers`` are those of all ``given`` that may stand in a total. ``is_open`` says that it
    is being asked just now: then nothing is told. ``everywhere`` is what first answers over all
    groups say, from five people on.
    """

    given: int
    answers: int
    right: int
    chosen: Mapping[int, int]
    asked: int
    is_open: bool = False
    everywhere: ItemStatistics | None = None

    @property
    def told(self) -> bool:
        """Whether figures may be shown."""
        return not self.is_open and self.answers >= SHARES_FROM


#: Where figures are not shown.
UNTOLD = ItemFacts(given=0, answers=0, right=0, chosen={}, asked=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubted:
    """A question on the lead's desk. ``doubts`` counts the flags by reason."""

    version: str
    item: str
    domain: str
    question: str
    doubts: Mapping[Doubt, int]
    words: tuple[str, ...]
    facts: ItemFacts
    aside: bool = False
    overruled: bool = False
    differs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the lead's desk holds: a page of the flagged, and all that was changed here."""

    group: str
    flagged: tuple[Doubted, ...]
    total: int
    page: int
    size: int
    corrected: tuple[Doubted, ...]
    aside: tuple[Doubted, ...]


def desk_card(desk: Desk) -> Card:
    """Show the questions that wait for the lead, and those that were changed here."""
    blocks: list[Block] = [Heading(text=f"Flagged questions · {desk.group}", level=2)]
    if not desk.total:
        blocks.append(Note(text="Nothing waits for you. Under every question stands `Flag`."))
    for doubted in desk.flagged:
        blocks.append(Prose(text=f"{doubted.domain}: {doubted.question}", tone=Tone.STRONG))
        blocks += _said(doubted)
        about = f"{doubted.item} · {facts_line(doubted.facts)}"
        blocks.append(Prose(text=about, tone=Tone.QUIET))
        blocks.append(Buttons(buttons=_ways(doubted)))
    turn = []
    if desk.page > 0:
        turn.append(Button(label="Before", action=Flags(desk.page - 1), style=Style.QUIET))
    if (desk.page + 1) * desk.size < desk.total:
        turn.append(Button(label="More", action=Flags(desk.page + 1), style=Style.QUIET))
    if turn:
        blocks.append(Buttons(buttons=tuple(turn)))
    if desk.corrected:
        blocks.append(Heading(text="Corrected here", level=2))
        for doubted in desk.corrected:
            blocks.append(Prose(text=f"{doubted.domain}: {doubted.question}"))
            if doubted.differs:
                text = "The pack has corrected this one, too, and another way. Yours holds here."
                blocks.append(Note(text=text, warning=True))
            look = Button(label="Look at it", action=LookAt(doubted.version))
            blocks.append(Buttons(buttons=(look, _take_back(doubted))))
    if desk.aside:
        blocks.append(Heading(text="Put aside", level=2))
        for doubted in desk.aside:
            blocks.append(Prose(text=f"{doubted.domain}: {doubted.question}"))
            blocks.append(Buttons(buttons=(_bring_back(doubted),)))
    return Card(title="Flags", blocks=tuple(blocks))


def look_card(doubted: Doubted, showing: Showing) -> Card:
    """Show a question with its key and figures, in the order of its file."""
    item = showing.item
    blocks: list[Block] = [
        Heading(text=f"{doubted.domain} · {doubted.item}", level=2),
        Prose(text=item.stem),
    ]
    if item.kind in (Kind.ORDERING, Kind.MATCHING):
        blocks.append(key_table(showing))
    else:
        blocks.append(Options(rows=tuple(_row(doubted.facts, showing, n) for n in _all(showing))))
    blocks += ruling_blocks(showing)
    if doubted.differs:
        text = "The pack has corrected this question, too, and another way. Yours holds here."
        blocks.append(Note(text=text, warning=True))
    asked = times(doubted.facts.asked) if doubted.facts.asked else "in private runs alone"
    blocks.append(Facts(pairs=(("Asked here", asked), ("Answers here", facts_line(doubted.facts)))))
    if doubted.facts.everywhere is not None:
        blocks += figure_blocks(doubted.facts.everywhere, item.kind)
    if doubted.aside:
        blocks.append(Note(text="It is put aside: nothing asks it here any more."))
    blocks += _said(doubted)
    blocks.append(Buttons(buttons=_ways(doubted, looking=True)))
    return Card(title="A question", blocks=tuple(blocks), reveals=True)


def facts_line(facts: ItemFacts) -> str:
    """Sum up how a question was answered, as far as it may be told."""
    if facts.is_open:
        return "It is open just now: figures show once it has closed."
    if not facts.told:
        later = ", once their day is over" if facts.given >= SHARES_FROM else ""
        return f"{counted(facts.given, 'answer')}: figures show from {SHARES_FROM} on{later}."
    return f"{facts.right} of {facts.answers} right ({percent(facts.right / facts.answers)})"


def resolve_form(doubted: Doubted) -> Card:
    """Ask the lead what came of a question's flags, with a word to those who raised them."""
    return Card(
        title="Answer the flags",
        blocks=(
            Prose(text=f"{doubted.domain}: {doubted.question}"),
            *_said(doubted),
            Choice(
                name="confirmed",
                label="Were they right?",
                mode=Mode.ONE,
                options=(
                    ChoiceOption(value="yes", text="Yes, thank you"),
                    ChoiceOption(value="no", text="No, it stands as it is"),
                ),
            ),
            Fields(
                name="words",
                label="A word to those who flagged it, if you like",
                limit=WORDS_MOST,
                lines=3,
                optional=True,
            ),
            Note(text="They are told in private, without your name."),
        ),
        submit=Button(label="Send it", action=SaveResolution(doubted.version), style=Style.PRIMARY),
    )


def settled_card(text: str, undo: Button | None = None) -> Card:
    """Confirm what the lead did with a question, with its undo and the way back to the desk."""
    buttons = (
        *([undo] if undo else []),
        Button(label="Flags", action=Flags(0)),
        Button(label="Status", action=Status(), style=Style.QUIET),
    )
    return Card(title="Done", blocks=(Prose(text=text, tone=Tone.STRONG), Buttons(buttons=buttons)))


def undo_aside(version: str) -> Button:
    """Give the button that lets a question be asked again."""
    return Button(label="Bring it back", action=BringBack(version))


def undo_key(version: str) -> Button:
    """Give the button that takes the group's own key back."""
    return Button(label="Take it back", action=RestoreKey(version))


def _said(doubted: Doubted) -> list[Block]:
    n = sum(doubted.doubts.values())
    if not n:
        return []
    reasons = [
        f"{DOUBTS[doubt].lower()} ({count})" if n > 1 else DOUBTS[doubt].lower()
        for doubt, count in doubted.doubts.items()
    ]
    blocks: list[Block] = [Prose(text=f"{counted(n, 'flag')}: {listed(reasons)}.")]
    return blocks + [Quote(text=text) for text in doubted.words[-WORDS_SHOWN:]]


def _ways(doubted: Doubted, *, looking: bool = False) -> tuple[Button, ...]:
    version, about = doubted.version, doubted.question
    ways = []
    if not looking:
        ways.append(Button(label="Look at it", action=LookAt(version), name=f"Look at: {about}"))
    if doubted.doubts:
        ways.append(
            Button(label="Answer the flags", action=Resolve(version), name=f"Answer: {about}")
        )
    ways.append(Button(label="Correct the key", action=WriteKey(version), name=f"Key of: {about}"))
    if doubted.overruled:
        ways.append(_take_back(doubted))
    if doubted.aside:
        ways.append(_bring_back(doubted))
    else:
        ways.append(
            Button(label="Put it aside", action=PutAside(version), name=f"Put aside: {about}")
        )
    return tuple(ways)


def _take_back(doubted: Doubted) -> Button:
    name = f"Take the correction back: {doubted.question}"
    return Button(label="Take the correction back", action=RestoreKey(doubted.version), name=name)


def _bring_back(doubted: Doubted) -> Button:
    name = f"Bring back: {doubted.question}"
    return Button(label="Bring it back", action=BringBack(doubted.version), name=name)


def _all(showing: Showing) -> range:
    return range(len(showing.item.options))


def _row(facts: ItemFacts, showing: Showing, source: int) -> OptionRow:
    option = showing.item.options[source]
    return OptionRow(
        letter=str(source + 1),
        text=option.text,
        standing=Standing.KEY if showing.is_key(source) else Standing.OPEN,
        count=facts.chosen.get(source, 0) if facts.told else None,
        total=facts.answers if facts.told else 0,
        note=option.rationale if showing.argument_holds(source) else "",
    )
