"""A season's life: it is planned, begins, may be taken back, and ends with a closing card.

Its end is a bulletin kept for later: that one row is what comes due, once, also after a
downtime, and whoever closes it posts the card.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from bot.cards import seasons as screens
from bot.cards.actions.seasons import PlanSeason, ShowSeason, UndoSeason
from bot.cards.blocks import Button, Style
from bot.cards.wording import clamp, long_day, short_day
from bot.core import seasons as rules
from bot.core.days import read_day
from bot.core.errors import AlreadyDone, Misused
from bot.core.seasons import Season, SeasonEvent
from bot.core.slots import slot_on, study_day
from bot.services import bulletins, closing, daily
from bot.services.folds import seasons_of
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import bulletins as rows
from bot.store import earned, events, groups, rounds
from bot.store.tables import Bulletin, Group
from bot.store.tx import Tx

SEASON = "season"  #: the bulletin of its end
KEY = "season"


def show_season(scene: Scene) -> Reply:
    """Show how far the season has come, or that none is running."""
    seasons = seasons_of(scene.tx, scene.group_id)
    season, group = rules.running(seasons), f"#{scene.here.name}"
    if season is None:
        before = seasons[-1] if seasons else None
        ended = (before.title, before.until) if before else None
        return Reply(key=KEY, card=screens.no_season_card(group, ended, lead=scene.is_lead))
    found = earned.closed_between(scene.tx, scene.group_id, season.first, season.until)
    answered, people = earned.answers_between(scene.tx, scene.group_id, season.first, season.until)
    course = screens.Course(
        group=group,
        title=season.title,
        first=season.first,
        finish=season.finish,
        today=scene.today,
        questions=len(found),
        answers=answered,
        people=people,
        lead=scene.is_lead,
    )
    return Reply(key=KEY, card=screens.season_card(course))


def plan_season(scene: Scene) -> Reply:
    """Open the form for a season, with eight weeks proposed."""
    scene.must_lead()
    seasons = _none_running(scene.tx, scene.here)
    first = _first_day(scene.tx, scene.here, seasons, scene.now)
    card = screens.plan_card(_title(seasons), first, _proposal(scene.tx, scene.here, first))
    return Reply(key=KEY, card=card)


def begin_season(scene: Scene, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Begin a season as the form or the typed words say; what they leave out is proposed."""
    scene.must_lead()
    title = clamp(" ".join(inputs.get("title", ())), screens.TITLE_MOST)
    text = " ".join(inputs.get("finish", ())).strip()
    finish = read_day(text, scene.today) if text else None
    season = begin(
        scene.tx, scene.here, scene.now, title=title, finish=finish, by=scene.me.learner_id
    )
    when = "today" if season.first == scene.today else f"on {short_day(season.first)}"
    said = f"{season.title} begins {when} and finishes on {long_day(season.finish)}."
    undo = Button(label="Take it back", action=UndoSeason(season.number), style=Style.QUIET)
    return _said(said, undo)


def begin(
    tx: Tx,
    group: Group,
    now: datetime,
    *,
    title: str = "",
    finish: date | None = None,
    by: int | None = None,
) -> Season:
    """Begin a season in a group; ``by`` is the lead's learner id. Gives the season.

    Without a finish day it takes the last posting day within eight weeks. It begins today, or
    after the last day of which a question has closed. Raises ``AlreadyDone`` while another
    one is running, ``Misused`` for a finish day that makes no season.
    """
    assert group.id is not None
    seasons = _none_running(tx, group)
    first = _first_day(tx, group, seasons, now)
    finish = finish or _proposal(tx, group, first)
    rules.check_finish(first, finish)
    season = Season(
        number=seasons[-1].number + 1 if seasons else 1,
        title=title or _title(seasons),
        first=first,
        finish=finish,
    )
    events.append_event(
        tx,
        SeasonEvent.BEGAN.value,
        now,
        group_id=group.id,
        by=by,
        season=season.number,
        title=season.title,
        first=first.isoformat(),
        finish=finish.isoformat(),
    )
    bulletins.plan(tx, group.id, SEASON, str(season.number), _due_at(tx, group, finish), now)
    group.finish_day = finish
    tx.add(group)
    return season


def undo_season(scene: Scene, number: int) -> Reply:
    """Take a season back of which no question has closed yet, as if it had never begun."""
    scene.must_lead()
    season = _still_running(scene, number)
    if _last_closed(scene, season) is not None:
        raise Misused(
            "A question of this season has closed already, so it stays. "
            "`/study season end` ends it."
        )
    _take_back(scene, season)
    return _said(
        f"{season.title} is taken back.", Button(label="Plan another", action=PlanSeason())
    )


def ask_end(scene: Scene) -> Reply:
    """Ask whether the season shall end before its day."""
    scene.must_lead()
    season = rules.running(seasons_of(scene.tx, scene.group_id))
    if season is None:
        raise AlreadyDone(_not_running(seasons_of(scene.tx, scene.group_id)))
    card = screens.ask_end_card(season.number, season.title, season.finish)
    return Reply(key=KEY, card=card)


def end_season(scene: Scene, number: int) -> Reply:
    """End a season now; a question that is still open is no longer part of it."""
    scene.must_lead()
    season = _still_running(scene, number)
    closed = _last_closed(scene, season)
    if closed is None:
        _take_back(scene, season)
        text = f"No question of {season.title} had closed yet, so it is simply taken back."
        return _said(text, Button(label="Plan another", action=PlanSeason()))
    due = rows.in_slot(scene.tx, scene.group_id, SEASON, str(number))
    assert due is not None
    last = rules.last_day(season, scene.today, closed)
    _end(scene.tx, scene.here, due, season, last, scene.now, by=scene.me.learner_id)
    return _said(f"{season.title} has ended. Its closing card is on its way to the channel.")


def finish(tx: Tx, bulletin_id: int, now: datetime) -> bool:
    """End the season whose finish has come; False where that was done already.

    While a question of it is open, or where the group's hours have moved, it waits for that.
    """
    due = tx.get(Bulletin, bulletin_id)
    group = tx.get(Group, due.group_id) if due else None
    if due is None or group is None or due.state != rows.OPEN:
        return False
    season = rules.running(seasons_of(tx, due.group_id))
    if season is None or str(season.number) != due.slot:
        return rows.mark_closed(tx, bulletin_id, now)  # nothing is left that could end
    waits = [
        shared.closes_at
        for shared in rounds.open_rounds(tx, due.group_id)
        if season.holds(shared.day)
    ]
    until = max([*waits, _due_at(tx, group, season.finish)])
    if until > now:
        due.closes_at = until
        tx.add(due)
    else:
        _end(tx, group, due, season, season.finish, now)
    return True


def _end(
    tx: Tx,
    group: Group,
    due: Bulletin,
    season: Season,
    last: date,
    now: datetime,
    *,
    by: int | None = None,
) -> None:
    assert due.id is not None
    events.append_event(
        tx,
        SeasonEvent.ENDED.value,
        now,
        group_id=due.group_id,
        by=by,
        season=season.number,
        last=last.isoformat(),
    )
    rows.put_content(tx, due, **closing.facts_of(tx, group, season, last))
    tx.flush()
    rows.mark_closed(tx, due.id, now)
    bulletins.publish(tx, due.group_id, due.id, now)
    group.finish_day = None
    tx.add(group)


def _said(text: str, *more: Button) -> Reply:
    show = Button(label="The season", action=ShowSeason(), style=Style.QUIET)
    return Reply(key=KEY, card=screens.done_card(text, *more, show))


def _take_back(scene: Scene, season: Season) -> None:
    due = rows.in_slot(scene.tx, scene.group_id, SEASON, str(season.number))
    if due is not None:
        scene.tx.delete(due)
    events.append_event(
        scene.tx,
        SeasonEvent.UNDONE.value,
        scene.now,
        group_id=scene.group_id,
        by=scene.me.learner_id,
        season=season.number,
    )
    scene.here.finish_day = None
    scene.tx.add(scene.here)


def _still_running(scene: Scene, number: int) -> Season:
    seasons = seasons_of(scene.tx, scene.group_id)
    season = rules.running(seasons)
    if season is None or season.number != number:
        raise AlreadyDone(_not_running(seasons))
    return season


def _not_running(seasons: tuple[Season, ...]) -> str:
    if not seasons or seasons[-1].last is None:
        return "That season is not running (any more). `/study season` shows what is."
    return f"{seasons[-1].title} has ended already; its board stays. Nothing was changed."


def _none_running(tx: Tx, group: Group) -> tuple[Season, ...]:
    assert group.id is not None
    seasons = seasons_of(tx, group.id)
    season = rules.running(seasons)
    if season is not None:
        raise AlreadyDone(
            f"{season.title} is running until {long_day(season.finish)}. "
            "End it first: `/study season end`."
        )
    return seasons


def _title(seasons: tuple[Season, ...]) -> str:
    return f"Season {seasons[-1].number + 1 if seasons else 1}"


def _first_day(tx: Tx, group: Group, seasons: tuple[Season, ...], now: datetime) -> date:
    assert group.id is not None
    closed = earned.last_closed_day(tx, group.id)
    return rules.first_free_day(seasons, study_day(now, group.zone), closed)


def _proposal(tx: Tx, group: Group, first: date) -> date:
    rhythm = groups.rhythm_of(daily.main_schedule(tx, group), group)
    return rules.propose_finish(first, rhythm.days)


def _due_at(tx: Tx, group: Group, finish_day: date) -> datetime:
    """Give when the finish day's question closes or would close."""
    rhythm = groups.rhythm_of(daily.main_schedule(tx, group), group)
    return slot_on(rhythm, finish_day).closes_at


def _last_closed(scene: Scene, season: Season) -> date | None:
    return earned.last_closed_day(scene.tx, scene.group_id, season.first, season.finish)
