"""Rules of style: how a question reads, and whether its numbers are computed.

Each yields what is odd, and where; what could give the key away is in ``cues``.
"""

from __future__ import annotations

import re

from bot.content.arguments import beginnings
from bot.content.rules import Found, Subject, words
from bot.core.items import Kind

STEM_FROM, STEM_TO = 30, 130
#: The own part of an item whose case tells the story.
OWN_FROM, OWN_TO = 15, 70
OPTION_WORDS = 35
#: The most of a stem, in per cent, that may be there for colour alone.
COLOUR_MOST = 40
#: So many words that come back make a sentence part of the argument.
THEME_WORDS = 2
_CONSTRAINT = re.compile(
    r"\b(must|may not|cannot|can't|has to|have to|had to|needs?|without|within|at most|at least"
    r"|no more|only|wants?|requires?|require[sd]?|lowest|fewest|least|most|cheap\w*|limit\w*|law"
    r"|allow\w*|forbid\w*|insists?|asks?|should|before|until|deadline|never|every|keep|no"
    r"|rel(?:y|ies) on|depends?|expects?)\b",
    re.I,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
#: How a move is begun, where the word cannot be a thing as well.
_COMMANDS = frozenset(
    words(
        "add allow apply attach ask build choose collect compute configure convert copy "
        "create cut define delete deny deploy describe detect disable divide drop enable "
        "encrypt evaluate export fill find fit give go grant have hold insert install "
        "interpolate invoke keep launch leave let lower make merge migrate move multiply "
        "narrow normalise normalize offer pass place predict prevent publish put raise read "
        "reduce register remove repeat replace resample rescale restore retrain retry "
        "return revoke rewrite rotate run say schedule see send serve set shorten show "
        "shrink shuffle standardise standardize start stay stop store stream submit switch "
        "take tell train turn tune update use widen write"
    )
)
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


def endings(subject: Subject) -> Found:
    """Options end alike."""
    ends = {option.text[-1:] == "." for option in subject.item.options}
    if len(ends) > 1 and subject.draft.options:
        yield (
            subject.draft.options[0].line,
            "Some options end with a full stop and some do not.",
            "",
        )


def beginning(subject: Subject) -> Found:
    """Options begin alike: not one sentence, or one thing, among commands."""
    item = subject.item
    if item.kind not in _CHOICE:
        return
    forms = [_form(option.text) for option in item.options]
    # Of a word that is not known nobody can say whether it commands or names.
    plain = ["word" if form in ("command", "thing") else form for form in forms]
    odd = [form for form in set(plain) if plain.count(form) == 1 and len(set(plain)) == 2]
    place = plain.index(odd[0]) if odd and len(forms) > 2 else None
    if place is None and {"command", "thing"} <= set(forms):
        place = forms.index(min("command", "thing", key=forms.count))
    if place is not None:
        line = subject.draft.options[place].line
        yield line, "This option does not begin as the others do.", "Begin all alike."


def constraint(subject: Subject) -> Found:
    """A stem says what is wanted or forbidden: that is what decides."""
    if not _CONSTRAINT.search(subject.item.stem):
        yield subject.draft.stem_line, "The stem holds no constraint.", "Say what must hold."


def colour(subject: Subject) -> Found:
    """Most of the story matters: sentences without a number, a limit or a theme are colour.

    A theme is taken up again by an option, an argument or the takeaway.
    """
    item = subject.item
    told = set(beginnings(" ".join((item.takeaway, *item.matches))))
    for option in item.options:
        told |= set(beginnings(f"{option.text} {option.rationale}"))
    sentences = [text for text in _SENTENCE_END.split(item.stem) if text.strip()]
    idle = sum(len(words(text)) for text in sentences if not _matters(text, told))
    share = 100 * idle / max(1, len(words(item.stem)))
    if share > COLOUR_MOST:
        said = f"{share:.0f} % of the stem is colour: nothing that follows takes it up."
        yield subject.draft.stem_line, said, f"Cut it to {COLOUR_MOST} % or less."


def arithmetic(subject: Subject) -> Found:
    """A key that is a number computed from the stem's numbers is recomputed by ``check``."""
    item = subject.item
    if item.check or item.kind not in _CHOICE or not all(_number(o.text) for o in item.options):
        return
    stem = set(_NUMBER.findall(item.stem))
    fresh = all(_number(item.options[key].text) not in stem for key in item.key)
    if fresh and len(stem) >= 2:
        line = subject.draft.front.line("check")
        yield line, "The key is a number, and nothing recomputes it.", 'Add `check: "…"`.'


def recomputes(subject: Subject) -> Found:
    """Where options compete by a number, ``check`` has the key's number in it."""
    item = subject.item
    if not item.check or item.kind not in _CHOICE:
        return
    if not all(_number(option.text) for option in item.options):
        return
    computed = _values(item.check)
    for key in item.key:
        # 0.15 % may stand in a formula as 0.0015.
        given = _values(item.options[key].text)
        if not computed & (given | {value / 100 for value in given}):
            line = subject.draft.front.line("check")
            yield line, "`check` has no number of the key in it.", "Let it arrive at the key."


def _matters(sentence: str, told: set[str]) -> bool:
    return bool(
        sentence.rstrip().endswith("?")
        or re.search(r"\d", sentence)
        or _CONSTRAINT.search(sentence)
        or len(set(beginnings(sentence)) & told) >= THEME_WORDS
    )


def _values(text: str) -> set[float]:
    return {float(found.replace(",", "")) for found in _NUMBER.findall(text)}


def _form(text: str) -> str:
    first = (words(text) or [""])[0].lower()
    if first in ("it", "they", "because", "since", "when", "if"):
        return "sentence"
    if first in ("in", "on", "with", "by", "from", "to", "at", "through", "as", "after", "before"):
        return "way"
    if first in ("a", "an", "the", "one", "two", "three", "each", "every", "either", "both"):
        return "thing"
    if first in _COMMANDS:
        return "command"
    return "ing" if first.endswith("ing") and len(first) > 5 else "word"


def _number(text: str) -> str:
    found = _NUMBER.search(text)
    return found[0] if found else ""
