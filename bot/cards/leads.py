"""Who leads a group: the list, the form to name somebody else, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards.actions.setup import MoreSetup, NameLead, UnnameLead
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
from bot.cards.setup import Form

#: Up to so many members are offered by name; in a larger group the name is typed.
OFFERED_MOST = 20
NAME_LIMIT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Somebody who leads. ``removable`` says whether the reader may take it back."""

    membership: int
    name: str
    founder: bool
    own: bool
    removable: bool


def leads_card(
    group: str, leads: tuple[Lead, ...], others: tuple[tuple[int, str], ...], form: Form
) -> Card:
    """Show who leads, and ask for one more. ``others`` are (membership, name)."""
    blocks: list[Block] = [
        Heading(text=f"Who leads {group}", level=2),
        Prose(
            text="Leads set the group up, post, skip and pause. They see no more of anybody's "
            "answers than that person agreed to."
        ),
    ]
    blocks += [Prose(text=_line(lead)) for lead in leads]
    if form.notice:
        blocks.append(Note(text=form.notice))
    taken = tuple(
        Button(
            label="Step down" if lead.own else f"Take back: {lead.name}",
            action=UnnameLead(lead.membership),
            name=f"Take the lead back from {lead.name}",
        )
        for lead in leads
        if lead.removable
    )
    if taken:
        blocks.append(Buttons(buttons=taken))
    submit = None
    if others:
        blocks.append(_whom(others, form))
        submit = Button(label="Make co-lead", action=NameLead(), style=Style.PRIMARY)
    else:
        blocks.append(Prose(text="There is nobody else to name yet.", tone=Tone.QUIET))
    blocks.append(Buttons(buttons=(Button(label="Back", action=MoreSetup(), style=Style.QUIET),)))
    return Card(title="Leads", blocks=tuple(blocks), submit=submit)


def _line(lead: Lead) -> str:
    more = [word for word, said in (("you", lead.own), ("first lead", lead.founder)) if said]
    return f"{lead.name} ({', '.join(more)})" if more else lead.name


def _whom(others: tuple[tuple[int, str], ...], form: Form) -> Block:
    if len(others) <= OFFERED_MOST:
        return Choice(
            name="member",
            label="Who else?",
            mode=Mode.ONE,
            options=tuple(ChoiceOption(value=f"#{n}", text=name) for n, name in others),
            chosen=(form.value("member"),),
            error=form.error("member"),
        )
    return Fields(
        name="member",
        label="Who else?",
        limit=NAME_LIMIT,
        value=form.value("member"),
        hint="A member's name.",
        error=form.error("member"),
    )


def stepped_down_card() -> Card:
    """Confirm that somebody leads no more."""
    text = "You do not lead this group any more. Another lead can name you again."
    return Card(title="Leads", blocks=(Prose(text=text, tone=Tone.STRONG),))
