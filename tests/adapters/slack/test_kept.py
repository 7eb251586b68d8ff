"""Installations that are kept: read once, renewed in time, and sealed with the newest key."""

from __future__ import annotations

import asyncio
from asyncio import wrap_future
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.slack.distribution import distribution
from bot.adapters.slack.faults import Declined
from bot.adapters.slack.kept import KeptInstallations
from bot.adapters.slack.vault import Unopened
from bot.core.errors import Misused
from bot.services.installations import Installation, Installations
from tests.adapters.slack.hall import KEY, Hall, client_keys, hall

OTHER = "another-key-of-the-tests-9876543210"


@pytest.fixture
async def rotating(tmp_path: Path) -> AsyncIterator[Hall]:
    """Give a program with one workspace, whose tokens last twelve hours."""
    async with hall(tmp_path, rotates=True) as made:
        await made.join("one")
        yield made


def token(hall: Hall) -> str:
    """Give the newest token that Slack has given out for the workspace."""
    return hall.worlds[0].guild.token


async def find(hall: Hall) -> str:
    found = await hall.made.installations.find(hall.worlds[0].guild.id)
    assert found is not None
    return found.token


async def rows(hall: Hall) -> list[Installation]:
    return await wrap_future(Installations(hall.database, hall.clock).living())


def renewals(hall: Hall) -> int:
    return len(hall.slack.calls("oauth.v2.access")) - len(hall.worlds)


def with_key(hall: Hall, key: str) -> KeptInstallations:
    """Give the installations as a program started with another key finds them."""
    keys, book = client_keys(hall.slack, secret_key=key), Installations(hall.database, hall.clock)
    return distribution(keys, hall.slack.base_url, book, hall.clock).installations


async def test_what_is_kept_is_sealed_and_found(rotating: Hall) -> None:
    (row,) = await rows(rotating)
    assert token(rotating) not in row.bot_token
    assert row.refresh_token
    assert row.expires_at == rotating.clock.now + timedelta(hours=12)
    assert await find(rotating) == token(rotating)
    assert await rotating.made.installations.find("T0ELSEWHERE") is None
    assert [each.token for each in await rotating.made.installations.every()] == [token(rotating)]


async def test_another_process_s_change_is_seen_within_a_minute(rotating: Hall) -> None:
    await find(rotating)
    book = Installations(rotating.database, rotating.clock)
    await wrap_future(book.remove(rotating.worlds[0].guild.id))
    assert await find(rotating) == token(rotating)
    rotating.clock.now += timedelta(seconds=61)
    assert await rotating.made.installations.find(rotating.worlds[0].guild.id) is None


async def test_a_token_is_renewed_before_it_ends_and_nobody_waits(rotating: Hall) -> None:
    first = token(rotating)
    rotating.pass_hours(9.9)
    assert await find(rotating) == first
    assert renewals(rotating) == 0
    rotating.pass_hours(0.2)
    assert await find(rotating) == first
    await rotating.settled()
    assert renewals(rotating) == 1
    assert await find(rotating) == token(rotating) != first
    (row,) = await rows(rotating)
    assert row.expires_at == rotating.clock.now + timedelta(hours=12)


async def test_all_who_come_after_its_end_wait_for_one_renewal(rotating: Hall) -> None:
    first = token(rotating)
    rotating.pass_hours(12.1)
    found = await asyncio.gather(*(find(rotating) for _ in range(5)))
    assert set(found) == {token(rotating)} != {first}
    assert renewals(rotating) == 1
    assert (
        await rotating.worlds[0].person("Ben").types("/study help", in_=rotating.worlds[0].study)
    ).ok


async def test_a_renewal_that_fails_is_tried_again_a_minute_later(rotating: Hall) -> None:
    first = token(rotating)
    rotating.pass_hours(11)
    rotating.slack.app.client_secret = "another one"
    for _ in range(3):
        assert await find(rotating) == first
        await rotating.settled()
    assert renewals(rotating) == 1
    rotating.pass_hours(1.1)
    with pytest.raises(Declined, match="has not renewed it yet") as temporary:
        await find(rotating)
    assert not temporary.value.permanent
    rotating.slack.app.client_secret = type(rotating.slack.app)().client_secret
    rotating.pass_hours(0.1)
    assert await find(rotating) == token(rotating) != first


async def test_a_token_that_nobody_can_renew_has_ended(rotating: Hall) -> None:
    for grant in rotating.slack.world.grants.values():
        grant.refresh = None
    rotating.pass_hours(12.1)
    with pytest.raises(Declined, match="Install Cohort again") as ended:
        await find(rotating)
    assert ended.value.permanent
    assert await rotating.made.installations.holds(rotating.worlds[0].guild.id) is False


async def test_another_process_may_renew_first(rotating: Hall) -> None:
    await find(rotating)
    rotating.pass_hours(12.1)
    second = with_key(rotating, KEY)
    one, two = await asyncio.gather(find(rotating), second.find(rotating.worlds[0].guild.id))
    assert two is not None
    assert one == two.token == token(rotating)


async def test_a_renewed_token_that_cannot_be_kept_lives_on_and_is_kept_later(
    rotating: Hall,
) -> None:
    refuse = (
        "CREATE TRIGGER full BEFORE INSERT ON slack_installation "
        "BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    )
    await wrap_future(rotating.database.write(lambda tx: tx.run(refuse) and None))
    (before,) = await rows(rotating)
    rotating.pass_hours(12.1)
    assert await find(rotating) == token(rotating)
    assert await rows(rotating) == [before]
    await wrap_future(rotating.database.write(lambda tx: tx.run("DROP TRIGGER full") and None))
    rotating.pass_hours(0.1)
    assert await find(rotating) == token(rotating)
    await rotating.settled()
    assert renewals(rotating) == 1
    found = await with_key(rotating, KEY).find(rotating.worlds[0].guild.id)
    assert found is not None
    assert found.token == token(rotating)


async def test_a_renewal_does_not_bring_back_what_was_removed(rotating: Hall) -> None:
    rotating.pass_hours(11)
    await find(rotating)
    await wrap_future(
        Installations(rotating.database, rotating.clock).remove(rotating.worlds[0].guild.id)
    )
    await rotating.settled()
    assert await rows(rotating) == []


async def test_a_new_key_seals_everything_anew_and_the_old_one_can_go(rotating: Hall) -> None:
    both = with_key(rotating, f"{OTHER},{KEY}")
    assert await both.reseal() == 1
    assert await both.reseal() == 0
    found = await with_key(rotating, OTHER).find(rotating.worlds[0].guild.id)
    assert found is not None
    assert found.token == token(rotating)


async def test_a_key_that_opens_nothing_is_said_before_anything_begins(rotating: Hall) -> None:
    wrong = with_key(rotating, OTHER)
    with pytest.raises(Misused, match="does not open the tokens of 1 of 1 workspaces") as said:
        await wrong.reseal()
    assert "cohort slack-forget" in str(said.value)
    assert OTHER not in str(said.value)
    with pytest.raises(Unopened):
        await wrong.find(rotating.worlds[0].guild.id)
    assert await wrong.every() == []


async def test_what_no_key_opens_can_be_forgotten_and_installed_again(rotating: Hall) -> None:
    world = rotating.worlds[0]
    assert await with_key(rotating, KEY).forget_unopened() == ()
    assert await with_key(rotating, OTHER).forget_unopened() == (world.guild.id,)
    assert await rows(rotating) == []
    page = await rotating.install(world.person("one-owner"))
    assert "Welcome back in one" in page.text


async def test_nothing_shows_a_token(rotating: Hall) -> None:
    found = await rotating.made.installations.find(rotating.worlds[0].guild.id)
    kept = rotating.made.installations._cache[rotating.worlds[0].guild.id]
    shown = repr(found) + repr(kept) + repr(replace(kept, is_unsaved=True))
    assert token(rotating) not in shown
    assert kept.refresh not in shown


async def test_the_doctor_looks_at_each_workspace_and_shows_no_token(rotating: Hall) -> None:
    from bot.adapters.slack.doctor import examine_many
    from bot.adapters.slack.running import Keys
    from bot.services.doctoring import Sort

    slack, guild = rotating.slack, rotating.worlds[0].guild
    keys = Keys(api=slack.base_url, signing_secret="s", client=client_keys(slack))

    async def look(kept: KeptInstallations) -> str:
        found = await examine_many(keys, [], kept)
        assert token(rotating) not in repr(found)
        clock = "Clock"  # the stand-in's time is its own
        return "\n".join(
            each.text for each in found
            if each.sort is Sort.MISSING and not each.text.startswith(clock)
        )  # fmt: skip

    assert await look(rotating.made.installations) == ""
    assert "does not open the tokens of" in await look(with_key(rotating, OTHER))
    slack.world.grants[guild.token].scopes.discard("im:write")
    assert f"{guild.id}: it lacks im:write" in await look(rotating.made.installations)
    slack.world.grants[guild.token].state = "account_inactive"
    assert f"{guild.id}: Cohort was removed" in await look(rotating.made.installations)
