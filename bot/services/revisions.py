"""What the pack has changed since its questions were shown, taken in when the program starts.

A corrected key, under the same id and for the same question, holds for what was shown
before, too. A changed question is another one: what was answered keeps its marks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.cards.blocks import Card
from bot.cards.corrections import differs_card
from bot.core.items import Item
from bot.core.keys import moved, same_question
from bot.services import bulletins, corrections
from bot.services.library import Library
from bot.store import events, keys, people, rounds
from bot.store.tables import Bulletin
from bot.store.tx import Tx

CHANGED = "question-changed"
DIFFERS = "key-differs"
NAMED_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A version that was shown, and the one that the pack has today in its place."""

    version: str
    today: Item
    is_correction: bool

    @property
    def words(self) -> str:
        """Say what it means, for the log."""
        if self.is_correction:
            return f"{self.today.id}: its key was corrected; past answers are marked again"
        return (
            f"{self.today.id}: the question was changed under its old id; past answers keep "
            "their marks (a changed question needs an id of its own)"
        )


def find(tx: Tx, library: Library) -> list[Revision]:
    """Give what the pack has changed and nobody has taken in yet."""
    known = {
        (event.payload["item_hash"], event.payload["to"]) for event in events.events_of(tx, CHANGED)
    }
    shown = keys.every_version(tx)
    found = []
    for catalogue in library.catalogues.values():
        for item_id in catalogue.items.keys() & shown.keys():
            today = catalogue.items[item_id]
            for version in shown[item_id]:
                revision = _compare(tx, version, today)
                if revision is not None and (version, today.hash) not in known:
                    found.append(revision)
    return sorted(found, key=lambda revision: (revision.today.id, revision.version))


def take_in(tx: Tx, revision: Revision, now: datetime) -> bool:
    """Let what the pack has changed hold; False where that was done already."""
    version, today = revision.version, revision.today
    if _compare(tx, version, today) is None:
        return False
    rounds.keep_version(tx, today, now)
    if not revision.is_correction:
        events.append_event(
            tx, CHANGED, now, item=today.id, item_hash=version, to=today.hash, pack=today.pack
        )
        return True
    if version == today.hash:
        corrections.restore(tx, keys.EVERYWHERE, today, version, now)
        return True
    before = rounds.read_version(tx, version)
    key = moved(today.key, today, before)
    corrections.override(tx, keys.EVERYWHERE, before, version, key, now, to=today.hash)
    for group_id, own in keys.rules_of(tx, version).items():
        if group_id != keys.EVERYWHERE and own != key:
            _keep_own(tx, group_id, before, revision, now)
    return True


def changed_here(tx: Tx, library: Library, group_id: int, pack: str) -> str:
    """Say which questions asked in a group were changed under their old ids; maybe nothing."""
    items = library.catalogue(pack).items
    names = sorted(
        {
            event.payload["item"]
            for event in events.events_of(tx, CHANGED)
            if event.payload["item"] in items
            and items[event.payload["item"]].hash == event.payload["to"]
            and keys.was_asked(tx, group_id, event.payload["item_hash"])
        }
    )
    if not names:
        return ""
    listed = ", ".join(names[:NAMED_MOST]) + (", …" if len(names) > NAMED_MOST else "")
    return (
        f"Changed under an old id: {listed}. Past answers keep their marks. "
        "A changed question needs an id of its own."
    )


def card(tx: Tx, bulletin: Bulletin) -> Card:
    """Give the card by which a lead learns that the pack's correction is not theirs."""
    version = bulletin.content["item_hash"]
    return differs_card(version, rounds.read_version(tx, version).question)


def _compare(tx: Tx, version: str, today: Item) -> Revision | None:
    """Say what a version shown before has become, where that is still to be taken in."""
    _, everywhere = keys.rule_for(tx, None, version)
    if version == today.hash:
        # A pack that has gone back to it speaks for itself.
        return Revision(version=version, today=today, is_correction=True) if everywhere else None
    before = rounds.read_version(tx, version)
    if not same_question(before, today):
        return Revision(version=version, today=today, is_correction=False)
    if moved(today.key, today, before) == (everywhere or before.key):
        return None  # other words, the same key
    return Revision(version=version, today=today, is_correction=True)


def _keep_own(tx: Tx, group_id: int, before: Item, revision: Revision, now: datetime) -> None:
    """Let a lead's own key go before the pack's, also for the new version, and tell the lead."""
    own = keys.latest_change(tx, group_id, revision.version)
    assert own is not None
    today = revision.today
    there = moved(tuple(own.payload["key"]), before, today)
    if keys.rule_for(tx, group_id, today.hash)[0] is None and there != today.key:
        corrections.override(
            tx, group_id, today, today.hash, there, now, reason=own.payload["reason"]
        )
    for membership, account in people.members_of(tx, group_id):
        if membership.is_lead:
            bulletins.issue(
                tx,
                group_id,
                DIFFERS,
                f"{revision.version}.{today.hash}.{account.id}",
                {"item_hash": revision.version},
                now,
                to=account,
            )
