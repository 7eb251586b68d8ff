"""Installing by OAuth on the stand-in, with the real client and Bolt's real installation pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.conftest import error
from tests.fakes.slack import Person, Slack
from tests.fakes.slack.driven import by_http

STATE = "slack-app-oauth-state"
BACK = "http://127.0.0.1:1/slack/oauth_redirect"


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """Give a Slack with nothing installed."""
    async with Slack() as one:
        yield one


@pytest.fixture
def ann(slack: Slack) -> Person:
    """Give somebody who is about to install the app."""
    person = slack.person(slack.workspace(installed=False), "Ann", admin=True)
    slack.signs_in(person)
    return person


async def consent(slack: Slack, **more: str) -> tuple[int, dict[str, list[str]]]:
    """Go to the consent page; give the status and what the redirect brings."""
    query = {
        "client_id": slack.app.client_id,
        "scope": "commands,chat:write",
        "redirect_uri": BACK,
        "state": "s-1",
        **more,
    }
    async with ClientSession() as session:
        page = await session.get(slack.authorize_url, params=query, allow_redirects=False)
        return page.status, parse_qs(urlsplit(page.headers.get("Location", "")).query)


async def access(slack: Slack, code: str, **more: Any) -> dict[str, Any]:
    sent = {
        "client_id": slack.app.client_id,
        "client_secret": slack.app.client_secret,
        "redirect_uri": BACK,
        **more,
    }
    client = AsyncWebClient(base_url=slack.base_url)
    return dict((await client.oauth_v2_access(code=code, **sent)).data)  # type: ignore[arg-type]


async def test_a_code_gives_its_token_once(slack: Slack, ann: Person) -> None:
    status, back = await consent(slack)
    assert (status, back["state"]) == (302, ["s-1"])
    got = await access(slack, back["code"][0])
    assert got["team"]["id"] == ann.workspace.id
    assert got["scope"] == "chat:write,commands"
    assert got["authed_user"] == {"id": ann.id}
    client = AsyncWebClient(token=got["access_token"], base_url=slack.base_url)
    assert (await client.auth_test())["user_id"] == ann.workspace.bot_user
    assert await error(access(slack, back["code"][0])) == "invalid_code"


async def test_installing_again_adds_scopes_to_the_same_token(slack: Slack, ann: Person) -> None:
    first = await access(slack, (await consent(slack))[1]["code"][0])
    more = await access(slack, (await consent(slack, scope="team:read"))[1]["code"][0])
    assert more["access_token"] == first["access_token"]
    assert more["scope"] == "chat:write,commands,team:read"


@pytest.mark.usefixtures("ann")
async def test_what_the_consent_page_and_the_exchange_refuse(slack: Slack) -> None:
    assert (await consent(slack, client_id="9.9"))[0] == 400
    assert (await consent(slack, scope=""))[0] == 400
    slack.oauth.declines = True
    assert (await consent(slack))[1]["error"] == ["access_denied"]
    slack.oauth.declines = False

    async def code() -> str:
        return (await consent(slack))[1]["code"][0]

    assert await error(access(slack, await code(), client_secret="x")) == "bad_client_secret"
    assert await error(access(slack, await code(), client_id="x")) == "invalid_client_id"
    assert await error(access(slack, await code(), redirect_uri="x")) == "bad_redirect_uri"
    assert await error(access(slack, "made-up")) == "invalid_code"
    late = await code()
    slack.clock.advance(601)
    assert await error(access(slack, late)) == "invalid_code"
    slack.oauth.consenting = None
    assert (await consent(slack))[0] == 403


@pytest.mark.usefixtures("ann")
async def test_tokens_that_rotate_end_and_are_refreshed(slack: Slack) -> None:
    slack.app.rotates = True
    got = await access(slack, (await consent(slack))[1]["code"][0])
    assert got["expires_in"] == 43_200
    client = AsyncWebClient(base_url=slack.base_url)
    old = got["access_token"]
    assert (await client.auth_test(token=old))["ok"]
    slack.clock.advance(43_200)
    assert await error(client.auth_test(token=old)) == "token_expired"
    sent = {"client_id": slack.app.client_id, "client_secret": slack.app.client_secret}

    async def renewed() -> dict[str, Any]:
        return dict(
            (
                await client.oauth_v2_access(
                    **sent, grant_type="refresh_token", refresh_token=got["refresh_token"]
                )
            ).data  # type: ignore[arg-type]
        )

    new = (await renewed())["access_token"]
    assert new != old
    assert (await client.auth_test(token=new))["ok"]
    assert await error(renewed()) == "invalid_refresh_token"


async def test_bolts_own_pages_install_the_app(slack: Slack, ann: Person, tmp_path: Path) -> None:
    store = FileInstallationStore(base_dir=str(tmp_path), client_id=slack.app.client_id)
    settings = AsyncOAuthSettings(
        client_id=slack.app.client_id,
        client_secret=slack.app.client_secret,
        scopes=["commands", "chat:write"],
        redirect_uri=BACK,
        authorization_url=slack.authorize_url,
        installation_store=store,
        state_store=FileOAuthStateStore(expiration_seconds=60, base_dir=str(tmp_path)),
    )
    client = AsyncWebClient(base_url=slack.base_url)
    app = AsyncApp(client=client, signing_secret=slack.app.signing_secret, oauth_settings=settings)

    @app.command("/study")
    async def study(ack: Any, context: Any) -> None:
        await ack(f"with {context.bot_token[:5]}")

    async with by_http(slack, app) as url, ClientSession() as web:
        start = await web.get(url.replace("events", "install"))
        # The cookie is for https alone, so that a browser's part is played by hand.
        kept = {"Cookie": f"{STATE}={start.cookies[STATE].value}"}
        link = (await start.text()).split('href="http')[1].split('"')[0].replace("&amp;", "&")
        page = await web.get(f"http{link}", allow_redirects=False)
        query = urlsplit(page.headers["Location"]).query
        back = url.replace("events", "oauth_redirect") + "?" + query
        done = await web.get(back, headers=kept)
        assert done.status == 200
        assert ann.workspace.token.startswith("xoxb-")
        ack = await ann.types("/study", in_=ann.dm)
        assert ack.payload == {"text": "with xoxb-"}


async def test_an_app_can_be_removed_by_either_side(slack: Slack, ann: Person) -> None:
    got = await access(slack, (await consent(slack))[1]["code"][0])
    client = AsyncWebClient(token=got["access_token"], base_url=slack.base_url)
    secrets = {"client_id": slack.app.client_id, "client_secret": slack.app.client_secret}
    wrong = client.apps_uninstall(client_id="1.1", client_secret="x")
    assert await error(wrong) == "invalid_client_id"
    await client.apps_uninstall(**secrets)
    assert await error(client.auth_test()) == "account_inactive"
    other = slack.workspace("Other")
    client = AsyncWebClient(token=other.token, base_url=slack.base_url)
    assert not (await client.auth_revoke(test=True))["revoked"]
    assert (await client.auth_revoke())["revoked"]
    assert await error(client.auth_test()) == "token_revoked"
