"""Teach-back: members put a closed question better, and others say that it helped.

An explanation is a bulletin in the question's thread, one an account and question. Thanks are
events: each member's counts once, nobody's own does.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards.blocks import Card
from bot.cards.explanations import (
    EXPLANATION_MOST,
    explain_form,
    explained_card,
    explanation_card,
    taken_back_card,
    thanked_card,
    withdrawn_card,
)
from bot.core.errors import AlreadyDone, Misused, NotAllowed, NotFound
from bot.core.words import read_words
from bot.services import bulletins
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import bulletins as issued
from bot.store import events, people, rounds
from bot.store.tables import Account, Bulletin, Round
from bot.store.tx import Tx

EXPLANATION = "explanation"
EXPLAINED = "explained"
THANKED = "thanked"
KEY = "explain"


def write(scene: Scene, round_id: int) -> Reply:
    """Open the form for the asker's explanation of a closed question, as it stands."""
    shared = _closed(scene, round_id)
    assert shared.item_hash is not None
    kept = _own(scene, round_id)
    text, number = "", None
    if kept is not None:
        text = kept.content["text"]
        number = None if kept.content["taken_back"] else kept.id
    question = rounds.read_version(scene.tx, shared.item_hash).question
    name = _name(scene.tx, scene.group_id, scene.me.learner_id)
    return Reply(card=explain_form(round_id, question, name, text, number), key=KEY)


def save(scene: Scene, round_id: int, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Put the asker's explanation into the thread, or other words in its place."""
    shared = _closed(scene, round_id)
    text = read_words(" ".join(inputs.get("text", ())), EXPLANATION_MOST)
    if not text:
        raise Misused("Write a sentence or two, then press `Put it in the thread`.")
    kept = _own(scene, round_id)
    if kept is None:
        content = {"text": text, "account": scene.account_id, "taken_back": False}
        slot = _slot(round_id, scene.account_id)
        number = bulletins.issue(
            scene.tx, scene.group_id, EXPLANATION, slot, content, scene.now, round_id=round_id
        )
        assert number is not None
        scene.log(
            EXPLAINED, bulletin=number, round=round_id, item=shared.item_id, domain=shared.domain
        )
    else:
        number = _put(scene.tx, kept, text=text, taken_back=False)
    return Reply(card=explained_card(number, round_id, text), key=KEY)


def take_back(scene: Scene, number: int) -> Reply:
    """Take the asker's explanation out of the thread; it can be put back."""
    kept = _mine(scene, number)
    _put(scene.tx, kept, taken_back=True)
    return Reply(card=withdrawn_card(number, kept.round_id or 0), key=KEY)


def put_back(scene: Scene, number: int) -> Reply:
    """Put an explanation back that its writer had taken out."""
    kept = _mine(scene, number)
    _put(scene.tx, kept, taken_back=False)
    return Reply(card=explained_card(number, kept.round_id or 0, kept.content["text"]), key=KEY)


def thank(scene: Scene, number: int) -> Reply:
    """Say that an explanation helped: once for each member, and not for one's own."""
    kept = _here(scene, number)
    writer = _writer(scene.tx, kept)
    if kept.content["taken_back"]:
        raise NotFound("That explanation is not there any more.")
    if writer == scene.me.learner_id:
        raise NotAllowed("That one is yours: the others say whether it helped.")
    if scene.me.learner_id in thanked_by(scene.tx, scene.group_id, number):
        raise AlreadyDone("You have said so already: it counts once.")
    scene.log(THANKED, to=writer, bulletin=number)
    bulletins.revise(scene.tx, number)
    return Reply(card=thanked_card(_name(scene.tx, scene.group_id, writer)), key=f"thank{number}")


def card(tx: Tx, bulletin: Bulletin) -> Card:
    """Give an explanation's message as it stands now."""
    said = bulletin.content
    if said["taken_back"]:
        return taken_back_card()
    assert bulletin.id is not None
    thanks = thanked_by(tx, bulletin.group_id, bulletin.id)
    name = _name(tx, bulletin.group_id, _writer(tx, bulletin))
    return explanation_card(bulletin.id, said["text"], name, len(thanks))


def thanked_by(tx: Tx, group_id: int, number: int) -> frozenset[int | None]:
    """Give who said that an explanation helped."""
    return frozenset(
        event.learner_id
        for event in events.events_of(tx, THANKED, group_id=group_id)
        if event.payload["bulletin"] == number
    )


def helped(tx: Tx, group_id: int, learner_id: int) -> tuple[int, int]:
    """Give how many explanations a learner has written in a group, and how often they helped."""
    written = {
        event.payload["bulletin"]
        for event in events.events_of(tx, EXPLAINED, group_id=group_id, learner_id=learner_id)
    }
    thanks = {
        (event.learner_id, event.payload["bulletin"])
        for event in events.events_of(tx, THANKED, group_id=group_id)
        if event.payload["bulletin"] in written
    }
    return len(written), len(thanks)


def forget(tx: Tx, learner_id: int) -> int:
    """Take every explanation of a learner out of its thread, words and name; give how many."""
    count = 0
    for event in events.own_events(tx, learner_id, (EXPLAINED,)):
        kept = tx.get(Bulletin, event.payload["bulletin"])
        if kept is not None:
            _put(tx, kept, text="", taken_back=True)
            count += 1
    return count


def _closed(scene: Scene, round_id: int) -> Round:
    shared = scene.tx.get(Round, round_id)
    if shared is None or shared.group_id != scene.group_id or shared.item_hash is None:
        raise NotFound("That question is not here (any more).")
    if shared.state != rounds.CLOSED:
        raise NotAllowed("This question is still open. Explain it once it has closed.")
    return shared


def _own(scene: Scene, round_id: int) -> Bulletin | None:
    if scene.account is None:
        return None
    slot = _slot(round_id, scene.account_id)
    return issued.in_slot(scene.tx, scene.group_id, EXPLANATION, slot)


def _here(scene: Scene, number: int) -> Bulletin:
    kept = scene.tx.get(Bulletin, number)
    if kept is None or kept.kind != EXPLANATION or kept.group_id != scene.group_id:
        raise NotFound("That explanation is not here (any more).")
    return kept


def _mine(scene: Scene, number: int) -> Bulletin:
    kept = _here(scene, number)
    if _writer(scene.tx, kept) != scene.me.learner_id:
        raise NotAllowed("Only its writer can take an explanation back or put it up again.")
    if not kept.content["text"]:
        raise NotFound("That explanation is gone for good.")
    return kept


def _put(tx: Tx, kept: Bulletin, **changes: object) -> int:
    assert kept.id is not None
    issued.put_content(tx, kept, **changes)
    tx.flush()
    bulletins.revise(tx, kept.id)
    return kept.id


def _name(tx: Tx, group_id: int, learner_id: int) -> str:
    return people.names_of(tx, [learner_id], group_id).get(learner_id, "somebody")


def _writer(tx: Tx, kept: Bulletin) -> int:
    """Give who wrote an explanation: an account stays when it becomes somebody else's."""
    account = tx.get(Account, kept.content["account"])
    assert account is not None
    return account.learner_id


def _slot(round_id: int, account_id: int) -> str:
    return f"{round_id}.{account_id}"
