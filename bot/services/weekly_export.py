"""The weekly export: with each review the leads are told, alone, that the workbook can be made."""

from __future__ import annotations

from datetime import datetime

from bot.cards.blocks import Block, Card, Heading, Prose
from bot.cards.files import again
from bot.services import bulletins, leads
from bot.store.tables import Bulletin, Group
from bot.store.tx import Tx

KIND = "export"


def offer(tx: Tx, group: Group, week: str, now: datetime) -> None:
    """Tell each lead once a week, where the group wants that. ``week`` is an ISO week."""
    assert group.id is not None
    if not group.weekly_export or group.simulated:
        return
    for account in leads.leading_accounts(tx, group.id):
        slot = f"{week}.{account.learner_id}"
        bulletins.issue(tx, group.id, KIND, slot, {"week": week}, now, to=account)


def card_of(tx: Tx, bulletin: Bulletin) -> Card:
    """Give the card that tells a lead."""
    group = tx.get(Group, bulletin.group_id)
    assert group is not None
    blocks: tuple[Block, ...] = (
        Heading(text=f"The week of #{group.name}", level=2),
        Prose(
            text=f"The workbook holds everything up to {bulletin.content['week']}: without names "
            "where somebody did not agree to be seen."
        ),
        again(whole=True),
    )
    return Card(title="Weekly export", blocks=blocks)
