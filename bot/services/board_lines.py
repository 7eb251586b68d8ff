"""The lines of each kind of board, as one reader may see them."""

from __future__ import annotations

from datetime import date

from bot.cards.boards import Line
from bot.cards.wording import counted, percent
from bot.cards.wording import points as points_text
from bot.core.growth import Growth
from bot.core.leaderboard import PAGE, Entry, Standing, accuracy, page, rank, rank_by_accuracy
from bot.core.leave import days_away
from bot.core.team_scores import Asked, rank_teams
from bot.core.teams import Teams
from bot.services import folds, growing
from bot.services.scene import Scene
from bot.services.windows import Reach
from bot.store import boards, earned, people


def point_lines(scene: Scene, span: str) -> tuple[Line, ...]:
    """Give the listed members with the most points in a span, and the reader's own line."""
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
                detail=str(row.n),
                own=mine,
            )
        )
    return tuple(lines)


def accuracy_lines(scene: Scene, span: str) -> tuple[Line, ...]:
    """Give those with enough answers by their share right, and the reader's own line."""
    rows = boards.every_row(scene.tx, scene.group_id, span)
    entries = {row.learner_id: Entry(row.learner_id, 0, row.n, row.n_right) for row, _ in rows}
    n = sum(entry.n for entry in entries.values())
    mean = sum(entry.n_right for entry in entries.values()) / n if n else 0.0
    listed = (entries[row.learner_id] for row, is_listed in rows if is_listed)
    shown = page(rank_by_accuracy(listed, mean), scene.learner_id, PAGE)
    ranked = [*shown.standings, *([shown.own] if shown.own else [])]
    own = entries.get(scene.learner_id or 0)
    if own is not None and all(each.entry != own for each in ranked):
        ranked.append(Standing(0, own, accuracy(own.n_right, own.n, mean)))
    names = people.names_of(scene.tx, [each.entry.learner for each in ranked], scene.group_id)
    return tuple(
        Line(
            rank=each.rank,
            name=names.get(each.entry.learner, "somebody"),
            score=percent(each.merit),
            detail=str(each.entry.n),
            own=each.entry == own,
        )
        for each in ranked
    )


def helper_lines(scene: Scene, reach: Reach) -> tuple[Line, ...]:
    """Give the listed members who helped most, and the reader's own line."""
    helped = folds.help_of(scene.tx, scene.group_id, scene.here.zone, reach.first, reach.last)
    listed = people.listed_in(scene.tx, scene.group_id)
    standings = rank(Entry(who, helped[who].times) for who in helped if who in listed)
    shown = page(standings, scene.learner_id, PAGE)
    ranked = [*shown.standings, *([shown.own] if shown.own else [])]
    ranks = {each.entry.learner: each.rank for each in ranked}
    if scene.learner_id in helped and scene.learner_id is not None:
        ranks.setdefault(scene.learner_id, 0)
    names = people.names_of(scene.tx, list(ranks), scene.group_id)
    return tuple(
        Line(
            rank=place,
            name=names.get(who, "somebody"),
            score=str(helped[who].times),
            detail=help_words(helped[who].thanks, helped[who].reports),
            own=who == scene.learner_id,
        )
        for who, place in ranks.items()
    )


def growth_lines(
    scene: Scene, weeks: tuple[date, date]
) -> tuple[tuple[Line, ...], int, Growth | None]:
    """Give the listed members who grew most, with the reader; how many did; the reader's own."""
    pack = scene.catalogue.pack
    standings = growing.standings_of(scene.tx, scene.group_id, pack, weeks)
    shown = page(standings, scene.learner_id, PAGE)
    ranked = [*shown.standings, *([shown.own] if shown.own else [])]
    own = None
    if scene.learner_id is not None:
        own = growing.growth_of(scene.tx, pack, [scene.learner_id], weeks)[scene.learner_id]
        if own.listed and all(each.entry.learner != scene.learner_id for each in ranked):
            entry = Entry(scene.learner_id, 0, own.within)
            ranked.append(Standing(0, entry, own.change))
    names = people.names_of(scene.tx, [each.entry.learner for each in ranked], scene.group_id)
    lines = tuple(
        Line(
            rank=each.rank,
            name=names.get(each.entry.learner, "somebody"),
            score=f"+{each.merit:.1f}",
            detail=str(each.entry.n),
            own=each.entry.learner == scene.learner_id,
        )
        for each in ranked
    )
    return lines, shown.listed, own


def help_words(thanks: int, reports: int) -> str:
    """Say how somebody helped: ``2 thanks, 1 report``."""
    words = []
    if thanks:
        words.append(counted(thanks, "thank-you", "thanks"))
    if reports:
        words.append(counted(reports, "report"))
    return ", ".join(words)


def team_lines(scene: Scene, reach: Reach, teams: Teams) -> tuple[Line, ...]:
    """Give the teams by their points per question; the reader's own is marked."""
    asked = [
        Asked(*each)
        for each in earned.closed_between(scene.tx, scene.group_id, reach.first, reach.last)
    ]
    standings = rank_teams(
        teams,
        asked,
        earned.points_between(scene.tx, scene.group_id, reach.first, reach.last),
        listed=people.listed_in(scene.tx, scene.group_id),
        away=days_away(folds.leaves_of(scene.tx, scene.group_id)),
        all_but_one=reach.window == "week",
    )
    own = teams.team_of(scene.learner_id)
    return tuple(
        Line(
            rank=each.rank,
            name=teams.every[each.entry.learner].name,
            score=points_text(each.entry.points),
            detail=f"{each.entry.n_right} of {each.entry.n}",
            own=own is not None and own.id == each.entry.learner,
        )
        for each in standings
    )
