"""What a member holds is theirs alone, for a while, and not without end."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.room import hub as hubs
from bot.adapters.room.hub import Event, Hub
from bot.cards.blocks import Card, Prose
from bot.services.reply import Enclosure, Reply

NOW = datetime(2026, 11, 24, 16, tzinfo=UTC)
CARD = Card(title="x", blocks=(Prose(text="Here it is."),))


def a_reply(*ids: str, key: str = "", size: int = 3) -> Reply:
    """Give a reply with some files."""
    files = tuple(Enclosure(id=each, name=f"{each}.xlsx", data=b"x" * size) for each in ids)
    return Reply(card=CARD, key=key, files=files)


async def test_a_file_is_given_to_its_member_only() -> None:
    hub = Hub()
    hub.give(1, "m1", a_reply("f1"), NOW)
    found = hub.file("m1", "f1", NOW)
    assert found is not None
    assert (found.name, found.data) == ("f1.xlsx", b"xxx")
    assert hub.file("m2", "f1", NOW) is None
    assert hub.file("m1", "f2", NOW) is None


async def test_a_file_can_be_fetched_for_fifteen_minutes() -> None:
    hub = Hub()
    hub.give(1, "m1", a_reply("f1"), NOW)
    assert hub.file("m1", "f1", NOW + timedelta(minutes=14, seconds=59)) is not None
    assert hub.file("m1", "f1", NOW + timedelta(minutes=15)) is None


async def test_the_memory_of_a_file_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "FILE_FOR", timedelta(milliseconds=1))
    hub = Hub()
    hub.give(1, "m1", a_reply("f1"), NOW)
    assert len(hub._files) == 1
    await asyncio.sleep(0.05)
    assert len(hub._files) == 0


async def test_a_member_has_three_files_and_takes_none_from_others() -> None:
    hub = Hub()
    hub.give(1, "m2", a_reply("theirs"), NOW)
    hub.give(1, "m1", a_reply("a", "b"), NOW)
    hub.give(2, "m1", a_reply("c", "d"), NOW)
    assert [each for each in "abcd" if hub.file("m1", each, NOW)] == ["b", "c", "d"]
    assert hub.file("m2", "theirs", NOW) is not None


async def test_all_files_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "BYTES_AT_MOST", 10)
    hub = Hub()
    for number in range(4):
        hub.give(1, f"m{number}", a_reply(f"f{number}", size=4), NOW)
    assert [n for n in range(4) if hub.file(f"m{n}", f"f{n}", NOW)] == [2, 3]
    hub.give(1, "m9", a_reply("large", size=40), NOW)
    assert hub.file("m9", "large", NOW) is not None
    assert hub.file("m3", "f3", NOW) is None


async def test_a_reply_is_shown_on_its_members_pages_and_no_other() -> None:
    hub = Hub()
    heard: dict[str, list[Event]] = {"m1": [], "m2": []}

    async def listen(member: str) -> None:
        async for event in hub.listen(1, member):
            heard[member].append(event)

    pages = [asyncio.create_task(listen(member)) for member in heard]
    await asyncio.sleep(0)
    first = hub.give(1, "m1", a_reply("f1", key="workbook"), NOW)
    again = hub.give(1, "m1", a_reply("f2", key="workbook"), NOW)
    assert first.id == again.id
    assert [each.id for each in hub.private(1, "m1")] == [first.id]
    hub.close()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*pages)
    assert [event.private for event in heard["m1"]] == [first.id, first.id]
    assert heard["m2"] == []


async def test_what_a_member_held_can_be_forgotten() -> None:
    hub = Hub()
    hub.give(1, "m1", a_reply("f1"), NOW)
    hub.give(2, "m1", a_reply("f2"), NOW)
    hub.give(1, "m2", a_reply("f3"), NOW)
    hub.forget("m1")
    assert hub.private(1, "m1") == hub.private(2, "m1") == ()
    assert hub.file("m1", "f1", NOW) is None
    assert len(hub.private(1, "m2")) == 1
    assert hub.file("m2", "f3", NOW) is not None
