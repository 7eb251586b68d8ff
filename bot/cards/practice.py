"""Private practice: an item of a run, its verdict, and how the run went."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards.actions import Action
from bot.cards.actions.own import Progress
from bot.cards.actions.question import WriteNote
from bot.cards.actions.runs import Continue
from bot.cards.actions.values import Asked, Target
from bot.cards.answer import choose_card, form_card
from bot.cards.blocks import Block, Button, Buttons, Card, Heading, Meter, Note, Prose, Style, Tone
from bot.cards.drills import read_line, said_line
from bot.cards.question import flag_button
from bot.cards.verdict import Verdict, verdict_blocks
from bot.cards.wording import counted
from bot.core.items import Kind
from bot.core.showing import Showing


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where a run stands. ``wanted`` items in all; ``notice`` is said once, at its start.

    ``name`` is what a person calls such a run. ``reason`` says why this item came, ``intent``
    what the person said decides it. With ``at_most`` the run may end before its last item.
    """

    run_item_id: int
    position: int
    wanted: int
    domain: str
    notice: str = ""
    name: str = "Practice"
    reason: str = ""
    intent: str = ""
    at_most: bool = False

    @property
    def heading(self) -> str:
        """Name the item's place in the run."""
        most = f"at most {self.wanted}" if self.at_most else str(self.wanted)
        return f"{self.name} · {self.position} of {most} · {self.domain}"

    @property
    def target(self) -> Target:
        """What a press on this item points at."""
        return Target(Asked.RUN, self.run_item_id)


def item_card(stage: Stage, showing: Showing) -> Card:
    """Ask an item of a run."""
    if showing.item.kind is Kind.SINGLE:
        card = choose_card(showing, stage.target, stage.heading)
    else:
        card = form_card(showing, stage.target, stage.heading)
    above: list[Block] = [Note(text=stage.notice)] if stage.notice else []
    heading, *rest = card.blocks
    if stage.reason:
        rest.insert(0, Prose(text=stage.reason, tone=Tone.QUIET))
    if stage.intent:
        rest.insert(0, Prose(text=said_line(stage.intent), tone=Tone.QUIET))
    return Card(title=stage.name, blocks=(*above, heading, *rest), submit=card.submit)


def item_verdict(stage: Stage, verdict: Verdict) -> Card:
    """Show the verdict on an item of a run, and the way on."""
    last = stage.position >= stage.wanted
    item = verdict.showing.item
    read = [Prose(text=read_line(stage.intent, item))] if stage.intent else []
    onward = Button(
        label="See how it went" if last else "Next", action=Continue(), style=Style.PRIMARY
    )
    blocks = (
        Heading(text=stage.heading, level=2),
        *verdict_blocks(verdict),
        *read,
        Buttons(
            buttons=(
                onward,
                Button(label="Add note", action=WriteNote(stage.target)),
                flag_button(stage.target),
            )
        ),
    )
    return Card(title=stage.name, blocks=blocks, reveals=True)


def summary_card(right: int, answered: int, onward: Action, notice: str = "") -> Card:
    """Sum up a run that is over; ``onward`` begins five more of its kind."""
    blocks: list[Block] = [Heading(text="How it went", level=2)]
    if notice:
        blocks.append(Note(text=notice))
    blocks.append(
        Meter(
            label="Right in this run",
            value=right / answered if answered else 0.0,
            words=f"{right} of {counted(answered, 'question')}",
        )
    )
    blocks.append(Prose(text=_cheer(right, answered), tone=Tone.QUIET))
    blocks.append(
        Buttons(
            buttons=(
                Button(label="5 more", action=onward),
                Button(label="My progress", action=Progress()),
            )
        )
    )
    return Card(title="Practice", blocks=tuple(blocks))


def _cheer(right: int, answered: int) -> str:
    if right == answered:
        return "All of them. Try a domain you like less?"
    if 2 * right >= answered:
        return "Good ground. The ones you missed are worth another look tomorrow."
    return "These were worth meeting here and not in the exam."
