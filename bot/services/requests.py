"""What another command on the same database asks of the running bot, as rows."""

from __future__ import annotations

from datetime import datetime

from bot.cards.wording import listed
from bot.core.errors import CohortError, NotFound
from bot.services import daily
from bot.services.library import Library
from bot.store import groups
from bot.store.tables import Group, Request
from bot.store.tx import Tx

POST = "post"


def group_to_ask(tx: Tx, name: str) -> Group:
    """Find the group that a command names, or numbers; without a name the first real one."""
    if name:
        found = groups.groups_named(tx, name)
        if not found and name.isascii() and name.isdecimal():
            numbered = tx.get(Group, int(name))
            found = [numbered] if numbered is not None else []
        if len(found) > 1:
            them = ", ".join(f"{group.id} ({_places(tx, group)})" for group in found)
            raise NotFound(f"Several groups are called `{name}`. Give the number of one: {them}.")
        if not found:
            known = ", ".join(f"#{group.name}" for group in groups.all_groups(tx)) or "none yet"
            raise NotFound(f"There is no group `{name}`. There is: {known}.")
        return found[0]
    real = [group for group in groups.all_groups(tx) if not group.simulated]
    if not real:
        raise NotFound("There is no group yet. Start `cohort run` once.")
    return real[0]


def _places(tx: Tx, group: Group) -> str:
    found = groups.places_of(tx, group.id or 0)
    return listed([groups.name_of(place) for place in found]) or "no place left"


def ask(tx: Tx, group: Group, now: datetime) -> int:
    """Ask the running bot to post a question in a group; it does so at its next tick."""
    request = Request(kind=POST, group_id=group.id, asked_at=now)
    tx.add(request)
    tx.flush()
    assert request.id is not None
    return request.id


def carry_out(tx: Tx, library: Library, request_id: int, now: datetime) -> bool:
    """Do what was asked and note what came of it; False where it was done already."""
    request = tx.get(Request, request_id)
    if request is None or request.done_at is not None:
        return False
    request.done_at = now
    group = tx.get(Group, request.group_id) if request.group_id else None
    try:
        if group is None:
            raise NotFound("The group is not there any more.")
        if group.waiting_since is not None:
            raise NotFound("The group has not begun: its lead is at it with `/study setup`.")
        opened = daily.post_now(tx, library, group, now)
        request.outcome = f"posted {opened.slot} in #{group.name}"
    except CohortError as wrong:
        request.outcome = f"not done: {wrong}"
    tx.add(request)
    return True
