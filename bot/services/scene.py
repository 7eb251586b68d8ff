"""What every use case is handed: the open transaction, the time, and who asks where."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random, SystemRandom

from bot.core.errors import NotAllowed, NotFound
from bot.core.identity import Address, Identity
from bot.core.packs import Catalogue
from bot.core.slots import study_day
from bot.services.library import Library
from bot.store.groups import place_at
from bot.store.people import ensure_account, ensure_membership, find_account, zone_of
from bot.store.people import find_membership as membership_of
from bot.store.tables import Account, Group, Membership, Place
from bot.store.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A use case's world. Without a group the asker is outside of any."""

    tx: Tx
    now: datetime
    library: Library
    group: Group | None
    account: Account | None
    membership: Membership | None
    rng: Random = field(default_factory=SystemRandom)

    @property
    def here(self) -> Group:
        """The group; refuses outside of one."""
        if self.group is None:
            raise NotFound("No study group lives here. Ask in your group's channel.")
        return self.group

    @property
    def group_id(self) -> int:
        """The group's id; refuses outside of one."""
        number = self.here.id
        assert number is not None
        return number

    @property
    def me(self) -> Account:
        """The asker's account; refuses somebody who never did anything here."""
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
    def catalogue(self) -> Catalogue:
        """The group's pack with its items."""
        return self.library.catalogue(self.here.pack)

    @property
    def today(self) -> date:
        """The study day of now in the group's zone."""
        return study_day(self.now, self.here.zone)

    @property
    def zone(self) -> str:
        """The asker's own zone where they named one, else the group's."""
        own = zone_of(self.tx, self.account.learner_id) if self.account else ""
        return own or self.here.zone

    @property
    def is_lead(self) -> bool:
        """Whether the asker leads this group."""
        return self.membership is not None and self.membership.is_lead

    def must_lead(self) -> None:
        """Refuse whoever does not lead this group."""
        if not self.is_lead:
            raise NotAllowed("Only the group's lead can do that. Ask them, or see `/study help`.")


def set_scene(
    tx: Tx,
    library: Library,
    now: datetime,
    address: Address,
    who: Identity,
    *,
    joins: bool,
    rng: Random,
) -> Scene:
    """Find group and asker; with ``joins`` somebody new becomes a member of the group."""
    place: Place | None = place_at(tx, address.platform, address.workspace, address.address)
    group = tx.get(Group, place.group_id) if place else None
    account: Account | None
    membership: Membership | None = None
    if joins:
        simulated = group is not None and group.simulated
        account = ensure_account(tx, who, now, simulated=simulated)
        if group is not None and group.id is not None:
            membership = ensure_membership(tx, group.id, account.learner_id, now)
    else:
        account = find_account(tx, who)
        if account is not None and group is not None and group.id is not None:
            membership = membership_of(tx, group.id, account.learner_id)
    return Scene(
        tx=tx,
        now=now,
        library=library,
        group=group,
        account=account,
        membership=membership,
        rng=rng,
    )
