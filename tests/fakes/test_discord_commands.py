"""Application commands of the stand-in: registering, offering, typing, completing."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import discord as api
import pytest
from discord import app_commands

from tests.fakes.discord import Kind, NotOffered, changes
from tests.fakes.discord import permissions as may
from tests.fakes.discord.checks.commands import check_command, check_set
from tests.fakes.discord.checks.schema import check_schema
from tests.fakes.discord.driven import Stage, stage
from tests.fakes.discord.errors import Json, Refused

PUT = ("PUT", "/applications/{application_id}/commands")


def command(*options: Json, **changed: Any) -> Json:
    return {"name": "study", "description": "Study", "options": list(options)} | changed


def option(name: str = "n", kind: int = 3, **changed: Any) -> Json:
    return {"name": name, "type": kind, "description": "d"} | changed


def sub(name: str, *options: Json) -> Json:
    return option(name, 1, options=list(options))


def choices(count: int, **changed: Any) -> list[Json]:
    return [{"name": f"c{n}", "value": f"v{n}"} | changed for n in range(count)]


LIMITS: dict[str, tuple[Callable[[int], Json], int]] = {
    "name": (lambda n: command(name="n" * n), 32),
    "description": (lambda n: command(description="d" * n), 100),
    "options": (lambda n: command(*[option(f"o{each}") for each in range(n)]), 25),
    "option name": (lambda n: command(option("n" * n)), 32),
    "option description": (lambda n: command(option(description="d" * n)), 100),
    "choices": (lambda n: command(option(choices=choices(n))), 25),
    "choice name": (lambda n: command(option(choices=choices(1, name="n" * n))), 100),
    "choice value": (lambda n: command(option(choices=choices(1, value="v" * n))), 100),
    "localised name": (lambda n: command(name_localizations={"de": "n" * n}), 32),
    "localised description": (lambda n: command(description_localizations={"de": "d" * n}), 100),
    "max_length": (lambda n: command(option(max_length=n)), 6000),
}
REFUSED: dict[str, Json] = {
    "capitals": command(name="Study"),
    "a blank": command(name="study now"),
    "no description": command(description=""),
    "a subcommand beside a value": command(sub("a"), option("b")),
    "a group in a group": command(option("a", 2, options=[option("b", 2, options=[sub("c")])])),
    "a subcommand in a subcommand": command(sub("a", sub("b"))),
    "required after optional": command(option("a"), option("b", required=True)),
    "an option twice": command(option("a"), option("a")),
    "choices beside autocomplete": command(option(choices=choices(1), autocomplete=True)),
    "a text among numbers": command(option("n", 4, choices=choices(1))),
    "choices of a person": command(option("n", 6, choices=choices(1))),
    "a language of its own": command(name_localizations={"xx": "a"}),
    "no contexts": command(contexts=[]),
    "a context of its own": command(contexts=[3]),
    "too many characters": command(
        *[
            option(f"o{each}", choices=choices(25, name="n" * 100, value="v" * 100))
            for each in (1, 2)
        ]
    ),
}


def takes(body: Json) -> bool:
    try:
        check_command(body)
        check_schema(*PUT, [body])
    except Refused:
        return False
    return True


@pytest.mark.parametrize("name", LIMITS)
def test_a_command_is_taken_at_the_limit_and_refused_beyond_it(name: str) -> None:
    make, most = LIMITS[name]
    assert takes(make(most))
    assert not takes(make(most + 1))


def test_a_command_has_eight_thousand_characters_in_all() -> None:
    def sized(last: int) -> Json:
        texts = [option(f"o{each:02}", description="d" * 97) for each in range(9)]  # 100 each
        large = option("p01", choices=choices(25, name="n" * 100, value="v" * 100), description="d")
        rest = option("p02", choices=choices(20, name="n" * 50, value="v" * 50), description="d")
        # study + Study + texts + large + rest + "p03" and its description
        return command(*texts, large, rest, option("p03", description="d" * last))

    used = 10 + 900 + 4 + 5000 + 4 + 2000 + 3
    assert takes(sized(8000 - used))
    assert not takes(sized(8000 - used + 1))


@pytest.mark.parametrize("name", REFUSED)
def test_a_command_that_discord_refuses_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        check_command(REFUSED[name])


def test_a_set_has_a_hundred_commands_and_each_name_once() -> None:
    hundred = [command(name=f"c{n}") for n in range(100)]
    check_set(hundred)
    with pytest.raises(Refused) as caught:
        check_set([*hundred, command(name="more")])
    assert caught.value.code == 30032
    with pytest.raises(Refused):
        check_set([command(), command()])
    check_set([command(), {"name": "study", "type": 2}])


async def test_the_tree_is_registered_as_the_library_writes_it() -> None:
    async with stage() as s:
        study = app_commands.Group(
            name="study",
            description="Study",
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )

        @study.command(description="Practise")
        @app_commands.describe(n="How many", domain="Which part")
        @app_commands.choices(domain=[app_commands.Choice(name="Modeling", value="m")])
        async def practice(
            interaction: api.Interaction, n: app_commands.Range[int, 1, 20], domain: str = "all"
        ) -> None:
            await interaction.response.send_message(f"{n} of {domain}", ephemeral=True)

        s.bot.tree.add_command(study)
        synced = await s.bot.tree.sync()
        assert [each.name for each in synced] == ["study"]
        assert [each.name for each in await s.bot.tree.fetch_commands()] == ["study"]
        outcome = await s.ann.types("/study practice", n=5, domain="Modeling")
        assert outcome.text == "5 of m"
        assert outcome.message is not None
        assert outcome.message.is_private
        again = await s.bot.tree.sync()
        assert again[0].id == synced[0].id
        assert s.discord.world.command_writes == 1


REGISTERED = [
    command(
        sub(
            "practice",
            option("n", 4, required=True, min_value=1, max_value=20),
            option("domain", autocomplete=True),
            option("who", 6),
            option("where", 7, channel_types=[0]),
            option("team", 8),
            option("loud", 5),
        ),
        contexts=[0, 1],
        integration_types=[0, 1],
    ),
    command(
        sub("setup"),
        name="study-admin",
        default_member_permissions=str(may.MANAGE_GUILD),
        contexts=[0],
        integration_types=[0],
    ),
]


async def test_what_is_typed_is_held_to_what_was_registered() -> None:
    async with stage(registered=REGISTERED) as s:
        ann, voice = s.ann, await s.adds("voice", Kind.VOICE)
        for line, options in (
            ("/nothing", {}),
            ("/study", {}),
            ("/study mock", {}),
            ("/study practice", {}),
            ("/study practice", {"n": 0}),
            ("/study practice", {"n": 21}),
            ("/study practice", {"n": "5"}),
            ("/study practice", {"n": 5, "colour": "red"}),
            ("/study practice", {"n": 5, "where": voice}),
            ("/study practice", {"n": 5, "loud": 1}),
        ):
            with pytest.raises(NotOffered):
                await ann.types(line, **options)
        assert s.bot.heard == []


async def test_options_arrive_typed_and_resolved() -> None:
    async def answer(interaction: api.Interaction) -> None:
        await interaction.response.send_message("ok", ephemeral=True)

    async with stage(registered=REGISTERED) as s:
        s.bot.answer = answer
        team = s.discord.world.add_role(s.guild, "Reds")
        bob = s.discord.person("Bob", s.guild)
        await s.ann.types(
            "/study practice", n=5, who=bob, where=s.channel, team=team, loud=True, domain="Mo"
        )
        data: Any = s.bot.heard[0].data
        options = {each["name"]: each["value"] for each in data["options"][0]["options"]}
        assert options == {
            "n": 5,
            "domain": "Mo",
            "who": str(bob.user.id),
            "where": str(s.channel.id),
            "team": str(team.id),
            "loud": True,
        }
        resolved = data["resolved"]
        assert resolved["users"][str(bob.user.id)]["username"] == "bob"
        assert "user" not in resolved["members"][str(bob.user.id)]
        assert resolved["channels"][str(s.channel.id)]["permissions"]
        assert resolved["roles"][str(team.id)]["name"] == "Reds"


async def test_commands_are_offered_by_permission_and_place() -> None:
    async with stage(registered=REGISTERED) as s:
        world, ann = s.discord.world, s.ann
        assert ann.commands(s.channel) == ["study"]
        lead = world.add_role(s.guild, "Lead", may.MANAGE_GUILD)
        changes.give_role(world, s.guild, ann.user, lead)
        assert ann.commands(s.channel) == ["study", "study-admin"]
        assert ann.commands(ann.dm()) == ["study"]
        changes.allow(world, s.channel, ann.user, deny=may.USE_APPLICATION_COMMANDS)
        assert ann.commands(s.channel) == []

        foreign = world.add_guild("Elsewhere", bot_permissions=None)
        there = world.add_channel(foreign, "talk")
        eve = s.discord.person("Eve", foreign)
        assert eve.commands(there) == []
        assert eve.commands(eve.dm()) == []
        eve.installs()
        assert eve.commands(there) == ["study"]
        assert eve.commands(eve.dm()) == ["study"]
        assert eve.commands(eve.dm_with(ann)) == []


async def complete(s: Stage, count: int) -> list[str]:
    async def answer(interaction: api.Interaction) -> None:
        given = [app_commands.Choice(name=f"d{n}", value=f"d{n}") for n in range(count)]
        with contextlib.suppress(api.HTTPException):
            await interaction.response.autocomplete(given)

    s.bot.answer = answer
    return await s.ann.completes("/study practice", "domain", "d", n=5)


async def test_autocomplete_gives_up_to_twenty_five() -> None:
    async with stage(registered=REGISTERED, speed=10) as s:
        assert len(await complete(s, 25)) == 25
        data: Any = s.bot.heard[0].data
        focused = data["options"][0]["options"][-1]
        assert (focused["name"], focused["value"], focused["focused"]) == ("domain", "d", True)
        assert await complete(s, 26) == []
        assert s.discord.requests[-1].status == 400
        assert s.ann.notices == ["Loading options failed"]
        with pytest.raises(NotOffered):
            await s.ann.completes("/study practice", "n", "5")


async def test_more_than_two_hundred_new_commands_a_day_are_refused() -> None:
    async with stage(pace=10_000) as s:
        path = "/applications/{application_id}/commands"
        app = s.discord.world.bot.id
        for start in (0, 100):
            many = [command(name=f"c{start + n}") for n in range(100)]
            await s.bot.call("PUT", path, many, application_id=app)
        with pytest.raises(api.HTTPException) as caught:
            await s.bot.call("PUT", path, [command(name="more")], application_id=app)
        assert caught.value.code == 30034
