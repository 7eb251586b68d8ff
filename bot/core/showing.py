"""An item as it is shown: in one fixed order, with the key that holds, and the way back.

People see and press *positions*; the store keeps *source* indexes. This is the only place
that translates between them. ``order`` holds the source index at each shown position; for
a matching item the prompts' order is followed by the order of the matches.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.items import Item, Kind, Option, Response
from bot.core.keys import Authority, Ruling

LETTERS = "ABCDEFGHIJ"


@dataclass(frozen=True, slots=True)
class Showing:
    """An item together with the order it is shown in, and a ruling where another key holds."""

    item: Item
    order: tuple[int, ...]
    ruling: Ruling | None = None

    @property
    def key(self) -> Response:
        """The right response, in source order: by the ruling, else the item's own."""
        return self.ruling.key if self.ruling else self.item.key

    def is_key(self, source: int) -> bool:
        """Say whether an option (single, multiple) is right."""
        return source in self.key

    @property
    def prose_holds(self) -> bool:
        """Whether what the author concludes still holds: not where a lead has overruled it."""
        ruling = self.ruling
        return ruling is None or ruling.by is Authority.PACK or ruling.key == self.item.key

    def argument_holds(self, source: int) -> bool:
        """Say whether the author's argument about an option, step or prompt still holds.

        Where a lead has overruled the key it does for whatever stands as it stood.
        """
        if self.prose_holds:
            return True
        match self.item.kind:
            case Kind.SINGLE | Kind.MULTIPLE:
                return (source in self.item.key) is (source in self.key)
            case Kind.ORDERING:
                return self.key[source] == source
            case Kind.MATCHING:
                return self.key[source] == self.item.key[source]

    @property
    def option_order(self) -> tuple[int, ...]:
        """Source index of the option, step or prompt at each shown position."""
        return self.order[: len(self.item.options)]

    @property
    def match_order(self) -> tuple[int, ...]:
        """Source index of the match at each shown position; empty but for matching."""
        return self.order[len(self.item.options) :]

    @property
    def options(self) -> tuple[tuple[str, int, Option], ...]:
        """(letter, source index, option) in shown order."""
        return tuple(
            (LETTERS[position], source, self.item.options[source])
            for position, source in enumerate(self.option_order)
        )

    @property
    def matches(self) -> tuple[tuple[str, str], ...]:
        """(shown position as digits, text) of each match in shown order."""
        return tuple(
            (str(position), self.item.matches[source])
            for position, source in enumerate(self.match_order)
        )

    def letter(self, source: int) -> str:
        """Give the letter under which a source index is shown."""
        return LETTERS[self.option_order.index(source)]

    def to_source(self, shown: tuple[int, ...]) -> Response:
        """Turn shown positions into a response. Raises ``IndexError`` on a position too high."""
        options = self.option_order
        match self.item.kind:
            case Kind.SINGLE | Kind.ORDERING:
                return tuple(options[position] for position in shown)
            case Kind.MULTIPLE:
                return tuple(sorted({options[position] for position in shown}))
            case Kind.MATCHING:
                chosen = {
                    options[prompt]: self.match_order[position]
                    for prompt, position in enumerate(shown)
                }
                return tuple(chosen[prompt] for prompt in sorted(chosen))

    def to_shown(self, response: Response) -> tuple[int, ...]:
        """Turn a response back into the shown positions that gave it."""
        options = self.option_order
        match self.item.kind:
            case Kind.SINGLE | Kind.ORDERING:
                return tuple(options.index(source) for source in response)
            case Kind.MULTIPLE:
                return tuple(sorted(options.index(source) for source in response))
            case Kind.MATCHING:
                return tuple(self.match_order.index(response[prompt]) for prompt in options)
