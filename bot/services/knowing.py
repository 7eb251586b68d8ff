"""What the model thinks: how able a member is by domain, how hard items are, what to expect.

It reads the folded terms, a few rows for a question, so it costs the same however long the
history. Before a figure that has to be fresh, ``catch_up`` folds the answers that still wait.
Answers whose verdict waits for the close are in these figures: whoever shows one to a person
leaves those concepts out (``attempts.sealed_counts``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from bot.core.ability import (
    COMMON_KEY,
    Key,
    Parameters,
    Sort,
    Term,
    Terms,
    chance,
    item_prior,
    predict,
    prior_of,
)
from bot.core.items import Item
from bot.core.packs import Pack
from bot.services.library import Library
from bot.store import abilities, attempts
from bot.store.tx import Tx

#: Answers that one step of the tick folds; measured to stay well below 20 ms.
CHUNK = 120
#: Steps that one look of the clock may ask for.
STEPS_A_LOOK = 60
#: Answers that are folded at once where a choice needs fresh figures.
AT_ONCE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Ability:
    """What is thought of one learner in a pack; every logit with its variance.

    ``domains`` has each domain of the pack, also those never met. ``common`` belongs to all:
    an item of difficulty b in domain d has the logit common + member + domains[d] - b.
    """

    common: Term
    member: Term
    domains: Mapping[str, Term]

    @property
    def evidence(self) -> int:
        """How many first answers to items not met before it rests on."""
        return self.member.n

    def in_domain(self, domain: str) -> Term:
        """Give how able the learner is in a domain against an average member: 0 is average."""
        own = self.domains[domain]
        return Term(self.member.mean + own.mean, self.member.variance + own.variance, own.n)

    def share(self, domain: str) -> float:
        """Give the share of average new items in a domain that the learner would get right."""
        own = self.in_domain(domain)
        return chance(self.common.mean + own.mean, self.common.variance + own.variance)


def parameters(library: Library) -> dict[str, Parameters]:
    """Give the model's constants of every pack."""
    return {name: each.pack.model for name, each in library.catalogues.items()}


def works(tx: Tx, packs: Mapping[str, Parameters], *, first: bool) -> list[Callable[[Tx], bool]]:
    """Give the next steps of the fold; none where every answer is folded.

    At the ``first`` look of a program a pack may have brought other constants than before.
    """
    waiting = abilities.answers_waiting(tx)
    if first and not waiting:
        waiting = int(abilities.differs(tx, packs))
    steps = min(STEPS_A_LOOK, -(-waiting // CHUNK))
    return [partial(_step, packs=packs)] * steps


def _step(tx: Tx, *, packs: Mapping[str, Parameters]) -> bool:
    """Fold a chunk; False, since nothing changes that stands on anybody's screen."""
    abilities.advance(tx, packs, CHUNK)
    return False


def catch_up(tx: Tx, library: Library) -> None:
    """Fold a few answers that still wait, so that the next choice knows of the last answer.

    Needs a transaction that may write. A long queue is left to the clock.
    """
    if abilities.answers_waiting(tx) > 0:
        abilities.advance(tx, parameters(library), AT_ONCE)


def ability_of(tx: Tx, learner_id: int, pack: Pack) -> Ability:
    """Give what is thought of a learner in a pack."""
    wanted: list[Key] = [COMMON_KEY, (Sort.MEMBER, learner_id, "")]
    wanted += [(Sort.DOMAIN, learner_id, each.id) for each in pack.domains]
    found = _Known(tx, learner_id, pack, wanted)
    return Ability(
        common=found.term(COMMON_KEY),
        member=found.term((Sort.MEMBER, learner_id, "")),
        domains={each.id: found.term((Sort.DOMAIN, learner_id, each.id)) for each in pack.domains},
    )


def ability_before(tx: Tx, learner_id: int, pack: Pack, week: str) -> Ability:
    """Give how able a learner was in each domain as a week began, against an average member.

    ``week`` is its Monday, such as 2026-11-23. It rests on no answer given since.
    """
    place = abilities.realm_of(tx, learner_id, pack.id)
    then: dict[str, tuple[str, Term]] = {}
    for (_, name), term in abilities.terms_of_sort(tx, place, Sort.PAST, learner_id).items():
        monday, _, domain = name.partition("/")
        if monday >= week and (domain not in then or monday < then[domain][0]):
            then[domain] = (monday, term)
    now = ability_of(tx, learner_id, pack)
    member = then[""][1] if "" in then else now.member
    domains = {
        each.id: then[each.id][1] if each.id in then else now.domains[each.id]
        for each in pack.domains
    }
    return Ability(common=now.common, member=member, domains=domains)


def ability_by_week(tx: Tx, learner_id: int, pack: Pack) -> dict[date, Ability]:
    """Give how able a learner was by each Monday that ended a week with new questions, in order.

    The common term is today's. It costs as many rows as there are such weeks and domains.
    """
    place = abilities.realm_of(tx, learner_id, pack.id)
    past = abilities.terms_of_sort(tx, place, Sort.PAST, learner_id)
    weeks = sorted({name.partition("/")[0] for _, name in past})
    now = ability_of(tx, learner_id, pack)
    later, found = now, {}
    for week in reversed(weeks):
        found[date.fromisoformat(week) + timedelta(weeks=1)] = later
        domains = {each: past.get((learner_id, f"{week}/{each}")) for each in later.domains}
        later = Ability(
            common=now.common,
            member=past[learner_id, f"{week}/"],
            domains={each: term or later.domains[each] for each, term in domains.items()},
        )
    return dict(reversed(found.items()))


def sealed_concepts(tx: Tx, learner_id: int) -> Mapping[str, frozenset[str]]:
    """Give a learner's concepts with an answer whose verdict waits for the close, by pack."""
    found: dict[str, frozenset[str]] = {}
    for pack, concept in attempts.sealed_counts(tx, learner_id):
        found[pack] = found.get(pack, frozenset()) | {concept}
    return found


class Outlook:
    """What to expect of one learner where items are chosen; concepts and items as they come."""

    def __init__(self, tx: Tx, learner_id: int, pack: Pack) -> None:
        self._tx, self._pack = tx, pack
        self._place = abilities.realm_of(tx, learner_id, pack.id)
        self._ability = ability_of(tx, learner_id, pack)
        self._new = Term(0.0, pack.model.concept_variance)
        self._concepts: dict[str, Term] = {}

    def by_concept(self, domain: str, concepts: Iterable[str]) -> dict[str, float]:
        """Give P(right) on an item of middle difficulty by concept of a domain."""
        model, names = self._pack.model, list(concepts)
        self._read(names)
        base = self._terms(domain, self._new, item_prior(None, model))
        mean, variance = base.mean - self._new.mean, base.variance - self._new.variance
        return {
            concept: chance(mean + term.mean, variance + term.variance, model.guess)
            for concept in names
            for term in (self._concepts[concept],)
        }

    def _read(self, concepts: Iterable[str]) -> None:
        """Read the terms of concepts, once: of a pack's hundreds a choice looks at few."""
        missing = [each for each in concepts if each not in self._concepts]
        if missing:
            self._concepts.update(dict.fromkeys(missing, self._new))
            known = abilities.named_terms(self._tx, self._place, Sort.CONCEPT, missing)
            self._concepts.update(known)

    def by_item(self, items: Sequence[Item]) -> dict[str, float]:
        """Give P(right) by item id."""
        model = self._pack.model
        self._read({item.concept for item in items})
        found = abilities.named_terms(self._tx, self._place, Sort.ITEM, [item.id for item in items])
        return {
            item.id: predict(
                self._terms(
                    item.domain,
                    self._concepts[item.concept],
                    found.get(item.id) or item_prior(item.difficulty, model),
                ),
                model,
            )
            for item in items
        }

    def _terms(self, domain: str, concept: Term, item: Term) -> Terms:
        known = self._ability
        own = known.domains.get(domain) or Term(0.0, self._pack.model.domain_variance)
        return Terms(known.common, known.member, own, concept, item)


class _Known:
    """Terms read at once, with the priors of those that were never met."""

    def __init__(self, tx: Tx, learner_id: int, pack: Pack, wanted: Iterable[Key]) -> None:
        self._place = abilities.realm_of(tx, learner_id, pack.id)
        self._model = pack.model
        generation = abilities.generation_of(tx)
        placed = {(self._place, key) for key in wanted}
        self._found = abilities.read_terms(tx, generation, placed)

    def term(self, key: Key) -> Term:
        """Give a term, or its prior."""
        return self._found.get((self._place, key)) or prior_of(key, self._model)
