"""Pictures of what Slack is sent: ``python -m tests.adapters.slack.looking [FOLDER [NAME…]]``.

A whole Cohort lives a few days with the questions that are shipped; each screen is then drawn
by a page of our own at the width of a desk and of a phone, light and dark. Without a folder
the pictures of the documents are taken anew. Needs Chromium.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from asyncio import wrap_future
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from bot.adapters.slack.views import Origin, home, message, modal
from bot.cards.actions.boards import ChooseBoard
from bot.cards.actions.explaining import Explain, SaveExplanation
from bot.cards.actions.flags import Flag
from bot.cards.actions.question import Lock, SaveNote, Show, Tap
from bot.cards.actions.values import Asked, Confidence, Target
from bot.cards.answer import form_card
from bot.cards.blocks import Card
from bot.cards.verdict import reveal_card
from bot.core.items import Kind
from bot.core.showing import Showing
from bot.services import weekly
from bot.services.founding import found_and_post
from bot.services.shelf import load_library
from bot.store.tables import Group
from bot.store.tx import Tx
from tests.adapters import mock_screens
from tests.adapters.slack.look import message_html, page, view_html
from tests.databases import sqlite
from tests.playing import live_day
from tests.running import ROOT
from tests.world import World, a_plan, action, build, who

WIDTHS = {"desk": 760, "phone": 360}
SCHEMES = ("light", "dark")
#: The pictures of the documents, and the width they are taken at.
DOCUMENTS = {"question": "phone", "confidence": "phone", "verdict": "phone", "home": "desk"}
MEMBERS = ("Ann", "Ben", "Cem", "Dee", "Eva", "Fay", "Gus")
HERE = Origin(channel="C0123456789")
#: What the lead types for each screen.
WORDS = {
    "board": "board", "help": "help", "help-more": "help more", "today": "today",
    "setup": "setup", "setup-more": "setup more", "status": "status", "teams": "team",
    "progress": "progress", "me": "me", "reminders": "me reminders", "notes": "notes",
    "leave": "leave", "about": "about", "review-setting": "setup review", "zone": "me timezone",
    "erase": "me erase", "refusal": "practise 5", "season": "season begin", "check": "setup check",
    "practice": "practice 5",
}  # fmt: skip


async def screens(folder: Path) -> dict[str, str]:
    """Live some days and give each screen's HTML by its name."""
    world = build(sqlite(folder), load_library(ROOT, ROOT, date.today()))
    try:
        await _found(world)
        await live_day(world, "Ann", "Ben", "Cem", "Dee", wrong=("Eva", "Fay", "Gus"))
        await live_day(world, "Ann", "Ben", "Eva", wrong=("Cem", "Dee", "Fay"))
        await live_day(world, "Ann", "Cem", "Dee", "Eva", "Fay", wrong=("Ben", "Gus"))
        return {**await _open(world), **await _closed(world), **_kinds(world)}
    finally:
        world.database.close()


async def _found(world: World) -> None:
    people = tuple(who(name) for name in MEMBERS)

    def work(tx: Tx) -> None:
        found_and_post(tx, world.library, a_plan(pack="mls-c01"), people, world.clock.now)
        group = tx.get(Group, 1)
        assert group is not None
        weekly.ensure_schedule(tx, group, 5, "16:00", world.clock.now)

    await wrap_future(world.database.write(work))
    await world.settle()
    for name in MEMBERS[:6]:
        await world.press(name, ChooseBoard(True))


async def _open(world: World) -> dict[str, str]:
    opened = (await world.channel())[-1]
    tap = action(opened, "A")
    assert isinstance(tap, Tap)
    shown = {"question": message_html(message(opened))}
    shown["choose"] = _modal(await world.press("Gus", Show(tap.target)))
    shown["confidence"] = _modal(await world.press("Gus", tap))
    shown["verdict"] = _modal(await world.press("Gus", Lock(tap.target, Confidence.GUESSING)))
    for place, name in enumerate(MEMBERS[:6]):
        await world.press(name, Tap(tap.target, place % 4))
        await world.press(name, Lock(tap.target, Confidence.FAIRLY))
    note = "Read the last sentence first: it asks for the *least effort*, not `cost`."
    await world.press("Cem", SaveNote(tap.target), {"text": (note,)})
    await world.settle()
    shown["question-answered"] = message_html(message((await world.channel())[-1]))
    for name, screen in (("Cem", "home"), ("Zoe", "home-new"), ("Ann", "home-lead")):
        shown[screen] = view_html(home([await world.press(name, "home")], HERE))
    shown["flag"] = _modal(await world.press("Gus", Flag(tap.target)))
    return shown


async def _closed(world: World) -> dict[str, str]:
    opened = (await world.channel())[-1]
    tap = action(opened, "A")
    assert isinstance(tap, Tap)
    await world.at(world.clock.now.replace(hour=16, minute=5))
    told = "“Nightly” and _one_ hour: batch. <b>Real-time</b> costs money & nobody waits."
    await world.press("Ann", SaveExplanation(tap.target.id), {"text": (told,)})
    await world.settle()
    posted = zip(await world.channel(), await world.threads(), strict=True)
    closed, replies = [each for each in posted if each[0].title == opened.title][-1]
    shown = {
        "closed": message_html(message(closed)),
        "thread": message_html(message(closed), [message(reply) for reply in replies]),
        "explain": _modal(await world.press("Ben", Explain(tap.target.id))),
    }
    for name, words in WORDS.items():
        shown[name] = _modal(await world.press("Ann", words))
    await world.pass_time(hours=1)
    await world.at(world.clock.now + timedelta(days=7))
    weeklies = [card for card in await world.channel() if card.title == "Weekly review"]
    shown["review"] = message_html(message(weeklies[0]))
    return shown


def _kinds(world: World) -> dict[str, str]:
    """Show the question of each kind whose options are longest, asked in private and told."""
    items = [i for c in world.library.catalogues.values() for i in c.items.values()]
    found = {}
    for kind in Kind:
        item = max(
            (item for item in items if item.kind is kind),
            key=lambda item: sum(len(option.text) for option in item.options),
        )
        order = tuple(range(len(item.options))) + tuple(range(len(item.matches)))
        showing, target = Showing(item, order), Target(Asked.RUN, 5)
        asked = form_card(showing, target, f"Practice · {kind.value}")
        told = reveal_card(showing, target, "Practice")
        found[f"kind-{kind.value}"] = _modal(asked) + _modal(told)
    return found


def _modal(card: Card) -> str:
    return view_html(modal(card, HERE))


def draw(browser: Browser, html: str, path: Path, *, width: int, scheme: str) -> None:
    """Draw a screen into a file."""
    context = browser.new_context(
        viewport=ViewportSize(width=width, height=200), device_scale_factor=1.5
    )
    sheet = context.new_page()
    sheet.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    sheet.set_content(page(html))
    sheet.screenshot(path=path, full_page=True)
    context.close()
    # A page of text needs few colours, and then a quarter of the room.
    Image.open(path).convert("RGB").quantize(128, Image.Quantize.FASTOCTREE).save(
        path, optimize=True
    )


def take(shown: Mapping[str, str], folder: Path, wanted: Iterable[str]) -> None:
    """Draw screens in both widths, light and dark; without a folder those of the documents."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        documents = folder == ROOT / "docs" / "pictures"
        for name in DOCUMENTS if documents else wanted or shown:
            for where, width in WIDTHS.items():
                if documents and where != DOCUMENTS[name]:
                    continue
                for scheme in SCHEMES:
                    title = f"slack-{name}" if documents else f"{name}-{where}"
                    path = folder / f"{title}-{scheme}.png"
                    draw(browser, shown[name], path, width=width, scheme=scheme)
        browser.close()


def main(folder: Path, wanted: list[str]) -> None:
    """Take all pictures, or those named."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home_folder:
        shown = asyncio.run(screens(Path(home_folder)))
    shown |= {f"mock-{name}": _modal(card) for name, card in mock_screens.every().items()}
    take(shown, folder, wanted)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else ROOT / "docs" / "pictures", sys.argv[2:])
