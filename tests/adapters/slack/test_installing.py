"""Installing by the two pages, in a browser's words and cookies, against the strict stand-in."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from bot.adapters.slack.scopes import read_optional
from bot.core.errors import Misused
from bot.services.installations import Installations
from tests.adapters.slack.hall import Hall, client_keys, hall
from tests.fakes.slack import Person
from tests.fakes.slack.errors import Json
from tests.fakes.slack.oauth import OAuth


@pytest.fixture
async def open_hall(tmp_path: Path) -> AsyncIterator[Hall]:
    """Give a program that nobody has installed."""
    async with hall(tmp_path) as made:
        yield made


@pytest.fixture
def ann(open_hall: Hall) -> Person:
    """Give an owner of a workspace without Cohort."""
    guild = open_hall.slack.workspace("Analytics & <Co>", installed=False)
    return open_hall.slack.person(guild, "Ann", admin=True)


def exchanges(hall: Hall) -> int:
    return len(hall.slack.calls("oauth.v2.access"))


async def count(hall: Hall) -> int:
    living = await wrap_future(Installations(hall.database, hall.clock).living())
    return len(living)


async def test_somebody_installs_it_and_is_told_what_to_do_next(
    open_hall: Hall, ann: Person
) -> None:
    page = await open_hall.install(ann)
    assert page.status_code == 200
    assert "Cohort is in Analytics &amp; &lt;Co&gt;" in page.text
    assert "/invite @Cohort" in page.text
    assert "/study setup" in page.text
    assert f"team={ann.workspace.id}" in page.text
    assert ann.workspace.token not in page.text
    ack = await ann.types("/study help", in_=ann.dm)
    assert ack.ok
    await open_hall.slack.until(lambda: ann.view)


async def test_the_pages_load_nothing_and_are_kept_nowhere(open_hall: Hall, ann: Person) -> None:
    page = await open_hall.install(ann)
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha2")
    assert "<script" not in page.text


async def test_the_beginning_asks_slack_for_the_scopes_and_binds_the_browser(
    open_hall: Hall,
) -> None:
    async with open_hall.browser() as browser:
        begun = await browser.get("/slack/install")
    query = parse_qs(urlsplit(begun.headers["location"]).query)
    assert begun.headers["location"].startswith(open_hall.slack.authorize_url)
    assert query["redirect_uri"] == ["https://cohort.example/slack/oauth_redirect"]
    assert "chat:write" in query["scope"][0]
    assert "usergroups:read" not in query["scope"][0]
    cookie = begun.headers["set-cookie"]
    assert cookie.startswith("__Host-cohort-slack=")
    for part in ("HttpOnly", "Secure", "Path=/", "SameSite=lax", "Max-Age=600"):
        assert part in cookie
    assert "Domain" not in cookie
    assert query["state"][0] not in cookie


async def test_another_browser_cannot_finish_what_this_one_began(
    open_hall: Hall, ann: Person
) -> None:
    async with open_hall.browser() as browser, open_hall.browser() as other:
        back = await open_hall.consented(browser, ann)
        await other.get("/slack/install")
        for stranger in (other, open_hall.browser()):
            page = await stranger.get(back)
            assert page.status_code == 400
            assert "This has to begin here" in page.text
    assert (exchanges(open_hall), await count(open_hall)) == (0, 0)


@pytest.mark.parametrize("state", ["", "made-up", "é", "x" * 5_000])
async def test_a_state_of_somebody_elses_is_refused(
    open_hall: Hall, ann: Person, state: str
) -> None:
    async with open_hall.browser() as browser:
        await open_hall.consented(browser, ann)
        page = await browser.get("/slack/oauth_redirect", params={"state": state, "code": "1.2"})
    assert "This has to begin here" in page.text
    assert exchanges(open_hall) == 0


async def test_a_beginning_lasts_ten_minutes(open_hall: Hall, ann: Person) -> None:
    async with open_hall.browser() as browser:
        back = await open_hall.consented(browser, ann)
        open_hall.clock.now += timedelta(seconds=601)
        page = await browser.get(back)
    assert "within ten minutes" in page.text
    assert exchanges(open_hall) == 0


async def test_a_way_back_works_once(open_hall: Hall, ann: Person) -> None:
    async with open_hall.browser() as browser:
        back = await open_hall.consented(browser, ann)
        kept = dict(browser.cookies)
        assert (await browser.get(back)).status_code == 200
        assert dict(browser.cookies) == {}
        again = await httpx.AsyncClient(
            transport=httpx.ASGITransport(open_hall.door), cookies=kept
        ).get(back)
    assert again.status_code == 400
    assert "This was used already" in again.text
    assert (exchanges(open_hall), await count(open_hall)) == (1, 1)


async def test_a_code_that_slack_has_redeemed_already_is_said_in_words(
    open_hall: Hall, ann: Person
) -> None:
    async with open_hall.browser() as browser:
        back = await open_hall.consented(browser, ann)
        open_hall.slack.oauth.codes.clear()
        page = await browser.get(back)
    assert "This was used already" in page.text
    assert "/study help" in page.text
    assert await count(open_hall) == 0


async def test_whoever_says_no_installs_nothing(open_hall: Hall, ann: Person) -> None:
    open_hall.slack.oauth.declines = True
    page = await open_hall.install(ann)
    assert page.status_code == 200
    assert "Nothing was installed" in page.text
    assert "/slack/install" in page.text
    assert await count(open_hall) == 0


async def test_what_else_slack_answers_is_shown_without_its_markup(
    open_hall: Hall, ann: Person
) -> None:
    async with open_hall.browser() as browser:
        back = await open_hall.consented(browser, ann)
        state = parse_qs(urlsplit(back).query)["state"][0]
        page = await browser.get(
            "/slack/oauth_redirect", params={"state": state, "error": "<b>bad_thing</b>"}
        )
    assert page.status_code == 502
    assert "Slack answered bbad_thingb" in page.text


async def test_slack_out_of_reach_is_said_in_words(open_hall: Hall, ann: Person) -> None:
    open_hall.slack.app.client_secret = "another one"
    page = await open_hall.install(ann)
    assert page.status_code == 502
    assert "bad_client_secret" in page.text
    assert "Nothing was installed" in page.text


async def test_a_whole_organisation_is_sent_to_one_of_its_workspaces(
    open_hall: Hall, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = OAuth._token

    def of_an_organisation(self: OAuth, grant: Any) -> Json:
        return {**answer(self, grant), "team": None, "is_enterprise_install": True}

    monkeypatch.setattr(OAuth, "_token", of_an_organisation)
    page = await open_hall.install(ann)
    assert "Please choose one workspace" in page.text
    assert await count(open_hall) == 0
    # What we do not want we do not keep: Slack has its token back.
    grants = open_hall.slack.world.grants
    assert grants[ann.workspace.token].state == "token_revoked"


async def test_a_database_that_takes_nothing_is_a_fault_with_a_number(
    open_hall: Hall, ann: Person, caplog: pytest.LogCaptureFixture
) -> None:
    refuse = (
        "CREATE TRIGGER full BEFORE INSERT ON slack_installation "
        "BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    )
    await wrap_future(open_hall.database.write(lambda tx: tx.run(refuse) and None))
    page = await open_hall.install(ann)
    assert page.status_code == 500
    number = page.text.partition("by the number ")[2][:6]
    assert f"fault {number}" in caplog.text
    assert ann.workspace.token not in caplog.text


async def test_only_a_browser_that_reads_is_answered(open_hall: Hall) -> None:
    async with open_hall.browser() as browser:
        for path in ("/slack/install", "/slack/oauth_redirect"):
            for method in ("POST", "HEAD"):
                answer = await browser.request(method, path)
                assert answer.status_code == 405
        assert dict(browser.cookies) == {}


async def test_installing_again_takes_the_place_of_the_one_before(
    open_hall: Hall, ann: Person
) -> None:
    await open_hall.install(ann)
    page = await open_hall.install(ann)
    assert page.status_code == 200
    assert await count(open_hall) == 1


def test_optional_sets_are_named(open_hall: Hall) -> None:
    assert read_optional(" usergroups, channels,usergroups ") == ("usergroups", "channels")
    with pytest.raises(Misused, match="channels, history, usergroups"):
        read_optional("everything")
    assert open_hall.slack.app.client_secret not in repr(client_keys(open_hall.slack))
