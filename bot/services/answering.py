"""Answering a question: the provisional pick, the lock, the form, and the verdict.

One path for shared rounds and private runs. Nothing here trusts a payload: the group must
own the round, the run must be the asker's, and a second press changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.cards import answer as screens
from bot.cards import practice as practice_screens
from bot.cards import sealed
from bot.cards.actions.values import Confidence, Target
from bot.cards.blocks import Block, Card
from bot.cards.drills import TITLES, intent_card
from bot.cards.onboarding import board_choice
from bot.cards.verdict import Verdict, reveal_card, verdict_card
from bot.cards.wording import weekday
from bot.core import scoring
from bot.core.errors import Misused
from bot.core.items import Decides, Kind, Response
from bot.core.showing import Showing
from bot.services import intents, spacing, talks
from bot.services.keys import waits
from bot.services.marking import (
    DAILY,
    INVENTORY,
    LATE,
    REVIEW,
    WEEKLY,
    Put,
    earned,
    given_on,
    load,
    record,
    source_of,
    was_right,
)
from bot.services.reply import Reply, about
from bot.services.scene import Scene
from bot.store import attempts, rounds
from bot.store.tables import Attempt, Draft, Run


def show(scene: Scene, target: Target) -> Reply:
    """Show a question as it stands for the asker: to be answered, picked, or with its verdict."""
    put = load(scene, target)
    given = given_on(scene, put)
    if given is not None:
        return about(target, _verdict(scene, put, given))
    if put.is_of_mock:
        return about(target, reveal_card(put.showing, target, _heading(scene, put)))
    draft = _draft(scene, put)
    if draft is not None:
        return about(target, _picked(scene, put, draft))
    return about(target, _question(scene, put))


def reveal(scene: Scene, target: Target) -> Reply:
    """Show the answer of a closed question; an open one is shown as it stands."""
    put = load(scene, target)
    given = given_on(scene, put)
    if given is None and put.closed(scene.now) and put.round is not None:
        return about(target, reveal_card(put.showing, target, _heading(scene, put)))
    return show(scene, target)


def tap(scene: Scene, target: Target, position: int) -> Reply:
    """Keep a provisional pick; on a closed question it is marked at once, for learning only."""
    put = load(scene, target)
    given = given_on(scene, put)
    if given is not None:
        return about(target, _verdict(scene, put, given))
    if put.is_of_mock:
        return show(scene, target)
    response = from_tap(put.showing, position)
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


def foresee(scene: Scene, target: Target, position: int) -> Reply | None:
    """Give what a tap is going to show, and keep nothing; None where only the tap itself tells.

    For platforms on which a window has to open before anything can be written.
    """
    put = load(scene, target)
    given = given_on(scene, put)
    if given is not None:
        return about(target, _verdict(scene, put, given))
    response = from_tap(put.showing, position)
    if not put.closed(scene.now):
        return about(target, _picked(scene, put, response))
    in_time = _draft(scene, put)
    return None if in_time is None else about(target, _picked(scene, put, in_time))


def change(scene: Scene, target: Target) -> Reply:
    """Offer the options again; the pick before stays until another one is tapped."""
    put = load(scene, target)
    given = given_on(scene, put)
    if given is not None:
        return about(target, _verdict(scene, put, given))
    return show(scene, target) if put.is_of_mock else about(target, _question(scene, put))


def lock(scene: Scene, target: Target, confidence: Confidence) -> Reply:
    """Turn the provisional pick into the answer."""
    put = load(scene, target)
    given = given_on(scene, put)
    if given is None:
        draft = _draft_of_round(scene, put)
        response = draft.response if draft is not None else put.picked
        if response is None:
            raise Misused("Choose an option first; then say how sure you are.")
        at = scene.now
        if draft is not None:
            at = draft.tapped_at
            rounds.drop_draft(scene.tx, draft)
        given = record(scene, put, response, confidence, at, source_of(put, at))
    return about(target, _verdict(scene, put, given))


def respond(scene: Scene, target: Target, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Take a form: the response by shown positions, and how sure the asker is."""
    put = load(scene, target)
    given = given_on(scene, put)
    if given is None:
        response = from_form(put.showing, inputs.get("response", ()))
        words = inputs.get("confidence", ())
        try:
            confidence = Confidence(words[0]) if words else None
        except ValueError:
            confidence = None
        if confidence is None:
            raise Misused("Say how sure you are, too; it never changes your points.")
        given = record(scene, put, response, confidence, scene.now, source_of(put, scene.now))
    return about(target, _verdict(scene, put, given))


def rethink(scene: Scene, target: Target) -> Reply:
    """Offer the options again on an argue day, to whoever may still change their pick."""
    put = load(scene, target)
    card = talks.rethink(scene, put, given_on(scene, put), _heading(scene, put))
    return about(target, card) if card is not None else show(scene, target)


def lean(scene: Scene, target: Target, position: int) -> Reply:
    """Ask once more before a pick is changed."""
    put = load(scene, target)
    from_tap(put.showing, position)
    card = talks.lean(scene, put, given_on(scene, put), position)
    return about(target, card) if card is not None else show(scene, target)


def settle(scene: Scene, target: Target, position: int) -> Reply:
    """Change a pick once; too late, or a second time, it stays as it is."""
    put = load(scene, target)
    from_tap(put.showing, position)
    talks.settle(scene, put, given_on(scene, put), position)
    return show(scene, target)


def from_tap(showing: Showing, position: int) -> Response:
    """Read the response that a tap on a shown position is. Raises ``Misused`` where it is none."""
    if showing.item.kind is not Kind.SINGLE:
        raise Misused("This one takes more than a tap: press `Answer`.")
    return _checked(showing, (position,))


def from_form(showing: Showing, values: Sequence[str]) -> Response:
    """Read the response that a form sends. Raises ``Misused`` with what to do instead."""
    if not all(value.isascii() and value.isdecimal() and len(value) < 3 for value in values):
        raise Misused("That answer cannot be read. Ask for the question again with `today`.")
    return _checked(showing, tuple(int(value) for value in values))


def _checked(showing: Showing, shown: tuple[int, ...]) -> Response:
    item = showing.item
    if item.kind is Kind.MATCHING and len(shown) != len(item.options):
        raise Misused("Give each line its match, please.")
    try:
        response = showing.to_source(shown)
    except IndexError as wrong:
        raise Misused("That option does not exist. Ask for the question again.") from wrong
    return scoring.validate_response(item, response)


def _draft(scene: Scene, put: Put) -> Response | None:
    draft = _draft_of_round(scene, put)
    return draft.response if draft is not None else put.picked


def _draft_of_round(scene: Scene, put: Put) -> Draft | None:
    if put.run_item is not None or scene.account is None:
        return None
    return rounds.draft_of(scene.tx, put.target.id, scene.account.learner_id)


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
        name=_name_of(put.run),
        reason=put.run_item.reason,
        intent=put.run_item.intent or "",
        at_most=put.run.source == INVENTORY,
    )


def _name_of(run: Run) -> str:
    """Give what a person calls a run."""
    drill = intents.drill_of(run)
    if drill is not None:
        return TITLES[drill]
    if run.source == INVENTORY:
        return "Inventory"
    return "Review" if run.source in (WEEKLY, REVIEW) else "Practice"


def item_of_run(scene: Scene, put: Put, notice: str = "") -> Card:
    """Ask an item of a run: the whole question, or its stem alone where the intent comes first."""
    stage = stage_of(scene, put, notice)
    if intents.asks_intent(put):
        return intent_card(stage.name, stage.heading, put.showing, put.target, notice)
    return practice_screens.item_card(stage, put.showing)


def read_intent(scene: Scene, target: Target, intent: Decides) -> Reply:
    """Keep what the asker says decides an item, and show its options."""
    put = load(scene, target)
    intents.read_intent(scene, put, intent)
    return show(scene, target)


def _promise(scene: Scene) -> bool:
    """Say whether the promise is due: before a person's first answer."""
    return scene.learner_id is None or not attempts.has_answered(scene.tx, scene.learner_id)


def _question(scene: Scene, put: Put) -> Card:
    if put.run_item is not None:
        return item_of_run(scene, put)
    heading, promise = _heading(scene, put), _promise(scene)
    make = screens.choose_card if put.item.kind is Kind.SINGLE else screens.form_card
    card = make(put.showing, put.target, heading, promise=promise)
    if put.closed(scene.now):
        late = tuple(screens.late_blocks(put.target))
        return Card(title=card.title, blocks=late + card.blocks, submit=card.submit)
    return card


def _picked(scene: Scene, put: Put, response: Response) -> Card:
    counts_at = None
    if put.round is not None:
        counts_at = talks.split_at(scene.tx, put.round, scene.now) or put.round.closes_at
    return screens.picked_card(
        put.showing,
        put.target,
        response,
        closes_at=counts_at,
        zone=scene.zone,
        promise=_promise(scene),
    )


def _verdict(scene: Scene, put: Put, given: Attempt) -> Card:
    closed = put.closed(scene.now)
    if put.round is not None and not closed and waits(scene.tx, put.round):
        return _sealed(scene, put, given)
    # By the key that holds now, also while past answers are still being marked again.
    mark = scoring.mark(put.item, given.response, put.showing.key)
    back, due = spacing.coming_back(scene, given, counts_due=put.run_item is None)
    verdict = Verdict(
        showing=put.showing,
        response=given.response,
        is_right=mark.right,
        share=mark.share,
        confidence=Confidence(given.confidence) if given.confidence else None,
        points=earned(mark, given.source, put.round) if given.source == DAILY else None,
        late=given.source == LATE,
        closed=put.closed(scene.now),
        was_right=was_right(put.showing, given),
        back=back,
        due=due,
    )
    if put.run_item is not None and not put.is_of_mock:
        return practice_screens.item_verdict(stage_of(scene, put), verdict)
    more = [] if put.is_of_mock else _asks(scene)
    talked = talks.afterwards(scene, put) if closed else ""
    return verdict_card(verdict, put.target, more=more, talked=talked)


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
    talk = talks.waiting(scene, put, given)
    return sealed.sealed_card(waiting, put.target, talk=talk, more=_asks(scene))


def _asks(scene: Scene) -> list[Block]:
    """Give what a new member is asked beneath the first verdict."""
    if scene.membership is not None and scene.membership.on_board is None:
        return board_choice()
    return []
