"""The skills inventory in words: how it begins, and the profile that it ends with.

A profile is always a range with the questions it rests on, never a bare figure.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards.actions.own import Progress
from bot.cards.actions.planning import Inventory, ShowPlan
from bot.cards.actions.runs import Practise
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Heading,
    Meter,
    Note,
    Prose,
    Style,
    Tone,
)
from bot.cards.wording import counted, percent
from bot.core.inventory import MOST, Range

TITLE = "Skills inventory"
#: Minutes that it takes, said before it begins.
MINUTES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileLine:
    """One domain: the share of new questions that would be right, from how many answers."""

    id: str
    title: str
    weight: int
    share: Range
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What an inventory found. ``right`` of ``asked`` are its own questions.

    ``answers`` are all first answers that the ranges rest on, ``left`` says that there are new
    questions for another inventory, ``enough`` that it ended because more would tell little.
    """

    pack: str
    lines: tuple[ProfileLine, ...]
    right: int
    asked: int
    answers: int
    enough: bool
    left: bool


def offer_line() -> Prose:
    """Say what an inventory takes and gives, to whoever has not taken one."""
    size = f"at most {MOST} questions, about {MINUTES} minutes"
    return Prose(text=f"{TITLE}: {size}, for a picture of each domain.", tone=Tone.QUIET)


def offer_button() -> Button:
    """Offer the inventory."""
    return Button(label=TITLE, action=Inventory())


def begin_notice(most: int) -> str:
    """Say what an inventory is, above its first question."""
    if most < MOST:
        size = f"There {'is' if most == 1 else 'are'} {counted(most, 'new question')} for it here"
    else:
        size = (
            f"At most {MOST} questions, about {MINUTES} minutes, and fewer where they tell enough"
        )
    return (
        f"{size}. It shows where you stand, to nobody but you. Guess where you don't know, and say "
        "so. Stop when you like: `/study continue` goes on."
    )


def profile_card(profile: Profile) -> Card:
    """Show where somebody stands by domain, and what to do with it."""
    blocks: list[Block] = [Heading(text=f"Your profile · {profile.pack}", level=2)]
    blocks.append(Prose(text=_rests_on(profile), tone=Tone.STRONG))
    if profile.asked and profile.right in (0, profile.asked):
        blocks.append(Note(text=_all_or_none(profile)))
    blocks += [_meter(line) for line in profile.lines]
    blocks.append(
        Prose(
            text="Each range holds what you would get right of new questions, nine times in ten. "
            "More answers narrow it.",
            tone=Tone.QUIET,
        )
    )
    if _goes_on(profile):
        blocks.append(Prose(text="Another inventory goes on from here.", tone=Tone.QUIET))
    thinnest = _thinnest(profile)
    blocks.append(Prose(text=f"Most to gain: {thinnest.title}, {thinnest.weight} % of the exam."))
    ways = [
        Button(label="Make a plan", action=ShowPlan(), style=Style.PRIMARY),
        Button(label=f"Practise {thinnest.title}", action=Practise(thinnest.id, 5)),
        Button(label="My progress", action=Progress(), style=Style.QUIET),
    ]
    if _goes_on(profile):
        again = Button(label="Another inventory", action=Inventory(True), style=Style.QUIET)
        ways.append(again)
    blocks.append(Buttons(buttons=tuple(ways)))
    return Card(title=TITLE, blocks=tuple(blocks))


def sealed_card() -> Card:
    """Say that the profile waits, since an answer that counts in it has no verdict yet."""
    return Card(
        title=TITLE,
        blocks=(
            Heading(text=TITLE, level=2),
            Prose(text="That was all: your answers are in.", tone=Tone.STRONG),
            Prose(
                text="An answer of yours to the group's question counts here, too, and its verdict "
                "comes at the close. So does your profile: `/study inventory` shows it then."
            ),
            Buttons(buttons=(Button(label="Practise 5", action=Practise("", 5)),)),
        ),
    )


def _goes_on(profile: Profile) -> bool:
    """Say whether more questions would tell more, be it left early or ended at its most."""
    return profile.left and not profile.enough


def _rests_on(profile: Profile) -> str:
    if not profile.asked:
        return f"Your {counted(profile.answers, 'first answer')} tell enough: no need to ask more."
    own = f"{profile.right} of {counted(profile.asked, 'question')} right."
    if profile.answers > profile.asked:
        return f"{own} With all you answered before: {profile.answers} first answers."
    return own


def _all_or_none(profile: Profile) -> str:
    if profile.right:
        return "All of them right: how far above these you are, they can't tell. Harder ones will."
    return "None right yet, and that's what an inventory is for: everything from here is gain."


def _meter(line: ProfileLine) -> Meter:
    share = line.share
    words = (
        f"about {percent(share.middle)}, between {percent(share.low)} and {percent(share.high)}; "
        f"{counted(line.answers, 'answer') if line.answers else 'no answer yet'}"
    )
    return Meter(label=line.title, value=share.middle, words=words)


def _thinnest(profile: Profile) -> ProfileLine:
    return max(profile.lines, key=lambda line: (line.weight * (1 - line.share.middle), line.id))
