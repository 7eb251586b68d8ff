"""Teams follow roles: whoever is given another one plays for another team."""

from __future__ import annotations

from pathlib import Path

from bot.adapters.discord.roles import Roles
from bot.services import folds
from bot.services.following import TeamBook
from bot.store import people
from bot.store.tx import Tx
from tests.adapters.discord.hall import Hall, hall
from tests.fakes.discord import changes


def seats(here: Hall) -> dict[str, list[str]]:
    """Give who is in which team."""

    def work(tx: Tx) -> dict[str, list[str]]:
        teams = folds.teams_of(tx, 1)
        names = people.names_of(tx, people.learners_in(tx, 1), 1)
        return {t.name: sorted(names[each] for each in teams.members(t.id)) for t in teams.alive}

    return here.database.read_now(work)


async def test_members_are_where_their_role_is(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        world = here.discord.world
        red, blue = (world.add_role(here.guild, name) for name in ("Red", "Blue"))
        await here.found("Ann", "Ben", "Cem")
        await here.until(lambda: {"Red", "Blue"} <= set(here.known_roles()))
        changes.give_role(world, here.guild, here.person("Ben").user, red)
        told = await here.person("Ann").types("/study-admin team follow", names="Red, Blue")
        assert "Teams follow 2 groups" in told.text
        book = TeamBook(here.database, here.clock)
        roles = Roles(here.home.client, book, rate=1000)
        assert await roles.look() == 1
        assert seats(here) == {"Red": ["Ben"], "Blue": []}
        changes.give_role(world, here.guild, here.person("Cem").user, blue)
        asked = len(here.discord.requests)
        await here.person("Cem").types("/study today")
        assert await Roles(here.home.client, book, rate=1000).look() == 1
        assert seats(here) == {"Red": ["Ben"], "Blue": ["Cem"]}
        assert len(here.discord.requests) > asked
        # Who leaves the server leaves the team; a role that is deleted leaves it empty.
        changes.leave(world, here.guild, here.person("Cem").user)
        changes.delete_role(world, here.guild, red)
        await here.until(lambda: "Red" not in here.known_roles())
        await Roles(here.home.client, book, rate=1000).look()
        assert seats(here)["Blue"] == []
        assert [each for each in here.refused if each.status != 404] == []


async def test_what_a_press_says_needs_no_asking(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        red = here.discord.world.add_role(here.guild, "Red")
        await here.found("Ann")
        await here.until(lambda: "Red" in here.known_roles())
        changes.give_role(here.discord.world, here.guild, here.person("Ann").user, red)
        roles = Roles(here.home.client, TeamBook(here.database, here.clock), rate=1000)
        serve = here.home.client.serve
        assert serve is not None

        async def heard(interaction: object) -> None:
            roles.note(getattr(interaction, "user", None))
            await serve(interaction)  # type: ignore[arg-type]

        here.home.client.serve = heard
        await here.person("Ann").types("/study-admin team follow", names="Red")
        await roles.look()
        assert seats(here) == {"Red": ["Ann"]}
        assert here.discord.sent("GET", "/guilds/{guild_id}/members/{user_id}") == []
