"""Strict reading of TOML files: every value of its own type, every unknown key refused.

It knows where in the file a key stands, and nothing of what the files mean. The standard
parser gives no lines, so headings and keys are found again in the text; a file written in
another style than one key a line costs precision of the line, never of the finding.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from bot.content.findings import Finding

T = TypeVar("T")
SIZE_MOST = 1024 * 1024
NUMBER_MOST = 1e15
_HEADING = re.compile(r"\s*\[\[?\s*([\w.\s\"'-]+?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*=")


class Unusable(Exception):
    """A file that cannot be used; carries its finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.text())
        self.finding = finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A file as findings name it, and the rule that they are found by."""

    path: str
    rule: str
    cure: str = ""


@dataclass(slots=True)
class _Heading:
    """A heading of the file: where it stands, and where each key under it stands."""

    line: int
    keys: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a file. Reading a value raises ``Unusable`` where it is not as wanted."""

    place: Place
    name: str
    data: Mapping[str, object]
    heading: _Heading
    queues: Mapping[str, Iterator[_Heading]]

    def wrong(self, message: str, key: str = "", cure: str = "") -> Unusable:
        """Make the refusal of this table, on the line of ``key`` if it is given."""
        line = self.heading.keys.get(key, self.heading.line)
        path, rule = self.place.path, self.place.rule
        return Unusable(Finding(path, line, rule, message, cure or self.place.cure))

    def only(self, known: Iterable[str]) -> None:
        """Refuse keys that are not among ``known``, naming the closest."""
        names = tuple(known)
        for key in self.data:
            if key not in names:
                close = get_close_matches(key, names, 1, 0.6)
                hint = f"Did you mean `{close[0]}`?" if close else "Remove it."
                where = f" in [{self.name}]" if self.name else ""
                raise self.wrong(f"There is no `{key}`{where}.", key, hint)

    def text(self, key: str, default: str | None = None) -> str:
        """Give a text; without a default it must be there and must not be empty."""
        value = self.data.get(key, default)
        if value is None:
            raise self._missing(key)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.wrong(f"`{key}` needs a text between quotation marks.", key)
        return value

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Give a list of texts."""
        value = self.data.get(key, default)
        if value is None:
            raise self._missing(key)
        if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
            raise self.wrong(f'`{key}` needs a list of texts, such as ["one", "two"].', key)
        return tuple(value)

    def whole(self, key: str, default: int | None = None) -> int:
        """Give a whole number."""
        value = self.data.get(key, default)
        if value is None:
            raise self._missing(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.wrong(f"`{key}` needs a whole number.", key)
        return value

    def number(self, key: str, default: float) -> float:
        """Give a number, whole or not."""
        value = self.data.get(key, default)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self.wrong(f"`{key}` needs a number, such as 0.35.", key)
        if not -NUMBER_MOST < value < NUMBER_MOST:  # TOML knows nan and inf, too
            raise self.wrong(f"`{key}` needs a number, such as 0.35.", key)
        return float(value)

    def flag(self, key: str) -> bool:
        """Give true or false; false where it is left out."""
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(f"`{key}` is true or false, without quotation marks.", key)
        return value

    def day(self, key: str) -> date:
        """Give a date."""
        value = self.data.get(key)
        if value is None:
            raise self._missing(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.wrong(f"`{key}` is “{value}”, not a date such as 2026-11-24.", key)
        return value

    def day_or_none(self, key: str) -> date | None:
        """Give a date, or None where it is left out."""
        return self.day(key) if key in self.data else None

    def one_of(self, key: str, choice: Callable[[str], T], names: Iterable[str]) -> T:
        """Give the member of an enum that a text names."""
        return self._chosen(key, self.text(key), choice, names)

    def several_of(
        self,
        key: str,
        choice: Callable[[str], T],
        names: Iterable[str],
        default: tuple[str, ...] | None = None,
    ) -> tuple[T, ...]:
        """Give the members of an enum that a list of texts names."""
        return tuple(self._chosen(key, each, choice, names) for each in self.texts(key, default))

    def table(self, key: str) -> Table:
        """Give a table inside this one."""
        value = self.data.get(key)
        if value is None:
            raise self._missing(key)
        if not isinstance(value, dict):
            raise self.wrong(f"`{key}` needs a table: write [{self._full(key)}].", key)
        return self._inner(key, value)

    def tables(self, key: str) -> Iterator[Table]:
        """Give each table of a list, in the order of the file; there must be one."""
        value = self.data.get(key)
        if value is None:
            raise self._missing(key)
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.wrong(f"`{key}` needs tables: write [[{self._full(key)}]] over each.", key)
        for each in value:
            yield self._inner(key, each)

    def _chosen(self, key: str, text: str, choice: Callable[[str], T], names: Iterable[str]) -> T:
        try:
            return choice(text)
        except ValueError:
            said = f"`{key}` cannot be used: there is no “{text}”."
            raise self.wrong(said, key, f"Use {', '.join(names)}.") from None

    def _inner(self, key: str, data: Mapping[str, object]) -> Table:
        full = self._full(key)
        # Tables come in the order of the file, and so do their headings.
        heading = next(self.queues.get(full, iter(())), self.heading)
        return Table(place=self.place, name=full, data=data, heading=heading, queues=self.queues)

    def _full(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key

    def _missing(self, key: str) -> Unusable:
        where = f" from [{self.name}]" if self.name else ""
        return self.wrong(f"'{key}' is missing{where}.", cure="Add it.")


def read_table(path: Path, place: Place) -> Table:
    """Read a TOML file whole. Raises ``Unusable`` where it is missing or not TOML."""

    def no(line: int, message: str, cure: str) -> Unusable:
        return Unusable(Finding(place.path, line, place.rule, message, cure))

    try:
        if path.stat().st_size > SIZE_MOST:
            raise no(1, "The file is too long.", "Split it.")
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except FileNotFoundError:
        raise no(1, "The file is missing.", "Add it.") from None
    except tomllib.TOMLDecodeError as wrong:
        said, _, where = str(wrong).partition(" (at ")
        line = re.search(r"line (\d+)", where)
        at = int(line[1]) if line else text.rstrip().count("\n") + 1
        raise no(at, f"This is not TOML: {said}.", place.cure or "Put the line right.") from None
    except (UnicodeDecodeError, OSError, RecursionError) as wrong:
        reason = wrong.strerror if isinstance(wrong, OSError) else "it is no UTF-8 text"
        raise no(1, f"The file cannot be read: {reason}.", "Save it as UTF-8.") from None
    root, headings = _headings(text)
    return Table(
        place=place,
        name="",
        data=data,
        heading=root,
        queues={name: iter(found) for name, found in headings.items()},
    )


def _headings(text: str) -> tuple[_Heading, dict[str, list[_Heading]]]:
    current = root = _Heading(1)
    found: dict[str, list[_Heading]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if match := _HEADING.fullmatch(line.rstrip()):
            current = _Heading(number)
            name = re.sub(r"[\s\"']", "", match[1])
            found.setdefault(name, []).append(current)
        elif match := _KEY.match(line):
            current.keys.setdefault(match[1], number)
    return root, found
