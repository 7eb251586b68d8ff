"""What a member of a server taps, chooses and types, and what they are shown."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer
from unittest.mock import patch

import pytest

from bot.adapters.discord import answer
from bot.cards.actions import Action
from bot.cards.blocks import Card, Prose
from bot.cards.commands import Inputs
from bot.core.errors import StoreFault
from bot.services.desk import Desk, Press
from bot.services.reply import Reply
from bot.services.workshop import Workshop
from tests.adapters.discord.hall import hall, living
from tests.fakes.discord import Discord, Trouble, changes, interactions

CLOSE = datetime(2026, 11, 24, 16, 5, tzinfo=UTC)
CALLBACK = r"/callback$"


async def test_a_tap_gives_a_private_message_that_turns_into_the_verdict(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        ann = here.person("Ann")
        tapped = await ann.clicks("A", in_=here.study)
        assert tapped.message is not None
        assert tapped.message.is_private
        assert "You picked A" in tapped.text
        assert tapped.message.labels == ["Certain", "Fairly sure", "Guessing", "Change"]
        locked = await ann.clicks("Certain", on=tapped.message)
        assert locked.message is not None
        assert locked.message.id == tapped.message.id
        assert "Not A this time" in locked.text
        assert here.refused == []


async def test_a_later_tap_shows_the_verdict_again(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        ann = here.person("Ann")
        await ann.clicks("A", in_=here.study)
        await ann.clicks("Certain")
        ann.reloads()
        assert ann.whispers() == []
        again = await ann.clicks("B", in_=here.study)
        assert "Not A this time" in again.text


async def test_nobody_else_sees_any_of_it(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann", "Ben")
        await here.person("Ann").clicks("A", in_=here.study)
        await here.person("Ann").clicks("Certain")
        assert len(here.person("Ben").sees(here.study)) == 1
        assert here.person("Ben").whispers() == []


async def test_two_clicks_at_once_count_once(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        ann = here.person("Ann")
        both = await asyncio.gather(*(ann.clicks(each, in_=here.study) for each in ("A", "B")))
        assert all(each.notice is None for each in both)
        first = both[0].message
        assert first is not None
        twice = await asyncio.gather(*(ann.clicks("Certain", on=first) for _ in range(2)))
        assert len({each.text for each in twice}) == 1
        await here.at(CLOSE)
        assert "1 answer:" in here.seen()[0].text


async def test_words_typed_in_a_direct_message_belong_to_the_group_used_last(
    tmp_path: Path,
) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        ann = here.person("Ann")
        told = await ann.types("/study today", in_=ann.dm())
        assert told.message is not None
        assert "Which store costs the least?" in told.text
        assert "study-admin" not in ann.commands(ann.dm())


async def test_whoever_is_in_no_group_is_told_where_to_begin(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        zoe = here.discord.person("Zoe")
        zoe.installs()
        told = await zoe.types("/study today", in_=zoe.dm())
        assert "No study group" in told.text or "group" in told.text
        run = await zoe.types("/study practice", in_=zoe.dm())
        assert "Practice" in run.text
        assert here.refused == []


async def test_practice_goes_along_to_a_server_that_cohort_is_not_in(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        ann = here.person("Ann")
        ann.installs()
        foreign = here.discord.world.add_guild("Elsewhere", bot_permissions=None)
        lounge = here.discord.world.add_channel(foreign, "lounge")
        here.discord.world.add_member(foreign, ann.user)
        run = await ann.types("/study practice", in_=lounge, n=2)
        assert run.message is not None
        assert run.message.is_private
        assert "Practice · 1 of 2" in run.text
        flagged = await ann.clicks("Flag", on=run.message)
        assert flagged.interaction.modal is not None
        assert "study-admin" not in ann.commands(lounge)
        assert here.refused == []


async def test_a_member_who_left_finds_nothing_lost_on_coming_back(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann", "Ben")
        ben = here.person("Ben")
        await ben.clicks("A", in_=here.study)
        await ben.clicks("Certain")
        changes.leave(here.discord.world, here.guild, ben.user)
        await here.at(CLOSE)
        here.discord.world.add_member(here.guild, ben.user)
        (question,) = here.seen()
        assert "Not A this time" in (await ben.clicks("My answer", on=question)).text
        assert here.refused == []


@pytest.mark.parametrize("name", ["**Ann**", "@everyone", "<@&1>", "[Ann](https://x.org)", "A`n`n"])
async def test_a_name_with_marks_is_shown_as_it_is_and_pings_nobody(
    tmp_path: Path, name: str
) -> None:
    async with hall(tmp_path) as here:
        await here.found("Lea")
        ann = here.person("Ann")
        ann.user.display = name
        await ann.clicks("A", in_=here.study)
        await ann.clicks("Certain")
        await ann.clicks("Put me on the board")
        await here.at(CLOSE)
        thread = here.seen()[0].message.thread
        assert thread is not None
        await ann.clicks("Explain it", in_=thread)
        await ann.submits({"How would you put it?": "Cheap is cheap."})
        await here.settle()
        said = here.seen(thread)[-1]
        assert not said.message.pings
        assert name in said.text.replace("\\", "")


async def test_a_button_works_after_a_year_and_a_new_start(tmp_path: Path) -> None:
    async with Discord(pace=1000) as discord:
        guild = discord.world.add_guild("Study hall")
        study = discord.world.add_channel(guild, "main")
        async with living(tmp_path, discord, guild, study) as here:
            await here.found("Ann")
            (question,) = here.seen()
            labels = question.labels
            ann = here.person("Ann")
            tapped = await ann.clicks("A", on=question)
            kept = tapped.message
        assert "A" in labels
        assert kept is not None
        later = datetime(2027, 11, 24, 8, 5, tzinfo=UTC)
        discord.clock.advance(365 * 24 * 3600)
        async with living(tmp_path, discord, guild, study, start=later) as here:
            here.people["Ann"] = ann
            told = await ann.clicks("Certain", on=kept)
            assert told.notice is None
            assert "your pick" in told.text  # the verdict, by the pick that was kept in time
            assert here.refused == []


async def test_a_form_that_was_opened_before_a_restart_is_read_after_it(tmp_path: Path) -> None:
    async with Discord(pace=1000) as discord:
        guild = discord.world.add_guild("Study hall")
        study = discord.world.add_channel(guild, "main")
        async with living(tmp_path, discord, guild, study) as here:
            await here.found("Ann")
            ann = here.person("Ann")
            await ann.clicks("A", in_=study)
            await ann.clicks("Certain")
            await ann.clicks("Add note")
            assert ann.modal is not None
        discord.clock.advance(10)
        async with living(tmp_path, discord, guild, study):
            await ann.submits({ann.modal.questions[0].label: "Look at the price first."})
            notes = await ann.types("/study notes", in_=study)
            assert "Look at the price first." in notes.text


async def test_what_takes_long_is_put_off_and_told_in_the_same_place(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        ann = here.person("Ann")
        with patch.object(answer, "PATIENCE", 0.05), slow(0.3):
            tapped = await ann.clicks("A", in_=here.study)
            await ann.until(lambda: "You picked A" in tapped.text)
            assert tapped.message is not None
            locked = await ann.clicks("Certain", on=tapped.message)
            await ann.until(lambda: "Not A" in locked.text)
            assert locked.message == tapped.message
        assert here.refused == []


async def test_a_refusal_after_a_delay_comes_beside_what_was_pressed(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        ann = here.person("Ann")
        tapped = await ann.clicks("A", in_=here.study)
        await here.at(CLOSE)
        with patch.object(answer, "PATIENCE", 0.05), slow(0.2):
            late = await ann.clicks("Certain", on=tapped.message)
            await ann.until(lambda: late.interaction.touched > 0 or "closed" in late.text)
        assert here.refused == []


async def test_a_database_that_fails_is_one_calm_line(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        with patch.object(Desk, "_do", side_effect=StoreFault("The database is away.")):
            told = await here.person("Ann").clicks("A", in_=here.study)
        assert "Nothing you locked is lost" in told.text
        assert "tell your operator the number" in told.text


async def test_an_answer_that_comes_too_late_for_discord_loses_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        ann = here.person("Ann")
        tapped = await ann.clicks("A", in_=here.study)
        here.discord.faults.add(Trouble.REFUSED, "POST", CALLBACK, status=404)
        ann.patience = 0.1
        with patch.object(here.discord.clock, "speed", 30.0):
            failed = await ann.clicks("Certain", on=tapped.message)
        assert failed.notice == "This interaction failed"
        assert "did not reach Discord" in caplog.text
        assert "Not A this time" in (await ann.clicks("B", in_=here.study)).text


async def test_what_is_not_ours_is_refused_in_words(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        (question,) = here.seen()
        for part in question.message.components[-1]["components"]:
            for button in part.get("components", []):
                button["custom_id"] = "somebody:elses"
        told = await here.person("Ann").clicks("A", on=question)
        assert "not one of ours" in told.text


async def test_twenty_six_domains_are_offered_as_far_as_they_fit(tmp_path: Path) -> None:
    many = tuple((f"d{number}", f"Domain {number:02}") for number in range(1, 27))
    async with hall(tmp_path) as here:
        await here.found("Ann")
        ann = here.person("Ann")
        with patch.object(here.desk, "domains", return_value=many):
            offered = await ann.completes("/study practice", "domain", in_=here.study)
            assert len(offered) == 25
            assert await ann.completes("/study practice", "domain", "26") == ["Domain 26"]
            assert await ann.completes("/study practice", "domain", "nothing like it") == []
        assert here.refused == []


async def test_a_long_card_goes_on_in_further_private_messages(tmp_path: Path) -> None:
    words = tuple(Prose(text=f"{number} {'word ' * 500}") for number in range(3))
    given: Future[Reply] = Future()
    given.set_result(Reply(card=Card(title="Long", blocks=words), key="long"))
    async with hall(tmp_path) as here:
        await here.found("Ann")
        ann = here.person("Ann")
        with patch.object(Desk, "_do", return_value=given):
            told = await ann.types("/study today", in_=here.study)
        assert told.message is not None
        await ann.until(lambda: len(told.followups) == 2)
        every = [told.message, *told.followups]
        assert all(each.is_private for each in every)
        assert [each.text.split()[0] for each in every] == ["0", "1", "2"]
        assert here.refused == []


async def test_a_workbook_is_promised_and_then_put_in_the_promises_place(tmp_path: Path) -> None:
    with Workshop() as workshop:
        async with hall(tmp_path, pictures=workshop) as here:
            await here.found("Ann")
            ann = here.person("Ann")
            await ann.clicks("A", in_=here.study)
            await ann.clicks("Certain")
            asked = await ann.types("/study export", in_=here.study)
            assert asked.message is not None
            await ann.until(lambda: bool(asked.message and asked.message.files), within=60)
            (file,) = asked.message.files
            assert file.filename.endswith(".xlsx")
            assert file.content[:2] == b"PK"
            assert len(ann.whispers()) == 2
            assert here.refused == []


async def test_a_file_that_is_too_large_for_discord_is_refused_in_words(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        ann = here.person("Ann")
        await ann.clicks("A", in_=here.study)
        with patch.object(interactions, "FILE_LIMIT", 10):
            told = await ann.types("/study me data", in_=here.study)
        assert told.message is not None
        assert told.message.files == []
        assert "larger than Discord takes" in told.text


@contextmanager
def slow(seconds: float) -> Iterator[None]:
    """Let every answer of the desk wait, real seconds."""
    real = Desk._do

    def do(desk: Desk, press: Press, action: Action, inputs: Inputs) -> Future[Reply]:
        later: Future[Reply] = Future()

        def give(work: Future[Reply]) -> None:
            Timer(seconds, lambda: later.set_result(work.result())).start()

        real(desk, press, action, inputs).add_done_callback(give)
        return later

    with patch.object(Desk, "_do", do):
        yield
