"""Cards as HTML: one function per block, everything from outside escaped.

No style and no script stands in the markup, so that the page can forbid both. Every button
is a form of its own or part of one, and works without scripts.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.adapters.room.gallery import Gallery
from bot.cards.blocks import (
    Bar,
    Block,
    Button,
    Buttons,
    Card,
    Choice,
    ChoiceOption,
    Distribution,
    Facts,
    Fields,
    File,
    Heading,
    Meter,
    Mode,
    Moment,
    Note,
    OptionRow,
    Options,
    Picture,
    Prose,
    Quote,
    Table,
    Tone,
)
from bot.cards.inline import Sort, Span, spans
from bot.cards.text import STANDING_WORDS, moment_text
from bot.cards.wire import encode

#: So many things to choose one of are shown at once; more stand in a list that unfolds.
RADIOS_MOST = 10


class Renderer:
    """Renders for one page: ``group`` and ``token`` go into every form.

    Charts are hung in the ``gallery``, where the page then asks for their pictures.
    """

    def __init__(self, *, group: str, token: str, zone: str, gallery: Gallery) -> None:
        self._group = group
        self._zone = zone
        self._gallery = gallery
        self._hidden = Markup(
            '<input type="hidden" name="token" value="{}">'
            '<input type="hidden" name="group" value="{}">'
        ).format(token, group)

    def card(self, card: Card, name: str) -> Markup:
        """Render a card. ``name`` is unique on the page: labels and inputs are tied by it."""
        blocks = [
            (block, self._block(block, f"{name}-{number}"))
            for number, block in enumerate(card.blocks)
        ]
        if card.submit is None:
            return Markup('<div class="card">{}</div>').format(
                Markup("").join(html for _, html in blocks)
            )
        # Rows of buttons are forms of their own, and a form cannot stand inside another.
        inside = Markup("").join(html for block, html in blocks if not isinstance(block, Buttons))
        after = Markup("").join(html for block, html in blocks if isinstance(block, Buttons))
        return Markup(
            '<div class="card"><form class="card" method="post" action="/act" data-act>{}{}'
            '<p class="buttons">{}</p></form>{}</div>'
        ).format(self._hidden, inside, self._button(card.submit), after)

    def _block(self, block: Block, name: str) -> Markup:
        match block:
            case Heading(text=text, level=level):
                heading = Markup("<h3>{}</h3>") if level == 1 else Markup("<h4>{}</h4>")
                return heading.format(_inline(text))
            case Prose(text=text, tone=tone):
                return _prose(text, tone)
            case Moment():
                return self._moment(block)
            case Options(rows=rows):
                return Markup('<ol class="options">{}</ol>').format(
                    Markup("").join(_option(row) for row in rows)
                )
            case Choice():
                return _choice(block, name)
            case Fields():
                return _fields(block, name)
            case Buttons(buttons=buttons):
                letters = any(len(button.label) == 1 for button in buttons)
                return Markup(
                    '<form class="buttons{}" method="post" action="/act" data-act>{}{}</form>'
                ).format(
                    " letters" if letters else "",
                    self._hidden,
                    Markup("").join(self._button(button) for button in buttons),
                )
            case Facts(pairs=pairs):
                return Markup('<dl class="facts">{}</dl>').format(
                    Markup("").join(
                        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(label, _inline(value))
                        for label, value in pairs
                    )
                )
            case Table():
                return _table(block)
            case Meter(label=label, value=value, words=words):
                return Markup(
                    '<div class="meter"><span class="label">{}</span>'
                    '<meter min="0" max="1" value="{:.3f}" aria-label="{}: {}"></meter>'
                    '<span class="words">{}</span></div>'
                ).format(label, value, label, words, words)
            case Distribution(caption=caption, bars=bars):
                return Markup('<figure class="bars"><figcaption>{}</figcaption>{}</figure>').format(
                    caption, Markup("").join(_bar(bar) for bar in bars)
                )
            case Picture():
                return self._picture(block)
            case File():
                return self._file(block)
            case Note(text=text, warning=warning):
                return Markup('<p class="note{}">{}</p>').format(
                    " warning" if warning else "", _lines(text)
                )
            case Quote():
                return _quote(block)
            case _:
                assert_never(block)

    def _moment(self, moment: Moment) -> Markup:
        local = moment.at.astimezone(ZoneInfo(self._zone))
        return Markup(
            '<p class="moment">{} <time datetime="{}" data-day="{}" title="{}">{}</time> {}</p>'
        ).format(
            moment.before,
            moment.at.isoformat(timespec="seconds"),
            int(moment.with_day),
            moment_text(moment),
            f"{local:%a %d %b, %H:%M}" if moment.with_day else f"{local:%H:%M}",
            moment.after,
        )

    def _picture(self, picture: Picture) -> Markup:
        caption = Markup("<figcaption>{}</figcaption>").format(picture.caption)
        return Markup(
            '<figure class="picture"><picture>'
            '<source srcset="/chart/{}.png?dark=1" media="(prefers-color-scheme: dark)">'
            '<img src="/chart/{}.png" alt="{}" width="360"></picture>{}'
            "<details><summary>In words</summary>{}</details></figure>"
        ).format(
            *[self._gallery.show(picture.chart)] * 2,
            picture.words,
            caption if picture.caption else "",
            _prose(picture.words, Tone.PLAIN),
        )

    def _file(self, file: File) -> Markup:
        address = f"/file/{quote(file.id, safe='')}?{urlencode({'group': self._group})}"
        return Markup(
            '<p class="file"><a href="{}" download="{}">{}</a> <span class="quiet">{}</span></p>'
        ).format(address, file.name, file.name, file.words)

    def _button(self, button: Button) -> Markup:
        return Markup(
            '<button class="{}" name="action" value="{}" aria-label="{}">{}</button>'
        ).format(
            button.style.value, encode(button.action), button.name or button.label, button.label
        )


def _inline(text: str) -> Markup:
    """Escape a text; back-ticks mark code, and addresses can be followed."""
    return Markup("").join(_span(span) for span in spans(text))


def _span(span: Span) -> Markup:
    match span.sort:
        case Sort.WORDS:
            return escape(span.text)
        case Sort.CODE:
            return Markup("<code>{}</code>").format(span.text)
        case Sort.ADDRESS:
            link = Markup('<a href="https://{}" target="_blank" rel="noopener">{}</a>')
            return link.format(span.text, span.text)


def _lines(text: str) -> Markup:
    return Markup("<br>").join(_inline(line) for line in text.split("\n"))


def _prose(text: str, tone: Tone) -> Markup:
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    return Markup("").join(
        Markup('<p class="{}">{}</p>').format(tone.value, _lines(part)) for part in paragraphs
    )


def _option(row: OptionRow) -> Markup:
    told = STANDING_WORDS[row.standing]
    mark = Markup(' <strong class="mark">{}</strong>').format(told) if told else ""
    share = Markup("")
    if row.count is not None:
        percent = round(100 * row.count / row.total) if row.total else 0
        share = Markup(
            '<span class="share"><progress max="100" value="{}" aria-hidden="true"></progress>'
            "<span>{} of {}</span></span>"
        ).format(percent, row.count, row.total)
    note = Markup('<span class="quiet">{}</span>').format(row.note) if row.note else ""
    return Markup(
        '<li class="option {}"><span class="letter">{}</span>'
        '<span class="text">{}{}{}{}</span></li>'
    ).format(row.standing.value.replace("_", "-"), row.letter, _inline(row.text), mark, share, note)


def _choice(choice: Choice, name: str) -> Markup:
    match choice.mode:
        case Mode.ONE if len(choice.options) > RADIOS_MOST:
            values = [option.value for option in choice.options]
            number = values.index(choice.chosen[0]) if choice.chosen else None
            body = _select(choice.name, "Which one", choice.options, name, number)
        case Mode.ONE:
            body = _ticks(choice, "radio")
        case Mode.MANY:
            body = _ticks(choice, "checkbox")
        case Mode.ORDER:
            offered = [option.value for option in choice.options]
            order = [offered.index(value) for value in choice.chosen] or range(len(offered))
            body = Markup("").join(
                _select(choice.name, f"Place {place + 1}", choice.options, f"{name}-{place}", held)
                for place, held in enumerate(order)
            )
        case Mode.MATCH:
            values = [match.value for match in choice.matches]
            held: list[int | None] = [values.index(value) for value in choice.chosen]
            held = held or [None] * len(choice.options)
            body = Markup("").join(
                _select(choice.name, option.text, choice.matches, f"{name}-{place}", chosen)
                for place, (option, chosen) in enumerate(zip(choice.options, held, strict=True))
            )
    tied, error = _said(name, error=choice.error)
    return Markup(
        '<fieldset class="choice {}" data-mode="{}" data-count="{}"{}><legend>{}</legend>{}{}'
        "</fieldset>"
    ).format(choice.mode.value, choice.mode.value, choice.count, tied, choice.label, error, body)


def _ticks(choice: Choice, kind: str) -> Markup:
    return Markup("").join(
        Markup('<label><input type="{}" name="{}" value="{}"{}{}><span>{}</span></label>').format(
            kind,
            choice.name,
            option.value,
            Markup(" required") if kind == "radio" else "",
            Markup(" checked") if option.value in choice.chosen else "",
            _inline(option.text),
        )
        for option in choice.options
    )


def _select(
    name: str, label: str, options: tuple[ChoiceOption, ...], tie: str, chosen: int | None
) -> Markup:
    rows = Markup("").join(
        Markup('<option value="{}"{}>{}</option>').format(
            option.value, Markup(" selected") if chosen == number else "", option.text
        )
        for number, option in enumerate(options)
    )
    empty = Markup('<option value="">Choose…</option>') if chosen is None else ""
    return Markup(
        '<div class="pick"><label for="{}">{}</label>'
        '<select id="{}" name="{}" required>{}{}</select></div>'
    ).format(tie, label, tie, name, empty, rows)


def _fields(fields: Fields, name: str) -> Markup:
    tied, said = _said(name, hint=fields.hint, error=fields.error)
    more = tied if fields.optional else tied + Markup(" required")
    if fields.lines > 1:
        control = Markup(
            '<textarea id="{}" name="{}" maxlength="{}" rows="{}"{}>{}</textarea>'
        ).format(name, fields.name, fields.limit, fields.lines, more, fields.value)
    else:
        control = Markup('<input id="{}" name="{}" maxlength="{}" value="{}"{}>').format(
            name, fields.name, fields.limit, fields.value, more
        )
    return Markup('<div class="field"><label for="{}">{}</label>{}{}</div>').format(
        name, fields.label, said, control
    )


def _said(name: str, *, hint: str = "", error: str = "") -> tuple[Markup, Markup]:
    """Give the attributes that tie an input to what is said of it, and that."""
    told = [
        Markup('<p class="{}" id="{}-{}">{}</p>').format(kind, name, kind, _inline(text))
        for kind, text in (("hint", hint), ("error", error))
        if text
    ]
    if not told:
        return Markup(""), Markup("")
    ids = " ".join(f"{name}-{kind}" for kind, text in (("hint", hint), ("error", error)) if text)
    invalid = Markup(' aria-invalid="true"') if error else Markup("")
    return Markup(' aria-describedby="{}"{}').format(ids, invalid), Markup("").join(told)


def _table(table: Table) -> Markup:
    def cells(row: tuple[str, ...], cell: Markup) -> Markup:
        return Markup("").join(
            cell.format(Markup(' class="number"') if number in table.numeric else "", _inline(text))
            for number, text in enumerate(row)
        )

    head, data = Markup("<th{}>{}</th>"), Markup("<td{}>{}</td>")
    rows = Markup("").join(
        Markup("<tr{}>{}</tr>").format(
            Markup(' class="own"') if number == table.own_row else "", cells(row, data)
        )
        for number, row in enumerate(table.rows)
    )
    return Markup(
        '<div class="scroll"><table><caption>{}</caption><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>"
    ).format(table.caption, cells(table.columns, head), rows)


def _quote(quote: Quote) -> Markup:
    # Foreign words may be of any script: neither they nor the name turn what stands around them.
    by = Markup("<footer><bdi>{}</bdi></footer>").format(quote.by) if quote.by else ""
    lines = Markup("<br>").join(escape(line) for line in quote.text.split("\n"))
    return Markup('<blockquote dir="auto"><p>{}</p>{}</blockquote>').format(lines, by)


def _bar(bar: Bar) -> Markup:
    percent = round(100 * bar.count / bar.total) if bar.total else 0
    return Markup(
        '<div class="bar"><span class="label">{}</span>'
        '<progress max="100" value="{}" aria-hidden="true"></progress>'
        '<span class="words">{}</span></div>'
    ).format(bar.label, percent, bar.note or f"{bar.count} of {bar.total}")


_pages = Environment(
    loader=PackageLoader("bot.adapters.room"), autoescape=True, undefined=StrictUndefined
)


def page_html(**context: object) -> str:
    """Render the page. What it needs is named at the top of ``page.html``."""
    return _pages.get_template("page.html").render(**context)


def clock_time(at: datetime, zone: str) -> str:
    """Write a time of day in a zone, for pages whose scripts are off."""
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"
