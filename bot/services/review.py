"""The weekly domain review: its figures gathered and fixed, and its card.

What has been reviewed is a fold over ``reviewed`` events; what a review counts is every
question closed since that domain's last one, by the order of events and not by the clock, so
that a clock set back neither loses a question nor counts it twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.cards import review as screens
from bot.cards.blocks import Card
from bot.core import review as figures
from bot.core.packs import Pack
from bot.core.practice import weakness_of
from bot.core.review import Asked, Past, Review
from bot.core.rotation import choose_domain
from bot.core.slots import study_day
from bot.services.keys import showing_of
from bot.services.library import Library
from bot.store import events, reports, reviews, rounds
from bot.store.reviews import Closed
from bot.store.tables import Bulletin, Group
from bot.store.tx import Tx

KIND = "review"  #: the kind of its bulletins
REVIEWED = "reviewed"
CLOSED = "round-closed"
#: How far back a group's weakness is looked for.
WEAKNESS_DAYS = 84


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A review with the span of ``seq`` that it counts: after ``since``, up to ``until``."""

    review: Review
    onward: str
    since: int
    until: int

    def content(self) -> dict[str, Any]:
        """Give what its bulletin keeps."""
        return {"review": figures.to_json(self.review), "since": self.since}


def make(tx: Tx, library: Library, group: Group, slot: str, now: datetime) -> Made:
    """Choose a week's domain, and gather and fix its review."""
    pack = library.catalogue(group.pack).pack
    past = past_of(tx, group)
    name, onward = _domains(tx, pack, group, slot, past, study_day(now, group.zone))
    return of_domain(tx, pack, group, past, name, onward)


def of_domain(tx: Tx, pack: Pack, group: Group, past: list[Past], name: str, onward: str) -> Made:
    """Gather and fix the review of a domain; ``onward`` is the one of next week."""
    assert group.id is not None
    last = figures.last_of(past, name)
    since = last.until if last else 0
    closes = closes_since(tx, group.id, since)
    every = reviews.closed_in_domain(tx, group.id, pack.id, name)
    window = [each for each in every if each.id in closes]
    asked = _asked(tx, group.id, pack, name, window)
    hushed = frozenset(each.concept for each in rounds.open_rounds(tx, group.id))
    fresh = {each.concept for each in window} - {
        each.concept for each in every if each.id not in closes
    }
    domain = pack.domain_by_id[name]
    return Made(
        review=Review(
            domain=name,
            title=domain.title,
            since=_since(last, window, group),
            answers=sum(each.answers for each in asked),
            lines=figures.lines_of(domain, asked),
            trap=figures.trap_of(asked, hushed),
            met=len({each.concept for each in every}),
            fresh=len(fresh),
            concepts=sum(pack.domain_of_task[c.task].id == name for c in pack.concepts.values()),
            before=last.told if last else None,
            climbed=_climbed(tx, group.id, past, name, every),
            onward=pack.domain_by_id[onward].title,
        ),
        onward=onward,
        since=since,
        until=max(closes.values(), default=since),
    )


def keep(tx: Tx, group: Group, slot: str, made: Made, now: datetime) -> int:
    """Keep for good that a domain was reviewed, and what was promised; give its ``seq``."""
    return events.append_event(
        tx,
        REVIEWED,
        now,
        group_id=group.id,
        pack=group.pack,
        slot=slot,
        day=study_day(now, group.zone).isoformat(),
        domain=made.review.domain,
        onward=made.onward,
        until=made.until,
        told=list(made.review.told),
    )


def past_of(tx: Tx, group: Group) -> list[Past]:
    """Give a group's reviews of its pack, the oldest first."""
    assert group.id is not None
    return [
        Past(
            domain=kept["domain"],
            onward=kept["onward"],
            day=date.fromisoformat(kept["day"]),
            until=kept["until"],
            told=(kept["told"][0], kept["told"][1]),
        )
        for _, kept in events.payloads_since(tx, REVIEWED, group.id, 0)
        if kept["pack"] == group.pack
    ]


def closes_since(tx: Tx, group_id: int, since: int) -> dict[int, int]:
    """Give a group's rounds that closed after a ``seq``, each with the ``seq`` of its close."""
    return {
        int(kept["round"]): seq for seq, kept in events.payloads_since(tx, CLOSED, group_id, since)
    }


def promised(tx: Tx, group: Group, pack: Pack) -> str:
    """Give the title of the domain that comes next; empty where none was promised yet."""
    past = past_of(tx, group)
    domain = pack.domain_by_id.get(past[-1].onward) if past else None
    return domain.title if domain else ""


def card_of(bulletin: Bulletin) -> Card:
    """Give a review's card, as it was fixed."""
    assert bulletin.id is not None
    return screens.review_card(figures.from_json(bulletin.content["review"]), bulletin.id)


def _domains(
    tx: Tx, pack: Pack, group: Group, slot: str, past: list[Past], today: date
) -> tuple[str, str]:
    """Give this week's domain, which is the one promised, and next week's."""
    assert group.id is not None
    weights = {domain.id: domain.weight / 100 for domain in pack.domains}
    scores = reviews.domain_scores(tx, group.id, pack.id, today - timedelta(days=WEAKNESS_DAYS))
    weakness = weakness_of({name: scores.get(name, (0, 0)) for name in weights})
    reviewed = [each.domain for each in past]
    meaning = (pack.id, str(group.id), slot)
    if past and past[-1].onward in weights:
        name = past[-1].onward
    else:
        # Nothing was promised yet, so it may as well be one with something to say.
        answered = frozenset(name for name, (n, _) in scores.items() if n)
        name = choose_domain(weights, reviewed, weakness, meaning=meaning, among=answered)
    onward = choose_domain(weights, [*reviewed, name], weakness, meaning=(*meaning, "onward"))
    return name, onward


def _asked(tx: Tx, group_id: int, pack: Pack, domain: str, window: list[Closed]) -> list[Asked]:
    """Read how the questions of a window were answered; those nobody answered are left out."""
    tallies = reviews.tallies_in_domain(tx, group_id, pack.id, domain)
    answered = [each for each in window if tallies.get(each.id, {}).get("answers")]
    few = [each.id for each in answered if tallies[each.id]["answers"] < figures.TOLD_FROM]
    people = reviews.people_on(tx, few)
    items = rounds.read_versions(tx, (each.item_hash for each in answered))
    ruled = {
        version: showing_of(tx, group_id, version, ())
        for version in reports.other_keys(tx, group_id).keys() & items.keys()
    }
    return [
        Asked(
            item=pack.place(
                ruled[each.item_hash].item if each.item_hash in ruled else items[each.item_hash]
            ),
            ruling=ruled[each.item_hash].ruling if each.item_hash in ruled else None,
            answers=cells["answers"],
            right=sum(n for cell, n in cells.items() if cell.endswith("+")),
            chose={int(cell[1:]): n for cell, n in cells.items() if cell[1:].isdecimal()},
            people=people.get(each.id, frozenset()),
        )
        for each in answered
        for cells in (tallies[each.id],)
    ]


def _since(last: Past | None, window: list[Closed], group: Group) -> date:
    if last is not None:
        return last.day
    return window[0].day if window else study_day(group.created_at, group.zone)


def _climbed(
    tx: Tx, group_id: int, past: list[Past], domain: str, every: list[Closed]
) -> figures.Score | None:
    """Set what members who share their figures find now against the review before."""
    earlier = [each.until for each in past if each.domain == domain]
    if not earlier:
        return None
    start, end = earlier[-2] if len(earlier) > 1 else 0, earlier[-1]
    closes = closes_since(tx, group_id, start)
    here = {each.id: closes[each.id] for each in every if each.id in closes}
    return figures.climbed(
        reviews.scores_of_sharers(tx, group_id, [each for each, seq in here.items() if seq <= end]),
        reviews.scores_of_sharers(tx, group_id, [each for each, seq in here.items() if seq > end]),
    )
