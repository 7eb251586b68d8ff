"""Words and small conversions that reports share: responses, exams, titles, wall time."""

from __future__ import annotations

from datetime import datetime

from bot.cards.actions.values import Confidence
from bot.cards.help import retired_line
from bot.core.items import Item, Kind, Response
from bot.core.packs import Catalogue, Pack
from bot.core.zones import zone_named
from bot.services.exams import facts_of
from bot.services.library import Library

_SURE = {Confidence.FAIRLY.value: "fairly sure"}


def numbers(response: Response) -> int | str:
    """Write a response by the places of its options in the item's file, from 1."""
    places = [index + 1 for index in response]
    return places[0] if len(places) == 1 else " ".join(map(str, places))


def sure(confidence: str | None) -> str:
    """Write how sure somebody was; nothing where that is not known."""
    return _SURE.get(confidence, confidence) if confidence else ""


def in_words(item: Item, response: Response) -> str:
    """Write a response with the texts of what was chosen, a line each."""
    match item.kind:
        case Kind.SINGLE | Kind.MULTIPLE:
            lines = [item.options[index].text for index in response]
        case Kind.ORDERING:
            steps = enumerate(response, 1)
            lines = [f"{place}. {item.options[index].text}" for place, index in steps]
        case Kind.MATCHING:
            pairs = zip(item.options, response, strict=True)
            lines = [f"{option.text} → {item.matches[chosen]}" for option, chosen in pairs]
    return "\n".join(lines)


def short_id(item_id: str, pack: Pack) -> str:
    """Give an item's id without the pack's own, which most of them share."""
    return item_id.removeprefix(f"{pack.id}/")


def exam_line(library: Library, catalogue: Catalogue) -> str:
    """Say whether a pack's exam can still be sat, and what still holds of it."""
    facts = facts_of(library, catalogue)
    return retired_line(facts) if facts.last_exam_day else f"{facts.short} can be booked today."


def wall_time(moment: datetime, zone: str) -> datetime:
    """Give an instant as the clock on the group's wall shows it."""
    return moment.astimezone(zone_named(zone)).replace(microsecond=0, tzinfo=None)


def titles_of(pack: Pack) -> dict[str, str]:
    """Give the titles of domains and concepts by their ids."""
    domains = {domain.id: domain.title for domain in pack.domains}
    return domains | {concept.id: concept.title for concept in pack.concepts.values()}
