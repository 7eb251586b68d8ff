"""Who somebody is by Slack's own word, and that nobody waits for it who has only tapped."""

from __future__ import annotations

from asyncio import wrap_future
from dataclasses import dataclass, field

import pytest

from bot.adapters.slack.people import FRESH, KEPT, People
from bot.store.tx import Tx
from tests.adapters.slack.conftest import question
from tests.adapters.slack.guild import GuildWorld


@dataclass
class Directory:
    """People on a clock of their own."""

    world: GuildWorld
    now: float = 1_000.0
    named: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make it."""
        self.people = People(
            self.world.out.line,
            self.world.heard.tasks,
            lambda *who: self.named.append(who[2]),
            lambda: self.now,
        )

    @property
    def asked(self) -> int:
        """How often Slack was asked."""
        return len(self.world.slack.calls("users.info"))


@pytest.fixture
def directory(world: GuildWorld) -> Directory:
    """Give a directory that knows nobody."""
    return Directory(world)


async def test_a_name_and_rights_come_from_slack(directory: Directory) -> None:
    world = directory.world
    ann = world.person("Ann")
    profile = await directory.people.look(world.guild.id, ann.id, "ann")
    assert (profile.name, profile.zone, profile.runs_it) == ("Ann", "Europe/Berlin", True)


async def test_rights_are_asked_for_again_after_a_minute(directory: Directory) -> None:
    world = directory.world
    ben = world.person("Ben")
    await directory.people.look(world.guild.id, ben.id, "ben")
    before = directory.asked
    await directory.people.look(world.guild.id, ben.id, "ben")
    assert directory.asked == before
    ben.user.owner = True
    directory.now += FRESH + 1
    assert (await directory.people.look(world.guild.id, ben.id, "ben")).runs_it
    directory.now += FRESH + 1
    world.slack.faults.plan("users.info", "before")
    assert not (await directory.people.look(world.guild.id, ben.id, "ben")).runs_it


async def test_whoever_taps_goes_by_their_handle_until_slack_has_said_more(
    directory: Directory,
) -> None:
    world = directory.world
    ben = world.person("Ben")
    assert directory.people.known(world.guild.id, ben.id, "ben").name == "ben"
    await world.settled()
    assert directory.named == ["Ben"]
    assert directory.people.known(world.guild.id, ben.id, "ben").name == "Ben"
    ben.user.name = "Benjamin"
    directory.now += KEPT + 1
    assert directory.people.known(world.guild.id, ben.id, "ben").name == "Ben"
    await world.settled()
    assert directory.people.known(world.guild.id, ben.id, "ben").name == "Benjamin"


async def test_the_name_of_whoever_tapped_once_is_put_right(world: GuildWorld) -> None:
    zoe = world.person("Zoe")
    await zoe.clicks("B", on=question(world))
    await world.settled()

    def read(tx: Tx) -> list[str]:
        rows = tx.run("SELECT name FROM account WHERE external_id = ?", (zoe.id,)).fetchall()
        return [str(row[0]) for row in rows]

    assert await wrap_future(world.database.read(read)) == ["Zoe"]


async def test_an_admin_of_another_workspace_runs_nothing_here(directory: Directory) -> None:
    world = directory.world
    sam = world.slack.person(world.guild, "Sam", stranger=True, admin=True)
    assert not (await directory.people.look(world.guild.id, sam.id, "sam")).runs_it
