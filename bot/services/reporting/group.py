"""What a lead is handed of a group: a report, and the answers behind it, a chunk at a time.

Whom a lead may see follows consent: a membership that shares is shown by name and in
bands, everybody else stands inside totals of five or more, which they join five at a time.
Rows of a group's answers bear no names and nothing finer than a study day. How a file looks
is not decided here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from types import MappingProxyType

from bot.core import facility, reports
from bot.core.consent import CROWD
from bot.core.crowds import monday_of
from bot.core.items import Item, Kind, Response
from bot.core.leaderboard import PAGE, page
from bot.core.packs import Pack
from bot.core.reports import AnswerRow, GroupReport
from bot.core.slots import study_day
from bot.services import growing, item_figures, trust
from bot.services.library import Library, domain_title
from bot.services.marking import DAILY, LATE
from bot.services.reporting.words import (
    exam_line,
    numbers,
    short_id,
    sure,
    titles_of,
    wall_time,
)
from bot.store import insight, people, rounds
from bot.store import reports as asked
from bot.store.tables import Group
from bot.store.tx import Tx

NO_TEAMS: Mapping[int, str] = MappingProxyType({})


def group_report(
    tx: Tx,
    library: Library,
    group: Group,
    now: datetime,
    *,
    teams: Mapping[int, str] = NO_TEAMS,
) -> GroupReport:
    """Gather a group's report as its lead may see it. ``teams`` names each learner's team."""
    assert group.id is not None
    catalogue = library.catalogue(group.pack)
    pack, today = catalogue.pack, study_day(now, group.zone)
    of = asked.settle(tx, group.id, pack.id, today)
    consents = people.consents(tx, group.id)
    agreed = frozenset(learner for learner, shares in consents.items() if shares)
    counts = asked.domain_counts(tx, of)
    active = asked.activities(tx, group.id, pack.id)
    listed, unlisted = asked.count_settled(tx, of)
    times = asked.times_asked(tx, group.id)
    monday = monday_of(today)
    weeks = growing.weeks_of(tx, today)
    others = trust.others_bands(tx, group.id, group.zone, pack.id, monday)
    return GroupReport(
        group=group.name,
        pack=f"{pack.title} ({pack.short})",
        exam=exam_line(library, catalogue),
        zone=group.zone,
        made_at=wall_time(now, group.zone),
        first_day=min((each.first for each in active.values()), default=None),
        last_day=max((each.last for each in active.values()), default=None),
        members=len(consents),
        agreed=len(agreed),
        questions=sum(times.values()),
        everyone=reports.total(counts),
        answers=listed + unlisted,
        weeks=_weeks(asked.week_counts(tx, of)),
        domains=tuple(
            reports.DomainLine(
                domain.title,
                domain.weight,
                reports.total(count for count in counts if count.domain == domain.id),
                others.get(domain.id),
            )
            for domain in pack.domains
        ),
        others_until=monday,
        shown=_shown(tx, group.id, pack, agreed, active, teams, today),
        growth_days=growing.days_of(weeks),
        grown=tuple(_grown(tx, group.id, pack, weeks)),
        teams=tuple(
            reports.team_line(
                name,
                frozenset(learner for learner in consents if teams.get(learner) == name),
                counts,
                agreed,
            )
            for name in sorted(set(teams.values()), key=str.casefold)
        ),
        items=tuple(_items(tx, library, of, pack, times, simulated=group.simulated)),
        listed=listed,
        unlisted=unlisted,
    )


def group_answers(
    tx: Tx, library: Library, group: Group, now: datetime
) -> Iterator[list[AnswerRow]]:
    """Give a group's settled answers in chunks, in the order of ``reports.GROUP_ANSWERS``.

    They are read while they are asked for, so the transaction must stay open meanwhile.
    """
    assert group.id is not None
    pack = library.catalogue(group.pack).pack
    of = asked.settle(tx, group.id, pack.id, study_day(now, group.zone))
    titles = titles_of(pack)
    version = rounds.version_reader(tx)
    keys = asked.other_keys(tx, group.id)

    @cache
    def about(item_hash: str) -> tuple[str, int | str]:
        item = version(item_hash)
        return item.kind.value, numbers(keys.get(item_hash, item.key))

    written = cache(numbers)
    for chunk in asked.settled_answers(tx, of):
        yield [
            (
                day, source, asked_on, titles.get(domain, domain), titles.get(concept, concept),
                short_id(item_id, pack), (known := about(item_hash))[0], written(response),
                known[1], int(is_right), share, sure(confidence),
            )
            for day, source, asked_on, domain, concept, item_id, item_hash, response, is_right,
            share, confidence in chunk
        ]  # fmt: skip


def _weeks(counts: Iterable[asked.WeekCount]) -> tuple[reports.WeekLine, ...]:
    weeks: dict[date, dict[str, asked.WeekCount]] = defaultdict(dict)
    for count in counts:
        weeks[count.monday][count.source] = count
    lines = []
    for monday, by_source in sorted(weeks.items()):
        daily = by_source.get(DAILY, asked.WeekCount(monday, DAILY, 0, 0, 0))
        alone = sum(c.n for source, c in by_source.items() if source not in (DAILY, LATE))
        crowd = daily.people >= CROWD
        score = reports.Score(daily.people, daily.n, daily.right) if crowd else None
        lines.append(reports.WeekLine(monday, daily.people, daily.n, alone, score))
    return tuple(lines)


def _shown(
    tx: Tx,
    group_id: int,
    pack: Pack,
    agreed: frozenset[int],
    active: Mapping[int, asked.Activity],
    teams: Mapping[int, str],
    today: date,
) -> tuple[reports.MemberLine, ...]:
    domains = [domain.id for domain in pack.domains]
    counts = insight.counts_before(tx, group_id, pack.id, today)
    lines = []
    for learner, name in people.names_of(tx, tuple(agreed), group_id).items():
        seen = active.get(learner)
        lines.append(
            reports.MemberLine(
                name=name,
                team=teams.get(learner, ""),
                active_days=seen.days if seen else 0,
                bands=reports.bands((c for c in counts if c.learner == learner), domains),
                last_active=seen.last if seen else None,
            )
        )
    return tuple(sorted(lines, key=lambda line: line.name.casefold()))


def _grown(
    tx: Tx, group_id: int, pack: Pack, weeks: tuple[date, date]
) -> Iterator[reports.GrownLine]:
    """Give the lines of the board of growth, as a reader who is not on it sees them."""
    shown = page(growing.standings_of(tx, group_id, pack, weeks), None, PAGE).standings
    names = people.names_of(tx, [each.entry.learner for each in shown], group_id)
    for each in shown:
        yield reports.GrownLine(
            place=each.rank,
            name=names.get(each.entry.learner, "somebody"),
            growth=each.merit,
            questions=each.entry.n,
        )


def _items(
    tx: Tx,
    library: Library,
    of: asked.Settled,
    pack: Pack,
    times: Mapping[str, int],
    *,
    simulated: bool,
) -> Iterator[reports.ItemLine]:
    """Give the items that have been answered, in the order of the blueprint."""
    version, keys = rounds.version_reader(tx), asked.other_keys(tx, of.group_id)
    places = {domain.id: place for place, domain in enumerate(pack.domains)}
    given: dict[str, list[asked.Given]] = defaultdict(list)
    for each in asked.first_responses(tx, of):
        given[each.item_id].append(each)
    everywhere = item_figures.figures_of(
        tx, library, pack, of.today, group_id=of.group_id, simulated=simulated
    )
    lines = []
    for item_id, responses in given.items():
        newest = max(responses, key=lambda each: each.latest).version
        item = pack.place(version(newest))
        key = keys.get(newest, item.key)
        line = _item(item, key, responses, version, pack, times.get(item_id, 0))
        if item_id in everywhere:
            found = everywhere[item_id].found
            line = replace(line, everywhere=found, doubts=found.doubts)
        lines.append((places.get(item.domain, len(places)), item_id, line))
    yield from (line for _, _, line in sorted(lines, key=lambda each: each[:2]))


def _item(
    item: Item,
    key: Response,
    responses: list[asked.Given],
    version: Callable[[str], Item],
    pack: Pack,
    times: int,
) -> reports.ItemLine:
    n = sum(each.n for each in responses)
    chosen = item.kind in (Kind.SINGLE, Kind.MULTIPLE)
    found: facility.Facility | None = None
    shares: tuple[float, ...] = ()
    doubts: tuple[facility.Doubt, ...] = ()
    floor = facility.guess_floor(item)
    if n >= CROWD:
        found = facility.Facility(sum(each.right for each in responses), n)
        read: Counter[Response] = Counter()
        for each in responses:
            response = facility.carried_over(version(each.version), item, each.response)
            if response is not None:
                read[response] += each.n
        drawn = facility.drawn(item, read, key)
        shares = tuple(count / max(1, read.total()) for count in drawn)
        wrong = {i: count for i, count in enumerate(drawn) if i not in key} if chosen else {}
        doubts = facility.doubts(found, floor, wrong)
    return reports.ItemLine(
        id=short_id(item.id, pack),
        domain=domain_title(pack, item.domain),
        concept=pack.concepts[item.concept].title if item.concept in pack.concepts else "",
        question=item.question,
        kind=item.kind.value,
        asked=times,
        n=n,
        floor=floor,
        facility=found,
        shares=shares,
        keyed=key if chosen else (),
        doubts=doubts,
    )
