"""Component JSON as a page that looks much as it would on Discord, so that people can look at it.

Only for looking: it knows what our renderer writes, and its colours and sizes are measured by
eye. Charts are put in as data, since a page on the disk asks nobody for anything.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

STYLE = (Path(__file__).parent / "looking.css").read_text()
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
Part = dict[str, Any]
_INLINE = re.compile(
    r"\\(?P<plain>[^0-9A-Za-z\s])|`(?P<code>[^`]+)`|\*\*(?P<bold>(?:\\.|[^\\])+?)\*\*"
    r"|<t:(?P<at>\d+):(?P<how>[tFR])>|(?P<link>https://[^\s<>)]+)|(?P<other>.)",
    re.DOTALL,
)


def page(body: str, *, dark: bool) -> str:
    """Make a page of what stands on it."""
    scheme = "dark" if dark else "light"
    return (
        f'<!doctype html><html lang="en" class="{scheme}"><meta charset="utf-8">'
        f"<style>{STYLE}</style><main>{body}</main>"
    )


def message(components: list[Part], files: Mapping[str, bytes], note: str = "") -> str:
    """Make a message of the bot's; ``note`` stands under one that only its reader sees."""
    inner = "".join(_part(each, files) for each in components)
    only = f'<p class="only">{escape(note)}</p>' if note else ""
    return (
        '<article><span class="face">C</span><div class="said"><p class="who">Cohort '
        f'<span class="tag">APP</span> <time>09:30</time></p>{inner}{only}</div></article>'
    )


def window(data: Part) -> str:
    """Make a modal."""
    inner = "".join(_part(each, {}) for each in data["components"])
    return (
        f'<section class="window"><h1>{escape(data["title"])}</h1>{inner}'
        '<footer><button class="plain">Cancel</button><button class="primary">Submit</button>'
        "</footer></section>"
    )


def markdown(text: str) -> str:
    """Show the markdown that our renderer writes, as the platform would."""
    pieces = re.split(r"```\n(.*?)\n```", text, flags=re.DOTALL)
    return "".join(
        f"<pre>{escape(piece)}</pre>" if number % 2 else _lines(piece)
        for number, piece in enumerate(pieces)
    )


def _lines(text: str) -> str:
    html, quoted = [], False
    for line in text.strip("\n").split("\n"):
        is_quote = line.startswith("> ")
        if is_quote != quoted:
            html.append("<blockquote>" if is_quote else "</blockquote>")
            quoted = is_quote
        html.append(_line(line.removeprefix("> ") if is_quote else line))
    return "".join(html) + ("</blockquote>" if quoted else "")


def _line(line: str) -> str:
    for mark, tag in (("### ", "h3"), ("## ", "h2"), ("-# ", "small")):
        if line.startswith(mark):
            return f"<{tag}>{_inline(line.removeprefix(mark))}</{tag}>"
    return f"<p>{_inline(line) or '&nbsp;'}</p>"


def _inline(text: str) -> str:
    def put(found: re.Match[str]) -> str:
        parts: dict[str, Callable[[str], str]] = {
            "plain": escape,
            "code": lambda code: f"<code>{escape(code)}</code>",
            "bold": lambda inner: f"<b>{_inline(inner)}</b>",
            "at": lambda at: f'<span class="time">{_moment(int(at), found["how"])}</span>',
            "link": lambda link: f'<a href="{escape(link)}">{escape(link)}</a>',
            "other": escape,
        }
        kind = found.lastgroup or "other"
        kind = "at" if kind == "how" else kind
        return parts[kind](found[kind])

    return _INLINE.sub(put, text)


def _moment(at: int, how: str) -> str:
    when = datetime.fromtimestamp(at, BERLIN)
    if how == "t":
        return f"{when:%H:%M}"
    if how == "F":
        return f"{when:%A, %-d %B %Y %H:%M}"
    hours = round((when - NOW).total_seconds() / 3600)
    days = f"{abs(hours) // 24} days" if abs(hours) > 36 else f"{abs(hours)} hours"
    return f"in {days}" if hours >= 0 else f"{days} ago"


def _part(part: Part, files: Mapping[str, bytes]) -> str:
    inside = "".join(_part(each, files) for each in part.get("components", []))
    match part["type"]:
        case 17:
            return f'<div class="container">{inside}</div>'
        case 1:
            return f'<div class="row">{inside}</div>'
        case 2:
            kind = {1: "primary", 4: "danger"}.get(part["style"], "plain")
            return f'<button class="{kind}">{escape(part["label"])}</button>'
        case 3:
            held = [each["label"] for each in part["options"] if each.get("default")]
            said = escape(", ".join(held) or part.get("placeholder") or "Choose")
            return f'<div class="select {"held" if held else ""}"><span>{said}</span><i>⌄</i></div>'
        case 9:
            beside = _part(part["accessory"], files)
            return f'<div class="section"><div>{inside}</div>{beside}</div>'
        case 10:
            return f'<div class="text">{markdown(part["content"])}</div>'
        case 12:
            return "".join(_picture(each, files) for each in part["items"])
        case 13:
            name = part["file"]["url"].removeprefix("attachment://")
            return f'<div class="file">📄 <a>{escape(name)}</a></div>'
        case 18:
            told = part.get("description")
            small = f"<small>{escape(told)}</small>" if told else ""
            head = f'<p class="label">{escape(part["label"])}</p>{small}'
            return f'<div class="field">{head}{_control(part["component"])}</div>'
        case other:
            raise ValueError(f"no picture of component {other}")


def _control(part: Part) -> str:
    if part["type"] == 4:
        kind = "tall" if part["style"] == 2 else ""
        return f'<div class="typed {kind}">{escape(part.get("value") or "")}</div>'
    if part["type"] == 3:
        return _part(part, {})
    shape = "round" if part["type"] == 21 else ""
    return "".join(
        f'<div class="tick"><i class="{shape} {"on" if option.get("default") else ""}"></i>'
        f"{escape(option['label'])}</div>"
        for option in part["options"]
    )


def _picture(item: Part, files: Mapping[str, bytes]) -> str:
    data = b64encode(files[item["media"]["url"].removeprefix("attachment://")]).decode()
    return f'<img alt="{escape(item["description"])}" src="data:image/png;base64,{data}">'
