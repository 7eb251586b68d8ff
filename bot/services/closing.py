"""What a season's closing card says: counted when it ends, put into words when it is sent.

Helpers are kept by number and named when the card is made, so that nobody is named who has
left the board, taken another alias or gone.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.cards.blocks import Card
from bot.cards.seasons import Closing, Ground, closing_card
from bot.core.seasons import Season
from bot.services import folds
from bot.services.board_lines import help_words
from bot.services.library import Library, domain_title
from bot.store import earned, people
from bot.store.tables import Bulletin, Group
from bot.store.tx import Tx

HELPERS_MOST = 10


def facts_of(tx: Tx, group: Group, season: Season, last: date) -> dict[str, Any]:
    """Count what a season held, as the content of its bulletin."""
    assert group.id is not None
    helped = folds.help_of(tx, group.id, group.zone, season.first, last)
    answers, members = earned.answers_between(tx, group.id, season.first, last)
    return {
        "title": season.title,
        "pack": group.pack,
        "first": season.first.isoformat(),
        "last": last.isoformat(),
        "answers": answers,
        "people": members,
        "concepts": earned.concepts_between(tx, group.id, season.first, last),
        "grounds": earned.domains_between(tx, group.id, season.first, last),
        "helped": [
            [who, helped[who].thanks, helped[who].reports]
            for who in sorted(helped, key=lambda who: (-helped[who].times, who))
        ],
    }


def card_of(tx: Tx, library: Library, bulletin: Bulletin) -> Card:
    """Give the closing card of a season that has ended."""
    said = bulletin.content
    pack = library.catalogue(said["pack"]).pack
    on_board = people.listed_in(tx, bulletin.group_id)
    helped = [each for each in said["helped"] if each[0] in on_board][:HELPERS_MOST]
    names = people.names_of(tx, [each[0] for each in helped], bulletin.group_id)
    return closing_card(
        Closing(
            title=said["title"],
            first=date.fromisoformat(said["first"]),
            last=date.fromisoformat(said["last"]),
            questions=sum(questions for _, questions, _, _ in said["grounds"]),
            concepts=said["concepts"],
            concepts_in_all=len(pack.concepts),
            domains_in_all=len(pack.domains),
            answers=said["answers"],
            people=said["people"],
            grounds=tuple(
                Ground(
                    title=domain_title(pack, domain),
                    questions=questions,
                    answers=answers,
                    right=right,
                )
                for domain, questions, answers, right in said["grounds"]
            ),
            thanks=tuple(
                (names[who], help_words(thanks, reports))
                for who, thanks, reports in helped
                if who in names
            ),
        )
    )
