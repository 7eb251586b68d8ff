"""What a delivery's message shows now, and where it stands: from an occasion to a card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.cards.blocks import Card
from bot.cards.question import Asking, Outcome, closed_card, open_card, rationales_card, result_line
from bot.cards.wording import weekday
from bot.core.errors import Misused
from bot.core.selection import Reason
from bot.services import (
    bulletins,
    closing,
    corrections,
    daily,
    departing,
    designs,
    exercises,
    explanations,
    flags,
    handing_in,
    labs,
    mock_results,
    reminding,
    review,
    revisions,
    seasons,
    silence,
    talks,
    trial,
    weekly_export,
)
from bot.services.keys import showing_of
from bot.services.library import Library
from bot.store import attempts, deliveries, rounds
from bot.store.deliveries import Claim
from bot.store.tables import Bulletin, Group, Place, Round
from bot.store.tx import Tx

ROUND = "round"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whether a message is still to be sent, and in which thread.

    ``refused`` says why not; ``thread_of`` is the platform's id of the message above.
    """

    thread_of: str = ""
    refused: str = ""


def standing_of(tx: Tx, claim: Claim) -> Standing:
    """Look whether a claimed message is still to be sent."""
    if claim.occasion_kind == bulletins.OCCASION:
        bulletin = tx.get(Bulletin, claim.occasion_id)
        if bulletin is None:
            return Standing(refused="it was taken back")
        if bulletin.kind == talks.SPLIT and not talks.is_open(tx, bulletin):
            return Standing(refused="the question closed before its split could be posted")
        if bulletin.kind == reminding.REMINDER and not reminding.is_open(tx, bulletin):
            return Standing(refused="the question closed before anybody could be reminded")
        if bulletin.round_id is None:
            return Standing()
        return _in_thread(tx, bulletin.round_id, claim.place_id)
    shared = tx.get(Round, claim.occasion_id)
    if shared is None:
        return Standing(refused="the question is gone")
    if claim.kind == daily.RATIONALES:
        return _in_thread(tx, claim.occasion_id, claim.place_id)
    if shared.state != rounds.OPEN:
        return Standing(refused="the question closed before it could be posted")
    return Standing()


def _in_thread(tx: Tx, round_id: int, place_id: int) -> Standing:
    above = deliveries.posted_for(tx, ROUND, round_id, daily.QUESTION, place_id)
    return Standing(thread_of=above) if above else Standing(refused="its question was not posted")


def mention_of(tx: Tx, occasion_kind: str, kind: str, place: Place) -> str:
    """Give whom a message may mention: the daily question alone mentions, and if a lead asked."""
    if (occasion_kind, kind) != (ROUND, daily.QUESTION):
        return ""
    group = tx.get(Group, place.group_id)
    assert group is not None
    return group.mention


def card_of(tx: Tx, library: Library, occasion_kind: str, occasion_id: int, kind: str) -> Card:
    """Give the card that an occasion's message of this kind shows at this moment."""
    if occasion_kind == bulletins.OCCASION:
        bulletin = tx.get(Bulletin, occasion_id)
        assert bulletin is not None
        return bulletin_card(tx, library, bulletin)
    return round_card(tx, library, occasion_id, kind)


def bulletin_card(tx: Tx, library: Library, bulletin: Bulletin) -> Card:
    """Give a bulletin's card: each kind is made by the service that issues it."""
    match bulletin.kind:
        case corrections.CORRECTION:
            return corrections.card(tx, library, bulletin)
        case explanations.EXPLANATION:
            return explanations.card(tx, bulletin)
        case flags.ANSWER:
            return flags.card(tx, bulletin)
        case revisions.DIFFERS:
            return revisions.card(tx, bulletin)
        case review.KIND:
            return review.card_of(bulletin)
        case exercises.DESIGN:
            return designs.card_of(tx, library, bulletin)
        case exercises.LAB:
            return labs.card_of(library, bulletin)
        case seasons.SEASON:
            return closing.card_of(tx, library, bulletin)
        case reminding.REMINDER:
            return reminding.reminder_card(tx, library, bulletin)
        case silence.KIND:
            return silence.card_of(tx, bulletin)
        case departing.KIND:
            return departing.card_of(tx, bulletin)
        case trial.KIND:
            return trial.card_of(tx, bulletin)
        case talks.SPLIT:
            return talks.card_of(tx, bulletin)
        case handing_in.TIME_UP:
            return mock_results.time_up_card(bulletin)
        case weekly_export.KIND:
            return weekly_export.card_of(tx, bulletin)
        case _:
            raise Misused(f"A bulletin of the kind {bulletin.kind} is not known to this program.")


def round_card(tx: Tx, library: Library, round_id: int, kind: str) -> Card:
    """Give the card that a round's message of this kind shows at this moment."""
    shared = tx.get(Round, round_id)
    assert shared is not None
    assert shared.id is not None
    assert shared.item_hash is not None
    group = tx.get(Group, shared.group_id)
    assert group is not None
    asking = Asking(
        round_id=shared.id,
        showing=showing_of(tx, shared.group_id, shared.item_hash, shared.option_order),
        day=shared.day,
        domain=library.title_of(shared.pack, shared.domain),
        opens_at=shared.opens_at,
        closes_at=shared.closes_at,
        zone=group.zone,
        revisited=Reason.from_text(shared.reason).revisited,
    )
    if kind == daily.RATIONALES:
        return rationales_card(asking)
    outcome = Outcome(cells=attempts.tally_of(tx, round_id))
    if shared.state == rounds.CLOSED:
        return closed_card(asking, outcome, talks.outcome_of(tx, shared))
    return open_card(
        asking,
        answered=outcome.answers,
        previous=_previous(tx, shared),
        talk=talks.announced(tx, shared),
    )


def _previous(tx: Tx, shared: Round) -> tuple[int, str] | None:
    before = rounds.closed_before(tx, shared.group_id, shared.opens_at)
    if before is None or before.id is None:
        return None
    day = weekday(before.day)
    if before.day == shared.day - timedelta(days=1):
        day = "Yesterday"
    return before.id, result_line(day, Outcome(cells=attempts.tally_of(tx, before.id)))
