"""Tokens in clear are in memory alone: in no log at any level, in no file, in no copy."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.hush import Hush
from bot.store.backup import copy_database
from bot.store.engine import read_url
from tests.adapters.slack.hall import KEY, Hall, hall
from tests.databases import sqlite


@pytest.fixture
def logs() -> Iterator[tuple[io.StringIO, io.StringIO]]:
    """Give the whole log as it would be without care, and as the program writes it."""
    raw, hushed = io.StringIO(), io.StringIO()
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    plain: logging.Handler = logging.StreamHandler(raw)
    careful: logging.Handler = logging.StreamHandler(hushed)
    careful.setFormatter(Hush("%(name)s: %(message)s", ["stand-in-client-secret", KEY]))
    for handler in (plain, careful):
        root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield raw, hushed
    root.setLevel(level)
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)


async def live(made: Hall) -> list[str]:
    """Let workspaces come, work, have their tokens renewed, and go; give every token there was."""
    one, two = await made.join("one"), await made.join("two")
    await one.open_group("one-owner")
    await one.person("one-owner").types("/study today", in_=one.study)
    made.pass_hours(12.5)
    await two.person("two-owner").types("/study help", in_=two.study)
    await one.pass_time(hours=1)
    made.slack.app.client_secret = "changed"
    made.pass_hours(11)
    await one.settle()
    await made.settled()
    made.slack.app.client_secret = "stand-in-client-secret"
    await made.uninstall(two.guild)
    grants = made.slack.world.grants.values()
    found = [grant.token for grant in grants] + [each.refresh for each in grants if each.refresh]
    assert len(found) > 4
    return found


async def test_no_token_is_in_any_log_file_or_copy(
    tmp_path: Path, logs: tuple[io.StringIO, io.StringIO]
) -> None:
    async with hall(tmp_path, rotates=True) as made:
        tokens = await live(made)
        secret, signing = made.slack.app.client_secret, made.slack.app.signing_secret
        copy_database(read_url(sqlite(tmp_path)), tmp_path / "copy.db")
        files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert len(files) > 1
    for each in [*tokens, secret, signing, KEY]:
        for name, content in files.items():
            assert each.encode() not in content, name
    raw, hushed = (log.getvalue() for log in logs)
    # What libraries say when asked for everything is why lines are cleaned.
    assert any(token in raw for token in tokens)
    assert "oauth.v2.access" in hushed
    for each in [*tokens, secret, KEY]:
        assert each not in hushed


def test_a_line_keeps_everything_but_its_secrets() -> None:
    def line(text: str, *secrets: str) -> str:
        record = logging.LogRecord("cohort", logging.INFO, "", 0, text, (), None)
        return Hush("%(message)s", secrets).format(record)

    assert line("a xoxb-1-A.b here, and xoxe.xoxb-1-Mi") == "a (hidden) here, and (hidden)"
    assert line("{'refresh_token': 'xoxe-1-abc'}") == "{'refresh_token': '(hidden)'}"
    assert line("xapp-1-A0-9-f and the rest") == "(hidden) and the rest"
    assert line("boxes-and-foxes, xo-xo") == "boxes-and-foxes, xo-xo"
    assert line("the password is correct-horse", "correct-horse") == "the password is (hidden)"
    assert line("a short one: abc", "abc", "") == "a short one: abc"


def test_a_traceback_is_cleaned_too() -> None:
    try:
        raise ValueError("xoxb-in-an-error")
    except ValueError as wrong:
        info = (type(wrong), wrong, wrong.__traceback__)
    record = logging.LogRecord("cohort", logging.ERROR, "", 0, "went wrong", (), info)
    text = Hush("%(message)s", ()).format(record)
    assert "ValueError: (hidden)" in text
    assert "xoxb" not in text
