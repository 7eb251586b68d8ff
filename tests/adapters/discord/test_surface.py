"""What becomes of posts, edits and look-ups in a server where things are missing or go wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import discord
import pytest
from sqlmodel import col, select

from bot.adapters.discord.client import Ends
from bot.adapters.discord.home import DiscordHome
from bot.core.errors import NotYet
from bot.services.surface import Spot
from bot.services.workshop import Workshop
from bot.store import groups
from bot.store.tables import Delivery, Place
from tests.adapters.discord.hall import Hall, hall, living
from tests.fakes.discord import Discord, Kind, Trouble, changes, permissions

POSTING = r"/messages$"
CLOSE = datetime(2026, 11, 24, 16, 5, tzinfo=UTC)
WEDNESDAY = datetime(2026, 11, 25, 8, 5, tzinfo=UTC)
THURSDAY = datetime(2026, 11, 26, 8, 5, tzinfo=UTC)


def place_of(here: Hall) -> Place:
    """Give the group's shared place."""
    return here.database.read_now(lambda tx: groups.places_of(tx, 1)[0])


def deliveries_of(here: Hall) -> list[Delivery]:
    """Give all deliveries, the oldest first."""
    query = select(Delivery).order_by(col(Delivery.id))
    return here.database.read_now(lambda tx: list(tx.exec(query).all()))


async def deny(here: Hall, bit: int) -> None:
    """Take a permission in the channel from the bot, and let it hear of that."""
    role = changes.bot_role(here.discord.world, here.guild)
    changes.allow(here.discord.world, here.study, role, deny=bit)
    known = here.home.client.get_channel(here.study.id)
    assert isinstance(known, discord.TextChannel)
    await here.until(lambda: known.overwrites_for(discord.Object(role.id)).pair()[1].value == bit)


@pytest.mark.parametrize(
    ("name", "bit"),
    [
        ("View Channel", permissions.VIEW_CHANNEL),
        ("Send Messages", permissions.SEND_MESSAGES),
        ("Create Public Threads", permissions.CREATE_PUBLIC_THREADS),
        ("Send Messages in Threads", permissions.SEND_MESSAGES_IN_THREADS),
    ],
)
async def test_a_missing_permission_pauses_the_place_and_is_named(
    tmp_path: Path, name: str, bit: int
) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        await deny(here, bit)
        await here.at(CLOSE)
        await here.at(WEDNESDAY)
        place = place_of(here)
        assert place.paused_at is not None
        assert f"“{name}”" in place.pause_reason
        # It does not knock again until somebody has put that right.
        asked = len(here.refused)
        await here.at(THURSDAY)
        assert len(here.refused) == asked
        await deny(here, 0)
        assert place.pause_reason in (await here.person("Ann").types("/study-admin status")).text


async def test_without_attach_files_a_chart_is_told_in_words(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann", review_day=2)
        await deny(here, permissions.ATTACH_FILES)
        for name in ("Ann", "Ben", "Cem", "Dan", "Eva"):
            await here.person(name).clicks("A", on=here.seen()[0])
            await here.person(name).clicks("Certain")
        await here.at(CLOSE)
        (review,) = [
            each for each in here.seen() if "Shaky" in each.text or "answers" in each.text
        ][-1:]
        assert review.files == []
        assert place_of(here).paused_at is None


async def test_a_deleted_channel_pauses_the_place(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        # While the gateway is away nobody hears of it; the next post does.
        here.discord.gateway.go_down()
        changes.delete_channel(here.discord.world, here.study)
        await here.at(WEDNESDAY)
        assert place_of(here).pause_reason == "the channel is gone"


async def test_a_deleted_question_is_left_so_and_the_next_one_comes(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        here.remove(here.seen()[0])
        await here.at(CLOSE)
        await here.at(WEDNESDAY)
        assert place_of(here).paused_at is None
        assert len(here.seen()) == 1
        reasons = [each for each in deliveries_of(here) if each.kind == "rationales"]
        assert [each.state for each in reasons] == ["failed"]
        assert reasons[0].error == "the message it belongs to was deleted"


async def test_a_close_edits_the_question_and_opens_a_thread(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        (question,) = here.seen()
        await here.at(CLOSE)
        assert "Why, option by option" not in question.text
        assert question.labels == ["Flag"] or "A" not in question.labels
        assert question.message.thread is not None
        assert question.message.thread.name == "Why, option by option"
        (reasons,) = here.seen(question.message.thread)
        assert "Explain it" in reasons.labels


@pytest.mark.parametrize("kind", [Kind.VOICE, Kind.STAGE])
async def test_where_there_are_no_threads_the_reasons_are_a_reply(
    tmp_path: Path, kind: Kind
) -> None:
    async with hall(tmp_path, kind=kind) as here:
        await here.found("Ann")
        await here.at(CLOSE)
        question, reasons = here.seen()
        assert reasons.message.reference is not None
        assert reasons.message.reference["message_id"] == str(question.id)
        assert here.refused == []


async def test_a_group_lives_in_a_post_of_a_forum(tmp_path: Path) -> None:
    async with hall(tmp_path, kind=Kind.FORUM) as here:
        await here.found("Ann")
        tapped = await here.person("Ann").clicks("A", in_=here.study)
        assert "You picked A" in tapped.text
        await here.at(CLOSE)
        _, reasons = here.seen()
        assert reasons.message.reference is not None
        assert here.refused == []


async def test_a_press_in_a_thread_belongs_to_its_channel(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        await here.at(CLOSE)
        thread = here.seen()[0].message.thread
        assert thread is not None
        explain = await here.person("Ann").clicks("Explain it", in_=thread)
        assert explain.interaction.modal is not None
        told = await here.person("Ann").types("/study today", in_=thread)
        assert "No study group" not in told.text
        assert here.refused == []


async def test_a_thread_that_fell_asleep_is_opened_to_be_edited(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        await here.at(CLOSE)
        thread = here.seen()[0].message.thread
        assert thread is not None
        ann = here.person("Ann")
        await ann.clicks("Explain it", in_=thread)
        await ann.submits({"How would you put it?": "Because it is cheap."})
        await here.settle()
        (_, mine) = here.seen(thread)
        changes.archive(here.discord.world, thread)
        await here.person("Ben").clicks("This helped", on=mine)
        await here.settle()
        assert not thread.archived
        assert deliveries_of(here)[-1].shown_rev == deliveries_of(here)[-1].wanted_rev


async def test_a_lost_answer_does_not_post_twice(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        here.discord.faults.add(Trouble.LOST, "POST", POSTING)
        await here.found("Ann")
        assert deliveries_of(here)[0].state == "sending"
        await here.pass_time(minutes=2)
        assert deliveries_of(here)[0].state == "posted"
        assert len(here.seen()) == 1


async def test_what_was_never_sent_is_sent_again(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        here.discord.faults.add(Trouble.UNSENT, "POST", POSTING)
        await here.found("Ann")
        await here.pass_time(minutes=2)
        assert deliveries_of(here)[0].state == "posted"
        assert len(here.seen()) == 1


async def test_a_lost_message_is_found_among_many_others(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        here.discord.faults.add(Trouble.LOST, "POST", POSTING)
        await here.found("Ann")
        for number in range(250):
            here.person("Ben").says(f"chatter {number}", in_=here.study)
        await here.pass_time(minutes=2)
        assert deliveries_of(here)[0].state == "posted"
        assert len(here.seen()) == 1


async def test_without_the_history_a_lost_message_stays_in_doubt(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await deny(here, permissions.READ_MESSAGE_HISTORY)
        here.discord.faults.add(Trouble.LOST, "POST", POSTING)
        await here.found("Ann")
        for _ in range(5):
            await here.pass_time(minutes=2)
        (question,) = deliveries_of(here)
        assert question.state == "ambiguous"
        assert "“Read Message History”" in question.error
        assert len(here.seen()) == 1


async def test_nothing_is_looked_up_before_the_gateway_has_told_what_we_may_read() -> None:
    with Workshop(waiting_at_most=0) as workshop:
        surface = DiscordHome("a-token", workshop, Ends("http://127.0.0.1:9/api/v10")).surface
        with pytest.raises(NotYet):
            await surface.find(Spot(id=1, workspace="1", address="2"), nonce="d1")


async def test_nothing_is_looked_up_while_a_server_is_out(tmp_path: Path) -> None:
    async with Discord(pace=1000) as there:
        out, well = there.world.add_guild("Study hall"), there.world.add_guild("Another")
        study, lounge = (there.world.add_channel(each, "main") for each in (out, well))
        changes.outage(there.world, out)
        async with living(tmp_path, there, well, lounge) as here:
            spot = Spot(id=1, workspace=str(out.id), address=str(study.id))
            await here.until(here.home.client.is_ready)
            with pytest.raises(NotYet):
                await here.home.surface.find(spot, nonce="d1")


async def test_a_lost_reply_is_found_in_its_thread(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        here.discord.faults.add(Trouble.LOST, "POST", POSTING)
        await here.at(CLOSE)
        await here.pass_time(minutes=2)
        thread = here.seen()[0].message.thread
        assert thread is not None
        assert len(here.seen(thread)) == 1
        assert {each.state for each in deliveries_of(here)} == {"posted"}


async def test_a_server_error_is_waited_out(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        here.discord.faults.add(Trouble.STORM, "POST", POSTING, seconds=0.05)
        await here.found("Ann")
        assert len(here.seen()) == 1


async def test_only_the_daily_question_mentions_and_only_one_role(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        role = here.discord.world.add_role(here.guild, "Students", mentionable=True)
        await here.until(lambda: role.name in here.known_roles())
        await here.found("Ann", post=False)
        await here.wants_mention("@students")
        await here.at(datetime(2026, 11, 24, 8, 5, tzinfo=UTC))
        (question,) = here.seen()
        assert question.message.pings.roles == {role.id}
        assert not question.message.pings.users
        question.message.pings.roles.clear()
        await here.at(CLOSE)
        assert question.text.startswith(role.mention)
        everything = [*here.seen(), *here.seen(question.message.thread)]
        assert not any(each.message.pings for each in everything)


@pytest.mark.parametrize("wanted", ["everyone", "@everyone", "@here", "<@1>", "no such role"])
async def test_nothing_else_is_ever_mentioned(tmp_path: Path, wanted: str) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann", post=False)
        await here.wants_mention(wanted)
        await here.at(datetime(2026, 11, 24, 8, 5, tzinfo=UTC))
        (question,) = here.seen()
        assert not question.message.pings
        assert "@" not in question.text


async def test_a_role_that_was_deleted_is_not_mentioned_and_the_log_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with hall(tmp_path) as here:
        role = here.discord.world.add_role(here.guild, "Students", mentionable=True)
        await here.until(lambda: role.name in here.known_roles())
        await here.found("Ann", post=False)
        await here.wants_mention("Students")
        changes.delete_role(here.discord.world, here.guild, role)
        await here.until(lambda: role.name not in here.known_roles())
        await here.at(datetime(2026, 11, 24, 8, 5, tzinfo=UTC))
        assert len(here.seen()) == 1
        assert "there is no role “Students”" in caplog.text


async def test_who_takes_no_direct_messages_loses_nothing(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        ann = here.person("Ann")
        ann.user.takes_dms = False
        await ann.clicks("Flag", in_=here.study)
        spot = Spot(id=9, workspace=str(here.guild.id), address="", person=str(ann.user.id))
        card = (await here.channel())[0]
        with pytest.raises(Exception, match="no direct messages"):
            await here.home.surface.post(spot, card, nonce="d99")


@pytest.mark.long
async def test_a_gateway_that_is_away_for_an_hour_keeps_nothing_from_being_posted(
    tmp_path: Path,
) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann", post=False)
        here.discord.gateway.go_down()
        await here.at(datetime(2026, 11, 24, 8, 5, tzinfo=UTC))
        assert len(here.seen()) == 1
        await here.at(CLOSE)
        assert here.seen()[0].message.thread is not None
        here.discord.gateway.come_back()
        await here.online()
        told = await here.person("Ann").types("/study today", in_=here.study)
        assert "Missed this week" in told.text
