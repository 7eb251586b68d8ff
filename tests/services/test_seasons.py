"""A season: it begins and ends once, whatever the clock, the lead or a downtime do."""

from __future__ import annotations

from asyncio import wrap_future
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.cards.actions import Action
from bot.cards.actions.boards import ChooseBoard
from bot.cards.actions.lead import Pause, PostNow
from bot.cards.actions.seasons import AskEndSeason, BeginSeason, EndSeason, PlanSeason, UndoSeason
from bot.core.errors import AlreadyDone
from bot.core.helping import HelpEvent
from bot.core.seasons import Season
from bot.scheduler.ticking import Tick
from bot.services import folds, seasons
from bot.services.due import Due
from bot.store import boards, events, people
from bot.store.tables import Bulletin, Group
from bot.store.tx import Tx
from tests.playing import answer, live_day, on_board
from tests.world import World, action, text, who


def found(world: World) -> tuple[Season, ...]:
    """Give the group's seasons."""
    return world.database.read_now(lambda tx: folds.seasons_of(tx, 1))


def counted(world: World, span: str) -> dict[str, int]:
    """Give each member's answers in a span."""

    def read(tx: Tx) -> dict[str, int]:
        rows = boards.every_row(tx, 1, span)
        names = people.names_of(tx, [row.learner_id for row, _ in rows], 1)
        return {names[row.learner_id]: row.n for row, _ in rows}

    return world.database.read_now(read)


def finish_day(world: World) -> date | None:
    """Give the group's finish day."""

    def read(tx: Tx) -> date | None:
        group = tx.get(Group, 1)
        assert group is not None
        return group.finish_day

    return world.database.read_now(read)


async def closing_cards(world: World) -> list[str]:
    """Give the closing cards in the channel."""
    shown = [text(card) for card in await world.channel()]
    return [each for each in shown if "is over" in each]


@pytest.mark.parametrize(
    "what",
    [PlanSeason(), BeginSeason(), UndoSeason(1), AskEndSeason(), EndSeason(1)],
)
async def test_only_the_lead_has_a_hand_in_it(world: World, what: Action) -> None:
    await world.press("Ann", BeginSeason())
    before = found(world)
    assert "Only the group's lead" in text(await world.press("Ben", what))
    assert found(world) == before


async def test_eight_weeks_are_proposed_and_the_finish_day_is_the_groups(world: World) -> None:
    await world.press("Ann", BeginSeason())
    (season,) = found(world)
    assert (season.title, season.first) == ("Season 1", date(2026, 11, 24))
    assert season.finish == date(2027, 1, 18)
    assert finish_day(world) == season.finish


async def test_a_second_one_waits_for_the_first(world: World) -> None:
    await world.press("Ann", BeginSeason())
    said = text(await world.press("Ann", "season begin 2026-12-20"))
    assert "Season 1 is running until 18 January 2027. End it first" in said
    assert len(found(world)) == 1


async def test_set_up_can_begin_one_in_an_open_transaction(world: World) -> None:
    def begin(tx: Tx) -> Season:
        group = tx.get(Group, 1)
        assert group is not None
        season = seasons.begin(tx, group, world.clock.now, title="Autumn")
        with pytest.raises(AlreadyDone):
            seasons.begin(tx, group, world.clock.now)
        return season

    season = await wrap_future(world.database.write(begin))
    assert found(world) == (season,)
    assert season.title == "Autumn"


async def test_a_question_counts_in_the_season_of_its_day(world: World) -> None:
    await live_day(world, "Ann", "Ben")
    await world.press("Ann", "season begin 2026-11-27")
    await live_day(world, "Ann")
    assert counted(world, "season:1") == {"Ann": 1}
    assert counted(world, "all") == {"Ann": 2, "Ben": 1}


async def test_a_season_that_begins_after_todays_close_begins_tomorrow(world: World) -> None:
    await answer(world, "Ann")
    await world.pass_time(hours=9, minutes=30)
    said = text(await world.press("Ann", "season begin 2026-12-20"))
    assert "begins on Wed 25 Nov" in said
    assert found(world)[0].first == date(2026, 11, 25)
    shown = text(await world.press("Ann", "season"))
    assert "It begins on 25 November 2026." in shown
    assert counted(world, "season:1") == {}


async def test_it_ends_on_its_day_after_the_last_question_once(world: World) -> None:
    await world.press("Ann", "season begin 2026-11-26")
    for _ in range(2):
        await live_day(world, "Ann", "Ben")
    await answer(world, "Ann")
    await world.at(world.clock.now.replace(hour=15, minute=59))
    assert found(world)[0].last is None
    await world.at(world.clock.now.replace(hour=16, minute=0))
    assert found(world)[0].last == date(2026, 11, 26)
    assert counted(world, "season:1") == {"Ann": 3, "Ben": 2}
    cards = await closing_cards(world)
    assert len(cards) == 1
    assert "3 days, 3 questions, 5 answers from 2 members" in cards[0]
    assert finish_day(world) is None
    for hours in (1, 24, 24 * 7):
        await world.pass_time(hours=hours)
    assert len(await closing_cards(world)) == 1
    await world.at(datetime(2026, 12, 7, 8, 5, tzinfo=UTC))
    await live_day(world, "Ann")
    assert counted(world, "season:1") == {"Ann": 3, "Ben": 2}


async def test_after_a_downtime_it_ends_late_and_once(world: World) -> None:
    await world.press("Ann", "season begin 2026-11-26")
    await live_day(world, "Ann")
    await world.pass_time(days=20)
    assert found(world)[0].last == date(2026, 11, 26)
    assert counted(world, "season:1") == {"Ann": 1}
    assert len(await closing_cards(world)) == 1


async def test_two_ticks_at_once_end_it_once(world: World) -> None:
    await world.press("Ann", "season begin 2026-11-25")
    await live_day(world, "Ann")
    world.clock.now = datetime(2026, 11, 25, 17, tzinfo=UTC)
    due = Due(world.database, world.library, world.clock)
    works = [work for _ in range(2) for work in await wrap_future(due.find())]
    done = [await wrap_future(due.do(work)) for work in works]
    assert done.count(True) == 2, "one close of the question, one end of the season"
    await world.settle()
    assert len(await closing_cards(world)) == 1


async def test_it_waits_for_a_question_that_came_late(world: World) -> None:
    await world.press("Ann", "season begin 2026-11-25")
    await live_day(world)
    await world.at(datetime(2026, 11, 25, 15, 30, tzinfo=UTC))
    await world.press("Ann", PostNow())  # open for at least four hours
    await world.at(datetime(2026, 11, 25, 16, 5, tzinfo=UTC))
    assert found(world)[0].last is None
    await answer(world, "Ann")
    await world.at(datetime(2026, 11, 25, 19, 31, tzinfo=UTC))
    assert found(world)[0].last == date(2026, 11, 25)
    assert counted(world, "season:1") == {"Ann": 1}


async def test_a_clock_that_is_set_back_ends_nothing_twice(world: World) -> None:
    await world.press("Ann", "season begin 2026-11-25")
    await live_day(world, "Ann")
    await world.at(datetime(2026, 11, 25, 17, tzinfo=UTC))
    await world.at(datetime(2026, 11, 25, 10, tzinfo=UTC))
    await world.at(datetime(2026, 11, 25, 17, tzinfo=UTC))
    assert len(await closing_cards(world)) == 1


async def test_the_end_comes_while_the_group_is_paused_too(world: World) -> None:
    await world.press("Ann", "season begin 2026-11-26")
    await live_day(world, "Ann")
    await world.press("Ann", Pause())
    await world.at(datetime(2026, 11, 26, 16, 1, tzinfo=UTC))
    assert len(await closing_cards(world)) == 1


async def test_it_can_be_taken_back_until_its_first_question_has_closed(world: World) -> None:
    begun = await world.press("Ann", "season begin 2026-12-20")
    undo = action(begun, "Take it back")
    await world.press("Ann", undo)
    assert found(world) == ()
    assert finish_day(world) is None
    assert world.database.read_now(lambda tx: tx.get(Bulletin, 1)) is None
    assert "not running" in text(await world.press("Ann", undo))
    begun = await world.press("Ann", "season begin 2026-12-20")
    assert found(world)[0].number == 1
    await live_day(world, "Ann")
    assert "it stays" in text(await world.press("Ann", action(begun, "Take it back")))
    assert len(found(world)) == 1


async def test_ending_early_asks_first_and_leaves_the_open_question_out(world: World) -> None:
    await world.press("Ann", "season begin 2026-12-20")
    await live_day(world, "Ann", "Ben")
    asked = await world.press("Ann", "season end")
    assert "The closing card is posted at once" in text(asked)
    await answer(world, "Ann")
    await world.press("Ann", action(asked, "End it"))
    await world.settle()
    assert found(world)[0].last == date(2026, 11, 24)
    assert "1 question, 2 answers from 2 members" in (await closing_cards(world))[0]
    await world.pass_time(hours=9)
    assert counted(world, "season:1") == {"Ann": 1, "Ben": 1}
    again = text(await world.press("Ann", action(asked, "End it")))
    assert "Season 1 has ended already; its board stays. Nothing was changed." in again
    assert "has ended already" in text(await world.press("Ann", "season end"))
    assert len(await closing_cards(world)) == 1


async def test_ending_one_in_which_nothing_closed_takes_it_back(world: World) -> None:
    begun = await world.press("Ann", "season begin 2026-12-20")
    del begun
    said = text(await world.press("Ann", EndSeason(1)))
    assert "simply taken back" in said
    assert found(world) == ()
    await world.settle()
    assert await closing_cards(world) == []


async def test_a_new_season_has_its_own_board(world: World) -> None:
    await world.press("Ann", "season begin 2026-11-25")
    await live_day(world, "Ann")
    await live_day(world, "Ann")
    await world.press("Ann", "season begin 2026-12-20")
    await on_board(world, "Ann")
    await live_day(world, "Ann")
    assert counted(world, "season:1") == {"Ann": 2}
    assert counted(world, "season:2") == {"Ann": 1}
    shown = text(await world.press("Ann", "board season"))
    assert "Season 2" in shown
    assert "1 | Ann (you) | 12 | 1" in shown


async def test_the_closing_card_names_the_ground_and_thanks_who_stands_on_the_board(
    world: World,
) -> None:
    def thank(tx: Tx) -> None:
        ann, ben, cid = (_learner(tx, name) for name in ("Ann", "Ben", "Cid"))
        for bulletin, (to, by) in enumerate([(ann, ben), (ann, cid), (ben, ann)]):
            events.append_event(
                tx, HelpEvent.THANKED, world.clock.now, group_id=1, learner_id=by, to=to,
                bulletin=bulletin,
            )  # fmt: skip
        events.append_event(
            tx, HelpEvent.RESOLVED, world.clock.now, group_id=1, learner_id=ann, confirmed=True,
            by=[ann],
        )  # fmt: skip

    await world.press("Ann", "season begin 2026-12-01")
    for name in ("Cid", "Dea", "Eva"):
        await world.press(name, ChooseBoard(True))
    await on_board(world, "Ann")
    await wrap_future(world.database.write(thank))
    everybody = ("Ann", "Ben", "Cid", "Dea", "Eva")
    while found(world)[0].last is None:
        domain = world.database.read_now(_open_domain)
        await live_day(
            world,
            *(everybody if domain == "d2" else everybody[:1]),
            wrong=() if domain == "d2" else everybody[1:],
        )
    (card,) = await closing_cards(world)
    assert "Firmest ground: Explore, 100 % of" in card
    assert "Shakiest ground:" in card
    assert "20 % of" in card
    assert "Thanks for helping the others: Ann (2 thanks, 1 report)." in card
    assert "Ben" not in card, "Ben keeps off the board"


def _learner(tx: Tx, name: str) -> int:
    account = people.find_account(tx, who(name))
    assert account is not None
    return account.learner_id


def _open_domain(tx: Tx) -> str:
    row = tx.run("SELECT domain FROM round WHERE state = 'open' ORDER BY id DESC").fetchone()
    assert row is not None
    return str(row[0])


async def test_a_season_of_a_simulated_group_is_left_to_its_own_clock(world: World) -> None:
    def simulate(tx: Tx) -> None:
        group = tx.get(Group, 1)
        assert group is not None
        group.simulated = True
        tx.add(group)

    await world.press("Ann", "season begin 2026-11-25")
    await wrap_future(world.database.write(simulate))
    await world.pass_time(days=5)
    assert found(world)[0].last is None
    await Tick(Due(world.database, world.library, world.clock, simulated=True))()
    assert found(world)[0].last == date(2026, 11, 25)


async def test_when_the_hours_move_the_end_moves_with_them(world: World) -> None:
    await world.press("Ann", "season begin 2026-11-25")
    await live_day(world, "Ann")
    await wrap_future(
        world.database.write(
            lambda tx: tx.run("UPDATE schedule SET at = '18:00', closes = '21:00'").fetchall()
        )
    )
    await world.at(datetime(2026, 11, 25, 16, 1, tzinfo=UTC))
    assert found(world)[0].last is None
    await world.at(datetime(2026, 11, 25, 20, 1, tzinfo=UTC))
    assert found(world)[0].last == date(2026, 11, 25)
    assert world.clock.now - timedelta(hours=1) < datetime(2026, 11, 25, 20, 1, tzinfo=UTC)
