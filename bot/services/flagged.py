"""The lead's desk: what is flagged, looked at, answered, put aside and brought back.

Figures are those of the group, from five answers on, and five people join them at a time;
nothing is told of an open question, and its key only to a lead who has answered it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.cards.flagged import (
    UNTOLD,
    Desk,
    Doubted,
    ItemFacts,
    desk_card,
    look_card,
    resolve_form,
    settled_card,
    undo_aside,
)
from bot.cards.flags import Outcome
from bot.core.consent import CROWD
from bot.core.errors import AlreadyDone, Misused, NotAllowed, NotFound
from bot.core.flags import WORDS_MOST, AsideEvent, Flagged
from bot.core.item_statistics import ItemStatistics
from bot.core.items import Item, Kind
from bot.core.keys import OVERRIDDEN
from bot.core.words import read_words
from bot.services.flags import flags_in, settle
from bot.services.history import items_aside
from bot.services.item_figures import figures_of_item
from bot.services.keys import is_sealed, showing_of, waits
from bot.services.marking import DAILY
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import events, keys, remarks, rounds
from bot.store import reports as asked
from bot.store.remarks import Marked
from bot.store.reports import Settled
from bot.store.sittings import MOCK

KEY = "lead"
PAGE = 5


def show_desk(scene: Scene, page: int) -> Reply:
    """Show the questions that wait for the lead, and those that were changed here."""
    scene.must_lead()
    flagged = flags_in(scene.tx, scene.group_id)
    waiting = list(flagged.values())
    aside = items_aside(scene.tx, scene.group_id)
    corrected = _corrected(scene)
    shown = waiting[page * PAGE : (page + 1) * PAGE]
    of = settled(scene) if shown else None
    desk = Desk(
        group=f"#{scene.here.name}",
        flagged=tuple(doubted(scene, flags[-1].version, of, flags) for flags in shown),
        total=len(waiting),
        page=page,
        size=PAGE,
        corrected=tuple(doubted(scene, version) for version in corrected),
        aside=tuple(doubted(scene, version) for version in _versions(scene, aside)),
    )
    return Reply(card=desk_card(desk), key=KEY)


def look_at(scene: Scene, version: str) -> Reply:
    """Show a question with its key, its figures and what was said of it."""
    item = readable(scene, version)
    order = tuple(range(len(item.options))) + tuple(range(len(item.matches)))
    showing = showing_of(scene.tx, scene.group_id, version, order)
    about = doubted(scene, version, settled(scene))
    if not about.facts.is_open:
        found = _everywhere(scene, item.id, version)
        about = replace(about, facts=replace(about.facts, everywhere=found))
    return Reply(card=look_card(about, showing), key=KEY)


def write_resolution(scene: Scene, version: str) -> Reply:
    """Open the form that answers a question's flags."""
    item = asked_here(scene, version)
    if item.id not in flags_in(scene.tx, scene.group_id):
        raise AlreadyDone("Nobody's flag waits on this question (any more).")
    return Reply(card=resolve_form(doubted(scene, version)), key=KEY)


def resolve(scene: Scene, version: str, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Answer a question's flags, and tell those who raised them."""
    item = asked_here(scene, version)
    said = {"yes": Outcome.CONFIRMED, "no": Outcome.STANDS}
    outcome = said.get(" ".join(inputs.get("confirmed", ())))
    if outcome is None:
        raise Misused("Say whether the flags were right: yes or no.")
    words = read_words(" ".join(inputs.get("words", ())), WORDS_MOST)
    if not settle(scene, item.id, outcome, words):
        raise AlreadyDone("Nobody's flag waits on this question (any more).")
    return Reply(card=settled_card("Answered. Those who flagged it are told in private."), key=KEY)


def put_aside(scene: Scene, version: str) -> Reply:
    """Keep a question from being asked here; an open one stays until its close."""
    item = asked_here(scene, version)
    if item.id not in items_aside(scene.tx, scene.group_id):
        scene.log(AsideEvent.RETIRED, item=item.id, item_hash=version)
        settle(scene, item.id, Outcome.ASIDE)
    text = "Put aside: nothing asks it here any more. Answers and points stay."
    return Reply(card=settled_card(text, undo_aside(version)), key=KEY)


def bring_back(scene: Scene, version: str) -> Reply:
    """Let a question be asked here again."""
    item = asked_here(scene, version)
    if item.id not in items_aside(scene.tx, scene.group_id):
        raise AlreadyDone("It is not put aside (any more).")
    scene.log(AsideEvent.RESTORED, item=item.id, item_hash=version)
    return Reply(card=settled_card("It is back: it can be asked here again."), key=KEY)


def asked_here(scene: Scene, version: str) -> Item:
    """Give an item that was asked in the lead's group. Refuses whoever does not lead it."""
    scene.must_lead()
    if not keys.was_asked(scene.tx, scene.group_id, version):
        raise NotFound("That question was not asked here. `/study flags` shows what waits.")
    return rounds.read_version(scene.tx, version)


def readable(scene: Scene, version: str) -> Item:
    """Give an item whose key the lead may see: of an open question, once they answered it."""
    item = asked_here(scene, version)
    if is_sealed(scene.tx, scene.group_id, version, scene.learner_id):
        first = "Answer it first"
        open_ones = keys.rounds_of(scene.tx, scene.group_id, version)
        if any(waits(scene.tx, each) for each in open_ones if each.state == rounds.OPEN):
            first = "Your group hears the verdict at the close"
        raise NotAllowed(f"This question is open. {first}: this would show you its key.")
    return item


def settled(scene: Scene) -> Settled:
    """Find out which days of the group may stand in a total today."""
    return asked.settle(scene.tx, scene.group_id, scene.here.pack, scene.today)


def may_be_told(scene: Scene, version: str, of: Settled, given: Iterable[Marked]) -> list[Marked]:
    """Give those of a group's answers to a version that may stand in a total for its lead.

    What a reveal has told the channel, from five answers on, may at once; what was answered
    late or alone joins as it does in every report, never fewer than five people at a time.
    """
    firsts = [each for each in given if each.first and each.counts and each.source != MOCK]
    closed = {
        shared.id
        for shared in keys.rounds_of(scene.tx, scene.group_id, version)
        if shared.state == rounds.CLOSED
    }
    revealed = Counter(
        each.round_id for each in firsts if each.source == DAILY and each.round_id in closed
    )
    return [
        each
        for each in firsts
        if (each.source == DAILY and revealed[each.round_id] >= CROWD)
        or of.holds(each.pack, each.day)
    ]


def doubted(
    scene: Scene,
    version: str,
    of: Settled | None = None,
    flags: tuple[Flagged, ...] | None = None,
) -> Doubted:
    """Give a question as it stands on the lead's desk; with ``of`` it has its figures."""
    item = rounds.read_version(scene.tx, version)
    if flags is None:
        flags = flags_in(scene.tx, scene.group_id).get(item.id, ())
    own, everywhere = keys.rule_for(scene.tx, scene.group_id, version)
    return Doubted(
        version=version,
        item=item.id,
        domain=scene.library.title_of(item.pack, item.domain),
        question=item.question,
        doubts=Counter(flag.doubt for flag in flags),
        words=tuple(flag.words for flag in flags if flag.words),
        facts=_facts(scene, item, version, of) if of else UNTOLD,
        aside=item.id in items_aside(scene.tx, scene.group_id),
        overruled=own is not None,
        differs=own is not None and everywhere is not None and own != everywhere,
    )


def _facts(scene: Scene, item: Item, version: str, of: Settled) -> ItemFacts:
    shown = keys.rounds_of(scene.tx, scene.group_id, version)
    given = list(remarks.answers(scene.tx, scene.group_id, version))
    told = may_be_told(scene, version, of, given)
    chosen: Counter[int] = Counter()
    if item.kind in (Kind.SINGLE, Kind.MULTIPLE):
        chosen.update(option for answer in told for option in answer.response)
    return ItemFacts(
        given=sum(answer.first and answer.counts for answer in given),
        answers=len(told),
        right=sum(answer.is_right for answer in told),
        chosen=chosen,
        asked=len(shown),
        is_open=any(shared.state == rounds.OPEN for shared in shown),
    )


def _everywhere(scene: Scene, item_id: str, version: str) -> ItemStatistics | None:
    """Give an item's figures over all groups; None where too few, or of another wording."""
    pack = scene.catalogue.pack
    figures = figures_of_item(
        scene.tx, scene.library, pack, item_id, scene.today, scene.group_id,
        simulated=scene.here.simulated,
    )  # fmt: skip
    if figures is None:
        return None
    shown = rounds.read_version(scene.tx, version)
    same = [option.text for option in figures.item.options] == [o.text for o in shown.options]
    return figures.found if same else None


def _corrected(scene: Scene) -> list[str]:
    """Give the versions for which the group has a key of its own, the latest first."""
    changes = [each for each in keys.changes_of(scene.tx, scene.group_id) if each.group_id]
    latest = {change.payload["item_hash"]: change for change in changes}
    held = [change for change in latest.values() if change.kind == OVERRIDDEN]
    return [c.payload["item_hash"] for c in sorted(held, key=lambda c: -c.seq)]


def _versions(scene: Scene, items: frozenset[str]) -> list[str]:
    """Give for each item the version of it that was put aside last."""
    changes = events.events_among(scene.tx, (AsideEvent.RETIRED,), group_id=scene.group_id)
    latest = {change.payload["item"]: change.payload["item_hash"] for change in changes}
    return [version for item, version in latest.items() if item in items]
