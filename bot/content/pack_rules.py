"""What is true of a pack as a whole: near-identical items, balance, and figures to print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.content.findings import Finding, Severity
from bot.content.markdown import Parsed
from bot.core.items import Item, Kind
from bot.core.packs import Catalogue

#: Likeness in per cent from which two texts are one text with another word in it.
STEMS_ALIKE, OPTIONS_ALIKE = 92, 95
#: From so many concepts with items on, a concept without one is said.
COVERED_FROM = 220


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a pack, with the bounds it should lie in (percentages), if it has any."""

    name: str
    value: str
    holds: bool | None = None


def pack_findings(catalogue: Catalogue, parsed: Iterable[Parsed]) -> Iterator[Finding]:
    """Yield what is wrong between items."""
    by_id = {each.item.id: each for each in parsed if each.item is not None}
    items = list(catalogue.items.values())
    for number, item in enumerate(items):
        draft = by_id[item.id].draft
        waived = any(line.startswith("near-identical") for line in item.waive)
        if waived:
            continue
        for other in items[:number]:
            if fuzz.ratio(item.stem, other.stem) >= STEMS_ALIKE:
                yield Finding(
                    draft.path, draft.stem_line, "near-identical",
                    f"The stem is nearly that of {other.id}.", "Tell another story.",
                )  # fmt: skip
        texts = [option.text for option in item.options]
        for first, text in enumerate(texts):
            for second in texts[:first]:
                digits = "".join(filter(str.isdigit, text)) != "".join(filter(str.isdigit, second))
                if fuzz.ratio(text, second) >= OPTIONS_ALIKE and not digits:
                    line = draft.options[first].line if draft.options else draft.stem_line
                    yield Finding(
                        draft.path, line, "near-identical", "Two options are nearly the same.",
                        "Let each be a move of its own.",
                    )  # fmt: skip


def figures(catalogue: Catalogue) -> tuple[Figure, ...]:
    """Give a pack's figures: counts, balance of domains, and what a guesser could use."""
    items = list(catalogue.items.values())
    if not items:
        return (Figure("items", "0", False),)
    kinds = Counter(item.kind for item in items)
    found = [
        Figure("items", str(len(items))),
        Figure("kinds", ", ".join(f"{kinds[kind]} {kind}" for kind in Kind if kinds[kind])),
    ]
    per = Counter(item.domain for item in items)
    for domain in catalogue.pack.domains:
        share = 100 * per[domain.id] / len(items)
        found.append(
            Figure(
                f"{domain.title}",
                f"{per[domain.id]} ({share:.0f} %, exam {domain.weight} %)",
                abs(share - domain.weight) <= 5,
            )
        )
    met = {item.concept for item in items}
    found.append(Figure("concepts with an item", f"{len(met)} of {len(catalogue.pack.concepts)}"))
    found += _tells([item for item in items if item.kind is Kind.SINGLE])
    capitals = sum(any(w in item.question for w in ("MOST", "LEAST")) for item in items)
    found.append(Figure("MOST or LEAST", f"{100 * capitals / len(items):.0f} %"))
    starts = Counter(" ".join(item.stem.split()[:3]).lower() for item in items)
    share = 100 * max(starts.values()) / len(items)
    found.append(Figure("most common opening", f"{share:.0f} % of stems", share <= 6))
    return tuple(found)


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
    yield Figure("key alone longest", f"{100 * longest / n:.0f} %", 100 * longest / n <= 30)
    yield Figure("key alone shortest", f"{100 * shortest / n:.0f} %", 100 * shortest / n <= 30)
    yield Figure("guessed from options alone", f"{100 * guessed / n:.0f} %", guessed / n <= 0.4)
    chi = sum((places[place] - n / 4) ** 2 / (n / 4) for place in range(1, 5))
    spread = "/".join(str(places[place]) for place in range(1, 5))
    # 11.34 is the 99 % point of chi-square with three degrees of freedom.
    yield Figure("key positions in the files", spread, chi < 11.34)


def _blind_guess(item: Item) -> int:
    """Guess a key from options alone: the one most like the others, the longer where equal."""
    texts = [option.text for option in item.options]
    scores = [
        (sum(fuzz.token_set_ratio(text, other) for other in texts), len(text)) for text in texts
    ]
    return scores.index(max(scores))


def coverage_findings(catalogue: Catalogue, path: str) -> Iterator[Finding]:
    """Say which concepts have too few items, once the pack is meant to be whole."""
    per = Counter(item.concept for item in catalogue.items.values())
    if len(per) < COVERED_FROM:
        return
    for concept in catalogue.pack.concepts.values():
        wanted = 2 if concept.overlooked else 1
        if per[concept.id] < wanted:
            yield Finding(
                path, 1, "coverage", f"{concept.id} has {per[concept.id]} of {wanted} items.",
                severity=Severity.WARNING,
            )  # fmt: skip
