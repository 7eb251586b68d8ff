"""Which item a group is asked next, and why.

It knows the blueprint, what a group has seen and what its members practised, and what ``aiming``
expects of items; it draws with chance seeded by meaning. It knows no rows, no places and no
clock. The choice is never empty while one allowed item exists: rules give way in a fixed order
instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from bot.core.aiming import Aim, Fit
from bot.core.eligible import (
    CONCEPT_RESTS,
    ITEM_RESTS,
    LOT,
    WINDOW,
    DailyHistory,
    SelectionIndex,
    Shown,
    Stage,
    index_of,
    survivors,
    told_lately,
)
from bot.core.items import Item, Kind
from bot.core.packs import Catalogue, Pool
from bot.core.reasons import Aimed, Reason, Relaxed
from bot.core.shuffle import pick, seeded_rng

__all__ = [
    "CONCEPT_RESTS",
    "ITEM_RESTS",
    "LOT",
    "WINDOW",
    "Choice",
    "DailyHistory",
    "Reason",
    "Relaxed",
    "SelectionIndex",
    "Shown",
    "choose_daily",
    "index_of",
    "shortfalls",
]

#: How far the group's weakness may move a domain's share, as a part of that share.
TILT = 0.25

_NONE: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Choice:
    """The item chosen, and why."""

    item: Item
    reason: Reason


def shortfalls(
    shares: Mapping[str, float],
    posted: Mapping[str, int],
    n: int,
    weakness: Mapping[str, float] = _NONE,
    tilt: float = TILT,
) -> dict[str, float]:
    """Give how far each domain is behind its share, in rounds: w · (n + 1) − posted.

    ``weakness`` from −1 (strongest) to 1 (weakest) moves a share w by at most ``tilt`` of
    itself.
    """
    return {
        domain: share * (1 + tilt * _clip(weakness.get(domain, 0.0))) * (n + 1)
        - posted.get(domain, 0)
        for domain, share in shares.items()
    }


def choose_daily(
    catalogue: Catalogue,
    history: DailyHistory,
    *,
    group: str,
    slot: str,
    now: datetime,
    kinds: frozenset[Kind] | None = None,
    weakness: Mapping[str, float] = _NONE,
    aim: Aim | None = None,
) -> Choice:
    """Choose the item of a group's slot: domain, concept, hard rules, aim, then the lot.

    The same pack, history, group and slot give the same item. Unseen items come first as
    long as there are any; rules give way in the order practised, last 7 rounds, 90 days,
    and at the very last the least recently shown comes back. ``kinds`` narrows what may be
    asked. Without an ``aim`` all that survive the rules fit equally well. Raises ``NotFound``
    where no allowed item exists at all.
    """
    index = index_of(catalogue, Pool.DAILY, kinds)
    recent = history.shown[:WINDOW]
    posted = Counter(shown.domain for shown in recent)
    behind = shortfalls(index.shares, posted, len(recent), weakness)
    order = sorted(behind, key=lambda domain: (-behind[domain], domain))
    rng = seeded_rng("daily", catalogue.pack.id, group, slot)
    told = told_lately(catalogue, history)
    found = survivors(index, history, order, now, rng, told)
    fit = aim.best(found.items) if aim is not None else None
    best = fit.items if fit is not None else found.items
    chosen = pick(rng, best)
    seen_at = found.last_shown.get(chosen.id)
    known = catalogue.pack.domain_by_id.get(chosen.domain)
    return Choice(
        chosen,
        Reason(
            domain=chosen.domain,
            concept=chosen.concept,
            weight=known.weight if known else 0,
            posted=posted[chosen.domain],
            window=len(recent),
            behind=round(behind[chosen.domain], 3),
            tilt=round(_clip(weakness.get(chosen.domain, 0.0)), 3),
            passed=tuple(order[: order.index(chosen.domain)]),
            relaxed=tuple(_broken(chosen, found.stage, history, told)),
            last_shown=seen_at.date() if seen_at else None,
            candidates=len(best),
            known_ground=history.ground is not None and chosen.concept in history.ground,
            aimed=_aimed(aim, fit, chosen) if aim is not None and fit is not None else None,
        ),
    )


def _aimed(aim: Aim, fit: Fit, chosen: Item) -> Aimed:
    return Aimed(
        target=round(fit.target, 3),
        expected=round(fit.expected[chosen.id].share, 3),
        members=aim.members,
        eased=aim.eased,
        argued=fit.divides,
        undivided=aim.argued and not fit.divides,
    )


def _broken(
    chosen: Item, stage: Stage, history: DailyHistory, told: frozenset[str]
) -> Iterator[Relaxed]:
    """Name the rules that this item breaks: of those given up, maybe not all."""
    for rule in stage.relaxed:
        match rule:
            case Relaxed.PRACTISED:
                broken = chosen.concept in history.practised
            case Relaxed.RECENT:
                latest = history.shown[:CONCEPT_RESTS]
                broken = any(shown.concept == chosen.concept for shown in latest)
                broken = broken or chosen.story in told
            case Relaxed.REST:
                broken = True
        if broken:
            yield rule


def _clip(value: float) -> float:
    return min(1.0, max(-1.0, value))
