"""Posting to Slack: once, found again where in doubt, and a sentence for each refusal."""

from __future__ import annotations

from asyncio import wrap_future
from pathlib import Path

import pytest

from bot.cards.blocks import Card, Prose
from bot.core.errors import NotYet, SurfaceFault
from bot.services import daily
from bot.services.surface import Spot
from bot.store import deliveries, groups
from bot.store.tables import Group
from bot.store.tx import Tx
from tests.adapters.slack.conftest import question
from tests.adapters.slack.guild import GuildWorld, guild_world
from tests.fakes.slack import Message

CARD = Card(title="A word", blocks=(Prose(text="Good morning."),))
HISTORY = {"chat:write", "commands", "im:write", "users:read", "files:write", "channels:history"}


def ours(world: GuildWorld) -> list[Message]:
    """Give what Cohort posted in the channel."""
    return [each for each in world.study.messages.values() if each.by_app]


async def states(world: GuildWorld) -> list[tuple[str, str]]:
    """Give (state, error) of each delivery, the oldest first."""

    def read(tx: Tx) -> list[tuple[str, str]]:
        found = [(each.state, each.error) for each in deliveries.last_deliveries(tx, 1, 99)]
        return found[::-1]

    return await wrap_future(world.database.read(read))


async def paused(world: GuildWorld) -> str:
    """Give why the channel is paused; empty where it is not."""
    read = world.database.read(lambda tx: groups.places_of(tx, 1)[0].pause_reason)
    return await wrap_future(read)


async def owe(world: GuildWorld) -> None:
    """Post a question more at once."""

    def work(tx: Tx) -> None:
        group = tx.get(Group, 1)
        assert group is not None
        daily.post_now(tx, world.library, group, world.clock.now)

    await wrap_future(world.database.write(work))
    await world.settle()


async def test_a_message_carries_its_nonce_and_calls_nobody(world: GuildWorld) -> None:
    (post,) = world.slack.calls("chat.postMessage")
    message = question(world)
    assert message.metadata == {
        "event_type": "cohort_delivery",
        "event_payload": {"nonce": "d1"},
    }
    sent = post.arguments
    assert (sent["parse"], sent["link_names"]) == ("none", False)
    assert (sent["unfurl_links"], sent["unfurl_media"]) == (False, False)
    assert "Which store costs the least?" in message.text


async def test_a_thread_stands_under_its_question(world: GuildWorld) -> None:
    above = question(world)
    await world.pass_time(hours=10)
    (below,) = [each for each in ours(world) if each.thread]
    assert below.thread == above.ts
    assert not below.broadcast


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("not_in_channel", "Type `/invite @Cohort` there"),
        ("is_archived", "Unarchive it in Slack"),
        ("channel_not_found", "it is deleted, or private"),
        ("token_revoked", "Install Cohort again"),
        ("account_inactive", "Cohort was removed from this workspace"),
        ("restricted_action_read_only_channel", "Ask its manager to let Cohort post"),
    ],
)
async def test_a_place_that_is_closed_is_paused_with_its_cure(
    world: GuildWorld, code: str, said: str
) -> None:
    world.slack.faults.plan("chat.postMessage", "refused", error=code)
    await owe(world)
    assert said in await paused(world)
    assert (await states(world))[-1][0] == "failed"
    calls = len(world.slack.calls("chat.postMessage"))
    await world.pass_time(minutes=10)
    assert len(world.slack.calls("chat.postMessage")) == calls


async def test_the_bot_is_not_in_the_channel(world: GuildWorld) -> None:
    world.study.members.discard(world.guild.bot_user)
    await owe(world)
    assert "I'm not in this channel. Type `/invite @Cohort` there" in await paused(world)


async def test_the_channel_is_archived(world: GuildWorld) -> None:
    world.study.archived = True
    await owe(world)
    assert "This channel is archived" in await paused(world)


async def test_the_token_is_revoked(world: GuildWorld) -> None:
    world.slack.world.grants[world.guild.token].state = "token_revoked"
    await owe(world)
    assert "Slack has taken my token back" in await paused(world)


async def test_a_scope_that_is_missing_is_named(tmp_path: Path) -> None:
    async with guild_world(tmp_path, scopes=["commands", "users:read", "im:write"]) as world:
        await world.open_group("Ann")
        assert "Cohort lacks the scope chat:write" in await paused(world)


async def test_a_message_that_was_deleted_is_not_edited_for_ever(world: GuildWorld) -> None:
    del world.study.messages[question(world).ts]
    await world.press("Ben", "practice 1")
    await wrap_future(world.database.write(lambda tx: deliveries.want_edit(tx, "round", 1)))
    for _ in range(3):
        await world.settle()
    assert len(world.slack.calls("chat.update")) == 1
    assert await paused(world) == ""


async def test_a_thread_whose_question_was_deleted_is_given_up(world: GuildWorld) -> None:
    del world.study.messages[question(world).ts]
    await world.pass_time(hours=10)
    assert "deleted in Slack, so nothing can stand beneath it" in (await states(world))[1][1]
    assert await paused(world) == ""
    await world.pass_time(hours=15)
    assert len(ours(world)) == 1, "the next question comes all the same"


async def test_a_refusal_that_may_pass_is_tried_again(world: GuildWorld) -> None:
    world.slack.faults.plan("chat.postMessage", "broken", times=1)
    world.slack.faults.plan("chat.postMessage", "limited", seconds=1)
    before = len(ours(world))
    await owe(world)
    await world.pass_time(minutes=1)
    await world.pass_time(minutes=1)
    assert len(ours(world)) in (before, before + 1)


@pytest.mark.parametrize("kind", ["lost", "after"])
async def test_a_lost_answer_is_looked_up_and_nothing_stands_there_twice(
    tmp_path: Path, kind: str
) -> None:
    async with guild_world(tmp_path, scopes=HISTORY) as world:
        await world.open_group("Ann")
        world.slack.faults.plan("chat.postMessage", kind)  # type: ignore[arg-type]
        await owe(world)
        assert len(ours(world)) == 2
        assert (await states(world))[-1][0] == "sending"
        await world.pass_time(minutes=1)
        assert len(ours(world)) == 2
        assert (await states(world))[-1][0] == "posted"
        await world.pass_time(hours=10)
        assert "Take away" in world.person("Ann").reads(question(world))


async def test_what_was_not_sent_is_sent_once_history_says_so(tmp_path: Path) -> None:
    async with guild_world(tmp_path, scopes=HISTORY) as world:
        await world.open_group("Ann")
        world.slack.faults.plan("chat.postMessage", "before")
        await owe(world)
        assert len(ours(world)) == 1
        await world.pass_time(minutes=1)
        assert len(ours(world)) == 2


async def test_a_thread_in_doubt_is_looked_up_in_its_thread(tmp_path: Path) -> None:
    async with guild_world(tmp_path, scopes=HISTORY) as world:
        await world.open_group("Ann")
        world.slack.faults.plan("chat.postMessage", "lost")
        await world.pass_time(hours=10)
        await world.pass_time(minutes=1)
        assert len([each for each in ours(world) if each.thread]) == 1
        assert len(world.slack.calls("conversations.replies")) == 1


async def test_without_history_a_message_in_doubt_stays_in_doubt(world: GuildWorld) -> None:
    world.slack.faults.plan("chat.postMessage", "lost")
    await owe(world)
    for _ in range(6):
        await world.pass_time(minutes=2)
    state, error = (await states(world))[-1]
    assert state == "ambiguous"
    assert "lacks the scope channels:history" in error
    assert len(ours(world)) == 2
    assert await paused(world) == ""


async def test_slow_down_is_no_failure(world: GuildWorld) -> None:
    spot = Spot(id=1, workspace=world.guild.id, address=world.study.id)
    world.slack.faults.plan("chat.postMessage", "limited", seconds=60)
    with pytest.raises(NotYet) as later:
        await world.out.surface.post(spot, CARD, nonce="d9")
    assert later.value.seconds == 60
    world.slack.faults.plan("chat.postMessage", "limited", seconds=60)
    await owe(world)
    assert (await states(world))[-1] == ("pending", "")


async def test_somebody_is_told_alone_in_a_direct_message(world: GuildWorld) -> None:
    ben = world.person("Ben")
    spot = Spot(id=2, workspace=world.guild.id, address="x@y", person=ben.id)
    name = await world.out.surface.post(spot, CARD, nonce="d9")
    (message,) = ben.sees(ben.dm)
    assert name == f"{ben.dm.id}/{message.ts}"
    await world.out.surface.update(spot, name, CARD)


async def test_nobody_is_told_whose_account_is_deactivated(world: GuildWorld) -> None:
    ben = world.person("Ben")
    ben.user.deactivated = True
    spot = Spot(id=2, workspace=world.guild.id, address="x@y", person=ben.id)
    with pytest.raises(SurfaceFault) as gone:
        await world.out.surface.post(spot, CARD, nonce="d9")
    assert gone.value.permanent
    assert "deactivated" in str(gone.value)


async def test_another_workspace_is_none_of_ours(world: GuildWorld) -> None:
    spot = Spot(id=1, workspace="T0ELSEWHERE", address=world.study.id)
    with pytest.raises(SurfaceFault) as gone:
        await world.out.surface.post(spot, CARD, nonce="d9")
    assert gone.value.permanent
    assert "Install Cohort again" in str(gone.value)
