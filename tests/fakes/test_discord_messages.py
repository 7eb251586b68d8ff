"""Messages, threads, pins and reactions of the stand-in, through the real client."""

from __future__ import annotations

import io

import discord as api
import pytest
from discord import ui

from tests.fakes.discord import Kind, Overwrite, changes
from tests.fakes.discord import permissions as may
from tests.fakes.discord.checks import tree
from tests.fakes.discord.driven import Probe, Stage, stage


def layout(*items: ui.Item[ui.LayoutView]) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    for item in items:
        view.add_item(item)
    return view


async def refused(s: Stage, send: object) -> tuple[int, int]:
    with pytest.raises(api.HTTPException) as caught:
        await send  # type: ignore[misc]
    return caught.value.status, caught.value.code


async def test_a_post_is_edited_in_place_and_seen_by_everybody() -> None:
    async with stage() as s:
        sent = await s.place().send(view=layout(ui.TextDisplay("Today's question")))
        assert s.ann.last().text == "Today's question"
        await sent.edit(view=layout(ui.TextDisplay("Closed")))
        assert s.ann.last().text == "Closed"
        assert s.ann.last().message.edits == 1
        await sent.delete()
        assert s.ann.sees() == []
        assert await refused(s, sent.edit(view=layout(ui.TextDisplay("x")))) == (404, 10008)


async def test_everything_the_library_can_lay_out_is_taken() -> None:
    async with stage() as s:
        picture = api.File(io.BytesIO(b"png"), "a.png")
        book = api.File(io.BytesIO(b"PK"), "b.xlsx")
        container: ui.Container[ui.LayoutView] = ui.Container(
            ui.Section(
                "**Question**",
                "Which one?",
                accessory=ui.Thumbnail("attachment://a.png", description="A chart"),
            ),
            ui.Section("With a button", accessory=ui.Button(label="Why", custom_id="why")),
            ui.Separator(spacing=api.SeparatorSpacing.large),
            ui.MediaGallery(api.MediaGalleryItem("attachment://a.png", spoiler=True)),
            ui.File("attachment://b.xlsx"),
            ui.ActionRow(
                ui.Button(label="A", custom_id="a", emoji="🅰️", style=api.ButtonStyle.success),
                ui.Button(label="Docs", url="https://example.org"),
            ),
            accent_colour=0x336699,
        )
        menu: ui.Select[ui.LayoutView] = ui.Select(
            custom_id="m",
            placeholder="Place 1",
            min_values=0,
            options=[api.SelectOption(label="One", description="first", default=True)],
        )
        view = layout(container, ui.ActionRow(menu), ui.TextDisplay("-# small print", id=40))
        sent = await s.place().send(view=view, files=[picture, book])
        seen = s.ann.last()
        assert seen.text.splitlines() == [
            "**Question**",
            "Which one?",
            "With a button",
            "-# small print",
        ]
        assert seen.labels == ["Why", "A", "Docs"]
        assert [each.chosen for each in seen.selects] == [("One",)]
        assert [each.filename for each in seen.files] == ["a.png", "b.xlsx"]
        ids = [each["id"] for _, each in tree.walk(seen.message.components)]
        assert len(set(ids)) == len(ids)
        assert 40 in ids
        # What was read goes back as it is, but for files: their address is not taken for a file.
        read = ui.LayoutView.from_message(await s.place().fetch_message(sent.id))
        with pytest.raises(api.HTTPException, match=r"components\.4\.file\.url"):
            await sent.edit(view=read)
        for item in read.walk_children():
            if isinstance(item, ui.File):
                item.url = "attachment://b.xlsx"
        await sent.edit(view=read)
        assert seen.message.edits == 1
        assert seen.labels == ["Why", "A", "Docs"]


async def test_a_v2_message_stays_one() -> None:
    async with stage() as s:
        sent = await s.place().send(view=layout(ui.TextDisplay("x")))
        for body in ({"content": "y"}, {"flags": 0}, {"flags": 0, "content": "y"}):
            with pytest.raises(api.HTTPException) as caught:
                await s.bot.http.edit_message(
                    s.channel.id,
                    sent.id,
                    params=api.http.MultipartParameters(payload=body, multipart=None, files=None),
                )
            assert caught.value.code == 50035
        old = await s.place().send("words")
        with pytest.raises(api.HTTPException, match="content"):
            await old.edit(view=layout(ui.TextDisplay("x")))
        await old.edit(content=None, view=layout(ui.TextDisplay("x")))
        assert s.ann.last().text == "x"


async def test_the_same_nonce_gives_the_same_message_for_a_few_minutes() -> None:
    async with stage() as s:
        first = await s.place().send("one", nonce="delivery-7")
        again = await s.place().send("one", nonce="delivery-7")
        assert again.id == first.id
        assert len(s.ann.sees()) == 1
        s.discord.clock.advance(181)
        later = await s.place().send("one", nonce="delivery-7")
        assert later.id != first.id
        found = [each async for each in s.place().history(limit=10)]
        assert [each.id for each in found] == [later.id, first.id]


async def test_history_is_read_from_any_side() -> None:
    async with stage() as s:
        for number in range(7):
            s.ann.says(str(number), in_=s.channel)
        place, ids = s.place(), [each.id for each in s.ann.sees()]

        async def read(**bounds: api.Object | int) -> list[int]:
            return [each.id async for each in place.history(**bounds)]  # type: ignore[arg-type]

        assert await read(limit=2) == [ids[6], ids[5]]
        assert await read(before=api.Object(ids[2])) == [ids[1], ids[0]]
        assert await read(after=api.Object(ids[4])) == [ids[5], ids[6]]
        assert await read(around=api.Object(ids[3]), limit=3) == ids[4:1:-1]


async def test_files_come_with_names_descriptions_and_contents() -> None:
    async with stage() as s:
        book = api.File(io.BytesIO(b"PK..."), "progress.xlsx", description="Your progress")
        chart = api.File(io.BytesIO(b"png"), "chart.png", description="Answers a day: 3, 4, 2")
        gallery: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery(
            api.MediaGalleryItem("attachment://chart.png", description="Answers a day: 3, 4, 2")
        )
        view = layout(ui.File("attachment://progress.xlsx"), gallery)
        await s.place().send(view=view, files=[book, chart])
        seen = s.ann.last()
        assert [(each.filename, each.content) for each in seen.files] == [
            ("progress.xlsx", b"PK..."),
            ("chart.png", b"png"),
        ]
        assert seen.described == ["Answers a day: 3, 4, 2"]
        [got] = [each async for each in s.place().history(limit=1)]
        assert got.attachments[0].description == "Your progress"
        assert await got.attachments[0].read() == b"PK..."

        unshown = api.File(io.BytesIO(b"x"), "hidden.txt")
        await s.place().send(view=layout(ui.TextDisplay("x")), file=unshown)
        assert s.ann.last().files == []


async def test_a_file_that_is_too_large_is_refused() -> None:
    async with stage() as s:
        large = api.File(io.BytesIO(b"x" * (10 * 1024 * 1024 + 1)), "large.bin")
        assert await refused(s, s.place().send(file=large)) == (413, 40005)


@pytest.mark.parametrize(
    ("lacking", "code"),
    [(may.VIEW_CHANNEL, 50001), (may.SEND_MESSAGES, 50013), (may.ATTACH_FILES, 50013)],
)
async def test_a_missing_permission_is_refused_as_what_it_is(lacking: int, code: int) -> None:
    async with stage() as s:
        changes.allow(s.discord.world, s.channel, s.discord.world.bot, deny=lacking)
        file = api.File(io.BytesIO(b"x"), "x.txt")
        assert await refused(s, s.place().send("x", file=file)) == (403, code)


async def test_overwrites_of_a_role_count_before_those_of_a_member() -> None:
    async with stage() as s:
        world, guild = s.discord.world, s.guild
        own = changes.bot_role(world, guild)
        everyone = guild.roles[guild.id]
        changes.allow(world, s.channel, everyone, deny=may.SEND_MESSAGES)
        assert await refused(s, s.place().send("x")) == (403, 50013)
        changes.allow(world, s.channel, own, allow=may.SEND_MESSAGES)
        await s.place().send("x")
        changes.allow(world, s.channel, world.bot, deny=may.SEND_MESSAGES)
        assert await refused(s, s.place().send("x")) == (403, 50013)


async def test_each_kind_of_channel_takes_what_it_takes() -> None:
    async with stage() as s:
        for kind in (Kind.ANNOUNCEMENT, Kind.VOICE, Kind.STAGE):
            place = await s.adds(kind.name.lower(), kind)
            await s.place(place).send("words")
            assert s.ann.last(place).text == "words"
        for kind in (Kind.FORUM, Kind.CATEGORY):
            place = await s.adds(kind.name.lower(), kind)
            path = "/channels/{channel_id}/messages"
            call = s.bot.call("POST", path, {"content": "x"}, channel_id=place.id)
            assert await refused(s, call) == (400, 50008)
        unseen = Overwrite(id=s.guild.id, of_member=False, deny=may.VIEW_CHANNEL)
        hidden = await s.adds("hidden", Kind.TEXT, unseen)
        assert await refused(s, s.place(hidden).send("x")) == (403, 50001)
        changes.delete_channel(s.discord.world, s.channel)
        call = s.bot.call("GET", "/channels/{channel_id}", channel_id=s.channel.id)
        assert await refused(s, call) == (404, 10003)


async def test_a_thread_hangs_on_its_message_and_only_one_does() -> None:
    async with stage() as s:
        sent = await s.place().send("question")
        thread = await sent.create_thread(name="Why B?")
        assert thread.id == sent.id
        await thread.send("Because.")
        inside = s.discord.world.channels[thread.id]
        assert s.ann.last(inside).text == "Because."
        assert await refused(s, sent.create_thread(name="Again")) == (400, 160004)
        changes.archive(s.discord.world, inside)
        await thread.send("More.")
        assert inside.archived is False
        changes.archive(s.discord.world, inside, locked=True)
        assert await refused(s, thread.send("x")) == (403, 50013)
        stage_channel = await s.adds("hall", Kind.STAGE)
        spoken = await s.place(stage_channel).send("x")
        assert await refused(s, spoken.create_thread(name="No")) == (400, 50024)
        changes.allow(
            s.discord.world, s.channel, s.discord.world.bot, deny=may.CREATE_PUBLIC_THREADS
        )
        other = await s.place().send("x")
        assert await refused(s, other.create_thread(name="No")) == (403, 50013)


async def test_a_forum_takes_posts_as_threads() -> None:
    async with stage() as s:
        forum = await s.adds("forum", Kind.FORUM)
        known = s.bot.get_channel(forum.id)
        assert isinstance(known, api.ForumChannel)
        made = await known.create_thread(name="Question 1", view=layout(ui.TextDisplay("Which?")))
        inside = s.discord.world.channels[made.thread.id]
        assert s.ann.last(inside).text == "Which?"


async def test_pins_and_reactions_need_their_permissions() -> None:
    async with stage() as s:
        sent = await s.place().send("x")
        await sent.pin()
        assert [each.id async for each in s.place().pins()] == [sent.id]
        await sent.unpin()
        await sent.add_reaction("👍")
        assert s.discord.world.message(sent.id).reactions == {"👍": {s.discord.world.bot.id}}  # type: ignore[union-attr]
        await sent.remove_reaction("👍", s.bot.user)  # type: ignore[arg-type]
        denied = may.PIN_MESSAGES | may.ADD_REACTIONS
        changes.allow(s.discord.world, s.channel, s.discord.world.bot, deny=denied)
        assert await refused(s, sent.pin()) == (403, 50013)
        assert await refused(s, sent.add_reaction("👎")) == (403, 50013)


async def test_only_what_is_allowed_to_ping_does() -> None:
    async with stage() as s:
        world = s.discord.world
        team = world.add_role(s.guild, "Reds", mentionable=True)
        closed = world.add_role(s.guild, "Blues")
        words = f"@everyone {s.ann.mention} {team.mention} {closed.mention}"
        await s.place().send(words)
        assert not s.ann.last().message.pings
        await s.place().send(words, allowed_mentions=api.AllowedMentions(roles=True, everyone=True))
        pings = s.ann.last().message.pings
        assert (pings.roles, pings.users, pings.everyone) == ({team.id}, set(), False)
        await s.place().send(
            words, allowed_mentions=api.AllowedMentions(users=[s.user(s.ann.user)])
        )
        assert s.ann.last().message.pings.users == {s.ann.user.id}


async def test_a_direct_message_reaches_those_who_take_it() -> None:
    async with stage() as s:
        user = await s.bot.fetch_user(s.ann.user.id)
        await user.send("Only for you.")
        assert [each.text for each in s.ann.told()] == ["Only for you."]
        s.ann.user.takes_dms = False
        assert await refused(s, user.send("x")) == (403, 50007)
        s.ann.user.takes_dms = True
        changes.leave(s.discord.world, s.guild, s.ann.user)
        assert await refused(s, user.send("x")) == (403, 50278)
        assert await refused(s, s.bot.fetch_user(1)) == (404, 10013)


async def test_others_words_are_hidden_without_the_intent_for_them() -> None:
    heard: list[api.Message] = []

    class Listening(Probe):
        async def on_message(self, message: api.Message) -> None:
            heard.append(message)

    intents = api.Intents(guilds=True, guild_messages=True, dm_messages=True)
    async with stage(bot=Listening(intents=intents)) as s:
        s.ann.says("psst", in_=s.channel)
        s.ann.says("hello bot", in_=s.ann.dm())
        await s.place().send("own")
        await s.ann.until(lambda: len(heard) == 3)
        assert [each.content for each in heard] == ["", "hello bot", "own"]


async def test_a_wrong_token_and_an_unknown_path_are_refused() -> None:
    async with stage() as s:
        assert await refused(s, s.bot.call("GET", "/guilds/{guild_id}", guild_id=5)) == (404, 10004)
        assert await refused(s, s.bot.call("GET", "/stickers/1")) == (404, 0)
        s.bot.http.token = "wrong"
        assert await refused(s, s.bot.call("GET", "/users/@me")) == (401, 0)
        assert len(s.discord.limits.invalid) == 1
        s.bot.http.token = s.discord.token
