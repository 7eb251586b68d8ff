"""The self-check and the test post: what a lead sees of whether Cohort can do its work here."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards.actions.lead import Status
from bot.cards.actions.setup import CheckSetup, EndTest, MoreSetup, PostTest, Setup
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Facts,
    Heading,
    Note,
    Prose,
    Style,
    Tone,
)
from bot.cards.wording import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. With a ``cure`` it needs a hand: what to do about it."""

    what: str
    text: str
    cure: str = ""


def checks_card(group: str, findings: tuple[Finding, ...]) -> Card:
    """Name what needs a hand first, then what is well."""
    missing = [finding for finding in findings if finding.cure]
    well = tuple((finding.what, finding.text) for finding in findings if not finding.cure)
    said = f"{counted(len(missing), 'thing')} to look at." if missing else "Nothing is missing."
    blocks: list[Block] = [
        Heading(text=f"Self-check · {group}", level=2),
        Prose(text=said, tone=Tone.STRONG),
    ]
    blocks += [Note(text=f"{f.what}: {f.text} {f.cure}", warning=True) for f in missing]
    if well:
        blocks += [Prose(text="All well:", tone=Tone.QUIET), Facts(pairs=well)]
    buttons = (
        Button(label="Check again", action=CheckSetup()),
        Button(label="Test post", action=PostTest()),
        Button(label="Status", action=Status(), style=Style.QUIET),
        Button(label="More settings", action=MoreSetup(), style=Style.QUIET),
    )
    return Card(title="Self-check", blocks=(*blocks, Buttons(buttons=buttons)))


def trial_card(by: str, *, over: bool) -> Card:
    """Say in the channel that this is a test; or, when it is over, that it was one."""
    if over:
        text = f"A test by {by} stood here. It arrived."
        return Card(title="Test", blocks=(Prose(text=text, tone=Tone.QUIET),))
    return Card(
        title="Test",
        blocks=(
            Heading(text="A test", level=2),
            Prose(text=f"By {by}. Whoever reads this knows that Cohort's messages arrive here."),
            Prose(text="There is nothing to answer, and nothing is counted.", tone=Tone.QUIET),
        ),
    )


def trial_sent_card(bulletin: int, *, again: bool = False) -> Card:
    """Tell the lead that a test is on its way, and how it goes again."""
    text = "A test stands in the channel already." if again else "A test is on its way."
    return Card(
        title="Test post",
        blocks=(
            Prose(text=text, tone=Tone.STRONG),
            Prose(
                text="It goes by itself after half an hour. If you don't see it in the channel, "
                "the self-check says what is in the way."
            ),
            Buttons(
                buttons=(
                    Button(label="Take it away", action=EndTest(bulletin)),
                    Button(label="Self-check", action=CheckSetup(), style=Style.QUIET),
                )
            ),
        ),
    )


def trial_ended_card() -> Card:
    """Tell the lead that the test is taken away."""
    back = Button(label="Set up", action=Setup(0), style=Style.QUIET)
    text = "The test is taken away; one quiet line is left in its place."
    return Card(title="Test post", blocks=(Prose(text=text), Buttons(buttons=(back,))))
