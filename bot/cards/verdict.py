"""The verdict on an answer, and the answer of a question that somebody did not answer.

These cards go to one person only, and are the first that may speak of the key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.cards.actions.question import Why, WriteNote
from bot.cards.actions.runs import Practise, Review
from bot.cards.actions.values import Asked, Confidence, Target
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Heading,
    OptionRow,
    Options,
    Prose,
    Standing,
    Style,
    Table,
    Tone,
)
from bot.cards.keys import key_table, key_words, references, ruling_blocks, takeaway
from bot.cards.question import body, flag_button
from bot.cards.spacing import due_line
from bot.cards.wording import decided, listed, points
from bot.core.items import Kind, Response
from bot.core.showing import Showing


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A marked answer as its owner is told. ``points`` are tenths; None earns nothing.

    ``was_right`` is how it was marked before a correction changed that. ``back`` says when its
    concept comes back, ``due`` how many reviews wait.
    """

    showing: Showing
    response: Response
    is_right: bool
    share: float
    confidence: Confidence | None
    points: int | None
    late: bool = False
    closed: bool = False
    was_right: bool | None = None
    back: str = ""
    due: int = 0


def verdict_blocks(verdict: Verdict) -> list[Block]:
    """Tell one person how their answer stands and why."""
    item = verdict.showing.item
    blocks: list[Block] = [Prose(text=_headline(verdict), tone=Tone.STRONG)]
    if verdict.late:
        blocks.append(
            Prose(text="The question had closed: this counts for you, not for the board.")
        )
    blocks += ruling_blocks(verdict.showing)
    if verdict.was_right is not None:
        blocks.append(Prose(text=_remarked(verdict)))
    blocks += response_blocks(verdict)
    blocks += [Prose(text=text) for text in _argument(verdict)]
    if not verdict.is_right and verdict.share > 0:
        blocks.append(Prose(text=_partial(verdict), tone=Tone.QUIET))
    if verdict.confidence is Confidence.CERTAIN and not verdict.is_right:
        blocks.append(Prose(text="Surprises stick; give it a minute."))
    if verdict.back:
        blocks.append(Prose(text=verdict.back))
    blocks += takeaway(verdict.showing)
    if item.references:
        blocks.append(references(item))
    if verdict.points is not None:
        when = "" if verdict.closed else " when the question closes"
        blocks.append(
            Prose(text=f"{points(verdict.points)} points on the board{when}.", tone=Tone.QUIET)
        )
    return blocks


def verdict_card(verdict: Verdict, target: Target, *, more: list[Block], talked: str = "") -> Card:
    """Show a verdict with what can be done next; ``more`` stands beneath it.

    ``talked`` says how a second pick of an argue day stands.
    """
    domain = verdict.showing.item.domain
    buttons = [
        Button(label="Add note", action=WriteNote(target)),
        Button(label="3 more like this", action=Practise(domain, 3)),
    ]
    if target.asked is Asked.ROUND:
        buttons.append(Button(label="Why this one?", action=Why(target.id), style=Style.QUIET))
    buttons.append(flag_button(target))
    blocks = [*verdict_blocks(verdict)]
    if talked:
        blocks.append(Prose(text=talked))
    blocks.append(Buttons(buttons=tuple(buttons)))
    if verdict.due:
        line = due_line(verdict.due)
        blocks.append(Buttons(buttons=(Button(label=line, action=Review(0)),)))
    blocks += more
    return Card(title="Your answer", blocks=tuple(blocks), reveals=True)


def reveal_card(showing: Showing, target: Target, heading: str) -> Card:
    """Show a closed question's key to somebody who did not answer it, without blame."""
    item = showing.item
    blocks: list[Block] = [
        Heading(text=heading, level=2),
        *body(showing),
        Prose(text=f"It was {key_words(showing)}.", tone=Tone.STRONG),
        *ruling_blocks(showing),
    ]
    if item.kind in (Kind.ORDERING, Kind.MATCHING):
        blocks.append(key_table(showing))
    blocks += [Prose(text=text) for text in _for_the_key(showing)]
    blocks += takeaway(showing)
    if item.references:
        blocks.append(references(item))
    blocks.append(Buttons(buttons=(flag_button(target),)))
    return Card(title="The answer", blocks=tuple(blocks), reveals=True)


def _headline(verdict: Verdict) -> str:
    showing, item = verdict.showing, verdict.showing.item
    if verdict.is_right:
        guessed = verdict.confidence is Confidence.GUESSING
        right = "Right, and you said you guessed." if guessed else "Right."
        return f"{right} What decided it: {decided(item)}." if showing.prose_holds else right
    match item.kind:
        case Kind.SINGLE:
            picked = showing.letter(verdict.response[0])
            return f"Not {picked} this time; it's {key_words(showing)}."
        case Kind.MULTIPLE:
            picked = listed(sorted(showing.letter(source) for source in verdict.response))
            return f"Not {picked} this time; it's {key_words(showing)}."
        case Kind.ORDERING:
            return "Not in this order; here is the one that holds."
        case Kind.MATCHING:
            hits = sum(a == b for a, b in zip(verdict.response, showing.key, strict=True))
            return f"{hits} of {len(showing.key)} pairs hold."


def response_blocks(verdict: Verdict) -> list[Block]:
    """Set what somebody answered beside what holds."""
    showing, item = verdict.showing, verdict.showing.item
    match item.kind:
        case Kind.SINGLE | Kind.MULTIPLE:
            rows = tuple(
                OptionRow(
                    letter=letter,
                    text=option.text,
                    standing=_standing(showing.is_key(source), source in verdict.response),
                )
                for letter, source, option in showing.options
                if showing.is_key(source) or source in verdict.response
            )
            return [Options(rows=rows)]
        case Kind.ORDERING:
            steps = tuple(
                (str(n + 1), item.options[yours].text, item.options[right].text)
                for n, (yours, right) in enumerate(zip(verdict.response, showing.key, strict=True))
            )
            if verdict.is_right:
                steps = tuple((n, right, "") for n, _, right in steps)
                return [Table(caption="Your order", columns=("", "Step", ""), rows=steps)]
            return [
                Table(
                    caption="Your order and the right one",
                    columns=("", "Yours", "Right"),
                    rows=steps,
                )
            ]
        case Kind.MATCHING:
            pairs = tuple(
                (
                    item.options[prompt].text,
                    item.matches[yours],
                    "✓ right" if yours == right else item.matches[right],
                )
                for prompt, (yours, right) in enumerate(
                    zip(verdict.response, showing.key, strict=True)
                )
            )
            return [
                Table(
                    caption="Your pairs and the right ones",
                    columns=(item.match_heading[0] or "Prompt", "Yours", "Right"),
                    rows=pairs,
                )
            ]


def _argument(verdict: Verdict) -> list[str]:
    """Give the argument for the key and against what was chosen in its place."""
    showing, item = verdict.showing, verdict.showing.item
    if item.kind in (Kind.ORDERING, Kind.MATCHING):
        ordered = item.kind is Kind.ORDERING
        pairs = zip(verdict.response, showing.key, strict=True)
        wrong = [
            right if ordered else place
            for place, (given, right) in enumerate(pairs)
            if given != right
        ]
        return _rationales(showing, wrong or range(len(item.options)))
    against = [item.options[n].breaks for n in verdict.response if showing.argument_holds(n)]
    lines = [text for text in against if text]
    argument = _for_the_key(showing)
    if argument and not verdict.is_right and showing.prose_holds:
        argument[0] = f"What decided it: {decided(item)}. {argument[0]}"
    return lines + argument


def _for_the_key(showing: Showing) -> list[str]:
    """Give what argues for the key, where the author's argument still holds."""
    if showing.item.kind in (Kind.SINGLE, Kind.MULTIPLE):
        return _rationales(showing, showing.key)
    return _rationales(showing, range(len(showing.item.options)))


def _rationales(showing: Showing, sources: Iterable[int]) -> list[str]:
    return [showing.item.options[n].rationale for n in sources if showing.argument_holds(n)]


def _remarked(verdict: Verdict) -> str:
    if verdict.is_right == verdict.was_right:
        return "Your answer was marked again: the share that counts has changed."
    now = "is right" if verdict.is_right else "no longer counts as right"
    return f"Your answer was marked again: it {now}."


def _partial(verdict: Verdict) -> str:
    share = round(100 * verdict.share)
    return f"Partly right: {share} % here. The exam scores it all or nothing, so there it earns 0."


def _standing(is_key: bool, is_picked: bool) -> Standing:
    if is_key:
        return Standing.PICKED_KEY if is_picked else Standing.MISSED
    return Standing.PICKED_WRONG
