"""Who leads a group: naming co-leads and taking that back; there is always one lead left.

Every right is read from the database. The first lead can only step down by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from bot.cards import leads as screens
from bot.cards.setup import Form
from bot.cards.wording import listed
from bot.core.errors import AlreadyDone, NotAllowed, NotFound
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.services.setup_reading import typed
from bot.store import events, people
from bot.store.tables import Account, Membership
from bot.store.tx import Tx

KEY = "setup"
#: The learner is whom it concerns; ``by`` is the lead who did it.
NAMED, TAKEN_BACK = "lead-named", "lead-taken-back"
LAST = "Somebody has to lead: name somebody else first, then step down."


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of a group by the name that others see; ``first`` is who founded it."""

    membership: Membership
    account: Account
    name: str
    first: bool


def show(scene: Scene, form: Form | None = None) -> Reply:
    """Show who leads, with the form to name somebody else."""
    scene.must_lead()
    members = members_of(scene.tx, scene.group_id)
    leading = [member for member in members if member.membership.is_lead]
    shown = tuple(
        screens.Lead(
            membership=member.membership.id or 0,
            name=member.name,
            founder=member.first,
            own=member.membership.learner_id == scene.learner_id,
            removable=len(leading) > 1 and _may_take_back(scene, member),
        )
        for member in leading
    )
    others = tuple(
        (member.membership.id or 0, member.name)
        for member in members
        if not member.membership.is_lead
    )
    card = screens.leads_card(f"#{scene.here.name}", shown, others, form or Form(typed={}))
    return Reply(card=card, key=KEY)


def name_lead(scene: Scene, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Make a member a co-lead."""
    scene.must_lead()
    said = typed(inputs)
    members = members_of(scene.tx, scene.group_id)
    try:
        member = _named(members, said.get("member", ""))
    except NotFound as no:
        return show(scene, Form(typed=said, errors={"member": str(no)}))
    if member.membership.is_lead:
        return show(scene, Form(typed={}, notice=f"{member.name} leads already."))
    _put(scene, member, NAMED, leads=True)
    notice = f"{member.name} leads, too, from now on: {_THEIRS}"
    return show(scene, Form(typed={}, notice=notice))


def take_back(scene: Scene, membership_id: int) -> Reply:
    """Take the lead back from somebody, or step down."""
    scene.must_lead()
    members = members_of(scene.tx, scene.group_id)
    leading = [member for member in members if member.membership.is_lead]
    member = next((each for each in leading if each.membership.id == membership_id), None)
    if member is None:
        raise AlreadyDone("They do not lead this group (any more).")
    if not _may_take_back(scene, member):
        raise NotAllowed(f"{member.name} leads this group from its start and can only step down.")
    if len(leading) == 1:
        raise NotAllowed(LAST)
    _put(scene, member, TAKEN_BACK, leads=False)
    if member.membership.learner_id == scene.learner_id:
        return Reply(card=screens.stepped_down_card(), key=KEY)
    return show(scene, Form(typed={}, notice=f"{member.name} does not lead any more."))


def leading_accounts(tx: Tx, group_id: int) -> tuple[Account, ...]:
    """Give an account of each lead, the longest-standing first."""
    members = members_of(tx, group_id)
    return tuple(member.account for member in members if member.membership.is_lead)


def in_words(scene: Scene) -> str:
    """Name the leads of the group here."""
    return names(scene.tx, scene.group_id)


def names(tx: Tx, group_id: int) -> str:
    """Name a group's leads."""
    members = members_of(tx, group_id)
    return listed([member.name for member in members if member.membership.is_lead]) or "nobody"


def members_of(tx: Tx, group_id: int) -> tuple[Member, ...]:
    """Give a group's members who have an account, in the order of joining, each once."""
    found: dict[int, Member] = {}
    first = people.founder_of(tx, group_id)
    for membership, account in people.members_of(tx, group_id):
        found.setdefault(
            membership.learner_id,
            Member(
                membership=membership,
                account=account,
                name=membership.alias or account.name,
                first=membership.learner_id == first,
            ),
        )
    return tuple(found.values())


_THEIRS = "`/study setup` and the lead's other words work for them."


def _may_take_back(scene: Scene, member: Member) -> bool:
    return not member.first or member.membership.learner_id == scene.learner_id


def _named(members: tuple[Member, ...], said: str) -> Member:
    said = " ".join(said.split())
    by_number = {f"#{member.membership.id}": member for member in members}
    if said in by_number:
        return by_number[said]
    fits = [member for member in members if member.name.casefold() == said.casefold()]
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise NotFound(f"More than one member is called {said[:40]}.")
    names = {member.name.casefold(): member.name for member in members}
    close = [names[each] for each in get_close_matches(said.casefold(), names, 3, 0.6)]
    hint = f" Did you mean {' or '.join(close)}?" if close else ""
    raise NotFound(
        f"Nobody called “{said[:40]}” has pressed or typed anything in this group yet.{hint}"
    )


def _put(scene: Scene, member: Member, kind: str, *, leads: bool) -> None:
    member.membership.is_lead = leads
    scene.tx.add(member.membership)
    events.append_event(
        scene.tx,
        kind,
        scene.now,
        group_id=scene.group_id,
        learner_id=member.membership.learner_id,
        by=scene.learner_id,
    )
    scene.tx.flush()
