"""What first answers over all groups say of a question, as a lead reads it.

It knows figures; whether they may be told, and to whom, is decided before.
"""

from __future__ import annotations

from bot.cards.blocks import Block, Facts, Heading, Note, Prose, Table, Tone
from bot.cards.wording import percent
from bot.core.item_statistics import ItemStatistics
from bot.core.item_words import apart_words, doubt_words
from bot.core.items import Kind

_MEANING = (
    "Both figures go from -1 to 1. A question that tells 0.20 or more does well; a line above 0 "
    "draws the able, one below 0 the others."
)
_PARTS = {
    Kind.ORDERING: ("Who had which step right", "Step", "Right"),
    Kind.MATCHING: ("Who had which pair right", "Pair", "Right"),
}


def figure_blocks(found: ItemStatistics, kind: Kind) -> list[Block]:
    """Show what first answers over all groups say of a question, and what is worth a look.

    Of steps and pairs, in the order of the key, it tells who had them right.
    """
    low, high = found.facility.interval
    n = found.facility.n
    chosen = kind in (Kind.SINGLE, Kind.MULTIPLE)
    caption, part, verb = _PARTS.get(kind, ("Who chose which option", "Option", "Chosen"))
    blocks: list[Block] = [
        Heading(text="In all groups", level=2),
        Facts(
            pairs=(
                ("First answers", f"{n}, {percent(found.facility.share)} right"),
                ("Share right", f"{percent(low)} to {percent(high)}, 9 times in 10"),
                ("By guessing", percent(found.floor)),
                ("Tells the able from others", apart_words(found)),
            )
        ),
    ]
    if any(line.correlation is not None for line in found.options):
        blocks.append(
            Table(
                caption=caption,
                columns=(part, verb, "Share", "With ability"),
                rows=tuple(
                    (
                        f"{part} {line.option + 1}{', key' if line.is_key and chosen else ''}",
                        str(line.count),
                        percent(line.share),
                        "–" if line.correlation is None else f"{line.correlation:+.2f}",
                    )
                    for line in found.options
                ),
                numeric=frozenset({1, 2, 3}),
            )
        )
        blocks.append(Prose(text=_MEANING, tone=Tone.QUIET))
    if found.doubts:
        blocks.append(Note(text=doubt_words(found.doubts)))
    return blocks
