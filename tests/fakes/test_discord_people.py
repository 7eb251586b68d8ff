"""People of the stand-in: where they are, what they may, and what they can do by hand."""

from __future__ import annotations

from typing import Any

import discord as api
import pytest
from discord import ui

from tests.fakes.discord import NotOffered, changes
from tests.fakes.discord import permissions as may
from tests.fakes.discord.__main__ import obey
from tests.fakes.discord.driven import PING, stage
from tests.fakes.discord.person import PRESS_FAILED

USER_PING = PING | {"contexts": [0, 1, 2], "integration_types": [0, 1]}


def layout(*items: ui.Item[ui.LayoutView]) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    for item in items:
        view.add_item(item)
    return view


def words(text: str) -> ui.LayoutView:
    return layout(ui.TextDisplay(text))


async def pong(one: api.Interaction) -> None:
    await one.response.send_message("pong", ephemeral=True)


async def code_of(awaited: Any) -> tuple[int, int]:
    with pytest.raises(api.HTTPException) as caught:
        await awaited
    return caught.value.status, caught.value.code


async def test_the_interaction_says_who_where_and_with_which_rights() -> None:
    async def answer(one: api.Interaction) -> None:
        await one.response.send_message("ok")

    async with stage(registered=[USER_PING]) as s:
        s.bot.answer = answer
        s.ann.user.locale = "de"
        lead = s.discord.world.add_role(s.guild, "Lead", may.MANAGE_GUILD)
        changes.give_role(s.discord.world, s.guild, s.ann.user, lead)
        await s.ann.types("/ping")
        one = s.bot.heard[0]
        assert one.permissions.manage_guild
        assert not one.permissions.administrator
        assert (one.locale, one.guild_locale) == (api.Locale.german, api.Locale.british_english)
        assert (one.guild_id, one.channel_id) == (s.guild.id, s.channel.id)
        assert one.app_permissions.create_public_threads
        assert one.is_guild_integration()
        assert not one.is_user_integration()
        await s.ann.types("/ping", in_=s.ann.dm())
        one = s.bot.heard[1]
        assert one.guild_id is None
        assert one.context.dm_channel
        assert one.user.id == s.ann.user.id


async def test_an_installation_of_ones_own_works_where_the_bot_is_not() -> None:
    followups: list[tuple[int, int]] = []

    async def answer(one: api.Interaction) -> None:
        await one.response.send_message("hello")
        for _ in range(5):
            await one.followup.send("more")
        followups.append(await code_of(one.followup.send("too many")))

    async with stage(registered=[USER_PING]) as s:
        s.bot.answer = answer
        world = s.discord.world
        foreign = world.add_guild("Elsewhere", bot_permissions=None)
        there = world.add_channel(foreign, "talk")
        eve = s.discord.person("Eve", foreign)
        eve.installs()
        outcome = await eve.types("/ping", in_=there)
        assert outcome.message is not None
        assert not outcome.message.is_private
        await eve.until(lambda: bool(followups))
        assert followups == [(400, 40094)]
        one = s.bot.heard[0]
        assert one.is_user_integration()
        assert not one.is_guild_integration()
        assert one.guild_id == foreign.id

        changes.allow(world, there, eve.user, deny=may.USE_EXTERNAL_APPS)
        outcome = await eve.types("/ping", in_=there)
        assert outcome.message is not None
        assert outcome.message.is_private
        between = eve.dm_with(s.ann)
        await eve.types("/ping", in_=between)
        assert s.bot.heard[-1].context.private_channel
        await eve.until(lambda: len(followups) == 3)
        assert s.ann.last(between).text == "more"


async def test_a_press_goes_nowhere_once_the_bot_has_been_removed() -> None:
    async with stage() as s:
        row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(ui.Button(label="A", custom_id="a"))
        await s.place().send(view=layout(row))
        changes.kick_bot(s.discord.world, s.guild)
        with pytest.raises(NotOffered):
            await s.ann.clicks("A")
        assert s.ann.notices == [PRESS_FAILED]
        s.discord.world.add_bot(s.guild)
        s.bot.answer = pong
        assert (await s.ann.clicks("A")).text == "pong"


async def test_somebody_who_left_can_do_nothing_there() -> None:
    async with stage(registered=[PING]) as s:
        changes.leave(s.discord.world, s.guild, s.ann.user)
        for act in (s.ann.types("/ping"), s.ann.clicks("A")):
            with pytest.raises(NotOffered):
                await act
        assert s.bot.heard == []


async def test_the_stand_in_works_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    async def answer(one: api.Interaction) -> None:
        if one.type is api.InteractionType.application_command:
            row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(ui.Button(label="Go on", custom_id="a"))
            await one.response.send_message(view=layout(ui.TextDisplay("Ready?"), row))
        else:
            await one.response.edit_message(view=words("On."))

    async with stage(registered=[PING]) as s:
        s.bot.answer = answer
        people = {"ann": s.ann}
        for line in ("ann /ping", "ann click Go on", "ann look", "advance 60", "ann wave", ""):
            await obey(s.discord, people, s.channel, line)
        shown = capsys.readouterr().out.splitlines()
        assert shown[:3] == ["--- cohort", "Ready?", "[Go on]"]
        assert shown[3:7] == ["--- cohort", "On.", "--- cohort", "On."]
        assert shown[7].startswith("! type /a command")
