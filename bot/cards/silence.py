"""What a lead is asked, in private, when a group has gone quiet."""

from __future__ import annotations

from bot.cards.actions.lead import Pause
from bot.cards.actions.setup import EditSetting, UseDays
from bot.cards.blocks import Block, Button, Buttons, Card, Heading, Prose, Style, Tone
from bot.cards.wording import listed, number_word
from bot.core.setup import Setting
from bot.core.wall_words import three_of

RESTING = (
    "The daily questions rest: nobody has answered for a week. Any answer wakes them, a "
    "practised one too."
)


def quiet_card(group: str, answers: tuple[int, ...], days: str) -> Card:
    """Ask whether to post less often, at another hour, or not for a while.

    ``answers`` are those of the last posting days, the oldest first; ``days`` the group's.
    """
    fewer = three_of(days)
    question = "Three a week, another hour, or pause?"
    buttons = [
        Button(label="Another hour", action=EditSetting(Setting.OPENS, 0)),
        Button(label="Pause", action=Pause()),
    ]
    if fewer != days:
        buttons.insert(0, Button(label="Three a week", action=UseDays(fewer), style=Style.PRIMARY))
    else:
        question = "Another hour, or pause?"
    blocks: tuple[Block, ...] = (
        Heading(text=f"{group} is quiet", level=2),
        Prose(text=_found(answers)),
        Prose(text=question, tone=Tone.STRONG),
        Buttons(buttons=tuple(buttons)),
        Prose(
            text="You need do nothing, and I ask this once. Without an answer for a week only "
            "the weekly review is posted, until somebody answers.",
            tone=Tone.QUIET,
        ),
    )
    return Card(title="A quiet group", blocks=blocks)


def _found(answers: tuple[int, ...]) -> str:
    of = f"the last {number_word(len(answers))} questions"
    if not any(answers):
        return f"Nobody answered {of}."
    return f"{of[0].upper()}{of[1:]} had {listed([str(n) for n in answers])} answers."
