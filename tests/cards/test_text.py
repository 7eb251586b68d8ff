"""Every block has a plain text; times name their zone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

from bot.cards import blocks
from bot.cards.actions.own import Today
from bot.cards.blocks import Block, Card
from bot.cards.text import block_text, card_text
from bot.core.charting import BarChart, Count, CountChart, Level, Line, LineChart, Scale

AT = datetime(2026, 11, 24, 16, tzinfo=UTC)
ONE_OF_EACH: tuple[Block, ...] = (
    blocks.Heading(text="Today"),
    blocks.Prose(text="A clinic keeps scans."),
    blocks.Moment(at=AT, zone="Europe/Berlin", before="until", after="· no hurry", with_day=True),
    blocks.Options(
        rows=(
            blocks.OptionRow(letter="A", text="One", standing=blocks.Standing.PICKED_WRONG),
            blocks.OptionRow(
                letter="B", text="Two", standing=blocks.Standing.MISSED, count=3, total=5
            ),
        )
    ),
    blocks.Choice(
        name="response",
        label="Match them",
        mode=blocks.Mode.MATCH,
        options=(blocks.ChoiceOption(value="0", text="Rows"),),
        matches=(blocks.ChoiceOption(value="0", text="Avro"),),
    ),
    blocks.Fields(name="text", label="Your note", limit=100),
    blocks.Buttons(buttons=(blocks.Button(label="Go", action=Today()),)),
    blocks.Facts(pairs=(("Streak", "3 days"),)),
    blocks.Table(caption="Board", columns=("Rank", "Name"), rows=(("1", "Ann"),)),
    blocks.Meter(label="Model", value=0.5, words="1 of 2 right"),
    blocks.Distribution(caption="How sure", bars=(blocks.Bar(label="Certain", count=1, total=2),)),
    blocks.Picture(
        chart=CountChart(title="What the group chose", counts=(Count(label="A", count=3),)),
        caption="Tuesday's question",
    ),
    blocks.Picture(
        chart=LineChart(
            title="Progress",
            labels=("2 Nov", "9 Nov"),
            lines=(Line(name="You", values=(0.5, None)), Line(name="Group", values=(1, 0))),
        ),
    ),
    blocks.Picture(
        chart=BarChart(
            title="Points",
            bars=(Level(label="Data", value=7.5, n=3, low=1, high=9, mark="you"),),
            scale=Scale.NUMBER,
            unit=("round", "rounds"),
        ),
        alt="Data: seven and a half points.",
    ),
    blocks.File(name="main.xlsx", words="workbook, 48 KB", id="Zm9v-_1"),
    blocks.Note(text="Mind this.", warning=True),
    blocks.Quote(text="Cold data wants `a cold store`.", by="Ann"),
)


def test_every_block_has_a_plain_text() -> None:
    assert {type(block) for block in ONE_OF_EACH} == set(get_args(Block))
    for block in ONE_OF_EACH:
        assert block_text(block).strip()


def test_a_moment_is_written_in_its_zone() -> None:
    text = block_text(ONE_OF_EACH[2])
    assert text == "until Tue 24 Nov, 17:00 (Europe/Berlin) · no hurry"


def test_what_is_right_is_said_in_words() -> None:
    text = block_text(ONE_OF_EACH[3])
    assert text == "A. One ✗ your pick\nB. Two ✓ right · 3 of 5"


def test_somebodys_words_stand_under_their_name_if_it_is_told() -> None:
    assert block_text(ONE_OF_EACH[-1]) == "Ann: “Cold data wants `a cold store`.”"
    assert block_text(blocks.Quote(text="No name.")) == "“No name.”"


def test_an_input_says_what_is_wrong_beside_what_was_typed() -> None:
    typed = blocks.Fields(
        name="at", label="Which hour?", limit=9, value="25", hint="Such as 08:30.", error="No."
    )
    assert block_text(typed) == (
        "Which hour? (Such as 08:30.) [text, at most 9 characters]\n  > 25\n  ! No."
    )
    chosen = blocks.Choice(
        name="days",
        label="Which days?",
        mode=blocks.Mode.ONE,
        options=(blocks.ChoiceOption(value="5", text="Friday"),),
        chosen=("5",),
        error="No.",
    )
    assert block_text(chosen) == "Which days? [one of]\n  5) Friday ← chosen\n  ! No."


def test_a_form_ends_with_its_button() -> None:
    go = blocks.Button(label="Lock my answer", action=Today())
    assert card_text(Card(title="x", blocks=ONE_OF_EACH[:1], submit=go)).endswith(
        "[Lock my answer]"
    )


def test_a_picture_is_told_in_numbers() -> None:
    first, second, third = (each for each in ONE_OF_EACH if isinstance(each, blocks.Picture))
    assert block_text(first) == (
        "What the group chose:\nA: 3 of 3 answers, 100 %.\nTuesday's question"
    )
    assert block_text(second) == (
        "Progress:\nYou: 2 Nov 50 %, 9 Nov none.\nGroup: 2 Nov 100 %, 9 Nov 0 %."
    )
    assert block_text(third) == "Data: seven and a half points."


def test_a_file_is_named_and_described() -> None:
    file = next(each for each in ONE_OF_EACH if isinstance(each, blocks.File))
    assert block_text(file) == "main.xlsx [file: workbook, 48 KB]"
