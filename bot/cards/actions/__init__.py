"""What can be pressed or asked, as data; ``bot.cards.wire`` says how it travels.

An action names rows by id and options by their *shown* position, so that no payload says
anything about the key. Each family is a module of its own; ``VIEWS`` are those that change
nothing and are answered beside the writer, also for somebody unknown.
"""

from __future__ import annotations

from typing import TypeAlias

from bot.cards.actions import (
    boards,
    explaining,
    files,
    flags,
    lead,
    leave,
    me,
    mock,
    notes,
    own,
    planning,
    question,
    runs,
    seasons,
    setup,
    teams,
    weekly,
)

Action: TypeAlias = (
    question.QuestionAction
    | runs.RunAction
    | mock.MockAction
    | planning.PlanAction
    | files.FileAction
    | boards.BoardAction
    | teams.TeamAction
    | seasons.SeasonAction
    | leave.LeaveAction
    | own.OwnAction
    | lead.LeadAction
    | flags.FlagAction
    | explaining.ExplainAction
    | notes.NoteAction
    | me.MeAction
    | setup.SetupAction
    | weekly.WeeklyAction
)
VIEWS: tuple[type[Action], ...] = (
    *question.VIEWS,
    *mock.VIEWS,
    *boards.VIEWS,
    *files.VIEWS,
    *teams.VIEWS,
    *seasons.VIEWS,
    *leave.VIEWS,
    *own.VIEWS,
    *planning.VIEWS,
    *lead.VIEWS,
    *flags.VIEWS,
    *explaining.VIEWS,
    *notes.VIEWS,
    *me.VIEWS,
    *weekly.VIEWS,
    *setup.VIEWS,
)
