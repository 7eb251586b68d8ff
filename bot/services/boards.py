"""Standings as one member sees them: a page, the own rank, and no more than may be told."""

from __future__ import annotations

from datetime import timedelta

from bot.cards.actions import ChooseBoard
from bot.cards.onboarding import rating_card, ready_card
from bot.cards.standings import WINDOWS, Board, Line, board_card
from bot.cards.wording import counted, percent
from bot.cards.wording import points as points_text
from bot.core.errors import Misused
from bot.core.leaderboard import LISTED_FROM, OTHERS_FROM, accuracy, others_shown
from bot.services import points
from bot.services.library import domain_title
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import boards, events, people, rounds

PAGE = 10
ACCURACY_MOST = 10_000


def show_board(scene: Scene, window: str, by: str) -> Reply:
    """Show a board: by members (points), by accuracy, or the points of one domain."""
    pack = scene.catalogue.pack
    if window not in WINDOWS:
        raise Misused("Boards go by today, week, month or all: `/study board week`.")
    if by not in ("members", "accuracy") and by not in pack.domain_by_id:
        raise Misused("Boards go by members, accuracy or a domain: `/study board week accuracy`.")
    span = points.spans_of(scene.today)[window]
    domain = by if by in pack.domain_by_id else ""
    if domain:
        span = points.in_domain(span, domain)
    closed = _closed(scene, window, domain)
    rows = _accuracy_rows(scene, span) if by == "accuracy" else _point_rows(scene, span)
    withheld, shown = "", rows
    if not others_shown(closed):
        shown = tuple(line for line in rows if line.own)
        withheld = (
            f"The others show once {OTHERS_FROM} questions have closed in this window "
            f"({closed} so far): one question alone would tell who had it wrong."
        )
    title = "By accuracy" if by == "accuracy" else "The board"
    return Reply(
        key="board",
        card=board_card(
            Board(
                window=window,
                by=by,
                by_title=domain_title(pack, domain) if domain else title,
                group=f"#{scene.here.name}",
                lines=shown,
                listed=boards.listed_count(scene.tx, scene.group_id, span),
                closed=closed,
                withheld=withheld,
                own_note=_own_note(scene, rows, by),
                on_board=scene.membership.on_board if scene.membership else None,
                footnote=_footnote(window, by, closed),
            )
        ),
    )


def choose_board(scene: Scene, join: bool) -> Reply:
    """Put the asker on the board or take them off; a first choice goes on to the ratings."""
    membership = scene.membership
    assert membership is not None
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


def _closed(scene: Scene, window: str, domain: str) -> int:
    first = points.first_day(window, scene.today)
    return rounds.closed_in_window(
        scene.tx, scene.group_id, first, scene.today + timedelta(days=7), domain
    )


def _point_rows(scene: Scene, span: str) -> tuple[Line, ...]:
    found = boards.top(scene.tx, scene.group_id, span, PAGE)
    own = None
    if scene.learner_id is not None:
        own = boards.own_row(scene.tx, scene.group_id, span, scene.learner_id)
    listed = bool(scene.membership and scene.membership.on_board)
    if own is not None and all(row.learner_id != own.learner_id for row in found):
        found.append(own)
    names = people.names_of(scene.tx, [row.learner_id for row in found], scene.group_id)
    ranks = {
        held: boards.rank_of(scene.tx, scene.group_id, span, held)
        for held in {row.points for row in found}
    }
    lines = []
    for row in sorted(found, key=lambda row: (-row.points, names.get(row.learner_id, ""))):
        mine = row.learner_id == scene.learner_id
        lines.append(
            Line(
                rank=ranks[row.points] if listed or not mine else 0,
                name=names.get(row.learner_id, "somebody"),
                score=points_text(row.points),
                answered=row.n,
                own=mine,
            )
        )
    return tuple(lines)


def _accuracy_rows(scene: Scene, span: str) -> tuple[Line, ...]:
    every = boards.every_row(scene.tx, scene.group_id, span)
    n = sum(row.n for row, _ in every)
    mean = sum(row.n_right for row, _ in every) / n if n else 0.0
    scores = {
        row.learner_id: round(ACCURACY_MOST * accuracy(row.n_right, row.n, mean))
        for row, listed in every
        if (listed and row.n >= LISTED_FROM) or row.learner_id == scene.learner_id
    }
    names = people.names_of(scene.tx, list(scores), scene.group_id)
    standing = {row.learner_id for row, listed in every if listed and row.n >= LISTED_FROM}
    ordered = sorted(
        (row for row, _ in every if row.learner_id in scores),
        key=lambda row: (-scores[row.learner_id], row.learner_id),
    )
    lines = []
    for row in ordered:
        above = sum(scores[other] > scores[row.learner_id] for other in standing)
        lines.append(
            Line(
                rank=above + 1 if row.learner_id in standing else 0,
                name=names.get(row.learner_id, "somebody"),
                score=percent(scores[row.learner_id] / ACCURACY_MOST),
                answered=row.n,
                own=row.learner_id == scene.learner_id,
            )
        )
    page = [line for line in lines if line.rank][:PAGE]
    return tuple(page + [line for line in lines if line.own and line not in page])


def _own_note(scene: Scene, rows: tuple[Line, ...], by: str) -> str:
    own = next((line for line in rows if line.own), None)
    if own is None:
        return "You have no closed question in this window yet."
    if by == "accuracy" and own.answered < LISTED_FROM:
        left = LISTED_FROM - own.answered
        return f"You stand here after {counted(left, 'more answer')}."
    if scene.membership is not None and not scene.membership.on_board:
        return "Your line is seen by you alone: you are not on the board."
    return ""


def _footnote(window: str, by: str, closed: int) -> str:
    if by == "accuracy":
        return "Few answers are drawn towards the group's mean, so that luck does not lead."
    if by == "members" and window == "week" and closed > 1:
        return (
            "All but one of the week's questions count, each member's best. Practice adds "
            "at most a fifth."
        )
    return "Points come when a question closes. Speed earns nothing."
