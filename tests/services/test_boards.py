"""Boards of members and of helpers, through each window."""

from __future__ import annotations

from asyncio import wrap_future
from datetime import timedelta
from itertools import product

import pytest

from bot.cards.actions.boards import ChooseBoard, ShowBoard
from bot.cards.blocks import Card, Table
from bot.core.helping import HelpEvent
from bot.core.reports import GroupReport, MemberReport, OwnGrowth
from bot.services import knowing
from bot.services.export import learner_named
from bot.services.reporting import group_report, member_report
from bot.store import attempts, events, people, rounds
from bot.store.tables import Group
from bot.store.tx import Tx
from tests import sample
from tests.playing import live_day, on_board
from tests.store.rows import answer
from tests.world import World, buttons, text, who


def lines(card: Card) -> list[tuple[str, ...]]:
    """Give a board's rows."""
    return next((list(block.rows) for block in card.blocks if isinstance(block, Table)), [])


async def thank(world: World, by: str, to: str, bulletin: int) -> None:
    """Let somebody thank somebody for an explanation."""

    def keep(tx: Tx) -> None:
        found = [people.find_account(tx, who(name)) for name in (by, to)]
        thanking, thanked = (each.learner_id for each in found if each is not None)
        events.append_event(
            tx, HelpEvent.THANKED, world.clock.now, group_id=1, learner_id=thanking, to=thanked,
            bulletin=bulletin,
        )  # fmt: skip

    await wrap_future(world.database.write(keep))


@pytest.mark.parametrize("window", ["today", "week", "month", "season", "all"])
@pytest.mark.parametrize("by", ["members", "accuracy", "teams", "helper", "d3"])
async def test_every_window_goes_by_everything(world: World, window: str, by: str) -> None:
    shown = await world.press("Ann", ShowBoard(window, by))
    assert "board" in text(shown).lower() or by in ("teams", "helper", "accuracy", "d3")
    offered = buttons(shown)
    assert {"Today", "This week", "This month", "This season", "All time"} <= set(offered)
    if window == "season":
        assert "There has been no season yet." in text(shown)
    for button in offered.values():
        assert "I don't know" not in text(await world.press("Ann", button.action))


@pytest.mark.parametrize("what", [ShowBoard("year", "members"), ShowBoard("week", "luck")])
async def test_a_board_that_there_is_not_is_answered_with_those_there_are(
    world: World, what: ShowBoard
) -> None:
    assert "try `/study board week" in text(await world.press("Ann", what))


async def test_helpers_stand_by_thanks_at_once_and_only_if_they_chose_to(world: World) -> None:
    await on_board(world, "Ann", "Ben")
    await world.press("Cid", ChooseBoard(False))
    await thank(world, "Ann", "Ben", 1)
    await thank(world, "Cid", "Ben", 1)
    await thank(world, "Ben", "Ann", 2)
    await thank(world, "Ben", "Cid", 3)
    shown = await world.press("Ann", "board week by helper")
    assert lines(shown) == [
        ("1", "Ben", "2", "2 thanks"),
        ("2", "Ann (you)", "1", "1 thank-you"),
    ]
    hidden = await world.press("Cid", "board helper")
    assert ("–", "Cid (you)", "1", "1 thank-you") in lines(hidden)
    assert "seen by you alone" in text(hidden)


async def test_help_counts_in_the_window_in_which_it_was_thanked_for(world: World) -> None:
    await on_board(world, "Ann", "Ben")
    await thank(world, "Ann", "Ben", 1)
    await world.pass_time(days=1)
    assert lines(await world.press("Ann", "board today by helper")) == []
    assert len(lines(await world.press("Ann", "board week by helper"))) == 1
    await world.press("Ann", "season begin 2026-12-20")
    assert lines(await world.press("Ann", "board season by helper")) == []
    await thank(world, "Ann", "Ben", 2)
    assert lines(await world.press("Ann", "board season by helper"))[0][2] == "1"
    assert lines(await world.press("Ann", "board all by helper"))[0][2] == "2"


async def test_a_helper_off_the_page_still_sees_their_rank(world: World) -> None:
    names = [f"Member{number}" for number in range(12)]
    await on_board(world, *names)
    for number, name in enumerate(names):
        for bulletin in range(12 - number):
            await thank(world, names[number - 1], name, bulletin + 100 * number)
    rows = lines(await world.press(names[11], "board helper"))
    assert len(rows) == 11
    assert rows[-1] == ("12", "Member11 (you)", "1", "1 thank-you")


async def test_a_season_counts_all_its_questions_and_no_practice(world: World) -> None:
    await on_board(world, "Ann", "Ben")
    await world.press("Ann", "season begin 2026-12-20")
    for _ in range(3):
        await live_day(world, "Ann", wrong=("Ben",))
    season = await world.press("Ben", "board season")
    assert lines(season) == [("1", "Ann", "36", "3"), ("2", "Ben (you)", "6", "3")]
    assert lines(await world.press("Ben", "board week"))[0][2] == "24", "a week leaves one out"


async def test_a_season_has_boards_by_domain_and_accuracy(world: World) -> None:
    await on_board(world, "Ann")
    await world.press("Ann", "season begin 2026-12-20")
    await live_day(world, "Ann")
    assert lines(await world.press("Ann", "board season model"))[0][2] == "12"
    assert lines(await world.press("Ann", "board season accuracy"))[0][2] == "100 %"


async def practised(world: World, name: str, *, weeks_ago: int, right: bool, letters: str) -> None:
    """Let somebody have answered new questions of a domain some weeks ago."""

    def keep(tx: Tx) -> None:
        account = people.find_account(tx, who(name))
        assert account is not None
        assert account.id is not None
        day = world.clock.now.date() - timedelta(weeks=weeks_ago)
        for concept, letter in product(("d1.1-01", "d1.1-02", "d1.1-03", "d1.1-04"), letters):
            item = sample.single(concept, letter)
            new = answer(
                account.learner_id, None, account_id=account.id, item_id=item.id,
                concept=item.concept, domain=item.domain, is_right=right, source="practice",
                item_hash=rounds.keep_version(tx, item, world.clock.now), study_day=day,
                response=(2,) if right else (0,), counts_for_round=False,
            )  # fmt: skip
            attempts.record_attempt(tx, new)
        for _ in range(4):
            knowing.catch_up(tx, sample.library())

    await wrap_future(world.database.write(keep))


async def test_who_grew_stands_by_it_if_they_chose_to(world: World) -> None:
    await on_board(world, "Ann", "Ben", "Cid")
    await world.press("Dee", ChooseBoard(False))
    for name, better in (("Ann", True), ("Ben", False), ("Dee", True)):
        await practised(world, name, weeks_ago=6, right=False, letters="abcd")
        await practised(world, name, weeks_ago=2, right=better, letters="efgh")
    shown = await world.press("Ann", "board by growth")
    assert "Growth · 26 October to 22 November · #main" in text(shown)
    ((rank, name, change, answers),) = lines(shown)
    assert (rank, name, answers) == ("1", "Ann (you)", "16")
    assert float(change) > 0.5
    assert "This week" not in buttons(shown)
    assert "No growth shows for you yet" in text(await world.press("Ben", "board by growth"))
    theirs = await world.press("Dee", "board growth")
    assert [line[:2] for line in lines(theirs)] == [("1", "Ann"), ("–", "Dee (you)")]
    assert "seen by you alone" in text(theirs)
    new = await world.press("Cid", "board by growth")
    assert "You have 0 and 0." in text(new)
    assert handed(world) == [("Ann", change, answers)], "the workbook shows whom the board shows"
    together, own = (each.found for each in own_growth(world, "Dee")[:2])
    assert lines(theirs)[1][2] == f"+{together.change:.1f}"
    assert (own.told, own.within, own.before) == (True, 16, 16)
    assert not own_growth(world, "Cid")[0].found.told


def handed(world: World) -> list[tuple[str, str, str]]:
    """Give what a lead's workbook says of growth."""

    def read(tx: Tx) -> GroupReport:
        group = tx.get(Group, 1)
        assert group is not None
        return group_report(tx, world.library, group, world.clock.now)

    grown = world.database.read_now(read).grown
    return [(each.name, f"+{each.growth:.1f}", str(each.questions)) for each in grown]


def own_growth(world: World, name: str) -> tuple[OwnGrowth, ...]:
    """Give what a member's own workbook says of growth."""

    def read(tx: Tx) -> MemberReport:
        group = tx.get(Group, 1)
        assert group is not None
        learner = learner_named(tx, 1, name)
        return member_report(tx, world.library, group, learner, world.clock.now)

    return world.database.read_now(read).growth


async def test_growth_does_not_move_with_answers_of_this_week(world: World) -> None:
    await on_board(world, "Ann")
    await practised(world, "Ann", weeks_ago=6, right=False, letters="abcd")
    await practised(world, "Ann", weeks_ago=2, right=True, letters="efgh")
    before = await world.press("Ann", "board by growth")
    await practised(world, "Ann", weeks_ago=0, right=False, letters="ijkl")
    assert await world.press("Ann", "board by growth") == before


async def test_growth_ends_a_week_sooner_while_an_earlier_question_waits(world: World) -> None:
    def wait(tx: Tx) -> None:
        tx.run("UPDATE study_group SET verdicts = 'at_close'")
        tx.run("UPDATE round SET day = '2026-11-20' WHERE state = 'open'")

    await wrap_future(world.database.write(wait))
    shown = text(await world.press("Ann", "board by growth"))
    assert "19 October to 15 November" in shown
