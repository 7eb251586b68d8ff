"""Each limit of a body, at it and one beyond it, by the stand-in's table and over the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord as api
import pytest

from tests.fakes.discord.checks.messages import check_message
from tests.fakes.discord.checks.modals import check_modal
from tests.fakes.discord.checks.schema import check_schema, is_at_hand
from tests.fakes.discord.driven import stage
from tests.fakes.discord.errors import Form, Json, Refused

V2 = 1 << 15
POST = ("POST", "/channels/{channel_id}/messages")
CALLBACK = ("POST", "/interactions/{interaction_id}/{interaction_token}/callback")
Made = Callable[[int], Json]


def text(length: int = 1) -> Json:
    return {"type": 10, "content": "x" * length}


def button(**changed: Any) -> Json:
    made = {"type": 2, "style": 1, "label": "A", "custom_id": "a"} | changed
    return {name: value for name, value in made.items() if value is not None}


def row(*children: Json) -> Json:
    return {"type": 1, "components": list(children)}


def options(count: int, **changed: Any) -> list[Json]:
    return [{"label": f"L{n}", "value": f"v{n}"} | changed for n in range(count)]


def select(count: int = 3, **changed: Any) -> Json:
    return {"type": 3, "custom_id": "s", "options": options(count)} | changed


def v2(*components: Json) -> Json:
    return {"flags": V2, "components": list(components)}


def label(component: Json, **changed: Any) -> Json:
    return {"type": 18, "label": "Which?", "component": component} | changed


def modal(*components: Json, **changed: Any) -> Json:
    return {"custom_id": "m", "title": "T", "components": list(components)} | changed


def text_input(**changed: Any) -> Json:
    return {"type": 4, "custom_id": "t", "style": 1} | changed


def buttons(count: int) -> list[Json]:
    return [button(custom_id=f"b{n}") for n in range(count)]


def section(texts: int = 1) -> Json:
    return {"type": 9, "components": [text()] * texts, "accessory": button()}


def gallery(count: int, **changed: Any) -> Json:
    item = {"media": {"url": "https://example.org/a.png"}} | changed
    return {"type": 12, "items": [item] * count}


def checks(count: int = 3, **changed: Any) -> Json:
    return {"type": 22, "custom_id": "c", "options": options(count)} | changed


def radios(count: int = 3, **changed: Any) -> Json:
    return {"type": 21, "custom_id": "r", "options": options(count)} | changed


# name -> (how to make a body of a size, the largest size that is taken)
MESSAGES: dict[str, tuple[Made, int]] = {
    "content": (lambda n: {"content": "x" * n}, 2000),
    "content of emoji": (lambda n: {"content": "🙂" * n}, 2000),
    "nonce": (lambda n: {"content": "x", "nonce": "n" * n}, 25),
    "embeds": (lambda n: {"embeds": [{"title": "t"}] * n}, 10),
    "embed title": (lambda n: {"embeds": [{"title": "t" * n}]}, 256),
    "embed description": (lambda n: {"embeds": [{"description": "t" * n}]}, 4096),
    "all embeds": (
        lambda n: {"embeds": [{"description": "t" * 4096}, {"description": "t" * (n - 4096)}]},
        6000,
    ),
    "components in all": (lambda n: v2(*[text()] * (n - 2), row(button())), 40),
    "components in a container": (
        lambda n: v2({"type": 17, "components": [text()] * (n - 1)}),
        40,
    ),
    "displayed characters": (lambda n: v2(text(3000), text(n - 3000)), 4000),
    "button label": (lambda n: v2(row(button(label="x" * n))), 80),
    "custom_id": (lambda n: v2(row(button(custom_id="x" * n))), 100),
    "link": (
        lambda n: v2(row(button(style=5, custom_id=None, url="https://" + "x" * (n - 8)))),
        512,
    ),
    "buttons in a row": (lambda n: v2(row(*buttons(n))), 5),
    "rows without V2": (
        lambda n: {"components": [row(button(custom_id=str(each))) for each in range(n)]},
        5,
    ),
    "selects in a row": (
        lambda n: v2(row(*[select(custom_id=str(each)) for each in range(n)])),
        1,
    ),
    "options": (lambda n: v2(row(select(n))), 25),
    "max_values": (lambda n: v2(row(select(25, max_values=n))), 25),
    "max_values against options": (lambda n: v2(row(select(3, max_values=n))), 3),
    "min_values against max_values": (
        lambda n: v2(row(select(5, min_values=n, max_values=2))),
        2,
    ),
    "defaults": (
        lambda n: v2(row(select() | {"options": options(n, default=True), "max_values": 2})),
        2,
    ),
    "option label": (lambda n: v2(row(select() | {"options": options(1, label="x" * n)})), 100),
    "option value": (lambda n: v2(row(select() | {"options": options(1, value="x" * n)})), 100),
    "option description": (
        lambda n: v2(row(select() | {"options": options(1, description="x" * n)})),
        100,
    ),
    "placeholder": (lambda n: v2(row(select(placeholder="x" * n))), 150),
    "texts of a section": (lambda n: v2(section(n)), 3),
    "gallery": (lambda n: v2(gallery(n)), 10),
    "picture description": (lambda n: v2(gallery(1, description="x" * n)), 1024),
    "accent": (lambda n: v2({"type": 17, "accent_color": n, "components": [text()]}), 0xFFFFFF),
    "spacing": (lambda n: v2({"type": 14, "spacing": n}), 2),
    "users mentioned": (
        lambda n: {"content": "x", "allowed_mentions": {"users": [str(each) for each in range(n)]}},
        100,
    ),
}

MODALS: dict[str, tuple[Made, int]] = {
    "title": (lambda n: modal(label(text_input()), title="x" * n), 45),
    "custom_id": (lambda n: modal(label(text_input()), custom_id="x" * n), 100),
    "label": (lambda n: modal(label(text_input(), label="x" * n)), 45),
    "description": (lambda n: modal(label(text_input(), description="x" * n)), 100),
    "children": (
        lambda n: modal(*[label(text_input(custom_id=f"t{each}")) for each in range(n)]),
        5,
    ),
    "value": (lambda n: modal(label(text_input(value="x" * n))), 4000),
    "value against max_length": (
        lambda n: modal(label(text_input(value="x" * n, max_length=9))),
        9,
    ),
    "max_length": (lambda n: modal(label(text_input(max_length=n))), 4000),
    "min_length": (lambda n: modal(label(text_input(min_length=n, max_length=10))), 10),
    "text placeholder": (lambda n: modal(label(text_input(placeholder="x" * n))), 100),
    "checkboxes": (lambda n: modal(label(checks(n))), 10),
    "checkbox label": (
        lambda n: modal(label(checks() | {"options": options(1, label="x" * n)})),
        100,
    ),
    "checkbox value": (
        lambda n: modal(label(checks() | {"options": options(1, value="x" * n)})),
        100,
    ),
    "checkbox max_values": (lambda n: modal(label(checks(4, max_values=n))), 4),
    "radios": (lambda n: modal(label(radios(n))), 10),
    "radio description": (
        lambda n: modal(
            label(
                radios()
                | {
                    "options": [
                        *options(1),
                        {"label": "a", "value": "b"} | {"description": "x" * n},
                    ]
                }
            )
        ),
        100,
    ),
    "radio defaults": (
        lambda n: modal(
            label(radios() | {"options": [*options(n, default=True), {"label": "z", "value": "z"}]})
        ),
        1,
    ),
    "select in a modal": (lambda n: modal(label(select(n))), 25),
    "displayed characters": (lambda n: modal(text(n)), 4000),
}

# Whole rules rather than numbers: what is taken, and what is refused with which code.
TAKEN: dict[str, Json] = {
    "a select that may stay empty": v2(row(select(min_values=0))),
    "a link button": v2(row(button(style=5, custom_id=None, url="https://example.org"))),
    "a button of an emoji alone": v2(row(button(label=None, emoji={"name": "🙂"}))),
    "a section with a picture": v2(
        section() | {"accessory": {"type": 11, "media": {"url": "https://example.org/a.png"}}}
    ),
    "every select": v2(*[row({"type": kind, "custom_id": str(kind)}) for kind in (5, 6, 7, 8)]),
    "empty content beside components": v2(text()) | {"content": None, "embeds": []},
    "no mentions": {"content": "<@1>", "allowed_mentions": {"parse": []}},
    "an id of 0 twice": v2(text() | {"id": 0}, text() | {"id": 0}),
}
REFUSED: dict[str, tuple[Json, str]] = {
    "nothing": ({}, "50006"),
    "empty content": ({"content": ""}, "50006"),
    "V2 without components": ({"flags": V2}, "50006"),
    "content beside V2": (v2(text()) | {"content": "x"}, "LEGACY_FIELDS"),
    "embeds beside V2": (v2(text()) | {"embeds": [{"title": "t"}]}, "LEGACY_FIELDS"),
    "V2 components without the flag": ({"components": [text()]}, "UNION_TYPE_CHOICES"),
    "a custom_id twice": (v2(row(button(), button())), "CUSTOM_ID_DUPLICATED"),
    "a custom_id twice in depth": (
        v2(row(button()), {"type": 17, "components": [row(button())]}),
        "CUSTOM_ID_DUPLICATED",
    ),
    "an id twice": (v2(text() | {"id": 7}, text() | {"id": 7}), "ID_DUPLICATED"),
    "a button with nothing on it": (v2(row(button(label=None))), "BASE_TYPE_REQUIRED"),
    "a button without custom_id": (v2(row(button(custom_id=None))), "BASE_TYPE_REQUIRED"),
    "a button with a url": (v2(row(button(url="https://example.org"))), "FORBIDDEN"),
    "a link with a custom_id": (v2(row(button(style=5, url="https://e.org"))), "FORBIDDEN"),
    "a link to nowhere": (
        v2(row(button(style=5, custom_id=None, url="cohort"))),
        "URL_TYPE_INVALID_SCHEME",
    ),
    "a style of its own": (v2(row(button(style=7))), "BASE_TYPE_CHOICES"),
    "a button outside a row": (v2(button()), "UNION_TYPE_CHOICES"),
    "a select beside a button": (v2(row(button(), select())), "WIDTH_EXCEEDED"),
    "a text in a row": (v2(row(text())), "UNION_TYPE_CHOICES"),
    "an empty row": (v2(row()), "BASE_TYPE_REQUIRED"),
    "an empty text": (v2({"type": 10, "content": ""}), "BASE_TYPE_REQUIRED"),
    "a select without options": (v2(row(select(0))), "BASE_TYPE_BAD_LENGTH"),
    "an option twice": (v2(row(select() | {"options": options(2, value="v")})), "DUPLICATED"),
    "a section without accessory": (
        v2({"type": 9, "components": [text()]}),
        "BASE_TYPE_REQUIRED",
    ),
    "a container in a container": (
        v2({"type": 17, "components": [{"type": 17, "components": [text()]}]}),
        "UNION_TYPE_CHOICES",
    ),
    "a file that is not attached": (
        v2({"type": 13, "file": {"url": "attachment://book.xlsx"}}),
        "ATTACHMENT_NOT_FOUND",
    ),
    "a file from elsewhere": (
        v2({"type": 13, "file": {"url": "https://example.org/book.xlsx"}}),
        "URL_TYPE_INVALID_SCHEME",
    ),
    "a modal's component in a message": (v2(label(text_input())), "UNION_TYPE_CHOICES"),
    "users parsed and listed": (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "PARSE_EXCLUSIVE",
    ),
    "the ephemeral flag without interaction": (
        {"content": "x", "flags": 64},
        "MESSAGE_FLAGS_INVALID",
    ),
    "an attachment that was not uploaded": (
        {"content": "x", "attachments": [{"id": "0", "filename": "a.png"}]},
        "ATTACHMENT_NOT_FOUND",
    ),
}
MODALS_REFUSED: dict[str, tuple[Json, str]] = {
    "nothing in it": (modal(), "BASE_TYPE_BAD_LENGTH"),
    "no title": (modal(label(text_input()), title=""), "BASE_TYPE_REQUIRED"),
    "a button": (modal(row(button())), "UNION_TYPE_CHOICES"),
    "an input outside a label": (modal(text_input()), "UNION_TYPE_CHOICES"),
    "a button in a label": (modal(label(button())), "UNION_TYPE_CHOICES"),
    "one radio": (modal(label(radios(1))), "BASE_TYPE_BAD_LENGTH"),
    "required, and none at least": (modal(label(select(min_values=0))), "BASE_TYPE_MIN"),
    "required checks, none at least": (modal(label(checks(min_values=0))), "BASE_TYPE_MIN"),
    "a disabled select": (modal(label(select(disabled=True))), "DISABLED_IN_MODAL"),
    "a custom_id twice": (
        modal(label(text_input()), label(text_input())),
        "CUSTOM_ID_DUPLICATED",
    ),
}


def schema_takes(operation: tuple[str, str], body: Json) -> bool:
    try:
        check_schema(*operation, body)
    except Refused:
        return False
    return True


def modal_code(body: Json) -> str:
    form = Form()
    check_modal(form, body)
    return str(form.errors) if form.errors else ""


def message_code(body: Json) -> str:
    try:
        check_message(body, {})
    except Refused as refused:
        return f"{refused.code} {refused.errors}"
    return ""


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_is_taken_at_the_limit_and_refused_beyond_it(name: str) -> None:
    make, most = MESSAGES[name]
    assert message_code(make(most)) == ""
    assert schema_takes(POST, make(most))
    assert message_code(make(most + 1)) != ""


@pytest.mark.parametrize("name", MODALS)
def test_a_modal_is_taken_at_the_limit_and_refused_beyond_it(name: str) -> None:
    make, most = MODALS[name]
    assert modal_code(make(most)) == ""
    assert schema_takes(CALLBACK, {"type": 9, "data": make(most)})
    assert modal_code(make(most + 1)) != ""


@pytest.mark.parametrize("name", TAKEN)
def test_a_message_that_discord_takes_is_taken(name: str) -> None:
    assert message_code(TAKEN[name]) == ""
    assert schema_takes(POST, TAKEN[name])


@pytest.mark.parametrize("name", REFUSED)
def test_a_message_that_discord_refuses_is_refused_for_the_right_reason(name: str) -> None:
    body, code = REFUSED[name]
    assert code in message_code(body)


@pytest.mark.parametrize("name", MODALS_REFUSED)
def test_a_modal_that_discord_refuses_is_refused_for_the_right_reason(name: str) -> None:
    body, code = MODALS_REFUSED[name]
    assert code in modal_code(body)


@pytest.mark.skipif(not is_at_hand(), reason="COHORT_SHARED does not name the description")
def test_the_official_description_refuses_shapes_too() -> None:
    assert not schema_takes(POST, {"content": ["x"]})
    assert not schema_takes(POST, v2(row(button(label="x" * 81))))
    assert not schema_takes(CALLBACK, {"type": 9, "data": modal(label(radios(11)))})
    assert schema_takes(POST, {"content": "x", "allowed_mentions": {"users": [123]}})


async def test_the_client_gets_the_errors_where_they_are() -> None:
    async with stage() as s:
        body = v2({"type": 17, "components": [row(button(label="x" * 81))]})
        with pytest.raises(api.HTTPException) as caught:
            await s.bot.call(
                "POST", "/channels/{channel_id}/messages", body, channel_id=s.channel.id
            )
        assert (caught.value.status, caught.value.code) == (400, 50035)
        assert "components.0.components.0.components.0.label" in str(caught.value)
        assert s.ann.sees() == []
