"""What the stand-in takes as blocks and views: every limit, at the limit and one beyond it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from tests.fakes.slack.kit.check import check_message, check_view, too_large, too_long

Json: TypeAlias = dict[str, Any]


@pytest.fixture(params=["table", "table and schema"])
def layers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Check by the stand-in's own table alone, and by Slack's types too where they are at hand."""
    if request.param == "table":
        monkeypatch.delenv("COHORT_SHARED", raising=False)
    elif "COHORT_SHARED" not in os.environ:
        return "table"
    return str(request.param)


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str = "An option", value: str = "1", **more: Any) -> Json:
    return {"text": plain(text), "value": value, **more}


def options(count: int) -> list[Json]:
    return [option(value=str(number)) for number in range(count)]


def button(text: str = "B", **more: Any) -> Json:
    return {"type": "button", "text": plain(text), **more}


def section(text: str = "Words", **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def actions(*elements: Json) -> list[Json]:
    return [{"type": "actions", "elements": list(elements)}]


def field(element: Json, label: str = "Label", **more: Any) -> list[Json]:
    return [{"type": "input", "label": plain(label), "element": element, **more}]


def modal(**more: Any) -> Json:
    return {"type": "modal", "title": plain("Title"), "blocks": [section()], **more}


def picture(**more: Any) -> Json:
    return {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "words", **more}


def table(rows: int, columns: int, text: str = "x") -> list[Json]:
    row = [{"type": "raw_text", "text": text} for _ in range(columns)]
    return [{"type": "table", "rows": [row for _ in range(rows)]}]


def confirm(**more: Any) -> Json:
    dialog = {"title": plain("Sure?"), "text": plain("Really?"), "confirm": plain("Yes")}
    return {**dialog, "deny": plain("No"), **more}


MESSAGE_LIMITS: dict[str, tuple[int, Callable[[int], list[Json]]]] = {
    "blocks of a message": (50, lambda n: [{"type": "divider"}] * n),
    "section text": (3000, lambda n: [section("x" * n)]),
    "section fields": (10, lambda n: [{"type": "section", "fields": [mrkdwn("x")] * n}]),
    "field text": (2000, lambda n: [{"type": "section", "fields": [mrkdwn("x" * n)]}]),
    "header": (150, lambda n: [{"type": "header", "text": plain("x" * n)}]),
    "context elements": (10, lambda n: [{"type": "context", "elements": [mrkdwn("x")] * n}]),
    "context text": (3000, lambda n: [{"type": "context", "elements": [mrkdwn("x" * n)]}]),
    "block_id": (255, lambda n: [section(block_id="x" * n)]),
    "action elements": (25, lambda n: actions(*[button()] * n)),
    "action_id": (255, lambda n: actions(button(action_id="x" * n))),
    "button text": (75, lambda n: actions(button("x" * n))),
    "button value": (2000, lambda n: actions(button(value="x" * n))),
    "button url": (3000, lambda n: actions(button(url="x" * n))),
    "button's spoken name": (75, lambda n: actions(button(accessibility_label="x" * n))),
    "radio options": (
        10,
        lambda n: actions({"type": "radio_buttons", "options": options(n)}),
    ),
    "checkboxes": (10, lambda n: actions({"type": "checkboxes", "options": options(n)})),
    "overflow options": (5, lambda n: actions({"type": "overflow", "options": options(n)})),
    "select options": (100, lambda n: actions({"type": "static_select", "options": options(n)})),
    "option text": (
        75,
        lambda n: actions({"type": "radio_buttons", "options": [option("x" * n)]}),
    ),
    "option value": (
        150,
        lambda n: actions({"type": "radio_buttons", "options": [option(value="x" * n)]}),
    ),
    "option description": (
        75,
        lambda n: actions(
            {"type": "radio_buttons", "options": [option(description=plain("x" * n))]}
        ),
    ),
    "select placeholder": (
        150,
        lambda n: actions(
            {"type": "static_select", "options": options(1), "placeholder": plain("x" * n)}
        ),
    ),
    "group label": (
        75,
        lambda n: actions(
            {
                "type": "static_select",
                "option_groups": [{"label": plain("x" * n), "options": options(1)}],
            }
        ),
    ),
    "confirm title": (100, lambda n: actions(button(confirm=confirm(title=plain("x" * n))))),
    "confirm text": (300, lambda n: actions(button(confirm=confirm(text=plain("x" * n))))),
    "confirm button": (30, lambda n: actions(button(confirm=confirm(confirm=plain("x" * n))))),
    "alt text": (2000, lambda n: [picture(alt_text="x" * n)]),
    "picture title": (2000, lambda n: [picture(title=plain("x" * n))]),
    "picture url": (3000, lambda n: [picture(image_url="x" * n)]),
    "markdown": (12_000, lambda n: [{"type": "markdown", "text": "x" * n}]),
    "table rows": (100, lambda n: table(n, 2)),
    "table columns": (20, lambda n: table(2, n)),
    "table characters": (10_000, lambda n: table(1, 1, "x" * n)),
}

VIEW_LIMITS: dict[str, tuple[int, Callable[[int], Json]]] = {
    "blocks of a view": (100, lambda n: modal(blocks=[{"type": "divider"}] * n)),
    "title": (24, lambda n: modal(title=plain("x" * n))),
    "submit": (24, lambda n: modal(submit=plain("x" * n))),
    "close": (24, lambda n: modal(close=plain("x" * n))),
    "private_metadata": (3000, lambda n: modal(private_metadata="x" * n)),
    "callback_id": (255, lambda n: modal(callback_id="x" * n)),
    "external_id": (255, lambda n: modal(external_id="x" * n)),
    "home blocks": (100, lambda n: {"type": "home", "blocks": [{"type": "divider"}] * n}),
    "input label": (
        2000,
        lambda n: modal(submit=plain("Save"), blocks=field({"type": "plain_text_input"}, "x" * n)),
    ),
    "input hint": (
        2000,
        lambda n: modal(
            submit=plain("Save"), blocks=field({"type": "plain_text_input"}, hint=plain("x" * n))
        ),
    ),
    "input placeholder": (
        150,
        lambda n: modal(
            submit=plain("Save"),
            blocks=field({"type": "plain_text_input", "placeholder": plain("x" * n)}),
        ),
    ),
    "input max_length": (
        3000,
        lambda n: modal(
            submit=plain("Save"), blocks=field({"type": "plain_text_input", "max_length": n})
        ),
    ),
    "input initial value": (
        3000,
        lambda n: modal(
            submit=plain("Save"),
            blocks=field({"type": "plain_text_input", "initial_value": "x" * n}),
        ),
    ),
}


def message_problems(blocks: Any) -> list[str]:
    return check_message(blocks, lambda file: file.get("id") == "F1")


def view_problems(view: Any) -> list[str]:
    return check_view(view, lambda file: file.get("id") == "F1")


@pytest.mark.usefixtures("layers")
@pytest.mark.parametrize("name", MESSAGE_LIMITS)
def test_a_message_may_go_to_the_limit_and_no_further(name: str) -> None:
    limit, make = MESSAGE_LIMITS[name]
    assert message_problems(make(limit - 1)) == []
    assert message_problems(make(limit)) == []
    assert "json-pointer:/blocks" in message_problems(make(limit + 1))[0]


@pytest.mark.usefixtures("layers")
@pytest.mark.parametrize("name", VIEW_LIMITS)
def test_a_view_may_go_to_the_limit_and_no_further(name: str) -> None:
    limit, make = VIEW_LIMITS[name]
    assert view_problems(make(limit - 1)) == []
    assert view_problems(make(limit)) == []
    assert "json-pointer:/view" in view_problems(make(limit + 1))[0]


REFUSED_MESSAGES: dict[str, Any] = {
    "blocks that are no list": {"type": "divider"},
    "a block without a type": [{"text": plain("x")}],
    "an unknown block": [{"type": "banner"}],
    "a field nobody knows": [{"type": "divider", "colour": "red"}],
    "a section without words": [{"type": "section"}],
    "an empty text": [section("")],
    "a bare text": [{"type": "section", "text": "words"}],
    "mrkdwn in a header": [{"type": "header", "text": mrkdwn("x")}],
    "mrkdwn on a button": actions({"type": "button", "text": mrkdwn("x")}),
    "emoji on mrkdwn": [{"type": "section", "text": {**mrkdwn("x"), "emoji": True}}],
    "no context": [{"type": "context", "elements": []}],
    "a button in a context": [{"type": "context", "elements": [button()]}],
    "no actions": actions(),
    "a text input among buttons": actions({"type": "plain_text_input"}),
    "a button as an input": field(button()),
    "a green button": actions(button(style="green")),
    "an empty value": actions(button(value="")),
    "an action_id twice in a block": actions(button(action_id="a"), button(action_id="a")),
    "a block_id twice": [section(block_id="a"), section(block_id="a")],
    "no options": actions({"type": "static_select", "options": []}),
    "neither options nor groups": actions({"type": "static_select"}),
    "options and groups": actions(
        {
            "type": "static_select",
            "options": options(1),
            "option_groups": [{"label": plain("x"), "options": options(1)}],
        }
    ),
    "mrkdwn in a select": actions(
        {"type": "static_select", "options": [{"text": mrkdwn("x"), "value": "1"}]}
    ),
    "a start that is no option": actions(
        {"type": "radio_buttons", "options": options(2), "initial_option": option(value="9")}
    ),
    "a start nearly like an option": actions(
        {
            "type": "radio_buttons",
            "options": [option(description=plain("x"))],
            "initial_option": option(),
        }
    ),
    "ticks that are no options": actions(
        {"type": "checkboxes", "options": options(2), "initial_options": [option(value="9")]}
    ),
    "no ticks at all": actions(
        {"type": "checkboxes", "options": options(2), "initial_options": []}
    ),
    "two options of one value": actions({"type": "radio_buttons", "options": [option(), option()]}),
    "a picture without alt text": [{"type": "image", "image_url": "https://example.org/a.png"}],
    "a picture from nowhere": [{"type": "image", "alt_text": "words"}],
    "a picture that is not ready": [
        {"type": "image", "alt_text": "words", "slack_file": {"id": "F2"}}
    ],
    "two tables": [*table(1, 1), *table(1, 1)],
    "a date that is none": actions({"type": "datepicker", "initial_date": "24 November"}),
    "a time that is none": actions({"type": "timepicker", "initial_time": "24:00"}),
    "two markdown blocks over the total": [{"type": "markdown", "text": "x" * 7000}] * 2,
}

REFUSED_VIEWS: dict[str, Any] = {
    "no view": [],
    "an unknown view": {"type": "drawer", "blocks": [section()]},
    "no title": {"type": "modal", "blocks": [section()]},
    "no blocks": modal(blocks=[]),
    "an empty submit": modal(submit=plain("")),
    "inputs without submit": modal(blocks=field({"type": "plain_text_input"})),
    "a table in a modal": modal(blocks=table(1, 1)),
    "markdown on the home tab": {"type": "home", "blocks": [{"type": "markdown", "text": "x"}]},
    "a title on the home tab": {"type": "home", "title": plain("x"), "blocks": [section()]},
    "mrkdwn as a title": modal(title=mrkdwn("x")),
    "two that want the focus": modal(
        submit=plain("Save"),
        blocks=[
            *field({"type": "plain_text_input", "focus_on_load": True}),
            *field({"type": "plain_text_input", "focus_on_load": True}),
        ],
    ),
    "lengths the wrong way round": modal(
        submit=plain("Save"),
        blocks=field({"type": "plain_text_input", "min_length": 9, "max_length": 3}),
    ),
    "a start that is too long": modal(
        submit=plain("Save"),
        blocks=field({"type": "plain_text_input", "initial_value": "four", "max_length": 3}),
    ),
    "max_length 0": modal(
        submit=plain("Save"), blocks=field({"type": "plain_text_input", "max_length": 0})
    ),
}


@pytest.mark.usefixtures("layers")
@pytest.mark.parametrize("name", REFUSED_MESSAGES)
def test_slack_takes_no_message_with(name: str) -> None:
    assert message_problems(REFUSED_MESSAGES[name])


@pytest.mark.usefixtures("layers")
@pytest.mark.parametrize("name", REFUSED_VIEWS)
def test_slack_takes_no_view_with(name: str) -> None:
    assert view_problems(REFUSED_VIEWS[name])


@pytest.mark.usefixtures("layers")
def test_everything_that_is_in_order_is_taken() -> None:
    radio = {
        "type": "radio_buttons",
        "options": [{"text": mrkdwn("*Certain*"), "value": "1"}, option(value="2")],
        "initial_option": option(value="2"),
    }
    ticks = {"type": "checkboxes", "options": options(3), "initial_options": options(2)}
    menu = {
        "type": "static_select",
        "option_groups": [{"label": plain("x"), "options": options(2)}],
        "initial_option": option(value="1"),
    }
    blocks = [
        {"type": "header", "text": plain("Tuesday's scenario")},
        section("Words", expand=True, accessory=button(confirm=confirm(style="danger"))),
        *actions(button(action_id="a", style="primary"), button(action_id="b"), radio, menu),
        *actions(ticks, {"type": "timepicker", "initial_time": "17:00"}),
        *field({"type": "plain_text_input", "multiline": True, "max_length": 280}),
        *field({"type": "users_select", "placeholder": plain("Whom?")}),
        *field({"type": "number_input", "is_decimal_allowed": False, "min_value": "0"}),
        {"type": "image", "alt_text": "words", "slack_file": {"id": "F1"}},
        {"type": "context", "elements": [mrkdwn("5 answered"), picture()]},
        {"type": "divider"},
    ]
    assert message_problems([*blocks, *table(3, 3)]) == []
    assert view_problems(modal(submit=plain("Save"), blocks=blocks)) == []
    assert view_problems({"type": "home", "blocks": blocks, "private_metadata": "x"}) == []


def test_problems_are_told_as_slack_tells_them() -> None:
    assert message_problems([section(), section("x" * 3001)]) == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]"
    ]
    assert message_problems(actions(*[button()] * 26)) == [
        "[ERROR] no more than 25 items allowed [json-pointer:/blocks/0/elements]"
    ]
    assert view_problems(modal(blocks=[{"type": "divider"}] * 101)) == [
        "[ERROR] no more than 100 items allowed [json-pointer:/view/blocks]"
    ]


def test_the_schema_finds_what_the_table_leaves_open(monkeypatch: pytest.MonkeyPatch) -> None:
    if "COHORT_SHARED" not in os.environ:
        pytest.skip("needs COHORT_SHARED")
    odd = {"type": "rich_text_section", "elements": [{"type": "blink", "text": "x"}]}
    blocks = [{"type": "rich_text", "elements": [odd]}]
    assert "/blocks/0" in message_problems(blocks)[0]
    monkeypatch.delenv("COHORT_SHARED")
    assert message_problems(blocks) == []


def test_a_whole_message_has_a_length_too() -> None:
    assert not too_long([section("x" * 3000)] * 4)
    assert too_long([section("x" * 3000)] * 4 + [section("x" * 1001)])
    assert not too_large(modal(blocks=[section("x" * 2400)] * 100))
    assert too_large(modal(blocks=[section("x" * 2500)] * 100))
