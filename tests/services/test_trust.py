"""What a lead sees: those who agreed in bands, and never anybody else by a difference."""

from __future__ import annotations

from asyncio import wrap_future
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards.actions.me import GroupProgress, SetAlias, Share
from bot.cards.actions.own import RateSelf
from bot.cards.actions.question import Lock, Tap
from bot.cards.actions.values import Asked, Confidence, Familiarity, Target
from bot.services import trust
from bot.services.desk import Press
from bot.store import people
from bot.store.attempts import record_attempt
from bot.store.tx import Tx
from tests.services.histories import read, rows
from tests.store.rows import answer as an_answer
from tests.world import World, text, who

ROUND = Target(Asked.ROUND, 1)
CROWD = tuple(f"Member{number}" for number in range(1, 9))


async def studied(world: World, name: str, right: int, wrong: int, *, days_ago: int = 7) -> None:
    """Let somebody have practised in the group, some days ago."""

    def work(tx: Tx) -> None:
        account = people.ensure_account(tx, who(name), world.clock.now)
        people.ensure_membership(tx, 1, account.learner_id, world.clock.now)
        at = world.clock.now - timedelta(days=days_ago)
        shared = tx.run("SELECT item_hash FROM round").fetchone()
        assert shared is not None
        for number in range(right + wrong):
            record_attempt(
                tx,
                an_answer(
                    account.learner_id, None, account_id=account.id, source="practice",
                    is_right=number < right, at=at, study_day=at.date(), domain="d1",
                    item_hash=shared[0], points=0, counts_for_round=False,
                ),
            )  # fmt: skip

    await wrap_future(world.database.write(work))


async def group(world: World) -> str:
    return text(await world.press("Ann", GroupProgress()))


def others(shown: str) -> str:
    return shown.partition("## Those who never agreed, together\n")[2].partition("\n")[0]


async def test_who_agreed_is_seen_in_bands_and_by_active_days(world: World) -> None:
    await studied(world, "Ben", 5, 0)
    await world.press("Ben", Tap(ROUND, 0))
    await world.press("Ben", Lock(ROUND, Confidence.CERTAIN))
    await world.press("Ben", Share(True))
    shown = await group(world)
    assert "Ben: Firm: Gather. Active on 2 of the last 28 days." in shown
    for told in ("%", "5 of 5", "certain", "Certain"):
        assert told not in shown


async def test_an_alias_stands_for_the_name_here_too(world: World) -> None:
    await studied(world, "Ben", 1, 6)
    await world.press("Ben", Share(True))
    await world.press("Ben", SetAlias(), {"name": ("Zoe",)})
    shown = await group(world)
    assert "Zoe: Shaky: Gather." in shown
    assert "Ben" not in shown


async def test_only_a_lead_may_look(world: World) -> None:
    assert "Only the group's lead" in text(await world.press("Ben", "progress group"))


async def test_the_others_are_one_line_from_five_people_on(world: World) -> None:
    for name in CROWD[:4]:
        await studied(world, name, 4, 1)
    assert "Too few" in others(await group(world))
    await studied(world, CROWD[4], 2, 2)
    assert "Too few" in others(await group(world))  # four answers are no voice
    await studied(world, CROWD[5], 0, 5)
    assert others(await group(world)) == "Getting there: Gather."


async def test_what_was_answered_this_week_does_not_move_the_line(world: World) -> None:
    for name in CROWD[:5]:
        await studied(world, name, 4, 1)
    before = others(await group(world))
    for _ in range(3):
        await studied(world, CROWD[0], 0, 9, days_ago=0)
    assert others(await group(world)) == before == "Firm: Gather."
    await world.pass_time(days=7)
    assert others(await group(world)) == "Getting there: Gather."


@pytest.mark.parametrize("crowd", [5, 6])
async def test_with_just_enough_people_one_who_agrees_takes_the_line_with_them(
    world: World, crowd: int
) -> None:
    for name in CROWD[:crowd]:
        await studied(world, name, 4, 1)
    before = others(await group(world))
    await world.press(CROWD[0], Share(True))
    assert others(await group(world)) == before  # nothing to subtract from this week
    await world.pass_time(days=7)
    after = others(await group(world))
    assert ("Too few" in after) == (crowd == 5)
    await world.press(CROWD[0], Share(False))
    await world.pass_time(days=7)
    # Whoever was seen alone never stands in the line again: it holds whom it held.
    assert others(await group(world)) == after
    assert CROWD[0] not in (await group(world)).partition("##")[2]


@pytest.fixture
async def crowd(world: World) -> World:
    """Give a world in which eight people have studied enough for a line of the others."""
    for number, name in enumerate(CROWD):
        await studied(world, name, 4 + number % 3, number % 4 + 1)
    return world


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(st.tuples(st.sampled_from(CROWD), st.booleans()), min_size=1, max_size=12),
    mover=st.sampled_from(CROWD),
    shares=st.booleans(),
)
def test_one_consent_more_or_less_changes_that_persons_own_line_and_nothing_else(
    crowd: World, changes: list[tuple[str, bool]], mover: str, shares: bool
) -> None:
    world = crowd

    def look(tx: Tx) -> tuple[dict[str, bool], object]:
        account = {name: people.find_account(tx, who(name)) for name in CROWD}
        own = trust.consents(tx, 1)
        names = {name: own[found.learner_id] for name, found in account.items() if found}
        monday = world.clock.now.date() - timedelta(days=world.clock.now.weekday())
        return names, trust.others_bands(tx, 1, "Europe/Berlin", "sample", monday)

    def say(name: str, yes: bool) -> None:
        press = Press(who=who(name), where=world.here, what=Share(yes))
        world.desk.press(press).result()

    for name, yes in changes:
        say(name, yes)
    before, line = world.database.read_now(look)
    say(mover, shares)
    after, again = world.database.read_now(look)
    assert again == line
    assert {n: s for n, s in before.items() if n != mover} == {
        n: s for n, s in after.items() if n != mover
    }


async def test_consent_is_asked_once_at_the_end_of_the_onboarding(world: World) -> None:
    await world.press("Ben", Tap(ROUND, 0))
    for index in range(3):
        card = await world.press("Ben", RateSelf(index, Familiarity.NEW))
        assert "lead" not in text(card)
    asked = text(await world.press("Ben", RateSelf(3, Familiarity.NEW)))
    assert "May your group's lead see" in asked
    await world.press("Ben", Share(False))
    again = text(await world.press("Ben", RateSelf(3, Familiarity.TEACH)))
    assert "May your group's lead see" not in again
    assert await rows(world, "SELECT payload FROM event WHERE kind = 'consent'") == [
        ('{"shares": false}',)
    ]


async def test_the_same_choice_twice_is_kept_once(world: World) -> None:
    for _ in range(3):
        await world.press("Ben", Share(True))
    assert await rows(world, "SELECT COUNT(*) FROM event WHERE kind = 'consent'") == [(1,)]
    assert await read(world, lambda tx: people.consents(tx, 1)) == {1: False, 2: True}
