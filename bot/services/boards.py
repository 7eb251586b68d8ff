"""Standings as one member sees them: a page, the own rank, and no more than may be told."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.actions.boards import ChooseBoard
from bot.cards.boards import BY, Board, Line, board_card, counts
from bot.cards.onboarding import rating_card, ready_card
from bot.cards.wording import counted, day_month
from bot.core.errors import Misused
from bot.core.growth import GROWTH_FROM, WEEKS
from bot.core.leaderboard import LISTED_FROM, OTHERS_FROM, others_shown
from bot.services import board_lines, folds, growing, points, team_words
from bot.services.library import domain_title
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.services.windows import Reach, reach_of
from bot.store import boards, events, rounds

_TITLES = {
    "members": "The board",
    "accuracy": "By accuracy",
    "growth": "Growth",
    "teams": "Teams",
    "helper": "Helpers",
}
NO_SEASON = "There has been no season yet. The lead begins one with `/study season begin`."


def show_board(scene: Scene, window: str, by: str) -> Reply:
    """Show a board: by members (points), accuracy, growth, teams, helpers, or one domain."""
    pack = scene.catalogue.pack
    if by not in BY and by not in pack.domain_by_id:
        raise Misused(
            "Boards go by members, accuracy, growth, teams, helper or a domain: "
            "try `/study board week by teams`."
        )
    reach = reach_of(scene, window)
    board = Board(
        window=window,
        by=by,
        window_title=reach.title if reach else "no season",
        by_title=_TITLES[by] if by in BY else domain_title(pack, by),
        group=f"#{scene.here.name}",
        on_board=scene.membership.on_board if scene.membership else None,
    )
    if by == "growth":
        board = _growth(scene, board)
    elif reach is None:
        board = replace(board, withheld=NO_SEASON)
    elif by == "helper":
        board = _helpers(scene, reach, board)
    elif by == "teams":
        board = _teams(scene, reach, board)
    else:
        board = _members(scene, reach, board)
    return Reply(key="board", card=board_card(board))


def choose_board(scene: Scene, join: bool) -> Reply:
    """Put the asker on the board or take them off; a first choice goes on to the ratings."""
    membership = scene.member
    first = membership.on_board is None
    if membership.on_board != join:
        membership.on_board = join
        scene.tx.add(membership)
        scene.tx.flush()
        boards.set_listed(scene.tx, scene.group_id, membership.learner_id, join)
        events.append_event(
            scene.tx,
            "board-choice",
            scene.now,
            group_id=scene.group_id,
            learner_id=membership.learner_id,
            join=join,
        )
    words = "Your name stands on the board." if join else "Your name is not on the board."
    titles = tuple(domain.title for domain in scene.catalogue.pack.domains)
    if first:
        text = f"{words} Four taps more, for you alone: they show you later how far you came."
        return Reply(card=rating_card(0, titles, text), key="me")
    return Reply(card=ready_card(words, again=ChooseBoard(not join)), key="me")


def _members(scene: Scene, reach: Reach, board: Board) -> Board:
    """Fill in a board of members: by accuracy, else by points, maybe of one domain."""
    domain = "" if board.by in BY else board.by
    span = points.in_domain(reach.span, domain) if domain else reach.span
    closed = _closed(scene, reach, domain)
    by_accuracy = board.by == "accuracy"
    lines = (board_lines.accuracy_lines if by_accuracy else board_lines.point_lines)(scene, span)
    shown = lines if others_shown(closed) else tuple(line for line in lines if line.own)
    return replace(
        board,
        caption=counts(closed, boards.listed_count(scene.tx, scene.group_id, span)),
        lines=shown,
        withheld="" if others_shown(closed) else _withheld("The others show", closed),
        own_note=_own_note(scene, lines, board.by),
        footnote=_footnote(board, closed),
    )


def _teams(scene: Scene, reach: Reach, board: Board) -> Board:
    """Fill in the teams' board; before three closed questions no team shows, not even one's own."""
    teams = folds.teams_of(scene.tx, scene.group_id)
    closed = _closed(scene, reach)
    lines = board_lines.team_lines(scene, reach, teams) if others_shown(closed) else ()
    withheld = ""
    if teams.alive and not others_shown(closed):
        withheld = _withheld("Teams show", closed)
    return replace(
        board,
        caption=f"{counted(closed, 'closed question')}, {counted(len(lines), 'team')}",
        lines=lines,
        withheld=withheld,
        empty=team_words.empty_note(scene, teams),
        own_note=team_words.own_note(scene, teams),
        footnote="Points for each question that the members on the board could answer while in "
        "the team, drawn to the mean of all: size wins nothing. Days of leave are left out.",
    )


def _helpers(scene: Scene, reach: Reach, board: Board) -> Board:
    """Fill in the helpers' board; it says nothing of answers, so it shows at once."""
    lines = board_lines.helper_lines(scene, reach)
    own = next((line for line in lines if line.own), None)
    note = ""
    if own is not None and not own.rank:
        note = "Your line is seen by you alone: you are not on the board."
    return replace(
        board,
        caption=counted(len(lines), "member who helped", "members who helped"),
        detail="For",
        lines=lines,
        empty="Nobody stands here yet. Explain a closed question, or flag one that looks wrong.",
        own_note=note,
        footnote="Counts explanations that somebody thanked for, and reports that proved right.",
    )


def _growth(scene: Scene, board: Board) -> Board:
    """Fill in the growth board: four whole weeks, whichever window the reader came from."""
    weeks = growing.weeks_of(scene.tx, scene.today)
    first, last = growing.days_of(weeks)
    lines, grew, own = board_lines.growth_lines(scene, weeks)
    note = ""
    if own is None or not own.told:
        note = (
            f"It is too early to tell your growth: it needs {GROWTH_FROM} new questions in these "
            f"weeks and {GROWTH_FROM} before them. You have "
            f"{own.within if own else 0} and {own.before if own else 0}."
        )
    elif not own.listed:
        note = "No growth shows for you yet: it takes a while, and new questions bring it out."
    elif all(line.rank == 0 for line in lines if line.own):
        note = "Your line is seen by you alone: you are not on the board."
    return replace(
        board,
        window_title=f"{day_month(first)} to {day_month(last)}",
        caption=f"{counted(grew, 'member')} on the board who grew",
        detail="New questions",
        lines=lines,
        empty="Nobody stands here yet: growth shows after some weeks of new questions.",
        own_note=note,
        footnote=f"How far what you can do has moved in these {WEEKS} weeks, against how sure "
        "that is: from 1 on it is likely more than chance. It changes once a week.",
    )


def _closed(scene: Scene, reach: Reach, domain: str = "") -> int:
    return rounds.closed_in_window(scene.tx, scene.group_id, reach.first, reach.last, domain)


def _withheld(who: str, closed: int) -> str:
    return (
        f"{who} once {OTHERS_FROM} questions have closed in this window "
        f"({closed} so far): one question alone would tell who had it wrong."
    )


def _own_note(scene: Scene, lines: tuple[Line, ...], by: str) -> str:
    own = next((line for line in lines if line.own), None)
    if own is None:
        return "You have no closed question in this window yet."
    if by == "accuracy" and int(own.detail) < LISTED_FROM:
        left = LISTED_FROM - int(own.detail)
        return f"You stand here after {counted(left, 'more answer')}."
    if scene.membership is not None and not scene.membership.on_board:
        return "Your line is seen by you alone: you are not on the board."
    return ""


def _footnote(board: Board, closed: int) -> str:
    if board.by == "accuracy":
        return "Few answers are drawn towards the group's mean, so that luck does not lead."
    if board.by == "members" and board.window == "week" and closed > 1:
        return (
            "All but one of the week's questions count, each member's best. Practice adds "
            "at most a fifth."
        )
    return "Points come when a question closes. Speed earns nothing."
