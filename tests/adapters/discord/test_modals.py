"""Forms that are short become windows, with nothing lost; the others stay in messages."""

from __future__ import annotations

import pytest

from bot.adapters.discord.modals import fits_modal, modal
from bot.cards.actions.me import Me
from bot.cards.actions.own import About, Today
from bot.cards.actions.values import Asked, Target
from bot.cards.answer import form_card
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Choice,
    ChoiceOption,
    Fields,
    Heading,
    Mode,
    Prose,
)
from bot.core.items import Kind
from tests import sample
from tests.adapters.discord import shipped
from tests.adapters.discord.checking import Body, modal_problems, walk
from tests.cards.test_text import ONE_OF_EACH

FIELD = Fields(name="text", label="Your note", limit=100)
TARGET = Target(Asked.ROUND, 7)


def form(*blocks: Block) -> Card:
    """Make a form of some blocks."""
    return Card(title="A form", blocks=blocks, submit=Button(label="Send", action=Today()))


def parts(card: Card) -> list[Body]:
    """Give all that stands in a form's window, once Discord would take it."""
    window = modal(card)
    assert modal_problems(window) == []
    return list(walk(window.to_dict()["components"]))


def options(count: int, size: int = 8, start: int = 0) -> tuple[ChoiceOption, ...]:
    """Make options of a size."""
    return tuple(
        ChoiceOption(value=str(n), text=f"{n} ".ljust(size, "x")) for n in range(start, count)
    )


def match(lines: int, matches: int) -> Choice:
    """Ask for the match of each line."""
    return Choice(
        name="who", label="Who?", mode=Mode.MATCH, options=options(lines), matches=options(matches)
    )


def choose(mode: Mode, count: int, size: int = 8, n: int = 1) -> Choice:
    """Ask for a choice among so many."""
    return Choice(name="pick", label="Which?", mode=mode, options=options(count, size), count=n)


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        (FIELD, 4), (choose(Mode.ONE, 1), 3), (choose(Mode.ONE, 2), 21), (choose(Mode.ONE, 10), 21),
        (choose(Mode.ONE, 11), 3), (choose(Mode.ONE, 25), 3), (choose(Mode.MANY, 10, n=2), 22),
        (match(1, 25), 3),
    ],
)  # fmt: skip
def test_an_input_becomes_the_control_that_holds_it(block: Block, kind: int) -> None:
    assert kind in [part["type"] for part in parts(form(block))]


@pytest.mark.parametrize(
    "block",
    [
        choose(Mode.ONE, 26), choose(Mode.MANY, 11, n=2), choose(Mode.ORDER, 3),
        match(2, 2), match(1, 26),
        Buttons(buttons=(Button(label="About", action=About()),)),
        *(b for b in ONE_OF_EACH if type(b).__name__ in ("Moment", "Picture", "File", "Meter")),
    ],
)  # fmt: skip
def test_what_a_window_cannot_hold_stays_in_a_message(block: Block) -> None:
    assert not fits_modal(form(FIELD, block))


def test_a_way_back_is_no_loss() -> None:
    assert fits_modal(form(FIELD, Buttons(buttons=(Button(label="Back", action=Me()),))))


def test_without_something_to_send_there_is_no_window() -> None:
    assert not fits_modal(Card(title="x", blocks=(FIELD,)))


def test_five_things_and_no_more() -> None:
    fields = [Fields(name=f"line{n}", label=f"Line {n}", limit=9) for n in range(6)]
    assert len([p for p in parts(form(*fields[:5])) if p["type"] == 18]) == 5
    assert not fits_modal(form(*fields))
    assert not fits_modal(form(Prose(text="First."), *fields[:5]))
    assert fits_modal(form(Prose(text="First."), Prose(text="Then."), *fields[:4]))


@pytest.mark.parametrize(("size", "written"), [(99, False), (100, False), (101, True)])
@pytest.mark.parametrize("last", ["x", "🙂", "e\u0301"])
def test_an_option_that_is_cut_stands_above_in_full(size: int, written: bool, last: str) -> None:
    text = "w" * (size - 2) + (last if len(last.encode("utf-16-le")) == 4 else f"y{last}")
    both = (ChoiceOption(value="0", text=text), ChoiceOption(value="1", text="no"))
    found = parts(form(Choice(name="pick", label="Which?", mode=Mode.ONE, options=both)))
    above = [part["content"] for part in found if part["type"] == 10]
    assert bool(above) is written
    assert not written or text in above[0]


@pytest.mark.parametrize("size", [44, 45, 46, 100, 101])
def test_a_long_label_is_told_in_full(size: int) -> None:
    label = "w" * size
    found = parts(form(Fields(name="text", label=label, limit=9)))
    said = "".join(str(p.get(key, "")) for p in found for key in ("label", "content"))
    assert label in said


def test_a_label_of_two_sentences_is_told_in_two() -> None:
    (found,) = [
        p for p in parts(form_card_of(Kind.MULTIPLE)) if p.get("label", "").startswith("How")
    ]
    assert found["label"] == "How sure are you?"
    assert found["description"] == "It never changes your points."


def form_card_of(kind: Kind) -> Card:
    """Ask a sample of a kind."""
    item = {
        Kind.MULTIPLE: sample.multiple,
        Kind.ORDERING: sample.ordering,
        Kind.MATCHING: sample.matching,
    }[kind]("d1.1-01")
    return form_card(shipped.showing_of(item), TARGET, "Model", promise=True)


def test_a_multiple_response_is_a_window_and_the_practice_kinds_are_not() -> None:
    kinds = [part["type"] for part in parts(form_card_of(Kind.MULTIPLE))]
    assert kinds == [10, 18, 22, 18, 21]
    assert not fits_modal(form_card_of(Kind.ORDERING))
    assert not fits_modal(form_card_of(Kind.MATCHING))


def test_what_was_typed_before_stands_in_the_window() -> None:
    (label, typed) = parts(form(Fields(name="text", label="Note", limit=3, value="longer")))
    assert label["component"] == typed
    assert (typed["value"], typed["max_length"]) == ("longer", 6)


def test_a_window_says_its_title_once() -> None:
    field = Fields(name="at", label="Which hour?", limit=9)
    submit = Button(label="Preview", action=Today())
    card = Card(title="Hour", blocks=(Heading(text="Hour", level=2), field), submit=submit)
    assert [part["type"] for part in modal(card).to_dict()["components"]] == [18]
