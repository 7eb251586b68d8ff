"""Every shipped item and exercise as the cards that show it, each at its fullest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from bot.cards.actions.values import Asked, Confidence, Target
from bot.cards.answer import choose_card, form_card, picked_card
from bot.cards.blocks import Card
from bot.cards.onboarding import board_choice
from bot.cards.question import Asking, Outcome, closed_card, open_card, rationales_card
from bot.cards.verdict import Verdict, reveal_card, verdict_card
from bot.core.items import Item, Kind
from bot.core.showing import Showing
from bot.services.library import Library
from bot.services.shelf import load_library

ROOT = Path(__file__).parents[3]
OPENS = datetime(2026, 11, 24, 8, tzinfo=UTC)
CLOSES = datetime(2026, 11, 24, 16, tzinfo=UTC)
#: The longest name that a domain goes by.
DOMAIN = "Machine Learning Implementation and Operations"


@lru_cache(maxsize=1)
def library() -> Library:
    """Read the shipped content once."""
    return load_library(ROOT, ROOT, date(2026, 11, 24))


def items() -> list[Item]:
    """Give every shipped item."""
    return [
        item
        for _, catalogue in sorted(library().catalogues.items())
        for item in catalogue.items.values()
    ]


def showing_of(item: Item) -> Showing:
    """Show an item in the order of its file."""
    return Showing(item, (*range(len(item.options)), *range(len(item.matches))))


def asking_of(item: Item, round_id: int = 10**9) -> Asking:
    """Ask an item of a group, as a round of a high number."""
    return Asking(
        round_id=round_id,
        showing=showing_of(item),
        day=date(2026, 11, 25),
        domain=DOMAIN,
        opens_at=OPENS,
        closes_at=CLOSES,
        zone="America/Argentina/ComodRivadavia",
        revisited=True,
    )


def outcome_of(item: Item) -> Outcome:
    """Make an outcome in which everything is told: the longest distractor drew the most."""
    cells = {"answers": 900, "right": 300}
    for word in ("certain", "fairly", "guessing", "unknown"):
        cells |= {f"{word}+": 150, f"{word}-": 150}
    wrong = [n for n in range(len(item.options)) if n not in item.key]
    longest = max(wrong, key=lambda n: len(item.options[n].rationale), default=0)
    cells |= {f"o{n}": 100 + 200 * (n == longest) for n in range(len(item.options))}
    return Outcome(cells=cells)


def question_of(item: Item) -> Card:
    """Show the question open in the channel, with all that can stand beneath it."""
    return open_card(asking_of(item), answered=900, previous=(10**9, "Yesterday: 700 of 900 right"))


def wrong_of(item: Item) -> tuple[int, ...]:
    """Give a wrong response."""
    match item.kind:
        case Kind.SINGLE:
            return (next(n for n in range(len(item.options)) if n not in item.key),)
        case Kind.MULTIPLE:
            wrong = [n for n in range(len(item.options)) if n not in item.key]
            return tuple(sorted((*item.key[1:], wrong[0])))
        case Kind.ORDERING:
            return tuple(reversed(item.key))
        case Kind.MATCHING:
            return tuple((each + 1) % len(item.matches) for each in item.key)


def verdict_of(item: Item) -> Card:
    """Show the verdict on a wrong answer that seemed certain, to somebody new."""
    verdict = Verdict(
        showing=showing_of(item),
        response=wrong_of(item),
        is_right=False,
        share=0.5,
        confidence=Confidence.CERTAIN,
        points=75,
        late=True,
        was_right=True,
    )
    return verdict_card(verdict, Target(Asked.ROUND, 10**9), more=board_choice())


def private_of(item: Item) -> Iterator[Card]:
    """Give what one person is asked and told, beside the verdict."""
    showing, target = showing_of(item), Target(Asked.ROUND, 10**9)
    if item.kind is Kind.SINGLE:
        yield choose_card(showing, target, DOMAIN, promise=True)
        yield picked_card(showing, target, (0,), closes_at=CLOSES, zone="UTC", promise=True)
    else:
        yield form_card(showing, target, DOMAIN, promise=True)
    yield reveal_card(showing, target, DOMAIN)


def closed_of(item: Item) -> tuple[Card, Card]:
    """Show the question closed, and its thread."""
    asking = asking_of(item)
    return closed_card(asking, outcome_of(item)), rationales_card(asking)
