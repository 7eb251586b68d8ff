"""A pack's balance: how its items spread over the blueprint, kinds, pools, cases and time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.content.figures import Figure, counted, some_of
from bot.content.reviews import Review
from bot.core.exams import Form, blueprint, plan_of
from bot.core.items import Decides, Item, Kind
from bot.core.packs import Catalogue, Pack, Pool

DOMAIN_POINTS = 1
#: Eight weeks of a question each working day.
DAILIES = 40


def balance(catalogue: Catalogue, reviews: Mapping[str, Sequence[Review]]) -> Iterator[Figure]:
    """Give how a pack's items are spread, part by part of the blueprint first."""
    items = list(catalogue.items.values())
    pack = catalogue.pack
    away = Counter(item.pack for item in items if item.pack != pack.id)
    drawn = [f"{count} drawn from {name}" for name, count in sorted(away.items())]
    yield Figure("questions", ", ".join([str(len(items)), *drawn]))
    yield from _domains(pack, items)
    yield from _tasks(pack, items)
    yield from _concepts(pack, items)
    kinds = Counter(item.kind.value for item in items)
    yield Figure("kinds", _shares(kinds, [kind.value for kind in Kind], len(items)))
    levels = Counter(str(item.difficulty) for item in items)
    yield Figure("difficulty, as authors guess", _shares(levels, ["1", "2", "3"], len(items)))
    decides = Counter(item.decides.value for item in items)
    yield Figure("decided by", counted(decides, [each.value for each in Decides]))
    yield from _pools(catalogue)
    told = Counter(item.case for item in items if item.case)
    value = f"{len(told)} with {sum(told.values())} questions" if told else "none"
    yield Figure("cases", value)
    yield _age(items)
    yield from _reviewed(items, reviews)


def half_mock(pack: Pack) -> Mapping[str, int]:
    """Give how many items of each domain a half mock takes."""
    return blueprint(pack, plan_of(pack, Form.HALF).items)


def _domains(pack: Pack, items: list[Item]) -> Iterator[Figure]:
    per = Counter(item.domain for item in items)
    # As long as one item more or less is over a point, it cannot be nearer.
    near = max(DOMAIN_POINTS, 100 / len(items))
    for domain in pack.domains:
        share = 100 * per[domain.id] / len(items)
        value = f"{per[domain.id]} ({share:.0f} %, exam {domain.weight} %)"
        yield Figure(f"{domain.id} {domain.title}", value, abs(share - domain.weight) <= near)


def _tasks(pack: Pack, items: list[Item]) -> Iterator[Figure]:
    served = Counter(task for item in items for task in pack.tasks_of(item))
    tasks = [task for domain in pack.domains for task in domain.tasks]
    yield Figure("by task statement", counted(served, [task.id for task in tasks]))
    without = [f"{task.id} {task.title}" for task in tasks if not served[task.id]]
    yield Figure("task statements without one", "; ".join(without) or "none", not without)


def _concepts(pack: Pack, items: list[Item]) -> Iterator[Figure]:
    per = Counter(item.concept for item in items)
    yield Figure("concepts with one", f"{len(per)} of {len(pack.concepts)}")
    overlooked = [concept.id for concept in pack.concepts.values() if concept.overlooked]
    if overlooked:
        once, twice = (sum(per[each] >= wanted for each in overlooked) for wanted in (1, 2))
        value = f"{once} of {len(overlooked)} with one, {twice} with two"
        yield Figure("overlooked concepts", value, once == len(overlooked))


def _pools(catalogue: Catalogue) -> Iterator[Figure]:
    pack = catalogue.pack
    half = half_mock(pack)
    for pool in Pool:
        per = {
            domain: sum(len(items) for items in concepts.values())
            for domain, concepts in catalogue.by_pool[pool].items()
        }
        count = sum(per.values())
        value = f"{count}: {counted(per, pack.domain_by_id)}"
        match pool:
            case Pool.DAILY:
                yield Figure("kept for dailies", value, count >= DAILIES)
            case Pool.PRACTICE:
                yield Figure("kept for practice", value)
            case Pool.MOCK:
                enough = all(per.get(name, 0) >= wanted for name, wanted in half.items())
                needs = f"half a mock takes {counted(half, pack.domain_by_id)}"
                yield Figure("sealed for mocks", f"{value} ({needs})", enough)


def _age(items: list[Item]) -> Figure:
    days: list[date] = sorted(item.facts_as_of for item in items)
    volatile = sum(item.volatile for item in items)
    value = f"{days[0]} to {days[-1]}, half of them since {days[len(days) // 2]}"
    return Figure("facts as of", f"{value}; {volatile} volatile")


def _reviewed(items: list[Item], reviews: Mapping[str, Sequence[Review]]) -> Iterator[Figure]:
    if not reviews:
        return
    logged = [reviews[item.id] for item in items if item.id in reviews]
    missing = sorted(item.id for item in items if item.id not in reviews)
    value = f"{len(logged)} of {len(items)}"
    value += f", without {some_of(missing)}" if missing else ""
    yield Figure("solved blind", value, not missing)
    first, last = (sum(rows[n].agrees for rows in logged) for n in (0, -1))
    value = f"{first} at first, {last} in the end"
    yield Figure("both readers found the key", value, last == len(logged))


def _shares(counts: Mapping[str, int], names: Sequence[str], total: int) -> str:
    return ", ".join(
        f"{name} {counts.get(name, 0)} ({100 * counts.get(name, 0) / total:.0f} %)"
        for name in names
    )
