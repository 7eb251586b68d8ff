"""What a question is to its asker, and how a response to it is marked and kept.

One path for shared rounds and private runs. It says nothing to anybody: screens are made
by ``answering``. The group must own the round, and the run must be the asker's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.cards.actions.values import Asked, Confidence, Target
from bot.core import scoring
from bot.core.errors import AlreadyDone, NotAllowed, NotFound
from bot.core.items import Item, Response
from bot.core.showing import Showing
from bot.core.slots import study_day
from bot.services import points, silence
from bot.services.keys import key_of, showing_of
from bot.services.scene import Scene
from bot.store import attempts, keys, rounds, sittings
from bot.store.tables import Attempt, Draft, Round, Run, RunItem
from bot.store.tx import Tx

DAILY = "daily"
LATE = "late"
PRACTICE = "practice"
WEEKLY = "weekly"
REVIEW = "review"
DRILL = "drill"
INVENTORY = "inventory"
#: A faster answer on a long stem was not read: it earns nothing extra.
READING_TIME = timedelta(seconds=3)
REPEAT_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """A question as it is put to the asker: a round, or an item of their run."""

    target: Target
    version: str
    showing: Showing
    round: Round | None = None
    run: Run | None = None
    run_item: RunItem | None = None

    @property
    def item(self) -> Item:
        """The item that was shown, argued as its key is today."""
        return self.showing.item

    @property
    def pack(self) -> str:
        """The pack that asks, which may have drawn the item from another."""
        if self.round is not None:
            return self.round.pack
        return self.run.pack if self.run is not None else self.item.pack

    @property
    def picked(self) -> Response | None:
        """The provisional pick in a private run; a shared round keeps its own beside it."""
        return self.run_item.picked if self.run_item is not None else None

    @property
    def is_of_mock(self) -> bool:
        """Whether it was on a mock exam. One that is still sat is not put at all."""
        return self.run is not None and self.run.source == sittings.MOCK

    def closed(self, now: datetime) -> bool:
        """Whether an answer now would be late."""
        return self.round is not None and (
            self.round.state != rounds.OPEN or now >= self.round.closes_at
        )


def load(scene: Scene, target: Target) -> Put:
    """Find the question behind a target. Refuses what is not the asker's to see."""
    gone = NotFound("That question is not here (any more). `/study today` brings you back in.")
    if target.asked is Asked.ROUND:
        shared = scene.tx.get(Round, target.id)
        if shared is None or shared.group_id != scene.within or shared.item_hash is None:
            raise gone
        put = put_round(scene.tx, shared)
        _not_sat(scene, put.item)
        return replace(put, showing=_placed(scene, shared.pack, put.showing))
    run_item = scene.tx.get(RunItem, target.id)
    run = scene.tx.get(Run, run_item.run_id) if run_item else None
    if run_item is None or run is None or run.learner_id != scene.learner_id:
        raise gone
    put = put_run_item(scene, run, run_item)
    _not_sat(scene, put.item)
    return put


def _not_sat(scene: Scene, item: Item) -> None:
    """Refuse an item of a mock exam that the asker is sitting: it is opened there alone."""
    if scene.learner_id is not None and sittings.is_sat(scene.tx, scene.learner_id, item.id):
        raise NotAllowed(
            "That question is on the mock exam that you are sitting. `/study continue` goes on"
            " with it; once it is handed in, everything about the question is told."
        )


def put_round(tx: Tx, shared: Round) -> Put:
    """Put a shared round, by the key that holds in its group."""
    assert shared.id is not None
    assert shared.item_hash is not None
    showing = showing_of(tx, shared.group_id, shared.item_hash, shared.option_order)
    target = Target(Asked.ROUND, shared.id)
    return Put(target=target, version=shared.item_hash, showing=showing, round=shared)


def put_run_item(scene: Scene, run: Run, run_item: RunItem) -> Put:
    """Put an item of a run, by the key that holds where its owner is."""
    assert run_item.id is not None
    showing = showing_of(scene.tx, scene.within, run_item.item_hash, run_item.option_order)
    return Put(
        target=Target(Asked.RUN, run_item.id),
        version=run_item.item_hash,
        showing=_placed(scene, run.pack, showing),
        run=run,
        run_item=run_item,
    )


def _placed(scene: Scene, pack: str, showing: Showing) -> Showing:
    """Show a question in the domain that the pack which asks it has it in."""
    return replace(showing, item=scene.library.placed(pack, showing.item))


def given_on(scene: Scene, put: Put) -> Attempt | None:
    """Give the asker's kept answer to a question, if there is one."""
    if scene.learner_id is None:
        return None
    if put.run_item is not None:
        assert put.run_item.id is not None
        return attempts.attempt_on_run_item(scene.tx, put.run_item.id)
    return attempts.attempt_on_round(scene.tx, put.target.id, scene.learner_id)


def record(
    scene: Scene,
    put: Put,
    response: Response,
    confidence: Confidence | None,
    at: datetime,
    source: str,
) -> Attempt:
    """Mark a response and keep it; the one kept first wins."""
    if source == sittings.MOCK:
        raise AlreadyDone("That mock exam is over: nothing in it changes any more.")
    here = scene.within
    keys.hold_still(scene.tx, put.version)
    key = key_of(scene.tx, here, put.item, put.version)
    owner = (scene.learner_id or 0, scene.account_id)
    new = marked(put, key, response, confidence, at, source, *owner)
    fresh = new.source == PRACTICE and _earns(scene, new)
    new = replace(new, group_id=here, study_day=scene.today)
    kept = attempts.record_attempt(scene.tx, new)
    if scene.group is not None and scene.group.dormant_at is not None:
        silence.wake(scene.tx, scene.group, scene.now)
    if kept is not None and fresh and scene.group is not None:
        points.count_practised(scene)
    given = given_on(scene, put)
    assert given is not None
    return given


def marked(
    put: Put,
    key: Response,
    response: Response,
    confidence: Confidence | None,
    at: datetime,
    source: str,
    learner_id: int,
    account_id: int,
) -> attempts.NewAttempt:
    """Mark a response, ready to be kept; only answers in time earn points."""
    item = put.item
    mark = scoring.mark(item, response, key)
    shared = put.round
    return attempts.NewAttempt(
        learner_id=learner_id,
        account_id=account_id,
        group_id=shared.group_id if shared else None,
        round_id=shared.id if shared else None,
        run_item_id=put.run_item.id if put.run_item else None,
        pack=put.pack,
        item_id=item.id,
        item_hash=put.version,
        domain=shared.domain if shared else item.domain,
        concept=item.concept,
        source=source,
        response=response,
        confidence=confidence.value if confidence else None,
        is_right=mark.right,
        share=mark.share,
        points=earned(mark, source, shared),
        shown_at=put.run_item.shown_at if put.run_item else None,
        study_day=at.date(),
        at=at,
        intent=put.run_item.intent if put.run_item else None,
        counts_for_round=source == DAILY,
    )


def earned(mark: scoring.Mark, source: str, shared: Round | None) -> int:
    """Give the points of a mark, in tenths; only answers in time earn any."""
    return scoring.points(mark, shared.difficulty) if shared and source == DAILY else 0


def was_right(showing: Showing, given: Attempt) -> bool | None:
    """Say how an answer was marked before a correction changed that; None where nothing did."""
    ruling = showing.ruling
    if ruling is None or given.seq > ruling.seq:
        return None
    before = scoring.mark(showing.item, given.response, ruling.before)
    after = scoring.mark(showing.item, given.response, ruling.key)
    return None if before == after else before.right


def in_time(put: Put, draft: Draft, learner_id: int, zone: str) -> attempts.NewAttempt:
    """Turn a provisional pick into an answer, at the close and with the time of the tap."""
    key, at = put.showing.key, draft.tapped_at
    new = marked(put, key, draft.response, None, at, DAILY, learner_id, draft.account_id)
    return replace(new, study_day=study_day(at, zone))


def source_of(put: Put, at: datetime) -> str:
    """Say where an answer at an instant comes from: in time, late, or from a private run."""
    if put.round is None:
        return put.run.source if put.run else PRACTICE
    return LATE if put.closed(at) else DAILY


def _earns(scene: Scene, new: attempts.NewAttempt) -> bool:
    """Say whether a practised item adds to the week's bonus: read, and not seen this week."""
    if new.shown_at is not None and new.at - new.shown_at < READING_TIME:
        return False
    since = scene.today - timedelta(days=REPEAT_DAYS)
    return not attempts.practised_since(
        scene.tx, new.learner_id, new.item_id, new.pack, new.concept, since
    )
