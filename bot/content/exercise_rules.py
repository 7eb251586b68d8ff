"""What a design round or a lab card must be: each rule a small function, as for items.

Beside shape and style it knows the room that both platforms give. Every text has a limit
of its own, chosen so that a whole exercise at all its limits fits one message; so no sum
has to be checked here, and an author sees which text is too long.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from bot.content.findings import Severity
from bot.content.outlines import (
    DESIGN_LINES,
    LOOK_FOR,
    QUESTION,
    STEPS,
    WATCH_FOR,
    Entry,
    Outline,
)
from bot.content.rules import (
    FACTS_MONTHS,
    Found,
    age_faults,
    old_names,
    reference_faults,
    words,
)
from bot.content.service_rules import SAYS_CLOSED, names_in
from bot.content.services import Service
from bot.core.exercises import LINES, DesignRound, Exercise, LabCard
from bot.core.limits import slack_escaped, units

#: Characters. A title also names a Discord form, a label stands in one (both 45), and a hint or
#: a question stands in an empty field of one (100).
TITLE, LABEL, HINT, QUESTION_MOST = 45, 45, 100, 100
SCENARIO, AIM, NEEDS, COST, STEP, POINT = 700, 240, 120, 160, 300, 240
#: How many of each there may be.
POINTS, STEP_COUNT, WARNINGS, MINUTES = (3, 5), (3, 6), (2, 4), (20, 40)
SCENARIO_SENTENCES, AIM_SENTENCES = (2, 5), (1, 2)
POINT_WORDS = 8
_END = re.compile(r"[.!?][”\")]?(?=\s|$)")
_BEGIN = re.compile(r"[A-Z0-9“\"`(]")
_CODE = re.compile(r"`[^`]*`")
_MARKUP = re.compile(r"\*\*|__|\]\(|https?://|~~")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """An exercise on the bench, with what rules need beside it."""

    exercise: Exercise
    outline: Outline
    services: Mapping[str, Service]
    today: date


Rule: TypeAlias = Callable[[Bench], Found]


@dataclass(frozen=True, slots=True)
class Text:
    """A text that people read, with the most characters and the least words that it may have."""

    line: int
    name: str
    text: str
    most: int
    least: int = 0
    is_sentence: bool = True


def shape(bench: Bench) -> Found:
    """There are as many lines, points, steps and minutes as a group can use."""
    outline = bench.outline
    match bench.exercise:
        case DesignRound() as design:
            if len(design.lines) != LINES:
                said = f"A design has {LINES} lines, not {len(design.lines)}."
                yield outline.line(DESIGN_LINES), said, ""
            for entry, line in zip(outline.entries(DESIGN_LINES), design.lines, strict=True):
                if not line.label:
                    yield entry.line, "The line has no label.", "Write `- Label: a hint`."
            labels = Counter(line.label for line in design.lines)
            for label in sorted(label for label, count in labels.items() if count > 1):
                yield outline.line(DESIGN_LINES), f"Two lines are called “{label}”.", ""
            yield from _count(outline, LOOK_FOR, POINTS, "points")
            yield from _sentences(outline.opening, "The scenario", SCENARIO_SENTENCES)
        case LabCard() as lab:
            least, most = MINUTES
            if not least <= lab.minutes <= most:
                said = f"A lab takes {least} to {most} minutes, not {lab.minutes}."
                yield outline.front.line("minutes"), said, "Cut it, or make two of it."
            yield from _count(outline, STEPS, STEP_COUNT, "steps")
            yield from _count(outline, WATCH_FOR, WARNINGS, "points")
            yield from _sentences(outline.opening, "The aim", AIM_SENTENCES)
            yield from _asks(outline, lab.question)


def sentences(bench: Bench) -> Found:
    """What people read is whole sentences, and a point says enough to stand alone."""
    for text in _texts(bench):
        if not text.is_sentence:
            continue
        end = text.text.rstrip('”")')[-1:]
        if not _BEGIN.match(text.text) or end not in (".", "!", "?"):
            said = f"{text.name} is no whole sentence."
            yield text.line, said, "Begin with a capital, end with a stop."
        elif len(words(text.text)) < text.least:
            said = f"{text.name} has fewer than {text.least} words."
            yield text.line, said, "Write a sentence that stands alone."


def budget(bench: Bench) -> Found:
    """Every text fits the field or the message that it stands in, on both platforms."""
    for text in _texts(bench):
        size = units(slack_escaped(text.text))
        if size > text.most:
            yield text.line, f"{text.name} has {size} characters of {text.most}.", "Cut it."


def plain(bench: Bench) -> Found:
    """Text is plain: back-ticks mark code, and nothing else has a meaning."""
    for text in _texts(bench):
        if text.text.count("`") % 2:
            yield text.line, f"{text.name} opens a back-tick and does not close it.", ""
        if found := _MARKUP.search(_CODE.sub("", text.text)):
            said = f"{text.name} holds “{found[0]}”, which would be shown as it is."
            yield text.line, said, "Write plain text; put links under `references`."


def facts_age(bench: Bench) -> Found:
    """Facts are looked at again in time."""
    line = bench.outline.front.line("facts_as_of")
    for message, cure in age_faults(bench.exercise.facts_as_of, bench.today, FACTS_MONTHS):
        yield line, message, cure


def references(bench: Bench) -> Found:
    """Facts about services can be checked somewhere."""
    exercise, front = bench.exercise, bench.outline.front
    line = front.line("references" if exercise.references else "services")
    for message, cure in reference_faults("An exercise", exercise.services, exercise.references):
        yield line, message, cure


def service_status(bench: Bench) -> Found:
    """Services are known; where one cannot be had, the text beside it says so."""
    if not bench.services:
        return
    line = bench.outline.front.line("services")
    for name in bench.exercise.services:
        if name not in bench.services:
            yield line, f"The service `{name}` is not in service_status.toml.", "Add it there."
    for text in _texts(bench):
        for name in sorted(names_in(text.text, bench.services)):
            if bench.services[name].is_closed and not SAYS_CLOSED.search(text.text):
                said = f"{bench.services[name].name} cannot be had by new customers."
                yield text.line, said, "Say so beside it, or name something else."


def old_name(bench: Bench) -> Found:
    """A former name stands only in brackets after the new one."""
    yield from old_names(((text.line, text.text) for text in _texts(bench)), bench.services)


def unlisted(bench: Bench) -> Found:
    """Every service that is named stands under ``services``."""
    text = " ".join(text.text for text in _texts(bench))
    for name in sorted(names_in(text, bench.services) - set(bench.exercise.services)):
        line = bench.outline.front.line("services")
        yield line, f"`{name}` is named and not listed.", "Add it to `services`."


RULES: Mapping[str, tuple[Severity, Rule]] = {
    "shape": (Severity.ERROR, shape),
    "sentences": (Severity.ERROR, sentences),
    "budget": (Severity.ERROR, budget),
    "plain": (Severity.ERROR, plain),
    "facts-age": (Severity.ERROR, facts_age),
    "references": (Severity.ERROR, references),
    "service-status": (Severity.ERROR, service_status),
    "old-name": (Severity.ERROR, old_name),
    "unlisted": (Severity.WARNING, unlisted),
}


def _texts(bench: Bench) -> Iterator[Text]:
    outline, front = bench.outline, bench.outline.front
    yield Text(outline.title.line, "The title", outline.title.text, TITLE, is_sentence=False)
    match bench.exercise:
        case DesignRound() as design:
            yield Text(outline.opening.line, "The scenario", design.scenario, SCENARIO)
            entries = outline.entries(DESIGN_LINES)
            for entry, line in zip(entries, design.lines, strict=True):
                yield Text(entry.line, "The label", line.label, LABEL, is_sentence=False)
                if line.hint:
                    yield Text(entry.line, "The hint", line.hint, HINT)
            for entry in outline.entries(LOOK_FOR):
                yield Text(entry.line, "The point", entry.text, POINT, POINT_WORDS)
        case LabCard() as lab:
            yield Text(front.line("needs"), "`needs`", lab.needs, NEEDS, is_sentence=False)
            yield Text(front.line("cost"), "`cost`", lab.cost, COST)
            yield Text(outline.opening.line, "The aim", lab.aim, AIM)
            for entry in outline.entries(STEPS):
                yield Text(entry.line, "The step", entry.text, STEP, POINT_WORDS)
            for entry in outline.entries(WATCH_FOR):
                yield Text(entry.line, "The point", entry.text, POINT, POINT_WORDS)
            for entry in outline.entries(QUESTION):
                yield Text(entry.line, "The question", entry.text, QUESTION_MOST)


def _count(outline: Outline, part: str, bounds: tuple[int, int], what: str) -> Found:
    least, most = bounds
    count = len(outline.entries(part))
    if not least <= count <= most:
        said = f"`## {part}` has {least} to {most} {what}, not {count}."
        yield outline.line(part), said, ""


def _sentences(entry: Entry, name: str, bounds: tuple[int, int]) -> Found:
    least, most = bounds
    count = len(_END.findall(entry.text))
    if not least <= count <= most:
        yield entry.line, f"{name} has {count} sentences; {least} to {most} read well.", ""


def _asks(outline: Outline, question: str) -> Found:
    line = next((entry.line for entry in outline.entries(QUESTION)), outline.line(QUESTION))
    if not question.endswith("?") or len(_END.findall(question)) != 1:
        yield line, "The question is not one sentence that asks.", "End it with a question mark."
