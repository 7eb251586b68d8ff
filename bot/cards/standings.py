"""The board, and one's own progress: figures with their words."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards.actions import (
    ChooseBoard,
    Continue,
    GroupProgress,
    Practise,
    ShowBoard,
    Today,
)
from bot.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Facts,
    Heading,
    Meter,
    Note,
    Prose,
    Style,
    Table,
    Tone,
)
from bot.cards.wording import clamp, counted, percent, points, times

WINDOWS = {"today": "today", "week": "this week", "month": "this month", "all": "all time"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a board. ``score`` is ready to be read (points, or per cent)."""

    rank: int
    name: str
    score: str
    answered: int
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A board as its reader sees it. ``withheld`` says why others are not shown, if they aren't."""

    window: str
    by: str
    by_title: str
    group: str
    lines: tuple[Line, ...]
    listed: int
    closed: int
    withheld: str = ""
    own_note: str = ""
    on_board: bool | None = None
    footnote: str = ""
    domains: tuple[tuple[str, str], ...] = ()


def board_card(board: Board) -> Card:
    """Show standings with the reader's own rank, and ways to the other windows."""
    head = f"{board.by_title} · {WINDOWS[board.window]} · {board.group}"
    blocks: list[Block] = [Heading(text=head, level=2)]
    if board.withheld:
        blocks.append(Note(text=board.withheld))
    if board.lines:
        score = "Accuracy" if board.by == "accuracy" else "Points"
        own = next((n for n, line in enumerate(board.lines) if line.own), None)
        blocks.append(
            Table(
                caption=f"{counted(board.closed, 'closed question')}, "
                f"{counted(board.listed, 'member')} on the board",
                columns=("Rank", "Name", score, "Answered"),
                rows=tuple(
                    (
                        str(line.rank) if line.rank else "–",
                        f"{clamp(line.name)} (you)" if line.own else clamp(line.name),
                        line.score,
                        str(line.answered),
                    )
                    for line in board.lines
                ),
                numeric=frozenset({2, 3}),
                own_row=own,
            )
        )
    elif not board.withheld:
        blocks.append(Prose(text="Nobody stands here yet: points come when a question closes."))
    if board.own_note:
        blocks.append(Prose(text=board.own_note))
    if board.footnote:
        blocks.append(Prose(text=board.footnote, tone=Tone.QUIET))
    blocks.append(_windows(board))
    blocks.append(_ways(board))
    return Card(title="The board", blocks=tuple(blocks))


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
    other = "members" if board.by == "accuracy" else "accuracy"
    label = "By points" if other == "members" else "By accuracy"
    join = not board.on_board
    return Buttons(
        buttons=(
            Button(label=label, action=ShowBoard(board.window, other), style=Style.QUIET),
            Button(
                label="Put me on the board" if join else "Take me off the board",
                action=ChooseBoard(join),
                style=Style.QUIET,
            ),
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainLine:
    """One domain of a person's progress. ``rated`` is the self-rating in words, if given."""

    id: str
    title: str
    right: int
    answered: int
    met: int
    concepts: int
    rated: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A person's own progress. ``streak`` and ``freezes`` count posting days.

    ``explained`` are (explanations written, thanks for them). To a ``lead`` the group's is
    offered, too.
    """

    pack: str
    retired: bool
    domains: tuple[DomainLine, ...]
    streak: int
    streak_note: str
    notes: int
    unfinished: bool
    week_points: int
    open_question: bool
    explained: tuple[int, int] = (0, 0)
    lead: bool = False
    waiting: int = 0


def progress_card(own: Own) -> Card:
    """Show one's own domains, streak, and what next. Seen by its owner only."""
    answered = sum(line.answered for line in own.domains)
    right = sum(line.right for line in own.domains)
    blocks: list[Block] = [Heading(text=f"Your progress · {own.pack}", level=2)]
    if own.waiting:
        them = counted(own.waiting, "answer")
        blocks.append(Prose(text=f"{them} in, the verdict comes at the close.", tone=Tone.QUIET))
    if not answered and not own.waiting:
        blocks.append(Prose(text="Nothing answered yet. Two minutes with one question is a start."))
    elif answered:
        blocks.append(
            Prose(text=f"{right} of {counted(answered, 'answer')} right so far.", tone=Tone.STRONG)
        )
        blocks += [_domain(line) for line in own.domains]
    facts = [("Streak", own.streak_note), ("Points this week", points(own.week_points))]
    written, thanks = own.explained
    if written:
        words = f"{written}, which helped {times(thanks)}" if thanks else str(written)
        facts.append(("Your explanations", words))
    if own.notes:
        facts.append(("Notes", f"{own.notes}, see `/study notes`"))
    blocks.append(Facts(pairs=tuple(facts)))
    blocks.append(Prose(text=_next(own), tone=Tone.QUIET))
    blocks.append(Buttons(buttons=_steps(own)))
    return Card(title="Your progress", blocks=tuple(blocks))


def _domain(line: DomainLine) -> Meter:
    met = f"{line.met} of {counted(line.concepts, 'concept')} met"
    if not line.answered:
        words = f"nothing yet, {met}"
    else:
        share = percent(line.right / line.answered)
        words = f"{line.right} of {line.answered} right ({share}), {met}"
    if line.rated:
        words += f"; you said: {line.rated.lower()}"
    return Meter(
        label=line.title, value=line.right / line.answered if line.answered else 0.0, words=words
    )


def _weakest(own: Own) -> DomainLine:
    # Two imagined answers, one right: a single miss does not make a domain the weakest.
    return min(own.domains, key=lambda line: ((line.right + 1) / (line.answered + 2), line.id))


def _next(own: Own) -> str:
    if own.open_question:
        return "Next: today's question waits for you."
    if own.unfinished:
        return "Next: a practice run is waiting where you left it."
    return f"Next: a short run in {_weakest(own).title}, where it is thinnest."


def _steps(own: Own) -> tuple[Button, ...]:
    weakest = _weakest(own)
    steps = []
    if own.open_question:
        steps.append(Button(label="Today's question", action=Today(), style=Style.PRIMARY))
    if own.unfinished:
        steps.append(Button(label="Go on", action=Continue()))
    else:
        steps.append(Button(label=f"Practise {weakest.title}", action=Practise(weakest.id, 5)))
    steps.append(Button(label="The board", action=ShowBoard("week", "members"), style=Style.QUIET))
    if own.lead:
        steps.append(Button(label="The group", action=GroupProgress(), style=Style.QUIET))
    return tuple(steps)
