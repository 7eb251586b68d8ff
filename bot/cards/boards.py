"""Standings as their reader sees them: of members, of teams, of helpers; and ways between them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards.actions.boards import ChooseBoard, ShowBoard
from bot.cards.actions.teams import ShowTeams
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Prose,
    Style,
    Table,
    Tone,
)
from bot.cards.wording import clamp, counted

WINDOWS = {
    "today": "today",
    "week": "this week",
    "month": "this month",
    "season": "this season",
    "all": "all time",
}
#: What a board may go by, beside a domain: the heading of the figures, and the button to it.
BY = {
    "members": ("Points", "By points"),
    "accuracy": ("Accuracy", "By accuracy"),
    "growth": ("Growth", "By growth"),
    "teams": ("Per question", "Teams"),
    "helper": ("Helped", "Helpers"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a board. ``score`` and ``detail`` are ready to be read."""

    rank: int
    name: str
    score: str
    detail: str
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A board as its reader sees it. ``withheld`` says why others are not shown, if they aren't.

    ``window_title`` stands in the heading; ``detail`` is the heading of the last column.
    """

    window: str
    by: str
    window_title: str
    by_title: str
    group: str
    caption: str = ""
    lines: tuple[Line, ...] = ()
    detail: str = "Answered"
    withheld: str = ""
    empty: str = "Nobody stands here yet: points come when a question closes."
    own_note: str = ""
    on_board: bool | None = None
    footnote: str = ""


def counts(closed: int, listed: int, noun: str = "member") -> str:
    """Write what a board is made of: ``3 closed questions, 2 members on the board``."""
    return f"{counted(closed, 'closed question')}, {counted(listed, noun)} on the board"


def board_card(board: Board) -> Card:
    """Show standings with the reader's own rank, and ways to the other windows."""
    head = f"{board.by_title} · {board.window_title} · {board.group}"
    blocks: list[Block] = [Heading(text=head, level=2)]
    if board.withheld:
        blocks.append(Note(text=board.withheld))
    if board.lines:
        blocks.append(_table(board))
    elif not board.withheld:
        blocks.append(Prose(text=board.empty))
    if board.own_note:
        blocks.append(Prose(text=board.own_note))
    if board.footnote:
        blocks.append(Prose(text=board.footnote, tone=Tone.QUIET))
    # Growth has weeks of its own.
    blocks += [_ways(board)] if board.by == "growth" else [_windows(board), _ways(board)]
    return Card(title="The board", blocks=tuple(blocks))


def _table(board: Board) -> Table:
    score = BY[board.by][0] if board.by in BY else "Points"
    return Table(
        caption=board.caption,
        columns=("Rank", "Team" if board.by == "teams" else "Name", score, board.detail),
        rows=tuple(
            (
                str(line.rank) if line.rank else "–",
                f"{clamp(line.name)} ({_yours(board)})" if line.own else clamp(line.name),
                line.score,
                line.detail,
            )
            for line in board.lines
        ),
        numeric=frozenset({2, 3}),
        own_row=next((n for n, line in enumerate(board.lines) if line.own), None),
    )


def _yours(board: Board) -> str:
    return "yours" if board.by == "teams" else "you"


def _windows(board: Board) -> Buttons:
    return Buttons(
        buttons=tuple(
            Button(
                label=title.capitalize(),
                action=ShowBoard(window, board.by),
                style=Style.PRIMARY if window == board.window else Style.PLAIN,
                name=f"Board {title}",
            )
            for window, title in WINDOWS.items()
        )
    )


def _ways(board: Board) -> Buttons:
    others = [
        Button(label=label, action=ShowBoard(board.window, by), style=Style.QUIET)
        for by, (_, label) in BY.items()
        if by != board.by
    ]
    if board.by == "teams":
        others.append(Button(label="Who is in which", action=ShowTeams(), style=Style.QUIET))
    join = not board.on_board
    others.append(
        Button(
            label="Put me on the board" if join else "Take me off the board",
            action=ChooseBoard(join),
            style=Style.QUIET,
        )
    )
    return Buttons(buttons=tuple(others))
