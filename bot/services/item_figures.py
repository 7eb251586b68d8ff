"""What first answers say of items, over all groups: the figures behind `flags` and workbooks.

Ability comes from the model, each time without the answer that is weighed, since people answer
different questions. Answers are marked by the key that holds for whoever looks, and those to an
older wording are read as ones to the newest where its options allow it. A figure needs five
people; nobody is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.core import facility
from bot.core.ability import Key, Term, keys_of, prior_of, sigma
from bot.core.consent import CROWD
from bot.core.crowds import monday_of
from bot.core.item_statistics import ItemStatistics, Sat, statistics, without
from bot.core.items import Item, Kind, Response
from bot.core.packs import Pack
from bot.core.scoring import mark
from bot.services.library import Library
from bot.store import abilities, item_answers, rounds
from bot.store import reports as asked
from bot.store.item_answers import FirstAnswer
from bot.store.tx import Tx

#: First answers besides the one that is weighed from which on an ability is known at all. With
#: fewer it is mostly the prior, and what is left of the answer itself would show.
KNOWN_FROM = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFigures:
    """An item as it was asked last, the key that holds, and what first answers say of it."""

    item: Item
    key: Response
    found: ItemStatistics


def figures_of(
    tx: Tx,
    library: Library,
    pack: Pack,
    today: date,
    *,
    group_id: int | None = None,
    simulated: bool = False,
) -> dict[str, ItemFigures]:
    """Give the figures of a pack's items by id, from days before ``today`` that five answered on.

    With a group, its own keys stand before everybody's. It reads all answers of the pack.
    """
    answers = item_answers.first_answers(
        tx, pack.id, today, packs=library.catalogues, simulated=simulated
    )
    told = item_answers.in_crowds(answers, item_answers.by_day(answers), today)
    return _figures(tx, pack, told, item_answers.reports_of(tx), group_id, simulated)


def figures_of_item(
    tx: Tx,
    library: Library,
    pack: Pack,
    item_id: str,
    today: date,
    group_id: int,
    *,
    simulated: bool = False,
) -> ItemFigures | None:
    """Give one item's figures for a group's lead; None while fewer than five have answered.

    They are those that ``figures_of`` gives: who looks every day learns of no single answer.
    """
    answers = item_answers.first_answers(
        tx, pack.id, today, packs=library.catalogues, item=item_id, simulated=simulated
    )
    days = item_answers.by_day(answers)
    # Where five answered this very item the day is no quiet one; of others all answers say it.
    weeks = {monday_of(day) for day, who in days.items() if len(who) < CROWD}
    if weeks:
        days |= item_answers.people_by_day(
            tx, pack.id, today, weeks, packs=library.catalogues, simulated=simulated
        )
    answers = item_answers.in_crowds(answers, days, today)
    reports = item_answers.reports_of(tx, (item_id,))
    return _figures(tx, pack, answers, reports, group_id, simulated).get(item_id)


def _figures(
    tx: Tx,
    pack: Pack,
    answers: Iterable[FirstAnswer],
    reports: Mapping[str, int],
    group_id: int | None,
    simulated: bool,
) -> dict[str, ItemFigures]:
    by_item: dict[str, list[FirstAnswer]] = defaultdict(list)
    for answer in answers:
        by_item[answer.item_id].append(answer)
    crowds = {
        item: given
        for item, given in by_item.items()
        if len({answer.learner_id for answer in given}) >= CROWD
    }
    known = _Abilities(tx, pack, simulated, crowds)
    version = rounds.version_reader(tx)
    keys = asked.other_keys(tx, group_id or 0)
    found = {}
    for item_id, given in sorted(crowds.items()):
        newest = given[-1].version
        item = pack.place(version(newest))
        key = keys.get(newest, item.key)
        sat = []
        for answer in given:
            response = facility.carried_over(version(answer.version), item, answer.response)
            if response is not None:
                chosen = facility.hits(item, response, key)
                right = mark(item, response, key).right
                sat.append(Sat(chosen, right, known.without(answer)))
        if len(sat) >= CROWD:
            found[item_id] = ItemFigures(
                item=item,
                key=key,
                found=statistics(
                    sat,
                    options=len(item.options),
                    key=key,
                    floor=facility.guess_floor(item),
                    reports=reports.get(item_id, 0),
                    is_choice=item.kind in (Kind.SINGLE, Kind.MULTIPLE),
                ),
            )
    return found


class _Abilities:
    """The terms behind some answers, read at once."""

    def __init__(
        self, tx: Tx, pack: Pack, simulated: bool, given: Mapping[str, list[FirstAnswer]]
    ) -> None:
        self._model = pack.model
        self._place = abilities.realm(pack.id, simulated)
        self._folded = item_answers.folded_until(tx)
        wanted: set[tuple[str, Key]] = set()
        for answer in (each for every in given.values() for each in every):
            wanted.update((self._place, key) for key in _keys(answer))
        self._found = abilities.read_terms(tx, abilities.generation_of(tx), wanted)

    def without(self, answer: FirstAnswer) -> float | None:
        """Give how able somebody is in an answer's domain, as if they had not given it.

        None where hardly anything else is known of them.
        """
        common, member, domain, concept, item = (self._term(key) for key in _keys(answer))
        if member.n <= KNOWN_FROM:
            return None
        own = Term(member.mean + domain.mean, member.variance + domain.variance)
        if answer.seq >= self._folded:
            return own.mean
        p = sigma(common.mean + own.mean + concept.mean - item.mean)
        return without(own, answer.is_right, p)

    def _term(self, key: Key) -> Term:
        return self._found.get((self._place, key)) or prior_of(key, self._model)


def _keys(answer: FirstAnswer) -> tuple[Key, ...]:
    return keys_of(answer.learner_id, answer.domain, answer.concept, answer.item_id)
