"""Becoming one person with another account, and being erased: what it means, said before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.cards.actions.me import EnterCode, Erase, LinkAccounts, MakeCode, MeData
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
from bot.cards.me import HOME
from bot.cards.wording import clamp, counted, listed
from bot.core.codes import LENGTH, shown_code

#: What has to be typed to be erased.
WORD = "erase"
CODE_MOST = 2 * LENGTH


def code_card(code: str, expires_at: datetime, zone: str) -> Card:
    """Give a one-time code, and take one from the other account."""
    return Card(
        title="Link two accounts",
        blocks=(
            Heading(text="Make your two accounts one", level=2),
            Prose(text=shown_code(code), tone=Tone.STRONG),
            Prose(
                text=f"Where your other account is, type `/study me link {code}`. "
                "Nobody asks you for this code: give it to nobody."
            ),
            Moment(at=expires_at, zone=zone, before="It works once, until"),
            Fields(name="code", label="Or type the other account's code here", limit=CODE_MOST),
            Buttons(buttons=(HOME,)),
        ),
        submit=Button(label="Look what it links", action=EnterCode()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Linking:
    """What linking would do. ``twice`` counts questions that both accounts answered."""

    code: str
    here: str
    there: str
    answers: int
    twice: int
    clashes: tuple[str, ...] = ()


def link_card(linking: Linking) -> Card:
    """Say what linking means before it is done."""
    text = (
        f"{clamp(linking.there)} and {clamp(linking.here)} become one person: one history "
        f"({counted(linking.answers, 'answer')}), one place on each board, one voice in each "
        "question."
    )
    blocks: list[Block] = [
        Heading(text="These two are you?", level=2),
        Prose(text=text),
    ]
    if linking.twice:
        blocks.append(
            Prose(
                text=f"Both answered {counted(linking.twice, 'question')}: the earlier answer "
                "stays, the later one stops counting, and closed boards follow."
            )
        )
    blocks += [Note(text=clash) for clash in linking.clashes]
    blocks += [
        Note(
            text="This cannot be undone: afterwards nobody can tell whose was what.", warning=True
        ),
        Buttons(
            buttons=(
                Button(
                    label="Link them for good",
                    action=LinkAccounts(linking.code.lower()),
                    style=Style.PRIMARY,
                ),
                Button(label="Leave it", action=HOME.action, style=Style.QUIET),
            )
        ),
    ]
    return Card(title="Link two accounts", blocks=tuple(blocks))


def linked_card(twice: int) -> Card:
    """Say that two accounts are one person now."""
    blocks: list[Block] = [Prose(text="Linked: both accounts are you.", tone=Tone.STRONG)]
    if twice:
        was = "was" if twice == 1 else "were"
        blocks.append(
            Prose(
                text=f"{counted(twice, 'question')} {was} answered twice. The earlier answers "
                "count; boards of closed questions are worked out anew, so points there may be "
                "fewer than before."
            )
        )
    blocks.append(Buttons(buttons=(HOME,)))
    return Card(title="Linked", blocks=tuple(blocks))


def wrong_code_card(text: str) -> Card:
    """Say that a code did not fit, with the way to a new one."""
    return Card(
        title="That code does not fit",
        blocks=(
            Note(text=text),
            Fields(name="code", label="The other account's code", limit=CODE_MOST),
            Buttons(
                buttons=(
                    Button(label="A code of my own", action=MakeCode(), style=Style.QUIET),
                    HOME,
                )
            ),
        ),
        submit=Button(label="Look what it links", action=EnterCode()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Farewell:
    """What erasing would take. ``heirs`` are (group, who would lead it then)."""

    answers: int
    notes: int
    accounts: int
    groups: tuple[str, ...]
    heirs: tuple[tuple[str, str], ...]
    leaderless: tuple[str, ...]


def erase_card(farewell: Farewell, wrong: str = "") -> Card:
    """Say what goes, what stays nameless and why; then ask for the word."""
    goes = [
        "Your name" if farewell.accounts < 2 else f"The names of your {farewell.accounts} accounts",
        "your choices",
        *([counted(farewell.notes, "note")] if farewell.notes else []),
        "self-ratings",
        "what you explained or wrote",
        "picks you have not locked",
        "reminders",
        "all that was told to you alone",
    ]
    blocks: list[Block] = [
        Heading(text="Erase yourself", level=2),
        Prose(text="What goes, at once and for good", tone=Tone.STRONG),
        Prose(text=f"{listed(goes)}. You stand on no board any more."),
        Prose(text="What stays, without a name", tone=Tone.STRONG),
        Prose(
            text=f"{_kept(farewell.answers)}, so that the others' shares, totals and question "
            "statistics do not change. Nothing leads from there to you."
        ),
        Prose(
            text=f"It holds in {listed(list(farewell.groups)) or 'no group'}. Backups that your "
            "operator made before still hold you until they are deleted. If you come back, you "
            "are somebody new.",
            tone=Tone.QUIET,
        ),
    ]
    for group, heir in farewell.heirs:
        blocks.append(
            Note(text=f"You are the only lead of {group}: {clamp(heir)} becomes its lead.")
        )
    for group in farewell.leaderless:
        text = f"You are alone in {group}. Nobody leads it then; `/study setup` there mends that."
        blocks.append(Note(text=text))
    if wrong:
        blocks.append(Note(text=wrong, warning=True))
    blocks += [
        Fields(name="word", label=f"Type {WORD} to go on", limit=20),
        Buttons(
            buttons=(
                Button(label="My data first", action=MeData()),
                Button(label="Stay", action=HOME.action, style=Style.QUIET),
            )
        ),
    ]
    return Card(
        title="Erase yourself",
        blocks=tuple(blocks),
        submit=Button(label="Erase me for good", action=Erase(), style=Style.DANGER),
    )


def _kept(answers: int) -> str:
    match answers:
        case 0:
            return "Nothing yet; answers would stay as nobody's"
        case 1:
            return "Your one answer stays, as nobody's"
        case _:
            return f"Your {answers} answers stay, as nobody's"


def erased_card() -> Card:
    """Say goodbye: the last thing that is told to somebody who is gone."""
    return Card(
        title="Erased",
        blocks=(
            Prose(text="You are erased. Thank you for having been here.", tone=Tone.STRONG),
            Prose(text="If you come back, you are somebody new.", tone=Tone.QUIET),
        ),
    )
