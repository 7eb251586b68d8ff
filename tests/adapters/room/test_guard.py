"""The room answers its own pages only, and shows what people call themselves as plain text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.running import Running, Visitor, visiting


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Visitor]]:
    with visiting(tmp_path_factory.mktemp("room")) as both:
        yield both


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[", "10.0.0.1"])
def test_other_hosts_are_refused(room: tuple[Running, Visitor], host: str) -> None:
    answer = httpx.get(room[0].address, headers={"Host": host})
    assert answer.status_code in (400, 421)
    assert "Cohort" not in answer.text or "address that Cohort printed" in answer.text


def test_a_press_without_the_token_does_nothing(room: tuple[Running, Visitor]) -> None:
    visitor = room[1]
    for headers in ({}, {"X-Cohort-Token": "0" * 64}, {"X-Cohort-Token": "é"}):
        answer = visitor.client.post(
            "/act",
            data={"group": visitor.group, "text": "pause"},
            headers={name.encode(): value.encode() for name, value in headers.items()},
        )
        assert answer.status_code == 403
    assert "Paused" not in visitor.said(text="status")


def test_a_token_of_another_browser_does_not_fit(room: tuple[Running, Visitor]) -> None:
    running, visitor = room
    other = Visitor(running.address)
    answer = visitor.client.post(
        "/act", data={"group": visitor.group, "text": "pause", "token": other.token}
    )
    other.client.close()
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_a_press_from_another_page_does_nothing(
    room: tuple[Running, Visitor], headers: dict[str, str]
) -> None:
    visitor = room[1]
    answer = visitor.client.post(
        "/act",
        data={"group": visitor.group, "text": "pause", "token": visitor.token},
        headers=headers,
    )
    assert answer.status_code == 403
    assert "another page" in answer.text


def test_too_much_is_refused_before_it_is_read(room: tuple[Running, Visitor]) -> None:
    visitor = room[1]
    answer = visitor.client.post("/act", data={"text": "x" * 70_000, "token": visitor.token})
    assert answer.status_code == 413


def test_pages_may_load_nothing_from_elsewhere(room: tuple[Running, Visitor]) -> None:
    answer = room[1].client.get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "://" not in answer.text.replace("http-equiv", "").replace("https://docs", "").replace(
        "https://", "", answer.text.count('href="https://')
    )


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "'; --"]
)
def test_markup_in_names_stays_text(room: tuple[Running, Visitor], name: str) -> None:
    visitor = room[1]
    visitor.client.post("/as", data={"token": visitor.token, "group": visitor.group, "name": name})
    page = visitor.load()
    assert name not in page or name.startswith(("'", "{"))
    assert "<script>alert" not in page
    assert "onerror=alert(1)>" not in page
    assert "49" not in page.partition('id="member"')[2].partition("</select>")[0]
    visitor.sit("m1")


def test_markup_in_what_is_typed_stays_text(room: tuple[Running, Visitor]) -> None:
    html = room[1].said(text="<b>today</b>")
    assert "<b>" not in html
    assert "&lt;b&gt;" in html


def test_no_style_and_no_script_stands_in_the_page(room: tuple[Running, Visitor]) -> None:
    page = room[1].load()
    assert " style=" not in page
    assert "<style" not in page
    for script in page.split("<script")[1:]:
        assert script.startswith((' src="/static/room.js"', ' type="application/json"'))


def test_a_plain_form_works_without_scripts(room: tuple[Running, Visitor]) -> None:
    visitor = room[1]
    answer = visitor.client.post(
        "/act",
        data={"group": visitor.group, "text": "about", "token": visitor.token},
        follow_redirects=True,
    )
    assert answer.status_code == 200
    assert "closed on 31 March 2026" in answer.text


def test_health_is_told(room: tuple[Running, Visitor]) -> None:
    assert room[1].client.get("/health").json() == {"status": "ok"}


def test_an_unknown_group_is_said_in_words(room: tuple[Running, Visitor]) -> None:
    answer = room[1].client.get("/", params={"group": "nowhere"})
    assert "There is no group" in answer.text


def test_the_folder_holds_nothing_unexpected(room: tuple[Running, Visitor]) -> None:
    names = {path.name.partition(".db")[0] for path in Path(room[0].folder).iterdir()}
    assert names <= {"cohort", "stderr.txt"}
