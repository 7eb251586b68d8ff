"""What leaves the database as a file: a person's answers with everything, a group's without names.

Values are plain and typed by name; writing the file is not done here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from bot.core.errors import NotFound
from bot.core.items import Item, Response
from bot.services.library import Library
from bot.services.reporting.words import numbers
from bot.store import attempts, people, reports, rounds
from bot.store.tables import Attempt, Group
from bot.store.tx import Tx

Cell: TypeAlias = str | int | float | bool | None
Line: TypeAlias = dict[str, Cell]

ANSWER_COLUMNS = (
    "answered_at", "study_day", "source", "slot", "item", "domain", "concept", "kind",
    "response", "key", "right", "share", "points", "confidence", "seconds",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A group's answers, or one member's. ``answers`` is read while it is written."""

    group: str
    pack: str
    zone: str
    member: str
    total: int
    rounds: tuple[Line, ...]
    domains: tuple[Line, ...]
    answers: Iterator[Line]


def export(tx: Tx, library: Library, group: Group, member: str = "") -> Export:
    """Give a group's answers without names, or one member's own by the name in the group.

    Raises ``NotFound`` where nobody, or more than one, has that name.
    """
    assert group.id is not None
    learner_id = learner_named(tx, group.id, member) if member else None
    shown = rounds.shown_rounds(tx, group.id)
    slots = {shared.id: shared.slot for shared in shown}
    found = attempts.all_attempts(tx, group_id=group.id, learner_id=learner_id)
    version, keys = rounds.version_reader(tx), reports.other_keys(tx, group.id)
    return Export(
        group=group.name,
        pack=group.pack,
        zone=group.zone,
        member=member,
        total=attempts.count_attempts(tx, group.id, learner_id),
        rounds=tuple(
            {
                "slot": shared.slot,
                "item": shared.item_id,
                "domain": shared.domain,
                "state": shared.state,
                "answers": (tally := attempts.tally_of(tx, shared.id or 0)).get("answers", 0),
                "right": sum(n for cell, n in tally.items() if cell.endswith("+")),
            }
            for shared in reversed(shown)
        ),
        domains=tuple(_domains(tx, library, group, learner_id)),
        answers=(_answer(version(a.item_hash), keys.get(a.item_hash), a, slots) for a in found),
    )


def learner_named(tx: Tx, group_id: int, name: str) -> int:
    """Find a member by the account's name or the alias.

    Raises ``NotFound`` where nobody, or more than one, has that name.
    """
    members = people.members_of(tx, group_id)
    found = {
        membership.learner_id
        for membership, account in members
        if name.casefold() in (account.name.casefold(), membership.alias.casefold())
    }
    if len(found) == 1:
        return found.pop()
    if found:
        raise NotFound(f"More than one member is called {name}.")
    known = ", ".join(sorted({account.name for _, account in members})[:10]) or "nobody yet"
    raise NotFound(f"Nobody called {name} is in this group. There is: {known}.")


def _domains(tx: Tx, library: Library, group: Group, learner_id: int | None) -> Iterator[Line]:
    assert group.id is not None
    shares = attempts.domain_shares(tx, group.id, learner_id)
    for domain in library.catalogue(group.pack).pack.domains:
        right, answered = shares.get(domain.id, (0, 0))
        yield {"domain": domain.id, "title": domain.title, "answers": answered, "right": right}


def _answer(
    item: Item, other_key: Response | None, attempt: Attempt, slots: dict[int | None, str]
) -> Line:
    return {
        "answered_at": attempt.at.isoformat(timespec="seconds"),
        "study_day": attempt.study_day.isoformat(),
        "source": attempt.source,
        "slot": slots.get(attempt.round_id, ""),
        "item": attempt.item_id,
        "domain": attempt.domain,
        "concept": attempt.concept,
        "kind": item.kind.value,
        "response": str(numbers(attempt.response)),
        "key": str(numbers(other_key or item.key)),
        "right": attempt.is_right,
        "share": round(attempt.share, 4),
        "points": attempt.points / 10,
        "confidence": attempt.confidence or "",
        "seconds": None if attempt.elapsed_ms is None else round(attempt.elapsed_ms / 1000, 1),
    }
