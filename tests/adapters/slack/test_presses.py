"""The press: a window in time, kept before it is acknowledged, and a kind word where it fails."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from bot.adapters.slack import people, pressing
from bot.store.tables import Attempt, Draft
from tests import mocks
from tests.adapters.slack.conftest import count, question, stall
from tests.adapters.slack.guild import GuildWorld, guild_world
from tests.fakes.slack import Channel, Person


def hints(person: Person, channel: Channel) -> list[str]:
    """Give what was whispered to somebody in a channel."""
    return [person.reads(each) for each in person.sees(channel) if each.only_for == person.id]


async def test_a_tap_is_kept_and_asks_how_sure_in_a_window(world: GuildWorld) -> None:
    ben = world.person("Ben")
    assert (await ben.clicks("B", on=question(world))).ok
    await world.settled()
    assert "You picked B" in ben.reads(ben.view)
    assert "How sure are you? It never changes your points." in ben.reads(ben.view)
    assert await count(world, Draft) == 1
    assert [call.method for call in world.slack.calls() if call.method.startswith("views.")] == [
        "views.open"
    ]


async def test_the_confidence_turns_the_same_window_into_the_verdict(world: GuildWorld) -> None:
    ben = world.person("Ben")
    await ben.clicks("C", on=question(world))
    await world.settled()
    window = ben.view
    assert window is not None
    before = window.hash
    assert (await ben.clicks("Certain")).ok
    await world.settled()
    assert ben.view is window
    assert "Right. What decided it" in ben.reads(ben.view)
    (update,) = world.slack.calls("views.update")
    assert update.arguments["hash"] == before
    assert update.arguments["view_id"] == window.id


async def test_a_window_that_is_swiped_away_loses_nothing(world: GuildWorld) -> None:
    ben = world.person("Ben")
    await ben.clicks("C", on=question(world))
    await world.settled()
    await ben.dismisses()
    await world.pass_time(hours=10)
    assert await count(world, Attempt) == 1
    await ben.clicks("My answer", on=question(world))
    await world.settled()
    assert "Right." in ben.reads(ben.view)


async def test_a_window_opens_beside_a_writer_that_stands_still(
    world: GuildWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pressing, "FORESEEN_AFTER", 0.05)
    ben = world.person("Ben")
    stalled = stall(world, 1.0)
    began = time.monotonic()
    clicking = asyncio.create_task(ben.clicks("B", on=question(world)))
    await world.slack.until(lambda: ben.view)
    assert time.monotonic() - began < 0.9
    assert not stalled.done()
    assert (await clicking).ok
    assert time.monotonic() - began >= 0.9
    await world.settled()
    assert await count(world, Draft) == 1


async def test_many_presses_at_once_are_all_kept_and_all_shown(world: GuildWorld) -> None:
    people = [world.person(f"P{number}") for number in range(30)]
    acks = await asyncio.gather(*(each.clicks("C", on=question(world)) for each in people))
    assert all(ack.ok for ack in acks)
    await world.settled()
    assert all("You picked C" in each.reads(each.view) for each in people)
    assert await count(world, Draft) == 30


async def test_a_commit_that_takes_long_is_acknowledged_all_the_same(
    world: GuildWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pressing, "ACK_WITHIN", 0.1)
    ben = world.person("Ben")
    await ben.clicks("B", on=question(world))
    await world.settled()
    stall(world, 0.5)
    ack = await ben.clicks("Certain")
    assert ack.ok
    assert ack.seconds < 0.4
    assert await count(world, Attempt) == 0
    await world.settled()
    assert "it's C" in ben.reads(ben.view)
    assert await count(world, Attempt) == 1


async def test_a_form_says_saving_while_the_commit_takes_long(
    world: GuildWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = world.person("Ben")
    await world.press("Ben", "me alias")
    assert ben.view is not None
    monkeypatch.setattr(pressing, "ACK_WITHIN", 0.1)
    await ben.fills(
        {
            next(
                each["block_id"] for each in ben.view.body["blocks"] if each["type"] == "input"
            ): "Zoe"
        }
    )
    stall(world, 0.5)
    assert (await ben.submits()).ok
    assert "Saving…" in ben.reads(ben.view)
    await world.settled()
    assert "Zoe" in ben.reads(ben.view)


async def test_words_whose_answer_takes_long_open_a_window_that_waits(
    world: GuildWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pressing, "OPEN_WITHIN", 0.1)
    ben = world.person("Ben")
    stall(world, 0.5)
    typing = asyncio.create_task(ben.types("/study practice 3", in_=world.study))
    await world.slack.until(lambda: ben.view)
    assert "One moment" in ben.reads(ben.view)
    assert (await typing).ok
    await world.settled()
    assert "Practice" in ben.reads(ben.view)


async def test_a_trigger_that_is_over_asks_for_another_tap_and_loses_nothing(
    world: GuildWorld,
) -> None:
    ben = world.person("Ben")
    world.slack.waits.trigger = -1.0
    assert (await ben.clicks("B", on=question(world))).ok
    await world.settled()
    assert ben.view is None
    (hint,) = hints(ben, world.study)
    assert "Nothing you pressed is lost: tap it again" in hint
    assert await count(world, Draft) == 1
    world.slack.waits.trigger = 3.0
    await ben.clicks("B", on=question(world))
    await world.settled()
    assert "You picked B" in ben.reads(ben.view)


async def test_two_clicks_at_once_make_one_answer_and_one_window(world: GuildWorld) -> None:
    ben = world.person("Ben")
    await ben.clicks("B", on=question(world))
    await world.settled()
    acks = await asyncio.gather(ben.clicks("Certain"), ben.clicks("Guessing"))
    assert all(ack.ok for ack in acks)
    await world.settled()
    assert await count(world, Attempt) == 1
    assert "it's C" in ben.reads(ben.view)
    assert ben.errors == []


async def test_what_was_pressed_last_is_what_stands_in_the_window(world: GuildWorld) -> None:
    ben = world.person("Ben")
    await ben.clicks("B", on=question(world))
    await world.settled()
    await asyncio.gather(ben.clicks("Change"), ben.clicks("Certain"))
    await world.settled()
    assert "it's C" in ben.reads(ben.view)


async def test_a_click_on_a_message_of_last_year_shows_its_answer(world: GuildWorld) -> None:
    old = question(world)
    was = list(old.blocks)
    await world.pass_time(days=370)
    old.blocks = was  # as it stood in a client that was never reloaded
    ben = world.person("Ben")
    await ben.clicks("B", on=old)
    await world.settled()
    assert "counts for you, not for the board" in ben.reads(ben.view)


async def test_a_button_that_is_none_of_ours_is_refused_kindly(world: GuildWorld) -> None:
    ben = world.person("Ben")
    message = question(world)
    message.blocks[-1]["elements"][0]["value"] = "9:launch:1"
    await ben.clicks(message.blocks[-1]["elements"][0]["text"]["text"], on=message)
    await world.settled()
    assert ben.view is None
    assert "That button is not one of ours" in hints(ben, world.study)[0]
    assert ben.errors == []


async def test_curly_quotes_and_mentions_are_read_as_they_were_typed(world: GuildWorld) -> None:
    ben = world.person("Ben")
    await ben.types("/study notes “cheap things” <@U123|ann> &amp; <#C1|general>", in_=world.study)
    await world.settled()
    assert world.recording.presses[-1].what == 'notes "cheap things" @ann & #general'
    assert ben.errors == []


async def test_a_misspelt_word_gets_the_closest_one_as_a_hint(world: GuildWorld) -> None:
    ben = world.person("Ben")
    await ben.types("/study bord", in_=world.study)
    await world.settled()
    assert ben.view is None
    assert "board" in hints(ben, world.study)[0]


async def test_a_command_works_where_cohort_is_not_in_the_channel(world: GuildWorld) -> None:
    ben = world.person("Ben")
    elsewhere = world.slack.channel(world.guild, "random", with_app=False, members=[ben])
    await ben.types("/study pause", in_=elsewhere)
    await world.settled()
    (hint,) = hints(ben, elsewhere)
    assert "Cohort is not set up in this channel" in hint


async def test_a_channels_word_in_a_direct_message_says_where_it_belongs(world: GuildWorld) -> None:
    ben = world.person("Ben")
    await world.press("Ben", "practice 1")
    await ben.types("/study setup", in_=ben.dm)
    await world.settled()
    assert "A group lives in a channel" in hints(ben, ben.dm)[-1]
    await ben.types("/study pause", in_=ben.dm)
    await world.settled()
    assert "in the group's channel" in hints(ben, ben.dm)[-1]
    await ben.types("/study today", in_=ben.dm)
    await world.settled()
    assert "Which store costs the least?" in ben.reads(ben.view)


async def test_whoever_is_a_guest_answers_like_anybody(world: GuildWorld) -> None:
    guest = world.slack.person(world.guild, "Gus", channels=[world.study], guest=True)
    await guest.clicks("C", on=question(world))
    await world.settled()
    await guest.clicks("Certain")
    await world.settled()
    assert "Right." in guest.reads(guest.view)
    other = world.slack.channel(world.guild, "other", members=[guest])
    await guest.types("/study setup", in_=other)
    await world.settled()
    assert "Starting a group here takes an admin or owner" in hints(guest, other)[0]


async def test_a_stranger_from_another_workspace_answers_in_a_shared_channel(
    world: GuildWorld,
) -> None:
    world.study.shared = True
    stranger = world.slack.person(
        world.guild, "Sam", channels=[world.study], stranger=True, admin=True
    )
    await stranger.clicks("C", on=question(world))
    await world.settled()
    await stranger.clicks("Certain")
    await world.settled()
    assert "Right." in stranger.reads(stranger.view)
    press = world.recording.presses[-1]
    assert press.who.workspace == world.guild.id
    assert not press.visit.may_found
    assert (await stranger.types("/study today", in_=world.study)).error == "not_a_command"


async def test_rights_come_from_slack_and_not_from_what_a_press_says(world: GuildWorld) -> None:
    ben = world.person("Ben")
    owner = world.slack.person(world.guild, "Olga", owner=True)
    other = world.slack.channel(world.guild, "other", members=[ben, owner])
    await ben.types("/study setup", in_=other)
    await world.settled()
    assert not world.recording.presses[-1].visit.may_found
    await owner.types("/study setup", in_=other)
    await world.settled()
    assert world.recording.presses[-1].visit.may_found
    assert "Three questions, and #other begins" in owner.reads(owner.view)


async def test_nobody_has_rights_whom_slack_does_not_describe(world: GuildWorld) -> None:
    owner = world.slack.person(world.guild, "Olga", owner=True)
    other = world.slack.channel(world.guild, "other", members=[owner])
    world.slack.faults.plan("users.info", "before")
    await owner.types("/study setup", in_=other)
    await world.settled()
    assert "Starting a group here takes an admin or owner" in hints(owner, other)[0]


async def test_a_lost_acknowledgement_loses_no_answer(world: GuildWorld) -> None:
    ben = world.person("Ben")
    await ben.clicks("B", on=question(world))
    await world.settled()
    stall(world, 0.3)
    world.slack.waits.ack = 0.1
    assert (await ben.clicks("Certain")).error == "operation_timeout"
    world.slack.waits.ack = 3.0
    await world.settled()
    assert await count(world, Attempt) == 1
    assert "it's C" in ben.reads(ben.view)


async def test_in_a_mock_exam_nobody_waits_to_be_looked_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with guild_world(tmp_path, library=mocks.library()) as world:
        await world.open_group("Ann", "Ben")
        ben = world.person("Ben")
        await ben.types("/study mock mini", in_=world.study)
        await world.settled()
        asked = len(world.slack.calls("users.info"))
        monkeypatch.setattr(people, "FRESH", -1.0)  # a question takes longer than a minute
        for label, shown in (
            ("Begin, the clock runs", "1 of 11"), ("A", "Your answer: A."),
            ("Mark for review", "Marked for review."), ("All questions", "Open"),
        ):  # fmt: skip
            assert (await ben.clicks(label)).ok
            await world.settled()
            assert shown in ben.reads(ben.view)
        assert len(world.slack.calls("users.info")) == asked


async def test_by_http_a_press_is_the_same(tmp_path: Path) -> None:
    async with guild_world(tmp_path, by="http") as world:
        await world.open_group("Ann", "Ben")
        ben = world.person("Ben")
        assert (await ben.clicks("C", on=question(world))).ok
        await world.settled()
        assert (await ben.clicks("Certain")).ok
        await world.settled()
        assert "Right." in ben.reads(ben.view)
