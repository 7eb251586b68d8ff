"""What somebody could use who sees only the options, or only knows our habits."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping

from rapidfuzz import fuzz

from bot.content.figures import ENOUGH, Figure, some_of, within
from bot.content.service_rules import names_in
from bot.content.services import Service
from bot.core.items import Item, Kind
from bot.core.packs import Catalogue

#: Bounds in per cent.
KEY_LONGEST, KEY_SHORTEST, CAPITALS = (10, 30), (8, 30), (10, 25)
GUESSED_MOST, OPENING_MOST, SERVICE_MOST = 40, 6, 12
#: So improbable a spread of key positions is no chance.
P_LEAST = 0.01


def tells(catalogue: Catalogue, services: Mapping[str, Service]) -> Iterator[Figure]:
    """Give what the words, lengths and places of keys would tell a guesser."""
    items = list(catalogue.items.values())
    yield from _keys([i for i in items if i.kind is Kind.SINGLE and len(i.options) == 4])
    capitals = 100 * sum(any(w in item.question for w in ("MOST", "LEAST")) for item in items)
    yield within("MOST or LEAST", capitals / len(items), CAPITALS, len(items))
    # The questions of a case open as one story.
    stories = {item.story or item.id: item.stem for item in items}
    starts = Counter(" ".join(stem.split()[:3]).lower() for stem in stories.values())
    words, most = starts.most_common(1)[0]
    share = 100 * most / len(items)
    # One opening of its own per item is as good as it gets, however few items there are.
    holds = most == 1 or share <= OPENING_MOST
    value = f"“{words} …” in {share:.0f} % (at most {OPENING_MOST})"
    yield Figure("most common opening", value if most > 1 else "none comes twice", holds)
    yield from _services(catalogue, items, services)


def blind_guess(item: Item) -> int:
    """Guess a key from options alone: the one most like the others, the longer where equal."""
    texts = [option.text for option in item.options]
    scores = [
        (sum(fuzz.token_set_ratio(text, other) for other in texts), len(text)) for text in texts
    ]
    return scores.index(max(scores))


def p_of_spread(counts: list[int]) -> tuple[float, float]:
    """Give chi-square and its p of four counts that should be equal (three degrees of freedom).

    The upper tail in closed form: erfc(√(x/2)) + √(2x/π) · e^(−x/2).
    """
    even = sum(counts) / 4
    chi = sum((count - even) ** 2 / even for count in counts)
    tail = math.erfc(math.sqrt(chi / 2)) + math.sqrt(2 * chi / math.pi) * math.exp(-chi / 2)
    return chi, tail


def _keys(items: list[Item]) -> Iterator[Figure]:
    if not items:
        return
    longest = shortest = guessed = 0
    places: Counter[int] = Counter()
    for item in items:
        lengths = [len(option.text) for option in item.options]
        key = item.key[0]
        places[key] += 1
        longest += lengths.count(max(lengths)) == 1 and lengths[key] == max(lengths)
        shortest += lengths.count(min(lengths)) == 1 and lengths[key] == min(lengths)
        guessed += blind_guess(item) == key
    n = len(items)
    yield within("key alone longest", 100 * longest / n, KEY_LONGEST, n)
    yield within("key alone shortest", 100 * shortest / n, KEY_SHORTEST, n)
    share = 100 * guessed / n
    value = f"{share:.0f} % (at most {GUESSED_MOST})"
    yield Figure("guessed from options alone", value, share <= GUESSED_MOST)
    spread = [places[place] for place in range(4)]
    chi, p = p_of_spread(spread)
    value = f"{'/'.join(map(str, spread))} (χ² {chi:.1f}, p {p:.2f})"
    yield Figure("key positions in the files", value, p > P_LEAST)


def _services(
    catalogue: Catalogue, items: list[Item], services: Mapping[str, Service]
) -> Iterator[Figure]:
    domains = catalogue.pack.domain_by_id
    keys: dict[str, Counter[str]] = {domain: Counter() for domain in domains}
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
    holds = not alone if len(items) >= ENOUGH else None
    yield Figure("services that are keys and never tempt", some_of(alone), holds)
    per = Counter(item.domain for item in items)
    told, over = [], False
    for domain, counted in keys.items():
        if counted:
            service, count = min(counted.items(), key=lambda pair: (-pair[1], pair[0]))
            share = 100 * count / per[domain]
            told.append(f"{domain} {service} {share:.0f} %")
            over |= share > SERVICE_MOST and per[domain] >= ENOUGH
    value = f"{', '.join(told)} (at most {SERVICE_MOST})"
    yield Figure("most frequent key by domain", value, not over)
