"""An item's cards at their longest, so that a surface can say before posting what does not fit.

Nobody is shown these: the counts are invented, everything else is the item's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.cards.actions.values import Asked, Confidence, Target
from bot.cards.answer import choose_card, form_card, picked_card
from bot.cards.blocks import Card
from bot.cards.mock import Sat, question_card
from bot.cards.mock_result import Looked, review_card
from bot.cards.question import Asking, Outcome, closed_card, open_card, rationales_card
from bot.cards.verdict import Verdict, reveal_card, verdict_card
from bot.core.exams import Form, Pace
from bot.core.items import Item, Kind, Response
from bot.core.showing import Showing
from bot.core.sittings import Judged, Place

#: A Wednesday, the longest of them, and a moment that needs its day.
_DAY = date(2026, 11, 25)
_OPENS, _CLOSES = datetime(2026, 11, 25, 8, tzinfo=UTC), datetime(2026, 11, 26, 16, tzinfo=UTC)
_ROUND = Target(Asked.ROUND, 10**9)
_CROWD = 999
_NOTICE = "This answer is kept for question 98. On another screen you were at question 99."


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenery:
    """A card of an item and what it is called. ``private`` ones go to one person alone."""

    name: str
    card: Card
    private: bool = False


def rehearse(item: Item, domain: str) -> Iterator[Scenery]:
    """Give the cards by which an item is asked, answered, closed and argued. ``domain`` is a title.

    Each possible single pick has a verdict of its own; of other responses the one that is
    furthest from the key.
    """
    order = tuple(range(len(item.options))) + tuple(range(len(item.matches)))
    showing = Showing(item, order)
    asking = Asking(
        round_id=_ROUND.id,
        showing=showing,
        day=_DAY,
        domain=domain,
        opens_at=_OPENS,
        closes_at=_CLOSES,
        zone="America/Argentina/ComodRivadavia",
        revisited=True,
    )
    before = (_ROUND.id, f"Yesterday: {_CROWD} of {_CROWD} right")
    heading = f"Wednesday's scenario · {domain}"
    yield Scenery(name="The question", card=open_card(asking, answered=_CROWD, previous=before))
    yield Scenery(name="The closed question", card=closed_card(asking, _outcome(item)))
    yield Scenery(name="The thread", card=rationales_card(asking))
    if item.kind is Kind.SINGLE:
        asked = choose_card(showing, _ROUND, heading, promise=True)
        yield Scenery(name="The question in private", card=asked, private=True)
        for n in range(len(item.options)):
            picked = picked_card(
                showing, _ROUND, (n,), closes_at=_CLOSES, zone=asking.zone, promise=True
            )
            yield Scenery(name="The pick", card=picked, private=True)
    else:
        asked = form_card(showing, _ROUND, heading, promise=True)
        yield Scenery(name="The form", card=asked, private=True)
    for response in _responses(item):
        verdict = Verdict(
            showing=showing,
            response=response,
            is_right=response == item.key,
            share=0.5,
            confidence=Confidence.CERTAIN,
            points=99,
            late=True,
        )
        yield Scenery(name="The verdict", card=verdict_card(verdict, _ROUND, more=[]), private=True)
    revealed = reveal_card(showing, _ROUND, heading)
    yield Scenery(name="The answer", card=revealed, private=True)


def rehearse_sitting(item: Item, domain: str, task: str) -> Iterator[Scenery]:
    """Give the cards by which a mock exam asks an item, and tells of it once it is handed in."""
    order = tuple(range(len(item.options))) + tuple(range(len(item.matches)))
    showing = Showing(item, order)
    long = timedelta(minutes=_CROWD)
    sat = Sat(
        sitting=_ROUND.id,
        form=Form.FULL,
        total=99,
        pace=Pace(answered=98, total=99, left=long, ahead=-_CROWD),
        deadline=_CLOSES,
        zone="America/Argentina/ComodRivadavia",
        notice=_NOTICE,
    )
    for answered in (False, True):
        place = Place(number=98, answered=answered, marked=answered)
        response = item.key if answered else None
        card = question_card(sat, place, showing, response)
        yield Scenery(name="The question of a mock exam", card=card, private=True)
    for response in (None, *_responses(item)):
        judged = Judged(
            number=98,
            domain=item.domain,
            task=item.task,
            scored=False,
            met=True,
            is_right=response == item.key,
            first_right=True,
            first=None,
            response=response,
            spent=long,
        )
        looked = Looked(
            sitting=_ROUND.id,
            form=Form.FULL,
            total=99,
            judged=judged,
            showing=showing,
            target=_ROUND,
            domain=domain,
            task=task,
            next_wrong=99,
        )
        name = "The question after a mock exam"
        yield Scenery(name=name, card=review_card(looked), private=True)


def _outcome(item: Item) -> Outcome:
    cells = {f"o{n}": _CROWD for n in range(len(item.options))}
    sure = {f"{word}{sign}": _CROWD for word in (*Confidence, "unknown") for sign in "+-"}
    return Outcome(cells={"answers": 8 * _CROWD, **cells, **sure})


def _responses(item: Item) -> list[Response]:
    every = range(len(item.options))
    match item.kind:
        case Kind.SINGLE:
            return [(n,) for n in every]
        case Kind.MULTIPLE:
            wrong = [n for n in every if n not in item.key]
            chosen = [*wrong, *item.key][: len(item.key)]
            return [item.key, tuple(sorted(chosen))]
        case Kind.ORDERING:
            return [item.key, tuple(reversed(item.key))]
        case Kind.MATCHING:
            turned = tuple((n + 1) % len(item.matches) for n in item.key)
            return [item.key, turned]
