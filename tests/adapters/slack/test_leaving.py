"""A workspace removes the app: everything of its rests, and comes back, or is forgotten."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.adapters.slack.arrivals import Arrivals
from bot.services.departing import GRACE, Departures
from bot.store.tables import Account, Departure, Place, SlackInstallation
from bot.store.tx import Tx
from tests.adapters.slack.guild import GuildWorld, guild_world
from tests.adapters.slack.hall import Hall, hall


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[Hall]:
    """Give two workspaces, each with a group whose first question is posted."""
    async with hall(tmp_path) as made:
        for name in ("one", "two"):
            world = await made.join(name)
            await world.open_group(f"{name}-owner", f"{name}-member")
        yield made


async def pauses(hall: Hall | GuildWorld) -> list[str]:
    """Give why each shared place rests; empty where it does not."""

    def work(tx: Tx) -> list[str]:
        query = "SELECT id FROM place WHERE account_id IS NULL ORDER BY id"
        every = [tx.get(Place, number) for (number,) in tx.run(query).fetchall()]
        return [each.pause_reason if each.paused_at else "" for each in every if each]

    return await wrap_future(hall.database.read(work))


async def count(hall: Hall | GuildWorld, table: type, where: str = "1 = 1") -> int:
    query = f"SELECT count(*) FROM {table.__tablename__} WHERE {where}"  # type: ignore[attr-defined]

    def work(tx: Tx) -> int:
        found = tx.run(query).fetchone()
        return int(found[0]) if found else 0

    return await wrap_future(hall.database.read(work))


def posts(world: GuildWorld) -> int:
    return len([m for m in world.study.messages.values() if m.by_app and not m.thread])


async def test_a_workspace_that_removes_the_app_rests_and_the_others_go_on(two: Hall) -> None:
    one, other = two.worlds
    await two.uninstall(one.guild)
    assert "Install Cohort again" in (await pauses(two))[0]
    assert (await pauses(two))[1] == ""
    assert await count(two, SlackInstallation, "bot_token <> ''") == 1
    before = posts(one), posts(other)
    await other.pass_time(days=1, hours=2)
    assert (posts(one), posts(other)) == (before[0], before[1] + 1)
    # Nothing was even tried.
    assert two.slack.calls("chat.postMessage")[-1].team == other.guild.id


async def test_somebody_who_types_there_all_the_same_reads_a_sentence(two: Hall) -> None:
    one = two.worlds[0]
    await two.uninstall(one.guild)
    member = one.person("one-member")
    assert (await member.types("/study today", in_=one.study)).ok
    await two.settled()
    assert "Cohort is not installed here any more" in member.reads(member.last(one.study))


async def test_coming_back_within_the_grace_brings_everything_back(two: Hall) -> None:
    one = two.worlds[0]
    await two.uninstall(one.guild)
    await one.pass_time(days=3)
    before = posts(one)
    page = await two.install(one.person("one-owner"))
    assert "Welcome back in one" in page.text
    assert "Everything is as it was" in page.text
    assert await pauses(two) == ["", ""]
    assert await count(two, Departure) == 0
    await one.pass_time(hours=2)
    assert posts(one) == before + 1
    assert (await one.person("one-member").types("/study today", in_=one.study)).ok
    await one.pass_time(days=15)
    assert await count(two, Account, "name LIKE 'one-%'") == 2


async def test_its_people_are_forgotten_when_the_grace_is_over(two: Hall) -> None:
    one = two.worlds[0]
    assert await count(two, Account, "name LIKE 'one-%'") == 2
    await two.uninstall(one.guild)
    await one.pass_time(seconds=GRACE.total_seconds() - 60)
    assert await count(two, Account, "name LIKE 'one-%'") == 2
    await one.pass_time(minutes=2)
    for _ in range(4):
        await one.settle()
    assert await count(two, Account, "name LIKE 'one-%'") == 0
    assert await count(two, Account, "name LIKE 'two-%'") == 2
    assert await count(two, SlackInstallation) == 1
    page = await two.install(one.person("one-owner"))
    assert "Cohort is in one" in page.text


async def test_an_event_that_comes_late_does_not_undo_a_new_installation(two: Hall) -> None:
    one = two.worlds[0]
    await two.uninstall(one.guild)
    await two.install(one.person("one-owner"))
    for event in (
        {"type": "app_uninstalled"},
        {"type": "tokens_revoked", "tokens": {"bot": [one.guild.bot_user], "oauth": []}},
    ):
        two.slack.events.send(one.guild, event)
    await two.settled()
    assert await pauses(two) == ["", ""]
    assert await count(two, SlackInstallation, "bot_token <> ''") == 2


async def test_a_persons_own_token_is_none_of_ours(two: Hall) -> None:
    one = two.worlds[0]
    asked = len(two.slack.calls("auth.test"))
    event = {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}
    two.slack.events.send(one.guild, event)
    await two.settled()
    assert await pauses(two) == ["", ""]
    assert len(two.slack.calls("auth.test")) == asked


async def test_a_revoked_token_is_enough(two: Hall) -> None:
    one = two.worlds[0]
    two.slack.world.grants[one.guild.token].state = "token_revoked"
    event = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [one.guild.bot_user]}}
    two.slack.events.send(one.guild, event)
    await two.settled()
    assert await count(two, Departure) == 1


async def test_what_no_event_told_is_learnt_from_the_next_post(two: Hall) -> None:
    one, other = two.worlds
    two.slack.world.grants[one.guild.token].state = "account_inactive"
    await other.pass_time(days=1, hours=2)
    await two.settled()
    assert await count(two, Departure) == 1
    assert "Install Cohort again" in (await pauses(two))[0]
    await two.install(one.person("one-owner"))
    assert await pauses(two) == ["", ""]


async def test_a_single_workspace_departs_and_comes_back_with_its_token(tmp_path: Path) -> None:
    async with guild_world(tmp_path) as world:
        await world.open_group("Ann", "Ben")
        world.slack.uninstall(world.guild)
        await world.settled()
        assert "Install Cohort again" in (await pauses(world))[0]
        # As a program does that is started with a token.
        world.slack.world.grants[world.guild.token].state = "active"
        await Arrivals(Departures(world.database, world.clock), world.out.workspaces).welcome(
            world.guild.id
        )
        assert await pauses(world) == [""]
        assert await count(world, Departure) == 0
