"""What of an event remains when the person it speaks of is erased.

Some events concern nobody else and go. From others the group's state follows (a team, a
season, a thank-you): they stay, nameless. What somebody wrote is taken out of the rest, and
out of whatever is not known here. It knows payloads; it knows no rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

#: How the id of an erased account begins.
GONE = "gone-"
#: Events that go: notes, ratings, one's own name, leave, and which accounts were linked.
PRIVATE = frozenset(
    {"noted", "note-changed", "note-dropped", "note-kept", "self-rated", "alias", "retention",
     "leave-declared", "leave-withdrawn", "leave-restored", "linked",
     "plan-set", "plan-dropped", "plan-restored", "exam-result", "exam-result-dropped"}
)  # fmt: skip
#: Events that are the group's record and stay as they are, without who did it.
SHARED = frozenset(
    {"round-closed", "posted-now", "skipped", "unskipped", "paused", "resumed", "board-choice",
     "consent", "lead-passed", "lead-named", "lead-taken-back", "thanked", "team-created",
     "team-renamed", "team-deleted", "team-restored", "team-joined", "team-left", "season-began",
     "season-ended", "season-undone", "streak-repaired", "streak-repair-undone", "setup-changed",
     "setup-proposed", "stayed-with-pack", "lead-asked", "questions-rest", "questions-woke",
     "reviewed", "item-retired", "item-restored", "key-overridden", "key-restored", "remarked",
     "question-changed", "place-added", "place-removed",
     "teams-followed", "teams-unfollowed", "group-strength"}
)  # fmt: skip
#: Of all others this may stand in a payload as text: names of things, never anybody's words.
PLAIN_KEYS = frozenset(
    {"pack", "item", "item_hash", "domain", "concept", "slot", "kind", "day", "doubt", "to"}
)
_PLAIN = re.compile(r"[\w./:+-]{0,80}")


def nameless(kind: str, payload: Mapping[str, Any]) -> dict[str, Any] | None:
    """Give what stays of an event's payload; None where the event goes altogether."""
    if kind in PRIVATE:
        return None
    if kind in SHARED:
        return dict(payload)
    return {key: _bare(key, value) for key, value in payload.items()}


def _bare(key: str, value: object) -> object:
    match value:
        case str():
            return value if key in PLAIN_KEYS and _PLAIN.fullmatch(value) else ""
        case list():
            return [_bare(key, part) for part in value]
        case dict():
            return {name: _bare(name, part) for name, part in value.items()}
        case _:
            return value
