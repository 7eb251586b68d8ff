"""Rules about the services that an item names: can they be had, and are they listed?

They look for today's names in the words that people read, since a list in the front matter
may forget the very service that matters. Former names are ``rules.old_name``'s business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from bot.content.rules import Found, Subject, texts_of
from bot.content.services import Service, ServiceStatus
from bot.core.items import Item, Kind

# What bears a vendor's name; the words after it up to the first small one.
_VENDOR = re.compile(r"\b(?:Amazon|AWS)(?: [A-Z0-9][\w-]*)+")
_NO_SERVICE = (
    "AWS Region", "AWS Cloud", "AWS CLI", "AWS SDK", "AWS Management Console", "AWS Availability",
    "AWS Well-Architected", "AWS Marketplace", "AWS Free Tier", "Amazon Resource Name",
    "AWS PyTorch", "AWS TensorFlow",
)  # fmt: skip
#: Names that are words as well: without the vendor before them they may mean just that.
_WORDS = frozenset(
    ("Batch", "Comprehend", "Config", "Forecast", "Personalize", "Quick", "Transcribe", "Translate")
)
# A stem that gives the company the service already, in the words that authors use for it.
_RUNS = re.compile(r"\b(already|existing|currently|today|for years|since \d{4})\b", re.I)
#: Words that tell a reader that a service cannot be had.
SAYS_CLOSED = re.compile(
    r"\b(clos\w+|new customers?|ended|ends?|end of|no longer|retired|discontinu\w+|gone"
    r"|cannot be had|not open|existing customers?)\b",
    re.I,
)


def service_status(subject: Subject) -> Found:
    """Services are known; one that new customers cannot have is no key for them."""
    item = subject.item
    if not subject.services:
        return
    line = subject.draft.front.line("services")
    for name in item.services:
        if name not in subject.services:
            yield line, f"The service `{name}` is not in service_status.toml.", "Add it there."
    for service in _closed(subject, " ".join(keys_of(item))):
        runs = _RUNS.search(item.stem) and service.id in names_in(item.stem, subject.services)
        if not runs:
            yield (
                line,
                f"{service.name} cannot be had by new customers.",
                "Choose another key, or let the stem say that the company already runs it.",
            )


def closed_distractor(subject: Subject) -> Found:
    """Where a distractor names a service that is closed, its explanation says so."""
    if subject.item.kind not in (Kind.SINGLE, Kind.MULTIPLE):
        return
    for raw, option in zip(subject.draft.options, subject.item.options, strict=True):
        for service in () if option.is_key else _closed(subject, option.text):
            # Of an unconfirmed service nothing certain can be told to a reader.
            told = service.status is ServiceStatus.UNCONFIRMED
            if not told and not SAYS_CLOSED.search(option.rationale):
                yield (
                    raw.line,
                    f"Nothing says that new customers cannot have {service.name}.",
                    "Name its status and date, and a reason on merit, under `Breaks:`.",
                )


def unlisted(subject: Subject) -> Found:
    """Every service that the stem or an option names stands under ``services``."""
    item = subject.item
    text = " ".join((item.stem, *(option.text for option in item.options), *item.matches))
    line = subject.draft.front.line("services")
    listed = {*item.services, *item.overlap}
    for name in sorted(names_in(text, subject.services) - listed):
        yield line, f"`{name}` is named and not listed.", "Add it to `services`."


def unknown_service(subject: Subject) -> Found:
    """Whatever bears a vendor's name is a service that the status file knows."""
    if not subject.services:
        return
    known = sorted(_names_of(subject.services), key=len, reverse=True)
    seen: set[str] = set()
    for line, text in texts_of(subject):
        for found in _VENDOR.finditer(text):
            named = found[0]
            rest = text[found.start() :]
            is_known = any(rest.startswith(name) for name in (*known, *_NO_SERVICE))
            if not is_known and named not in seen:
                seen.add(named)
                said = f"`{named}` is no service that service_status.toml knows."
                yield line, said, "Add a row for it, or name it as that file does."


def _names_of(services: Mapping[str, Service]) -> Iterator[str]:
    for service in services.values():
        yield service.name
        yield from service.formerly


def names_in(text: str, services: Mapping[str, Service]) -> set[str]:
    """Give the ids of the services whose name of today stands in a text."""
    if not services:
        return set()
    pattern, ids = _index(tuple((service.name, service.id) for service in services.values()))
    return {ids[match[0]] for match in pattern.finditer(text)}


def keys_of(item: Item) -> Iterator[str]:
    """Give what an item holds to be right: keys, every step, every pair."""
    for option in item.options:
        if option.is_key or item.kind in (Kind.ORDERING, Kind.MATCHING):
            yield option.text
    yield from item.matches


def _closed(subject: Subject, text: str) -> Iterator[Service]:
    for name in sorted(names_in(text, subject.services)):
        if subject.services[name].is_closed:
            yield subject.services[name]


@lru_cache(maxsize=8)
def _index(rows: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], Mapping[str, str]]:
    ids = dict(rows)
    for name, service in rows:
        short = re.sub(r"^(Amazon|AWS) ", "", name)
        if short not in _WORDS:
            ids[short] = service
    # The longest first: "SageMaker AI Pipelines" is not "SageMaker AI".
    longest_first = sorted(ids, key=len, reverse=True)
    any_of = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<![\w-])(?:{any_of})(?![\w-])"), ids
