"""What of an event remains when the person it speaks of is erased.

Some events concern nobody else and go. From others somebody else's state follows (a tally,
a team, a thank-you): they stay, nameless, without a word that the person wrote. What is not
known here loses its texts, too. It knows payloads; it knows no rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

#: Events that go: notes, ratings, one's own name, leave, and which accounts were linked.
PRIVATE = frozenset(
    {"noted", "self-rated", "alias", "leave-declared", "leave-withdrawn", "leave-restored",
     "linked", "note-changed", "note-dropped", "note-kept"}
)  # fmt: skip
#: What may stand in a payload as text: names of things of the group, never anybody's words.
_PLAIN_KEYS = frozenset({"pack", "item", "item_hash", "domain", "concept", "slot", "kind", "day"})
_PLAIN = re.compile(r"[\w./:+-]{0,80}")


def nameless(kind: str, payload: Mapping[str, Any]) -> dict[str, Any] | None:
    """Give what stays of an event's payload; None where the event goes altogether."""
    if kind in PRIVATE:
        return None
    return {key: _bare(key, value) for key, value in payload.items()}


def _bare(key: str, value: object) -> object:
    match value:
        case str():
            return value if key in _PLAIN_KEYS and _PLAIN.fullmatch(value) else ""
        case list():
            return [_bare(key, part) for part in value]
        case dict():
            return {name: _bare(name, part) for name, part in value.items()}
        case _:
            return value
