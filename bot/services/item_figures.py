"""What first answers say of items, with what the model knows of who gave them.

People answer different items, so the ability beside an item is the model's, without the answer
in question. It reads answers and terms; how figures are shown, and to whom, is decided elsewhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from bot.core.ability import COMMON_KEY, Key, Sort, Term, prior_of, sigma
from bot.core.facility import carried_over, guess_floor, hits
from bot.core.item_statistics import ItemStatistics, Sat, statistics, without
from bot.core.items import Item, Kind, Response
from bot.core.packs import Pack
from bot.services.flags import flags_in
from bot.services.knowing import item_difficulties
from bot.store import abilities, groups, rounds
from bot.store import reports as asked
from bot.store.tx import Tx

#: First answers besides the one in question from which on a learner's ability is known at all.
#: With fewer it is mostly the prior, and what is left of the answer itself would show.
KNOWN_FROM = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """An item in its newest answered version, the key that holds, and what answers say of it."""

    item: Item
    key: Response
    statistics: ItemStatistics


def figures_of(
    tx: Tx,
    pack: Pack,
    given: Iterable[asked.Given],
    keys: Mapping[str, Response],
    flagged: Mapping[str, int],
) -> list[Figures]:
    """Sum up first answers by item, in the order in which items were first answered.

    ``given`` are in order of ``seq``. ``keys`` are those that hold instead of a version's own;
    ``flagged`` counts flags by item.
    """
    by_item: defaultdict[str, list[asked.Given]] = defaultdict(list)
    for each in given:
        by_item[each.item_id].append(each)
    version = rounds.version_reader(tx)
    newest = {name: answers[-1].version for name, answers in by_item.items()}
    items = {name: pack.place(version(latest)) for name, latest in newest.items()}
    rest = _Rest(tx, pack, items.values(), next(iter(by_item.values()), []))
    found = []
    for name, answers in by_item.items():
        item = items[name]
        key = keys.get(newest[name], item.key)
        sat = []
        for each in answers:
            read = carried_over(version(each.version), item, each.response)
            chosen = () if read is None else hits(item, read, key)
            sat.append(Sat(chosen, each.right, rest.ability(each.learner, item, each.right)))
        found.append(
            Figures(
                item=item,
                key=key,
                statistics=statistics(
                    sat,
                    options=len(item.options),
                    key=key,
                    floor=guess_floor(item),
                    reports=flagged.get(name, 0),
                    is_choice=item.kind in (Kind.SINGLE, Kind.MULTIPLE),
                ),
            )
        )
    return found


def pooled_figures(tx: Tx, pack: Pack) -> list[Figures]:
    """Sum up first answers to a pack's items over all groups, simulated members left out."""
    given = asked.pooled_answers(tx, pack.id)
    flagged: Counter[str] = Counter()
    for group in groups.all_groups(tx):
        assert group.id is not None
        flagged.update({item: len(flags) for item, flags in flags_in(tx, group.id).items()})
    return figures_of(tx, pack, given, asked.other_keys(tx, 0), flagged)


class _Rest:
    """How able people are without one of their answers; the model's terms are read once."""

    def __init__(
        self, tx: Tx, pack: Pack, items: Iterable[Item], some: Iterable[asked.Given]
    ) -> None:
        first = next(iter(some), None)
        place = abilities.realm_of(tx, first.learner, pack.id) if first else pack.id
        self._pack = pack
        self._hard = item_difficulties(tx, pack, items, simulated=place != pack.id)
        self._terms = {
            (sort, owner, name): term
            for sort in (Sort.COMMON, Sort.MEMBER, Sort.DOMAIN, Sort.CONCEPT)
            for (owner, name), term in abilities.terms_of_sort(tx, place, sort).items()
        }
        self._able = cache(self._ability)

    def ability(self, learner: int, item: Item, right: bool) -> float | None:
        """Give how able a learner is in an item's domain, without their answer to it.

        None where hardly anything else is known of them.
        """
        if self._term((Sort.MEMBER, learner, "")).n <= KNOWN_FROM:
            return None
        own = self._able(learner, item.domain)
        about = self._term((Sort.CONCEPT, 0, item.concept))
        common = self._term(COMMON_KEY)
        p = sigma(common.mean + own.mean + about.mean - self._hard[item.id].mean)
        return without(own, right, p)

    def _ability(self, learner: int, domain: str) -> Term:
        member = self._term((Sort.MEMBER, learner, ""))
        own = self._term((Sort.DOMAIN, learner, domain))
        return Term(member.mean + own.mean, member.variance + own.variance, own.n)

    def _term(self, key: Key) -> Term:
        return self._terms.get(key) or prior_of(key, self._pack.model)
