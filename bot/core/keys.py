"""Another key than an item's own: why it holds, and what it is in another version of the item.

A key is written like a response, in source order. It knows items; it knows no groups, no
rows, and nothing of how a correction is decided.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias, assert_never

from bot.core.items import Item, Kind, Option, Response

#: The events that change keys: (group or 0 for every one, version) -> key, or None for no rule.
OVERRIDDEN = "key-overridden"
RESTORED = "key-restored"
Rule: TypeAlias = tuple[int, str]


class Authority(StrEnum):
    """Who says that another key holds."""

    LEAD = "lead"  #: a lead, for their group
    PACK = "pack"  #: the pack, corrected under the same id, for everybody


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A key that holds in place of an item's own; ``before`` held until the event ``seq``.

    A lead gives a ``reason``; a pack brings new prose.
    """

    key: Response
    before: Response
    by: Authority
    seq: int
    reason: str = ""


def rules(changes: Iterable[tuple[Rule, Response | None]]) -> dict[Rule, Response]:
    """Fold changes in their order into the rules that hold: the latest of each decides."""
    held: dict[Rule, Response] = {}
    for rule, key in changes:
        if key is None:
            held.pop(rule, None)
        else:
            held[rule] = key
    return held


def same_question(one: Item, other: Item) -> bool:
    """Say whether two versions ask the same: equal stem and texts, whatever their order and key."""
    return _asked(one) == _asked(other) and all(
        len({_plain(text) for text in texts}) == len(texts)
        for texts in ([option.text for option in one.options], one.matches)
    )


def moved(response: Response, one: Item, other: Item) -> Response:
    """Give what a response, or a key, to one version of a question is in another version.

    Raises ``KeyError`` where they do not ask the same.
    """
    place = {_plain(option.text): index for index, option in enumerate(other.options)}
    there = [place[_plain(option.text)] for option in one.options]
    match one.kind:
        case Kind.SINGLE | Kind.ORDERING:
            return tuple(there[index] for index in response)
        case Kind.MULTIPLE:
            return tuple(sorted(there[index] for index in response))
        case Kind.MATCHING:
            matches = {_plain(text): index for index, text in enumerate(other.matches)}
            chosen = {
                there[prompt]: matches[_plain(one.matches[index])]
                for prompt, index in enumerate(response)
            }
            return tuple(chosen[prompt] for prompt in sorted(chosen))
        case _:
            assert_never(one.kind)


def with_prose(shown: Item, newer: Item) -> Item:
    """Give a version as it was shown, argued as a newer version of the same question argues.

    Options keep their order. Of steps in an order the key is not told by the result: steps
    have no key but their place.
    """
    argued = {_plain(option.text): option for option in newer.options}
    key = moved(newer.key, newer, shown)

    def option(index: int, before: Option) -> Option:
        after = argued[_plain(before.text)]
        match = key[index] if shown.kind is Kind.MATCHING else None
        return replace(after, text=before.text, match=match)

    return replace(
        shown,
        options=tuple(option(index, each) for index, each in enumerate(shown.options)),
        decides=newer.decides,
        takeaway=newer.takeaway,
        references=newer.references,
        facts_as_of=newer.facts_as_of,
    )


def _asked(item: Item) -> tuple[object, ...]:
    return (
        item.id,
        item.kind,
        _plain(item.stem),
        sorted(_plain(option.text) for option in item.options),
        sorted(map(_plain, item.matches)),
        len(item.key),
    )


def _plain(text: str) -> str:
    return " ".join(text.split())
