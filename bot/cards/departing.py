"""What a lead is told alone when a place of their group is closed to us."""

from __future__ import annotations

from bot.cards.actions.setup import CheckSetup, Places
from bot.cards.blocks import Button, Buttons, Card, Heading, Prose, Tone


def closed_card(group: str, place: str, reason: str, *, still: bool) -> Card:
    """Say that nothing can be posted in a place, why, and what to do; or that it is over."""
    if not still:
        text = f"{place} was closed to Cohort for a while. It is open again, or removed."
        return Card(title="A place", blocks=(Prose(text=text, tone=Tone.QUIET),))
    return Card(
        title="A place is closed",
        blocks=(
            Heading(text=f"{group} cannot be posted in {place}", level=2),
            Prose(text=f"The reason: {reason}.", tone=Tone.STRONG),
            Prose(
                text="Nothing is lost: answers stay, and other places of the group go on. Put it "
                "right there, then try `Test post` under `/study setup`. If the channel is gone "
                "for good, bring the group to another one."
            ),
            Buttons(
                buttons=(
                    Button(label="Self-check", action=CheckSetup()),
                    Button(label="Places", action=Places()),
                )
            ),
        ),
    )
