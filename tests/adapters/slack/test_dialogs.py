"""Whole conversations through Slack's wire: every card is taken, every press comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.adapters.slack.escape import shortened
from bot.adapters.slack.limits import BUTTON
from bot.adapters.slack.reading import errors_of, read_press
from bot.adapters.slack.views import Origin, fallback, home, message, modal
from bot.cards.actions import Action
from bot.cards.blocks import Card, Choice, Mode
from bot.cards.text import card_text
from tests.adapters.slack.checking import Json, faults_of_message, faults_of_view
from tests.adapters.slack.filling import pressed, sent
from tests.dialogs import replay
from tests.dialogs.test_dialogs import DIALOGS

HERE = Origin(channel="C0123456789", message="1700000000.000001", key="r1000000000")


def look(card: Card) -> str:
    """Show a card in every way that Slack could be sent it, and give its words."""
    in_message: Json = message(card)
    view: Json = modal(card, HERE)
    assert faults_of_message(in_message) == [], card_text(card)
    assert faults_of_view(view) == [], card_text(card)
    if card.submit is None:
        assert faults_of_view(dict(home([card], HERE))) == []
    else:
        fill(card, view)
    if card.reveals:
        assert in_message["text"].count("\n") == 0
    assert fallback(card).strip()
    return card_text(card)


def fill(card: Card, view: Json) -> None:
    """Send a form as it stands, filled where it has to be, and read it back."""
    assert card.submit is not None
    entered = {block.name: _chosen(block) for block in card.blocks if isinstance(block, Choice)}
    press = read_press(sent(view, entered))
    assert press.action == card.submit.action
    assert press.origin == HERE
    assert press.errors == {}
    for name, values in entered.items():
        assert press.inputs[name] == values
    wrong = [block for block in card.blocks if getattr(block, "error", "")]
    assert len(errors_of(sent(view), card)) == len(wrong)


def _chosen(choice: Choice) -> tuple[str, ...]:
    values = tuple(option.value for option in choice.options)
    match choice.mode:
        case Mode.ONE:
            return values[-1:]
        case Mode.MANY:
            return values[: choice.count]
        case Mode.ORDER:
            return values[::-1]
        case Mode.MATCH:
            return tuple(choice.matches[0].value for _ in choice.options)


def press(card: Card, label: str) -> Action:
    """Press a button of a card as it stands on Slack."""
    if card.submit is not None and card.submit.label == label:
        return read_press(sent(dict(modal(card, HERE)))).action
    view: Json = modal(card, HERE)
    shown = shortened(label, BUTTON).replace("&", "&amp;")
    return read_press(pressed(view["blocks"], shown, view=view)).action


@pytest.mark.long
@pytest.mark.parametrize("path", DIALOGS, ids=lambda path: path.stem)
async def test_a_dialog_goes_through_slacks_wire(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay, "text", look)
    monkeypatch.setattr(replay, "action", press)
    script = path.read_text()
    assert await replay.replay(script, tmp_path) == script
