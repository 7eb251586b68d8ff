"""What Slack sends, read: presses and forms into actions with inputs, typed words into words.

Everything in a payload is somebody's claim: it is taken apart here and believed nowhere. Who
may do what is the desk's to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.adapters.slack.blocks import SEND
from bot.adapters.slack.inputs import TEXT, InputName, read_name
from bot.adapters.slack.payload import Payload, at, first, text
from bot.adapters.slack.views import Origin
from bot.cards.actions import Action
from bot.cards.actions.explaining import Explain
from bot.cards.actions.flags import Flag
from bot.cards.actions.question import Why
from bot.cards.actions.runs import Practise
from bot.cards.actions.values import Asked, Target
from bot.cards.blocks import Card, Choice, Fields, Mode
from bot.cards.commands import Inputs
from bot.cards.wire import decode
from bot.cards.wording import number_word
from bot.core.errors import Misused

#: The names of the shortcuts in the app's manifest.
PRACTISE_NOW, FLAG_THIS = "practise-now", "flag-question"
#: What a run from the shortcut holds.
RUN = 5

_STRAIGHT = str.maketrans("“”„‟‘’‚‛\u00a0\u202f", "\"\"\"\"''''  ")
_BRACKETS = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_SIGNS = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_SIGN = re.compile("|".join(_SIGNS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A press as the desk wants it, and where it came from.

    ``errors`` say by block what cannot be sent as it is: then nothing is asked of the desk.
    """

    action: Action
    inputs: Inputs
    origin: Origin
    errors: Mapping[str, str] = field(default_factory=dict)


def read_press(payload: Payload) -> Pressed:
    """Read a button, a form or a shortcut. Raises ``Misused`` on what is not ours."""
    match payload.get("type"):
        case "block_actions":
            button = first(payload.get("actions"))
            sent = _state(payload) if text(button, "action_id").startswith(SEND) else {}
            return _pressed(payload, decode(text(button, "value")), sent)
        case "view_submission":
            wire = text(at(payload, "view"), "callback_id")
            return _pressed(payload, decode(wire), _state(payload))
        case "shortcut" if payload.get("callback_id") == PRACTISE_NOW:
            return _pressed(payload, Practise("", RUN), {})
        case "message_action" if payload.get("callback_id") == FLAG_THIS:
            return _pressed(payload, Flag(_question(at(payload, "message"))), {})
    raise Misused("That is not one of our buttons. Ask for the question again with `today`.")


def read_command(text: str) -> str:
    """Read what was typed after ``/study`` as the person saw it: names, addresses, quotes.

    Curly quotes become straight ones; what Slack put into angle brackets becomes its label.
    """
    seen = _BRACKETS.sub(lambda found: _label(found[1], found[2]), text)
    seen = _SIGN.sub(lambda found: _SIGNS[found[0]], seen)
    return " ".join(seen.translate(_STRAIGHT).split())


def errors_of(payload: Payload, card: Card) -> dict[str, str]:
    """Give by block what a card says is wrong with the form that was sent, if it is that form.

    Answered with them, Slack keeps the window open and everything in it that was entered.
    Empty where nothing is wrong, or where the card asks for something else.
    """
    blocks = _by_name(payload)
    wrong = {}
    for block in card.blocks:
        if isinstance(block, Choice | Fields):
            if block.name not in blocks:
                return {}
            if block.error:
                wrong[blocks[block.name]] = block.error
    return wrong


def refused(payload: Payload, sentence: str) -> dict[str, str]:
    """Give a refusal as an error of the last input that was sent; empty where there is none."""
    names = list(_by_name(payload).values())
    return {names[-1]: sentence} if names else {}


def _pressed(payload: Payload, action: Action, values: Mapping[str, object]) -> Pressed:
    inputs, errors = _inputs(values)
    return Pressed(
        action=action,
        inputs=MappingProxyType(inputs),
        origin=_origin(payload),
        errors=MappingProxyType(errors),
    )


def _origin(payload: Payload) -> Origin:
    view = at(payload, "view")
    if view:
        return Origin.decode(text(view, "private_metadata"))
    return Origin(
        channel=text(at(payload, "channel"), "id"), message=text(at(payload, "message"), "ts")
    )


def _inputs(values: Mapping[str, object]) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Read a form's state, by input in the order of its places, with what is wrong by block."""
    found: dict[str, tuple[str, ...]] = {}
    wrong: dict[str, str] = {}
    ordered = sorted(
        ((name, block_id) for block_id in values if (name := read_name(block_id)) is not None),
        key=lambda pair: pair[0].place,
    )
    for name, block_id in ordered:
        given = _given(name, values[block_id])
        before = found.get(name.name, ())
        if error := _wrong(name, given, before):
            wrong[block_id] = error
        if given or name.how == TEXT:
            found[name.name] = before + given
    return found, wrong


def _given(name: InputName, state: object) -> tuple[str, ...]:
    element = first(list(state.values())) if isinstance(state, Mapping) else {}
    if name.how == TEXT:
        return (text(element, "value"),)
    several = element.get("selected_options")
    if isinstance(several, list):
        return tuple(text(each, "value") for each in several if isinstance(each, Mapping))
    value = text(at(element, "selected_option"), "value")
    return (value,) if value else ()


def _wrong(name: InputName, given: tuple[str, ...], before: tuple[str, ...]) -> str:
    match name.how:
        case Mode.MANY if len(given) != name.count:
            chosen = number_word(len(given))
            return f"Choose {number_word(name.count)}, please; you chose {chosen}."
        case Mode.ORDER if set(given) & set(before):
            return "This one stands in a place above already. Each comes once."
        case Mode.ORDER | Mode.MATCH | Mode.ONE if not given:
            return "Choose one, please."
    return ""


def _question(message: Payload) -> Target:
    """Find the question that a message is about. Raises ``Misused`` where it is about none."""
    for wire in _wires(message.get("blocks")):
        try:
            action = decode(wire)
        except Misused:
            continue
        match action:
            case Explain(round=number) | Why(round=number) if number:
                return Target(Asked.ROUND, number)
        target = getattr(action, "target", None)
        if isinstance(target, Target):
            return target
    raise Misused("That message is not a question. Choose one that I posted, or press its `Flag`.")


def _wires(blocks: object) -> Iterator[str]:
    for block in blocks if isinstance(blocks, list) else []:
        elements = block.get("elements") if isinstance(block, Mapping) else None
        for element in elements if isinstance(elements, list) else []:
            if isinstance(element, Mapping) and element.get("type") == "button":
                yield text(element, "value")


def _label(target: str, label: str | None) -> str:
    if label:
        sign = {"@": "@", "#": "#"}.get(target[:1], "")
        return label if label.startswith(("@", "#")) else f"{sign}{label}"
    return target.replace("!", "@", 1) if target.startswith("!") else target


def _by_name(payload: Payload) -> dict[str, str]:
    """Give by input the first of its blocks, in the order of the view."""
    blocks = at(payload, "view").get("blocks")
    listed = [text(block, "block_id") for block in blocks] if isinstance(blocks, list) else []
    found: dict[str, str] = {}
    for block_id in listed or _state(payload):
        name = read_name(block_id)
        if name is not None:
            found.setdefault(name.name, block_id)
    return found


def _state(payload: Payload) -> Mapping[str, object]:
    state = at(at(payload, "view"), "state") or at(payload, "state")
    return at(state, "values")
