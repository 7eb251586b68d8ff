"""People on the stand-in, against a real Bolt app in Socket Mode: what they tap is what it gets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from copy import deepcopy
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp

from tests.fakes.conftest import Place, modal, plain, question
from tests.fakes.slack.driven import app_for, by_socket

Told = list[dict[str, Any]]

CERTAIN = {
    "type": "radio_buttons",
    "action_id": "sure",
    "options": [{"text": plain(one), "value": one[0]} for one in ("Certain", "Guessing")],
}
TWO = {
    "type": "checkboxes",
    "action_id": "two",
    "options": [{"text": plain(one), "value": one} for one in "ABC"],
}


@pytest.fixture
async def app(place: Place) -> AsyncIterator[AsyncApp]:
    """Give an app that is connected and knows nothing yet."""
    bolt = app_for(place.slack, place.guild)
    async with by_socket(place.slack, bolt):
        yield bolt


def field(block: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": block, "label": plain(block), "element": element, **more}


def form(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return modal("A form", *blocks, callback_id="form", submit=plain("Save"), **more)


def hears(app: AsyncApp, told: Told, answer: Any = None) -> None:
    """Let an app acknowledge whatever comes and remember it."""

    async def hear(ack: Any, body: dict[str, Any]) -> None:
        told.append(body)
        await ack(**(answer(body) if answer else {}))

    app.command("/study")(hear)
    app.action({"type": "block_actions", "action_id": "pick-1"})(hear)
    app.action("sure")(hear)
    app.action("two")(hear)
    app.action("more")(hear)
    app.view("form")(hear)
    app.view_closed("form")(hear)
    app.shortcut("practise")(hear)
    app.shortcut("flag")(hear)


async def opened(place: Place, view: dict[str, Any]) -> None:
    """Have a modal open before Ann."""
    trigger = place.slack.core.new_trigger(place.guild.id, place.ann.id)
    await place.client.views_open(trigger_id=trigger, view=view)


async def test_a_slash_command_brings_its_words_and_place(place: Place, app: AsyncApp) -> None:
    told: Told = []
    hears(app, told, lambda body: {"text": "Here it is", "response_type": "ephemeral"})
    ack = await place.ann.types("/study practice  modeling 5 ", in_=place.study)
    assert ack.ok
    command = told[0]
    assert (command["command"], command["text"]) == ("/study", "practice  modeling 5")
    assert (command["channel_id"], command["user_id"]) == (place.study.id, place.ann.id)
    assert place.ann.reads(place.ann.last(place.study)) == "Here it is"
    assert place.ben.sees(place.study) == []


async def test_a_press_on_a_message_brings_all_that_slack_sends(
    place: Place, app: AsyncApp
) -> None:
    told: Told = []
    hears(app, told)
    sure = {"type": "actions", "block_id": "how", "elements": [CERTAIN]}
    blocks = [*question("A", "B"), sure]
    await place.client.chat_postMessage(channel=place.study.id, text="Q", blocks=blocks)
    message = place.ann.last(place.study)
    await place.ann.selects("Guessing", on=message)
    assert (await place.ann.clicks("Answer B", on=message)).ok
    radio, press = told
    assert radio["actions"][0]["selected_option"]["value"] == "G"
    action = press["actions"][0]
    assert (action["action_id"], action["block_id"]) == ("pick-1", "answers")
    assert (action["value"], action["type"]) == ("1", "button")
    assert press["state"]["values"]["how"]["sure"]["selected_option"]["value"] == "G"
    assert press["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": place.study.id,
        "is_ephemeral": False,
    }
    assert press["message"]["blocks"] == message.blocks
    assert press["team"]["id"] == place.guild.id
    assert press["trigger_id"]
    assert press["response_url"].startswith(place.slack.core.address)
    mine = {"type": "radio_buttons", "selected_option": None}
    await place.ben.clicks("B", on=message)
    assert told[2]["state"]["values"]["how"]["sure"] == mine


async def test_a_press_on_an_ephemeral_message_comes_without_the_message(
    place: Place, app: AsyncApp
) -> None:
    told: Told = []
    hears(app, told)
    await place.client.chat_postEphemeral(
        channel=place.study.id, user=place.ann.id, text="Q", blocks=question("A", "B")
    )
    message = place.ann.last(place.study)
    await place.ann.clicks("B", on=message)
    assert told[0]["container"]["is_ephemeral"]
    assert "message" not in told[0]
    with pytest.raises(AssertionError, match="do not see"):
        await place.ben.clicks("B", on=message)


async def test_a_response_url_answers_five_times_and_for_half_an_hour(
    place: Place, app: AsyncApp
) -> None:
    told: Told = []
    hears(app, told)
    await place.client.chat_postMessage(channel=place.study.id, text="Q", blocks=question("A", "B"))
    message = place.ann.last(place.study)
    await place.ann.clicks("B", on=message)
    from slack_sdk.webhook.async_client import AsyncWebhookClient

    hook = AsyncWebhookClient(told[0]["response_url"], retry_handlers=[])
    only = await hook.send(text="Only you")
    assert (only.status_code, only.body) == (200, "ok")
    assert place.ann.reads(place.ann.last(place.study)) == "Only you"
    assert place.ben.last(place.study) is message
    bad = await hook.send(text="x", blocks=question("x" * 76))
    assert bad.status_code == 400
    assert "invalid_blocks" in bad.body
    await hook.send(text="All", response_type="in_channel")
    assert place.ben.reads(place.ben.last(place.study)) == "All"
    await hook.send(text="Closed", replace_original=True)
    assert place.ben.reads(message) == "Closed"
    await hook.send(text="", delete_original=True)
    assert message.ts not in place.study.messages
    sixth = await hook.send(text="One more")
    assert (sixth.status_code, sixth.body) == (404, "used_url")
    await place.ann.types("/study", in_=place.study)
    late = AsyncWebhookClient(told[1]["response_url"], retry_handlers=[])
    place.slack.clock.advance(30 * 60)
    old = await late.send(text="x")
    assert (old.status_code, old.body) == (404, "expired_url")


async def test_a_form_is_filled_and_submitted(place: Place, app: AsyncApp) -> None:
    told: Told = []
    hears(app, told)
    menu = {
        "type": "static_select",
        "action_id": "a",
        "options": [{"text": plain("First"), "value": "1"}],
    }
    text = {"type": "plain_text_input", "action_id": "a", "max_length": 5}
    await opened(
        place,
        form(
            field("two", TWO),
            field("how sure", CERTAIN),
            field("order", menu),
            field("note", text, optional=True),
            private_metadata="round-1",
        ),
    )
    await place.ann.fills({"two": ("A", "C"), "how sure": "Certain", "order": "First"})
    assert (await place.ann.submits()).ok
    view = told[0]["view"]
    values = view["state"]["values"]
    assert view["private_metadata"] == "round-1"
    assert [one["value"] for one in values["two"]["two"]["selected_options"]] == ["A", "C"]
    assert values["how sure"]["sure"]["selected_option"]["value"] == "C"
    assert values["order"]["a"]["selected_option"]["value"] == "1"
    assert values["note"]["a"] == {"type": "plain_text_input", "value": None}
    assert place.ann.view is None


async def test_slack_itself_stops_a_form_that_is_not_in_order(place: Place, app: AsyncApp) -> None:
    told: Told = []
    hears(app, told)
    text = {"type": "plain_text_input", "action_id": "a", "max_length": 5, "min_length": 2}
    await opened(place, form(field("two", TWO), field("note", text)))
    await place.ann.fills({"note": "much too long"})
    assert (await place.ann.submits()).error == "not_sent"
    assert place.ann.view is not None
    assert set(place.ann.view.errors) == {"two", "note"}
    assert told == []
    with pytest.raises(AssertionError, match="no option says 'Z'"):
        await place.ann.fills({"two": ("Z",)})


async def test_a_form_comes_back_with_errors_and_keeps_its_ticks(
    place: Place, app: AsyncApp
) -> None:
    hears(app, [], lambda body: {"response_action": "errors", "errors": {"two": "Choose two."}})
    await opened(place, form(field("two", TWO)))
    await place.ann.fills({"two": ("A",)})
    assert (await place.ann.submits()).ok
    view = place.ann.view
    assert view is not None
    assert view.errors == {"two": "Choose two."}
    assert view.entered["two"]["two"]["selected_options"][0]["value"] == "A"


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ({"response_action": "update", "view": modal("Verdict")}, ["Verdict"]),
        ({"response_action": "push", "view": modal("Verdict")}, ["A form", "Verdict"]),
        ({"response_action": "clear"}, []),
        ({}, []),
    ],
)
async def test_a_submission_is_answered_within_the_acknowledgement(
    place: Place, app: AsyncApp, answer: dict[str, Any], left: list[str]
) -> None:
    hears(app, [], lambda body: answer)
    await opened(place, form(field("two", TWO)))
    await place.ann.fills({"two": ("A",)})
    assert (await place.ann.submits()).ok
    stack = place.guild.stacks[place.ann.id]
    assert [place.guild.views[one].body["title"]["text"] for one in stack] == left


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "update", "view": modal("x" * 25)},
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors", "errors": {"two": ""}},
        {"response_action": "shout"},
    ],
)
async def test_an_answer_that_slack_does_not_take_leaves_an_error(
    place: Place, app: AsyncApp, answer: dict[str, Any]
) -> None:
    hears(app, [], lambda body: answer)
    await opened(place, form(field("two", TWO)))
    await place.ann.fills({"two": ("A",)})
    ack = await place.ann.submits()
    assert ack.error is not None
    assert place.ann.errors == [ack.error]
    assert place.ann.view is not None
    assert len(place.slack.complaints) == 1


async def test_ticks_in_a_message_are_told_one_after_another(place: Place, app: AsyncApp) -> None:
    told: Told = []
    hears(app, told)
    ticks = [{"type": "actions", "block_id": "b", "elements": [TWO]}]
    await place.client.chat_postMessage(channel=place.study.id, text="Q", blocks=ticks)
    await place.ann.ticks("A", on=place.ann.last(place.study))
    await place.ann.ticks("A", "B", on=place.ann.last(place.study))
    await place.ann.ticks(on=place.ann.last(place.study), within="two")
    assert [
        [option["value"] for option in body["actions"][0]["selected_options"]] for body in told
    ] == [["A"], ["A", "B"], []]


async def test_shortcuts_and_an_overflow_menu(place: Place, app: AsyncApp) -> None:
    told: Told = []
    hears(app, told)
    more = {
        "type": "overflow",
        "action_id": "more",
        "options": [{"text": plain("Flag"), "value": "f"}],
    }
    words = {"type": "section", "text": plain("Words"), "accessory": more}
    await place.client.chat_postMessage(channel=place.study.id, text="Q", blocks=[words])
    message = place.ann.last(place.study)
    await place.ann.selects("Flag", on=message)
    await place.ann.uses_shortcut("practise")
    await place.ann.uses_shortcut("flag", on=message)
    overflow, everywhere, here = told
    assert overflow["actions"][0]["selected_option"]["value"] == "f"
    assert "state" not in everywhere
    assert (everywhere["type"], everywhere["callback_id"]) == ("shortcut", "practise")
    assert (here["type"], here["message"]["ts"]) == ("message_action", message.ts)


async def test_a_closed_modal_is_told_where_the_app_asked_for_it(
    place: Place, app: AsyncApp
) -> None:
    told: Told = []
    hears(app, told)
    await opened(place, form(field("two", TWO)))
    await place.ann.cancels()
    await opened(place, form(field("two", TWO), notify_on_close=True))
    await place.ann.cancels()
    await opened(place, form(field("two", TWO), notify_on_close=True))
    await place.ann.dismisses()
    assert [body["is_cleared"] for body in told] == [False, True]


async def test_the_home_tab_is_opened_and_used(place: Place, app: AsyncApp) -> None:
    told: Told = []
    hears(app, told)

    @app.event("app_home_opened")
    async def show(event: dict[str, Any], client: Any) -> None:
        told.append(event)
        home = {"type": "home", "blocks": question("A", "B")}
        await client.views_publish(user_id=event["user"], view=home)

    await place.ann.opens_home()
    await place.slack.until(lambda: place.ann.home)
    await place.ann.clicks("B", on=place.ann.home)
    opening, press = told
    assert (opening["tab"], opening["user"]) == ("home", place.ann.id)
    assert press["container"]["type"] == "view"
    assert press["view"]["type"] == "home"
    assert "response_url" not in press
    await place.ann.opens_home()
    await place.slack.settled()
    assert told[2]["view"]["id"] == press["view"]["id"]


async def test_without_an_acknowledgement_the_person_sees_an_error(
    place: Place, app: AsyncApp
) -> None:
    @app.command("/study")
    async def sleepy(ack: Any) -> None:
        await asyncio.sleep(0.4)
        await ack()

    place.slack.waits.ack = 0.2
    assert (await place.ann.types("/study", in_=place.study)).error == "operation_timeout"
    assert place.ann.errors == ["operation_timeout"]
    await place.slack.until(lambda: place.slack.complaints)
    assert place.slack.complaints == ["acknowledged too late"]


async def test_an_old_rendering_can_still_be_pressed(place: Place, app: AsyncApp) -> None:
    told: Told = []
    hears(app, told)
    posted = await place.client.chat_postMessage(
        channel=place.study.id, text="Q", blocks=question("A", "B")
    )
    before = deepcopy(place.ann.last(place.study))
    await place.client.chat_update(
        channel=place.study.id, ts=posted["ts"], text="Closed", blocks=[]
    )
    place.slack.clock.advance(400 * 86_400)
    await asyncio.gather(place.ann.clicks("B", on=before), place.ben.clicks("B", on=before))
    assert {body["user"]["id"] for body in told} == {place.ann.id, place.ben.id}


async def test_somebody_from_another_company_can_press_but_not_command(
    place: Place, app: AsyncApp
) -> None:
    told: Told = []
    hears(app, told)
    shared = place.slack.channel(place.guild, "shared", shared=True)
    sam = place.slack.person(place.guild, "Sam", channels=[shared], stranger=True)
    await place.client.chat_postMessage(channel=shared.id, text="Q", blocks=question("A", "B"))
    await sam.clicks("B", on=sam.last(shared))
    assert told[0]["user"]["team_id"] != told[0]["team"]["id"] == place.guild.id
    assert (await sam.types("/study", in_=shared)).error == "not_a_command"


async def test_a_button_is_found_by_one_name_only(place: Place, app: AsyncApp) -> None:
    hears(app, [])
    await place.client.chat_postMessage(channel=place.study.id, text="Q", blocks=question("A", "A"))
    with pytest.raises(AssertionError, match="2 buttons say 'A' among"):
        await place.ann.clicks("A", on=place.ann.last(place.study))
    with pytest.raises(AssertionError, match="0 buttons say 'C' among"):
        await place.ann.clicks("C", on=place.ann.last(place.study))
