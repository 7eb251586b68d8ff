"""Cards as Block Kit: one way for each block, for messages and for views.

Pure: a card goes in, JSON values come out. Content is never cut: what is too long for a
section goes on in the next, and what is too long for a message raises ``DoesNotFit``. Only
labels that stand beside their full text are shortened.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeAlias, assert_never

from bot.adapters.slack.escape import (
    Part,
    escape,
    marked,
    pieces,
    plain,
    rich,
    shown,
    size,
)
from bot.adapters.slack.inputs import chosen, typed
from bot.adapters.slack.limits import (
    ALT,
    BUTTON,
    BUTTON_NAME,
    BUTTONS_ON_A_ROW,
    FIELD,
    FIELDS,
    MESSAGE_BLOCKS,
    MESSAGE_JSON,
    SECTION,
    VIEW_BLOCKS,
    DoesNotFit,
)
from bot.adapters.slack.parts import (
    bar,
    context,
    date_object,
    date_token,
    header,
    quiet,
    quotation,
    rich_text,
    running,
    section,
    strong,
    word,
)
from bot.adapters.slack.tables import table
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Choice,
    Distribution,
    Facts,
    Fields,
    File,
    Heading,
    Meter,
    Moment,
    Note,
    OptionRow,
    Options,
    Picture,
    Prose,
    Quote,
    Style,
    Table,
    Tone,
)
from bot.cards.text import STANDING_WORDS, moment_text
from bot.cards.wire import encode

#: Where a chart's picture is: the id of a Slack file or an address; empty where it is not drawn.
Pictures: TypeAlias = Callable[[Picture], str]

#: How the names of buttons begin; one that sends a form along with it has a name of its own.
PRESS, SEND = "press", "send"
_TONES = {Tone.PLAIN: running, Tone.STRONG: strong, Tone.QUIET: quiet}


def undrawn(_picture: Picture) -> str:
    """Say of every chart that it is not drawn: its words stand in its place."""
    return ""


def message_blocks(card: Card, pictures: Pictures = undrawn) -> list[Part]:
    """Give the blocks of a message. Raises ``DoesNotFit`` where they are too many or too long."""
    found = card_blocks(card, pictures)
    if card.submit is not None:
        found += _rows((card.submit,), len(card.blocks), SEND)
    length = len(json.dumps(found, ensure_ascii=False, separators=(",", ":")))
    if len(found) > MESSAGE_BLOCKS:
        raise DoesNotFit(f"{card.title}: {len(found)} blocks; a message has {MESSAGE_BLOCKS}.")
    if length > MESSAGE_JSON:
        raise DoesNotFit(f"{card.title}: {length} characters; a message has {MESSAGE_JSON}.")
    return found


def view_blocks(card: Card, pictures: Pictures = undrawn) -> list[Part]:
    """Give the blocks of a view, whose own button sends the form."""
    found = card_blocks(card, pictures)
    if len(found) > VIEW_BLOCKS:
        raise DoesNotFit(f"{card.title}: {len(found)} blocks; a view has {VIEW_BLOCKS}.")
    return found


def card_blocks(card: Card, pictures: Pictures, first: int = 0) -> list[Part]:
    """Give a card's blocks without any bound; ``first`` numbers its buttons' rows from there."""
    form = encode(card.submit.action) if card.submit else card.title
    return [
        part
        for number, block in enumerate(card.blocks, first)
        for part in _block(block, form, number, pictures)
    ]


def _block(block: Block, form: str, number: int, pictures: Pictures) -> list[Part]:
    match block:
        case Heading(text=text, level=level):
            return header(text) if level == 1 else strong(text)
        case Prose(text=text, tone=tone):
            return _TONES[tone](text)
        case Moment():
            return [context(_moment(block))]
        case Options(rows=rows):
            return [part for row in rows for part in _option(row)]
        case Choice():
            return chosen(block, form)
        case Fields():
            return typed(block, form)
        case Buttons(buttons=buttons):
            return _rows(buttons, number)
        case Facts(pairs=pairs):
            return _facts(pairs)
        case Table():
            return table(block)
        case Meter(label=label, value=value, words=words):
            told = [word(f"{label}: ", bold=True), word(f"{words}\n{bar(value)}")]
            return [rich_text(section(told))]
        case Distribution():
            return [_distribution(block)]
        case Picture():
            return _picture(block, pictures(block))
        case File(name=name, words=words):
            return [rich_text(section([word(name, bold=True), word(f" · {words}")]))]
        case Note(text=text, warning=warning):
            before = [word("⚠️ ")] if warning else []
            return [
                rich_text(quotation([*before, *rich(piece)])) for piece in pieces(text, SECTION)
            ]
        case Quote():
            return _quote(block)
        case _:
            assert_never(block)


def _moment(moment: Moment) -> Part:
    before, after = _markup(moment.before), _markup(moment.after)
    if before is None or after is None:
        return plain(moment_text(moment))
    form = "{date_short_pretty}, {time}" if moment.with_day else "{time}"
    bare_moment = Moment(at=moment.at, zone=moment.zone, with_day=moment.with_day)
    token = date_token(moment.at.timestamp(), form, moment_text(bare_moment))
    return date_object(" ".join(part for part in (before, token, after) if part))


def _markup(text: str) -> str | None:
    """Give a text as markup, to stand beside a date token; None where it cannot."""
    body = marked(text)
    return None if body is None else str(body["text"])


def _option(row: OptionRow) -> list[Part]:
    told = STANDING_WORDS[row.standing]
    first, *more = pieces(row.text, SECTION) or [""]
    elements = [word(f"{row.letter}.  ", bold=True), *rich(first)]
    parts = [rich_text(section(elements)), *(rich_text(section(rich(text))) for text in more)]
    after: list[Part] = [word(f"  {told}", bold=True)] if told else []
    if row.count is not None:
        share = row.count / row.total if row.total else 0.0
        after.append(word(f"\n{bar(share)} {row.count} of {row.total}"))
    if row.note:
        after += [word("\n"), *rich(row.note)]
    if more:
        return [*parts, rich_text(section(after))] if after else parts
    return [rich_text(section([*elements, *after]))]


def _rows(buttons: tuple[Button, ...], number: int, name: str = PRESS) -> list[Part]:
    """Give rows of buttons, none of which folds away on a phone."""
    return [
        {
            "type": "actions",
            "elements": [
                _button(button, f"{name}.{number}.{start + n}")
                for n, button in enumerate(buttons[start : start + BUTTONS_ON_A_ROW])
            ],
        }
        for start in range(0, len(buttons), BUTTONS_ON_A_ROW)
    ]


def _button(button: Button, name: str) -> Part:
    part: Part = {
        "type": "button",
        "action_id": name,
        "text": shown(button.label, BUTTON),
        "value": encode(button.action),
    }
    if button.style in (Style.PRIMARY, Style.DANGER):
        part["style"] = button.style.value
    if button.name:
        part["accessibility_label"] = shown(button.name, BUTTON_NAME)["text"]
    return part


def _facts(pairs: tuple[tuple[str, str], ...]) -> list[Part]:
    """Give facts side by side where there is room; one that is too long stands by itself.

    Beside a single one nothing would stand: it has the whole width.
    """
    if len(pairs) == 1 and size(f"*{pairs[0][0]}*\n{pairs[0][1]}") <= FIELD:
        return [{"type": "section", "text": _fact(*pairs[0])}]
    fields = [_fact(label, value) for label, value in pairs if size(f"*{label}*\n{value}") <= FIELD]
    found: list[Part] = [
        {"type": "section", "fields": fields[start : start + FIELDS]}
        for start in range(0, len(fields), FIELDS)
    ]
    for label, value in pairs:
        if size(f"*{label}*\n{value}") > FIELD:
            found += [*strong(label), *running(value)]
    return found


def _fact(label: str, value: str) -> Part:
    head, body = marked(label), marked(value)
    if head is None or body is None:
        return plain(f"{label}\n{value}")
    return {"type": "mrkdwn", "text": f"*{head['text']}*\n{body['text']}", "verbatim": True}


def _distribution(block: Distribution) -> Part:
    lines = [section([word(block.caption, bold=True)])] if block.caption else []
    for each in block.bars:
        share = each.count / each.total if each.total else 0.0
        said = each.note or f"{each.count} of {each.total}"
        lines.append(section([word(f"{bar(share)} {each.label}: {said}")]))
    return rich_text(*lines)


def _picture(picture: Picture, where: str) -> list[Part]:
    """Give a chart with its words as its alternative text, or beside it where they are long."""
    if not where:
        return [*running(picture.words), *(quiet(picture.caption) if picture.caption else [])]
    title = picture.caption or picture.chart.title
    fits = size(picture.words) <= ALT
    source: Part = (
        {"image_url": where} if where.startswith("https://") else {"slack_file": {"id": where}}
    )
    image: Part = {
        "type": "image",
        **source,
        "alt_text": escape(picture.words) if fits else escape(title),
        "title": shown(title, ALT),
    }
    return [image] if fits else [image, *running(picture.words)]


def _quote(quote: Quote) -> list[Part]:
    found = [rich_text(quotation([word(piece)])) for piece in pieces(f"“{quote.text}”", SECTION)]
    return [*found, context(_as_it_is(quote.by))] if quote.by else found


def _as_it_is(text: str) -> Part:
    """Give somebody's name as it is, back-ticks and all."""
    return {"type": "plain_text", "text": escape(text), "emoji": False}
