"""Which items may be asked: what a group has seen, and the rules that give way in order.

It knows what rests, what is barred and what comes back; which of the items that survive is
asked is decided by ``selection``. It knows no rows and no clock. What survives is never empty
while one allowed item exists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import chain
from random import Random
from typing import TypeAlias

from bot.core.errors import NotFound
from bot.core.items import Item, Kind
from bot.core.packs import Catalogue, Pool
from bot.core.reasons import Relaxed
from bot.core.shuffle import permutation

#: Rounds over which domains and concepts are held to their shares.
WINDOW = 28
#: Rounds in which a concept does not come back, nor a case.
CONCEPT_RESTS = 7
#: How long an item rests once the group has seen everything.
ITEM_RESTS = timedelta(days=90)
#: How long one rests that is asked again in the last days, where no new ground is broken.
REVISED_AFTER = timedelta(days=21)

#: Items looked up at once: the lot falls among these. A look-up of all would grow with the past.
LOT = 60

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
class Stage:
    """How strict the rules are: what gives way, and whether seen items may come back."""

    again: bool
    relaxed: tuple[Relaxed, ...]


STAGES = tuple(
    Stage(again, relaxed)
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


@dataclass(frozen=True, slots=True)
class Found:
    """The items that survived, at which stage, and when they were shown last."""

    items: Sequence[Item]
    stage: Stage
    last_shown: Mapping[str, datetime]


def survivors(
    index: SelectionIndex,
    history: DailyHistory,
    order: Sequence[str],
    now: datetime,
    rng: Random,
    told: frozenset[str],
) -> Found:
    """Give the items that fit equally well at the first stage that leaves any."""
    if history.ground:
        found = _on_known_ground(index, history, order, now, rng, told)
        if found is not None:
            return found
    found = _in_stages(index.concepts, history, order, now, rng, told, STAGES)
    if found is not None:
        return found
    everything = (Relaxed.PRACTISED, Relaxed.RECENT, Relaxed.REST)
    left = _allowed(chain(*index.items.values()), history)
    if not left:
        raise NotFound(
            "No question is left that may be asked here. "
            "Add questions of an allowed kind to the pack, or switch some on again."
        )
    return _least_recent(left, history.last_shown(left), Stage(True, everything))


def _on_known_ground(
    index: SelectionIndex,
    history: DailyHistory,
    order: Sequence[str],
    now: datetime,
    rng: Random,
    told: frozenset[str],
) -> Found | None:
    """Give what fits among concepts that were met, or what is worth seeing again; None without.

    What came up in the last rounds stays away here, too: new ground is better than that.
    """
    met = history.ground or frozenset()
    concepts = {
        domain: {concept: items for concept, items in each.items() if concept in met}
        for domain, each in index.concepts.items()
    }
    strict = tuple(stage for stage in STAGES if Relaxed.RECENT not in stage.relaxed)
    found = _in_stages(concepts, history, order, now, rng, told, strict)
    if found is not None:
        return found
    latest = {shown.concept for shown in history.shown[:CONCEPT_RESTS]}
    left = _allowed(chain(*(chain(*each.values()) for each in concepts.values())), history)
    last = history.last_shown(left)
    left = [
        item
        for item in left
        if item.concept not in latest and last.get(item.id, now) <= now - REVISED_AFTER
    ]
    everything = (Relaxed.PRACTISED, Relaxed.REST)
    return _least_recent(left, last, Stage(True, everything)) if left else None


def _in_stages(
    by_domain: Mapping[str, Mapping[str, Sequence[Item]]],
    history: DailyHistory,
    order: Sequence[str],
    now: datetime,
    rng: Random,
    told: frozenset[str],
    stages: Sequence[Stage],
) -> Found | None:
    """Give what fits at the first stage that leaves any."""
    latest = frozenset(shown.concept for shown in history.shown[:CONCEPT_RESTS])
    for stage in stages:
        barred, stories = frozenset[str](), frozenset[str]()
        if Relaxed.PRACTISED not in stage.relaxed:
            barred |= history.practised
        if Relaxed.RECENT not in stage.relaxed:
            barred |= latest
            stories = told
        for domain in order:
            concepts = {
                concept: [item for item in items if item.story not in stories] if stories else items
                for concept, items in by_domain[domain].items()
                if concept not in barred
            }
            if stage.again:
                found = _rested(concepts, history, stage, now)
            else:
                found = _unseen(concepts, history, stage, rng)
            if found is not None:
                return found
    return None


def _unseen(
    concepts: Mapping[str, Sequence[Item]], history: DailyHistory, stage: Stage, rng: Random
) -> Found | None:
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
                return Found(fitting, stage, {})
    return None


def _rested(
    concepts: Mapping[str, Sequence[Item]], history: DailyHistory, stage: Stage, now: datetime
) -> Found | None:
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


def _allowed(items: Iterable[Item], history: DailyHistory) -> list[Item]:
    return [item for item in items if item.id not in history.set_aside]


def _least_recent(items: Sequence[Item], last_shown: Mapping[str, datetime], stage: Stage) -> Found:
    # At the very last, items of a barred concept may still be new: those come first.
    never = datetime.min.replace(tzinfo=UTC)
    oldest = min(last_shown.get(item.id, never) for item in items)
    longest = [item for item in items if last_shown.get(item.id, never) == oldest]
    return Found(longest, stage, last_shown)


def told_lately(catalogue: Catalogue, history: DailyHistory) -> frozenset[str]:
    """Give the cases of the last rounds: their scenarios are fresh in mind."""
    shown = (catalogue.items.get(shown.item) for shown in history.shown[:CONCEPT_RESTS])
    return frozenset(item.story for item in shown if item is not None and item.story)
