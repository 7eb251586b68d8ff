"""Rules about rationales: each option its own, on the axis of the question, citing the stem.

Whether an argument is right no program can say. These rules find the ones that cannot be:
the same sentence twice, a comparison that compares nothing, a key that cites nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.content.rules import Found, Subject, words
from bot.core.items import Kind

_CHOICE = (Kind.SINGLE, Kind.MULTIPLE)
_QUALIFIER = re.compile(r"\b(MOST|LEAST|LOWEST|HIGHEST|FEWEST|FASTEST|CHEAPEST|SHORTEST)\b")
#: The axes that questions compare on, by the beginnings of the words that speak of them.
_AXES: Mapping[str, tuple[str, ...]] = {
    "cost": ("cost", "cheap", "price", "pric", "pay", "paid", "bill", "expens", "dear", "spend",
             "sav", "econom", "charg", "money", "budget"),
    "effort": ("effort", "overhead", "operat", "work", "maintain", "mainten", "manag", "build",
               "built", "code", "coding", "run", "hand", "team", "simpl", "script", "patch", "own",
               "administ", "write", "keep", "step", "serverless", "provision"),
    "time": ("laten", "fast", "quick", "slow", "wait", "delay", "millisecond", "second", "minute",
             "hour", "soon", "late", "time", "immediate", "real-time", "speed"),
}  # fmt: skip
_ASKED: Mapping[str, tuple[str, ...]] = {
    "cost": ("cost", "expens", "cheap", "price", "bill", "econom"),
    "effort": ("effort", "overhead", "work", "operational"),
    "time": ("laten", "time", "delay", "fast", "quick"),
}
# A comparison in general, which fits any axis.
_COMPARES = re.compile(
    r"\b(than|more|less|most|least|too|as \w+ as|(?:few|low|high|cheap|dear|fast|slow|quick|long"
    r"|short|large?|small|simple?|hard|easi|heavi|light|great|soon|late)(?:r|er|st|est))\b",
    re.I,
)
_COMMON = frozenset(
    words(
        "that this with from have will would which their there them they what when where must "
        "only each every more most less than then into over after before because model models "
        "data about should could does been being also other same such while these those your"
    )
)


def own_reasons(subject: Subject) -> Found:
    """No sentence argues for two options: what fits both tells them apart for nobody."""
    seen: dict[str, str] = {}
    for line, label, text in _reasons(subject):
        plain = " ".join(words(text.lower()))
        if plain and plain in seen and subject.item.kind is not Kind.MATCHING:
            yield line, f"`{label}:` stands under another option, too.", "Argue for this one."
        seen.setdefault(plain, label)


def compares(subject: Subject) -> Found:
    """Where a question asks for the MOST or LEAST of something, every rationale compares on it."""
    item = subject.item
    asked = _QUALIFIER.search(item.question)
    if asked is None or item.kind not in _CHOICE:
        return
    axis = _axis_of(item.question[asked.start() :].lower())
    if not axis:  # "the MOST suitable": on what, no program can say
        return
    speaks = re.compile(rf"\b(?:{'|'.join(_AXES[axis])})", re.I)
    for raw, option in zip(subject.draft.options, item.options, strict=True):
        text = option.rationale
        if text and not _COMPARES.search(text) and not speaks.search(text):
            yield raw.line, f"The rationale does not compare on {axis}.", "Say more or less of it."


def cites(subject: Subject) -> Found:
    """The argument for a key takes up something that the stem says."""
    item = subject.item
    if item.kind not in _CHOICE:
        return
    stem = set(beginnings(item.stem))
    for raw, option in zip(subject.draft.options, item.options, strict=True):
        if option.is_key and option.decides and not stem & set(beginnings(option.decides)):
            line = raw.reason_lines.get("Decides", raw.line)
            yield line, "The key's argument takes up nothing of the stem.", "Cite its constraint."


def sentences(subject: Subject) -> Found:
    """A rationale is a whole sentence in plain text, to be read alone."""
    for line, label, text in _reasons(subject):
        if not text:
            continue
        if not (text[0].isupper() or text[0].isdigit() or text[0] in "`“\"'") or not re.search(
            r"[.!?][”\")]?$", text
        ):
            yield (
                line,
                f"`{label}:` is no whole sentence.",
                "Begin with a capital, end with a stop.",
            )
        if re.search(r"\]\(|https?://", text):
            yield line, f"`{label}:` holds a link.", "Put it under `references`."


def _reasons(subject: Subject) -> Iterator[tuple[int, str, str]]:
    for raw in subject.draft.options:
        for label, text in raw.reasons.items():
            yield raw.reason_lines[label], label, text
    for line, text in subject.draft.why:
        yield line, "Why", text


def _axis_of(question: str) -> str:
    """Name the axis that stands first after the qualifier; empty where it is none of them."""
    places = {
        axis: min((found.start() for found in re.finditer("|".join(begins), question)), default=-1)
        for axis, begins in _ASKED.items()
    }
    return min((axis for axis in places if places[axis] >= 0), key=places.__getitem__, default="")


def beginnings(text: str) -> Iterator[str]:
    """Give the beginnings of the words that say something, so that "keeps" meets "keeping"."""
    for word in words(text.lower()):
        if (len(word) >= 4 or word.isdigit()) and word not in _COMMON:
            yield word[:5]
