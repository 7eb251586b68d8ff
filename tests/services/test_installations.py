"""The book of installations: one for each workspace, and nothing of a token left after its end."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.services.installations import Installation, Installations
from bot.store.database import Database
from bot.store.engine import read_url
from bot.store.tables import Departure, SlackInstallation
from tests.world import START

OURS = Installation(
    workspace="T1",
    bot_token="encrypted-1",
    bot_user="U0",
    app_id="A1",
    scopes="commands,chat:write",
    installed_by="U1",
    installed_at=START,
)


@pytest.fixture
async def book(migrated_url: str) -> AsyncIterator[Installations]:
    """Give an empty book, on SQLite and on Postgres."""
    with Database(read_url(migrated_url)) as database:
        yield Installations(database, lambda: START + timedelta(days=1))


async def found(book: Installations, workspace: str, enterprise: str = "") -> str:
    kept = await wrap_future(book.find(workspace, enterprise))
    return kept.bot_token if kept else "none"


async def test_what_is_kept_is_found_as_it_was(book: Installations) -> None:
    await wrap_future(book.keep(OURS))
    assert await wrap_future(book.find("T1")) == OURS
    assert await found(book, "T2") == "none"


async def test_a_rotated_token_takes_the_place_of_the_one_before(book: Installations) -> None:
    await wrap_future(book.keep(OURS))
    until = START + timedelta(hours=12)
    fresh = replace(OURS, bot_token="encrypted-2", refresh_token="r", expires_at=until)
    await wrap_future(book.keep(fresh))
    assert await wrap_future(book.living()) == [fresh]


async def test_an_organisations_installation_holds_in_its_workspaces(book: Installations) -> None:
    await wrap_future(book.keep(replace(OURS, workspace="", enterprise="E1", bot_token="all")))
    await wrap_future(book.keep(replace(OURS, enterprise="E1", bot_token="own")))
    assert await found(book, "T1", "E1") == "own"
    assert await found(book, "T2", "E1") == "all"
    assert await found(book, "T2", "E2") == "none"
    assert await found(book, "T3") == "none"


async def test_a_removed_one_is_found_no_more_and_may_come_back(book: Installations) -> None:
    await wrap_future(book.keep(OURS))
    assert await wrap_future(book.remove("T1"))
    assert await found(book, "T1") == "none"
    assert not await wrap_future(book.remove("T1"))
    assert await wrap_future(book.living()) == []
    await wrap_future(book.keep(OURS))
    assert await found(book, "T1") == "encrypted-1"


async def test_nothing_of_a_removed_token_is_left(book: Installations, tmp_path: Path) -> None:
    await wrap_future(book.keep(replace(OURS, bot_token="encrypted-and-long")))
    await wrap_future(book.remove("T1"))
    kept = await wrap_future(
        book._database.read(lambda tx: tx.find(SlackInstallation, "WHERE workspace = ?", ("T1",)))
    )
    assert kept is not None
    assert (kept.bot_token, kept.removed_at) == ("", START + timedelta(days=1))
    book._database.close()
    for path in tmp_path.glob("cohort.db*"):
        assert b"encrypted-and-long" not in path.read_bytes()


async def test_what_is_renewed_is_an_installation_that_holds(book: Installations) -> None:
    fresh = replace(OURS, bot_token="encrypted-2")
    assert not await wrap_future(book.renew(fresh))
    await wrap_future(book.keep(OURS))
    assert await wrap_future(book.renew(fresh))
    assert await found(book, "T1") == "encrypted-2"
    await wrap_future(book.remove("T1"))
    assert not await wrap_future(book.renew(fresh))
    assert await found(book, "T1") == "none"


async def test_an_end_begins_the_time_of_grace_and_a_return_ends_it(book: Installations) -> None:
    assert not await wrap_future(book.keep(OURS))
    await wrap_future(book.remove("T1", reason="It was removed"))
    left = await wrap_future(book._database.read(lambda tx: tx.get(Departure, ("slack", "T1"))))
    assert left is not None
    assert (left.reason, left.left_at) == ("It was removed", START + timedelta(days=1))
    assert await wrap_future(book.keep(OURS))
    assert not await wrap_future(book.keep(OURS))
