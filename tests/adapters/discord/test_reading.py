"""What people press, choose and type comes back as an action, from the interaction alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord.drafts import draft_in
from bot.adapters.discord.layout import layout
from bot.adapters.discord.modals import modal
from bot.adapters.discord.reading import Ask, Do, Meant, Redraw, read_press, read_submit
from bot.cards.actions.flags import Flag, SendFlag, WeighKey
from bot.cards.actions.leave import DeclareLeave
from bot.cards.actions.question import Change, Respond
from bot.cards.actions.setup import ProposeSetup
from bot.cards.actions.values import Asked, Target
from bot.cards.answer import form_card
from bot.cards.blocks import Button, Buttons, Card, Choice, ChoiceOption, Fields, Mode
from bot.cards.flags import flag_form
from bot.cards.rekeying import key_form
from bot.core.errors import Misused
from tests import sample
from tests.adapters.discord.checking import modal_problems
from tests.adapters.discord.shipped import showing_of
from tests.adapters.discord.shown import come_back, ids, pressed, sent

TARGET = Target(Asked.RUN, 7)
STEPS = layout(form_card(showing_of(sample.ordering("d1.1-01")), TARGET, "Model"))
LEAVE = Card(
    title="Days off",
    blocks=(
        Fields(name="first", label="First day", limit=10, value="2026-11-24"),
        Fields(name="last", label="Last day", limit=10, optional=True),
        Buttons(buttons=(Button(label="Take it back", action=Change(TARGET)),)),
    ),
    submit=Button(label="I am away", action=DeclareLeave()),
)
MIXED = Card(
    title="Set up",
    blocks=(
        Choice(
            name="days",
            label="On which days?",
            mode=Mode.ONE,
            options=tuple(ChoiceOption(value=str(n), text=f"Day {n}") for n in range(30)),
            chosen=("29",),
        ),
        Fields(name="opens", label="At which hour?", limit=12, hint="Such as 08:30, `or so`."),
    ),
    submit=Button(label="Preview", action=ProposeSetup()),
)


def redrawn(meant: Meant) -> Redraw:
    """Take a press for one that only changes its message."""
    assert isinstance(meant, Redraw)
    return meant


def test_a_button_is_read_without_its_message() -> None:
    made = layout(
        Card(title="x", blocks=(Buttons(buttons=(Button(label="Go", action=Change(TARGET)),)),))
    )
    assert read_press(pressed(ids(made)["Go"])) == Do(action=Change(TARGET))


def test_two_buttons_of_one_action_mean_the_same() -> None:
    button = Button(label="Go", action=Change(TARGET))
    other = Button(label="Or go", action=Change(TARGET))
    made = ids(layout(Card(title="x", blocks=(Buttons(buttons=(button, other)),))))
    assert made["Go"] != made["Or go"]
    assert read_press(pressed(made["Or go"])) == Do(action=Change(TARGET))


@pytest.mark.parametrize(
    "text", ["", "c", "x1:today", "c1:today~", "c1:today~x", "c2:today", "i:a:b:0", "i:a:1",
             "t:a:1:1", "c1:tap:r1:-1", "t:A:1:1:1", "i:a::", "s1:today\n"],
)  # fmt: skip
def test_what_is_not_ours_is_refused_in_words(text: str) -> None:
    for read in (read_press, read_submit):
        with pytest.raises(Misused):
            read(pressed(text))


@given(st.text(max_size=100))
def test_nothing_else_gets_in(text: str) -> None:
    try:
        meant = read_press(pressed(text))
    except Misused:
        return
    assert isinstance(meant, Do)


def test_steps_are_chosen_one_by_one_and_then_sent() -> None:
    view = come_back(STEPS)
    send = ids(view)["Lock my answer"]
    for place, step in ((1, "3"), (0, "2"), (3, "0"), (2, "1")):
        view = come_back(redrawn(read_press(pressed(f"i:response:{place}:0", step), view)).view)
    view = come_back(redrawn(read_press(pressed("i:confidence:0:0", "fairly"), view)).view)
    assert read_press(pressed(send), view) == Do(
        action=Respond(TARGET), inputs={"response": ("2", "3", "1", "0"), "confidence": ("fairly",)}
    )


def test_a_form_half_filled_is_sent_as_it_is_for_the_desk_to_judge() -> None:
    view = redrawn(read_press(pressed("i:response:2:0", "1"), come_back(STEPS))).view
    meant = read_press(pressed(ids(view)["Lock my answer"]), come_back(view))
    assert meant == Do(action=Respond(TARGET), inputs={"response": ("1",)})


def test_changing_ones_mind_leaves_one_choice() -> None:
    view = come_back(layout(MIXED))
    assert draft_in(view).inputs()["days"] == ("29",)
    view = come_back(redrawn(read_press(pressed("i:days:0:0", "3"), view)).view)
    assert draft_in(view).inputs()["days"] == ("3",)


def test_texts_alone_are_typed_and_sent_in_one_window() -> None:
    view = come_back(layout(LEAVE))
    assert read_press(pressed(ids(view)["I am away"]), view) == Do(
        action=DeclareLeave(), inputs={"first": ("2026-11-24",), "last": ("",)}
    )
    asked = read_press(pressed(ids(view)["Change"]), view)
    assert isinstance(asked, Ask)
    assert modal_problems(asked.window) == []
    assert read_submit(sent(asked.window, last="2026-11-27"), view) == Do(
        action=DeclareLeave(), inputs={"first": ("2026-11-24",), "last": ("2026-11-27",)}
    )


def test_a_text_beside_choices_goes_into_the_message() -> None:
    view = come_back(layout(MIXED))
    asked = read_press(pressed(ids(view)["Write"]), view)
    assert isinstance(asked, Ask)
    assert modal_problems(asked.window) == []
    (label,) = asked.window.to_dict()["components"]
    assert (label["label"], label["description"]) == ("At which hour?", "Such as 08:30, `or so`.")
    view = come_back(redrawn(read_submit(sent(asked.window, opens="*08:30*"), view)).view)
    assert read_press(pressed(ids(view)["Preview"]), view) == Do(
        action=ProposeSetup(), inputs={"days": ("29",), "opens": ("*08:30*",)}
    )


def test_what_has_to_be_typed_is_asked_for_before_it_is_sent() -> None:
    view = come_back(layout(MIXED))
    asked = read_press(pressed(ids(view)["Preview"]), view)
    assert isinstance(asked, Ask)
    assert read_submit(sent(asked.window, opens="9"), view) == Do(
        action=ProposeSetup(), inputs={"days": ("29",), "opens": ("9",)}
    )


def test_a_window_of_another_form_takes_nothing_along() -> None:
    window = modal(flag_form(TARGET, "Which?", None, ""))
    meant = read_submit(sent(window, reason="unclear", words="Hm."), come_back(STEPS))
    assert meant == Do(action=SendFlag(TARGET), inputs={"reason": ("unclear",), "words": ("Hm.",)})


def test_several_ticks_come_back_and_nothing_ticked_is_nothing() -> None:
    window = modal(form_card(showing_of(sample.multiple("d1.1-01")), TARGET, "Model"))
    assert read_submit(sent(window, response=["1", "3"], confidence="certain")) == Do(
        action=Respond(TARGET), inputs={"response": ("1", "3"), "confidence": ("certain",)}
    )
    assert read_submit(sent(window, response=[], confidence=None)) == Do(action=Respond(TARGET))


def test_a_key_in_order_takes_its_reason_along() -> None:
    view = come_back(layout(key_form("a1b2", showing_of(sample.ordering("d1.1-01")))))
    for place in range(4):
        view = redrawn(read_press(pressed(f"i:response:{place}:0", str(3 - place)), view)).view
    asked = read_press(pressed(ids(view)["See what changes"]), view)
    assert isinstance(asked, Ask)
    assert read_submit(sent(asked.window, reason="It is so."), view) == Do(
        action=WeighKey("a1b2"), inputs={"response": ("3", "2", "1", "0"), "reason": ("It is so.",)}
    )


def test_a_button_of_a_form_takes_nothing_along() -> None:
    assert read_press(pressed(ids(STEPS)["Flag"]), come_back(STEPS)) == Do(action=Flag(TARGET))


@pytest.mark.parametrize("custom_id", ["i:response:0:0", "t:opens:12:1:0", "s1:propose-setup"])
def test_without_its_message_a_form_is_refused(custom_id: str) -> None:
    with pytest.raises(Misused):
        read_press(pressed(custom_id, "1"), None)


TYPED = st.text(st.sampled_from("\\*_~|`<>[]()@#:/+-.1 a\n\u0301🙂日"), max_size=80)


@given(TYPED)
def test_what_is_typed_stands_in_the_message_as_it_was(text: str) -> None:
    view = come_back(layout(MIXED))
    draft_in(view).text("opens").put(text)
    assert draft_in(come_back(view)).inputs()["opens"] == (text.strip(),)
