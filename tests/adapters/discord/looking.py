"""Pictures of what Discord is sent: ``python -m tests.adapters.discord.looking FOLDER``.

Each scene is taken at a desk and on a phone, light and dark. Without a folder only the pictures
of the documents are taken, into ``docs/pictures/``. Needs Chromium.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import ViewportSize, sync_playwright

from bot.adapters.discord.drafts import draft_in
from bot.adapters.discord.layout import attachments, layouts
from bot.adapters.discord.marks import Place
from bot.adapters.discord.modals import modal
from bot.cards.actions.values import Asked, Confidence, Target
from bot.cards.answer import choose_card, form_card, picked_card
from bot.cards.blocks import Card, Picture
from bot.cards.boards import Board, Line, board_card
from bot.cards.explanations import explain_form, explanation_card
from bot.cards.help import help_card
from bot.cards.question import Asking, Outcome, closed_card, open_card, rationales_card
from bot.cards.review import review_card
from bot.cards.verdict import Verdict, verdict_card
from bot.charts.draw import draw
from bot.core.items import Item, Kind
from tests.adapters import mock_screens
from tests.adapters.discord import page, shipped
from tests.adapters.discord.checking import components
from tests.adapters.discord.dialogs import cards_of
from tests.cards.test_review import REVIEW
from tests.pictures import FLAGS
from tests.running import ROOT

DESK = ViewportSize(width=760, height=600)
PHONE = ViewportSize(width=360, height=740)
ONLY = "Only you can see this · Dismiss message"
TARGET = Target(Asked.ROUND, 7)
#: What the documents show, with the window that it is taken in.
SHOWN = {"question": PHONE, "verdict": DESK}
Draw = Callable[[bool], str]


def scenes() -> dict[str, Draw]:
    """Give each scene as what draws it, in light or in dark."""
    single, many = item("mls-c01/d3.2-03/a"), of(Kind.MULTIPLE)
    asking = asked(single)
    outcome = Outcome(
        cells={"answers": 11, "right": 7, "certain+": 5, "certain-": 1, "fairly+": 2, "fairly-": 2,
               "guessing-": 1, "o2": 7, "o1": 3, "o0": 1}
    )  # fmt: skip
    showing = shipped.showing_of(single)
    told = Verdict(
        showing=showing, response=(1,), is_right=False, share=0.0,
        confidence=Confidence.CERTAIN, points=0,
    )  # fmt: skip
    picked = picked_card(showing, TARGET, (1,), closes_at=shipped.CLOSES, zone="UTC", promise=True)
    question = open_card(asking, answered=5, previous=(6, "Yesterday: 7 of 11 right"))
    form = form_card(shipped.showing_of(many), TARGET, "Modeling", promise=True)
    setup = next(card for card in cards_of("setup") if card.submit is not None)
    return {
        "question": _shown(question),
        "question-many": _shown(open_card(asked(many), answered=5)),
        "confidence": _shown(picked, only=True),
        "multiple": lambda _: page.window(modal(form).to_dict()),
        "ordering": _half_chosen(of(Kind.ORDERING)),
        "matching": _half_chosen(of(Kind.MATCHING)),
        "verdict": _shown(verdict_card(told, TARGET, more=[]), only=True),
        "closed": _shown(closed_card(asking, outcome)),
        "thread": _shown(
            rationales_card(asking),
            explanation_card(3, "Think of *who* pays: idle servers, or the queue?", "Ann", 2),
        ),
        "explain": lambda _: page.window(modal(explain_form(7, single.question, "Ann")).to_dict()),
        "review": _shown(review_card(REVIEW, 4)),
        "board": _shown(board_card(_board()), only=True),
        "practice": _shown(choose_card(showing, TARGET, "Practice · 2 of 5 · Modeling"), only=True),
        "setup": _shown(setup, only=True),
        "progress": _shown(*_titled("first_answer", "Your progress"), only=True),
        "status": _shown(*_titled("lead", "Status"), only=True),
        "teams": _shown(*_titled("teams", "Teams"), only=True),
        "notes": _shown(*_titled("notes", "Your notes"), only=True),
        "flags": _shown(*_titled("flags", "Flags"), only=True),
        "history": _shown(*_titled("setup", "History"), only=True),
        "me": _shown(*_titled("me", "Me"), only=True),
        "today": _shown(*_titled("downtime", "Today"), only=True),
        "leave": _shown(*_titled("leave", "Days off"), only=True),
        "lab": _shown(*_titled("lab", "Lab")),
        "gallery": _shown(*_titled("design", "Design round")),
        "help": _shown(help_card(more=False, lead=False), only=True),
        "help-more": _shown(help_card(more=True, lead=True), only=True),
        **{f"mock-{name}": _shown(card, only=True) for name, card in mock_screens.every().items()},
    }


def item(name: str) -> Item:
    """Find a shipped item by its id, or take the first one."""
    single = [each for each in shipped.items() if each.kind is Kind.SINGLE]
    return next((each for each in single if each.id == name), single[0])


def of(kind: Kind) -> Item:
    """Take the first shipped item of a kind."""
    return next(each for each in shipped.items() if each.kind is kind)


def asked(what: Item) -> Asking:
    """Ask an item of a small group."""
    return Asking(
        round_id=7, showing=shipped.showing_of(what), day=shipped.OPENS.date(), domain="Modeling",
        opens_at=shipped.OPENS, closes_at=shipped.CLOSES, zone="Europe/Berlin",
    )  # fmt: skip


def _titled(dialog: str, title: str) -> tuple[Card, ...]:
    return tuple(card for card in cards_of(dialog) if card.title == title)[-1:]


def _board() -> Board:
    names = [("Ann", "34.5"), ("Ben Okafor-Lindqvist", "31"), ("Cem", "31"), ("日本 Yui", "12")]
    lines = tuple(
        Line(rank=rank, name=name, score=score, detail="4 of 5", own=name == "Cem")
        for rank, (name, score) in zip((1, 2, 2, 4), names, strict=True)
    )
    return Board(
        window="week", by="members", window_title="this week", by_title="Points", group="main",
        caption="5 closed questions, 4 members on the board", lines=lines, on_board=True,
        footnote="All but one of the week's questions count, each member's best.",
    )  # fmt: skip


def _shown(*cards: Card, only: bool = False) -> Draw:
    def drawn(dark: bool) -> str:
        return "".join(
            page.message(components(layout), _files(card, dark), ONLY if only else "")
            for card in cards
            for layout in layouts(card, attachments(card))
        )

    return drawn


def _half_chosen(what: Item) -> Draw:
    def drawn(_: bool) -> str:
        (made,) = layouts(form_card(shipped.showing_of(what), TARGET, "Modeling"))
        draft_in(made).choose(Place(name="response", place=0), ["1"])
        return page.message(components(made), {}, ONLY)

    return drawn


def _files(card: Card, dark: bool) -> Mapping[str, bytes]:
    return {
        name: draw(block.chart, dark=dark) if isinstance(block, Picture) else b""
        for name, block in attachments(card).items()
    }


def pictures(wanted: Mapping[str, ViewportSize], named: str) -> Iterator[tuple[str, bytes]]:
    """Take scenes light and dark, as (name, PNG)."""
    drawn = scenes()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
        for scene, size in wanted.items():
            for scheme in ("light", "dark"):
                tab = browser.new_page(viewport=size, device_scale_factor=1.5)
                tab.set_content(page.page(drawn[scene](scheme == "dark"), dark=scheme == "dark"))
                yield named.format(scene, scheme), tab.screenshot(full_page=True)
                tab.close()
        browser.close()


def main(folder: Path | None) -> None:
    """Take all scenes into a folder, or those of the documents."""
    into = folder or ROOT / "docs" / "pictures"
    into.mkdir(parents=True, exist_ok=True)
    taken = [(SHOWN, "discord-{}-{}.png")]
    if folder is not None:
        taken = [
            (dict.fromkeys(scenes(), size), f"{{}}-{kind}-{{}}.png")
            for kind, size in (("desk", DESK), ("phone", PHONE))
        ]
    for wanted, named in taken:
        for name, picture in pictures(wanted, named):
            # Text on plain grounds looks the same in few colours, at a third of the size.
            Image.open(BytesIO(picture)).convert("RGB").quantize(64).save(into / name)
            print(name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
