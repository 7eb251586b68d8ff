"""What a delivery's message shows now: from an occasion in the database to a card."""

from __future__ import annotations

from datetime import timedelta

from bot.cards.blocks import Card
from bot.cards.question import Asking, Outcome, closed_card, open_card, rationales_card, result_line
from bot.cards.wording import weekday
from bot.core.selection import Reason
from bot.core.showing import Showing
from bot.services import daily
from bot.services.library import Library, domain_title
from bot.store import attempts, rounds
from bot.store.tables import Group, Round
from bot.store.tx import Tx


def card_of(tx: Tx, library: Library, round_id: int, kind: str) -> Card:
    """Give the card that a round's message of this kind shows at this moment."""
    shared = tx.get(Round, round_id)
    assert shared is not None
    assert shared.id is not None
    assert shared.item_hash is not None
    group = tx.get(Group, shared.group_id)
    assert group is not None
    item = rounds.read_version(tx, shared.item_hash)
    asking = Asking(
        round_id=shared.id,
        showing=Showing(item, shared.option_order),
        day=shared.day,
        domain=domain_title(library.catalogue(shared.pack).pack, shared.domain),
        opens_at=shared.opens_at,
        closes_at=shared.closes_at,
        zone=group.zone,
        revisited=Reason.from_text(shared.reason).revisited,
    )
    if kind == daily.RATIONALES:
        return rationales_card(asking)
    outcome = Outcome(cells=attempts.tally_of(tx, round_id))
    if shared.state == rounds.CLOSED:
        return closed_card(asking, outcome)
    return open_card(asking, answered=outcome.answers, previous=_previous(tx, shared))


def _previous(tx: Tx, shared: Round) -> tuple[int, str] | None:
    before = rounds.closed_before(tx, shared.group_id, shared.opens_at)
    if before is None or before.id is None:
        return None
    day = weekday(before.day)
    if before.day == shared.day - timedelta(days=1):
        day = "Yesterday"
    return before.id, result_line(day, Outcome(cells=attempts.tally_of(tx, before.id)))
