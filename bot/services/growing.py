"""How far members have come in four whole weeks, from what the model knew at either end.

Who stands on the board of growth is decided here, for the chat and for workbooks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from bot.core.ability import Term
from bot.core.growth import Growth, growth, weeks_until
from bot.core.leaderboard import Entry, Standing, rank
from bot.core.packs import Pack
from bot.services import knowing
from bot.store import people, reports
from bot.store.tx import Tx


def weeks_of(tx: Tx, today: date) -> tuple[date, date]:
    """Give the Monday on which the weeks of growth begin, and the one before which they end.

    While a question of an earlier week waits for its close they end a week sooner: nothing
    that rests on its answers is shown.
    """
    first, last = weeks_until(today)
    back = timedelta(weeks=int(reports.is_withheld_before(tx, last)))
    return first - back, last - back


def days_of(weeks: tuple[date, date]) -> tuple[date, date]:
    """Give the first and the last day of weeks of growth."""
    first, last = weeks
    return first, last - timedelta(days=1)


def growth_of(
    tx: Tx, pack: Pack, learners: Iterable[int], weeks: tuple[date, date]
) -> dict[int, Growth]:
    """Give each learner's growth between two Mondays."""
    return {learner: growth(*_then_and_now(tx, pack, learner, weeks)) for learner in learners}


def growth_by_domain(
    tx: Tx, pack: Pack, learner: int, weeks: tuple[date, date]
) -> tuple[Growth, dict[str, Growth]]:
    """Give a learner's growth between two Mondays: over all domains, and in each by itself.

    A domain's growth is told by the same rule, from new questions of its own.
    """
    then, now = _then_and_now(tx, pack, learner, weeks)
    each = {domain: growth({domain: then[domain]}, {domain: now[domain]}) for domain in now}
    return growth(then, now), each


def standings_of(
    tx: Tx, group_id: int, pack: Pack, weeks: tuple[date, date]
) -> tuple[Standing, ...]:
    """Rank those on a group's board whose growth is listed; merit is growth to one place.

    An entry's ``n`` are new questions within the weeks.
    """
    found = growth_of(tx, pack, sorted(people.listed_in(tx, group_id)), weeks)
    return rank(
        (Entry(who, 0, each.within) for who, each in found.items() if each.listed),
        lambda entry: round(found[entry.learner].change, 1),
    )


def _then_and_now(
    tx: Tx, pack: Pack, learner: int, weeks: tuple[date, date]
) -> tuple[dict[str, Term], dict[str, Term]]:
    """Give a learner's ability in each domain as either Monday began."""
    then, now = (knowing.ability_before(tx, learner, pack, monday.isoformat()) for monday in weeks)
    domains = [domain.id for domain in pack.domains]
    # A domain's evidence is its own; its ability is the learner's with it.
    return (
        {domain: then.in_domain(domain) for domain in domains},
        {domain: now.in_domain(domain) for domain in domains},
    )
