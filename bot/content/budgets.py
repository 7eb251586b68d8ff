"""What fits where: an item's texts against the room that both platforms give.

Content is never cut when it is posted, so it has to fit when it is read. Sizes are those of
the real messages (the open question, the closed one, the thread of arguments), with their
fixed words counted generously; the cards themselves are another layer's business.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.rules import Found, Subject
from bot.core.items import Item, Kind, Option
from bot.core.limits import (
    DISCORD_MESSAGE,
    SLACK_CHOICE,
    SLACK_SECTION,
    discord_units,
    slack_escaped,
    units,
)

#: What an author may write: all of it reads well on a phone.
OPTION, RATIONALE, TAKEAWAY = 230, 320, 350
# Heading, closing time, buttons and the line about the day before.
_FRAME = 300
# A letter and its mark; with shares, also a bar, a count and a percentage.
_ROW, _SHARES = 10, 50
# How sure people were: a caption and four bars.
_SURENESS = 250
_TELLING = 80  # "B drew three." and "7 of 11 found it."


def budget(subject: Subject) -> Found:
    """Question, outcome and arguments fit both platforms, each in one piece."""
    item, draft = subject.item, subject.draft
    for name, size in sizes(item):
        if size > DISCORD_MESSAGE:
            yield (
                draft.stem_line,
                f"{name} has {size} characters of {DISCORD_MESSAGE} on Discord.",
                "Cut what is longest.",
            )
    for line, name, text, most in _texts(subject):
        if units(text) > most:
            yield line, f"{name} has {units(text)} characters of {most}.", "Cut it."
    if units(slack_escaped(item.stem)) > SLACK_SECTION:
        size = units(slack_escaped(item.stem))
        message = f"The stem has {size} characters of {SLACK_SECTION} on Slack."
        yield draft.stem_line, message, "Cut it."


def sizes(item: Item) -> Iterator[tuple[str, int]]:
    """Count what each message about an item displays on Discord, as (name, size)."""
    stem = _FRAME + discord_units(item.stem)
    rows = sum(discord_units(option.text) + _ROW for option in item.options)
    rows += sum(discord_units(match) + _ROW for match in item.matches)
    yield "The question", stem + rows
    pairs = sum(discord_units(_match(item, option)) for option in item.options)
    drew = max(
        (discord_units(option.rationale) for option in item.options if not option.is_key), default=0
    )
    shares = len(item.options) * _SHARES + _SURENESS + _TELLING
    if item.kind in (Kind.ORDERING, Kind.MATCHING):
        drew = 0
    yield "The closed question", stem + rows + pairs + shares + drew + discord_units(item.takeaway)
    yield (
        "The thread",
        _FRAME
        + sum(_argument(item, option) for option in item.options)
        + sum(
            discord_units(reference.title) + discord_units(reference.address) + _ROW
            for reference in item.references
        ),
    )


def _argument(item: Item, option: Option) -> int:
    head = 20  # "B falls short."
    if item.kind in (Kind.ORDERING, Kind.MATCHING):
        head = _ROW + discord_units(option.text) + discord_units(_match(item, option))
    return head + discord_units(option.rationale)


def _match(item: Item, option: Option) -> str:
    return item.matches[option.match] if option.match is not None else ""


def _texts(subject: Subject) -> Iterator[tuple[int, str, str, int]]:
    draft = subject.draft
    for raw in draft.options:
        yield raw.line, "The option", raw.text, OPTION
        for label, text in raw.reasons.items():
            yield raw.reason_lines[label], f"`{label}:`", text, RATIONALE
    for line, left, right in draft.pairs:
        yield line, "The prompt", left, OPTION
        yield line, "The match, which stands in a menu on Slack,", right, SLACK_CHOICE
    for line, text in draft.why:
        yield line, "The reason", text, RATIONALE
    yield draft.takeaway_line, "The takeaway", subject.item.takeaway, TAKEAWAY
