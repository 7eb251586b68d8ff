"""Teams inside a group, as a fold over what happened: which there are, who is in which, since when.

A member is in one team at most. A stay ends when the member leaves, joins another team, or
the team is deleted; a team that is brought back has those stays again that nothing else has
ended. It knows learners by number; it knows no names of people and no points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.core.happening import Happened


class TeamEvent(StrEnum):
    """What may happen to teams, with what the payload says. ``by`` is a lead who did it."""

    CREATED = "team-created"  #: ``name``, maybe ``source``; the team's id is the event's ``seq``
    RENAMED = "team-renamed"  #: ``team``, ``name``
    DELETED = "team-deleted"  #: ``team``
    RESTORED = "team-restored"  #: ``team``
    JOINED = "team-joined"  #: ``team``, ``left`` (the team before, or 0), ``by``
    LEFT = "team-left"  #: ``team``, ``by``
    FOLLOWED = "teams-followed"  #: ``platform``, ``workspace``, ``names``, ``by``
    UNFOLLOWED = "teams-unfollowed"  #: ``by``


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team. One with ``deleted_at`` is gone, and may be brought back.

    ``source`` is the platform's id of the group of people that it was made after.
    """

    id: int
    name: str
    deleted_at: datetime | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """Groups of people on a platform that a group's teams follow, by their names or ids."""

    platform: str
    workspace: str
    names: tuple[str, ...]

    def wants(self, identity: str, name: str) -> bool:
        """Say whether a platform's group of people is one of them."""
        return identity in self.names or name.casefold() in self.names


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A learner's time in a team, up to ``until`` where it has ended."""

    learner: int
    team: int
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Teams:
    """Every team there ever was, and every stay in the order of beginning.

    ``merged`` gives for a learner the team that they lost when two accounts, each in a team
    of its own, became one person. ``following`` says after whom they are made.
    """

    every: Mapping[int, Team] = field(default_factory=dict)
    stays: tuple[Stay, ...] = ()
    merged: Mapping[int, int] = field(default_factory=dict)
    following: Following | None = None

    @property
    def alive(self) -> tuple[Team, ...]:
        """The teams that there are now, by name."""
        found = [team for team in self.every.values() if team.deleted_at is None]
        return tuple(sorted(found, key=lambda team: (team.name.casefold(), team.id)))

    def find(self, team: int) -> Team | None:
        """Give a team that is there now."""
        found = self.every.get(team)
        return found if found is not None and found.deleted_at is None else None

    def named(self, name: str) -> Team | None:
        """Give the team of a name, letter case aside; the start of one name will do."""
        wanted = name.casefold()
        exact = [team for team in self.alive if team.name.casefold() == wanted]
        close = [team for team in self.alive if team.name.casefold().startswith(wanted)]
        if exact:
            return exact[0]
        return close[0] if wanted and len(close) == 1 else None

    def members(self, team: int) -> tuple[int, ...]:
        """Give the learners who are in a team now, in the order of joining."""
        return tuple(stay.learner for stay in self.stays if stay.team == team and not stay.until)

    def team_of(self, learner: int | None) -> Team | None:
        """Give the team that a learner is in now."""
        stay = self._stay(learner)
        return self.find(stay.team) if stay else None

    def lost(self, learner: int | None) -> Team | None:
        """Give the team that was deleted while a learner was in it, if it is their last one."""
        stay = self._stay(learner)
        return self.every[stay.team] if stay and not self.find(stay.team) else None

    def _stay(self, learner: int | None) -> Stay | None:
        open_ones = (stay for stay in self.stays if stay.learner == learner and not stay.until)
        return next(open_ones, None)


def fold(events: Iterable[Happened]) -> Teams:
    """Give the teams that follow from a group's events, in their order."""
    teams: dict[int, Team] = {}
    stays: list[Stay] = []
    held: dict[int, int] = {}  # learner -> their open stay's index
    merged: dict[int, int] = {}
    following: Following | None = None
    for event in events:
        learner, team = event.learner_id, int(event.payload.get("team", event.seq))
        match event.kind:
            case TeamEvent.CREATED:
                source = event.payload.get("source", "")
                teams[team] = Team(id=team, name=event.payload["name"], source=source)
            case TeamEvent.RENAMED:
                teams[team] = replace(teams[team], name=event.payload["name"])
            case TeamEvent.DELETED:
                teams[team] = replace(teams[team], deleted_at=event.at)
            case TeamEvent.RESTORED:
                teams[team] = replace(teams[team], deleted_at=None)
            case TeamEvent.JOINED if learner is not None:
                old = teams[stays[held[learner]].team] if learner in held else None
                if old is not None and old.id == team and old.deleted_at is None:
                    continue  # two accounts of one person, both in it
                merged.pop(learner, None)
                if old is not None:
                    before = stays[held[learner]]
                    until = max(before.since, old.deleted_at or event.at)
                    stays[held[learner]] = replace(before, until=until)
                    if old.deleted_at is None and event.payload["left"] != old.id:
                        # Whoever joined knew of no other team: two people have become one.
                        merged[learner] = old.id
                held[learner] = len(stays)
                stays.append(Stay(learner=learner, team=team, since=event.at))
            case TeamEvent.LEFT if learner is not None and learner in held:
                if stays[held[learner]].team == team:
                    merged.pop(learner, None)
                    left = held.pop(learner)
                    stays[left] = replace(stays[left], until=event.at)
            case TeamEvent.FOLLOWED:
                following = Following(
                    platform=event.payload["platform"],
                    workspace=event.payload["workspace"],
                    names=tuple(event.payload["names"]),
                )
            case TeamEvent.UNFOLLOWED:
                following = None
            case _:
                pass
    return Teams(every=teams, stays=tuple(stays), merged=merged, following=following)
