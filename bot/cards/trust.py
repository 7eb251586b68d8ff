"""Trust in words: what a lead may see with somebody's consent and without, and what they do see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.cards.actions.me import Share
from bot.cards.actions.own import Progress
from bot.cards.blocks import Block, Button, Buttons, Card, Facts, Heading, Note, Prose, Style, Tone
from bot.cards.me import HOME
from bot.cards.readiness import interval
from bot.cards.wording import clamp, counted, listed, long_day, percent
from bot.core.bands import BAND_FROM, Band
from bot.core.consent import CROWD
from bot.core.readiness import NEEDED, Range

#: Days back that a member's active days are counted over.
ACTIVE_DAYS = 28
BANDS: Mapping[Band, str] = {
    Band.FIRM: "firm",
    Band.MIXED: "getting there",
    Band.SHAKY: "shaky",
}
QUESTION = (
    "May your group's lead see in which domains you are firm or shaky and on how many days you "
    "studied (never a single answer, never how sure you were), instead of only counting you in "
    "totals of five people or more?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A member who agreed to be seen: domain titles with their band, and active days."""

    name: str
    bands: tuple[tuple[str, Band | None], ...]
    active: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """A group's mean strength, and the Monday as of which it is."""

    share: Range
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """What the lead sees of a group. ``others`` are bands of those who never agreed.

    ``together`` is about everybody with enough evidence; None while it is too early to say.
    """

    group: str
    seen: tuple[Seen, ...]
    others: tuple[tuple[str, Band | None], ...]
    others_until: date
    members: int
    exam: str = ""
    together: Together | None = None


def consent_buttons() -> Buttons:
    """Give the two answers to the question."""
    return Buttons(
        buttons=(
            Button(label="Yes, the lead may", action=Share(True)),
            Button(label="No, only in totals", action=Share(False)),
        )
    )


def consent_ask(before: str) -> Card:
    """Ask once, at the end of the onboarding; ``before`` answers the press just made."""
    return Card(
        title="What the lead sees",
        blocks=(
            Note(text=before),
            Heading(text="One last question", level=2),
            Prose(text=QUESTION),
            Prose(text="You can change it at any time with `/study me consent`.", tone=Tone.QUIET),
            consent_buttons(),
        ),
    )


def consent_card(shares: bool | None) -> Card:
    """Show how it stands, and let the person change it."""
    now = {
        True: "The lead sees your domain bands and active days.",
        False: "The lead sees you only in totals of five or more.",
        None: "You have not chosen: the lead sees you only in totals of five or more.",
    }
    return Card(
        title="What the lead sees",
        blocks=(
            Heading(text="What the lead sees of you", level=2),
            Prose(text=now[shares], tone=Tone.STRONG),
            Prose(text=QUESTION),
            consent_buttons(),
            Buttons(buttons=(HOME,)),
        ),
    )


def group_card(view: GroupView) -> Card:
    """Show the lead who agreed to be seen, in bands, and everybody else as one line."""
    blocks: list[Block] = [Heading(text=f"How {view.group} stands", level=2)]
    if view.seen:
        blocks.append(
            Facts(
                pairs=tuple(
                    (clamp(each.name), f"{_bands(each.bands)} {_active(each.active)}")
                    for each in view.seen
                )
            )
        )
    else:
        blocks.append(Prose(text="Nobody has agreed to be seen here yet."))
    blocks += _together(view)
    blocks.append(Heading(text="Those who never agreed, together", level=2))
    if any(band is not None for _, band in view.others):
        blocks.append(Prose(text=_bands(view.others)))
    else:
        blocks.append(Note(text="Too few to say without showing who is who."))
    blocks.append(
        Prose(
            text=f"A band needs {BAND_FROM} answers in the domain. The last line needs {CROWD} "
            f"such people, counts each as one voice, and goes by the answers before "
            f"{long_day(view.others_until)}. Of {counted(view.members, 'member')}, "
            f"{len(view.seen)} agreed to be seen; each can change that with `/study me consent`.",
            tone=Tone.QUIET,
        )
    )
    button = Button(label="My own progress", action=Progress(), style=Style.QUIET)
    blocks.append(Buttons(buttons=(button,)))
    return Card(title="The group", blocks=tuple(blocks))


def _together(view: GroupView) -> list[Block]:
    """Say how strong the group is as a whole, in a figure that tells nothing of anybody."""
    told = view.together
    text = "Too early to say."
    if told is not None:
        text = (
            f"Strength on the {view.exam} blueprint: about {percent(told.share.value)} of new "
            f"questions, {interval(told.share)}."
        )
    held = (
        f"The mean of members who answered at least {NEEDED} new questions. It needs {CROWD} of "
        f"them, and changes on Mondays alone, by {CROWD} people or more at a time."
    )
    if told is not None:
        held = f"As of {long_day(told.since)}. {held}"
    return [
        Heading(text="Everybody together", level=2),
        Prose(text=text),
        Prose(text=held, tone=Tone.QUIET),
    ]


def _bands(bands: tuple[tuple[str, Band | None], ...]) -> str:
    parts = []
    for band, words in BANDS.items():
        titles = [title for title, found in bands if found is band]
        if titles:
            parts.append(f"{words.capitalize()}: {listed(titles)}.")
    return " ".join(parts) or "Too early to say."


def _active(days: int) -> str:
    return f"Active on {days} of the last {ACTIVE_DAYS} days."
