"""A group's places: which there are, a code that opens another, and taking one away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.cards.actions.me import MakeCode
from bot.cards.actions.setup import (
    AskRemovePlace,
    InvitePlace,
    JoinPlace,
    MoreSetup,
    Places,
    RemovePlace,
)
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Fields,
    Heading,
    Moment,
    Note,
    Prose,
    Style,
    Tone,
)
from bot.cards.leaving import CODE_MOST
from bot.core.codes import shown_code

ALL_PLACES = Button(label="All places", action=Places(), style=Style.QUIET)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """A place as a lead reads it. ``trouble`` says why nothing is posted there."""

    id: int
    name: str
    here: bool
    trouble: str = ""


def places_card(group: str, places: tuple[PlaceLine, ...], notice: str = "") -> Card:
    """Show where a group's questions are posted."""
    blocks: list[Block] = [
        Heading(text=f"Where {group} lives", level=2),
        Prose(
            text="Every place gets the same questions. There is one tally and one board, and "
            "whoever links their accounts answers once."
        ),
    ]
    if notice:
        blocks.append(Note(text=notice))
    for place in places:
        blocks.append(Prose(text=f"{place.name} (here)" if place.here else place.name))
        if place.trouble:
            blocks.append(Note(text=f"Nothing is posted there: {place.trouble}.", warning=True))
    ways = [Button(label="Add a place", action=InvitePlace())]
    if len(places) > 1:
        ways += [
            Button(label=f"Remove {place.name}", action=AskRemovePlace(place.id), style=Style.QUIET)
            for place in places
        ]
    ways.append(Button(label="Back", action=MoreSetup(), style=Style.QUIET))
    return Card(title="Places", blocks=(*blocks, Buttons(buttons=tuple(ways))))


def invitation_card(group: str, code: str, expires_at: datetime, zone: str) -> Card:
    """Give a one-time code that opens another channel to a group."""
    return Card(
        title="Another place",
        blocks=(
            Heading(text=f"Bring {group} to another channel", level=2),
            Prose(text=shown_code(code), tone=Tone.STRONG),
            Prose(
                text=f"In that channel type `/study setup join {code}` on Slack, or "
                f"`/study-admin setup join:{code}` on Discord. It takes somebody who may set "
                "Cohort up there: a workspace admin or owner, or Manage Server. The question that "
                "is open is posted there at once."
            ),
            Moment(at=expires_at, zone=zone, before="It works once, until"),
            Buttons(buttons=(ALL_PLACES,)),
        ),
    )


def join_form(notice: str = "") -> Card:
    """Ask for the code of a group that is to live here, too."""
    blocks: list[Block] = [
        Heading(text="Bring a group to this channel", level=2),
        Prose(text="Its lead gets a code with `/study setup place`, where the group lives now."),
    ]
    if notice:
        blocks.append(Note(text=notice, warning=True))
    blocks.append(Fields(name="code", label="The code", limit=CODE_MOST))
    return Card(
        title="Another place",
        blocks=tuple(blocks),
        submit=Button(label="Bring it here", action=JoinPlace(), style=Style.PRIMARY),
    )


def joined_card(place: str, group: str, leads: str, *, leads_it: bool) -> Card:
    """Say that a channel is a place of a group now."""
    blocks: list[Block] = [
        Prose(text=f"{place} is a place of {group} now.", tone=Tone.STRONG),
        Prose(text="Questions come here, too, from the one that is open on. One tally, one board."),
    ]
    if not leads_it:
        blocks.append(
            Prose(
                text=f"It is led by {leads}. Are you one of them? Link your two accounts, and you "
                "lead here as well.",
                tone=Tone.QUIET,
            )
        )
        button = Button(label="Link my other account", action=MakeCode())
        blocks.append(Buttons(buttons=(button,)))
    return Card(title="Another place", blocks=tuple(blocks))


def remove_card(place: int, name: str, *, here: bool) -> Card:
    """Ask whether a place shall be taken away, and say what stays."""
    text = "Nothing more is posted there. What was answered stays, and a new code brings it back."
    if here:
        text = f"That is the channel you are in. {text}"
    return Card(
        title="Remove a place",
        blocks=(
            Heading(text=f"Remove {name}?", level=2),
            Prose(text=text),
            Buttons(
                buttons=(
                    Button(label="Remove it", action=RemovePlace(place), style=Style.DANGER),
                    Button(label="Keep it", action=Places(), style=Style.QUIET),
                )
            ),
        ),
    )


def removed_card(name: str) -> Card:
    """Confirm that a place was taken away."""
    text = f"{name} is removed: nothing more is posted there."
    again = Button(label="Add a place", action=InvitePlace())
    return Card(
        title="Places",
        blocks=(Prose(text=text, tone=Tone.STRONG), Buttons(buttons=(again, ALL_PLACES))),
    )
