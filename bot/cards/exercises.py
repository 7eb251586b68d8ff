"""Design round and lab card: what stands in the channel, the forms, and what comes back.

A design is shown exactly as it was written and never by whom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.cards.actions.weekly import SaveDesign, SaveLab, ShowGallery, WriteDesign, WriteLab
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Fields,
    Heading,
    Moment,
    Note,
    Prose,
    Quote,
    Style,
    Tone,
)
from bot.cards.keys import reference_prose
from bot.cards.wording import counted, number_word
from bot.core.designs import COUNT_FROM, LINE_MOST
from bot.core.exercises import DesignRound, LabCard, Line

SENTENCE_MOST = 280
#: Room for designs on a page, in characters: beside the scenario, and on pages of their own.
FIRST_PAGE, OTHER_PAGE = 1_400, 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """A design round as it is shown. ``domain`` is a title."""

    bulletin_id: int
    design: DesignRound
    domain: str
    closes_at: datetime
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a gallery: designs in their order, the first of them number ``start`` + 1."""

    designs: Sequence[tuple[str, ...]]
    start: int
    total: int
    number: int

    @property
    def is_last(self) -> bool:
        """Whether no design comes after this page."""
        return self.start + len(self.designs) >= self.total


def design_card(studio: Studio, written: int) -> Card:
    """Ask a group for five lines each. ``written`` is how many there are so far."""
    design = studio.design
    asked = "\n".join(
        f"{number}. {line.label}: {line.hint}" if line.hint else f"{number}. {line.label}"
        for number, line in enumerate(design.lines, 1)
    )
    blocks: list[Block] = [
        Heading(text=f"Design round · {studio.domain}"),
        Prose(text=design.title, tone=Tone.STRONG),
        Prose(text=design.scenario),
        Prose(text=asked),
        Moment(
            at=studio.closes_at,
            zone=studio.zone,
            before="The designs hang side by side from",
            after="· no names, no points",
            with_day=True,
        ),
        Buttons(
            buttons=(
                Button(
                    label="Write five lines",
                    action=WriteDesign(studio.bulletin_id),
                    style=Style.PRIMARY,
                ),
            )
        ),
    ]
    if written >= COUNT_FROM:
        blocks.append(Prose(text=f"{counted(written, 'design')} so far", tone=Tone.QUIET))
    return Card(title="Design round", blocks=tuple(blocks))


def design_form(studio: Studio, kept: Sequence[str]) -> Card:
    """Ask one person for five lines, three at least; ``kept`` is what stands there so far.

    Nothing but the five fields: a Discord form has no room for a sixth thing.
    """
    fields = tuple(
        Fields(
            name=f"line{number}",
            label=line.label,
            hint=line.hint,
            limit=LINE_MOST,
            value=kept[number - 1] if kept else "",
            lines=2,
            optional=True,
        )
        for number, line in enumerate(studio.design.lines, 1)
    )
    return Card(
        title="Five lines",
        blocks=fields,
        submit=Button(
            label="Keep them", action=SaveDesign(studio.bulletin_id), style=Style.PRIMARY
        ),
    )


def own_design_card(studio: Studio, lines: Sequence[str], *, is_open: bool) -> Card:
    """Show somebody what they wrote, and until when it can be changed."""
    blocks: list[Block] = [
        Heading(text=f"Your design · {studio.design.title}", level=2),
        Quote(text=_written(studio.design.lines, lines)),
    ]
    if not is_open:
        blocks.append(Note(text="The round has closed; your design hangs in the gallery."))
        return Card(title="Your design", blocks=tuple(blocks))
    blocks += [
        Prose(text="Kept. Nobody sees whose it is, now or in the gallery.", tone=Tone.QUIET),
        Moment(
            at=studio.closes_at,
            zone=studio.zone,
            before="You can change it until",
            with_day=True,
        ),
        Buttons(buttons=(Button(label="Change it", action=WriteDesign(studio.bulletin_id)),)),
    ]
    return Card(title="Your design", blocks=tuple(blocks))


def gallery_card(studio: Studio, page: Page) -> Card:
    """Show a closed round: its scenario, the designs without names, and what to look for."""
    design = studio.design
    blocks: list[Block] = [
        Heading(text=f"Design round · {studio.domain}"),
        Prose(text=design.title, tone=Tone.STRONG),
    ]
    if not page.total:
        text = "Nobody sketched this one; it is as good a question on a whiteboard."
        return Card(title="Design round", blocks=(*blocks, Prose(text=text)))
    blocks.append(Prose(text=design.scenario))
    blocks += _designs(studio, page)
    points = "\n".join(f"• {point}" for point in design.look_for)
    blocks.append(Note(text=f"What to look for:\n{points}"))
    if design.references:
        blocks.append(reference_prose(design.references, design.facts_as_of))
    if not page.is_last:
        left = page.total - len(page.designs)
        label = "See the other one" if left == 1 else f"See the other {number_word(left)}"
        more = Button(label=label, action=ShowGallery(studio.bulletin_id, 1))
        blocks.append(Buttons(buttons=(more,)))
    return Card(title="Design round", blocks=tuple(blocks))


def gallery_page(studio: Studio, page: Page) -> Card:
    """Show one person a further page of a gallery."""
    blocks: list[Block] = [
        Heading(text=f"Gallery · {studio.design.title}", level=2),
        *_designs(studio, page),
    ]
    turn = []
    if page.number > 1:
        back = ShowGallery(studio.bulletin_id, page.number - 1)
        turn.append(Button(label="Back", action=back, style=Style.QUIET))
    if not page.is_last:
        onward = ShowGallery(studio.bulletin_id, page.number + 1)
        turn.append(Button(label="More", action=onward))
    if turn:
        blocks.append(Buttons(buttons=tuple(turn)))
    return Card(title="Gallery", blocks=tuple(blocks))


def design_size(lines: Sequence[Line], written: Sequence[str]) -> int:
    """Count the characters that a design takes on a page."""
    return len(_written(lines, written)) + len("Design 99“”")


def lab_card(lab: LabCard, domain: str, bulletin_id: int) -> Card:
    """Set a group something to try, each at their own desk."""
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(lab.steps, 1))
    warnings = "\n".join(f"• {text}" for text in lab.watch_for)
    blocks: list[Block] = [
        Heading(text=f"Lab · {domain} · {lab.minutes} minutes"),
        Prose(text=lab.title, tone=Tone.STRONG),
        Prose(text=lab.aim),
        Prose(text=f"You need: {lab.needs}\nIt costs: {lab.cost}", tone=Tone.QUIET),
        Prose(text=steps),
    ]
    if warnings:
        blocks.append(Note(text=f"Watch for:\n{warnings}"))
    blocks += [
        Prose(text=lab.question, tone=Tone.STRONG),
        Buttons(
            buttons=(
                Button(
                    label="Write one sentence",
                    action=WriteLab(bulletin_id),
                    style=Style.PRIMARY,
                    name=f"Write one sentence: {lab.question}",
                ),
            )
        ),
        Prose(text="It becomes a note of yours; nobody else sees it.", tone=Tone.QUIET),
    ]
    if lab.references:
        blocks.append(reference_prose(lab.references, lab.facts_as_of))
    return Card(title="Lab", blocks=tuple(blocks))


def lab_form(lab: LabCard, bulletin_id: int) -> Card:
    """Ask one person for the sentence that a lab brings back."""
    return Card(
        title="One sentence",
        blocks=(
            Prose(text=lab.question),
            Fields(name="text", label="One sentence", limit=SENTENCE_MOST, lines=3),
        ),
        submit=Button(label="Keep it", action=SaveLab(bulletin_id), style=Style.PRIMARY),
    )


def _designs(studio: Studio, page: Page) -> list[Block]:
    found: list[Block] = []
    for number, lines in enumerate(page.designs, page.start + 1):
        found.append(Heading(text=f"Design {number}", level=2))
        found.append(Quote(text=_written(studio.design.lines, lines)))
    return found


def _written(lines: Sequence[Line], texts: Sequence[str]) -> str:
    """Write a design: each line that was filled in after what it had to say."""
    pairs = zip(lines, texts, strict=True)
    return "\n".join(f"{line.label}: {text}" for line, text in pairs if text)
