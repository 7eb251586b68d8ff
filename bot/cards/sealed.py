"""An answer that waits for its question's close: what its owner sees until then.

Nothing here is given the mark, so nothing here can hint at it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.cards.actions.question import Why, WriteNote
from bot.cards.actions.values import Confidence, Target
from bot.cards.answer import CONFIDENCE
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Moment,
    OptionRow,
    Options,
    Prose,
    Standing,
    Style,
    Table,
    Tone,
)
from bot.cards.question import flag_button
from bot.core.items import Kind, Response
from bot.core.showing import Showing


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """An answer that is in, and when its verdict comes."""

    showing: Showing
    response: Response
    confidence: Confidence | None
    closes_at: datetime
    zone: str


def sealed_card(
    sealed: Sealed, target: Target, *, more: list[Block], talk: Sequence[Block] = ()
) -> Card:
    """Tell one person that their answer is in, and when the verdict comes.

    ``talk`` is what stands there on an argue day.
    """
    how = dict(CONFIDENCE)[sealed.confidence].lower() if sealed.confidence else ""
    said = f"Your answer is in{f': {how}' if how else ''}."
    blocks: list[Block] = [
        Prose(text=sealed.showing.item.question),
        *_chosen(sealed.showing, sealed.response),
        Prose(text=said, tone=Tone.STRONG),
        Moment(
            at=sealed.closes_at,
            zone=sealed.zone,
            before="This group hears the verdict together, at",
        ),
        Prose(text="`/study today` brings it back then.", tone=Tone.QUIET),
        *talk,
        Buttons(
            buttons=(
                Button(label="Add note", action=WriteNote(target)),
                Button(label="Why this one?", action=Why(target.id), style=Style.QUIET),
                flag_button(target),
            )
        ),
    ]
    return Card(title="Your answer", blocks=(*blocks, *more))


def _chosen(showing: Showing, response: Response) -> list[Block]:
    """Show what was chosen, and nothing of whether it holds."""
    item = showing.item
    match item.kind:
        case Kind.SINGLE | Kind.MULTIPLE:
            rows = tuple(
                OptionRow(letter=letter, text=option.text, standing=Standing.PICKED)
                for letter, source, option in showing.options
                if source in response
            )
            return [Options(rows=rows)]
        case Kind.ORDERING:
            steps = tuple(
                (str(n), item.options[source].text) for n, source in enumerate(response, 1)
            )
            return [Table(caption="Your order", columns=("", "Step"), rows=steps)]
        case Kind.MATCHING:
            pairs = tuple(
                (item.options[prompt].text, item.matches[yours])
                for prompt, yours in enumerate(response)
            )
            heads = (item.match_heading[0] or "Prompt", "Yours")
            return [Table(caption="Your pairs", columns=heads, rows=pairs)]
