"""Every block becomes Block Kit that Slack takes, with all its words and none of others' markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given, settings

from bot.adapters.slack.blocks import message_blocks, view_blocks
from bot.adapters.slack.limits import DoesNotFit
from bot.cards import blocks
from bot.cards.actions.own import Today
from bot.cards.actions.question import Tap
from bot.cards.actions.values import Asked, Target
from bot.cards.blocks import Block, Button, Buttons, Card, Prose, Standing, Style, Tone
from bot.core.charting import Count, CountChart
from tests.adapters.slack.checking import Json, faults_of_blocks, parts, units
from tests.adapters.slack.test_escape import NASTY
from tests.cards.test_text import ONE_OF_EACH

AT = datetime(2026, 11, 24, 16, tzinfo=UTC)
CHART = CountChart(title="Chosen", counts=(Count(label="A", count=3), Count(label="B", count=1)))
#: A letter of one place, of two, one that is written longer, and one that is two letters.
LETTERS = ("a", "🙂", "&", "e\u0301")


def shown(*some: Block, pictures: str = "") -> list[Json]:
    """Render blocks for a message and for a view, and see that Slack takes them."""
    card = Card(title="x", blocks=some)
    found: list[Json] = message_blocks(card, lambda _: pictures)
    in_view: list[Json] = view_blocks(card, lambda _: pictures)
    assert found == in_view
    assert faults_of_blocks(found) == []
    return found


def words(found: list[Json]) -> str:
    """Give all the words of some blocks as Slack shows them."""
    texts = []
    for part in parts(found):
        text = part.get("text")
        if isinstance(text, str):
            named = part["type"] in ("plain_text", "mrkdwn")
            texts.append(_unescaped(text) if named else text)
    return "\n".join(texts)


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def most(letter: str, limit: int) -> int:
    """Say how often a letter fits where so many characters do."""
    return limit // (5 if letter == "&" else units(letter))


@pytest.mark.parametrize("block", ONE_OF_EACH, ids=lambda block: type(block).__name__)
def test_every_block_is_one_that_slack_takes(block: Block) -> None:
    assert shown(block)


def test_no_block_is_forgotten() -> None:
    assert {type(block) for block in ONE_OF_EACH} == set(get_args(Block))


@given(NASTY)
@settings(max_examples=60)
def test_words_of_others_show_as_they_are_wherever_they_stand(text: str) -> None:
    text = text.replace("`", "'").strip() or "x"
    every: tuple[Block, ...] = (
        blocks.Heading(text=text[:140]),
        blocks.Heading(text=text, level=2),
        *(Prose(text=text, tone=tone) for tone in Tone),
        blocks.Note(text=text),
        blocks.Quote(text=text, by=text),
        blocks.Facts(pairs=(("Name", text),)),
        blocks.Options(rows=(blocks.OptionRow(letter="A", text=text, note=text),)),
        blocks.File(name=text, words=text, id="x"),
    )
    for block in every:
        found = shown(block)
        assert "".join(text.split()) in "".join(words(found).split())
        for part in parts(found):
            if part.get("type") == "mrkdwn" and isinstance(block, blocks.Facts):
                continue
            assert part.get("type") != "mrkdwn" or "https://" in part["text"]


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("tone", Tone)
def test_running_text_goes_on_in_the_next_section(tone: Tone, letter: str) -> None:
    n = most(letter, 3000)
    for count, sections in ((n - 1, 1), (n, 1), (n + 1, 2), (2 * n + 1, 3)):
        found = shown(Prose(text=letter * count, tone=tone))
        assert len(found) == sections
        assert words(found).replace("\n", "") == letter * count


def test_running_text_stays_open_on_a_phone() -> None:
    (section,) = shown(Prose(text="A long stem."))
    assert section["expand"] is True


@pytest.mark.parametrize("letter", LETTERS)
def test_a_heading_that_is_too_long_for_a_header_is_shown_whole(letter: str) -> None:
    n = most(letter, 150)
    for count, kind in ((n - 1, "header"), (n, "header"), (n + 1, "rich_text")):
        (block,) = shown(blocks.Heading(text=letter * count))
        assert block["type"] == kind
        assert words([block]) == letter * count


def test_a_moment_is_each_readers_own_with_the_groups_beside_it() -> None:
    moment = blocks.Moment(at=AT, zone="Europe/Berlin", before="until", after="· no hurry")
    (block,) = shown(moment)
    assert block["elements"][0]["text"] == (
        f"until <!date^{int(AT.timestamp())}^{{time}}|17:00 (Europe/Berlin)> · no hurry"
    )
    (block,) = shown(replace(moment, with_day=True))
    assert "^{date_short_pretty}, {time}|Tue 24 Nov, 17:00" in block["elements"][0]["text"]
    (block,) = shown(replace(moment, before="*Bold* until"))
    assert block["elements"][0]["type"] == "plain_text"
    assert "17:00 (Europe/Berlin)" in block["elements"][0]["text"]


@pytest.mark.parametrize("standing", Standing)
def test_what_is_known_of_an_option_is_said_in_words(standing: Standing) -> None:
    row = blocks.OptionRow(letter="B", text="An `S3` bucket.", standing=standing)
    told = {
        Standing.OPEN: "",
        Standing.PICKED: "your pick",
        Standing.KEY: "right",
        Standing.MISSED: "right",
        Standing.PICKED_KEY: "right, your pick",
        Standing.PICKED_WRONG: "✗ your pick",
    }[standing]
    said = words(shown(blocks.Options(rows=(row,)))).replace("\n", "")
    assert said.startswith("B.  An S3 bucket.")
    assert said.endswith(told)


@pytest.mark.parametrize("letter", LETTERS)
def test_an_option_of_any_length_is_shown_whole(letter: str) -> None:
    n = most(letter, 3000)
    for count in (n - 1, n, n + 1):
        row = blocks.OptionRow(letter="A", text=letter * count, standing=Standing.KEY)
        said = words(shown(blocks.Options(rows=(row,)))).replace("\n", "")
        assert said == f"A.  {letter * count}  ✓ right"


def test_shares_are_numbers_and_a_bar() -> None:
    rows = tuple(
        blocks.OptionRow(letter=letter, text="x", count=count, total=200)
        for letter, count in (("A", 0), ("B", 1), ("C", 100), ("D", 200))
    )
    said = words(shown(blocks.Options(rows=rows)))
    for bar in ("░░░░░░░░░░ 0 of 200", "█░░░░░░░░░ 1 of 200", "█████░░░░░ 100", "██████████ 200"):
        assert bar in said


@pytest.mark.parametrize("letter", LETTERS)
def test_labels_are_cut_and_their_names_too(letter: str) -> None:
    n = most(letter, 75)
    for count in (n - 1, n, n + 1):
        button = Button(label=letter * count, action=Today(), name=letter * count)
        (row,) = shown(Buttons(buttons=(button,)))
        (element,) = row["elements"]
        label = _unescaped(element["text"]["text"])
        assert (label == letter * count) is (count <= n)
        assert _unescaped(element["accessibility_label"]) == label


def test_rows_of_buttons_never_fold_away() -> None:
    buttons = tuple(Button(label=str(n), action=Tap(Target(Asked.ROUND, 1), n)) for n in range(11))
    assert [len(row["elements"]) for row in shown(Buttons(buttons=buttons))] == [5, 5, 1]


def test_a_button_carries_its_wire_form_and_only_slacks_own_styles() -> None:
    styles = {
        style: shown(Buttons(buttons=(Button(label="Go", action=Today(), style=style),)))[0]
        for style in Style
    }
    assert {style: row["elements"][0].get("style") for style, row in styles.items()} == {
        Style.PLAIN: None,
        Style.QUIET: None,
        Style.PRIMARY: "primary",
        Style.DANGER: "danger",
    }
    assert {row["elements"][0]["value"] for row in styles.values()} == {"1:today"}


@pytest.mark.parametrize("n", [9, 10, 11])
def test_more_than_ten_facts_stand_in_two_sections(n: int) -> None:
    found = shown(blocks.Facts(pairs=tuple((f"Fact {k}", "*so*") for k in range(n))))
    assert [len(section["fields"]) for section in found] == ([n] if n <= 10 else [10, n - 10])


def test_a_single_fact_has_the_whole_width() -> None:
    (found,) = shown(blocks.Facts(pairs=(("Verdicts", "at once → at the close"),)))
    assert "fields" not in found
    assert found["text"]["text"] == "*Verdicts*\nat once → at the close"


@pytest.mark.parametrize("letter", LETTERS)
def test_a_fact_that_is_too_long_stands_by_itself(letter: str) -> None:
    n = most(letter, 2000 - len("*Fact*\n"))
    for count, kinds in ((n - 1, ["section"]), (n, ["section"]), (n + 1, ["rich_text", "section"])):
        found = shown(blocks.Facts(pairs=(("Fact", letter * count),)))
        assert [block["type"] for block in found] == kinds
        assert letter * count in words(found)


def test_a_chart_is_its_words_until_it_is_drawn() -> None:
    picture = blocks.Picture(chart=CHART, caption="Tuesday's question")
    assert "A: 3 of 4 answers, 75 %." in words(shown(picture))
    (image,) = shown(picture, pictures="F0123")
    assert image["slack_file"] == {"id": "F0123"}
    assert image["alt_text"] == picture.words
    assert image["title"]["text"] == "Tuesday's question"
    (image,) = shown(picture, pictures="https://example.org/a.png")
    assert image["image_url"] == "https://example.org/a.png"


@pytest.mark.parametrize("letter", LETTERS)
def test_long_words_of_a_chart_stand_beside_it(letter: str) -> None:
    n = most(letter, 2000)
    for count, kinds in ((n - 1, ["image"]), (n, ["image"]), (n + 1, ["image", "section"])):
        found = shown(blocks.Picture(chart=CHART, alt=letter * count), pictures="F0123")
        assert [block["type"] for block in found] == kinds


def test_nothing_in_somebodys_words_has_a_meaning() -> None:
    said = "*no* `code` <!channel> :smile: https://example.org/x"
    quote, by = shown(blocks.Quote(text=said, by="<@U1> _Ann_"))
    (element,) = quote["elements"][0]["elements"]
    assert element == {"type": "text", "text": f"“{said}”"}
    assert by["elements"][0] == {
        "type": "plain_text",
        "text": "&lt;@U1&gt; _Ann_",
        "emoji": False,
    }


@pytest.mark.parametrize("n", [49, 50, 51])
def test_a_message_has_fifty_blocks(n: int) -> None:
    card = Card(title="x", blocks=tuple(Prose(text="x") for _ in range(n)))
    if n <= 50:
        assert len(message_blocks(card)) == n
    else:
        with pytest.raises(DoesNotFit, match="51 blocks"):
            message_blocks(card)


@pytest.mark.parametrize("n", [99, 100, 101])
def test_a_view_has_a_hundred_blocks(n: int) -> None:
    card = Card(title="x", blocks=tuple(Prose(text="x") for _ in range(n)))
    if n <= 100:
        assert len(view_blocks(card)) == n
    else:
        with pytest.raises(DoesNotFit, match="101 blocks"):
            view_blocks(card)


def test_a_message_that_is_too_long_in_all_is_refused() -> None:
    with pytest.raises(DoesNotFit, match="characters"):
        message_blocks(Card(title="x", blocks=(Prose(text="word " * 2600),)))


def test_a_form_in_a_message_ends_with_its_button() -> None:
    field = blocks.Fields(name="text", label="A note", limit=100)
    card = Card(title="x", blocks=(field,), submit=Button(label="Keep it", action=Today()))
    last = message_blocks(card)[-1]
    assert last["type"] == "actions"
    assert len(view_blocks(card)) == 1
