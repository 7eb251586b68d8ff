"""How hard a group's next question should be: read from its members, its date and its past.

A handful of bounded reads, whatever the past. It chooses nothing: ``core.selection`` does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core import aiming as rules
from bot.core.ability import COMMON_KEY, Key, Sort, Term, group_key, item_prior, prior_of
from bot.core.aiming import Aim, Crowd, Foresight
from bot.core.items import Item
from bot.core.packs import Pack
from bot.core.reasons import Reason
from bot.core.talks import FROM
from bot.store import abilities
from bot.store import aiming as rows
from bot.store.tables import Group
from bot.store.tx import Tx

#: Members that are asked about: in a larger group, those who answered last stand for all.
MEMBERS = 40
#: Answers from which on an item's measured difficulty counts for points.
MEASURED_FROM = 8


@dataclass(frozen=True, slots=True)
class _Model:
    """The pack's terms as they stand, in the group's own world: real or simulated."""

    tx: Tx
    pack: Pack
    place: str
    generation: int

    def terms(self, keys: Sequence[Key]) -> dict[Key, Term]:
        """Read terms, with the priors of those that were never met; no items among them."""
        found = self.read(keys)
        return {key: found.get(key) or prior_of(key, self.pack.model) for key in keys}

    def read(self, keys: Sequence[Key]) -> dict[Key, Term]:
        """Read the terms that are there."""
        placed = {(self.place, key) for key in keys}
        found = abilities.read_terms(self.tx, self.generation, placed)
        return {key: term for (_, key), term in found.items()}


def aim_of(
    tx: Tx, group: Group, pack: Pack, day: date, *, argued: bool
) -> tuple[Aim, Mapping[str, float]]:
    """Give how hard the question of a day should be, and how weak the group is by domain."""
    assert group.id is not None
    model = _model(tx, group, pack)
    members = rows.answering_lately(tx, group.id, MEMBERS)
    shift, crowd, common = _crowd(model, group.id, members)
    size = len(members)

    def foresee(items: Sequence[Item]) -> Mapping[str, Foresight]:
        concepts = sorted({item.concept for item in items})
        keys: list[Key] = [(Sort.CONCEPT, 0, concept) for concept in concepts]
        keys += [(Sort.ITEM, 0, item.id) for item in items]
        found = model.read(keys)
        met = rows.met_by(tx, members, pack.id, concepts)
        blank = prior_of((Sort.CONCEPT, 0, ""), pack.model)
        return {
            item.id: rules.foresight(
                crowd,
                item,
                common=common,
                concept=found.get((Sort.CONCEPT, 0, item.concept), blank),
                difficulty=found.get((Sort.ITEM, 0, item.id))
                or item_prior(item.difficulty, pack.model),
                intercept=shift,
                met=met.get(item.concept, 0) / size if size else 0.0,
                params=pack.model,
            )
            for item in items
        }

    aim = Aim(
        target=rules.target_on(day, finish_of(group, day)),
        foresee=foresee,
        members=size,
        eased=_eases(tx, group.id),
        argued=argued and size >= FROM,
    )
    return aim, rules.weakness_of(crowd)


def finish_of(group: Group, day: date) -> date | None:
    """Give the exam or finish day that a group works towards; None where it has passed."""
    return group.finish_day if group.finish_day is not None and group.finish_day >= day else None


def ground_of(tx: Tx, group: Group, day: date) -> frozenset[str] | None:
    """Give the concepts that a group has met, where no new ground is to be broken on a day."""
    assert group.id is not None
    if not rules.no_new_ground(day, finish_of(group, day)):
        return None
    return rows.concepts_shown(tx, group.id, group.pack)


def difficulty_of(tx: Tx, group: Group, pack: Pack, item: Item) -> float:
    """Give how hard an item proved, in logits, to be frozen on its round; 0 until it is known."""
    found = _model(tx, group, pack).read([(Sort.ITEM, 0, item.id)])
    term = found.get((Sort.ITEM, 0, item.id))
    return round(term.mean, 4) if term is not None and term.n >= MEASURED_FROM else 0.0


def _model(tx: Tx, group: Group, pack: Pack) -> _Model:
    place = abilities.realm(pack.id, group.simulated)
    return _Model(tx, pack, place, abilities.generation_of(tx))


def _crowd(model: _Model, group_id: int, members: Sequence[int]) -> tuple[float, Crowd, Term]:
    domains, shift = [each.id for each in model.pack.domains], group_key(group_id)
    keys: list[Key] = [COMMON_KEY, shift]
    for learner in members:
        keys.append((Sort.MEMBER, learner, ""))
        keys += [(Sort.DOMAIN, learner, domain) for domain in domains]
    found = model.terms(keys)
    people = []
    for learner in members:
        whole = found[(Sort.MEMBER, learner, "")]
        own = {domain: found[(Sort.DOMAIN, learner, domain)] for domain in domains}
        people.append(
            {
                domain: Term(whole.mean + term.mean, whole.variance + term.variance, term.n)
                for domain, term in own.items()
            }
        )
    crowd = rules.crowd_of(people, domains, model.pack.model)
    return found[shift].mean, crowd, found[COMMON_KEY]


def _eases(tx: Tx, group_id: int) -> bool:
    return rules.eases(
        (answers, right, _was_eased(reason))
        for answers, right, reason in rows.last_outcomes(tx, group_id, 2)
    )


def _was_eased(text: str) -> bool:
    try:
        aimed = Reason.from_text(text).aimed
    except (ValueError, TypeError):
        return False
    return aimed is not None and aimed.eased
