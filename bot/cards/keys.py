"""The key of a question as people are told it: in words, as a table, argued for, with references.

Whoever shows something from here says by it what is right: no card that somebody may see
before their answer does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.cards.blocks import Block, Note, Prose, Quote, Table, Tone
from bot.cards.wording import listed, long_day, reference_line
from bot.core.items import Item, Kind, Reference
from bot.core.keys import Authority
from bot.core.showing import Showing


def ruling_blocks(showing: Showing) -> list[Block]:
    """Say that another key holds than the one that was asked with, and why; else nothing."""
    if showing.ruling is None:
        return []
    match showing.ruling.by:
        case Authority.LEAD:
            if not showing.ruling.reason:
                return [Note(text="Your lead corrected this question.")]
            reason = Quote(text=showing.ruling.reason)
            return [Note(text="Your lead corrected this question:"), reason]
        case Authority.PACK:
            return [Note(text="The pack corrected this question; these are the new reasons.")]


def takeaway(showing: Showing) -> list[Block]:
    """Say what to take away, unless a lead has overruled what it rests on."""
    return [Note(text=f"Take away: {showing.item.takeaway}")] if showing.prose_holds else []


def arguments(showing: Showing) -> list[Block]:
    """Give the argument for every option, the key first, then the references.

    An argument that a lead's correction has overruled is left out.
    """
    item = showing.item
    rows: list[tuple[int, str]] = []
    for letter, source, option in showing.options:
        match item.kind:
            case Kind.ORDERING:
                place = showing.key.index(source)
                head = f"{place + 1}. {option.text}"
            case Kind.MATCHING:
                place, head = 0, f"{option.text} → {item.matches[showing.key[source]]}."
            case _:
                place = int(not showing.is_key(source))
                head = f"{letter} falls short." if place else f"{letter} is right."
        if showing.argument_holds(source):
            head = f"{head} {option.rationale}"
        rows.append((place, head))
    blocks: list[Block] = [Prose(text=text) for _, text in sorted(rows, key=lambda row: row[0])]
    if item.references:
        blocks.append(references(item))
    return blocks


def references(item: Item) -> Prose:
    """Say where a reader can check an item, and how fresh its facts are."""
    return reference_prose(item.references, item.facts_as_of)


def reference_prose(found: Sequence[Reference], facts_as_of: date) -> Prose:
    """Write references as small print, with the day on which the facts were checked."""
    lines = "\n".join(reference_line(reference) for reference in found)
    return Prose(text=f"Read on: {lines}\nFacts as of {long_day(facts_as_of)}.", tone=Tone.QUIET)


def key_words(showing: Showing) -> str:
    """Name the key in the letters that people saw."""
    match showing.item.kind:
        case Kind.SINGLE | Kind.MULTIPLE:
            return listed(sorted(showing.letter(source) for source in showing.key))
        case Kind.ORDERING:
            return " → ".join(showing.letter(source) for source in showing.key)
        case Kind.MATCHING:
            return "the pairs below"


def key_table(showing: Showing) -> Table:
    """Show the right order, or the right pairs."""
    item = showing.item
    if item.kind is Kind.ORDERING:
        rows = tuple((str(n), item.options[step].text) for n, step in enumerate(showing.key, 1))
        return Table(caption="The right order", columns=("", "Step"), rows=rows)
    rows = tuple(
        (option.text, item.matches[match])
        for option, match in zip(item.options, showing.key, strict=True)
    )
    left, right = item.match_heading
    return Table(caption="The right pairs", columns=(left or "Prompt", right or "Match"), rows=rows)
