"""Flags: anybody doubts a question, before or after answering, and is told what came of it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards.actions.values import Target
from bot.cards.blocks import Card
from bot.cards.flags import (
    Outcome,
    flag_answer_card,
    flag_form,
    flag_sent_card,
    flag_waits_card,
)
from bot.core.errors import Misused
from bot.core.flags import WORDS_MOST, Doubt, FlagEvent, Flagged, open_flags
from bot.core.words import read_words
from bot.services import bulletins
from bot.services.keys import is_sealed
from bot.services.marking import load
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import events, people, rounds
from bot.store.tables import Account, Bulletin
from bot.store.tx import Tx

ANSWER = "flag-answer"
KEY = "flag"


def write_flag(scene: Scene, target: Target) -> Reply:
    """Open the form by which a question is flagged, with the asker's flag if there is one."""
    put = load(scene, target)
    held = _own(scene, put.item.id)
    doubt, words = (held.doubt, held.words) if held else (None, "")
    return Reply(card=flag_form(target, put.item.question, doubt, words), key=KEY)


def send_flag(scene: Scene, target: Target, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Keep a flag; a second one on the same question takes the place of the first."""
    put = load(scene, target)
    reasons = inputs.get("reason", ())
    if len(reasons) != 1 or reasons[0] not in set(Doubt):
        raise Misused("Choose what is wrong with the question; your own words are optional.")
    doubt = Doubt(reasons[0])
    words = read_words(" ".join(inputs.get("words", ())), WORDS_MOST)
    held = _own(scene, put.item.id)
    if held is None or (held.doubt, held.words, held.version) != (doubt, words, put.version):
        scene.log(
            FlagEvent.FLAGGED,
            item=put.item.id,
            item_hash=put.version,
            doubt=doubt.value,
            words=words,
        )
    return Reply(card=flag_sent_card(target, put.item.question, doubt), key=KEY)


def flags_in(tx: Tx, group_id: int) -> dict[str, tuple[Flagged, ...]]:
    """Give a group's flags that nobody has answered by item, the longest waiting first."""
    return open_flags(events.events_among(tx, tuple(FlagEvent), group_id=group_id))


def settle(scene: Scene, item: str, outcome: Outcome, words: str = "") -> int:
    """Answer all flags of an item and tell those who raised them; give how many there were."""
    held = flags_in(scene.tx, scene.group_id).get(item, ())
    if not held:
        return 0
    confirmed = outcome is not Outcome.STANDS
    lead = scene.me.learner_id
    seq = events.append_event(
        scene.tx,
        FlagEvent.RESOLVED,
        scene.now,
        group_id=scene.group_id,
        learner_id=lead,
        item=item,
        confirmed=confirmed,
        by=[flag.learner_id for flag in held if flag.learner_id not in (None, lead)],
        words=words,
    )
    for flag in held:
        if flag.learner_id not in (None, lead):
            _tell(scene, flag, seq, outcome, words)
    return len(held)


def card(tx: Tx, bulletin: Bulletin) -> Card:
    """Give the card by which somebody is told what came of their flag."""
    said = bulletin.content
    question = rounds.read_version(tx, said["item_hash"]).question
    account = tx.get(Account, said["account"])
    learner_id = account.learner_id if account else None
    if is_sealed(tx, bulletin.group_id, said["item_hash"], learner_id):
        return flag_waits_card(question)
    return flag_answer_card(question, Outcome(said["outcome"]), said["words"])


def _own(scene: Scene, item: str) -> Flagged | None:
    held = flags_in(scene.tx, scene.group_id).get(item, ())
    return next((flag for flag in held if flag.learner_id == scene.learner_id), None)


def _tell(scene: Scene, flag: Flagged, seq: int, outcome: Outcome, words: str) -> None:
    assert flag.learner_id is not None
    account = people.account_of(scene.tx, flag.learner_id)
    if account is None:
        return  # erased since
    bulletins.issue(
        scene.tx,
        scene.group_id,
        ANSWER,
        f"{seq}.{flag.learner_id}",
        {
            "account": account.id,
            "item_hash": flag.version,
            "outcome": outcome.value,
            "words": words,
        },
        scene.now,
        to=account,
    )
