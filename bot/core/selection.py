"""Which item a group is asked next, and why.

It knows the blueprint, what a group has seen and what its members practised, and what ``aiming``
expects of items; it draws with chance seeded by meaning. It knows no rows, no places and no
clock. The choice is never empty while one allowed item exists: rules give way in a fixed order
instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import chain
from random import Random
from types import MappingProxyType
from typing import TypeAlias

from bot.core.aiming import Aim, Fit
from bot.core.errors import NotFound
from bot.core.items import Item, Kind
from bot.core.packs import Catalogue, Pool
from bot.core.reasons import Aimed, Reason, Relaxed
from bot.core.shuffle import permutation, pick, seeded_rng

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
#: Rounds in which a concept does not come back, nor a case.
CONCEPT_RESTS = 7
#: How long an item rests once the group has seen everything.
ITEM_RESTS = timedelta(days=90)

#: Items looked up at once: the lot falls among these. A look-up of all would grow with the past.
LOT = 60

_NONE: Mapping[str, float] = MappingProxyType({})
#: Gives when each of some items was shown last; those never shown are left out.
LastShown: TypeAlias = Callable[[Sequence[Item]], Mapping[str, datetime]]


def _never(_items: Sequence[Item]) -> Mapping[str, datetime]:
    return {}


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

    ``shown`` are the latest rounds, the latest first; ``before`` tells of the rounds before
    those, and is asked only for items that matter. ``practised`` are concepts that more than half
    of the active members answered in practice in the last 14 days; ``set_aside`` are ids
    of items switched off here. ``ground`` are the concepts that the group has met, where no
    new ground is to be broken; None where it may be.
    """

    shown: tuple[Shown, ...] = ()
    before: LastShown = _never
    practised: frozenset[str] = frozenset()
    set_aside: frozenset[str] = frozenset()
    ground: frozenset[str] | None = None

    def last_shown(self, items: Sequence[Item]) -> dict[str, datetime]:
        """Give when each of some items was shown last; those never shown are left out."""
        wanted = {item.id for item in items}
        recent = {shown.item: shown.at for shown in reversed(self.shown) if shown.item in wanted}
        return {**self.before(items), **recent}


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
    told = _told(catalogue, history)
    found = _survivors(index, history, order, now, rng, told)
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


@dataclass(frozen=True, slots=True)
class _Found:
    items: Sequence[Item]
    stage: _Stage
    last_shown: Mapping[str, datetime]


def _survivors(
    index: SelectionIndex,
    history: DailyHistory,
    order: Sequence[str],
    now: datetime,
    rng: Random,
    told: frozenset[str],
) -> _Found:
    """Give the items that fit equally well at the first stage that leaves any."""
    for ground in (True, False) if history.ground else (False,):
        found = _in_stages(index, history, order, now, rng, told, known=ground)
        if found is not None:
            return found
        left = _allowed(chain(*index.items.values()), history, known=ground)
        if left:
            everything = (Relaxed.PRACTISED, Relaxed.RECENT, Relaxed.REST)
            return _least_recent(left, history.last_shown(left), _Stage(True, everything))
    raise NotFound(
        "No question is left that may be asked here. "
        "Add questions of an allowed kind to the pack, or switch some on again."
    )


def _in_stages(
    index: SelectionIndex,
    history: DailyHistory,
    order: Sequence[str],
    now: datetime,
    rng: Random,
    told: frozenset[str],
    *,
    known: bool,
) -> _Found | None:
    """Give what fits at the first stage that leaves any; only known ground where asked for."""
    latest = frozenset(shown.concept for shown in history.shown[:CONCEPT_RESTS])
    for stage in _STAGES:
        barred, stories = frozenset[str](), frozenset[str]()
        if Relaxed.PRACTISED not in stage.relaxed:
            barred |= history.practised
        if Relaxed.RECENT not in stage.relaxed:
            barred |= latest
            stories = told
        for domain in order:
            concepts = {
                concept: [item for item in items if item.story not in stories] if stories else items
                for concept, items in index.concepts[domain].items()
                if concept not in barred and (not known or concept in (history.ground or ()))
            }
            if stage.again:
                found = _rested(concepts, history, stage, now)
            else:
                found = _unseen(concepts, history, stage, rng)
            if found is not None:
                return found
    return None


def _unseen(
    concepts: Mapping[str, Sequence[Item]], history: DailyHistory, stage: _Stage, rng: Random
) -> _Found | None:
    """Keep unseen items of the concepts furthest behind: with equal shares the least asked."""
    for level in _by_times_asked(concepts, history):
        drawn = [level[n] for n in permutation(rng, len(level))]
        while drawn:
            batch: list[Item] = []
            while drawn and len(batch) < LOT:
                batch += concepts[drawn.pop()]
            allowed = _allowed(batch, history)
            seen = history.last_shown(allowed)
            fitting = [item for item in allowed if item.id not in seen]
            if fitting:
                return _Found(fitting, stage, {})
    return None


def _rested(
    concepts: Mapping[str, Sequence[Item]], history: DailyHistory, stage: _Stage, now: datetime
) -> _Found | None:
    """Keep the longest rested items of the concepts asked least; all of them have been seen."""
    allowed = _allowed(chain(*concepts.values()), history)
    last = history.last_shown(allowed)
    rested = [item for item in allowed if last.get(item.id, now) <= now - ITEM_RESTS]
    if not rested:
        return None
    levels = _by_times_asked({item.concept for item in rested}, history)
    least = set(next(levels))
    return _least_recent([item for item in rested if item.concept in least], last, stage)


def _by_times_asked(concepts: Iterable[str], history: DailyHistory) -> Iterator[list[str]]:
    """Group concepts by how often they were asked of late, the least asked first."""
    asked = Counter(shown.concept for shown in history.shown[:WINDOW])
    levels: dict[int, list[str]] = {}
    for concept in sorted(concepts):
        levels.setdefault(asked[concept], []).append(concept)
    return (levels[times] for times in sorted(levels))


def _allowed(items: Iterable[Item], history: DailyHistory, *, known: bool = False) -> list[Item]:
    ground = history.ground if known else None
    return [
        item
        for item in items
        if item.id not in history.set_aside and (ground is None or item.concept in ground)
    ]


def _least_recent(
    items: Sequence[Item], last_shown: Mapping[str, datetime], stage: _Stage
) -> _Found:
    # At the very last, items of a barred concept may still be new: those come first.
    never = datetime.min.replace(tzinfo=UTC)
    oldest = min(last_shown.get(item.id, never) for item in items)
    longest = [item for item in items if last_shown.get(item.id, never) == oldest]
    return _Found(longest, stage, last_shown)


def _told(catalogue: Catalogue, history: DailyHistory) -> frozenset[str]:
    """Give the cases of the last rounds: their scenarios are fresh in mind."""
    shown = (catalogue.items.get(shown.item) for shown in history.shown[:CONCEPT_RESTS])
    return frozenset(item.story for item in shown if item is not None and item.story)


def _broken(
    chosen: Item, stage: _Stage, history: DailyHistory, told: frozenset[str]
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
