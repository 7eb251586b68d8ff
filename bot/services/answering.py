"""Answering a question: the provisional pick, the lock, the form, and the verdict.

One path for shared rounds and private runs. Nothing here trusts a payload: the group must
own the round, the run must be the asker's, and a second press changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.cards import answer as screens
from bot.cards import practice as practice_screens
from bot.cards import sealed
from bot.cards.actions import Asked, Confidence, Target
from bot.cards.blocks import Block, Card
from bot.cards.onboarding import board_choice
from bot.cards.wording import weekday
from bot.core import scoring
from bot.core.errors import Misused, NotFound
from bot.core.items import Item, Kind, Response
from bot.core.setup import Verdicts
from bot.core.showing import Showing
from bot.core.slots import study_day
from bot.services import points, silence
from bot.services.reply import Reply, about
from bot.services.scene import Scene
from bot.store import attempts, rounds
from bot.store.tables import Attempt, Draft, Round, Run, RunItem
from bot.store.tx import Tx

DAILY = "daily"
LATE = "late"
PRACTICE = "practice"
WEEKLY = "weekly"
#: A faster answer on a long stem was not read: it earns nothing extra.
READING_TIME = timedelta(seconds=3)
REPEAT_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """A question as it is put to the asker: a round, or an item of their run."""

    target: Target
    showing: Showing
    round: Round | None = None
    run: Run | None = None
    run_item: RunItem | None = None

    @property
    def item(self) -> Item:
        """The item in the version that was shown."""
        return self.showing.item

    @property
    def pack(self) -> str:
        """The pack that asks, which may have drawn the item from another."""
        if self.round is not None:
            return self.round.pack
        return self.run.pack if self.run is not None else self.item.pack

    def closed(self, now: datetime) -> bool:
        """Whether an answer now would be late."""
        return self.round is not None and (
            self.round.state != rounds.OPEN or now >= self.round.closes_at
        )


def show(scene: Scene, target: Target) -> Reply:
    """Show a question as it stands for the asker: to be answered, picked, or with its verdict."""
    put = load(scene, target)
    given = _given(scene, put)
    if given is not None:
        return about(target, _verdict(scene, put, given))
    draft = _draft(scene, put)
    if draft is not None:
        return about(target, _picked(scene, put, draft))
    return about(target, _question(scene, put))


def reveal(scene: Scene, target: Target) -> Reply:
    """Show the answer of a closed question; an open one is shown as it stands."""
    put = load(scene, target)
    given = _given(scene, put)
    if given is None and put.closed(scene.now) and put.round is not None:
        return about(target, screens.reveal_card(put.showing, _heading(scene, put)))
    return show(scene, target)


def tap(scene: Scene, target: Target, position: int) -> Reply:
    """Keep a provisional pick; on a closed question it is marked at once, for learning only."""
    put = load(scene, target)
    given = _given(scene, put)
    if given is not None:
        return about(target, _verdict(scene, put, given))
    response = _single(put, position)
    if put.closed(scene.now):
        in_time = _draft(scene, put)
        if in_time is None:
            late = record(scene, put, response, None, scene.now, LATE)
            return about(target, _verdict(scene, put, late))
        return about(target, _picked(scene, put, in_time))
    if put.run_item is not None:
        put.run_item.picked = response
        scene.tx.add(put.run_item)
    else:
        rounds.put_draft(
            scene.tx,
            Draft(
                round_id=target.id,
                account_id=scene.account_id,
                response=response,
                tapped_at=scene.now,
            ),
            scene.me.learner_id,
        )
    return about(target, _picked(scene, put, response))


def change(scene: Scene, target: Target) -> Reply:
    """Offer the options again; the pick before stays until another one is tapped."""
    put = load(scene, target)
    given = _given(scene, put)
    if given is not None:
        return about(target, _verdict(scene, put, given))
    return about(target, _question(scene, put))


def lock(scene: Scene, target: Target, confidence: Confidence) -> Reply:
    """Turn the provisional pick into the answer."""
    put = load(scene, target)
    given = _given(scene, put)
    if given is None:
        response = _draft(scene, put)
        if response is None:
            raise Misused("Choose an option first; then say how sure you are.")
        at = scene.now
        if put.round is not None:
            draft = rounds.draft_of(scene.tx, target.id, scene.me.learner_id)
            assert draft is not None
            at = draft.tapped_at
            scene.tx.delete(draft)
        given = record(scene, put, response, confidence, at, _source(put, at))
    return about(target, _verdict(scene, put, given))


def respond(scene: Scene, target: Target, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Take a form: the response by shown positions, and how sure the asker is."""
    put = load(scene, target)
    given = _given(scene, put)
    if given is None:
        response = _from_form(put, inputs.get("response", ()))
        words = inputs.get("confidence", ())
        try:
            confidence = Confidence(words[0]) if words else None
        except ValueError:
            confidence = None
        if confidence is None:
            raise Misused("Say how sure you are, too; it never changes your points.")
        given = record(scene, put, response, confidence, scene.now, _source(put, scene.now))
    return about(target, _verdict(scene, put, given))


def load(scene: Scene, target: Target) -> Put:
    """Find the question behind a target. Refuses what is not the asker's to see."""
    gone = NotFound("That question is not here (any more). `/study today` brings you back in.")
    if target.asked is Asked.ROUND:
        shared = scene.tx.get(Round, target.id)
        if shared is None or shared.group_id != scene.group_id or shared.item_hash is None:
            raise gone
        item = rounds.read_version(scene.tx, shared.item_hash)
        item = scene.library.placed(shared.pack, item)
        return Put(target=target, showing=Showing(item, shared.option_order), round=shared)
    run_item = scene.tx.get(RunItem, target.id)
    run = scene.tx.get(Run, run_item.run_id) if run_item else None
    if run_item is None or run is None or run.learner_id != scene.learner_id:
        raise gone
    item = rounds.read_version(scene.tx, run_item.item_hash)
    item = scene.library.placed(run.pack, item)
    showing = Showing(item, run_item.option_order)
    return Put(target=target, showing=showing, run=run, run_item=run_item)


def record(
    scene: Scene,
    put: Put,
    response: Response,
    confidence: Confidence | None,
    at: datetime,
    source: str,
) -> Attempt:
    """Mark a response and keep it; the one kept first wins."""
    new = marked(put, response, confidence, at, source, scene.learner_id or 0, scene.account_id)
    fresh = new.source == PRACTICE and _earns(scene, new)
    new = replace(new, group_id=scene.group.id if scene.group else None, study_day=scene.today)
    kept = attempts.record_attempt(scene.tx, new)
    if scene.group is not None and scene.group.dormant_at is not None:
        silence.wake(scene.tx, scene.group, scene.now)
    if kept is not None and fresh and scene.group is not None:
        points.count_practised(scene)
    given = _given(scene, put)
    assert given is not None
    return given


def marked(
    put: Put,
    response: Response,
    confidence: Confidence | None,
    at: datetime,
    source: str,
    learner_id: int,
    account_id: int,
) -> attempts.NewAttempt:
    """Mark a response, ready to be kept; only answers in time earn points."""
    item = put.item
    mark = scoring.mark(item, response)
    earns = scoring.points(mark) if source == DAILY else 0
    shared = put.round
    return attempts.NewAttempt(
        learner_id=learner_id,
        account_id=account_id,
        group_id=shared.group_id if shared else None,
        round_id=shared.id if shared else None,
        run_item_id=put.run_item.id if put.run_item else None,
        pack=put.pack,
        item_id=item.id,
        item_hash=item.hash,
        domain=shared.domain if shared else item.domain,
        concept=item.concept,
        source=source,
        response=response,
        confidence=confidence.value if confidence else None,
        is_right=mark.right,
        share=mark.share,
        points=earns,
        shown_at=put.run_item.shown_at if put.run_item else None,
        study_day=at.date(),
        at=at,
        counts_for_round=source == DAILY,
    )


def _source(put: Put, at: datetime) -> str:
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


def _given(scene: Scene, put: Put) -> Attempt | None:
    if scene.learner_id is None:
        return None
    if put.run_item is not None:
        assert put.run_item.id is not None
        return attempts.attempt_on_run_item(scene.tx, put.run_item.id)
    return attempts.attempt_on_round(scene.tx, put.target.id, scene.learner_id)


def _draft(scene: Scene, put: Put) -> Response | None:
    if put.run_item is not None:
        return put.run_item.picked
    if scene.account is None:
        return None
    draft = rounds.draft_of(scene.tx, put.target.id, scene.account.learner_id)
    return draft.response if draft else None


def _single(put: Put, position: int) -> Response:
    if put.item.kind is not Kind.SINGLE:
        raise Misused("This one takes more than a tap: press `Answer`.")
    return _checked(put, (position,))


def _from_form(put: Put, values: tuple[str, ...]) -> Response:
    if not all(value.isascii() and value.isdecimal() and len(value) < 3 for value in values):
        raise Misused("That answer cannot be read. Ask for the question again with `today`.")
    return _checked(put, tuple(int(value) for value in values))


def _checked(put: Put, shown: tuple[int, ...]) -> Response:
    if put.item.kind is Kind.MATCHING and len(shown) != len(put.item.options):
        raise Misused("Give each line its match, please.")
    try:
        response = put.showing.to_source(shown)
    except IndexError as wrong:
        raise Misused("That option does not exist. Ask for the question again.") from wrong
    return scoring.validate_response(put.item, response)


def _heading(scene: Scene, put: Put) -> str:
    title = scene.library.title_of(put.pack, put.item.domain)
    if put.round is not None:
        return f"{weekday(put.round.day)}'s scenario · {title}"
    return title


def stage_of(scene: Scene, put: Put, notice: str = "") -> practice_screens.Stage:
    """Say where an item stands in its run."""
    assert put.run is not None
    assert put.run_item is not None
    return practice_screens.Stage(
        run_item_id=put.target.id,
        position=put.run_item.position,
        wanted=put.run.wanted,
        domain=scene.library.title_of(put.pack, put.item.domain),
        notice=notice,
        name="Review" if put.run.source == WEEKLY else "Practice",
    )


def _promise(scene: Scene) -> bool:
    """Say whether the promise is due: before a person's first answer."""
    return scene.learner_id is None or not attempts.has_answered(scene.tx, scene.learner_id)


def _question(scene: Scene, put: Put) -> Card:
    if put.run_item is not None:
        return practice_screens.item_card(stage_of(scene, put), put.showing)
    heading, promise = _heading(scene, put), _promise(scene)
    make = screens.choose_card if put.item.kind is Kind.SINGLE else screens.form_card
    card = make(put.showing, put.target, heading, promise=promise)
    if put.closed(scene.now):
        late = tuple(screens.late_blocks(put.target))
        return Card(title=card.title, blocks=late + card.blocks, submit=card.submit)
    return card


def _picked(scene: Scene, put: Put, response: Response) -> Card:
    shared = put.round
    return screens.picked_card(
        put.showing,
        put.target,
        response,
        closes_at=shared.closes_at if shared else None,
        zone=scene.zone,
        promise=_promise(scene),
    )


def _verdict(scene: Scene, put: Put, given: Attempt) -> Card:
    closed = put.closed(scene.now)
    if put.round is not None and not closed and scene.here.verdicts == Verdicts.AT_CLOSE:
        return _sealed(scene, put, given)
    verdict = screens.Verdict(
        showing=put.showing,
        response=given.response,
        is_right=given.is_right,
        share=given.share,
        confidence=Confidence(given.confidence) if given.confidence else None,
        points=given.points if given.source == DAILY else None,
        late=given.source == LATE,
        closed=closed,
    )
    if put.run_item is not None:
        return practice_screens.item_verdict(stage_of(scene, put), verdict)
    return screens.verdict_card(verdict, put.target, more=_asks(scene))


def _sealed(scene: Scene, put: Put, given: Attempt) -> Card:
    """Say that the answer is in; the verdict waits for the close."""
    assert put.round is not None
    waiting = sealed.Sealed(
        showing=put.showing,
        response=given.response,
        confidence=Confidence(given.confidence) if given.confidence else None,
        closes_at=put.round.closes_at,
        zone=scene.here.zone,
    )
    return sealed.sealed_card(waiting, put.target, more=_asks(scene))


def _asks(scene: Scene) -> list[Block]:
    """Give what a new member is asked beneath the first verdict."""
    if scene.membership is not None and scene.membership.on_board is None:
        return board_choice()
    return []


def in_time(tx: Tx, shared: Round, draft: Draft, learner_id: int, zone: str) -> attempts.NewAttempt:
    """Turn a provisional pick into an answer, at the close and with the time of the tap."""
    assert shared.item_hash is not None
    item = rounds.read_version(tx, shared.item_hash)
    assert shared.id is not None
    put = Put(
        target=Target(Asked.ROUND, shared.id),
        showing=Showing(item, shared.option_order),
        round=shared,
    )
    new = marked(put, draft.response, None, draft.tapped_at, DAILY, learner_id, draft.account_id)
    return replace(new, study_day=study_day(draft.tapped_at, zone))
