"""What every use case is handed: the open transaction, the time, and who asks where."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random, SystemRandom

from bot.cards import elsewhere as words
from bot.cards.wording import clamp
from bot.core.errors import Misused, NotAllowed, NotFound
from bot.core.identity import NOWHERE, UNSAID, Address, Identity, Visit
from bot.core.packs import Catalogue
from bot.core.slots import study_day
from bot.core.zones import read_zone
from bot.services.library import Library
from bot.store import people
from bot.store.events import append_event
from bot.store.groups import pack_at, place_at, rename_place
from bot.store.people import find_membership as membership_of
from bot.store.tables import Account, Group, Membership, Place
from bot.store.tx import Tx

#: A group counts as used at most so often: the press path writes nothing else for it.
USED_EVERY = timedelta(hours=1)
#: A channel's name is kept up to this length; no platform allows longer ones.
NAME_MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A use case's world. ``is_outside`` means that no group lives where the asker is.

    Then ``group`` is the one that counts for them all the same, if they are in any. ``zone_here``
    is the machine's.
    """

    tx: Tx
    now: datetime
    library: Library
    group: Group | None
    account: Account | None
    membership: Membership | None
    rng: Random = field(default_factory=SystemRandom)
    address: Address = NOWHERE
    visit: Visit = UNSAID
    zone_here: str = "UTC"
    is_outside: bool = False

    @property
    def here(self) -> Group:
        """The group; refuses somebody who is in none."""
        if self.group is None:
            raise NotFound(words.no_group(self.address.platform, self.visit))
        return self.group

    @property
    def group_id(self) -> int:
        """The group's id; refuses somebody who is in none."""
        number = self.here.id
        assert number is not None
        return number

    @property
    def within(self) -> int | None:
        """The group's id, or None for somebody who is in none: what they do is their own."""
        return self.group.id if self.group is not None else None

    @property
    def me(self) -> Account:
        """The asker's account; refuses somebody who never did anything here."""
        if self.account is None and self.group is None:
            raise NotFound("I don't know you yet: `/study practice` is a start.")
        if self.account is None:
            raise NotFound("I don't know you yet: answer a question first, or type `today`.")
        return self.account

    @property
    def account_id(self) -> int:
        """The asker's account id."""
        number = self.me.id
        assert number is not None
        return number

    @property
    def learner_id(self) -> int | None:
        """The asker as a person; None for somebody new."""
        return self.account.learner_id if self.account else None

    @property
    def member(self) -> Membership:
        """The asker's membership; refuses somebody who is in no group."""
        if self.membership is None:
            raise NotFound(words.no_group(self.address.platform, self.visit))
        return self.membership

    @property
    def pack(self) -> str:
        """The group's pack; without a group the one that a new group gets."""
        return self.group.pack if self.group is not None else self.library.first.pack.id

    @property
    def catalogue(self) -> Catalogue:
        """The group's pack with its items; without a group the one that a new group gets."""
        return self.library.catalogue(self.pack)

    @property
    def today(self) -> date:
        """The study day of now in the group's zone; without a group in the asker's own."""
        return study_day(self.now, self.group.zone if self.group is not None else self.zone)

    @property
    def own_zone(self) -> str:
        """The asker's zone: the one they named, else as their platform has it, else empty."""
        named = people.zone_of(self.tx, self.account.learner_id) if self.account else ""
        if named or not self.visit.zone:
            return named
        try:
            return read_zone(self.visit.zone)
        except Misused:  # a zone that this machine's data does not know
            return ""

    @property
    def zone(self) -> str:
        """The asker's own zone where they named one, else the group's."""
        if self.group is None:
            return self.own_zone or self.zone_here
        own = people.zone_of(self.tx, self.account.learner_id) if self.account else ""
        return own or self.group.zone

    def log(self, kind: str, **payload: object) -> int:
        """Keep an event of the asker's in the group and give its ``seq``."""
        return append_event(
            self.tx, kind, self.now,
            group_id=self.group_id, learner_id=self.me.learner_id, **payload,
        )  # fmt: skip

    def log_own(self, kind: str, **payload: object) -> int:
        """Keep an event of the asker's own, in the group if they are in any; give its ``seq``."""
        return append_event(
            self.tx, kind, self.now,
            group_id=self.within, learner_id=self.me.learner_id, **payload,
        )  # fmt: skip

    @property
    def is_lead(self) -> bool:
        """Whether the asker leads this group."""
        return self.membership is not None and self.membership.is_lead

    @property
    def acts_as_lead(self) -> bool:
        """Whether the asker may act on the group from where they are.

        Where none lives it could be another's: there only somebody alone with us may, who leads
        this group and no other.
        """
        if not self.is_outside:
            return self.is_lead
        return self.visit.is_private and self.is_lead and len(self._led) == 1

    def must_lead(self) -> None:
        """Refuse whoever may not act on the group from where they are."""
        if self.acts_as_lead:
            return
        if not self.is_outside:
            raise NotAllowed("Only the group's lead can do that. Ask them, or see `/study help`.")
        names = tuple(name for _, name in self._led)
        raise NotAllowed(words.leads_elsewhere(self.address.platform, self.visit, names))

    def in_group(self, group_id: int) -> Scene:
        """Give the scene as if asked in one of the asker's groups; as it is in another's."""
        group = self.tx.get(Group, group_id)
        if group is None or self.learner_id is None:
            return self
        membership = membership_of(self.tx, group_id, self.learner_id)
        if membership is None:
            return self
        return replace(self, group=group, membership=membership, is_outside=False)

    @property
    def _led(self) -> list[tuple[int, str]]:
        return people.groups_led(self.tx, self.learner_id) if self.learner_id else []


def set_scene(
    tx: Tx,
    library: Library,
    now: datetime,
    address: Address,
    who: Identity,
    *,
    joins: bool,
    rng: Random,
    visit: Visit = UNSAID,
    zone: str = "UTC",
) -> Scene:
    """Find group and asker; with ``joins`` somebody new becomes a member of the group.

    Where no group lives, the asker's last used one counts. ``zone`` is the machine's.
    """
    place: Place | None = place_at(tx, address.platform, address.workspace, address.address)
    group = tx.get(Group, place.group_id) if place else None
    account: Account | None
    membership: Membership | None = None
    if joins:
        simulated = group is not None and group.simulated
        account = people.ensure_account(tx, who, now, simulated=simulated)
        if place is not None and group is not None and group.id is not None:
            may_lead = visit.may_found or address.platform not in words.FOUNDERS
            membership = people.ensure_membership(
                tx, group.id, account.learner_id, now, may_lead=may_lead
            )
            if now - membership.used_at >= USED_EVERY:
                people.touch(tx, membership, now)
            if visit.place and (name := clamp(visit.place, NAME_MOST)) != place.name:
                rename_place(tx, place, group, name)
    else:
        account = people.find_account(tx, who)
        if account is not None and group is not None and group.id is not None:
            membership = membership_of(tx, group.id, account.learner_id)
    if place is None and account is not None:
        membership = people.last_used(tx, account)
        group = tx.get(Group, membership.group_id) if membership else None
    return Scene(
        tx=tx,
        now=now,
        library=library,
        group=group,
        account=account,
        membership=membership,
        rng=rng,
        address=address,
        visit=visit,
        zone_here=zone,
        is_outside=place is None,
    )


def pack_for(tx: Tx, where: Address, who: Identity | None) -> str | None:
    """Give the pack of the group in a place, else of the one that counts for somebody."""
    pack = pack_at(tx, where.platform, where.workspace, where.address)
    account = people.find_account(tx, who) if pack is None and who is not None else None
    membership = people.last_used(tx, account) if account is not None else None
    group = tx.get(Group, membership.group_id) if membership is not None else None
    return group.pack if group is not None else pack
