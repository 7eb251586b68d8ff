"""The pictures of the README, taken of the running program: ``python -m tests.pictures``.

Each is taken light and dark into ``docs/pictures/``; pass a folder to look at them without
changing what is committed. Needs Chromium.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from tests.running import ROOT, Running

DESK = ViewportSize(width=1120, height=760)
PHONE = ViewportSize(width=360, height=740)
TALL = ViewportSize(width=360, height=1080)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
DEMO_MS = 90_000


def say(page: Page, words: str) -> None:
    """Type a command."""
    page.fill("#say", words)
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")


def question(page: Page, address: str) -> None:
    """Show a question that takes a tap as it was posted, today's or the next."""
    page.goto(f"{address}?group=mls-c01")
    messages = page.locator("#feed .message")
    expect(messages.first).to_be_visible()
    while not messages.last.locator(".letters").count():
        posted = messages.count()
        say(page, "post now")
        expect(messages).to_have_count(posted + 1)
    page.goto(f"{address}?group=mls-c01")
    messages.last.evaluate("message => message.scrollIntoView()")


def verdict(page: Page, address: str) -> None:
    """Answer today's question as somebody new, or see the answer again."""
    question(page, address)
    page.locator("#feed .message").last.locator(".letters button").nth(1).click()
    sure = page.get_by_role("button", name=re.compile("Fairly sure$"))
    told = page.locator("#replies .note").filter(has_text="Take away:")
    expect(sure.or_(told).first).to_be_visible()
    if sure.count():
        sure.click()
    expect(told.last).to_be_visible()
    for pane in ("#feed .message", "#replies > *"):
        page.locator(pane).last.evaluate("shown => shown.scrollIntoView()")


def board(page: Page, address: str) -> None:
    """Show the simulated group's closed question and its board."""
    page.goto(f"{address}?group=demo")
    expect(page.locator("#feed .message").first).to_be_visible()
    say(page, "board month")
    expect(page.locator("#replies table").last).to_be_visible()


def mock(page: Page, address: str) -> None:
    """Go on with a mini mock, begun before if need be, and show a question that is answered."""
    page.goto(f"{address}?group=mls-c01")
    expect(page.locator("#feed .message").first).to_be_visible()
    say(page, "continue")
    shown = page.locator("#replies > *").last
    option = shown.get_by_role("button", name=re.compile("^Answer C"))
    expect(option.or_(shown.get_by_text("No run is waiting")).first).to_be_visible()
    if not option.count():
        say(page, "mock mini")
        page.get_by_role("button", name=re.compile("^Begin")).click()
        option.click()
    expect(shown.get_by_text("your pick")).to_be_visible()
    shown.evaluate("shown => shown.scrollIntoView()")


#: Each picture with the size of its window and how its page is reached.
SCENES: Mapping[str, tuple[ViewportSize, Callable[[Page, str], None]]] = {
    "question": (PHONE, question),
    "verdict": (DESK, verdict),
    "board": (DESK, board),
    "mock": (TALL, mock),
}


def take(browser: Browser, address: str, folder: Path) -> None:
    """Take every scene, light and dark."""
    for name, (size, scene) in SCENES.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(viewport=size, device_scale_factor=1.5)
            page = context.new_page()
            page.emulate_media(color_scheme=scheme)
            scene(page, address)
            page.wait_for_timeout(400)
            page.screenshot(path=folder / f"{name}-{scheme}.png")
            context.close()
            print(f"{name}-{scheme}.png")


def wait_for_demo(page: Page, address: str) -> None:
    """Wait until the simulated weeks are lived."""
    for _ in range(DEMO_MS // 500):
        page.goto(f"{address}?group=demo")
        if page.locator("#feed .message").count() >= 20:
            return
        page.wait_for_timeout(500)
    raise SystemExit("#demo did not fill.")


def main(folder: Path) -> None:
    """Start the program on an empty folder, wait for ``#demo``, and take the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with (
        tempfile.TemporaryDirectory() as home,
        Running(Path(home), COHORT_DEMO="true") as running,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page()
        wait_for_demo(page, running.address)
        take(browser, running.address, folder)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
