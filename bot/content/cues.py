"""Cues: what would let somebody find the key without the question. Worth a look, never an error.

Each rule yields what is odd, and where. Over a whole pack the same is counted in ``tells``.
"""

from __future__ import annotations

import re

from bot.content.arguments import beginnings
from bot.content.rules import Found, Subject, words
from bot.core.items import Kind

LONG_WORD = 7
#: How far ahead of every other option the key is in words that options share.
MIDDLE_BY, MIDDLE_TIMES = 2, 1.5
_ABSOLUTE = re.compile(r"\b(always|never|only|all|every|none|must)\b", re.I)
_VAGUE = re.compile(r"\b(may|might|usually|often|generally|typically|sometimes|probably)\b", re.I)
#: Words that turn a move into its opposite.
_OPPOSITES = (
    ("enable", "disable"), ("increase", "decrease"), ("raise", "lower"), ("with", "without"),
    ("add", "remove"), ("before", "after"), ("more", "fewer"), ("more", "less"), ("up", "down"),
    ("on", "off"), ("larger", "smaller"), ("longer", "shorter"), ("include", "exclude"),
    ("keep", "drop"),
)  # fmt: skip
_CHOICE = (Kind.SINGLE, Kind.MULTIPLE)


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


def convergence(subject: Subject) -> Found:
    """The key does not gather what the other options say: guessers take the option in the middle.

    A word or two in common is chance; twice a margin is a pattern.
    """
    item = subject.item
    if item.kind is not Kind.SINGLE or len(item.key) != 1:
        return
    told = [set(beginnings(option.text)) for option in item.options]
    shared = [
        sum(len(mine & other) for m, other in enumerate(told) if m != n)
        for n, mine in enumerate(told)
    ]
    key = item.key[0]
    most = max((count for n, count in enumerate(shared) if n != key), default=0)
    if shared[key] - most >= MIDDLE_BY and shared[key] >= MIDDLE_TIMES * most:
        said = "The key shares more words with the other options than any of them does."
        yield (
            subject.draft.options[key].line,
            said,
            "Let two distractors share more, or the key less.",
        )


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


def _long(text: str) -> set[str]:
    return {word for word in words(text.lower()) if len(word) >= LONG_WORD}


def _count(text: str, word: str) -> int:
    return words(text.lower()).count(word)
