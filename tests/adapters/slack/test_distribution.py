"""The program for many workspaces as its operator runs it: settings, start, install, keys."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.adapters.slack.test_program import running
from tests.fakes.slack import Slack
from tests.running import cohort

OLD, NEW = "the-old-key-0123456789-abcdefghijkl", "the-new-key-9876543210-zyxwvutsrqpo"
SETTINGS = {
    "SLACK_CLIENT_ID": "1111.2222",
    "SLACK_CLIENT_SECRET": "stand-in-client-secret",
    "SLACK_SIGNING_SECRET": "stand-in-signing-secret",
    "COHORT_PUBLIC_URL": "https://cohort.example",
    "COHORT_SECRET_KEY": OLD,
}


def free_port() -> int:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def sealed(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "cohort.db")) as db:
        return [row[0] for row in db.execute("SELECT bot_token FROM slack_installation")]


@pytest.mark.long
async def test_start_install_work_and_a_change_of_keys(tmp_path: Path) -> None:
    async with Slack() as slack:
        guild = slack.workspace(installed=False)
        study = slack.channel(guild)
        ann = slack.person(guild, "Ann", channels=[study], admin=True)
        slack.signs_in(ann)
        port = free_port()
        public = f"http://127.0.0.1:{port}"
        given = {
            **SETTINGS,
            "COHORT_PORT": str(port),
            "COHORT_PUBLIC_URL": public,
            "SLACK_API_BASE_URL": slack.base_url,
            "COHORT_LOG": "debug",
        }
        async with running(tmp_path, given) as program, httpx.AsyncClient() as web:
            slack.http.url = f"{public}/slack/events"
            begun = await web.get(f"{public}/slack/install")
            cookie = begun.headers["set-cookie"].partition(";")[0]
            agreed = await web.get(begun.headers["location"])
            # The cookie is for https alone, so that a browser's part is played by hand.
            page = await web.get(agreed.headers["location"], headers={"Cookie": cookie})
            assert f"Cohort is in {guild.name}" in page.text
            assert (await ann.types("/study help", in_=study)).ok
            await slack.until(lambda: ann.view, 10)
            assert (await web.get(f"{public}/health")).status_code == 200
            assert await asyncio.to_thread(program.stop) == 0
        assert guild.token not in program.errors
        assert "oauth.v2.access" in program.errors
        first = sealed(tmp_path)

        rotated = {**given, "COHORT_SECRET_KEY": f"{NEW},{OLD}", "COHORT_LOG": "warning"}
        async with running(tmp_path, rotated) as program:
            assert await asyncio.to_thread(program.stop) == 0
        assert "the tokens of 1 workspaces are sealed with the newest key now" in program.errors
        assert sealed(tmp_path) != first

        forgotten = await asyncio.to_thread(cohort, tmp_path, "slack-forget", **given)
        assert f"Forgotten: {guild.id}." in forgotten.stdout
        assert sealed(tmp_path) == [""]
