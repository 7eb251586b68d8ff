"""What the settings must say before a platform is begun: each gap is named, and nothing secret."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.core.errors import Misused
from bot.opening import utc_now
from bot.platforms import examine, forget_unopened, slack_keys
from bot.settings import Settings
from bot.store.database import Database
from bot.store.engine import read_url
from tests.databases import sqlite
from tests.fakes.slack import Slack

MANY = {
    "SLACK_CLIENT_ID": "1111.2222",
    "SLACK_CLIENT_SECRET": "the-client-secret",
    "SLACK_SIGNING_SECRET": "the-signing-secret",
    "COHORT_PUBLIC_URL": "https://cohort.example/",
    "COHORT_SECRET_KEY": "a-key-of-the-tests-0123456789abcdefghij",
}


def settings(**values: str) -> Settings:
    """Give settings that come from nowhere else."""
    return Settings(_env_file=None, **values)  # type: ignore[arg-type, call-arg]


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*MANY, "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_OPTIONAL_SCOPES"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SLACK_CLIENT_SECRET": ""}, "SLACK_CLIENT_SECRET must be set, too"),
        ({"SLACK_CLIENT_ID": ""}, "SLACK_CLIENT_ID must be set, too"),
        (
            {"SLACK_SIGNING_SECRET": "", "COHORT_PUBLIC_URL": ""},
            "SLACK_SIGNING_SECRET and COHORT_PUBLIC_URL must be set, too",
        ),
        ({"COHORT_PUBLIC_URL": "http://cohort.example"}, "has to begin with https://"),
        ({"COHORT_PUBLIC_URL": "cohort.example"}, "has to begin with https://"),
        ({"COHORT_SECRET_KEY": ""}, "COHORT_SECRET_KEY is missing"),
        ({"COHORT_SECRET_KEY": "hunter2"}, "COHORT_SECRET_KEY is too easy to guess"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_BOT_TOKEN is for one workspace"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_APP_TOKEN is for one workspace"),
        ({"SLACK_OPTIONAL_SCOPES": "all"}, "SLACK_OPTIONAL_SCOPES names 'all'"),
    ],
)
def test_what_is_missing_or_wrong_for_many_workspaces_is_named(
    changes: dict[str, str], said: str
) -> None:
    with pytest.raises(Misused, match=said) as refused:
        slack_keys(settings(**{**MANY, **changes}))
    for secret in ("the-client-secret", "the-signing-secret", "a-key-of-the-tests", "hunter2"):
        assert secret not in str(refused.value)


def test_many_workspaces_come_by_http_and_are_shown_where_to_begin() -> None:
    keys = slack_keys(settings(**MANY, SLACK_OPTIONAL_SCOPES="usergroups"))
    assert keys is not None
    assert not keys.by_socket
    assert keys.client is not None
    assert keys.client.start == "https://cohort.example/slack/install"
    assert keys.client.optional == ("usergroups",)
    for secret in MANY.values():
        assert secret not in repr(keys).replace("1111.2222", "").replace(keys.client.public, "")


def test_one_workspace_stays_as_it_is() -> None:
    keys = slack_keys(settings(SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1"))
    assert keys is not None
    assert keys.by_socket
    assert keys.client is None
    assert slack_keys(settings()) is None


def test_forgetting_is_for_many_workspaces_only(tmp_path: Path) -> None:
    with (
        Database(read_url(sqlite(tmp_path))) as database,
        pytest.raises(Misused, match="many work"),
    ):
        asyncio.run(forget_unopened(settings(), database, lambda: None))  # type: ignore[arg-type, return-value]


async def test_the_doctor_looks_before_anybody_has_installed_it_and_leaves_nothing(
    tmp_path: Path,
) -> None:
    async with Slack() as slack:
        given = {"SLACK_API_BASE_URL": slack.base_url, "DATABASE_URL": sqlite(tmp_path)}
        report = await examine(settings(**MANY, **given), utc_now)
    assert report.is_well, report.lines
    assert "well     Workspaces install it at https://cohort.example/slack/install." in report.lines
    assert list(tmp_path.iterdir()) == []
