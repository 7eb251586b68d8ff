"""How a real exam went, as its owner keeps it: the form, and what is said to it."""

from __future__ import annotations

from datetime import date

from bot.cards.actions.own import Progress
from bot.cards.actions.planning import AskPlan, AskResult, DropResult, SaveResult
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Choice,
    ChoiceOption,
    Fields,
    Heading,
    Mode,
    Note,
    Prose,
    Style,
    Tone,
)
from bot.cards.wording import counted, long_day, percent
from bot.core.results import ENOUGH, Outcome, Reliability

TITLE = "Exam result"
WORDS = {Outcome.PASSED: "I passed", Outcome.FAILED: "Not this time"}


def result_form(pack: str, today: date, kept: tuple[tuple[date, bool], ...]) -> Card:
    """Ask how the exam went, and when; ``kept`` are (day, passed) said before."""
    blocks: list[Block] = [Heading(text=f"Your exam · {pack}", level=2)]
    blocks += [Prose(text=f"{long_day(on)}: {_said(passed)}.") for on, passed in kept]
    blocks += [
        Prose(
            text="Nobody in your group sees this. Over many exams it shows how far the chance that "
            "you are told can be trusted."
        ),
        Choice(
            name="outcome",
            label="How did it go?",
            mode=Mode.ONE,
            options=tuple(ChoiceOption(value=each.value, text=WORDS[each]) for each in Outcome),
        ),
        Fields(name="day", label="When you sat it", limit=10, value=today.isoformat()),
    ]
    return Card(
        title=TITLE,
        blocks=tuple(blocks),
        submit=Button(label="Keep it", action=SaveResult(), style=Style.PRIMARY),
    )


def kept_card(pack: str, on: date, number: int, *, passed: bool) -> Card:
    """Confirm a result, with what takes it back."""
    if passed:
        text, more = f"You passed {pack}. Well done.", "Your notes and reviews stay, as you like."
    else:
        text = "Thank you for saying so. One sitting is one sitting."
        more = "What you know is still there. A new day makes a new plan, when you feel like it."
    ways = [Button(label="Take it back", action=DropResult(number), style=Style.QUIET)]
    if not passed:
        ways.insert(0, Button(label="A new day", action=AskPlan()))
    ways.insert(0, Button(label="My progress", action=Progress()))
    return Card(
        title=TITLE,
        blocks=(
            Prose(text=text, tone=Tone.STRONG),
            Prose(text=more),
            Note(text=f"Kept for you alone: {long_day(on)}, {_said(passed)}."),
            Buttons(buttons=tuple(ways)),
        ),
    )


def dropped_card() -> Card:
    """Confirm that a result is taken back."""
    again = Button(label="Say how it went", action=AskResult())
    return Card(
        title=TITLE,
        blocks=(
            Prose(text="Taken back: nothing is kept of it.", tone=Tone.STRONG),
            Buttons(buttons=(again,)),
        ),
    )


def retired_words(pack: str, closed: date | None) -> str:
    """Say kindly why a retired exam has no result."""
    when = f" on {long_day(closed)}" if closed is not None else ""
    return (
        f"{pack} closed{when} and can't be sat any more, so there is no result to keep. "
        "`/study progress` shows how strong you are on its ground."
    )


def calibration_text(kept: int, found: Reliability) -> str:
    """Write for the shell how the chances that were told held, by band."""
    if not kept:
        return "No real result is kept yet. Members keep theirs with `/study exam-result`."
    if not found.n:
        told = "nobody who kept one had been told a chance"
        return f"{counted(kept, 'real result')}: {told}, so there is nothing to compare."
    lines = [
        f"{counted(kept, 'real result')}, {found.n} with a chance that was told.",
        "",
        f"{'chance told':<16}{'results':>8}{'mean told':>12}{'passed':>10}",
    ]
    for each in found.bins:
        band = f"{percent(each.low)} to {percent(each.high)}"
        told = percent(each.told) if each.n else "-"
        passed = percent(each.passed / each.n) if each.n else "-"
        lines.append(f"{band:<16}{each.n:>8}{told:>12}{passed:>10}")
    mean = sum(each.told * each.n for each in found.bins) / found.n
    share = sum(each.passed for each in found.bins) / found.n
    lines += [
        "",
        f"On the whole {percent(mean)} was told, {percent(share)} passed.",
        f"Brier score {found.brier:.3f} (0 is perfect, 0.250 knows nothing), "
        f"expected calibration error {found.ece:.3f} (0 is perfect).",
    ]
    if not found.is_enough:
        lines.append(f"Fewer than {ENOUGH} results: chance alone could look like this.")
    return "\n".join(lines)


def _said(passed: bool) -> str:
    return "passed" if passed else "not this time"
