"""Inputs: everything to choose from stands there in full, and comes back as it was meant."""

from __future__ import annotations

from typing import Any

import pytest

from bot.adapters.slack.inputs import chosen, read_name, typed
from bot.adapters.slack.limits import DoesNotFit
from bot.cards.blocks import Choice, ChoiceOption, Fields, Mode
from tests.adapters.slack.checking import Json, faults_of_blocks, parts


def choice(mode: Mode, *texts: str, matches: tuple[str, ...] = (), **more: Any) -> Choice:
    """Make a choice among texts."""
    return Choice(
        name="response",
        label="Choose",
        mode=mode,
        options=tuple(ChoiceOption(value=str(n), text=text) for n, text in enumerate(texts)),
        matches=tuple(ChoiceOption(value=str(n), text=text) for n, text in enumerate(matches)),
        **more,
    )


def rendered(block: Choice | Fields) -> list[Json]:
    """Render an input and see that Slack takes it."""
    parts_: list[Any] = typed(block, "f") if isinstance(block, Fields) else chosen(block, "f")
    assert faults_of_blocks(parts_) == []
    return parts_


def words(blocks: list[Json]) -> str:
    """Give all words of some blocks that stand outside of menus."""
    shown = [block for block in blocks if block["type"] != "input"]
    return "\n".join(part["text"] for part in parts(shown) if isinstance(part.get("text"), str))


@pytest.mark.parametrize(
    ("mode", "few", "many"),
    [
        (Mode.ONE, "radio_buttons", "static_select"),
        (Mode.MANY, "checkboxes", "multi_static_select"),
    ],
)
def test_more_than_ten_become_a_menu(mode: Mode, few: str, many: str) -> None:
    for n, kind in ((9, few), (10, few), (11, many)):
        (block,) = rendered(choice(mode, *(f"Option {k}" for k in range(n)), chosen=("3",)))
        assert block["element"]["type"] == kind
    with pytest.raises(DoesNotFit):
        chosen(choice(mode, *(f"Option {k}" for k in range(101))), "f")


@pytest.mark.parametrize("letter", ["a", "🙂", "&", "e\u0301"])
@pytest.mark.parametrize("mode", [Mode.ONE, Mode.MANY])
def test_options_that_are_too_long_stand_above_in_full(mode: Mode, letter: str) -> None:
    size = len(letter.encode("utf-16-le")) // 2 if letter != "&" else 5
    most = 75 // size
    for n, full in ((most - 1, False), (most, False), (most + 1, True)):
        blocks = rendered(choice(mode, letter * n, "B. short"))
        assert (letter.replace("&", "&amp;") * n in words(blocks)) is full
        assert len(blocks) == (3 if full else 1)


def test_what_stands_behind_a_colon_stands_beneath() -> None:
    long = "Certified Engineer of many things, Speciality: closed on 31 March, for the learning"
    (block,) = rendered(choice(Mode.ONE, long, "Another"))
    option = block["element"]["options"][0]
    assert option["text"]["text"].endswith("Speciality:")
    assert option["description"]["text"] == "closed on 31 March, for the learning"


def test_steps_are_shown_once_in_full_and_have_a_menu_for_each_place() -> None:
    blocks = rendered(choice(Mode.ORDER, "A. Gather.", "B. Clean.", "C. Train."))
    assert "A. Gather." in words(blocks)
    menus = [block for block in blocks if block["type"] == "input"]
    assert [menu["label"]["text"] for menu in menus] == ["Place 1", "Place 2", "Place 3"]
    assert [read_name(menu["block_id"]).place for menu in menus] == [0, 1, 2]  # type: ignore[union-attr]


def test_prompts_are_labels_in_full_and_keep_what_was_chosen() -> None:
    prompt = "A very long prompt, " * 12
    blocks = rendered(
        choice(Mode.MATCH, prompt, "Rows", matches=("Avro", "Parquet"), chosen=("1", "0"))
    )
    menus = [block for block in blocks if block["type"] == "input"]
    assert menus[0]["label"]["text"] == prompt
    held = [menu["element"]["initial_option"]["text"]["text"] for menu in menus]
    assert held == ["Parquet", "Avro"]
    with pytest.raises(DoesNotFit):
        chosen(choice(Mode.MATCH, "x" * 2001, "y", matches=("a",)), "f")


def test_a_single_line_goes_by_the_name_of_the_choice() -> None:
    blocks = rendered(choice(Mode.MATCH, "Member", matches=("Ann", "Ben")))
    assert [block["label"]["text"] for block in blocks] == ["Choose"]


def test_a_field_says_its_limits_and_keeps_what_was_typed() -> None:
    (block,) = rendered(
        Fields(name="text", label="Your note", limit=280, lines=4, value="*a* <b>", hint="So.")
    )
    assert block["element"] == {
        "type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": 280,
        "initial_value": "*a* <b>",
    }  # fmt: skip
    assert block["hint"]["text"] == "So."
    (asked,) = rendered(Fields(name="a", label="A", limit=5000, optional=True))
    assert asked["element"]["max_length"] == 3000
    assert asked["optional"] is True


def test_an_error_stands_above_its_input() -> None:
    for block in (
        Fields(name="a", label="A", limit=9, error="No such hour."),
        choice(Mode.ONE, "A", error="No such hour."),
        choice(Mode.ORDER, "A", error="No such hour."),
        choice(Mode.MATCH, "A", matches=("B",), error="No such hour."),
    ):
        assert "No such hour." in words(rendered(block))


def test_a_form_that_asks_for_something_else_does_not_inherit_what_was_typed() -> None:
    one = rendered(Fields(name="value", label="Which hour?", limit=9, value="09:00"))
    two = rendered(Fields(name="value", label="Which hour?", limit=9, value="17:00"))
    assert one[0]["block_id"] != two[0]["block_id"]


@pytest.mark.parametrize("name", ["", "x", "a:b", "a:one:1:0:f:g", "a:two:1:0:f", "a:one:-1:0:f"])
def test_a_name_that_is_not_ours_is_no_input(name: str) -> None:
    assert read_name(name) is None
