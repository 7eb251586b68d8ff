"""Inputs on Slack: what is chosen or typed, and how its blocks are named.

A block's name says which input it is, how it is read, and of which form: Slack keeps what
was typed where a view is replaced by one whose blocks have the same names. It says nothing
that the card does not show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from bot.adapters.slack.escape import Part, plain, shown, size, text_object
from bot.adapters.slack.limits import HINT, LABEL, MENU, OPTION, TICKS, TYPED, DoesNotFit
from bot.adapters.slack.parts import context, running, strong
from bot.cards.blocks import Choice, ChoiceOption, Fields, Mode
from bot.core.limits import units

TEXT = "text"


@dataclass(frozen=True, slots=True)
class InputName:
    """What a block's name says: ``how`` is a mode or ``text``, ``place`` counts from 0."""

    name: str
    how: str
    count: int
    place: int
    form: str

    def __str__(self) -> str:
        return f"{self.name}:{self.how}:{self.count}:{self.place}:{self.form}"


def read_name(block_id: str) -> InputName | None:
    """Read a block's name; None where the block is no input of ours."""
    parts = block_id.split(":")
    if len(parts) != 5 or parts[1] not in (TEXT, *Mode) or not all(map(_is_number, parts[2:4])):
        return None
    return InputName(parts[0], parts[1], int(parts[2]), int(parts[3]), parts[4])


def typed(fields: Fields, form: str) -> list[Part]:
    """Give an input by typing."""
    element: Part = {
        "type": "plain_text_input",
        "action_id": TEXT,
        "multiline": fields.lines > 1,
        "max_length": min(max(fields.limit, units(fields.value)), TYPED),
    }
    if fields.value:
        element["initial_value"] = fields.value
    name = InputName(fields.name, TEXT, 1, 0, _form(form, fields))
    box = _input(name, fields.label, element, optional=fields.optional)
    if fields.hint:
        box["hint"] = shown(fields.hint, HINT)
    return [*_wrong(fields.error), box]


def chosen(choice: Choice, form: str) -> list[Part]:
    """Give an input by choosing; what does not fit into a menu stands above it in full."""
    match choice.mode:
        case Mode.ONE:
            return _one(choice, form)
        case Mode.MANY:
            return _many(choice, form)
        case Mode.ORDER:
            return _order(choice, form)
        case Mode.MATCH:
            return _match(choice, form)


def _one(choice: Choice, form: str) -> list[Part]:
    offered = [_option(option, marked=True) for option in choice.options]
    kind = "radio_buttons" if len(offered) <= TICKS else "static_select"
    if kind == "static_select":
        offered = [_option(option) for option in choice.options]
    held = [offer for offer in offered if offer["value"] in choice.chosen[:1]]
    element = _menu(kind, offered)
    if held:
        element["initial_option"] = held[0]
    name = InputName(choice.name, choice.mode, 1, 0, _form(form, choice))
    return [
        *_wrong(choice.error),
        *_in_full(choice.options, unless=OPTION),
        _input(name, choice.label, element),
    ]


def _many(choice: Choice, form: str) -> list[Part]:
    offered = [_option(option, marked=True) for option in choice.options]
    kind = "checkboxes" if len(offered) <= TICKS else "multi_static_select"
    if kind == "multi_static_select":
        offered = [_option(option) for option in choice.options]
    held = [offer for offer in offered if offer["value"] in choice.chosen]
    element = _menu(kind, offered)
    if held:
        element["initial_options"] = held
    name = InputName(choice.name, choice.mode, choice.count, 0, _form(form, choice))
    return [
        *_wrong(choice.error),
        *_in_full(choice.options, unless=OPTION),
        _input(name, choice.label, element),
    ]


def _order(choice: Choice, form: str) -> list[Part]:
    found = [*strong(choice.label), *_wrong(choice.error), *_in_full(choice.options, unless=0)]
    for place in range(len(choice.options)):
        element = _menu("static_select", [_option(option) for option in choice.options])
        _hold(element, choice.chosen, place)
        name = InputName(choice.name, choice.mode, choice.count, place, _form(form, choice))
        found.append(_input(name, f"Place {place + 1}", element))
    return found


def _match(choice: Choice, form: str) -> list[Part]:
    alone = len(choice.options) == 1
    found = [*([] if alone else strong(choice.label)), *_wrong(choice.error)]
    found += _in_full(choice.matches, unless=OPTION)
    for place, option in enumerate(choice.options):
        element = _menu("static_select", [_option(match) for match in choice.matches])
        _hold(element, choice.chosen, place)
        name = InputName(choice.name, choice.mode, choice.count, place, _form(form, choice))
        label = choice.label if alone else option.text
        if size(label) > LABEL:
            raise DoesNotFit(f"A prompt has {size(label)} characters of {LABEL} on Slack.")
        found.append(_input(name, label, element))
    return found


def _hold(element: Part, held: Sequence[str], place: int) -> None:
    offered = element["options"]
    assert isinstance(offered, list)
    for offer in offered:
        if held[place : place + 1] == (offer["value"],):
            element["initial_option"] = offer


def _menu(kind: str, offered: list[Part]) -> Part:
    if not 1 <= len(offered) <= MENU:
        raise DoesNotFit(f"A menu has {len(offered)} choices; Slack takes 1 to {MENU}.")
    element: Part = {"type": kind, "action_id": "choice", "options": offered}
    if "select" in kind:
        element["placeholder"] = plain("Choose…")
    return element


def _option(option: ChoiceOption, *, marked: bool = False) -> Part:
    """Give a choice; radio buttons and ticks may be ``marked``, lines of a menu are plain.

    A colon parts what is too long for one line, and the rest stands beneath it.
    """
    body = text_object(option.text) if marked and size(option.text) <= OPTION else None
    offer: Part = {"text": body or shown(option.text, OPTION), "value": option.value}
    if _has_a_rest(option):
        head, _, rest = option.text.partition(": ")
        return {**offer, "text": plain(f"{head}:"), "description": plain(rest)}
    return offer


def _has_a_rest(option: ChoiceOption) -> bool:
    head, colon, rest = option.text.partition(": ")
    too_long = size(option.text) > OPTION and bool(colon)
    return too_long and size(head) < OPTION and 0 < size(rest) <= OPTION


def _in_full(options: tuple[ChoiceOption, ...], *, unless: int) -> list[Part]:
    """Give every choice in full, where one of them is longer than a menu shows."""
    if all(size(option.text) <= unless or (unless and _has_a_rest(option)) for option in options):
        return []
    return [part for option in options for part in running(option.text)]


def _input(name: InputName, label: str, element: Part, *, optional: bool = False) -> Part:
    return {
        "type": "input",
        "block_id": str(name),
        "label": shown(label, LABEL),
        "element": element,
        "optional": optional,
    }


def _wrong(error: str) -> list[Part]:
    return [context(plain(f"⚠️ {error}"))] if error else []


def _form(form: str, block: Choice | Fields) -> str:
    return sha256(f"{form}\n{block!r}".encode()).hexdigest()[:12]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 4
