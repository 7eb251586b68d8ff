"""Which item a group is asked next, and why.

It knows the blueprint, what a group has seen and what its members practised; it draws with
chance seeded by meaning. It knows no rows, no places and no clock. The choice is never
empty while one allowed item exists: rules give way in a fixed order instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from itertools import chain
from types import MappingProxyType

from bot.core.errors import NotFound
from bot.core.items import Item, Kind
from bot.core.packs import Catalogue, Pool
from bot.core.reasons import Reason, Relaxed
from bot.core.shuffle import pick, seeded_rng

__all__ = [
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

#: Rounds over which domains and concepts are held to their shares.
WINDOW = 28
#: How far the group's weakness may move a domain's share, as a part of that share.
TILT = 0.25
#: Rounds in which a concept does not come back.
CONCEPT_RESTS = 7
#: How long an item rests once the group has seen everything.
ITEM_RESTS = timedelta(days=90)

_NONE: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Shown:
    """An item that a group was asked, and when."""

    item: str
    concept: str
    domain: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DailyHistory:
    """What a group has been asked, and what to keep from asking.

    ``shown`` are the latest rounds, the latest first; ``before`` says when each item was
    shown last in all rounds before those. ``practised`` are concepts that more than half
    of the active members answered in practice in the last 14 days; ``set_aside`` are ids
    of items switched off here.
    """

    shown: tuple[Shown, ...] = ()
    before: Mapping[str, datetime] = field(default_factory=dict)
    practised: frozenset[str] = frozenset()
    set_aside: frozenset[str] = frozenset()

    @cached_property
    def seen(self) -> frozenset[str]:
        """Every item that was shown."""
        return frozenset([*self.before, *(shown.item for shown in self.shown)])

    @cached_property
    def last_shown(self) -> Mapping[str, datetime]:
        """When each item was shown last."""
        return {**self.before, **{shown.item: shown.at for shown in reversed(self.shown)}}


@dataclass(frozen=True, slots=True)
class Choice:
    """The item chosen, and why."""

    item: Item
    reason: Reason


@dataclass(frozen=True, slots=True, eq=False)
class SelectionIndex:
    """A pool as selection walks it, by domain.

    ``shares`` are the blueprint's weights as parts of 1; ``concepts`` and ``items`` hold the
    same items, with and without the step of the concept.
    """

    shares: Mapping[str, float]
    concepts: Mapping[str, Mapping[str, tuple[Item, ...]]]
    items: Mapping[str, tuple[Item, ...]]


@dataclass(frozen=True, slots=True)
class _Stage:
    """How strict the rules are: what gives way, and whether seen items may come back."""

    again: bool
    relaxed: tuple[Relaxed, ...]


_STAGES = tuple(
    _Stage(again, relaxed)
    for again in (False, True)
    for relaxed in ((), (Relaxed.PRACTISED,), (Relaxed.PRACTISED, Relaxed.RECENT))
)


@lru_cache(maxsize=32)
def index_of(
    catalogue: Catalogue, pool: Pool, kinds: frozenset[Kind] | None = None
) -> SelectionIndex:
    """Index a catalogue's pool once, with only the allowed kinds (None: all it holds)."""
    concepts: dict[str, dict[str, tuple[Item, ...]]] = {}
    for domain, by_concept in catalogue.by_pool[pool].items():
        for concept, items in by_concept.items():
            allowed = tuple(item for item in items if kinds is None or item.kind in kinds)
            if allowed:
                concepts.setdefault(domain, {})[concept] = allowed
    known = catalogue.pack.domain_by_id
    shares = {
        domain: known[domain].weight / 100 if domain in known else 0.0
        for domain in sorted(concepts)
    }
    flat = {domain: tuple(chain(*by_concept.values())) for domain, by_concept in concepts.items()}
    return SelectionIndex(shares, concepts, flat)


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
) -> Choice:
    """Choose the item of a group's slot: domain, concept, hard rules, then the lot.

    The same pack, history, group and slot give the same item. Unseen items come first as
    long as there are any; rules give way in the order practised, last 7 rounds, 90 days,
    and at the very last the least recently shown comes back. ``kinds`` narrows what may be
    asked. Raises ``NotFound`` where no allowed item exists at all.
    """
    index = index_of(catalogue, Pool.DAILY, kinds)
    recent = history.shown[:WINDOW]
    posted = Counter(shown.domain for shown in recent)
    behind = shortfalls(index.shares, posted, len(recent), weakness)
    order = sorted(behind, key=lambda domain: (-behind[domain], domain))
    found = _survivors(index, history, order, now)
    chosen = pick(seeded_rng("daily", catalogue.pack.id, group, slot), found.items)
    seen_at = history.last_shown[chosen.id] if chosen.id in history.seen else None
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
            relaxed=tuple(_broken(chosen, found.stage, history)),
            last_shown=seen_at.date() if seen_at else None,
            candidates=len(found.items),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    items: Sequence[Item]
    stage: _Stage


def _survivors(
    index: SelectionIndex, history: DailyHistory, order: Sequence[str], now: datetime
) -> _Found:
    """Give the items that fit equally well at the first stage that leaves any."""
    latest = frozenset(shown.concept for shown in history.shown[:CONCEPT_RESTS])
    for stage in _STAGES:
        barred = frozenset[str]()
        if Relaxed.PRACTISED not in stage.relaxed:
            barred |= history.practised
        if Relaxed.RECENT not in stage.relaxed:
            barred |= latest
        for domain in order:
            fitting = _fit(index.items[domain], history, barred, now if stage.again else None)
            if fitting:
                return _Found(_least_asked(fitting, history, stage.again), stage)
    left = [item for item in chain(*index.items.values()) if item.id not in history.set_aside]
    if not left:
        raise NotFound(
            "No question is left that may be asked here. "
            "Add questions of an allowed kind to the pack, or switch some on again."
        )
    everything = (Relaxed.PRACTISED, Relaxed.RECENT, Relaxed.REST)
    return _Found(_least_recent(left, history), _Stage(True, everything))


def _fit(
    items: Sequence[Item], history: DailyHistory, barred: frozenset[str], again_at: datetime | None
) -> list[Item]:
    """Keep unseen items of concepts that are not barred, or those rested by ``again_at``."""
    seen, aside = history.seen, history.set_aside
    if again_at is None:
        fitting = [item for item in items if item.id not in seen and item.concept not in barred]
    else:
        # Unseen items, had there been any, would have fitted at an earlier stage.
        last, rested = history.last_shown, again_at - ITEM_RESTS
        fitting = [
            item
            for item in items
            if item.concept not in barred and last.get(item.id, again_at) <= rested
        ]
    return [item for item in fitting if item.id not in aside] if aside else fitting


def _least_asked(items: Sequence[Item], history: DailyHistory, again: bool) -> Sequence[Item]:
    """Keep the concepts furthest behind; with equal shares these are the least asked."""
    asked = Counter(shown.concept for shown in history.shown[:WINDOW])
    least = [item for item in items if item.concept not in asked]
    if not least:
        fewest = min(asked[item.concept] for item in items)
        least = [item for item in items if asked[item.concept] == fewest]
    return _least_recent(least, history) if again else least


def _least_recent(items: Sequence[Item], history: DailyHistory) -> Sequence[Item]:
    oldest = min(history.last_shown[item.id] for item in items)
    return [item for item in items if history.last_shown[item.id] == oldest]


def _broken(chosen: Item, stage: _Stage, history: DailyHistory) -> Iterator[Relaxed]:
    """Name the rules that this item breaks: of those given up, maybe not all."""
    for rule in stage.relaxed:
        match rule:
            case Relaxed.PRACTISED:
                broken = chosen.concept in history.practised
            case Relaxed.RECENT:
                latest = history.shown[:CONCEPT_RESTS]
                broken = any(shown.concept == chosen.concept for shown in latest)
            case Relaxed.REST:
                broken = True
        if broken:
            yield rule


def _clip(value: float) -> float:
    return min(1.0, max(-1.0, value))
