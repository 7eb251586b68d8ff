"""A lead's own key for a question: the form, what it would change, the change, and its undo.

A change holds for every version of the question that asks the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from bot.cards.flagged import settled_card, undo_key
from bot.cards.flags import Outcome
from bot.cards.rekeying import Weighed, key_form, key_to_read, weighed_card
from bot.core import scoring
from bot.core.errors import AlreadyDone, Misused
from bot.core.flags import WORDS_MOST
from bot.core.items import Item, Kind, Response
from bot.core.keys import Authority, Ruling, moved, same_question
from bot.core.showing import Showing
from bot.core.words import read_words
from bot.services import corrections
from bot.services.flagged import KEY, asked_here, may_be_told, readable, settled
from bot.services.flags import settle
from bot.services.keys import key_of, showing_of
from bot.services.marking import DAILY
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import keys, remarks, rounds


def write_key(scene: Scene, version: str) -> Reply:
    """Open the form that takes another key."""
    item = readable(scene, version)
    return Reply(card=key_form(version, _showing(scene, item, version)), key=KEY)


def weigh_key(scene: Scene, version: str, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Say what another key would change, before it does."""
    item = readable(scene, version)
    key = _read(item, inputs.get("response", ()))
    reason = _reason(inputs)
    before = _showing(scene, item, version)
    _must_differ(before.key, key)
    ruling = Ruling(key=key, before=before.key, by=Authority.LEAD, seq=0, reason=reason)
    after = Showing(item, before.order, ruling)
    weighed = _weigh(scene, item, version, key)
    return Reply(card=weighed_card(version, before, after, weighed, reason), key=KEY)


def override_key(
    scene: Scene, version: str, key: str, inputs: Mapping[str, tuple[str, ...]]
) -> Reply:
    """Let another key hold here; past answers are marked again behind every press."""
    item = readable(scene, version)
    try:
        wanted = scoring.validate_response(item, key_to_read(key))
    except ValueError as wrong:
        raise Misused("That key cannot be read. Begin again with `/study flags`.") from wrong
    reason = _reason(inputs)
    _must_differ(key_of(scene.tx, scene.group_id, item, version), wanted)
    for name, kin in sorted(_kin(scene, item, version).items()):
        there = moved(wanted, item, kin)
        rounds.keep_version(scene.tx, kin, scene.now)
        if key_of(scene.tx, scene.group_id, kin, name) == there:
            continue
        corrections.override(
            scene.tx,
            scene.group_id,
            kin,
            name,
            there,
            scene.now,
            reason=reason,
            learner_id=scene.me.learner_id,
        )
    settle(scene, item.id, Outcome.CORRECTED, reason)
    text = "Corrected. Past answers are being marked again; boards and messages follow in a moment."
    return Reply(card=settled_card(text, undo_key(version)), key=KEY)


def restore_key(scene: Scene, version: str) -> Reply:
    """Take the group's own key back: what holds without it holds again."""
    item = asked_here(scene, version)
    restored = 0
    for name, kin in sorted(_kin(scene, item, version).items()):
        if keys.rule_for(scene.tx, scene.group_id, name)[0] is not None:
            corrections.restore(scene.tx, scene.group_id, kin, name, scene.now, scene.me.learner_id)
            restored += 1
    if not restored:
        raise AlreadyDone("This group has no key of its own for that question (any more).")
    text = "Taken back. Past answers are being marked as before; boards and messages follow."
    return Reply(card=settled_card(text), key=KEY)


def _showing(scene: Scene, item: Item, version: str) -> Showing:
    order = tuple(range(len(item.options))) + tuple(range(len(item.matches)))
    return showing_of(scene.tx, scene.group_id, version, order)


def _read(item: Item, values: tuple[str, ...]) -> Response:
    try:
        key = key_to_read(".".join(values))
    except ValueError as wrong:
        again = "Give each line its match" if item.kind is Kind.MATCHING else "Choose the right key"
        raise Misused(f"{again}, please: what was sent cannot be read.") from wrong
    return scoring.validate_response(item, key)


def _reason(inputs: Mapping[str, tuple[str, ...]]) -> str:
    reason = read_words(" ".join(inputs.get("reason", ())), WORDS_MOST)
    if not reason:
        raise Misused("Say why, in a sentence: your group reads it with the correction.")
    return reason


def _must_differ(before: Response, after: Response) -> None:
    if before == after:
        raise AlreadyDone("That is the key already: choose another one, or leave it as it is.")


def _kin(scene: Scene, item: Item, version: str) -> dict[str, Item]:
    """Give every version that asks the same, shown before or in the pack today."""
    names = keys.versions_of(scene.tx, item.id)
    found = {name: rounds.read_version(scene.tx, name) for name in names}
    today = scene.catalogue.items.get(item.id)
    if today is not None:
        found.setdefault(today.hash, today)
    return {name: kin for name, kin in found.items() if name == version or same_question(item, kin)}


def _weigh(scene: Scene, item: Item, version: str, key: Response) -> Weighed:
    """Count the group's answers, and what would change among those that may be told."""
    answers = told = gained = lost = 0
    of = settled(scene)
    is_open = False
    members: set[int] = set()
    days: set[date] = set()
    for name, kin in _kin(scene, item, version).items():
        shown = {shared.id: shared for shared in keys.rounds_of(scene.tx, scene.group_id, name)}
        is_open |= any(shared.state == rounds.OPEN for shared in shown.values())
        there = moved(key, item, kin)
        given = list(remarks.answers(scene.tx, scene.group_id, name))
        answers += len(given)
        for answer in may_be_told(scene, name, of, given):
            told += 1
            mark = scoring.mark(kin, answer.response, there)
            gained += mark.right and not answer.is_right
            lost += answer.is_right and not mark.right
            shared = shown.get(answer.round_id)
            closed = shared is not None and shared.state == rounds.CLOSED
            if shared and closed and answer.source == DAILY and mark.share != answer.share:
                members.add(answer.learner_id)
                days.add(shared.day)
    monday = scene.today - timedelta(days=scene.today.weekday())
    boards = {
        "today": scene.today in days,
        "this week": any(monday <= day for day in days),
        "this month": any(day >= scene.today.replace(day=1) for day in days),
        "all time": bool(days),
    }
    return Weighed(
        answers=answers,
        told=told,
        gained=gained,
        lost=lost,
        members=len(members),
        boards=tuple(name for name, moves in boards.items() if moves),
        is_open=is_open,
    )
