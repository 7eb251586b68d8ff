"""The App Home and the shortcuts: the ways in that need no words."""

from __future__ import annotations

from tests.adapters.slack.conftest import question
from tests.adapters.slack.guild import GuildWorld


async def test_the_app_home_shows_ones_own_corner(world: GuildWorld) -> None:
    ben = world.person("Ben")
    await ben.opens_home()
    await world.settled()
    assert "What waits" in ben.reads(ben.home)
    assert "Which store costs the least?" in ben.reads(ben.home)


async def test_somebody_in_no_group_is_welcomed(world: GuildWorld) -> None:
    new = world.slack.person(world.guild, "Nia")
    await new.opens_home()
    await world.settled()
    assert "One scenario question a day" in new.reads(new.home)


async def test_a_press_in_the_app_home_opens_a_window_and_the_home_follows(
    world: GuildWorld,
) -> None:
    ben = world.person("Ben")
    await world.press("Ben", "practice 1")
    await ben.dismisses()
    await ben.opens_home()
    await world.settled()
    before = len(world.slack.calls("views.publish"))
    await ben.clicks("Open it", on=ben.home)
    await world.settled()
    assert "Your answer" in str(ben.view and ben.view.body["title"])
    assert len(world.slack.calls("views.publish")) == before + 1
    await ben.clicks("C")
    await world.settled()
    await ben.clicks("Certain")
    await world.settled()
    assert "Right." in ben.reads(ben.view)


async def test_opening_only_the_messages_of_the_app_publishes_nothing(world: GuildWorld) -> None:
    ben = world.person("Ben")
    event = {"type": "app_home_opened", "user": ben.id, "channel": ben.dm.id, "tab": "messages"}
    world.slack.events.send(world.guild, event)
    await world.settled()
    assert world.slack.calls("views.publish") == []


async def test_a_home_that_slack_does_not_take_is_tried_at_the_next_opening(
    world: GuildWorld,
) -> None:
    ben = world.person("Ben")
    world.slack.faults.plan("views.publish", "before")
    await ben.opens_home()
    await world.settled()
    assert ben.home is None
    await ben.opens_home()
    await world.settled()
    assert ben.home is not None


async def test_practise_now_begins_a_run_from_anywhere(world: GuildWorld) -> None:
    ben = world.person("Ben")
    await world.press("Ben", "today")
    assert (await ben.uses_shortcut("practise-now")).ok
    await world.settled()
    assert "1 of 5" in ben.reads(ben.view)


async def test_flag_this_question_opens_the_form_for_that_question(world: GuildWorld) -> None:
    ben = world.person("Ben")
    assert (await ben.uses_shortcut("flag-question", on=question(world))).ok
    await world.settled()
    assert ben.view is not None
    assert ben.view.body["callback_id"] == "1:send-flag:r1"


async def test_a_message_that_is_no_question_cannot_be_flagged(world: GuildWorld) -> None:
    ben = world.person("Ben")
    await ben.types("Good morning!", in_=world.study)
    assert (await ben.uses_shortcut("flag-question", on=ben.last(world.study))).ok
    await world.settled()
    assert ben.view is None
    assert "That message is not a question" in ben.reads(ben.last(world.study))


async def test_whoever_erases_themselves_sees_a_strangers_home(world: GuildWorld) -> None:
    ben = world.person("Ben")
    await world.press("Ben", "practice 1")
    await ben.opens_home()
    await world.settled()
    assert "#main" in ben.reads(ben.home)
    await world.press("Ben", "me erase")
    assert ben.view is not None
    (block,) = [each for each in ben.view.body["blocks"] if each["type"] == "input"]
    await ben.fills({block["block_id"]: "erase"})
    assert (await ben.submits()).ok
    await world.settled()
    assert "You are erased" in ben.reads(ben.view)
    assert "You are in no study group" in ben.reads(ben.home)
