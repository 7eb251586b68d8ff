"""Every block becomes something that Discord takes, and that says what the block says."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.adapters.discord.layout import attachments, layout, layouts
from bot.adapters.discord.modals import modal
from bot.cards.actions.own import Today
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Choice,
    ChoiceOption,
    Fields,
    File,
    Mode,
    Picture,
    Style,
    Table,
)
from tests.adapters.discord.checking import components, message_problems, walk
from tests.cards.test_text import ONE_OF_EACH


def card(*blocks: Block, submit: bool = False) -> Card:
    """Make a card of some blocks."""
    button = Button(label="Send it", action=Today()) if submit else None
    return Card(title="A card", blocks=blocks, submit=button)


def shown(*blocks: Block) -> str:
    """Give all text that blocks display."""
    parts = walk(components(layout(card(*blocks))))
    return "\n".join(part["content"] for part in parts if "content" in part)


def test_no_block_is_forgotten() -> None:
    assert {type(block) for block in ONE_OF_EACH} == set(get_args(Block))


@pytest.mark.parametrize("block", ONE_OF_EACH, ids=lambda block: type(block).__name__)
@pytest.mark.parametrize("carried", [True, False], ids=["carried", "in words"])
def test_discord_takes_every_block(block: Block, carried: bool) -> None:
    one = card(block, submit=isinstance(block, Choice | Fields))
    (made,) = layouts(one, attachments(one) if carried else ())
    assert message_problems(made) == []


def test_all_blocks_stand_in_one_message() -> None:
    every = card(*ONE_OF_EACH, submit=True)
    assert message_problems(layout(every, attachments(every))) == []


def test_a_moment_is_in_the_readers_own_time() -> None:
    assert shown(ONE_OF_EACH[2]) == "until <t:1795536000:F> (<t:1795536000:R>) · no hurry"


def test_what_is_right_is_said_in_words() -> None:
    text = shown(ONE_OF_EACH[3])
    assert text == "**A.** One · **✗ your pick**\n\n**B.** Two · **✓ right**\n▰▰▰▰▰▱▱▱ 3 of 5"


def test_a_picture_is_told_whether_it_is_seen_or_not() -> None:
    (picture,) = [b for b in ONE_OF_EACH if isinstance(b, Picture) and b.caption]
    one = card(picture)
    (name,) = attachments(one)
    seen = layout(one, [name])
    parts = list(walk(components(seen)))
    assert seen.attachments == (name,)
    assert [p["items"][0]["description"] for p in parts if "items" in p] == [picture.words]
    for each in (seen, layout(one)):
        text = "".join(p.get("content", "") for p in walk(components(each)))
        assert "A: 3 of 3 answers, 100 %." in text


def test_a_file_goes_by_a_name_that_the_platform_leaves_alone() -> None:
    (name,) = attachments(card(File(name="März & Q1.xlsx", words="48 KB", id="a")))
    assert name == "0-M-rz-Q1.xlsx"


def test_a_narrow_table_stands_in_columns() -> None:
    table = Table(
        caption="Board",
        columns=("Rank", "Name", "Points"),
        rows=(("1", "Ann", "12"), ("2", "日本", "7.5")),
        numeric=frozenset({2}),
        own_row=1,
    )
    assert shown(table) == (
        "**Board**\n```\n"
        "Rank  Name        Points\n"
        "1     Ann             12\n"
        "2     日本 (you)     7.5\n"
        "```"
    )


def test_a_wide_table_becomes_a_list() -> None:
    table = Table(
        caption="Left out",
        columns=("Slot", "Why"),
        rows=(("Tue 24 Nov", "The lead skipped it, and said so in the channel."),),
    )
    assert shown(table) == (
        "-# Left out\n**Tue 24 Nov**\nThe lead skipped it, and said so in the channel."
    )


def test_nobody_breaks_out_of_a_table() -> None:
    table = Table(caption="", columns=("Name",), rows=(("```\n# loud",),))
    assert "```" not in shown(table)
    assert "\n# loud" not in shown(table)


def test_two_buttons_of_one_action_have_ids_of_their_own() -> None:
    again = Buttons(buttons=(Button(label="A", action=Today()), Button(label="B", action=Today())))
    assert message_problems(layout(card(again, again))) == []


def test_more_than_five_buttons_take_a_second_row() -> None:
    six = tuple(Button(label=str(n), action=Today(), style=Style.QUIET) for n in range(6))
    rows = [p for p in walk(components(layout(card(Buttons(buttons=six))))) if p["type"] == 1]
    assert [len(row["components"]) for row in rows] == [5, 1]


def test_a_long_list_goes_on_in_a_second_select() -> None:
    people = tuple(ChoiceOption(value=str(n), text=f"Member {n}") for n in range(60))
    one = Choice(name="who", label="Who?", mode=Mode.ONE, options=people, chosen=("59",))
    made = layout(card(one, submit=True))
    assert message_problems(made) == []
    selects = [p for p in walk(components(made)) if p["type"] == 3]
    assert [len(p["options"]) for p in selects] == [20, 20, 20]
    assert [p["custom_id"] for p in selects] == ["i:who:0:0", "i:who:0:1", "i:who:0:2"]


async def test_the_library_keeps_no_hold_of_what_is_sent() -> None:
    form = card(Fields(name="text", label="Your note", limit=9), submit=True)
    assert layout(form).is_finished()
    assert modal(form).is_finished()
