"""Teams as members see them, and the lead's forms to make, fill, rename and delete them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards.actions.boards import ShowBoard
from bot.cards.actions.teams import (
    AssignTeams,
    CreateTeam,
    DeleteTeam,
    JoinTeam,
    LeaveTeam,
    NameTeam,
    NewTeam,
    PickTeam,
    PlaceMembers,
    RenameTeam,
    ShowTeams,
    UnfollowTeams,
)
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
    Table,
    Tone,
)
from bot.cards.wording import clamp

NAME_MOST = 24
NONE = ChoiceOption(value="0", text="No team")


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLine:
    """A team as one reader sees it. ``members`` are ready to be read."""

    id: int
    name: str
    members: str
    own: bool = False


def teams_card(
    group: str, lines: tuple[TeamLine, ...], *, note: str, lead: bool, follows: str = ""
) -> Card:
    """Show the teams with their members, and what the reader can do about them.

    ``follows`` is the platform after whose groups of people they are made, if any.
    """
    blocks: list[Block] = [Heading(text=f"Teams · {group}", level=2)]
    if lines:
        blocks.append(
            Table(
                caption="Each member is in one team at most",
                columns=("Team", "Members"),
                rows=tuple(
                    (
                        f"{clamp(line.name)} (yours)" if line.own else clamp(line.name),
                        line.members or "nobody yet",
                    )
                    for line in lines
                ),
                own_row=next((n for n, line in enumerate(lines) if line.own), None),
            )
        )
    if note:
        blocks.append(Prose(text=note))
    if follows:
        text = f"Teams follow groups of people on {follows}: who is moved there moves here."
        blocks.append(Note(text=text))
    ways = [
        Button(label=f"Join {clamp(line.name)}", action=JoinTeam(line.id))
        for line in lines
        if not line.own
    ]
    if any(line.own for line in lines):
        ways.append(Button(label="Leave my team", action=LeaveTeam(), style=Style.QUIET))
    if lines:
        ways.append(
            Button(label="The teams' board", action=ShowBoard("week", "teams"), style=Style.QUIET)
        )
    if ways:
        blocks.append(Buttons(buttons=tuple(ways)))
    if lead:
        blocks.append(Buttons(buttons=_of_lead(bool(lines), follows=bool(follows))))
    return Card(title="Teams", blocks=tuple(blocks))


def _of_lead(some: bool, *, follows: bool) -> tuple[Button, ...]:
    create = [Button(label="New team", action=NewTeam())]
    if follows:
        create.append(Button(label="Stop following", action=UnfollowTeams()))
    if not some:
        return tuple(create)
    return (
        *create,
        Button(label="Assign members", action=PlaceMembers(0)),
        Button(label="Rename a team", action=NameTeam(), style=Style.QUIET),
        Button(label="Delete a team", action=PickTeam(), style=Style.QUIET),
    )


def team_done_card(text: str, *more: Button) -> Card:
    """Confirm a change about teams, with what undoes it or goes on from it."""
    buttons = (*more, Button(label="Teams", action=ShowTeams(), style=Style.QUIET))
    return Card(
        title="Teams", blocks=(Prose(text=text, tone=Tone.STRONG), Buttons(buttons=buttons))
    )


def new_team_card() -> Card:
    """Ask for a new team's name."""
    return Card(
        title="A new team",
        blocks=(Fields(name="name", label="Its name", limit=NAME_MOST),),
        submit=Button(label="Make it", action=CreateTeam(), style=Style.PRIMARY),
    )


def rename_card(teams: tuple[tuple[int, str], ...]) -> Card:
    """Ask which team gets which name."""
    return Card(
        title="Rename a team",
        blocks=(
            _pick("team", "Which team", teams),
            Fields(name="name", label="Its new name", limit=NAME_MOST),
        ),
        submit=Button(label="Rename it", action=RenameTeam(), style=Style.PRIMARY),
    )


def pick_card(teams: tuple[tuple[int, str], ...]) -> Card:
    """Ask which team shall be deleted; nothing is deleted yet."""
    return Card(
        title="Delete a team",
        blocks=(_pick("team", "Which team", teams),),
        submit=Button(label="Go on", action=PickTeam()),
    )


def confirm_card(team: int, name: str, members: str) -> Card:
    """Ask whether a team shall really be deleted."""
    inside = f"Its members ({members}) will be in no team. " if members else "Nobody is in it. "
    return Card(
        title="Delete a team",
        blocks=(
            Heading(text=f"Delete {clamp(name)}?", level=2),
            Note(
                text=f"{inside}Everybody keeps their own points; the team leaves the teams' "
                "board. You can bring it back.",
                warning=True,
            ),
            Buttons(
                buttons=(
                    Button(label="Delete it", action=DeleteTeam(team), style=Style.DANGER),
                    Button(label="Keep it", action=ShowTeams()),
                )
            ),
        ),
    )


def assign_card(
    members: tuple[tuple[str, int], ...],
    teams: tuple[tuple[int, str], ...],
    *,
    page: int,
    pages: int,
) -> Card:
    """Put each member of a page, given as (name, team now or 0), into a team."""
    blocks: list[Block] = [
        Choice(
            name="team",
            label="Who is in which team" + (f", page {page + 1} of {pages}" if pages > 1 else ""),
            mode=Mode.MATCH,
            options=tuple(
                ChoiceOption(value=str(number), text=clamp(name))
                for number, (name, _) in enumerate(members)
            ),
            matches=(NONE, *_options(teams)),
            chosen=tuple(str(team) for _, team in members),
        )
    ]
    others = tuple(
        Button(label=label, action=PlaceMembers(other), style=Style.QUIET)
        for label, other in (("Page before", page - 1), ("Next page", page + 1))
        if 0 <= other < pages
    )
    if others:
        blocks.append(Buttons(buttons=others))
    return Card(
        title="Assign members",
        blocks=tuple(blocks),
        submit=Button(label="Assign", action=AssignTeams(page), style=Style.PRIMARY),
    )


def _pick(name: str, label: str, teams: tuple[tuple[int, str], ...]) -> Choice:
    return Choice(name=name, label=label, mode=Mode.ONE, options=_options(teams))


def _options(teams: tuple[tuple[int, str], ...]) -> tuple[ChoiceOption, ...]:
    return tuple(ChoiceOption(value=str(team), text=clamp(name)) for team, name in teams)
