"""One group on Slack and on Discord, by the program as it ships: one round, tally and board."""

from __future__ import annotations

import re
from pathlib import Path

from tests.adapters.both import CLOSED, Both, answer_on_discord, answer_on_slack, both
from tests.fakes.slack import Message


async def test_a_group_on_both_has_one_round_one_tally_and_one_board(tmp_path: Path) -> None:
    async with both(tmp_path) as here, here.program() as program:
        await here.begin()
        (asked,), (asked_too,) = here.slack_posts(), here.discord_posts()
        options = re.findall(r"\*\*[A-F]\.\*\* .+", asked_too.text)
        assert len(options) >= 4
        assert plain("".join(options)) in plain(reads(here, asked))

        await link(here, "Eva")
        verdict = await answer_on_slack(here, "Eva", asked)
        again = await here.on_discord("Eva").clicks(asked_too.labels[0], on=asked_too)
        assert again.message is not None
        assert again.message.is_private
        assert plain(again.text.splitlines()[0]) in plain(verdict)

        for name, place in (("Ann", 0), ("Cem", 1)):
            await answer_on_slack(here, name, asked, place)
        for name, place in (("Bob", 2), ("Dee", 1)):
            await answer_on_discord(here, name, asked_too, place)
        await here.until(lambda: "5 answered" in reads(here, asked))
        await here.until(lambda: "5 answered" in asked_too.text)

        here.at(CLOSED)
        await here.until(lambda: "of 5" in reads(here, asked))
        await here.until(lambda: "of 5" in asked_too.text)
        assert plain(asked_too.text) in plain(reads(here, asked))
        await here.until(lambda: here.slack_thread(asked))
        await here.until(lambda: here.discord_thread(asked_too))
        assert len(here.slack_posts()) == len(here.discord_posts()) == 1
        assert len(here.slack_thread(asked)) == len(here.discord_thread(asked_too)) == 1

        there, board = await board_on_slack(here, "Eva"), await board_on_discord(here, "Eva")
        own = re.search(r"Eva \(you\)\s+(\d+)\s+(\d+)", there)
        assert own is not None
        assert f"Points: {own[1]} · Answered: {own[2]}" in board
        assert own[2] == "1"
        assert "1 closed question" in there
        assert "1 closed question" in board
    assert here.slack.complaints == []
    assert [each for each in here.discord.requests if each.status >= 400] == []
    assert " ERROR " not in program.errors, program.errors


async def link(here: Both, name: str) -> None:
    """Let somebody make their account on Slack and the one on Discord one person."""
    there, one = here.on_discord(name), here.on_slack(name)
    code = re.search(r"/study me link (\w+)", (await there.types("/study me link")).text)
    assert code is not None
    await one.types(f"/study me link {code[1]}", in_=here.study)
    await here.until(lambda: "These two are you?" in one.reads(one.view))
    await one.clicks("Link them for good")
    await here.until(lambda: "both accounts are you" in one.reads(one.view))


async def board_on_slack(here: Both, name: str) -> str:
    """Give the board as somebody reads it on Slack."""
    one = here.on_slack(name)
    await one.types("/study board", in_=here.study)
    await here.until(lambda: "Points" in one.reads(one.view))
    return one.reads(one.view)


async def board_on_discord(here: Both, name: str) -> str:
    """Give the board as somebody reads it on Discord."""
    return (await here.on_discord(name).types("/study board")).text


def reads(here: Both, message: Message) -> str:
    """Give what stands in a message on Slack."""
    return here.on_slack("Ann").reads(message)


def plain(text: str) -> str:
    """Give the letters and figures alone: marks and spaces are each platform's own."""
    return re.sub(r"\W", "", text)
