"""A member's own report, and the answers behind it; nothing is withheld but what is open.

Where a group's verdicts wait for the close, an answer joins when its question has closed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from bot.cards.readiness import said_of
from bot.cards.wording import reference_line
from bot.core import reports
from bot.core.packs import Catalogue, Pack
from bot.core.reports import Answered, AnswerRow, MemberReport
from bot.core.slots import study_day
from bot.services import growing, progress, readiness, streaks
from bot.services.keys import showing_of
from bot.services.library import Library, domain_title
from bot.services.marking import DAILY
from bot.services.notes import all_notes
from bot.services.reporting.words import (
    exam_line,
    in_words,
    short_id,
    sure,
    titles_of,
    wall_time,
)
from bot.store import attempts, people, rounds
from bot.store import reports as asked
from bot.store.tables import Attempt, Group
from bot.store.tx import Tx


def member_report(
    tx: Tx, library: Library, group: Group, learner_id: int, now: datetime
) -> MemberReport:
    """Gather a member's own report on the group's pack, from wherever they answered it."""
    assert group.id is not None
    catalogue = library.catalogue(group.pack)
    pack = catalogue.pack
    own = list(_own(tx, learner_id, pack.id))
    given = [_answered(attempt) for attempt in own]
    today = study_day(now, group.zone)
    streak = streaks.streak_in(tx, group, learner_id, today)
    weeks = growing.weeks_of(tx, today)
    return MemberReport(
        name=people.names_of(tx, (learner_id,), group.id).get(learner_id, ""),
        group=group.name,
        pack=f"{pack.title} ({pack.short})",
        exam=exam_line(library, catalogue),
        zone=group.zone,
        made_at=wall_time(now, group.zone),
        streak=streak.days,
        best=streak.best,
        freezes=streak.freezes,
        weeks=reports.own_weeks(given),
        domains=_own_domains(tx, learner_id, pack, given),
        growth_days=growing.days_of(weeks),
        growth=tuple(_growth(tx, learner_id, pack, weeks)),
        revisits=tuple(_revisits(tx, group.id, pack, own, given)),
        notes=tuple(_notes(tx, learner_id, pack, group.zone)),
        listed=len(own),
        ready=_ready(tx, catalogue, learner_id, group.id, given),
    )


def member_answers(
    tx: Tx, library: Library, group: Group, learner_id: int
) -> Iterator[list[AnswerRow]]:
    """Give a member's own answers in chunks, in the order of ``reports.OWN_ANSWERS``.

    They are read while they are asked for, so the transaction must stay open meanwhile.
    """
    assert group.id is not None
    pack = library.catalogue(group.pack).pack
    titles = titles_of(pack)
    version = rounds.version_reader(tx)
    keys = asked.other_keys(tx, group.id)
    days = {shared.id: shared.day for shared in rounds.shown_rounds(tx, group.id)}
    chunk: list[AnswerRow] = []
    for attempt in _own(tx, learner_id, pack.id):
        item = version(attempt.item_hash)
        chunk.append(
            (
                wall_time(attempt.at, group.zone), attempt.study_day, attempt.source,
                days.get(attempt.round_id), titles.get(attempt.domain, attempt.domain),
                titles.get(attempt.concept, attempt.concept), item.question,
                in_words(item, attempt.response),
                in_words(item, keys.get(attempt.item_hash, item.key)),
                int(attempt.is_right), attempt.share,
                attempt.points / 10 if attempt.source == DAILY else None,
                sure(attempt.confidence),
                None if attempt.elapsed_ms is None else round(attempt.elapsed_ms / 1000, 1),
                short_id(attempt.item_id, pack),
            )
        )  # fmt: skip
        if len(chunk) == asked.CHUNK:
            yield chunk
            chunk = []
    yield chunk


def _own(tx: Tx, learner_id: int, pack: str) -> Iterator[Attempt]:
    """Give a learner's first picks whose verdict they have seen, in order."""
    waiting = asked.withheld_rounds(tx)
    for attempt in attempts.all_attempts(tx, learner_id=learner_id):
        if attempt.pack == pack and attempt.counts and attempt.phase == 1:
            if attempt.round_id in waiting:
                continue
            yield attempt


def _answered(attempt: Attempt) -> Answered:
    return Answered(
        day=attempt.study_day,
        item=attempt.item_id,
        domain=attempt.domain,
        concept=attempt.concept,
        is_right=attempt.is_right,
        shared=attempt.round_id is not None,
    )


def _ready(
    tx: Tx, catalogue: Catalogue, learner_id: int, group_id: int, given: list[Answered]
) -> tuple[str, ...]:
    """Say how ready the member is as ``progress`` does; nothing before the first answer."""
    pack = catalogue.pack
    waiting = sum(
        n for (name, _), (n, _) in attempts.sealed_counts(tx, learner_id).items() if name == pack.id
    )
    if not given:
        return ()
    told = readiness.told_to(tx, catalogue, learner_id, group_id)
    titles = {domain.id: domain.title for domain in pack.domains}
    said = said_of(told, pack.short, titles, waiting=waiting)
    return said.answer, *said.more


def _own_domains(
    tx: Tx, learner_id: int, pack: Pack, given: list[Answered]
) -> tuple[reports.OwnDomain, ...]:
    ratings = progress.ratings_of(tx, learner_id, pack.id)
    concepts = Counter(pack.domain_of_task[c.task].id for c in pack.concepts.values())
    lines = []
    for domain in pack.domains:
        here = [answer for answer in given if answer.domain == domain.id]
        lines.append(
            reports.OwnDomain(
                title=domain.title,
                weight=domain.weight,
                answered=len(here),
                right=sum(answer.is_right for answer in here),
                met=len({answer.concept for answer in here}),
                concepts=concepts[domain.id],
                rated=ratings.get(domain.id, ""),
            )
        )
    return tuple(lines)


def _growth(
    tx: Tx, learner_id: int, pack: Pack, weeks: tuple[date, date]
) -> Iterator[reports.OwnGrowth]:
    overall, each = growing.growth_by_domain(tx, pack, learner_id, weeks)
    yield reports.OwnGrowth("All domains together", overall)
    for domain in pack.domains:
        yield reports.OwnGrowth(domain.title, each[domain.id])


def _revisits(
    tx: Tx, group_id: int | None, pack: Pack, own: list[Attempt], given: list[Answered]
) -> Iterator[reports.Revisit]:
    titles = titles_of(pack)
    latest = {attempt.item_id: attempt.item_hash for attempt in own}
    for item_id, (times, day) in reports.not_right_since(given).items():
        showing = showing_of(tx, group_id, latest[item_id], ())
        item = pack.place(showing.item)
        yield reports.Revisit(
            missed_on=day,
            times=times,
            domain=titles.get(item.domain, item.domain),
            concept=titles.get(item.concept, item.concept),
            question=item.question,
            takeaway=item.takeaway if showing.prose_holds else "",
            reference="\n".join(map(reference_line, item.references)),
        )


def _notes(tx: Tx, learner_id: int, pack: Pack, zone: str) -> Iterator[reports.OwnNote]:
    for note in reversed(all_notes(tx, learner_id)):
        if note.pack == pack.id:
            yield reports.OwnNote(
                wall_time(note.at, zone).date(),
                domain_title(pack, note.domain),
                note.question,
                note.text,
            )
