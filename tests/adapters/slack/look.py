"""Block Kit as a page that looks like Slack's, so that people can look at what is sent.

The style is our own and follows what Slack's clients do where it decides what can be read:
widths, what wraps, what stands beside what. It renders the kinds of block that are sent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from html import unescape as decode

from tests.adapters.slack.checking import Json

CSS = """
:root { --ground: #fff; --ink: #1d1c1d; --soft: #616061; --line: #dddddd; --code: #c01343;
  --code-ground: #f7f7f8; --link: #1264a3; --go: #007a5a; --bad: #e01e5a; --field: #868686; }
@media (prefers-color-scheme: dark) { :root { --ground: #1a1d21; --ink: #e8e8e8;
  --soft: #ababad; --line: #35373b; --code: #e8912d; --code-ground: #222529; --link: #1d9bd1;
  --go: #007a5a; --bad: #e01e5a; --field: #7c7d7f; } }
* { box-sizing: border-box; margin: 0; }
body { background: var(--ground); color: var(--ink); padding: 12px;
  font: 15px/1.46 Lato, "Noto Sans", "DejaVu Sans", sans-serif; }
.message { display: grid; grid-template-columns: 36px 1fr; gap: 8px; max-width: 680px; }
.face { width: 36px; height: 36px; border-radius: 8px; background: #4a154b; color: #fff;
  display: grid; place-items: center; font-weight: 800; }
.by { font-weight: 900; } .by small { color: var(--soft); font-weight: 400; font-size: 12px; }
.app { background: var(--line); border-radius: 2px; font-size: 10px; padding: 1px 3px; }
.block { margin: 8px 0; overflow-wrap: anywhere; } .block:first-child { margin-top: 4px; }
.plain, .section, .fields > div, .context { white-space: pre-wrap; }
h2 { font-size: 18px; line-height: 1.33; font-weight: 900; }
.context { color: var(--soft); font-size: 13px; line-height: 1.4; }
.fields { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 16px; }
code { color: var(--code); background: var(--code-ground); border: 1px solid var(--line);
  border-radius: 3px; padding: 1px 3px; font: 12px/1.5 "DejaVu Sans Mono", monospace; }
pre { background: var(--code-ground); border: 1px solid var(--line); border-radius: 4px;
  padding: 8px; margin: 4px 0; font: 12px/1.5 "DejaVu Sans Mono", monospace; white-space: pre-wrap;
  overflow-wrap: anywhere; }
blockquote { border-left: 4px solid var(--line); padding-left: 12px; white-space: pre-wrap; }
.rich p, .rich li { white-space: pre-wrap; } ul, ol { padding-left: 22px; }
a { color: var(--link); }
.actions { display: flex; flex-wrap: wrap; gap: 8px; }
button { font: 700 13px/1 inherit; font-family: inherit; color: var(--ink); background: none;
  border: 1px solid var(--field); border-radius: 4px; padding: 9px 12px; min-height: 36px;
  max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
button.primary { background: var(--go); border-color: var(--go); color: #fff; }
button.danger { background: var(--bad); border-color: var(--bad); color: #fff; }
hr { border: 0; border-top: 1px solid var(--line); }
.modal { border: 1px solid var(--line); border-radius: 8px; max-width: 520px; }
.modal > header, .modal > footer { display: flex; align-items: center; gap: 8px;
  padding: 12px 16px; font-weight: 900; font-size: 18px; }
.modal > footer { justify-content: flex-end; border-top: 1px solid var(--line); }
.modal > main { padding: 4px 16px 12px; } .home { max-width: 700px; }
.input > label { font-weight: 700; display: block; margin-bottom: 4px; }
.input small { color: var(--soft); display: block; margin-top: 4px; }
.box { border: 1px solid var(--field); border-radius: 4px; padding: 8px 12px; min-height: 40px;
  white-space: pre-wrap; } .box.empty { color: var(--soft); } .box.tall { min-height: 84px; }
.select { display: inline-block; min-width: 180px; max-width: 100%; overflow: hidden;
  text-overflow: ellipsis; white-space: nowrap; }
.tick { display: grid; grid-template-columns: 18px 1fr; gap: 8px; margin: 6px 0; }
.tick i { width: 16px; height: 16px; border: 1px solid var(--field); margin-top: 3px; }
.tick i.round { border-radius: 8px; } .tick i.on { background: #1264a3; }
img { max-width: 360px; width: 100%; border-radius: 8px; border: 1px solid var(--line); }
@media (max-width: 480px) { .fields { grid-template-columns: 1fr; }
  .modal { border: 0; } .modal > header, .modal > footer { padding: 8px 0; }
  .modal > main { padding: 0; } }
"""
_TOKENS = re.compile(r"<!date\^\d+\^[^|]*\|([^>]*)>|<([^|>]+)\|([^>]*)>|`([^`]+)`|\*([^*\n]+)\*")


def page(*parts: str) -> str:
    """Put parts on a page."""
    head = (
        '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    )
    return f"{head}<style>{CSS}</style>{''.join(parts)}"


def message_html(message: Json, replies: Sequence[Json] = ()) -> str:
    """Show a message of the app's, with its thread beneath it."""
    shown = [_message(message)]
    if replies:
        shown += ["<hr class=block>", *(_message(reply) for reply in replies)]
    return "".join(shown)


def view_html(view: Json) -> str:
    """Show a modal or an App Home."""
    body = "".join(map(_block, view["blocks"]))
    if view["type"] == "home":
        return f'<div class="home">{body}</div>'
    foot = f"<button>{view['close']['text']}</button>"
    if "submit" in view:
        foot += f'<button class="primary">{view["submit"]["text"]}</button>'
    return (
        f'<div class="modal"><header>{view["title"]["text"]}</header>'
        f"<main>{body}</main><footer>{foot}</footer></div>"
    )


def _message(message: Json) -> str:
    body = "".join(map(_block, message["blocks"]))
    return (
        '<div class="message"><div class="face">C</div><div><div class="by">Cohort '
        f'<span class="app">APP</span> <small>09:00</small></div>{body}</div></div>'
    )


def _block(block: Json) -> str:
    match block["type"]:
        case "header":
            return f'<h2 class="block">{_text(block["text"])}</h2>'
        case "divider":
            return '<hr class="block">'
        case "context":
            return f'<div class="block context">{" ".join(map(_text, block["elements"]))}</div>'
        case "section" if "fields" in block:
            fields = "".join(f"<div>{_text(field)}</div>" for field in block["fields"])
            return f'<div class="block fields">{fields}</div>'
        case "section":
            return f'<div class="block section">{_text(block["text"])}</div>'
        case "rich_text":
            return f'<div class="block rich">{"".join(map(_rich, block["elements"]))}</div>'
        case "actions":
            return f'<div class="block actions">{"".join(map(_button, block["elements"]))}</div>'
        case "image":
            title, source = _text(block["title"]), _src(block)
            return f'<div class="block"><b>{title}</b><br><img src="{source}"></div>'
        case "input":
            hint = f"<small>{_text(block['hint'])}</small>" if "hint" in block else ""
            optional = " (optional)" if block["optional"] else ""
            return (
                f'<div class="block input"><label>{_text(block["label"])}{optional}</label>'
                f"{_element(block['element'])}{hint}</div>"
            )
    raise ValueError(block["type"])


def _element(element: Json) -> str:
    match element["type"]:
        case "plain_text_input":
            value = element.get("initial_value", "")
            kind = "box tall" if element["multiline"] else "box"
            return f'<div class="{kind}">{escape(value)}</div>'
        case "radio_buttons" | "checkboxes":
            held = [element.get("initial_option"), *element.get("initial_options", [])]
            shape = "round" if element["type"] == "radio_buttons" else ""
            return "".join(
                f'<div class="tick"><i class="{shape} {"on" if option in held else ""}"></i>'
                f"<span>{_text(option['text'])}{_described(option)}</span></div>"
                for option in element["options"]
            )
        case _:
            chosen = element.get("initial_option")
            text = _text(chosen["text"]) if chosen else element["placeholder"]["text"]
            return f'<div class="box select {"" if chosen else "empty"}">{text} ▾</div>'


def _described(option: Json) -> str:
    return f"<small>{_text(option['description'])}</small>" if "description" in option else ""


def _rich(part: Json) -> str:
    inner = "".join(_rich_element(each) for each in part["elements"] if "text" in each)
    match part["type"]:
        case "rich_text_quote":
            return f"<blockquote>{inner}</blockquote>"
        case "rich_text_preformatted":
            return f"<pre>{inner}</pre>"
        case "rich_text_list":
            items = "".join(
                f"<li>{''.join(map(_rich_element, each['elements']))}</li>"
                for each in part["elements"]
            )
            kind = "ol" if part["style"] == "ordered" else "ul"
            return f"<{kind}>{items}</{kind}>"
    return f"<p>{inner}</p>"


def _rich_element(part: Json) -> str:
    text = escape(part["text"])
    style = part.get("style", {})
    if part["type"] == "link":
        text = f'<a href="{escape(part["url"])}">{text}</a>'
    if style.get("code"):
        text = f"<code>{text}</code>"
    return f"<b>{text}</b>" if style.get("bold") else text


def _button(element: Json) -> str:
    return f'<button class="{element.get("style", "")}">{_text(element["text"])}</button>'


def _text(text: Json) -> str:
    if text["type"] == "plain_text":
        return escape(decode(text["text"]))
    shown, end = [], 0
    for found in _TOKENS.finditer(text["text"]):
        shown.append(_literal(text["text"][end : found.start()]))
        date, url, label, code, bold = found.groups()
        if date is not None:
            shown.append(f"<span>{_literal(date)}</span>")
        elif url is not None:
            shown.append(f'<a href="{url}">{_literal(label)}</a>')
        elif code is not None:
            shown.append(f"<code>{_literal(code)}</code>")
        else:
            shown.append(f"<b>{_literal(bold)}</b>")
        end = found.end()
    return "".join([*shown, _literal(text["text"][end:])])


def _literal(text: str) -> str:
    return escape(decode(text))


def _src(block: Json) -> str:
    return escape(block.get("image_url") or block["slack_file"]["id"])
