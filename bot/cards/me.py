"""One's own corner: a small home with what can be done, the name on boards, the time zone."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards.actions.boards import ChooseBoard
from bot.cards.actions.me import (
    AskAlias,
    AskConsent,
    AskErase,
    AskGroup,
    AskMemory,
    AskReminders,
    AskZone,
    MakeCode,
    Me,
    MeData,
    SetAlias,
    SetZone,
    UseGroup,
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
    File,
    Heading,
    Mode,
    Note,
    Prose,
    Style,
    Tone,
)
from bot.cards.wording import clamp
from bot.core.names import NAME_MOST

ZONE_MOST = 60
HOME = Button(label="Back to me", action=Me(), style=Style.QUIET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Self:
    """A person as they see themselves in one group. ``accounts`` counts their identities.

    An empty ``group`` means that they are in none; ``groups`` counts those that may count where
    they are. ``name`` is what boards show, ``own_name`` what the platform says. ``on_board`` and
    ``shares`` are None until chosen. ``reminders`` is ready to be read, and so is
    ``reviews``, empty where they come as often as usual.
    """

    group: str
    name: str
    own_name: str
    on_board: bool | None
    shares: bool | None
    reminders: str
    zone: str
    zone_is_own: bool
    accounts: int
    answers: int
    groups: int = 1
    reviews: str = ""


def self_facts(own: Self) -> list[tuple[str, str]]:
    """Say under which name a person stands on boards, what their lead sees, and their reminders."""
    name = clamp(own.name) + ("" if own.name == own.own_name else f" ({clamp(own.own_name)})")
    board = {True: "on the board", False: "not on the board", None: "not on the board yet"}
    sees = {
        True: "your domain bands and active days",
        False: "only totals of five or more",
        None: "only totals of five or more, until you choose",
    }
    return [
        ("Your name", f"{name}, {board[own.on_board]}"),
        ("The lead sees", sees[own.shares]),
        ("Reminders", own.reminders),
    ]


def home_card(own: Self) -> Card:
    """Show what is kept about the person, and what can be done about it."""
    if not own.group:
        return _alone_card(own)
    pairs = [
        *self_facts(own),
        ("Your clock", own.zone if own.zone_is_own else f"{own.zone}, like the group's"),
        ("Answers kept", str(own.answers)),
    ]
    pairs += _more_facts(own)
    join, choose = not own.on_board, own.groups > 1
    return Card(
        title="Me",
        blocks=(
            Heading(text=f"You in {own.group}", level=2),
            Facts(pairs=tuple(pairs)),
            Buttons(
                buttons=(
                    Button(label="My name", action=AskAlias()),
                    Button(
                        label="Put me on the board" if join else "Take me off the board",
                        action=ChooseBoard(join),
                    ),
                    Button(label="What the lead sees", action=AskConsent()),
                    Button(label="Reminders", action=AskReminders()),
                    Button(label="My clock", action=AskZone()),
                )
            ),
            Buttons(
                buttons=(
                    *([Button(label="Another group", action=AskGroup())] if choose else []),
                    Button(label="My reviews", action=AskMemory()),
                    *_OWN,
                )
            ),
        ),
    )


def _more_facts(own: Self) -> list[tuple[str, str]]:
    """Say what is so for a few people alone."""
    linked = f"{own.accounts}, linked as one person" if own.accounts > 1 else ""
    both = (("Reviews", own.reviews), ("Accounts", linked))
    return [(name, said) for name, said in both if said]


_OWN = (
    Button(label="My data as a file", action=MeData(), style=Style.QUIET),
    Button(label="Link my other account", action=MakeCode(), style=Style.QUIET),
    Button(label="Erase me", action=AskErase(), style=Style.QUIET),
)


def _alone_card(own: Self) -> Card:
    """Show what is kept about somebody who is in no group."""
    pairs = [("Your clock", own.zone), ("Answers kept", str(own.answers))]
    pairs += _more_facts(own)
    return Card(
        title="Me",
        blocks=(
            Heading(text="You, in no group yet", level=2),
            Prose(
                text="You practise for yourself: no board, and nobody sees it. Answer a question "
                "in a channel where Cohort posts, and you belong to its group."
            ),
            Facts(pairs=tuple(pairs)),
            Buttons(
                buttons=(
                    Button(label="My clock", action=AskZone()),
                    Button(label="My reviews", action=AskMemory()),
                    *_OWN,
                )
            ),
        ),
    )


def group_form(groups: tuple[tuple[int, str], ...]) -> Card:
    """Say which of one's groups counts where none lives, and ask for another. The first does."""
    (_, first), *others = groups
    blocks: list[Block] = [
        Heading(text="Which group counts in private", level=2),
        Prose(
            text=f"In a direct message, and wherever no group lives, it is #{clamp(first)}: "
            "practice, today and the board are of that group. It is the one you used last."
        ),
    ]
    if not others:
        return Card(title="Your group", blocks=(*blocks, Buttons(buttons=(HOME,))))
    chosen = str(groups[0][0])
    options = tuple(ChoiceOption(value=str(n), text=f"#{clamp(name)}") for n, name in groups)
    return Card(
        title="Your group",
        blocks=(
            *blocks,
            Choice(name="group", label="Group", mode=Mode.ONE, options=options, chosen=(chosen,)),
            Buttons(buttons=(HOME,)),
        ),
        submit=Button(label="Keep it", action=UseGroup(), style=Style.PRIMARY),
    )


def alias_form(name: str, own_name: str) -> Card:
    """Ask for the name that boards show."""
    return Card(
        title="Your name",
        blocks=(
            Heading(text="The name on boards", level=2),
            Prose(
                text=f"Boards show it instead of {clamp(own_name)}. It holds in this group, and "
                "only where you chose to be on the board. Leave it empty to go by your own name."
            ),
            Fields(name="name", label="Name", limit=NAME_MOST, value=name, optional=True),
            Buttons(buttons=(HOME,)),
        ),
        submit=Button(label="Keep it", action=SetAlias(), style=Style.PRIMARY),
    )


def zone_form(zone: str, *, is_own: bool) -> Card:
    """Ask for a person's time zone."""
    said = "Your clock is" if is_own else "You go by the group's clock,"
    return Card(
        title="Your clock",
        blocks=(
            Heading(text="Your time zone", level=2),
            Prose(
                text=f"{said} {zone}. Reminders and times told to you alone go by it. "
                "A city will do, such as Lisbon; leave it empty to go by the group's."
            ),
            Fields(
                name="zone",
                label="City or time zone",
                limit=ZONE_MOST,
                value=zone if is_own else "",
                optional=True,
            ),
            Buttons(buttons=(HOME,)),
        ),
        submit=Button(label="Keep it", action=SetZone(), style=Style.PRIMARY),
    )


def kept_card(text: str, *, more: tuple[Button, ...] = (), warning: str = "") -> Card:
    """Confirm a change about oneself in words, with what may come next."""
    blocks: list[Block] = [Prose(text=text, tone=Tone.STRONG)]
    if warning:
        blocks.append(Note(text=warning))
    blocks.append(Buttons(buttons=(*more, HOME)))
    return Card(title="Kept", blocks=tuple(blocks))


def data_card(name: str, words: str, file_id: str) -> Card:
    """Hand the file with everything that is held about the person."""
    return Card(
        title="Your data",
        blocks=(
            Prose(text="Here is everything that is held about you.", tone=Tone.STRONG),
            File(name=name, words=words, id=file_id),
            Prose(
                text="It holds your answers with their questions, notes, ratings, choices and "
                "messages. Only you are given it, and it waits for a quarter of an hour.",
                tone=Tone.QUIET,
            ),
            Buttons(buttons=(HOME,)),
        ),
    )
