"""The linter's rules about one item: each a small function that yields what is wrong.

A rule has a short name, under which an item may waive it with a reason. Rules about what
is argued are in ``arguments``, about services in ``service_rules``, about room in
``budgets``, about style in ``style``, and about a whole pack in ``pack_rules``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeAlias

from bot.content.arithmetic import Unreadable, is_true
from bot.content.markdown import Draft
from bot.content.services import Service
from bot.content.tags import TAGS
from bot.core.items import Item, Kind, Reference
from bot.core.packs import Concept

STEM_MOST = 190
RATIONALE_LEAST = 8
FACTS_MONTHS, VOLATILE_MONTHS = 12, 6
_AXES = ("effort", "cost", "overhead", "latency", "amount", "work", "operational", "time")
_NEGATIVE = re.compile(
    r"\b(?:NOT|EXCEPT|[Ee]xcept|not true|is false|are false|incorrect"
    r"|(?:is|are|was|were|do|does|did|would|should|will|can|could)(?:n['’]t| not)|cannot)\b"
)
_LETTERS = re.compile(
    r"\b(?:[Oo]ptions?|[Aa]nswers?|[Cc]hoices?) [A-E]\b|\b[Bb]oth [A-E] and [A-E]\b"
)
_POSITIONS = re.compile(
    r"\b(?:first|second|third|fourth|last|above|previous) (?:option|answer|choice)"
)
_CATCH_ALL = re.compile(r"\b(?:all|none|any|both) of the (?:above|options|answers)\b", re.I)
_QUALIFIER = re.compile(r"\b(most|least|lowest|highest|fewest|fastest|cheapest)\b", re.I)
_CHAPTER = re.compile(r"\b(?:chapters?|sections?|appendix|pages?|part)\b", re.I)
_NUMBERS = {2: ("two", "2"), 3: ("three", "3")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An item on the bench, with what rules need beside it."""

    item: Item
    draft: Draft
    concept: Concept
    services: Mapping[str, Service]
    today: date

    def at(self, line: int, message: str, cure: str = "") -> tuple[int, str, str]:
        """Give a line with what is wrong there."""
        return line, message, cure


Found: TypeAlias = Iterator[tuple[int, str, str]]
Rule: TypeAlias = Callable[[Subject], Found]


def words(text: str) -> list[str]:
    """Give a text's words."""
    return re.findall(r"[\w'’-]+", text)


def shape(subject: Subject) -> Found:
    """Each kind has its number of options and keys, and its rationales' labels."""
    item, draft = subject.item, subject.draft
    count, keys = len(item.options), sum(option.is_key for option in item.options)
    line = draft.options[0].line if draft.options else draft.stem_line
    match item.kind:
        case Kind.SINGLE if (count, keys) != (4, 1):
            yield line, f"A single item has 4 options and 1 key, not {count} and {keys}.", ""
        case Kind.MULTIPLE if (count, keys) not in ((5, 2), (6, 3)):
            yield (
                line,
                f"A multiple item has 5 options and 2 keys or 6 and 3, not {count} and {keys}.",
                "",
            )
        case Kind.ORDERING if not 3 <= count <= 5:
            yield line, f"An ordering item has 3 to 5 steps, not {count}.", ""
        case Kind.ORDERING if not draft.is_steps:
            yield line, "The steps are a numbered list.", "Write `1. …` in the right order."
        case Kind.MATCHING if not 3 <= count <= 7:
            yield line, f"A matching item has 3 to 7 rows, not {count}.", ""
        case Kind.SINGLE | Kind.MULTIPLE if draft.is_steps or draft.pairs:
            yield line, "A numbered list or a table has no place here.", "Use `- [ ]` and `- [x]`."


def asks(subject: Subject) -> Found:
    """The stem ends with a question, and says how many keys there are."""
    item, line = subject.item, subject.draft.stem_line
    if not item.stem.rstrip().endswith("?"):
        yield line, "The last sentence does not ask.", "End the stem with a question."
    if item.kind is Kind.MULTIPLE:
        named = _NUMBERS.get(len(item.key), ())
        if not any(word.lower() in named for word in words(item.question)):
            said = "The question does not say how many options to choose."
            yield line, said, "Write `Which TWO …?`"
    if item.kind is Kind.SINGLE and re.search(r"\b(TWO|THREE)\b", item.question):
        yield line, "The question asks for several options, and one is the key.", "Ask for one."


def stem_length(subject: Subject) -> Found:
    """A stem can be read on a phone."""
    count = len(words(subject.item.stem))
    if count > STEM_MOST:
        yield (
            subject.draft.stem_line,
            f"The stem has {count} words; {STEM_MOST} is the most.",
            "Cut it.",
        )
    if not words(subject.draft.stem):
        yield subject.draft.stem_line, "The stem is empty.", "Write who, what, and what decides."


def letters(subject: Subject) -> Found:
    """Options are shuffled, so nothing may name their letters or places."""
    for line, text in texts_of(subject):
        if _CATCH_ALL.search(text):
            yield line, "“All” or “none of the above” is not an option.", "Argue for one move."
        if _LETTERS.search(text) or _POSITIONS.search(text):
            yield line, "A letter or a place is named, but options are shuffled.", "Name the move."


def negative(subject: Subject) -> Found:
    """A question asks for what is right, unless it says that it does not."""
    item = subject.item
    if _NEGATIVE.search(item.question) and not item.negative:
        yield subject.draft.stem_line, "The question is negative.", "Ask for what is right."
    if re.search(r"\bLEAST\b", item.question) and not any(
        axis in item.question.lower() for axis in _AXES
    ):
        yield (
            subject.draft.stem_line,
            "LEAST goes with effort, cost, overhead, latency or amount.",
            "",
        )


def rationale(subject: Subject) -> Found:
    """Every option is argued for in a whole sentence."""
    item, draft = subject.item, subject.draft
    for number, option in enumerate(item.options):
        if item.kind is Kind.MATCHING:
            line = draft.why[number][0] if number < len(draft.why) else draft.stem_line
        else:
            line = draft.options[number].line
        parts = {"Decides": option.decides}
        if item.kind is Kind.ORDERING:
            parts = {"Why": option.decides}
        elif item.kind is not Kind.MATCHING and not option.is_key:
            parts = {"Tempts": option.tempts, "Breaks": option.breaks}
        for label, text in parts.items():
            if len(words(text)) < RATIONALE_LEAST:
                what = "is missing" if not text else f"has fewer than {RATIONALE_LEAST} words"
                yield line, f"`{label}:` {what}.", "Write a sentence that stands alone."
    if len(words(item.takeaway)) < RATIONALE_LEAST:
        yield draft.takeaway_line, "The takeaway is missing.", "Say the rule in two sentences."


def wrong_labels(subject: Subject) -> Found:
    """A key decides; a distractor tempts and breaks; a step says why."""
    allowed = {Kind.ORDERING: {"Why"}, Kind.MATCHING: set()}
    for raw in subject.draft.options:
        fits = allowed.get(subject.item.kind, {"Decides"} if raw.is_key else {"Tempts", "Breaks"})
        for label in raw.reasons:
            if label not in fits:
                yield raw.reason_lines[label], f"`{label}:` does not belong under this option.", ""


def qualifier(subject: Subject) -> Found:
    """A qualifier in the question stands in capitals, so that it is not read over."""
    for match in _QUALIFIER.finditer(subject.item.question):
        word = match[1]
        if not word.isupper():
            yield (
                subject.draft.stem_line,
                f"“{word}” asks for a comparison.",
                f"Write {word.upper()}.",
            )


def references(subject: Subject) -> Found:
    """Facts can be checked somewhere."""
    item = subject.item
    line = subject.draft.front.line("references")
    if not item.references:
        yield line, "There is no reference.", "Name a page, a book or a paper."
    for message, cure in reference_faults("An item", item.services, item.references):
        yield line, message, cure


def reference_faults(
    what: str, services: Collection[str], references: Collection[Reference]
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the references of something that names ``services``.

    A page is a path of the address, or a chapter in the title of a book.
    """
    for reference in references:
        path = reference.address.strip("/").partition("/")[2]
        if not reference.title or not (path or _CHAPTER.search(reference.title)):
            said = f"The reference “{reference.title or reference.address}” names no page."
            yield said, "Write `Title of the page | address/of/it`, or a book's chapter."
    if services and not any(reference.address for reference in references):
        yield f"{what} about AWS needs a reference with an address.", "Title | address."
    if any(re.match(r"https?://", reference.address) for reference in references):
        yield "An address is written without https://.", ""


def facts_age(subject: Subject) -> Found:
    """Facts are looked at again in time."""
    item, line = subject.item, subject.draft.front.line("facts_as_of")
    volatile = item.volatile or subject.concept.volatile
    months = VOLATILE_MONTHS if volatile else FACTS_MONTHS
    for message, cure in age_faults(item.facts_as_of, subject.today, months):
        yield line, message, cure


def age_faults(facts_as_of: date, today: date, most: int) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the day of some facts. ``most`` is in months."""
    age = (today.year - facts_as_of.year) * 12 + today.month - facts_as_of.month
    if age > most:
        yield f"The facts are {age} months old; {most} is the most.", "Check them again."
    if facts_as_of > today:
        yield "The facts are from the future.", "Write the day they were checked."


def old_name(subject: Subject) -> Found:
    """A former name stands only in brackets after the new one."""
    yield from old_names(texts_of(subject), subject.services)


def old_names(texts: Iterable[tuple[int, str]], services: Mapping[str, Service]) -> Found:
    """Yield each former name of a service that stands in a text without today's before it."""
    today = tuple(service.name for service in services.values())
    former = {name: service for service in services.values() for name in service.formerly}
    if not former:
        return
    for line, text in texts:
        for match in _any_of(tuple(former)).finditer(text):
            before = text[: match.start()]
            # "Amazon SageMaker" is a former name, and part of many of today's.
            part = any(
                first <= match.start() and match.end() <= end
                for first, end in (found.span() for found in _any_of(today).finditer(text))
            )
            if before.rfind("(") <= before.rfind(")") and not part:
                name = former[match[0]].name
                cure = f"Write {name} (formerly {match[0]})."
                yield line, f"{match[0]} is now called {name}.", cure


@lru_cache(maxsize=8)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


def tags(subject: Subject) -> Found:
    """Tags come from the closed list."""
    line = subject.draft.front.line("tags")
    for tag in subject.item.tags:
        if tag not in TAGS:
            yield line, f"There is no tag `{tag}`.", "See the list in authoring.md."
    if not subject.item.tags:
        yield line, "There is no tag.", "Give one to three."


def check_expression(subject: Subject) -> Found:
    """Arithmetic recomputes its key."""
    line = subject.draft.front.line("check")
    if subject.item.check:
        try:
            if not is_true(subject.item.check):
                yield line, "The arithmetic does not hold.", "Compute it again."
        except Unreadable as wrong:
            yield line, f"The arithmetic cannot be read: {wrong}.", "Use numbers and + - * / ( )."


def texts_of(subject: Subject) -> Iterator[tuple[int, str]]:
    """Give every text of an item that people read, with its line."""
    draft = subject.draft
    yield draft.stem_line, subject.item.stem
    for raw in draft.options:
        yield raw.line, raw.text
        for label, text in raw.reasons.items():
            yield raw.reason_lines[label], text
    for line, left, right in draft.pairs:
        yield line, f"{left} {right}"
    for line, text in draft.why:
        yield line, text
    yield draft.takeaway_line, subject.item.takeaway
