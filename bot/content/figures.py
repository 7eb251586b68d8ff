"""A pack in figures: its balance, and what a guesser who sees only the options could use.

A figure is printed for authors and is never an error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.content.service_rules import names_in
from bot.content.services import Service
from bot.core.items import Item, Kind
from bot.core.packs import Catalogue

#: Bounds in per cent. A lower bound waits until a pack has ``ENOUGH`` items to show it.
KEY_LONGEST, KEY_SHORTEST, CAPITALS = (10, 30), (8, 30), (10, 25)
GUESSED_MOST, OPENING_MOST, SERVICE_MOST = 40, 6, 12
DOMAIN_POINTS = 1
ENOUGH = 20
#: The 99 % point of chi-square with three degrees of freedom.
CHI_SQUARE = 11.34


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a pack, and whether it lies in its bounds, if it has any."""

    name: str
    value: str
    holds: bool | None = None


def figures(catalogue: Catalogue, services: Mapping[str, Service]) -> tuple[Figure, ...]:
    """Give a pack's figures: counts, balance of domains, and what a guesser could use."""
    items = list(catalogue.items.values())
    if not items:
        return (Figure("items", "0", False),)
    kinds = Counter(item.kind for item in items)
    found = [
        Figure("items", str(len(items))),
        Figure("kinds", ", ".join(f"{kinds[kind]} {kind}" for kind in Kind if kinds[kind])),
    ]
    found += _domains(catalogue, items)
    found += _coverage(catalogue, items)
    found += _tells([item for item in items if item.kind is Kind.SINGLE and len(item.options) == 4])
    capitals = 100 * sum(any(w in item.question for w in ("MOST", "LEAST")) for item in items)
    found.append(_within("MOST or LEAST", capitals / len(items), CAPITALS, len(items)))
    starts = Counter(" ".join(item.stem.split()[:3]).lower() for item in items)
    most = max(starts.values())
    share = 100 * most / len(items)
    # One opening of its own per item is as good as it gets, however few items there are.
    holds = most == 1 or share <= OPENING_MOST
    found.append(Figure("most common opening", f"{share:.0f} % of stems", holds))
    found += _services(catalogue, items, services)
    return tuple(found)


def _domains(catalogue: Catalogue, items: list[Item]) -> Iterator[Figure]:
    per = Counter(item.domain for item in items)
    # As long as one item more or less is over a point, it cannot be nearer.
    near = max(DOMAIN_POINTS, 100 / len(items))
    for domain in catalogue.pack.domains:
        share = 100 * per[domain.id] / len(items)
        value = f"{per[domain.id]} ({share:.0f} %, exam {domain.weight} %)"
        yield Figure(domain.title, value, abs(share - domain.weight) <= near)


def _coverage(catalogue: Catalogue, items: list[Item]) -> Iterator[Figure]:
    per = Counter(item.concept for item in items)
    concepts = catalogue.pack.concepts.values()
    yield Figure("concepts with an item", f"{len(per)} of {len(concepts)}")
    overlooked = [concept.id for concept in concepts if concept.overlooked]
    if overlooked:
        twice = sum(per[each] >= 2 for each in overlooked)
        yield Figure("overlooked concepts with two", f"{twice} of {len(overlooked)}")


def _tells(items: list[Item]) -> Iterator[Figure]:
    if not items:
        return
    longest = shortest = guessed = 0
    places: Counter[int] = Counter()
    for item in items:
        lengths = [len(option.text) for option in item.options]
        key = item.key[0]
        places[key + 1] += 1
        longest += lengths.count(max(lengths)) == 1 and lengths[key] == max(lengths)
        shortest += lengths.count(min(lengths)) == 1 and lengths[key] == min(lengths)
        guessed += _blind_guess(item) == key
    n = len(items)
    yield _within("key alone longest", 100 * longest / n, KEY_LONGEST, n)
    yield _within("key alone shortest", 100 * shortest / n, KEY_SHORTEST, n)
    share = 100 * guessed / n
    yield Figure("guessed from options alone", f"{share:.0f} %", share <= GUESSED_MOST)
    chi = sum((places[place] - n / 4) ** 2 / (n / 4) for place in range(1, 5))
    spread = "/".join(str(places[place]) for place in range(1, 5))
    yield Figure("key positions in the files", spread, chi < CHI_SQUARE)


def _services(
    catalogue: Catalogue, items: list[Item], services: Mapping[str, Service]
) -> Iterator[Figure]:
    keys: dict[str, Counter[str]] = {domain.id: Counter() for domain in catalogue.pack.domains}
    tempts: set[str] = set()
    for item in items:
        if item.kind not in (Kind.SINGLE, Kind.MULTIPLE):
            continue
        right = " ".join(option.text for option in item.options if option.is_key)
        wrong = " ".join(option.text for option in item.options if not option.is_key)
        keys[item.domain].update(names_in(right, services))
        tempts |= names_in(wrong, services)
    known = set().union(*keys.values())
    if not known:
        return
    alone = sorted(known - tempts)
    shown = ", ".join(alone[:6]) + (" …" if len(alone) > 6 else "")
    holds = not alone if len(items) >= ENOUGH else None
    yield Figure("services that are keys and never tempt", shown or "none", holds)
    per = Counter(item.domain for item in items)
    share, service, domain = max(
        (100 * count / per[domain], service, domain)
        for domain, counted in keys.items()
        for service, count in counted.items()
    )
    holds = share <= SERVICE_MOST if per[domain] >= ENOUGH else None
    yield Figure("most frequent key", f"{service}, {share:.0f} % of {domain}", holds)


def _blind_guess(item: Item) -> int:
    """Guess a key from options alone: the one most like the others, the longer where equal."""
    texts = [option.text for option in item.options]
    scores = [
        (sum(fuzz.token_set_ratio(text, other) for other in texts), len(text)) for text in texts
    ]
    return scores.index(max(scores))


def _within(name: str, share: float, bounds: tuple[int, int], count: int) -> Figure:
    least, most = bounds
    holds = share <= most and (share >= least or count < ENOUGH)
    return Figure(name, f"{share:.0f} %", holds)
