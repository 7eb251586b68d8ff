"""Interactions of the stand-in: deadlines, tokens, responses, and who sees what."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import discord as api
import pytest
from discord import ui

from tests.fakes.discord import Kind, NotOffered
from tests.fakes.discord.driven import PING, Probe, Stage, stage
from tests.fakes.discord.errors import Json
from tests.fakes.discord.person import COMMAND_FAILED, PRESS_FAILED


def layout(*items: ui.Item[ui.LayoutView]) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    for item in items:
        view.add_item(item)
    return view


def words(text: str) -> ui.LayoutView:
    return layout(ui.TextDisplay(text))


async def code_of(awaited: Any) -> tuple[int, int]:
    with pytest.raises(api.HTTPException) as caught:
        await awaited
    return caught.value.status, caught.value.code


async def respond(s: Stage, one: api.Interaction, kind: int, data: Json | None = None) -> None:
    body: Json = {"type": kind} | ({} if data is None else {"data": data})
    path = "/interactions/{interaction_id}/{token}/callback"
    await s.bot.call("POST", path, body, interaction_id=one.id, token=one.token)


async def test_a_private_answer_is_seen_by_one_person_and_gone_after_a_restart() -> None:
    async def answer(one: api.Interaction) -> None:
        await one.response.send_message(view=words("Only you"), ephemeral=True)

    async with stage(registered=[PING]) as s:
        s.bot.answer = answer
        bob = s.discord.person("Bob", s.guild)
        outcome = await s.ann.types("/ping")
        assert outcome.text == "Only you"
        assert [each.is_private for each in s.ann.sees()] == [True]
        assert bob.sees(s.channel) == []
        with pytest.raises(NotOffered):
            await bob.clicks("any", on=outcome.message)
        found = [each async for each in s.place().history()]
        assert found == []
        assert await code_of(s.place().fetch_message(outcome.message.id)) == (404, 10008)  # type: ignore[union-attr]
        s.ann.reloads()
        assert s.ann.sees() == []


async def test_without_a_response_in_three_seconds_the_person_is_told_and_the_token_is_dead() -> (
    None
):
    async with stage(registered=[PING]) as s:
        heard: list[api.Interaction] = []

        async def answer(one: api.Interaction) -> None:
            heard.append(one)
            s.discord.clock.advance(3.1)

        s.bot.answer = answer
        outcome = await s.ann.types("/ping")
        assert outcome.text == COMMAND_FAILED
        assert s.ann.notices == [COMMAND_FAILED]
        assert await code_of(heard[0].response.send_message("late")) == (404, 10062)
        assert await code_of(heard[0].followup.send("late")) == (404, 10015)


async def test_an_interaction_is_acknowledged_once() -> None:
    async with stage(registered=[PING]) as s:
        codes: list[tuple[int, int]] = []

        async def answer(one: api.Interaction) -> None:
            codes.append(await code_of(one.followup.send("early")))
            await one.response.send_message("first")
            codes.append(await code_of(respond(s, one, 4, {"content": "second"})))

        s.bot.answer = answer
        assert (await s.ann.types("/ping")).text == "first"
        await s.ann.until(lambda: len(codes) == 2)
        assert codes == [(404, 10015), (400, 40060)]


async def test_a_deferral_is_filled_within_fifteen_minutes_and_not_after() -> None:
    async with stage(registered=[PING]) as s:
        heard: list[api.Interaction] = []

        async def answer(one: api.Interaction) -> None:
            heard.append(one)
            await one.response.defer(ephemeral=True, thinking=True)
            assert s.ann.last().text == "is thinking..."
            await one.edit_original_response(view=words("Done"))

        s.bot.answer = answer
        outcome = await s.ann.types("/ping")
        assert outcome.text == "Done"
        assert outcome.message is not None
        assert outcome.message.is_private
        one = heard[0]
        s.discord.clock.advance(14 * 60 + 50)
        more = await one.followup.send(view=words("More"), ephemeral=True, wait=True)
        assert s.ann.last().text == "More"
        await more.edit(view=words("Edited"))
        assert s.ann.last().text == "Edited"
        await more.delete()
        assert s.ann.last().text == "Done"
        s.discord.clock.advance(11)
        assert await code_of(one.edit_original_response(view=words("x"))) == (401, 50027)
        assert await code_of(one.followup.send("x")) == (401, 50027)


async def test_a_follow_up_right_after_a_deferral_fills_it() -> None:
    async def answer(one: api.Interaction) -> None:
        await one.response.defer(thinking=True)
        await one.followup.send("filled", ephemeral=True)

    async with stage(registered=[PING]) as s:
        s.bot.answer = answer
        outcome = await s.ann.types("/ping")
        assert (outcome.text, outcome.followups) == ("filled", [])
        assert [each.is_private for each in s.ann.sees()] == [False]


class Pressed(ui.DynamicItem[ui.Button[Any]], template=r"v1:press:(?P<row>\d+)"):
    """A button whose custom_id carries all it needs."""

    def __init__(self, row: int) -> None:
        super().__init__(ui.Button(label=f"Press {row}", custom_id=f"v1:press:{row}"))
        self.number = row

    @classmethod
    async def from_custom_id(
        cls, interaction: api.Interaction, item: ui.Item[Any], match: re.Match[str]
    ) -> Pressed:
        return cls(int(match["row"]))

    async def callback(self, interaction: api.Interaction) -> Any:
        await interaction.response.edit_message(view=words(f"pressed {self.number}"))


async def test_a_button_works_for_a_client_that_never_saw_its_message() -> None:
    async with stage() as s:
        s.bot.add_dynamic_items(Pressed)
        path = "/channels/{channel_id}/messages"
        button = {"type": 2, "style": 1, "label": "Press 7", "custom_id": "v1:press:7"}
        body = {"flags": 1 << 15, "components": [{"type": 1, "components": [button]}]}
        await s.bot.call("POST", path, body, channel_id=s.channel.id)
        s.discord.clock.advance(365 * 24 * 3600)
        outcome = await s.ann.clicks("Press 7")
        assert outcome.text == "pressed 7"
        assert s.ann.last().labels == []


async def test_a_press_on_a_deleted_message_cannot_happen_and_one_under_way_fails() -> None:
    async with stage() as s:
        row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(ui.Button(label="A", custom_id="a"))
        sent = await s.place().send(view=layout(row))
        seen = s.ann.last()

        async def answer(one: api.Interaction) -> None:
            await sent.delete()
            assert await code_of(one.response.edit_message(view=words("x"))) == (404, 10008)
            await one.response.send_message("It is gone.", ephemeral=True)

        s.bot.answer = answer
        outcome = await s.ann.clicks("A")
        assert outcome.text == "It is gone."
        with pytest.raises(NotOffered):
            await s.ann.clicks("A", on=seen)


async def test_what_is_disabled_or_a_link_cannot_be_pressed() -> None:
    async with stage() as s:
        row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(
            ui.Button(label="Closed", custom_id="a", disabled=True),
            ui.Button(label="Docs", url="https://example.org"),
        )
        await s.place().send(view=layout(row))
        for label in ("Closed", "Docs", "Nowhere"):
            with pytest.raises(NotOffered):
                await s.ann.clicks(label)
        assert s.ann.last().labels == ["Docs"]


async def test_every_select_sends_what_was_chosen() -> None:
    async def answer(one: api.Interaction) -> None:
        await one.response.defer()

    async with stage() as s:
        s.bot.answer = answer
        world, bob = s.discord.world, s.discord.person("Bob", s.guild)
        team = world.add_role(s.guild, "Reds")
        voice = await s.adds("voice", Kind.VOICE)
        options = [api.SelectOption(label=each, value=each.lower()) for each in ("One", "Two")]
        menus: list[ui.Item[Any]] = [
            ui.Select(custom_id="texts", options=options, max_values=2, placeholder="Which?"),
            ui.UserSelect(custom_id="users"),
            ui.RoleSelect(custom_id="roles"),
            ui.MentionableSelect(custom_id="anyone", max_values=2),
            ui.ChannelSelect(custom_id="places", channel_types=[api.ChannelType.text]),
        ]
        await s.place().send(view=layout(*[ui.ActionRow(each) for each in menus]))
        await s.ann.selects("One", "two")
        await s.ann.selects(bob, menu="users")
        await s.ann.selects(team, menu="roles")
        await s.ann.selects(bob, team, menu="anyone")
        await s.ann.selects(s.channel, menu="places")
        sent: list[Any] = [each.data for each in s.bot.heard]
        assert [each["values"] for each in sent] == [
            ["one", "two"],
            [str(bob.user.id)],
            [str(team.id)],
            [str(bob.user.id), str(team.id)],
            [str(s.channel.id)],
        ]
        assert [each["component_type"] for each in sent] == [3, 5, 6, 7, 8]
        assert sent[3]["resolved"]["roles"][str(team.id)]["name"] == "Reds"
        for wrong in (("Three",), (voice,)):
            with pytest.raises(NotOffered):
                await s.ann.selects(*wrong, menu="places" if wrong == (voice,) else None)
        with pytest.raises(NotOffered):
            await s.ann.selects("One", "Two", "One", menu="texts")


@pytest.mark.parametrize(("kind", "data"), [(6, None), (7, {"content": "x"}), (8, {"choices": []})])
async def test_a_command_cannot_be_answered_like_a_press(kind: int, data: Json | None) -> None:
    async with stage(registered=[PING]) as s:
        codes: list[tuple[int, int]] = []

        async def answer(one: api.Interaction) -> None:
            codes.append(await code_of(respond(s, one, kind, data)))
            await respond(s, one, 4, {"content": "right"})

        s.bot.answer = answer
        assert (await s.ann.types("/ping")).text == "right"
        assert codes == [(400, 50035)]


async def test_a_deferral_takes_no_flag_but_ephemeral() -> None:
    async with stage(registered=[PING]) as s:
        codes: list[tuple[int, int]] = []

        async def answer(one: api.Interaction) -> None:
            codes.append(await code_of(respond(s, one, 5, {"flags": 64 | 1 << 15})))
            await respond(s, one, 5, {"flags": 64})
            await one.delete_original_response()

        s.bot.answer = answer
        await s.ann.types("/ping")
        assert codes == [(400, 50035)]
        assert s.ann.sees() == []


async def test_a_refused_response_leaves_the_interaction_open() -> None:
    async with stage(registered=[PING]) as s:

        async def answer(one: api.Interaction) -> None:
            assert await code_of(respond(s, one, 4, {"content": "x" * 2001})) == (400, 50035)
            await one.response.send_message("short")

        s.bot.answer = answer
        assert (await s.ann.types("/ping")).text == "short"


async def test_a_press_that_nobody_answers_fails_before_the_person() -> None:
    async with stage(speed=60) as s:
        row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(ui.Button(label="A", custom_id="a"))
        await s.place().send(view=layout(row))
        outcome = await s.ann.clicks("A")
        assert outcome.text == PRESS_FAILED
        assert s.ann.notices == [PRESS_FAILED]


async def test_two_presses_at_once_are_two_interactions() -> None:
    async def answer(one: api.Interaction) -> None:
        await one.response.send_message(f"for {one.user.name}", ephemeral=True)

    async with stage(bot=Probe()) as s:
        s.bot.answer = answer
        bob = s.discord.person("Bob", s.guild)
        bob.place = s.channel
        row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(ui.Button(label="A", custom_id="a"))
        await s.place().send(view=layout(row))
        outcomes = await asyncio.gather(s.ann.clicks("A"), bob.clicks("A"), s.ann.clicks("A"))
        assert [each.text for each in outcomes] == ["for ann", "for bob", "for ann"]
        assert len(s.ann.whispers()) == 2
        assert len(bob.whispers()) == 1
