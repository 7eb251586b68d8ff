"""Every block becomes HTML that a strict page may show, and nothing in it is markup of others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from typing import get_args

import pytest

from bot.adapters.room.codec import chart_digest
from bot.adapters.room.gallery import Gallery
from bot.adapters.room.render import Renderer
from bot.cards.blocks import Block, Card, Choice, ChoiceOption, File, Mode, Picture
from bot.core.charting import Chart, Count, CountChart
from bot.services.workshop import Workshop
from tests.cards.test_text import ONE_OF_EACH

EVIL = "<script>alert('1')</script>\" onerror=\"x"
CHART = CountChart(title="Chosen", counts=(Count(label="A", count=3), Count(label="B", count=1)))


class Tags(HTMLParser):
    """Collects tags, and complains where one is closed that is not open."""

    VOID = frozenset({"br", "img", "input", "source"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag."""
        self.seen.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close a tag."""
        assert self.open.pop() == tag


@pytest.fixture
def renderer() -> Iterator[Renderer]:
    with Workshop() as workshop:
        yield Renderer(group="a & b", token="t", zone="Europe/Berlin", gallery=Gallery(workshop))


def html_of(renderer: Renderer, *blocks: Block) -> str:
    """Render a card of some blocks."""
    return str(renderer.card(Card(title="x", blocks=blocks), "m1"))


@pytest.mark.parametrize("block", ONE_OF_EACH, ids=lambda block: type(block).__name__)
def test_every_block_is_shown_and_keeps_the_page_strict(renderer: Renderer, block: Block) -> None:
    html = html_of(renderer, block)
    assert re.sub(r"<[^>]*>", "", html).strip()
    for tag, attributes in Tags(html).seen:
        assert tag not in ("script", "style", "iframe", "object", "link")
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
        for name in ("src", "srcset", "href", "action"):
            assert attributes.get(name, "/").startswith("/"), "nothing comes from elsewhere"


def test_no_block_is_forgotten() -> None:
    assert {type(block) for block in ONE_OF_EACH} == set(get_args(Block))


def test_a_picture_has_a_light_and_a_dark_source_and_its_words(renderer: Renderer) -> None:
    picture = Picture(chart=CHART, caption="Tuesday's question")
    html = html_of(renderer, picture)
    tags = Tags(html).seen
    address = f"/chart/{chart_digest(CHART)}.png"
    source = next(attributes for tag, attributes in tags if tag == "source")
    image = next(attributes for tag, attributes in tags if tag == "img")
    assert source == {
        "srcset": f"{address}?dark=1",
        "media": "(prefers-color-scheme: dark)",
    }
    assert image["src"] == address
    assert (
        image["alt"]
        == picture.words
        == ("Chosen:\nA: 3 of 4 answers, 75 %.\nB: 1 of 4 answers, 25 %.")
    )
    assert "<figcaption>Tuesday&#39;s question</figcaption>" in html
    details = html.partition("<details>")[2]
    assert "A: 3 of 4 answers, 75 %.<br>B: 1 of 4 answers, 25 %." in details
    assert "figcaption" not in html_of(renderer, Picture(chart=CHART))


def test_a_digest_names_what_a_chart_shows() -> None:
    same = CountChart(title="Chosen", counts=(Count(label="A", count=3), Count(label="B", count=1)))
    other = CountChart(title="Chosen", counts=same.counts[:1])
    assert chart_digest(same) == chart_digest(CHART) != chart_digest(other)
    assert re.fullmatch(r"[0-9a-f]{40}", chart_digest(CHART))


def test_a_file_is_a_link_for_its_group(renderer: Renderer) -> None:
    html = html_of(renderer, File(name="März & April.xlsx", words="48 KB", id="a-b_1"))
    link = next(attributes for tag, attributes in Tags(html).seen if tag == "a")
    assert link == {"href": "/file/a-b_1?group=a+%26+b", "download": "März & April.xlsx"}
    assert "48 KB" in html


@pytest.mark.parametrize(
    "block",
    [
        Picture(chart=CountChart(title=EVIL, counts=(Count(label=EVIL, count=1, mark=EVIL),))),
        Picture(chart=CHART, caption=EVIL, alt=EVIL),
        File(name=EVIL, words=EVIL, id=EVIL),
    ],
)
def test_markup_of_others_stays_text(renderer: Renderer, block: Picture | File) -> None:
    html = html_of(renderer, block)
    assert {tag for tag, _ in Tags(html).seen} <= {
        *("div", "figure", "picture", "source", "img", "figcaption", "details", "summary", "p"),
        *("br", "a", "span"),
    }
    assert "<script" not in html
    assert "<script>" in unescape(html)


def test_a_chart_that_is_shown_can_be_asked_for() -> None:
    shown: list[Chart] = []

    class Hanging(Gallery):
        def show(self, chart: Chart) -> str:
            shown.append(chart)
            return super().show(chart)

    with Workshop() as workshop:
        pages = Renderer(group="g", token="t", zone="UTC", gallery=Hanging(workshop))
        html_of(pages, Picture(chart=CHART))
    assert shown == [CHART]


def steps(count: int) -> tuple[ChoiceOption, ...]:
    """Give so many things to choose from."""
    return tuple(ChoiceOption(value=str(n), text=f"Step {n}") for n in range(1, count + 1))


@pytest.mark.parametrize(("count", "control"), [(10, "input"), (11, "select")])
def test_a_long_list_to_choose_one_of_unfolds(renderer: Renderer, count: int, control: str) -> None:
    choice = Choice(name="place", label="Go to", mode=Mode.ONE, options=steps(count), chosen=("7",))
    seen = Tags(html_of(renderer, choice)).seen
    assert control in {tag for tag, attributes in seen if attributes.get("name") == "place"}
    held = [each for _, each in seen if "checked" in each or "selected" in each]
    assert [each["value"] for each in held] == ["7"]


def test_an_order_that_was_kept_is_shown_again(renderer: Renderer) -> None:
    choice = Choice(
        name="response", label="In order", mode=Mode.ORDER, options=steps(3), count=3,
        chosen=("3", "1", "2"),
    )  # fmt: skip
    seen = Tags(html_of(renderer, choice)).seen
    assert [each["value"] for _, each in seen if "selected" in each] == ["3", "1", "2"]
