"""Rules of style: worth a look, never an error. Each yields what is odd, and where."""

from __future__ import annotations

import re

from bot.content.arguments import beginnings
from bot.content.rules import Found, Subject, words
from bot.core.items import Kind

STEM_FROM, STEM_TO = 30, 130
#: The own part of an item whose case tells the story.
OWN_FROM, OWN_TO = 15, 70
OPTION_WORDS = 35
LONG_WORD = 7
_ABSOLUTE = re.compile(r"\b(always|never|only|all|every|none|must)\b", re.I)
_VAGUE = re.compile(r"\b(may|might|usually|often|generally|typically|sometimes|probably)\b", re.I)
_CONSTRAINT = re.compile(
    r"\b(must|may not|cannot|can't|has to|have to|had to|needs?|without|within|at most|at least"
    r"|no more|only|wants?|requires?|require[sd]?|lowest|fewest|least|most|cheap\w*|limit\w*|law"
    r"|allow\w*|forbid\w*|insists?|asks?|should|before|until|deadline|never|every|keep|no"
    r"|rel(?:y|ies) on|depends?|expects?)\b",
    re.I,
)
#: Words that turn a move into its opposite.
_OPPOSITES = (
    ("enable", "disable"), ("increase", "decrease"), ("raise", "lower"), ("with", "without"),
    ("add", "remove"), ("before", "after"), ("more", "fewer"), ("more", "less"), ("up", "down"),
    ("on", "off"), ("larger", "smaller"), ("longer", "shorter"), ("include", "exclude"),
    ("keep", "drop"),
)  # fmt: skip
_CHOICE = (Kind.SINGLE, Kind.MULTIPLE)


def long_words(subject: Subject) -> Found:
    """A stem of 30 to 130 words (beside a case 15 to 70) and options of at most 35 read well."""
    item = subject.item
    count = len(words(subject.draft.stem))
    least, most = (OWN_FROM, OWN_TO) if item.case else (STEM_FROM, STEM_TO)
    if not least <= count <= most:
        what = "The stem beside its case" if item.case else "The stem"
        said = f"{what} has {count} words; {least} to {most} read well."
        yield subject.draft.stem_line, said, ""
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
    if others and key > 1.25 * max(others):
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


def vague(subject: Subject) -> Found:
    """No key stands out by a cautious word."""
    item = subject.item
    soft = [bool(_VAGUE.search(option.text)) for option in item.options]
    if item.kind in _CHOICE and any(soft):
        keys = [
            is_soft for is_soft, option in zip(soft, item.options, strict=True) if option.is_key
        ]
        if all(keys) and sum(soft) == len(keys):
            line = subject.draft.options[soft.index(True)].line
            yield line, "Only the key has a cautious word.", "Take it out, or share it out."


def clang(subject: Subject) -> Found:
    """No long word of the stem comes back in the key alone."""
    item = subject.item
    if item.kind is not Kind.SINGLE or len(item.key) != 1:
        return
    stem = _long(item.stem)
    key = item.key[0]
    others = set().union(
        *(set(beginnings(option.text)) for option in item.options if not option.is_key)
    )
    shared = sorted(
        word
        for word in stem & _long(item.options[key].text)
        if not set(beginnings(word)) & others and _count(item.stem, word) == 1
    )
    # One such word is chance; two point at the key.
    if len(shared) > 1:
        yield (
            subject.draft.options[key].line,
            f"Of all options only the key repeats “{'” and “'.join(shared)}” from the stem.",
            "Say it in other words.",
        )


def beginning(subject: Subject) -> Found:
    """Options begin alike: not one sentence among commands."""
    item = subject.item
    if item.kind not in _CHOICE:
        return
    forms = [_form(option.text) for option in item.options]
    for form in set(forms):
        if forms.count(form) == 1 and len(set(forms)) == 2 and len(forms) > 2:
            line = subject.draft.options[forms.index(form)].line
            yield line, "This option does not begin as the others do.", "Begin all alike."


def opposites(subject: Subject) -> Found:
    """No pair of opposites holds the key: it tells a guesser that it is one of the two."""
    item = subject.item
    if item.kind is not Kind.SINGLE or len(item.key) != 1:
        return
    texts = [words(option.text.lower()) for option in item.options]
    key = item.key[0]
    for n, text in enumerate(texts):
        if n == key:
            continue
        here, there = set(texts[key]) - set(text), set(text) - set(texts[key])
        pairs = [{a, b} for a, b in _OPPOSITES]
        if {*here, *there} in pairs and len(here) <= 1 and len(there) <= 1:
            said = "The key and this option are opposites, which leaves two to choose from."
            yield subject.draft.options[n].line, said, "Pair two distractors, too."


def constraint(subject: Subject) -> Found:
    """A stem says what is wanted or forbidden: that is what decides."""
    if not _CONSTRAINT.search(subject.item.stem):
        yield subject.draft.stem_line, "The stem holds no constraint.", "Say what must hold."


def arithmetic(subject: Subject) -> Found:
    """A key that is a number computed from the stem's numbers is recomputed by ``check``."""
    item = subject.item
    if item.check or item.kind not in _CHOICE or not all(_number(o.text) for o in item.options):
        return
    stem = set(re.findall(r"\d+(?:[.,]\d+)*", item.stem))
    fresh = all(_number(item.options[key].text) not in stem for key in item.key)
    if fresh and len(stem) >= 2:
        line = subject.draft.front.line("check")
        yield line, "The key is a number, and nothing recomputes it.", 'Add `check: "…"`.'


def _long(text: str) -> set[str]:
    return {word for word in words(text.lower()) if len(word) >= LONG_WORD}


def _count(text: str, word: str) -> int:
    return words(text.lower()).count(word)


def _form(text: str) -> str:
    first = (words(text) or [""])[0].lower()
    if first in ("it", "they", "because", "since", "when", "if"):
        return "sentence"
    if first in ("in", "on", "with", "by", "from", "to", "at", "through", "as", "after", "before"):
        return "way"
    return "ing" if first.endswith("ing") and len(first) > 5 else "word"


def _number(text: str) -> str:
    found = re.findall(r"\d+(?:[.,]\d+)*", text)
    return str(found[0]) if found else ""
