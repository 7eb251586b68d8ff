"""Which items one member practises next: blueprint, weakness, reach, exposure, a seeded lot.

It knows the practice pool alone, so it can spend neither a group's dailies nor a mock's
items. It knows no rows: what was answered comes as totals per concept, and what was seen
is asked for only where it matters, so a choice costs the same however long the history.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from random import Random
from typing import TypeAlias

from bot.core.items import Item
from bot.core.packs import Catalogue, Domain, Pool
from bot.core.selection import SelectionIndex, index_of, shortfalls
from bot.core.shuffle import permutation, pick, seeded_rng

#: How many of the best the lot decides among.
AMONG = 5
#: How far weakness moves a domain's share in a run, as a part of that share.
TILT = 0.5
#: The most, in items, that all answers before this run pull a domain forward or back.
PAST_PULL = 0.5
#: What each earlier answer on a concept takes from its score: weakness is 0 to 1.
EXPOSURE = 0.15
#: Imagined answers at the domain's own accuracy, so that one miss is not a weakness.
SHRINK = 2

#: The share of items that practice is aimed at, and how far from it still does (0.55 to 0.85):
#: easier ones teach little, harder ones discourage.
AIM, AIM_SPREAD = 0.70, 0.15
#: What an item just within reach adds to its concept's score, beside weakness from 0 to 1.
REACH = 0.5
#: Answers in a domain before it is called the one in which practice helps most.
KNOWN_FROM = 5

#: What the lot adds to a concept's score: less than any two scores differ by.
LOT = 1e-9

#: (answered, right) of one concept or domain.
Score: TypeAlias = tuple[int, int]
#: Gives how often each item of a concept has been answered; unanswered ones may be left out.
SeenIn: TypeAlias = Callable[[str], Mapping[str, int]]
#: Gives P(right) of some items by id; those it says nothing of may be left out.
Expect: TypeAlias = Callable[[Sequence[Item]], Mapping[str, float]]
#: Gives P(right) of some concepts of a domain, on items of middle difficulty.
Reach: TypeAlias = Callable[[str, Iterable[str]], Mapping[str, float]]
#: Says whether an item may come.
Fits: TypeAlias = Callable[[Item], bool]

_UNMET: Score = (0, 0)


@dataclass(frozen=True, slots=True)
class Picked:
    """An item to practise. ``again`` says that it has been answered before."""

    item: Item
    again: bool
    reason: str


@dataclass(frozen=True, slots=True)
class PracticeChoice:
    """Items to practise, in order; fewer than asked for where the pool holds no more."""

    picked: tuple[Picked, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """The items, in order."""
        return tuple(each.item for each in self.picked)

    @property
    def again(self) -> int:
        """How many of the items have been answered before."""
        return sum(each.again for each in self.picked)

    @property
    def unseen(self) -> int:
        """How many of the items are new to the member."""
        return len(self.picked) - self.again


def _no_idea(_items: Sequence[Item]) -> Mapping[str, float]:
    return {}


def _out_of_reach(_domain: str, _concepts: Iterable[str]) -> Mapping[str, float]:
    return {}


def any_item(_item: Item) -> bool:
    """Let every item come."""
    return True


def choose_practice(
    catalogue: Catalogue,
    *,
    totals: Mapping[str, Score],
    seen_in: SeenIn,
    n: int,
    meaning: tuple[str, ...],
    domain: str = "",
    asked: Sequence[str] = (),
    set_aside: frozenset[str] = frozenset(),
    reach: Reach = _out_of_reach,
    expect: Expect = _no_idea,
    fits: Fits = any_item,
) -> PracticeChoice:
    """Choose at most ``n`` items, unseen ones as long as there are any.

    ``totals`` has (answered, right) by concept id. ``domain`` keeps to one domain. ``asked``
    are ids of items in this run already, ``set_aside`` of those switched off: none of them
    comes. ``reach`` gives P(right) by concept and ``expect`` that of items: those near ``AIM`` are
    preferred. Only items that ``fits`` come. The same ``meaning`` gives the same choice. An empty
    choice means that the pool holds nothing (more).
    """
    index = index_of(catalogue, Pool.PRACTICE)
    draw = _Draw(
        index=index,
        domains=tuple(name for name in index.concepts if not domain or name == domain),
        totals=totals,
        seen_in=seen_in,
        rng=seeded_rng("practice", catalogue.pack.id, *meaning),
        asked=[catalogue.items[name] for name in asked if name in catalogue.items],
        set_aside=set_aside,
        reach=reach,
        expect=expect,
        fits=fits,
    )
    picked: list[Picked] = []
    for _ in range(n):
        found = draw.next_item()
        if found is None:
            break
        item, again = found
        title = catalogue.pack.domain_by_id.get(item.domain)
        reason = _words(title, totals, item, again, helps=draw.helps_most == item.domain)
        picked.append(Picked(item, again, reason))
    return PracticeChoice(tuple(picked))


class _Draw:
    """One call's state: what the run holds so far, and each domain's concepts in order."""

    def __init__(
        self,
        *,
        index: SelectionIndex,
        domains: Sequence[str],
        totals: Mapping[str, Score],
        seen_in: SeenIn,
        rng: Random,
        asked: list[Item],
        set_aside: frozenset[str],
        reach: Reach,
        expect: Expect,
        fits: Fits,
    ) -> None:
        self.index, self.domains, self.totals = index, domains, totals
        self.seen_in, self.rng, self.asked = seen_in, rng, asked
        self.set_aside, self.reach, self.expect, self.fits = set_aside, reach, expect, fits
        self.scores = {name: _sum(index.concepts[name], totals) for name in domains}
        self.shares = {name: index.shares[name] for name in domains}
        self.weakness = weakness_of(self.scores)
        self.ranked: dict[str, list[str]] = {}
        self.seen: dict[str, Mapping[str, int]] = {}
        self.spent: set[tuple[str, bool]] = set()

    @property
    def helps_most(self) -> str:
        """The domain in which practice helps most, once enough is known; else empty."""
        known = [name for name, score in self.scores.items() if score[0] >= KNOWN_FROM]
        return max(known, key=lambda name: (self.weakness[name], name)) if len(known) > 1 else ""

    def next_item(self) -> tuple[Item, bool] | None:
        """Draw an unseen item, else one to meet again, else None; and remember it."""
        order = self._domains_in_order()
        for again in (False, True):
            for domain in order:
                # What a run has found spent stays so: nothing comes back within it.
                if (domain, again) in self.spent:
                    continue
                item = self._drawn(domain, again)
                if item is not None:
                    self.asked.append(item)
                    return item, again
                self.spent.add((domain, again))
        return None

    def _domains_in_order(self) -> list[str]:
        """Order domains by how far this run is behind, corrected a little by all before it."""
        here = Counter(item.domain for item in self.asked)
        run = shortfalls(self.shares, here, len(self.asked), self.weakness, TILT)
        answered = {name: score[0] for name, score in self.scores.items()}
        past = shortfalls(self.shares, answered, sum(answered.values()))
        return sorted(
            self.domains,
            key=lambda name: (-run[name] - min(PAST_PULL, max(-PAST_PULL, past[name])), name),
        )

    def _drawn(self, domain: str, again: bool) -> Item | None:
        """Draw from the best concepts that hold a fitting item; one of this run only if need be.

        The lot falls on a concept before its items are looked at: one look-up, not five.
        """
        here = {item.concept for item in self.asked}
        ranked = self._ranked(domain)
        for repeated in (False, True):
            concepts = [concept for concept in ranked if (concept in here) is repeated]
            for start in range(0, len(concepts), AMONG):
                best = concepts[start : start + AMONG]
                for place in permutation(self.rng, len(best)):
                    item = self._of(domain, best[place], again)
                    if item is not None:
                        return item
        return None

    def _ranked(self, domain: str) -> list[str]:
        if domain not in self.ranked:
            share = _accuracy(self.scores[domain])
            # Equals stand in the order of the lot, not of the alphabet.
            reach = self.reach(domain, self.index.concepts[domain])
            need = {
                concept: _need(self.totals.get(concept, _UNMET), share)
                + REACH * closeness(reach.get(concept))
                + LOT * self.rng.random()
                for concept in self.index.concepts[domain]
            }
            self.ranked[domain] = sorted(need, key=need.__getitem__, reverse=True)
        return self.ranked[domain]

    def _of(self, domain: str, concept: str, again: bool) -> Item | None:
        """Draw one item of a concept: an unseen one, or one of those met least often."""
        taken = {item.id for item in self.asked} | self.set_aside
        left = [
            item
            for item in self.index.concepts[domain][concept]
            if item.id not in taken and self.fits(item)
        ]
        if not left:
            return None
        seen = self._seen(concept)
        fewest = min((seen.get(item.id, 0) for item in left), default=0)
        fitting = [item for item in left if seen.get(item.id, 0) == fewest]
        return self._nearest(fitting) if fitting and (fewest > 0) is again else None

    def _nearest(self, items: Sequence[Item]) -> Item:
        """Draw among the items whose P(right) lies nearest to the aim; equals by lot."""
        if len(items) == 1:
            return items[0]
        expected = self.expect(items)
        nearness = {item.id: closeness(expected.get(item.id)) for item in items}
        order = [items[place] for place in permutation(self.rng, len(items))]
        order.sort(key=lambda item: -nearness[item.id])  # stable: equals stay in the lot's order
        best = nearness[order[0].id]
        return pick(self.rng, [each for each in order[:AMONG] if nearness[each.id] == best])

    def _seen(self, concept: str) -> Mapping[str, int]:
        if concept not in self.seen:
            answered = self.totals.get(concept, _UNMET)[0]
            self.seen[concept] = self.seen_in(concept) if answered else {}
        return self.seen[concept]


def closeness(p: float | None) -> float:
    """Say how near a P(right) lies to the aim, 1 at it; 0.5 where nothing is known."""
    return 0.5 if p is None else math.exp(-((p - AIM) ** 2) / (2 * AIM_SPREAD**2))


def _sum(concepts: Iterable[str], totals: Mapping[str, Score]) -> Score:
    # The same work whether much or little was answered: a long history must not cost more.
    answered, right = zip(*map(totals.get, concepts, repeat(_UNMET)), strict=True)
    return sum(answered), sum(right)


def _accuracy(score: Score) -> float:
    """Give a share right, with one imagined answer of two right."""
    answered, right = score
    return (right + 1) / (answered + 2)


def weakness_of(scores: Mapping[str, Score]) -> dict[str, float]:
    """Give each domain's weakness against the mean of all: −1 strongest to 1 weakest."""
    accuracy = {name: _accuracy(score) for name, score in scores.items()}
    mean = sum(accuracy.values()) / len(accuracy) if accuracy else 0.0
    return {name: 2 * (mean - share) for name, share in accuracy.items()}


def _need(score: Score, domain_share: float) -> float:
    """Score a concept: its weakness, shrunk to its domain's, less what exposure takes."""
    answered, right = score
    share = (right + SHRINK * domain_share) / (answered + SHRINK)
    return 1 - share - EXPOSURE * answered


def _words(
    domain: Domain | None, totals: Mapping[str, Score], item: Item, again: bool, *, helps: bool
) -> str:
    answered, right = totals.get(item.concept, _UNMET)
    title = domain.title if domain else item.domain
    if helps:
        title += ", where practice helps you most"
    if again:
        return f"Asked again, from {title}: nothing new that fits was left."
    if answered > right:
        return f"New, from {title}: you have missed this concept before."
    if answered:
        return f"New, from {title}: a concept you have met, asked another way."
    return f"New, from {title}: a concept you have not met."
