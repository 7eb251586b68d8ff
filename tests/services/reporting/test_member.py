"""What a member is handed: all that is their own, once they have seen its verdict."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain

from bot.cards.actions.own import RateSelf
from bot.cards.actions.question import Lock, SaveNote, Tap
from bot.cards.actions.values import Asked, Confidence, Familiarity, Target
from bot.core.reports import OWN_ANSWERS, AnswerRow, MemberReport
from bot.services.export import learner_named
from bot.services.reporting import member_answers, member_report
from bot.services.reporting.words import in_words, short_id
from bot.store.tables import Group, Round
from bot.store.tx import Tx
from tests import sample
from tests.world import World, text

ROUND = Target(Asked.ROUND, 1)


def own(world: World, name: str) -> tuple[MemberReport, list[AnswerRow]]:
    """Give the report and the rows that a member would be handed."""

    def read(tx: Tx) -> tuple[MemberReport, list[AnswerRow]]:
        group = tx.get(Group, 1)
        assert group is not None
        learner = learner_named(tx, 1, name)
        report = member_report(tx, world.library, group, learner, world.clock.now)
        return report, list(chain.from_iterable(member_answers(tx, world.library, group, learner)))

    return world.database.read_now(read)


async def answer(world: World, name: str, *, right: bool) -> None:
    """Let somebody answer the first question."""
    shared = world.database.read_now(lambda tx: tx.get(Round, 1))
    assert shared is not None
    position = shared.option_order.index(2 if right else 0)
    await world.press(name, Tap(ROUND, position))
    await world.press(name, Lock(ROUND, Confidence.FAIRLY))


async def test_own_answers_are_complete_and_only_ones_own(world: World) -> None:
    await answer(world, "Ann", right=False)
    await answer(world, "Ben", right=True)
    report, rows = own(world, "Ann")
    assert report.listed == len(rows) == 1
    assert report.ready[0] == "Too early to say."
    row = dict(zip(OWN_ANSWERS, rows[0], strict=True))
    assert row["answered_at"] == world.clock.now.replace(tzinfo=None) + timedelta(hours=1)
    assert (row["right"], row["confidence"], row["points"]) == (0, "fairly sure", 2.0)
    assert str(row["response"]).startswith("Option 1 of")
    assert str(row["key"]).startswith("Option 3 of")
    assert own(world, "Ben")[1][0][OWN_ANSWERS.index("right")] == 1


async def test_a_miss_is_to_be_revisited_with_its_takeaway(world: World) -> None:
    await answer(world, "Ann", right=False)
    await answer(world, "Ben", right=True)
    (missed,) = own(world, "Ann")[0].revisits
    assert (missed.times, missed.takeaway) == (1, "Cheap things cost less. Dear ones cost more.")
    assert missed.reference == "A book about stores (example.org/stores)"
    assert own(world, "Ben")[0].revisits == ()


async def test_where_verdicts_wait_for_the_close_so_does_the_file(world: World) -> None:
    def wait(tx: Tx) -> None:
        group = tx.get(Group, 1)
        assert group is not None
        group.verdicts = "at_close"
        tx.add(group)

    world.database.write(wait).result()
    await answer(world, "Ann", right=False)
    report, rows = own(world, "Ann")
    assert (report.revisits, report.listed, rows) == ((), 0, [])
    assert sum(domain.answered for domain in report.domains) == 0
    await world.pass_time(hours=12)
    report, rows = own(world, "Ann")
    assert (len(report.revisits), report.listed, len(rows)) == (1, 1, 1)


async def test_streak_rating_and_notes_are_ones_own(world: World) -> None:
    await answer(world, "Ann", right=True)
    await world.press("Ann", RateSelf(0, Familiarity.NEW))
    await world.press("Ann", SaveNote(ROUND), {"text": ("Cold data wants a cold store.",)})
    report, _ = own(world, "Ann")
    assert (report.streak, report.name, report.group) == (1, "Ann", "main")
    assert report.domains[0].rated == "New to me"
    (note,) = report.notes
    assert (note.text, note.day) == ("Cold data wants a cold store.", world.clock.now.date())
    others, _ = own(world, "Ben")
    assert (others.streak, others.notes, others.domains[0].rated) == (0, (), "")


async def test_domains_say_what_progress_says(world: World) -> None:
    await answer(world, "Ann", right=True)
    card = text(await world.press("Ann", "progress"))
    for domain in own(world, "Ann")[0].domains:
        assert f"{domain.met} of {domain.concepts} concepts" in card


def test_a_response_is_written_with_what_was_chosen() -> None:
    assert in_words(sample.single("c"), (2,)) == "Option 3 of ca."
    assert in_words(sample.multiple("c"), (1, 3)) == "Step 2 of ca.\nStep 4 of ca."
    assert in_words(sample.ordering("c"), (1, 0, 2, 3)).startswith("1. Clean it.\n2. Gather it.")
    assert in_words(sample.matching("c"), (0, 1, 0)).splitlines()[1] == "Whole rows → Avro"


def test_an_item_of_another_pack_keeps_its_whole_id() -> None:
    assert short_id("sample/d1.1-01/a", sample.pack()) == "d1.1-01/a"
    assert short_id("other/d1.1-01/a", sample.pack()) == "other/d1.1-01/a"
