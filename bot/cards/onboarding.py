"""What a new member is asked, once and in private: the board, then four self-ratings."""

from __future__ import annotations

from bot.cards.actions.boards import ChooseBoard, ShowBoard
from bot.cards.actions.own import RateSelf
from bot.cards.actions.runs import Practise
from bot.cards.actions.values import Familiarity
from bot.cards.blocks import Block, Button, Buttons, Card, Heading, Note, Prose, Style, Tone
from bot.cards.inventory import offer_button, offer_line

FAMILIARITY = (
    (Familiarity.TEACH, "Could teach it"),
    (Familiarity.FOLLOW, "Can follow it"),
    (Familiarity.NEW, "New to me"),
)


def board_choice() -> list[Block]:
    """Ask whether the person's name stands on the group's board."""
    return [
        Heading(text="One question about you", level=2),
        Prose(
            text="Shall your name stand on the group's boards? They show points, share right and "
            "growth over weeks, never a single answer. You can change this at any time with "
            "`/study board`."
        ),
        Buttons(
            buttons=(
                Button(label="Put me on the board", action=ChooseBoard(True)),
                Button(label="Keep me off it", action=ChooseBoard(False)),
            )
        ),
    ]


def rating_card(index: int, titles: tuple[str, ...], before: str = "") -> Card:
    """Ask how well the person knows one domain; ``before`` answers the press just made."""
    blocks: list[Block] = [Note(text=before)] if before else []
    blocks += [
        Heading(text=f"{index + 1} of {len(titles)}: {titles[index]}", level=2),
        Prose(
            text="How well do you know this domain today? Your progress will set it against "
            "how it went."
        ),
        Buttons(
            buttons=tuple(
                Button(
                    label=label,
                    action=RateSelf(index, familiarity),
                    name=f"{titles[index]}: {label}",
                )
                for familiarity, label in FAMILIARITY
            )
        ),
    ]
    return Card(title="Where you stand", blocks=tuple(blocks))


def ready_card(text: str, *, again: ChooseBoard | None = None, inventory: bool = False) -> Card:
    """Close the onboarding, or answer a later change of mind; ``again`` undoes it.

    With ``inventory`` the skills inventory is offered.
    """
    blocks: list[Block] = [Prose(text=text, tone=Tone.STRONG)]
    buttons = [
        Button(label="Practise 5", action=Practise("", 5), style=Style.PRIMARY),
        Button(label="The board", action=ShowBoard("week", "members")),
    ]
    if again is not None:
        label = "Put me back on" if again.join else "Take me off again"
        buttons.append(Button(label=label, action=again, style=Style.QUIET))
    if inventory:
        blocks.append(offer_line())
        buttons.insert(1, offer_button())
    return Card(title="All set", blocks=(*blocks, Buttons(buttons=tuple(buttons))))
