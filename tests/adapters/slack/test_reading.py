"""What Slack sends back becomes the action and the inputs that the card meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.slack.reading import errors_of, read_command, read_press, refused
from bot.adapters.slack.views import Origin, message, modal
from bot.cards.actions.flags import Flag
from bot.cards.actions.question import Respond, SaveNote, Tap
from bot.cards.actions.runs import Practise
from bot.cards.actions.values import Asked, Target
from bot.cards.answer import form_card
from bot.cards.blocks import Button, Card, Choice, ChoiceOption, Fields, Mode, Prose
from bot.cards.question import Asking, Outcome, closed_card, open_card, rationales_card
from bot.core.errors import Misused
from bot.core.items import Item
from bot.core.showing import Showing
from tests import sample
from tests.adapters.slack.checking import Json
from tests.adapters.slack.filling import pressed, sent
from tests.cards.test_leaks import NOW, TARGET

HERE = Origin(channel="C9", message="17.001", key="r7")


def showing(item: Item) -> Showing:
    """Show an item in the order of its file."""
    return Showing(item, tuple(range(len(item.options))) + tuple(range(len(item.matches))))


def asking(item: Item) -> Asking:
    """Ask an item."""
    return Asking(
        round_id=7, showing=showing(item), day=NOW.date(), domain="Model",
        opens_at=NOW, closes_at=NOW, zone="UTC",
    )  # fmt: skip


def form(item: Item) -> Json:
    """Show the form of an item."""
    view: Json = modal(form_card(showing(item), TARGET, "Model"), HERE)
    return view


def blocks(card: Card) -> list[Json]:
    """Give a card's blocks in a message."""
    found: list[Json] = message(card)["blocks"]  # type: ignore[assignment]
    return found


def test_a_tap_in_the_channel_says_which_option_where() -> None:
    press = read_press(
        pressed(blocks(open_card(asking(sample.single("d1.1-01")), answered=0)), "C")
    )
    assert press.action == Tap(TARGET, 2)
    assert press.inputs == {}
    assert press.origin == Origin(channel="C1", message="17.001")


@pytest.mark.parametrize(
    ("item", "given"),
    [
        (sample.multiple("d1.1-01"), ("1", "3")),
        (sample.ordering("d1.1-01"), ("2", "0", "3", "1")),
        (sample.matching("d1.1-01"), ("1", "1", "0")),
    ],
)
def test_a_form_comes_back_in_the_order_of_its_places(item: Item, given: tuple[str, ...]) -> None:
    press = read_press(sent(form(item), {"response": given, "confidence": ("fairly",)}))
    assert press.action == Respond(TARGET)
    assert press.inputs == {"response": given, "confidence": ("fairly",)}
    assert press.errors == {}
    assert press.origin == HERE


@pytest.mark.parametrize(
    ("item", "given", "said"),
    [
        (sample.multiple("d1.1-01"), ("1",), "Choose two, please; you chose one."),
        (sample.multiple("d1.1-01"), (), "Choose two, please; you chose none."),
        (sample.multiple("d1.1-01"), ("0", "1", "2"), "Choose two, please; you chose three."),
        (sample.ordering("d1.1-01"), ("2", "0", "2", "1"), "stands in a place above already"),
        (sample.ordering("d1.1-01"), ("2", "0", "1"), "Choose one, please."),
    ],
)
def test_what_cannot_be_sent_is_said_beside_its_input(
    item: Item, given: tuple[str, ...], said: str
) -> None:
    view = form(item)
    press = read_press(sent(view, {"response": given, "confidence": ("fairly",)}))
    ((block_id, error),) = press.errors.items()
    assert said in error
    assert block_id in {block.get("block_id") for block in view["blocks"]}
    assert block_id.startswith("response:")


def test_a_button_beside_a_form_sends_nothing_of_it() -> None:
    view = form(sample.multiple("d1.1-01"))
    press = read_press(pressed(view["blocks"], "Flag", view=view))
    assert press.action == Flag(TARGET)
    assert (press.inputs, press.errors) == ({}, {})
    assert press.origin == HERE


NOTE = Card(
    title="Add a note",
    blocks=(
        Prose(text="A question?"),
        Fields(name="text", label="What?", limit=100, value="kept"),
        Fields(name="more", label="More?", limit=100, optional=True),
        Choice(
            name="who", label="Who?", mode=Mode.ONE, options=(ChoiceOption(value="#1", text="Ann"),)
        ),
    ),
    submit=Button(label="Keep it", action=SaveNote(TARGET)),
)


def test_texts_come_back_as_they_were_typed() -> None:
    view: Json = modal(NOTE, HERE)
    typed = "*a* <b> & “c”\nd"
    press = read_press(sent(view, {"text": (typed,), "who": ("#1",)}))
    assert press.inputs == {"text": (typed,), "more": ("",), "who": ("#1",)}


def test_a_form_in_a_message_is_sent_by_its_button() -> None:
    press = read_press(pressed(blocks(NOTE), "Keep it"))
    assert press.action == SaveNote(TARGET)
    assert press.inputs == {"text": ("kept",), "more": ("",)}
    assert list(press.errors.values()) == ["Choose one, please."]


def test_errors_keep_a_form_open_if_it_is_the_same_form() -> None:
    payload = sent(modal(NOTE, HERE))
    answer = Card(
        title="Add a note",
        blocks=(
            Fields(name="text", label="What?", limit=100, error="It is empty."),
            Fields(name="more", label="More?", limit=100),
        ),
    )
    ((block_id, error),) = errors_of(payload, answer).items()
    assert block_id.startswith("text:")
    assert error == "It is empty."
    other = Card(title="x", blocks=(Fields(name="zone", label="?", limit=9, error="No."),))
    assert errors_of(payload, other) == {}
    assert errors_of(payload, Card(title="x", blocks=(Prose(text="Kept."),))) == {}


def test_a_refusal_stands_under_the_last_input() -> None:
    ((block_id, text),) = refused(sent(modal(NOTE, HERE)), "Not so.").items()
    assert (block_id.split(":")[0], text) == ("who", "Not so.")
    assert refused(sent(modal(Card(title="x", blocks=()), HERE)), "Not so.") == {}


def test_the_shortcuts() -> None:
    run = read_press({"type": "shortcut", "callback_id": "practise-now", "user": {"id": "U1"}})
    assert run.action == Practise("", 5)
    assert run.origin == Origin()
    for card in (
        open_card(asking(sample.single("d1.1-01")), answered=0),
        open_card(asking(sample.multiple("d1.1-01")), answered=0, previous=(3, "Yesterday")),
        closed_card(asking(sample.single("d1.1-01")), Outcome(cells={})),
        rationales_card(asking(sample.single("d1.1-01"))),
    ):
        press = read_press(
            {
                "type": "message_action",
                "callback_id": "flag-question",
                "channel": {"id": "C1"},
                "message": {"ts": "17.001", "blocks": blocks(card)},
            }
        )
        assert press.action == Flag(Target(Asked.ROUND, 7))
        assert press.origin == Origin(channel="C1", message="17.001")


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"type": "block_actions"},
        {"type": "block_actions", "actions": [{"value": "1:nonsense"}]},
        {"type": "block_actions", "actions": [{"value": 7}]},
        {"type": "view_submission", "view": {"callback_id": "look"}},
        {"type": "view_submission", "view": None},
        {"type": "view_submission", "view": {"callback_id": "1:today", "private_metadata": "{"}},
        {"type": "shortcut", "callback_id": "else"},
        {"type": "message_action", "callback_id": "flag-question", "message": {"text": "hi"}},
        {"type": "message_action", "callback_id": "flag-question", "message": {"blocks": [7]}},
    ],
)
def test_what_is_not_ours_is_refused_with_a_sentence(payload: Json) -> None:
    with pytest.raises(Misused, match=r"\w+ \w+.*\."):
        read_press(payload)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("practice modeling 3", "practice modeling 3"),
        ("  practice   3 ", "practice 3"),
        ("notes “cold store”", 'notes "cold store"'),
        ("me alias Zoë d’Arc", "me alias Zoë d'Arc"),
        ("team join <@U123|ann>", "team join @ann"),
        ("team join <@U123>", "team join @U123"),
        ("notes <#C123|ml-study>", "notes #ml-study"),
        ("notes <https://example.org/a|example.org/a>", "notes example.org/a"),
        ("notes <https://example.org>", "notes https://example.org"),
        ("notes <mailto:a@example.org|a@example.org>", "notes a@example.org"),
        ("setup mention <!subteam^S123|@study>", "setup mention @study"),
        ("setup mention <!here>", "setup mention @here"),
        ("notes R&amp;D &lt;3 &amp;lt;", "notes R&D <3 &lt;"),
        ("practice\u00a03", "practice 3"),
        ("", ""),
    ],
)
def test_typed_words_are_read_as_their_writer_saw_them(typed: str, read: str) -> None:
    assert read_command(typed) == read


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    read = read_command(text)
    assert read == read.strip()
    assert not set("“”‘’") & set(read)
