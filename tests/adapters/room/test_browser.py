"""The real page in a real browser: the whole flow, at a desk and on a phone, by keyboard too."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from bot.charts.lettering import SMALL
from tests.adapters.room.test_app import with_a_picture
from tests.running import Running, visiting

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        made = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield made
        made.close()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Running]:
    with visiting(tmp_path) as (running, _):
        yield running


class Seat:
    """Somebody at a browser. Complaints of the page are kept and must stay empty."""

    def __init__(self, browser: Browser, address: str, *, size: dict[str, int], **more: object):
        self.context: BrowserContext = browser.new_context(viewport=size, **more)  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda wrong: self.complaints.append(str(wrong)))
        self.page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type == "error" else None,
        )
        self.page.goto(address)

    def sit(self, member: str) -> None:
        """See the room as somebody else."""
        self.page.select_option("#member", member)
        self.page.wait_for_load_state()

    def type(self, words: str) -> None:
        """Type a command."""
        self.page.fill("#say", words)
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("Enter")

    @property
    def latest(self) -> object:
        """The newest private reply."""
        return self.page.locator("#replies .reply").last

    def close(self) -> None:
        """Leave."""
        self.context.close()
        assert self.complaints == []


def answer_everything(seat: Seat, question: str, wanted: str) -> None:
    """Answer the open question, whichever kind it is."""
    page = seat.page
    page.locator(f"{question} .letters button").nth(1).click()
    expect(page.locator("#replies")).to_contain_text("How sure are you?")
    page.get_by_role("button", name=re.compile(wanted)).first.click()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_newcomer_answers_and_is_told_why(
    browser: Browser, room: Running, size: dict[str, int]
) -> None:
    seat = Seat(browser, room.address, size=size)
    page = seat.page
    expect(page.locator("#feed .message").first).to_contain_text("Answer privately until")
    first_single(page)
    page.locator("#feed .letters button").nth(1).click()
    pane = page.locator("#private")
    expect(pane).to_contain_text("Nobody in your group sees your answers")
    expect(pane).to_contain_text("You picked B:")
    page.get_by_role("button", name="Change").click()
    page.locator("#replies .letters button").nth(2).click()
    expect(pane).to_contain_text("You picked C:")
    page.get_by_role("button", name="Lock C: Fairly sure").click()
    expect(pane).to_contain_text("What decided it:")
    expect(pane).to_contain_text("Take away:")
    page.get_by_role("button", name="Put me on the board").click()
    for number in range(1, 5):
        expect(pane).to_contain_text(f"{number} of 4:")
        page.get_by_role("button", name=re.compile(": Can follow it")).click()
    expect(pane).to_contain_text("Thank you, that was all.")
    wide = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert wide, "the page scrolls sideways"
    seat.close()


def first_single(page: Page) -> None:
    """Make sure that the open question is answered by a letter; ask for another until it is."""
    for _ in range(8):
        if page.locator("#feed .letters button").count():
            return
        page.fill("#say", "post now")
        page.keyboard.press("Escape")
        page.keyboard.press("Enter")
        page.wait_for_timeout(600)
        # On a phone the reply covers what has just been posted.
        if page.locator("#close").is_visible():
            page.locator("#close").click()


def test_the_tally_follows_in_a_second_window(browser: Browser, room: Running) -> None:
    first = Seat(browser, room.address, size=DESK)
    second = Seat(browser, room.address, size=DESK)
    first_single(first.page)
    second.page.reload()
    feed = second.page.locator("#feed")
    for member in ("m1", "m2", "m3"):
        expect(feed).not_to_contain_text("3 answered")
        first.sit(member)
        answer_everything(first, "#feed", "^Lock .: Certain")
        expect(first.page.locator("#private")).to_contain_text("What decided it:")
    expect(feed).to_contain_text("3 answered", timeout=8000)
    first.close()
    second.close()


def test_a_swiped_away_sheet_loses_nothing(browser: Browser, room: Running) -> None:
    seat = Seat(browser, room.address, size=PHONE)
    page = seat.page
    first_single(page)
    if page.locator("#private:not(.closed)").count():
        page.keyboard.press("Escape")
    page.locator("#feed .letters button").first.click()
    expect(page.locator("#private")).to_contain_text("You picked A:")
    page.get_by_role("button", name="Close what only you can see").click()
    expect(page.locator("#private")).to_be_hidden()
    seat.type("today")
    expect(page.locator("#private")).to_contain_text("Picked, not locked: it counts at the close.")
    seat.close()


def test_words_are_completed_by_keyboard(browser: Browser, room: Running) -> None:
    seat = Seat(browser, room.address, size=DESK)
    page = seat.page
    page.locator("#say").press_sequentially("prog")
    expect(page.locator("#words")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#say")).to_have_value("progress")
    page.keyboard.press("Enter")
    expect(page.locator("#private")).to_contain_text("Your progress")
    page.locator("#say").press_sequentially("boa")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#say")).to_have_value("board today")
    page.keyboard.press("Escape")
    page.fill("#say", "")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#say")).to_have_value("progress")
    seat.close()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_lead_moves_the_hour_by_keyboard_alone(
    browser: Browser, room: Running, size: dict[str, int]
) -> None:
    seat = Seat(browser, room.address, size=size)
    page, pane = seat.page, seat.page.locator("#replies .reply").last
    seat.type("setup")
    hour = pane.get_by_label("At which hour?")
    expect(hour).to_have_value("09:00")
    hour.focus()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("25:00")
    page.keyboard.press("Enter")
    expect(pane).to_contain_text("There is no 25:00")
    expect(hour).to_be_focused()
    expect(hour).to_have_value("25:00")
    expect(hour).to_have_attribute("aria-invalid", "true")
    described = (hour.get_attribute("aria-describedby") or "").split()
    assert "There is no 25:00" in page.locator(f"#{described[-1]}").inner_text()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("8.30")
    page.keyboard.press("Enter")
    expect(pane).to_contain_text("Before you save")
    expect(pane).to_contain_text("09:00 → 08:30")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(pane).to_contain_text("Saved. Hour: 08:30.")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    seat.close()


def test_every_setting_has_a_form_that_fits_a_phone(browser: Browser, room: Running) -> None:
    seat = Seat(browser, room.address, size=PHONE)
    pane = seat.page.locator("#replies .reply").last
    for words in ("closes", "zone", "holidays", "review", "export", "verdicts", "mention", "leads"):
        seat.type(f"setup {words}")
        expect(pane.locator("form.card")).to_be_visible()
        wide = pane.evaluate("each => each.scrollWidth <= each.clientWidth")
        assert wide, words
        expect(pane.get_by_role("button", name="Back")).to_be_visible()
    seat.close()


@pytest.mark.long
def test_every_kind_has_controls_of_its_own(browser: Browser, room: Running) -> None:
    seat = Seat(browser, room.address, size=PHONE)
    page = seat.page
    seen: set[str] = set()
    seat.type("practice 50")
    for _ in range(50):
        pane = page.locator("#replies .reply").last
        expect(pane).to_be_visible()
        form = pane.locator("form.card")
        if pane.locator(".letters button").count():
            seen.add("single")
            pane.locator(".letters button").first.click()
            pane.get_by_role("button", name=re.compile("Guessing$")).click()
        elif form.count():
            kind = form.locator("fieldset").first.get_attribute("data-mode") or ""
            seen.add(kind)
            if kind == "order":
                form.get_by_role("button", name=re.compile("^Later:")).first.click()
            if kind == "match":
                for select in form.locator("select").all():
                    select.select_option(index=1)
            if kind == "many":
                boxes = form.locator("input[type=checkbox]")
                boxes.first.check()
                form.get_by_text("Guessing").click()
                form.get_by_role("button", name="Lock my answer").click()
                expect(boxes.first).to_be_checked()
                wanted = int(form.locator("fieldset").first.get_attribute("data-count") or 2)
                for number in range(1, wanted):
                    boxes.nth(number).check()
            form.get_by_text("Guessing").click()
            form.get_by_role("button", name="Lock my answer").click()
        else:
            break
        expect(pane).to_contain_text("Take away:")
        onward = pane.get_by_role("button", name=re.compile("^(Next|See how it went)$"))
        last = onward.inner_text() == "See how it went"
        onward.click()
        if last:
            expect(page.locator("#replies")).to_contain_text("How it went")
            break
        expect(page.locator("#replies .reply").last).not_to_contain_text("Take away:")
    assert {"single", "order", "match"} <= seen
    seat.close()


@pytest.mark.long
def test_the_page_comes_back_after_a_restart(browser: Browser, tmp_path: Path) -> None:
    with visiting(tmp_path, COHORT_PORT="0") as (running, _):
        port = running.address.rsplit(":", 1)[1].strip("/")
        seat = Seat(browser, running.address, size=DESK)
        seat.type("help")
        expect(seat.page.locator("#private")).to_contain_text("What you can ask")
        running.stop()
        expect(seat.page.locator("#notice")).to_contain_text("Reconnecting")
        with Running(tmp_path, COHORT_PORT=port):
            expect(seat.page.locator("#notice")).to_be_hidden(timeout=15000)
            seat.type("about")
            expect(seat.page.locator("#private")).to_contain_text("can't be booked")
        seat.complaints.clear()  # the browser complains of the time without a server
        seat.close()


def test_it_works_without_scripts(browser: Browser, room: Running) -> None:
    seat = Seat(browser, room.address, size=PHONE, java_script_enabled=False)
    page = seat.page
    page.fill("#say", "help more")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#replies")).to_contain_text("/study status")
    seat.close()


def test_no_text_is_small_and_every_control_has_a_name(browser: Browser, room: Running) -> None:
    for scheme in ("light", "dark"):
        seat = Seat(browser, room.address, size=PHONE, color_scheme=scheme)
        seat.type("help more")
        expect(seat.page.locator("#private")).to_contain_text("/study status")
        small = seat.page.evaluate(
            """() => [...document.querySelectorAll("body *")].filter(
                each => each.innerText && parseFloat(getComputedStyle(each).fontSize) < 12
            ).map(each => each.outerHTML.slice(0, 80))"""
        )
        nameless = seat.page.evaluate(
            """() => [...document.querySelectorAll("button, input:not([type=hidden]), select")]
                .filter(each => !(each.getAttribute("aria-label") || each.textContent ||
                    (each.labels && each.labels.length)))
                .map(each => each.outerHTML.slice(0, 80))"""
        )
        assert (small, nameless) == ([], [])
        seat.close()


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_can_be_read_on_a_phone(browser: Browser, tmp_path: Path, scheme: str) -> None:
    with_a_picture(tmp_path)
    with Running(tmp_path, COHORT_DEMO="false") as running:
        seat = Seat(browser, running.address, size=PHONE, color_scheme=scheme)
        image = seat.page.locator(".picture img")
        image.scroll_into_view_if_needed()
        seat.page.wait_for_function("document.querySelector('.picture img').naturalWidth === 720")
        shown, source = image.evaluate("each => [each.getBoundingClientRect(), each.currentSrc]")
        assert SMALL * shown["width"] / 720 >= 12
        assert ("dark=1" in source) == (scheme == "dark")
        assert seat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        seat.page.get_by_text("In words").click()
        expect(seat.page.locator(".picture details")).to_contain_text("A: 3 of 3 answers, 100 %.")
        seat.close()


@pytest.mark.long
def test_a_mock_exam_on_a_phone_leaves_whoever_picks_where_they_are(
    browser: Browser, room: Running
) -> None:
    seat = Seat(browser, room.address, size=PHONE)
    page, reply = seat.page, seat.page.locator("#replies .reply").last

    def press(name: str) -> None:
        reply.get_by_role("button", name=name, exact=True).click()

    def top() -> int:
        return int(page.evaluate("document.getElementById('replies').scrollTop"))

    seat.type("mock mini")
    press("Begin, the clock runs")
    expect(reply).to_contain_text("Mini mock · 1 of 11")
    number = 1
    while not reply.locator(".letters button").count():
        press("Skip for now")
        number += 1
        expect(reply).to_contain_text(f"Mini mock · {number} of 11")
    began = top()
    second = reply.locator(".letters button").nth(1)
    second.scroll_into_view_if_needed()
    second.click()
    expect(reply).to_contain_text("Your answer: B.")
    expect(second).to_be_focused()
    stood = top()
    assert stood > began
    press("Mark for review")
    expect(reply).to_contain_text("Marked for review.")
    assert top() == stood
    # Another question is read from its top, and so is the list of all.
    press("Next")
    expect(reply).to_contain_text(f"Mini mock · {number + 1} of 11")
    assert top() == began
    press("All questions")
    expect(reply).to_contain_text(f"{number} · answered, marked")
    press("Hand in")
    expect(reply).to_contain_text("10 questions are still open and would count as wrong")
    press("Hand it in")
    expect(reply).to_contain_text("What took longest")
    press("Go through what was missed")
    expect(reply).to_contain_text("Take away:")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    seat.close()
