"""The form of each single setting: it keeps what was typed and says what is wrong with it."""

from __future__ import annotations

from bot.cards.actions.setup import MoreSetup, ProposeSetting
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
)
from bot.cards.setting_words import BREAKS_WORDS, TITLES, VERDICT_WORDS
from bot.cards.setup import DAYS_LIMIT, HOUR_LIMIT, Form
from bot.core.setup import NEVER, OFF, ON, Setting
from bot.core.wall_words import weekday_in_full

ZONE_LIMIT, HOLIDAYS_LIMIT, MENTION_LIMIT = 60, 3000, 80
NO_REVIEW = "none"
_MENTION = (
    "The role or user group that the daily question mentions, on Slack and Discord. "
    "In the room nobody is mentioned. Leave it empty to mention nobody."
)
_INTRODUCED = {
    Setting.CLOSES: "An answer counts until then. An hour that is not after the opening is on "
    "the next day.",
    Setting.ZONE: "Every hour of this group is meant in this zone.",
    Setting.HOLIDAYS: "On these days no daily question is posted, and nobody's streak breaks.",
    Setting.REVIEW: "Once a week the group's own misses are gone over, one domain at a time.",
    Setting.VERDICTS: "When is somebody told whether their answer holds?",
    Setting.MENTION: _MENTION,
    Setting.EXPORT: "With each weekly review the leads are told, in private, that the workbook of "
    "the week is there to be fetched.",
    Setting.ARGUE: "Once a week a question that divides the group: halfway everybody sees how the "
    "picks are split, talks, and may change once; the verdict waits for the close. It takes five "
    "who have answered lately.",
    Setting.BREAKS: "May members stop the clock of a mock exam? It holds for those begun "
    "from then on.",
}


def setting_card(setting: Setting, form: Form) -> Card:
    """Ask for one setting's value."""
    blocks: list[Block] = [Heading(text=TITLES[setting], level=2)]
    if setting in _INTRODUCED:
        blocks.append(Prose(text=_INTRODUCED[setting]))
    if form.notice:
        blocks.append(Note(text=form.notice))
    blocks += _inputs(setting, form)
    blocks.append(Buttons(buttons=(Button(label="Back", action=MoreSetup(), style=Style.QUIET),)))
    submit = Button(label="Preview", action=ProposeSetting(setting), style=Style.PRIMARY)
    return Card(title=TITLES[setting], blocks=tuple(blocks), submit=submit)


def _inputs(setting: Setting, form: Form) -> list[Block]:
    match setting:
        case Setting.OPENS | Setting.CLOSES:
            return [_typed(form, "Which hour?", HOUR_LIMIT, hint="Such as 17:00.")]
        case Setting.DAYS:
            return [_typed(form, "Which days?", DAYS_LIMIT, hint="Such as Mon to Thu.")]
        case Setting.ZONE:
            hint = "Region and city, such as Europe/Berlin; a city alone will often do."
            return [_typed(form, "Which zone?", ZONE_LIMIT, hint=hint)]
        case Setting.HOLIDAYS:
            hint = "One to a line: 24 Dec, 24 Dec 2026, 24 Dec - 2 Jan. Empty for none."
            return [_typed(form, "Which days?", HOLIDAYS_LIMIT, hint=hint, lines=5, optional=True)]
        case Setting.MENTION:
            return [_typed(form, "Whom?", MENTION_LIMIT, hint="Such as @study.", optional=True)]
        case Setting.REVIEW:
            days = [ChoiceOption(value=str(n), text=weekday_in_full(n)) for n in range(1, 8)]
            days.append(ChoiceOption(value=NO_REVIEW, text="No weekly review"))
            return [
                _chosen(form, "On which day?", tuple(days)),
                Fields(
                    name="at",
                    label="At which hour?",
                    limit=HOUR_LIMIT,
                    value=form.value("at"),
                    hint="Such as 16:00.",
                    error=form.error("at"),
                ),
            ]
        case Setting.VERDICTS:
            options = tuple(
                ChoiceOption(value=value, text=f"{words[0].upper()}{words[1:]}")
                for value, words in VERDICT_WORDS.items()
            )
            return [_chosen(form, "Verdicts come", options)]
        case Setting.EXPORT:
            yes = ChoiceOption(value=ON, text="Tell the leads with each review")
            return [_chosen(form, "Weekly export", (yes, ChoiceOption(value=OFF, text="Off")))]
        case Setting.ARGUE:
            days = [ChoiceOption(value=str(n), text=weekday_in_full(n)) for n in range(1, 8)]
            days.append(ChoiceOption(value=NEVER, text="Never"))
            return [_chosen(form, "On which day?", tuple(days))]
        case Setting.BREAKS:
            options = tuple(
                ChoiceOption(value=value, text=f"{words[0].upper()}{words[1:]}")
                for value, words in BREAKS_WORDS.items()
            )
            return [_chosen(form, "Breaks", options)]
        case Setting.PACK:
            return []


def _typed(
    form: Form, label: str, limit: int, *, hint: str, lines: int = 1, optional: bool = False
) -> Fields:
    return Fields(
        name="value",
        label=label,
        limit=limit,
        value=form.value("value"),
        lines=lines,
        optional=optional,
        hint=hint,
        error=form.error("value"),
    )


def _chosen(form: Form, label: str, options: tuple[ChoiceOption, ...]) -> Choice:
    return Choice(
        name="value",
        label=label,
        mode=Mode.ONE,
        options=options,
        chosen=(form.value("value"),),
        error=form.error("value"),
    )
