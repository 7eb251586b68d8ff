"""The program as its operator runs it, against the stand-in: start, command, click, the end."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

import httpx
import pytest
import yaml

from tests.fakes.slack import Channel, Message, Person, Slack, Waits, Workspace
from tests.fakes.slack.kit.looks import labels
from tests.fakes.slack.kit.state import elements
from tests.running import ROOT, Running, cohort, environment


@asynccontextmanager
async def running(
    folder: Path, given: dict[str, str], made: type[Running] = Running
) -> AsyncIterator[Running]:
    """Run the program beside this event loop, which the stand-in needs."""
    program = made(folder, **given)
    await asyncio.to_thread(program.__enter__)
    try:
        yield program
    finally:
        await asyncio.to_thread(program.__exit__, None, None, None)


def keys(slack: Slack, guild: Workspace, *, by: str = "socket") -> dict[str, str]:
    """Give the settings for a workspace."""
    connected = (
        {"SLACK_APP_TOKEN": slack.app.app_token}
        if by == "socket"
        else {"SLACK_SIGNING_SECRET": slack.app.signing_secret}
    )
    return {"SLACK_BOT_TOKEN": guild.token, "SLACK_API_BASE_URL": slack.base_url, **connected}


async def set_up(slack: Slack, ann: Person, study: Channel) -> None:
    """Let an admin begin a group: three questions, a preview, and the first question at once."""
    assert (await ann.types("/study setup", in_=study)).ok
    await slack.until(lambda: ann.view)
    assert (await ann.submits()).ok
    await slack.until(lambda: "Before you save" in ann.reads(ann.view))
    await ann.clicks("Save")
    await slack.until(lambda: "has begun" in ann.reads(ann.view))
    await ann.clicks("Post now")
    await slack.until(lambda: any(each.by_app for each in study.messages.values()), 10)


async def answer(slack: Slack, ann: Person, question: Message) -> None:
    """Let somebody answer a question of any kind, and read the verdict."""
    if "A" in labels(question.blocks):
        assert (await ann.clicks("A", on=question)).ok
        await slack.until(lambda: "How sure are you?" in ann.reads(ann.view))
        assert (await ann.clicks("Certain")).ok
    else:
        assert (await ann.clicks("Answer", on=question)).ok
        await slack.until(lambda: ann.view and "submit" in ann.view.body)
        assert ann.view is not None
        for block, element in elements(ann.view.body["blocks"]):
            if block["type"] == "input":
                _, how, count, place, _ = block["block_id"].split(":")
                said = [one["text"]["text"] for one in element["options"]]
                entry = tuple(said[: int(count)]) if how == "many" else said[int(place) % len(said)]
                await ann.fills({block["block_id"]: entry})
        assert (await ann.submits()).ok
    await slack.until(lambda: "Add note" in ann.reads(ann.view))


@pytest.mark.parametrize("by", ["socket", "http"])
async def test_start_command_click_and_sigterm(tmp_path: Path, by: str) -> None:
    manifest = yaml.safe_load((ROOT / "slack-manifest.yaml").read_text())
    async with Slack(manifest=manifest) as slack:
        guild = slack.workspace()
        study = slack.channel(guild)
        ann = slack.person(guild, "Ann", channels=[study], admin=True)
        async with running(tmp_path, keys(slack, guild, by=by)) as program:
            root = program.address.partition("slack/events")[0].removesuffix("health")
            if by == "http":
                slack.http.url = f"{root}slack/events"
                assert await slack.http.verify()
            else:
                await slack.connected()
            health = await asyncio.to_thread(httpx.get, f"{root}health")
            assert health.json() == {"status": "ok"}
            assert (await asyncio.to_thread(httpx.get, root)).status_code == 404
            await set_up(slack, ann, study)
            question = next(each for each in study.messages.values() if each.by_app)
            await answer(slack, ann, question)
            assert (await ann.uses_shortcut("practise-now")).ok
            await slack.until(lambda: "Practice" in ann.reads(ann.view))
            await ann.opens_home()
            await slack.until(lambda: ann.home and "#study" in ann.reads(ann.home))
            assert await asyncio.to_thread(program.stop) == 0
        assert slack.complaints == []
        assert "Traceback" not in program.errors
        for secret in (guild.token, slack.app.app_token, slack.app.signing_secret):
            assert secret not in program.errors


class Mortal(Running):
    """The program, which dies between a commit and its acknowledgement once it is armed."""

    def _start(self, errors: TextIO) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.slack_killed", "armed", "run", "--no-open"],
            cwd=self.folder,
            env={**environment(self.folder, **self._more), "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )


@pytest.mark.long
async def test_what_was_kept_before_a_kill_is_there_after_it(tmp_path: Path) -> None:
    async with Slack(waits=Waits(ack=1.0)) as slack:
        guild = slack.workspace()
        study = slack.channel(guild)
        ann = slack.person(guild, "Ann", channels=[study], admin=True)
        given = keys(slack, guild)
        away = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
        async with running(tmp_path, given, Mortal) as program:
            await slack.connected()
            await set_up(slack, ann, study)
            (tmp_path / "armed").touch()
            assert (await ann.types(f"/study leave {away}", in_=study)).error is not None
            assert await asyncio.to_thread(program.process.wait, 10) == -signal.SIGKILL
            assert program.process.stdout is not None
            program.process.stdout.close()
        (tmp_path / "armed").unlink()
        await slack.until(lambda: not slack.socket.sockets, 10)
        async with running(tmp_path, given):
            await slack.connected()
            await ann.types("/study leave", in_=study)
            await slack.until(lambda: "Take back" in ann.reads(ann.view), 10)


@pytest.mark.long
async def test_it_ends_cleanly_where_slack_cannot_be_reached(tmp_path: Path) -> None:
    more = {"SLACK_BOT_TOKEN": "xoxb-x", "SLACK_APP_TOKEN": "xapp-x"}
    nowhere = {"SLACK_API_BASE_URL": "http://127.0.0.1:9/api/"}
    async with running(tmp_path, {**more, **nowhere}) as program:
        assert await asyncio.to_thread(program.stop) == 0
    assert "it does not answer yet" in program.errors


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN is missing"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "Slack needs one more: SLACK_APP_TOKEN"),
    ],
)
def test_a_missing_key_is_named(tmp_path: Path, settings: dict[str, str], said: str) -> None:
    done = cohort(tmp_path, "run", "--no-open", **settings)
    assert done.returncode == 1
    assert said in done.stderr
    assert "xapp-1" not in done.stderr
    assert "xoxb-1" not in done.stderr


@pytest.mark.long
async def test_a_wrong_token_is_said_in_words(tmp_path: Path) -> None:
    async with Slack() as slack:
        guild = slack.workspace()
        for wrong in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
            given = {**keys(slack, guild), wrong: "xoxb-somebody-elses"}
            done = await asyncio.to_thread(cohort, tmp_path, "run", "--no-open", **given)
            assert done.returncode == 1
            assert f"Slack does not take {wrong}" in done.stderr
            assert "somebody-elses" not in done.stderr
