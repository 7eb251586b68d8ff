"""Teams by hand: who may do what, and what each is told when a team is not what it was."""

from __future__ import annotations

from asyncio import wrap_future

import pytest

from bot.cards.actions import Action
from bot.cards.actions.boards import ChooseBoard
from bot.cards.actions.me import EnterCode, LinkAccounts
from bot.cards.actions.own import Today
from bot.cards.actions.teams import (
    AssignTeams,
    CreateTeam,
    DeleteTeam,
    JoinTeam,
    NameTeam,
    NewTeam,
    PickTeam,
    PlaceMembers,
    RenameTeam,
    RestoreTeam,
)
from bot.cards.blocks import Table
from bot.core.teams import TeamEvent
from bot.services import folds
from bot.store import events, people
from bot.store.tx import Tx
from tests.services import histories
from tests.world import World, action, choice, text, who


def members(world: World, name: str) -> list[str]:
    """Name who is in a team."""

    def read(tx: Tx) -> list[str]:
        teams = folds.teams_of(tx, 1)
        team = teams.named(name)
        assert team is not None
        found = teams.members(team.id)
        return [people.names_of(tx, [learner], 1)[learner] for learner in found]

    return world.database.read_now(read)


async def create(world: World, *names: str) -> None:
    for name in names:
        await world.press("Ann", CreateTeam(), {"name": (name,)})


@pytest.mark.parametrize(
    "what",
    [
        NewTeam(), CreateTeam(), PlaceMembers(0), AssignTeams(0), NameTeam(),
        RenameTeam(), PickTeam(), DeleteTeam(1), RestoreTeam(1),
    ],
)  # fmt: skip
async def test_only_the_lead_makes_and_changes_teams(world: World, what: Action) -> None:
    await create(world, "Otters")
    assert "Only the group's lead" in text(await world.press("Ben", what, {"name": ("Cats",)}))
    assert members(world, "Otters") == []


async def test_joining_another_team_moves_and_says_so(world: World) -> None:
    await create(world, "Otters", "Lynxes")
    await world.press("Ben", "team join Otters")
    moved = await world.press("Ben", "team join Lynxes")
    assert "You have left Otters" in text(moved)
    assert (members(world, "Otters"), members(world, "Lynxes")) == ([], ["Ben"])
    await world.press("Ben", action(moved, "Back to Otters"))
    assert (members(world, "Otters"), members(world, "Lynxes")) == (["Ben"], [])


async def test_members_are_named_by_alias_where_they_have_one(world: World) -> None:
    await create(world, "Otters")
    await world.press("Ben", "team join Otters")

    def give_alias(tx: Tx) -> None:
        account = people.find_account(tx, who("Ben"))
        assert account is not None
        membership = people.find_membership(tx, 1, account.learner_id)
        assert membership is not None
        membership.alias = "Heron"
        tx.add(membership)

    await wrap_future(world.database.write(give_alias))
    shown = text(await world.press("Ann", "team"))
    assert "Otters | Heron" in shown
    assert "Ben" not in shown


async def test_the_lead_assigns_members_by_a_form(world: World) -> None:
    await create(world, "Otters", "Lynxes")
    await world.press("Cid", Today())
    await world.press("Cid", ChooseBoard(True))
    form = await world.press("Ann", "team assign")
    lines = choice(form, "team")
    assert [option.text for option in lines.options] == ["Ann", "Ben", "Cid"]
    ids = {match.text: match.value for match in lines.matches}
    filled = {"team": (ids["Otters"], ids["Lynxes"], ids["Otters"])}
    assert form.submit is not None
    assert "3 members moved" in text(await world.press("Ann", form.submit.action, filled))
    assert members(world, "Otters") == ["Ann", "Cid"]
    again = choice(await world.press("Ann", "team assign"), "team")
    assert again.chosen == filled["team"], "the form shows where everybody is"
    changed = {"team": (ids["Otters"], ids["No team"], ids["Otters"])}
    assert "1 member moved" in text(await world.press("Ann", form.submit.action, changed))
    assert "Nothing changed" in text(await world.press("Ann", form.submit.action, changed))


@pytest.mark.parametrize("values", [(), ("1",), ("1", "99"), ("1", "x"), ("1", "-1")])
async def test_a_form_that_does_not_fit_changes_nothing(
    world: World, values: tuple[str, ...]
) -> None:
    await create(world, "Otters")
    said = text(await world.press("Ann", AssignTeams(0), {"team": values}))
    assert "again" in said
    assert members(world, "Otters") == []


async def test_many_members_are_assigned_page_by_page(world: World) -> None:
    await create(world, "Otters")
    for number in range(10):
        await world.press(f"Member{number}", ChooseBoard(True))
    first = await world.press("Ann", "team assign")
    assert len(choice(first, "team").options) == 10
    second = await world.press("Ann", action(first, "Next page"))
    assert [option.text for option in choice(second, "team").options] == ["Member8", "Member9"]
    assert second.submit is not None
    otters = choice(second, "team").matches[1].value
    await world.press("Ann", second.submit.action, {"team": (otters, otters)})
    assert members(world, "Otters") == ["Member8", "Member9"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "needs a name"),
        ("   ", "needs a name"),
        ("x" * 25, "at most 24 characters"),
        ("otters", "There is a team otters already"),
        ("\x00\x1b", "needs a name"),
    ],
)
async def test_a_name_that_cannot_be_is_refused(world: World, name: str, said: str) -> None:
    await create(world, "Otters")
    assert said in text(await world.press("Ann", CreateTeam(), {"name": (name,)}))


async def test_odd_names_stay_names(world: World) -> None:
    odd = ("=HYPERLINK(1)", "+cmd", "*bold* `code`", "\u202eabc", "🦦 Otters", "x" * 24)
    await create(world, *odd)
    shown = await world.press("Ann", "team")
    table = next(block for block in shown.blocks if isinstance(block, Table))
    names = {row[0] for row in table.rows}
    assert names == {"=HYPERLINK(1)", "+cmd", "*bold* 'code'", "abc", "🦦 Otters", "x" * 24}


async def test_a_group_has_room_for_twenty_teams(world: World) -> None:
    await create(world, *(f"Team {n}" for n in range(20)))
    said = text(await world.press("Ann", "team create One more"))
    assert "at most 20 teams" in said


async def test_renaming_keeps_the_members(world: World) -> None:
    await create(world, "Otters", "Lynxes")
    await world.press("Ben", "team join Otters")
    form = await world.press("Ann", "team rename")
    otters = {o.text: o.value for o in choice(form, "team").options}["Otters"]
    assert form.submit is not None
    filled = {"team": (otters,), "name": ("lynxes",)}
    assert "already" in text(await world.press("Ann", form.submit.action, filled))
    filled = {"team": (otters,), "name": ("OTTERS",)}
    assert "called OTTERS now" in text(await world.press("Ann", form.submit.action, filled))
    assert members(world, "OTTERS") == ["Ben"]
    assert "Choose a team" in text(
        await world.press("Ann", form.submit.action, {"name": ("Cats",)})
    )


async def test_deleting_asks_first_and_can_be_undone(world: World) -> None:
    await create(world, "Otters")
    await world.press("Ben", "team join Otters")
    asked = await world.press("Ann", "team delete Otters")
    assert "Delete Otters?" in text(asked)
    assert members(world, "Otters") == ["Ben"], "nothing is deleted yet"
    done = await world.press("Ann", action(asked, "Delete it"))
    assert "Otters was deleted on Tue 24 Nov" in text(await world.press("Ben", "team"))
    assert "gone already" in text(await world.press("Ann", action(asked, "Delete it")))
    assert "That team is gone" in text(await world.press("Ben", JoinTeam(1)))
    assert "with Ben" in text(await world.press("Ann", action(done, "Bring it back")))
    assert "there already" in text(await world.press("Ann", action(done, "Bring it back")))


async def test_a_team_does_not_come_back_beside_another_of_its_name(world: World) -> None:
    await create(world, "Otters")
    deleted = await world.press("Ann", DeleteTeam(1))
    await create(world, "Otters")
    said = text(await world.press("Ann", action(deleted, "Bring it back")))
    assert "rename that one first" in said


async def test_two_accounts_that_became_one_person_are_told_which_team_counts(
    world: World,
) -> None:
    await create(world, "Otters", "Lynxes")
    await world.press("Ben", "team join Otters")
    await world.press("Benny", "team join Lynxes")

    code = await histories.code_of(world, "Ben")
    asked = text(await world.press("Benny", EnterCode(), {"code": (code,)}))
    assert "you are in two teams, Otters and Lynxes: the one joined last holds" in asked
    await world.press("Benny", LinkAccounts(code.lower()))
    await world.settle()
    shown = text(await world.press("Ben", "team"))
    assert "Two accounts of yours are one now" in shown
    assert "Lynxes counts" in shown
    assert (members(world, "Otters"), members(world, "Lynxes")) == ([], ["Ben"])
    await world.press("Ben", "team join Otters")
    assert "Two accounts" not in text(await world.press("Ben", "team"))


async def test_a_team_of_another_group_is_not_seen(world: World) -> None:
    await wrap_future(
        world.database.write(
            lambda tx: events.append_event(
                tx, TeamEvent.CREATED, world.clock.now, group_id=None, name="Strangers"
            )
        )
    )
    assert "Strangers" not in text(await world.press("Ann", "team"))


async def test_a_lead_who_is_erased_leaves_the_teams_with_their_names(world: World) -> None:
    await create(world, "Otters")
    await world.press("Ann", "season begin 2026-12-20")
    for name in ("Ann", "Ben"):
        await world.press(name, "team join Otters")
    await histories.erase(world, "Ann")
    shown = text(await world.press("Ben", "team"))
    assert "Otters (yours) | you" in shown
    assert "Season 1" in text(await world.press("Ben", "season"))
