"""At Discord's limits: one below, at, and one above, with emoji and marks; nothing is ever cut."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.discord.controls import LABEL_MOST
from bot.adapters.discord.escape import escape, unescape
from bot.adapters.discord.layout import attachments, layout, layouts
from bot.cards.actions.own import Today
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
    Note,
    OptionRow,
    Options,
    Prose,
    Quote,
    Table,
    Tone,
)
from bot.core.errors import Fault
from bot.core.limits import DISCORD_MESSAGE, discord_units, units
from tests.adapters.discord.checking import Body, components, message_problems, walk
from tests.cards.test_text import ONE_OF_EACH

#: A character of each size, as the end of a text that is exactly so long.
ENDS = ["x", "🙂", "e\u0301", "日"]


def exactly(size: int, end: str = "x") -> str:
    """Make a text of ``size`` units in words, with a given end."""
    return ("word " * size)[: size - units(end)].rstrip().ljust(size - units(end), "y") + end


def card(*blocks: Block) -> Card:
    """Make a card of some blocks."""
    return Card(title="A card", blocks=blocks)


def all_parts(one: Card) -> list[Body]:
    """Give every component of every message of a card, once Discord would take them."""
    made = layouts(one, attachments(one))
    assert [message_problems(each) for each in made] == [[] for _ in made]
    return [part for each in made for part in walk(components(each))]


def read(one: Card) -> str:
    """Give all that a card says, without marks and without how it is broken into lines."""
    text = " ".join(part["content"] for part in all_parts(one) if "content" in part)
    return re.sub(r"[\s*>]|-# |```", "", unescape(text))


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(("size", "messages"), [(-1, 1), (0, 1), (1, 2)])
def test_a_message_is_filled_to_its_limit(end: str, size: int, messages: int) -> None:
    first = exactly(1_000)
    rest = exactly(DISCORD_MESSAGE - 3 * 1_002 + size, end)
    one = card(*[Prose(text=first)] * 3, Prose(text=rest))
    assert len(layouts(one)) == messages
    assert read(one).endswith(re.sub(r"\s", "", rest))
    if messages == 1:
        assert message_problems(layout(one)) == []
    else:
        with pytest.raises(Fault, match="A card"):
            layout(one)


@pytest.mark.parametrize("size", [1_499, 1_500, 1_501, 3_999, 4_000, 4_001, 12_000])
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("tone", Tone)
def test_a_long_text_goes_on_and_nothing_is_lost(size: int, end: str, tone: Tone) -> None:
    for text in (exactly(size, end), "y" * (size - units(end)) + end):
        assert read(card(Prose(text=text, tone=tone))) == re.sub(r"\s", "", text)


@pytest.mark.parametrize("size", [3_999, 4_000, 4_001, 9_000])
def test_every_text_block_goes_on_in_a_second_message(size: int) -> None:
    lines = "\n".join([exactly(199)] * (size // 200))
    blocks: list[Block] = [
        Note(text=lines, warning=True),
        Quote(text=lines, by="Ann"),
        Options(rows=tuple(OptionRow(letter="A", text=exactly(230)) for _ in range(size // 230))),
        Table(caption="", columns=("", "a"), rows=tuple(("1", "word") for _ in range(size // 8))),
        Table(caption="", columns=("a", "b"), rows=((exactly(90), exactly(90)),) * (size // 180)),
    ]
    for block in blocks:
        assert len(layouts(card(block))) >= size // DISCORD_MESSAGE
        assert all_parts(card(block))


@pytest.mark.parametrize("count", [34, 35, 36, 120])
def test_forty_components_are_never_passed(count: int) -> None:
    pairs: list[Block] = []
    for n in range(count):
        pairs += [Prose(text=f"Note {n}"), Buttons(buttons=(Button(label="Go", action=Today()),))]
    parts = all_parts(card(*pairs))
    assert len([part for part in parts if part["type"] == 2]) == count
    texts = [part["content"] for part in parts if "content" in part]
    assert texts == [f"Note {n}" for n in range(count)]


def test_a_row_of_buttons_stays_with_its_text() -> None:
    blocks: list[Block] = []
    for n in range(30):
        row = Buttons(buttons=tuple(Button(label=f"{n}", action=Today()) for _ in range(5)))
        blocks += [Heading(text=f"Part {n}", level=2), Prose(text=exactly(300)), row]
    for made in layouts(card(*blocks)):
        (container,) = components(made)
        first, last = container["components"][0], container["components"][-1]
        assert first["content"].startswith("### Part")
        assert last["type"] == 1


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("size", [LABEL_MOST - 1, LABEL_MOST, LABEL_MOST + 1])
def test_a_name_on_a_button_is_clamped(size: int, end: str) -> None:
    label = exactly(size, end)
    (button,) = [p for p in all_parts(card(Buttons(buttons=(Button(label=label, action=Today()),))))
                 if p["type"] == 2]  # fmt: skip
    assert units(button["label"]) <= LABEL_MOST
    assert (button["label"] == label) is (size <= LABEL_MOST)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("size", [99, 100, 101, 230])
def test_an_option_that_a_select_cuts_stands_above_it_in_full(mode: Mode, size: int) -> None:
    options = tuple(ChoiceOption(value=str(n), text=f"{n}{exactly(size - 1)}") for n in range(5))
    choice = Choice(
        name="pick", label="Which?", mode=mode, options=options, matches=options, count=2
    )
    form = Card(title="x", blocks=(choice,), submit=Button(label="Send", action=Today()))
    labels = [o["label"] for p in all_parts(form) if p["type"] == 3 for o in p["options"]]
    text = read(form)
    for option in options:
        assert (
            any(option.text in label for label in labels) or re.sub(r"\s", "", option.text) in text
        )


@pytest.mark.parametrize("count", [24, 25, 26, 50, 51, 100])
@pytest.mark.parametrize("mode", [Mode.ONE, Mode.MATCH])
def test_no_select_holds_more_than_it_can(count: int, mode: Mode) -> None:
    options = tuple(ChoiceOption(value=str(n), text=f"Member {n}") for n in range(count))
    line = (ChoiceOption(value="0", text="Member"),)
    choice = Choice(
        name="who",
        label="Who?",
        mode=mode,
        matches=options,
        options=options if mode is Mode.ONE else line,
    )
    form = Card(title="x", blocks=(choice,), submit=Button(label="Send", action=Today()))
    values = [o["value"] for p in all_parts(form) if p["type"] == 3 for o in p["options"]]
    assert values == [option.value for option in options]


def test_ten_members_and_many_teams_fit_one_form() -> None:
    people = tuple(ChoiceOption(value=str(n), text="n" * 40) for n in range(10))
    teams = tuple(ChoiceOption(value=str(n), text="t" * 24) for n in range(25))
    choice = Choice(
        name="team", label="Who is in which team, page 1 of 9", mode=Mode.MATCH, options=people,
        matches=teams, chosen=("0",) * 10,
    )  # fmt: skip
    turn = Buttons(buttons=(Button(label="Next page", action=Today()),))
    form = Card(title="x", blocks=(choice, turn), submit=Button(label="Send", action=Today()))
    assert all_parts(form)


def test_a_form_that_cannot_be_shown_whole_says_so() -> None:
    lines = tuple(ChoiceOption(value=str(n), text=f"Line {n}") for n in range(30))
    choice = Choice(name="x", label="x", mode=Mode.MATCH, options=lines, matches=lines[:2])
    with pytest.raises(Fault):
        layouts(Card(title="x", blocks=(choice,), submit=Button(label="Send", action=Today())))


def test_a_draft_that_leaves_no_room_is_asked_for_again() -> None:
    typed = Fields(name="value", label="Which days?", limit=3_000, value="*" * 3_000, lines=5)
    form = Card(title="x", blocks=(typed,), submit=Button(label="Send", action=Today()))
    assert any("nothing yet" in part.get("content", "") for part in all_parts(form))


@given(st.text(max_size=200))
def test_the_budget_counts_more_than_escaping_takes(text: str) -> None:
    assert units(escape(text)) <= discord_units(text)


@settings(max_examples=150)
@given(st.lists(st.sampled_from(ONE_OF_EACH), min_size=1, max_size=60))
def test_discord_takes_any_card(blocks: list[Block]) -> None:
    shown = [block for block in blocks if not isinstance(block, Choice | Fields)]
    pictures = [block for block in shown if type(block).__name__ in ("Picture", "File")]
    few = [block for block in shown if block not in pictures[10:]]
    assert all_parts(card(*few)) or not few
