"""What a pack's exam is today: bookable or closed, and where a closed one's questions lead.

A closed exam is named once when a group is set up, and in ``about``; nobody is nagged.
"""

from __future__ import annotations

from datetime import datetime

from bot import __version__
from bot.cards.help import PackFacts, retired_line
from bot.cards.setup import Retired
from bot.cards.wording import long_day
from bot.core.packs import Catalogue, Pack, PackStatus, Pool
from bot.services.library import Library
from bot.store import events
from bot.store.tables import Group
from bot.store.tx import Tx

#: ``pack``: the group stays with it although its exam has closed; ``by`` is the lead who said so.
STAYED = "stayed-with-pack"


def facts_of(library: Library, catalogue: Catalogue) -> PackFacts:
    """Give what is true of a pack today."""
    pack = catalogue.pack
    successor = successor_of(library, pack)
    here = library.catalogues.get(successor)
    return PackFacts(
        title=pack.title,
        short=pack.short,
        last_exam_day=pack.last_exam_day if pack.status is PackStatus.RETIRED else None,
        successor=here.pack.short if here else successor.upper(),
        successor_here=here is not None,
        serves=sum(
            any(objective.startswith(f"{successor}/") for objective in item.also)
            for item in catalogue.items.values()
        ),
        items=len(catalogue.items),
        facts_as_of=pack.facts_as_of,
        licence=pack.licence,
        version=__version__,
    )


def successor_of(library: Library, pack: Pack) -> str:
    """Give the id of the pack that took this one's place: one that is here goes first."""
    usable = (each for each in pack.successors if each in library.catalogues)
    return next(usable, next(iter(pack.successors), ""))


def switch_from(library: Library, pack: Pack) -> str:
    """Give the pack that a group with a closed exam can switch to; empty where there is none."""
    successor = successor_of(library, pack)
    can = pack.status is PackStatus.RETIRED and successor in library.catalogues
    return successor if can else ""


def choices(library: Library) -> tuple[tuple[str, str], ...]:
    """Give each pack with what to say of it, bookable exams first."""
    packs = sorted(
        library.catalogues.values(),
        key=lambda each: (each.pack.status is PackStatus.RETIRED, each.pack.title),
    )
    return tuple((each.pack.id, _words(each)) for each in packs)


def short_names(library: Library) -> dict[str, str]:
    """Give what each pack is called in a sentence."""
    return {pack: each.pack.short for pack, each in library.catalogues.items()}


def notice(tx: Tx, library: Library, group: Group) -> Retired | None:
    """Give what is to be said once of a group's closed exam; None where there is nothing."""
    catalogue = library.catalogues.get(group.pack)
    if catalogue is None or catalogue.pack.status is not PackStatus.RETIRED:
        return None
    if any(
        e.payload["pack"] == group.pack for e in events.events_of(tx, STAYED, group_id=group.id)
    ):
        return None
    return Retired(
        pack=group.pack,
        line=retired_line(facts_of(library, catalogue)),
        switch=switch_from(library, catalogue.pack),
    )


def stay(tx: Tx, group: Group, by: int | None, now: datetime) -> None:
    """Keep that a group stays with its pack although the exam has closed."""
    events.append_event(tx, STAYED, now, group_id=group.id, pack=group.pack, by=by)


def _words(catalogue: Catalogue) -> str:
    pack, words = catalogue.pack, f"{catalogue.pack.title} ({catalogue.pack.short})"
    if pack.status is PackStatus.RETIRED and pack.last_exam_day is not None:
        words += f": closed on {long_day(pack.last_exam_day)}, for the learning"
    if not catalogue.pool_items(Pool.DAILY):
        words += "; no daily questions yet"
    return words
