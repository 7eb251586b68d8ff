"""A picture of one group on both platforms: ``python -m tests.adapters.looking [FOLDER]``.

The program as it ships lives a day against both stand-ins; what then stands in the channel on
Slack and in the one on Discord is drawn, side by side, light and dark. Without a folder the
picture of the documents is taken anew. Needs Chromium.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from html import escape
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.adapters.both import CLOSED, both, live_day
from tests.adapters.discord import page as on_discord
from tests.adapters.slack import look as on_slack
from tests.pictures import FLAGS
from tests.running import ROOT

SIDE = ViewportSize(width=540, height=200)
HEAD = (
    '<p style="font: 600 14px/1 sans-serif; padding: 0 0 14px; margin: 0 0 4px; '
    'opacity: .75; border-bottom: 1px solid #8886">{}</p>'
)


async def sides(folder: Path) -> tuple[str, str]:
    """Live a day, and give the HTML of what stands on Slack and on Discord after the close."""
    async with both(folder) as here, here.program():
        await here.begin()
        await live_day(here)
        here.at(CLOSED)
        await here.until(lambda: here.slack_thread(here.slack_posts()[0]))
        await here.until(lambda: "of 6" in here.discord_posts()[0].text)
        await here.until(lambda: "of 6" in here.on_slack("Ann").reads(here.slack_posts()[0]))
        (asked,), (asked_too,) = here.slack_posts(), here.discord_posts()
        names = (f"Slack · #{here.study.name}", f"Discord · #{here.lounge.name}")
        return (
            HEAD.format(escape(names[0])) + on_slack.message_html({"blocks": asked.blocks}),
            HEAD.format(escape(names[1])) + on_discord.message(asked_too.message.components, {}),
        )


def draw(browser: Browser, html: str, *, dark: bool) -> Image.Image:
    """Draw one side."""
    tab = browser.new_page(viewport=SIDE, device_scale_factor=1.5)
    tab.emulate_media(color_scheme="dark" if dark else "light")
    tab.set_content(html)
    drawn = Image.open(BytesIO(tab.screenshot(full_page=True))).convert("RGB")
    tab.close()
    return drawn


def beside(left: Image.Image, right: Image.Image) -> Image.Image:
    """Put two pictures side by side, each on its own ground."""
    height = max(left.height, right.height)
    made = Image.new("RGB", (left.width + right.width, height), right.getpixel((1, 1)))
    made.paste(left.getpixel((1, 1)), (0, 0, left.width, height))  # type: ignore[arg-type]
    made.paste(left, (0, 0))
    made.paste(right, (left.width, 0))
    return made


def main(into: Path) -> None:
    """Take the picture, light and dark."""
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        left, right = asyncio.run(sides(Path(folder)))
    with sync_playwright() as play:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
        for dark in (False, True):
            drawn = beside(
                draw(browser, on_slack.page(left), dark=dark),
                draw(browser, on_discord.page(right, dark=dark), dark=dark),
            )
            name = f"both-{'dark' if dark else 'light'}.png"
            # Text on plain grounds looks the same in few colours, at a third of the size.
            drawn.quantize(64).save(into / name, optimize=True)
            print(name)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
