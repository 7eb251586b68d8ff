"""The stand-in moved by hand, with a real Bolt app at the other end."""

from __future__ import annotations

from typing import Any

from tests.fakes.conftest import Place, modal, plain, question
from tests.fakes.slack.console import HELP, Console
from tests.fakes.slack.driven import app_for, by_socket


async def test_lines_do_what_people_do(place: Place) -> None:
    app = app_for(place.slack, place.guild)
    note = {"type": "plain_text_input", "action_id": "a"}
    block = {"type": "input", "block_id": "n", "label": plain("Note"), "element": note}

    @app.command("/study")
    async def study(ack: Any, client: Any, body: dict[str, Any]) -> None:
        await ack()
        await client.chat_postMessage(
            channel=body["channel_id"], text="Q", blocks=question("A", "B")
        )

    @app.action("pick-1")
    async def pick(ack: Any, client: Any, body: dict[str, Any]) -> None:
        await ack()
        form = modal("Why?", block, callback_id="form", submit=plain("Save"))
        await client.views_open(trigger_id=body["trigger_id"], view=form)

    @app.view("form")
    async def form(ack: Any, client: Any, view: dict[str, Any]) -> None:
        await ack()
        said = view["state"]["values"]["n"]["a"]["value"]
        await client.chat_postMessage(channel=place.ann.dm.id, text=said, blocks=question("C"))

    @app.event("app_home_opened")
    async def home(client: Any, event: dict[str, Any]) -> None:
        view = {"type": "home", "blocks": question("Go")}
        await client.views_publish(user_id=event["user"], view=view)

    console = Console(place.slack, place.study, {"ann": place.ann, "ben": place.ben})
    async with by_socket(place.slack, app):
        assert await console.obey("Ann: /study today") == "Which shelf?\nA\nB"
        assert await console.obey("Ann: click B") == "[modal]\nWhy?\nNote\nSave"
        assert (await console.obey("Ann: submit")).endswith(
            "! Please complete this required field."
        )
        await console.obey("Ann: fill Note = because")
        assert await console.obey("Ann: submit") == "Which shelf?\nA\nB"
        assert await console.obey("Ann: dm") == "Which shelf?\nC"
        assert await console.obey("Ben: home") == "[home]\nWhich shelf?\nGo"
        assert await console.obey("Ben: click Z") == "No: 0 buttons say 'Z' among ['A', 'B']"
        assert await console.obey("Ben: /learn") == "Slack shows: not_a_command"
    assert await console.obey("what now?") == HELP
