"""What judges the messages refuses what Discord would refuse."""

from __future__ import annotations

import pytest

from tests.adapters.discord.checking import IS_V2, Body, problems

TEXT: Body = {"type": 10, "content": "word"}
BUTTON: Body = {"type": 2, "style": 2, "label": "Go", "custom_id": "a"}
OPTION: Body = {"label": "A", "value": "0"}
SELECT: Body = {"type": 3, "custom_id": "s", "options": [OPTION], "min_values": 1, "max_values": 1}

ASKED: Body = {"type": 18, "label": "l", "component": SELECT}


def row(*parts: Body) -> Body:
    """Put controls on a row."""
    return {"type": 1, "components": list(parts)}


@pytest.mark.parametrize(
    "parts",
    [
        [{"type": 10, "content": "x" * 4001}],
        [{"type": 10, "content": "x" * 2001}] * 2,
        [{"type": 10, "content": " "}],
        [{"type": 10, "content": "```\nleft open"}],
        [TEXT] * 41,
        [row(BUTTON), row(BUTTON)],
        [row(*({**BUTTON, "custom_id": str(n)} for n in range(6)))],
        [row({**BUTTON, "label": "x" * 81})],
        [row({**BUTTON, "custom_id": "x" * 101})],
        [row({**BUTTON, "label": ""})],
        [row(BUTTON, SELECT)],
        [row({**SELECT, "options": [OPTION, OPTION]})],
        [row({**SELECT, "max_values": 2})],
        [row({**SELECT, "options": [{**OPTION, "label": "x" * 101}]})],
        [row({**SELECT, "options": [{"label": str(n), "value": str(n)} for n in range(26)]})],
        [ASKED],
        [{"type": 9, "components": [TEXT] * 4, "accessory": BUTTON}],
    ],
)
def test_a_message_that_discord_refuses_is_found_out(parts: list[Body]) -> None:
    assert problems({"components": parts, "flags": IS_V2}, "MessageCreateRequest")


def test_a_message_that_discord_takes_is_left_alone() -> None:
    parts = [TEXT, row(BUTTON), row(SELECT)]
    assert problems({"components": parts, "flags": IS_V2}, "MessageCreateRequest") == []


@pytest.mark.parametrize(
    "data",
    [
        {
            "custom_id": "m",
            "title": "x" * 46,
            "components": [{"type": 18, "label": "l", "component": SELECT}],
        },
        {"custom_id": "m", "title": "t", "components": [TEXT]},
        {"custom_id": "m", "title": "t", "components": [row(BUTTON)]},
        {
            "custom_id": "m",
            "title": "t",
            "components": [
                {**ASKED, "component": {**SELECT, "custom_id": str(n)}} for n in range(6)
            ],
        },
    ],
)
def test_a_window_that_discord_refuses_is_found_out(data: Body) -> None:
    assert problems({"type": 9, "data": data}, "ModalInteractionCallbackRequest")
