"""A test post: a real message on a group's own way to its channel, marked as a test.

It asks nothing and counts nothing. A lead takes it away, or it closes by itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.cards import checks as screens
from bot.cards.blocks import Card
from bot.core.errors import AlreadyDone
from bot.services import bulletins
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import bulletins as rows
from bot.store import departures, groups, people
from bot.store.tables import Bulletin
from bot.store.tx import Tx

KIND = "test"
KEY = "test"
STANDS = timedelta(minutes=30)


def post(scene: Scene) -> Reply:
    """Post a test; one that still stands is not posted twice.

    A place that refused us is tried once more: if it refuses again it is closed again.
    """
    scene.must_lead()
    for place in groups.places_of(scene.tx, scene.group_id):
        if place.paused_at is not None and not departures.has_left(scene.tx, place):
            groups.open_place(scene.tx, place)
    latest = next(iter(rows.latest(scene.tx, scene.group_id, KIND)), None)
    if latest is not None and latest.state == rows.OPEN:
        assert latest.id is not None
        return Reply(card=screens.trial_sent_card(latest.id, again=True), key=KEY)
    number = bulletins.issue(
        scene.tx,
        scene.group_id,
        KIND,
        str(latest.id if latest else 0),
        {"by": scene.me.learner_id},
        scene.now,
        closes_at=scene.now + STANDS,
    )
    if number is None:
        raise AlreadyDone("A test was posted this very moment.")
    return Reply(card=screens.trial_sent_card(number), key=KEY)


def end(scene: Scene, bulletin_id: int) -> Reply:
    """Take a test's text away."""
    scene.must_lead()
    bulletin = scene.tx.get(Bulletin, bulletin_id)
    is_ours = bulletin is not None and bulletin.group_id == scene.group_id
    if not is_ours or bulletin is None or bulletin.kind != KIND:
        raise AlreadyDone("That test is not here (any more).")
    close(scene.tx, bulletin_id, scene.now)
    return Reply(card=screens.trial_ended_card(), key=KEY)


def close(tx: Tx, bulletin_id: int, now: datetime) -> bool:
    """Close a test; False where it was closed already."""
    if not rows.mark_closed(tx, bulletin_id, now):
        return False
    bulletins.revise(tx, bulletin_id)
    return True


def card_of(tx: Tx, bulletin: Bulletin) -> Card:
    """Give what a test shows: that it is one, or that one stood here."""
    by = bulletin.content["by"]
    name = people.names_of(tx, [by], bulletin.group_id).get(by, "a lead")
    return screens.trial_card(name, over=bulletin.state == rows.CLOSED)
