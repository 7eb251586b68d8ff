"""A mock exam's form: how long each is, by which blueprint it is drawn, and how far one is.

It knows packs, items and when somebody last met an item. It knows no rows and no clock: how
much time is left comes as a parameter. A form is drawn by chance that is seeded by meaning, so
that the same sitting is drawn alike in every process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from random import Random

from bot.core.apportion import by_name
from bot.core.items import Item
from bot.core.packs import Catalogue, Pack, Pool
from bot.core.shuffle import permutation, seeded_rng

#: A pack with fewer items has none to seal for a full form beside its dailies and practice.
FULL_FROM = 264
#: What such a pack lacks for one.
WHOLE = "pack"
#: A mock's time is in steps of so many minutes, the nearest one to its share of the exam's.
STEP = 5
#: How long the breaks of a sitting may be in all, where a group's lead allows any.
BREAK_MOST = timedelta(minutes=20)


class Form(StrEnum):
    """How long a mock exam is."""

    FULL = "full"  #: as the real exam
    HALF = "half"  #: half of it
    MINI = "mini"  #: a sixth of it


SHARES: Mapping[Form, Fraction] = {
    Form.FULL: Fraction(1),
    Form.HALF: Fraction(1, 2),
    Form.MINI: Fraction(1, 6),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A form's measures: items in all, those of them that count, and the time for all."""

    form: Form
    items: int
    scored: int
    minutes: int

    @property
    def trial(self) -> int:
        """How many items are asked on trial: they look no different and do not count."""
        return self.items - self.scored


@dataclass(frozen=True, slots=True)
class Drawn:
    """An item of a form. ``met`` says that the member has seen it before."""

    item: Item
    scored: bool
    met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How far a sitting is. ``ahead`` is in minutes, below 0 where it is behind."""

    answered: int
    total: int
    left: timedelta
    ahead: int


def plan_of(pack: Pack, form: Form) -> Plan:
    """Give a form's measures, in proportion to the pack's exam.

    A half exam has half the items, rounded up, and its share of trial items and minutes. In a
    mini every item counts: a share of eight answers would say even less than one of eleven.
    """
    exam, share = pack.exam, SHARES[form]
    items = _rounded(exam.items * share)
    if form is Form.FULL:
        return Plan(form=form, items=items, scored=exam.scored, minutes=exam.minutes)
    scored = items if form is Form.MINI else min(items, _rounded(exam.scored * share))
    minutes = max(STEP, STEP * _rounded(exam.minutes * share / STEP))
    return Plan(form=form, items=items, scored=scored, minutes=minutes)


def blueprint(pack: Pack, items: int) -> dict[str, int]:
    """Give how many of ``items`` each domain has, by largest remainder of its weight.

    Equal remainders fall in the order of the blueprint.
    """
    return by_name(items, {domain.id: domain.weight for domain in pack.domains})


def lacking(catalogue: Catalogue, form: Form, aside: frozenset[str] = frozenset()) -> str:
    """Say why a pack cannot give a form, as the domain that holds too few; empty where it can.

    For a full form of a pack that is too small as a whole it is ``WHOLE``.
    """
    if form is Form.FULL and len(catalogue.items) < FULL_FROM:
        return WHOLE
    held = sealed(catalogue, aside)
    wanted = blueprint(catalogue.pack, plan_of(catalogue.pack, form).items)
    return next((name for name, number in wanted.items() if held[name] < number), "")


def sealed(catalogue: Catalogue, aside: frozenset[str] = frozenset()) -> Counter[str]:
    """Count the items that a pack keeps for mock exams, by domain."""
    return Counter(item.domain for item in _sealed(catalogue, aside))


def offered(catalogue: Catalogue, aside: frozenset[str] = frozenset()) -> tuple[Form, ...]:
    """Give the forms that a pack's sealed items allow, the longest first."""
    return tuple(form for form in Form if not lacking(catalogue, form, aside))


def draw(
    catalogue: Catalogue,
    form: Form,
    *,
    last_met: Mapping[str, datetime],
    meaning: tuple[str, ...],
    aside: frozenset[str] = frozenset(),
) -> tuple[Drawn, ...]:
    """Draw a form: by blueprint, unmet items first, then those met the longest ago.

    ``last_met`` has when the member last met an item, by id; ``aside`` are ids switched off.
    Items of one case stand together. The same ``meaning`` gives the same form. Ask ``lacking``
    before.
    """
    pack, rng = catalogue.pack, seeded_rng("mock", catalogue.pack.id, form, *meaning)
    plan = plan_of(pack, form)
    wanted, counted = blueprint(pack, plan.items), blueprint(pack, plan.scored)
    found: list[Drawn] = []
    for domain in pack.domains:
        here = [item for item in _sealed(catalogue, aside) if item.domain == domain.id]
        chosen = _chosen(_shuffled(rng, here), wanted[domain.id], last_met)
        trial = set(permutation(rng, len(chosen))[counted[domain.id] :])
        found += [
            Drawn(item, place not in trial, item.id in last_met)
            for place, item in enumerate(chosen)
        ]
    stories: dict[str, list[Drawn]] = {}
    for place in permutation(rng, len(found)):
        each = found[place]
        stories.setdefault(each.item.story or each.item.id, []).append(each)
    return tuple(each for told in stories.values() for each in told)


def pace_of(answered: int, total: int, minutes: int, left: timedelta) -> Pace:
    """Say how far a sitting is, and how far ahead of a steady pace through all its items."""
    gone = timedelta(minutes=minutes) - left
    due = timedelta(minutes=minutes) * answered / total if total else timedelta()
    ahead = round((due - gone) / timedelta(minutes=1))
    return Pace(answered=answered, total=total, left=left, ahead=ahead)


def time_left(minutes: int, deadline: datetime, now: datetime) -> timedelta:
    """Give the time that is left; a clock that was turned back does not give more than all."""
    return min(max(timedelta(), deadline - now), timedelta(minutes=minutes))


def _sealed(catalogue: Catalogue, aside: frozenset[str]) -> list[Item]:
    return [item for item in catalogue.pool_items(Pool.MOCK) if item.id not in aside]


def _chosen(items: Iterable[Item], wanted: int, last_met: Mapping[str, datetime]) -> list[Item]:
    """Choose a domain's items: unmet before met, a case whole if it fits, tasks in turn."""
    cases: dict[str, list[Item]] = {}
    for item in items:
        cases.setdefault(item.story or item.id, []).append(item)
    left, chosen = list(cases.values()), list[Item]()
    served: Counter[str] = Counter()

    def need(case: Sequence[Item]) -> tuple[bool, bool, float, int]:
        met = [last_met[item.id].timestamp() for item in case if item.id in last_met]
        too_long = len(case) > wanted - len(chosen)
        return bool(met), too_long, max(met, default=0.0), served[case[0].task]

    while left and len(chosen) < wanted:
        best = min(left, key=need)
        left.remove(best)
        taken = best[: wanted - len(chosen)]
        served.update(item.task for item in taken)
        chosen += taken
    return chosen


def _shuffled(rng: Random, items: Sequence[Item]) -> list[Item]:
    return [items[place] for place in permutation(rng, len(items))]


def _rounded(value: Fraction) -> int:
    """Round a half up, unlike ``round``."""
    return int(value + Fraction(1, 2))
