"""Rules of style: worth a look, never an error. Each yields what is odd, and where."""

from __future__ import annotations

import re

from bot.content.rules import Found, Subject, words
from bot.core.items import Kind

STEM_FROM, STEM_TO = 30, 130
OPTION_WORDS = 35
_ABSOLUTE = re.compile(r"\b(always|never|only|all|every|none|must)\b", re.I)


def long_words(subject: Subject) -> Found:
    """A stem of 30 to 130 words and options of at most 35 read well."""
    item = subject.item
    count = len(words(item.stem))
    if not STEM_FROM <= count <= STEM_TO:
        yield (
            subject.draft.stem_line,
            f"The stem has {count} words; {STEM_FROM} to {STEM_TO} read well.",
            "",
        )
    lengths = [max(1, len(words(option.text))) for option in item.options]
    for raw, length in zip(subject.draft.options, lengths, strict=False):
        if length > OPTION_WORDS:
            yield raw.line, f"The option has {length} words; {OPTION_WORDS} is plenty.", ""
    if item.kind in (Kind.SINGLE, Kind.MULTIPLE) and lengths and max(lengths) > 3 * min(lengths):
        yield (
            subject.draft.options[0].line,
            "One option is over three times as long as another.",
            "",
        )


def telling_key(subject: Subject) -> Found:
    """The key does not give itself away by its length."""
    item = subject.item
    if item.kind is not Kind.SINGLE or len(item.key) != 1:
        return
    key = len(item.options[item.key[0]].text)
    others = [len(option.text) for option in item.options if not option.is_key]
    if key > 1.25 * max(others):
        yield subject.draft.options[item.key[0]].line, "The key is by far the longest option.", ""


def absolute(subject: Subject) -> Found:
    """No single option stands out by an absolute word."""
    if subject.item.kind not in (Kind.SINGLE, Kind.MULTIPLE):
        return
    strong = [raw for raw in subject.draft.options if _ABSOLUTE.search(raw.text)]
    if len(strong) == 1:
        yield strong[0].line, "Only this option has an absolute word.", ""


def endings(subject: Subject) -> Found:
    """Options end alike."""
    ends = {option.text[-1:] == "." for option in subject.item.options}
    if len(ends) > 1 and subject.draft.options:
        yield (
            subject.draft.options[0].line,
            "Some options end with a full stop and some do not.",
            "",
        )
