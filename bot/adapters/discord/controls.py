"""What is pressed and chosen in a message: rows of buttons, selects, and texts to be typed.

A select marks what is chosen as its default, and a typed text stands beside its button: so the
message itself is the draft, and nothing has to be remembered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import discord
from discord import ui

from bot.adapters.discord.escape import escape, inline
from bot.adapters.discord.marks import Place, Press, Typing, write
from bot.adapters.discord.words import Words
from bot.cards.blocks import Button, Choice, ChoiceOption, Fields, Mode, Style
from bot.core.limits import cut, units

Row = ui.ActionRow[ui.LayoutView]
Section = ui.Section[ui.LayoutView]
ROW_MOST, LABEL_MOST, SELECT_MOST, OPTION_MOST, HINT_MOST = 5, 80, 25, 100, 150
#: Options longer than this are written out above their select: on a phone it shows but one line.
READABLE = 60
#: What stands in the place of a text that is not typed yet. Typed words never look like it.
NOTHING = "-# nothing yet"
#: A draft longer than this, as it is written here, does not leave room for the rest of its form.
_DRAFT_MOST = 3_000
_STYLES = {
    Style.PLAIN: discord.ButtonStyle.secondary,
    Style.PRIMARY: discord.ButtonStyle.primary,
    Style.QUIET: discord.ButtonStyle.secondary,
    Style.DANGER: discord.ButtonStyle.danger,
}


class Presses:
    """Makes the buttons of one message: no two of them have the same id."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def rows(self, buttons: Sequence[Button]) -> list[Row]:
        """Put buttons on as few rows as they need."""
        return [
            Row(*(self.button(each) for each in buttons[start : start + ROW_MOST]))
            for start in range(0, len(buttons), ROW_MOST)
        ]

    def button(self, button: Button, *, sends: bool = False) -> ui.Button[ui.LayoutView]:
        """Make a button. One that ``sends`` takes the form of its message along."""
        mark = Press(action=button.action, sends=sends)
        number = write(mark)
        again = self._seen[number]
        self._seen[number] += 1
        return ui.Button(
            style=_STYLES[button.style],
            label=cut(button.label, LABEL_MOST),
            custom_id=write(mark, again) if again else number,
        )


def selects(choice: Choice) -> Iterator[Words | Row]:
    """Ask for a choice: its label, what has to be read first, and a select per place."""
    yield Words(f"**{inline(choice.label)}**")
    if choice.error:
        yield Words(f"> {inline(choice.error)}", tight=True)
    is_long = any(units(option.text) > READABLE for option in choice.options)
    match choice.mode:
        case Mode.ONE | Mode.MANY:
            if is_long:
                yield from _written(choice.options)
            count = choice.count if choice.mode is Mode.MANY else 1
            empty = choice.label if choice.mode is Mode.MANY else "Choose one"
            yield from _select(choice.name, 0, choice.options, choice.chosen, empty, count)
        case Mode.ORDER:
            yield from _written(choice.options)
            for place in range(len(choice.options)):
                number = place + 1
                options = [
                    ChoiceOption(value=option.value, text=f"{number}: {option.text}")
                    for option in choice.options
                ]
                held = choice.chosen[place : place + 1]
                yield from _select(choice.name, place, options, held, f"{number}: choose a step")
        case Mode.MATCH:
            if any(units(match.text) > OPTION_MOST for match in choice.matches):
                yield from _written(choice.matches)
            for place, option in enumerate(choice.options):
                if len(choice.options) > 1:
                    yield Words(inline(option.text))
                held = choice.chosen[place : place + 1]
                yield from _select(choice.name, place, choice.matches, held, "Choose what fits")


def typed(fields: Fields) -> Section:
    """Show what is typed so far, with the button that opens its form."""
    asked = [f"**{inline(fields.label)}**"]
    asked += [f"-# {inline(fields.hint)}"] if fields.hint else []
    asked += [f"> {inline(fields.error)}"] if fields.error else []
    mark = Typing(
        name=fields.name, limit=fields.limit, lines=fields.lines, optional=fields.optional
    )
    button: ui.Button[ui.LayoutView] = ui.Button(
        label="Change" if fields.value else "Write", custom_id=write(mark)
    )
    return Section("\n".join(asked), draft(fields.value), accessory=button)


def draft(value: str) -> str:
    """Write what is typed so far, so that it can be read out of the message again."""
    text = escape(value.strip())
    return text if text and units(text) <= _DRAFT_MOST else NOTHING


def parts(options: Sequence[ChoiceOption], most: int = SELECT_MOST) -> list[Sequence[ChoiceOption]]:
    """Share a long list out, evenly, over as few selects as hold it."""
    count = -(-len(options) // most)
    size = -(-len(options) // count)
    return [options[start : start + size] for start in range(0, len(options), size)]


def _written(options: Iterable[ChoiceOption]) -> Iterator[Words]:
    for option in options:
        yield Words(inline(option.text), tight=True)


def _select(
    name: str,
    place: int,
    options: Sequence[ChoiceOption],
    held: Sequence[str],
    empty: str,
    count: int = 1,
) -> Iterator[Row]:
    shared = parts(options)
    for part, few in enumerate(shared):
        said = empty
        if len(shared) > 1:
            said = f"{cut(few[0].text, 40)} to {cut(few[-1].text, 40)}"
        yield Row(
            ui.Select(
                custom_id=write(Place(name=name, place=place, part=part)),
                placeholder=cut(said, HINT_MOST),
                min_values=count,
                max_values=count,
                options=[
                    discord.SelectOption(
                        label=cut(option.text, OPTION_MOST),
                        value=option.value,
                        default=option.value in held,
                    )
                    for option in few
                ],
            )
        )
