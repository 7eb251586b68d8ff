"""Setting a group up, as its lead sees it: the three questions, the look before saving, the rest.

Every form keeps what was typed and says beside it what cannot be used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.cards.actions.lead import PostNow
from bot.cards.actions.seasons import UndoSeason
from bot.cards.actions.setup import (
    CheckSetup,
    EditSetting,
    Leads,
    MoreSetup,
    NotNow,
    Places,
    PostTest,
    ProposePack,
    ProposeSetup,
    SaveSetup,
    Setup,
    SetupHistory,
    StayWithPack,
    UndoSetup,
)
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Choice,
    ChoiceOption,
    Facts,
    Fields,
    Heading,
    Mode,
    Note,
    Prose,
    Style,
    Table,
    Tone,
)
from bot.cards.setting_words import TITLES
from bot.cards.wording import long_day
from bot.core.setup import Setting
from bot.core.wall_words import days_in_words

#: Days that are offered with one tap. Anything else is typed.
PRESETS = ("12345", "135", "24", "1234567")
OWN_DAYS = "own"
HOUR_LIMIT, DAYS_LIMIT = 12, 60
NOT_YET = "Nothing is posted before you save."
#: The settings behind ``More``, in their order.
BEHIND_MORE = (
    Setting.CLOSES,
    Setting.ZONE,
    Setting.HOLIDAYS,
    Setting.REVIEW,
    Setting.EXPORT,
    Setting.VERDICTS,
    Setting.ARGUE,
    Setting.MENTION,
    Setting.BREAKS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form's inputs as they stand: what was typed, and what of it cannot be used."""

    typed: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""

    def value(self, name: str) -> str:
        """Give what stands in an input."""
        return self.typed.get(name, "")

    def error(self, name: str) -> str:
        """Give what is wrong with an input, or nothing."""
        return self.errors.get(name, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Retired:
    """An exam that has closed, and where its questions lead.

    ``switch`` is the pack to switch to, empty where it is not among the content.
    """

    pack: str
    line: str
    switch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What is proposed, and when it takes effect. ``summary`` is empty where no hour moves.

    ``changes`` are (name, before, after). ``season`` is the finish day that is proposed.
    """

    summary: str
    changes: tuple[tuple[str, str, str], ...]
    effects: tuple[str, ...]
    advice: tuple[str, ...] = ()
    season: date | None = None


def setup_card(
    group: str,
    now_line: str,
    packs: tuple[tuple[str, str], ...],
    form: Form,
    *,
    zone: str,
    retired: Retired | None,
    waits: bool = False,
) -> Card:
    """Show how a group is set up, with the three questions. ``packs`` are (id, words).

    One that ``waits`` begins when they are saved.
    """
    blocks: list[Block] = [
        Heading(text=f"Set up {group}", level=2),
        *([Prose(text=f"Three questions, and {group} begins. {NOT_YET}")] if waits else []),
        Prose(text=now_line),
    ]
    if retired is not None:
        blocks.append(Note(text=retired.line, warning=True))
    if form.notice:
        blocks.append(Note(text=form.notice))
    days = form.value("days") or OWN_DAYS
    blocks += [
        Choice(
            name="pack",
            label="What are you working towards?",
            mode=Mode.ONE,
            options=tuple(ChoiceOption(value=pack, text=words) for pack, words in packs),
            chosen=(form.value("pack"),),
            error=form.error("pack"),
        ),
        Fields(
            name="opens",
            label="At which hour?",
            limit=HOUR_LIMIT,
            value=form.value("opens"),
            hint=f"Such as 08:30. It is {zone} time.",
            error=form.error("opens"),
        ),
        Choice(
            name="days",
            label="On which days?",
            mode=Mode.ONE,
            options=(
                *(ChoiceOption(value=each, text=_capital(each)) for each in PRESETS),
                ChoiceOption(value=OWN_DAYS, text="Other days, typed below"),
            ),
            chosen=(days,),
            error=form.error("days"),
        ),
        Fields(
            name="own_days",
            label="Other days",
            limit=DAYS_LIMIT,
            value=form.value("own_days"),
            optional=True,
            hint="Such as Mon to Thu, or Tue Fri.",
            error=form.error("own_days"),
        ),
    ]
    if retired is not None:
        blocks.append(Buttons(buttons=_retired_buttons(retired)))
    below: tuple[Button, ...]
    if waits:
        below = (
            Button(label="More", action=MoreSetup()),
            Button(label="Self-check", action=CheckSetup()),
            Button(label="Not now", action=NotNow(), style=Style.QUIET),
        )
    else:
        below = (
            Button(label="More", action=MoreSetup()),
            Button(label="Test post", action=PostTest()),
            Button(label="Self-check", action=CheckSetup()),
            Button(label="History", action=SetupHistory(0), style=Style.QUIET),
        )
    blocks.append(Buttons(buttons=below))
    submit = Button(label="Preview", action=ProposeSetup(), style=Style.PRIMARY)
    return Card(title="Set up", blocks=tuple(blocks), submit=submit)


def more_card(group: str, values: Mapping[Setting, str], leads: str, places: str) -> Card:
    """Show every other setting with its value in words, each with its form."""
    shown = tuple((TITLES[setting], values[setting]) for setting in BEHIND_MORE)
    buttons = [
        Button(
            label=TITLES[setting],
            action=EditSetting(setting, 0),
            name=f"Change: {TITLES[setting]}",
        )
        for setting in BEHIND_MORE
    ]
    return Card(
        title="Set up · more",
        blocks=(
            Heading(text=f"More settings of {group}", level=2),
            Facts(pairs=(*shown, ("Leads", leads), ("Places", places))),
            Prose(text="Which one do you want to change?"),
            Buttons(
                buttons=(
                    *buttons,
                    Button(label="Leads", action=Leads()),
                    Button(label="Places", action=Places()),
                )
            ),
            Buttons(
                buttons=(
                    Button(label="Back", action=Setup(0), style=Style.QUIET),
                    Button(label="Self-check", action=CheckSetup(), style=Style.QUIET),
                    Button(label="History", action=SetupHistory(0), style=Style.QUIET),
                )
            ),
        ),
    )


def preview_card(outlook: Outlook, draft: int, again: Setup | EditSetting | MoreSetup) -> Card:
    """Show what is about to be saved, in words, and when it takes effect."""
    blocks: list[Block] = [Heading(text="Before you save", level=2)]
    if outlook.summary:
        blocks.append(Prose(text=outlook.summary, tone=Tone.STRONG))
    if outlook.changes:
        blocks.append(
            Facts(pairs=tuple((name, f"{old} → {new}") for name, old, new in outlook.changes))
        )
    blocks += [Prose(text=text) for text in outlook.effects]
    blocks += [Note(text=text, warning=True) for text in outlook.advice]
    save = [Button(label="Save", action=SaveSetup(draft, False), style=Style.PRIMARY)]
    if outlook.season is not None:
        blocks.append(
            Prose(
                text="A season gives the weeks a finish and a board of their own. "
                f"Proposed: eight weeks, to {long_day(outlook.season)}."
            )
        )
        save = [
            Button(label="Save", action=SaveSetup(draft, True), style=Style.PRIMARY),
            Button(label="Save without a season", action=SaveSetup(draft, False)),
        ]
    blocks.append(Buttons(buttons=(*save, Button(label="Change", action=again, style=Style.QUIET))))
    return Card(title="Preview", blocks=tuple(blocks))


def saved_card(lines: tuple[str, ...], *, undo: int, undo_season: UndoSeason | None = None) -> Card:
    """Confirm what was saved, with when it takes effect and its undo."""
    first, *rest = lines
    buttons = [Button(label="Set up", action=Setup(0), style=Style.QUIET)]
    if undo_season is not None:
        buttons.insert(0, Button(label="Without the season", action=undo_season))
    if undo:
        buttons.insert(0, Button(label="Undo", action=UndoSetup(undo)))
    return Card(
        title="Saved",
        blocks=(
            Prose(text=first, tone=Tone.STRONG),
            *(Prose(text=line) for line in rest),
            Buttons(buttons=tuple(buttons)),
        ),
    )


def begun_card(group: str, lines: list[str], *, undo_season: UndoSeason | None) -> Card:
    """Say that a group has begun, when its first question comes, and offer one at once."""
    buttons = [Button(label="Post now", action=PostNow(), style=Style.PRIMARY)]
    if undo_season is not None:
        buttons.append(Button(label="Without the season", action=undo_season))
    buttons.append(Button(label="Set up", action=Setup(0), style=Style.QUIET))
    return Card(
        title="Set up",
        blocks=(
            Prose(text=f"{group} has begun. Whoever answers belongs to it.", tone=Tone.STRONG),
            *(Prose(text=line) for line in lines),
            Prose(text="`Post now` asks the first question at once.", tone=Tone.QUIET),
            Buttons(buttons=tuple(buttons)),
        ),
    )


def taken_back_card() -> Card:
    """Confirm that nothing of a group is left that had not begun."""
    text = "Nothing was begun, and nothing is left. `/study setup` starts whenever you like."
    return Card(title="Set up", blocks=(Prose(text=text),))


def history_card(lines: tuple[tuple[str, str], ...], *, page: int, more: bool, undo: int) -> Card:
    """Show a page of what was changed, the latest first, as (when and who, what)."""
    blocks: list[Block] = [Heading(text="History of changes", level=2)]
    if not lines:
        blocks.append(Note(text="Nothing has been changed since the group was made."))
    else:
        blocks.append(Table(caption="The latest first", columns=("When, who", "What"), rows=lines))
    buttons = []
    if undo and page == 0:
        buttons.append(Button(label="Undo the last change", action=UndoSetup(undo)))
    if page > 0:
        buttons.append(Button(label="Newer", action=SetupHistory(page - 1), style=Style.QUIET))
    if more:
        buttons.append(Button(label="Older", action=SetupHistory(page + 1), style=Style.QUIET))
    buttons.append(Button(label="Set up", action=Setup(0), style=Style.QUIET))
    return Card(title="History", blocks=(*blocks, Buttons(buttons=tuple(buttons))))


def _retired_buttons(retired: Retired) -> tuple[Button, ...]:
    stay = Button(label="Stay for the learning", action=StayWithPack(retired.pack))
    if not retired.switch:
        return (stay,)
    return (Button(label="Switch, keep my history", action=ProposePack(retired.switch)), stay)


def _capital(days: str) -> str:
    words = days_in_words(days)
    return f"{words[0].upper()}{words[1:]}"
