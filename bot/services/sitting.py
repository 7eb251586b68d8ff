"""Going through a mock exam: a question, an answer, a mark, all questions, a break, the way out.

Every press says which sitting and which question it is about, so a press on a screen that is
out of date acts on its own question, and says so. The database alone knows where somebody is:
any device goes on from there, also after a restart. Nothing here tells anything of a key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.cards import mock as screens
from bot.cards.blocks import Card
from bot.cards.mock import Sat
from bot.core import exams
from bot.core.errors import Misused, NotFound
from bot.core.exams import Form
from bot.core.items import Response
from bot.core.showing import Showing
from bot.core.sittings import Place
from bot.services import mock_results
from bot.services.answering import from_form, from_tap
from bot.services.handing_in import hand_in, look_away
from bot.services.keys import showing_of
from bot.services.reply import Reply
from bot.services.scene import Scene
from bot.store import sittings
from bot.store.sittings import SatItem
from bot.store.tables import Run, Sitting

#: So long whoever comes back to a sitting is shown what came of it instead.
LATELY = timedelta(days=1)
OVER = "It is handed in: nothing in it changes any more."


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A running sitting before its owner, held until the transaction ends."""

    scene: Scene
    sitting: Sitting
    run: Run
    items: list[SatItem]

    def at(self, place: int) -> SatItem:
        """Give the item at a place. Refuses a place that the form does not have."""
        if not 1 <= place <= len(self.items):
            raise Misused(f"Choose a question between 1 and {len(self.items)}.")
        return self.items[place - 1]

    def shown(self, place: int) -> Showing:
        """Give the item at a place as it is shown in this sitting."""
        item = self.at(place)
        return showing_of(self.scene.tx, self.run.group_id, item.version, item.order)

    @property
    def places(self) -> list[Place]:
        """The state of every place."""
        return [
            Place(number=each.place, answered=each.response is not None, marked=each.marked)
            for each in self.items
        ]

    def sat(self, notice: str = "") -> Sat:
        """Give what every screen of the sitting shows."""
        held, rests = self.sitting, _is_on_break(self.sitting, self.scene.now)
        now, deadline = self.scene.now, held.deadline
        if rests and held.break_since is not None:
            # What is lent to the clock for the break is no time to answer in.
            now, deadline = held.break_since, deadline - timedelta(seconds=held.break_left_s)
        left = exams.time_left(held.minutes, deadline, now)
        answered = sum(each.response is not None for each in self.items)
        return Sat(
            sitting=held.run_id,
            form=Form(held.form),
            total=len(self.items),
            pace=exams.pace_of(answered, len(self.items), held.minutes, left),
            deadline=held.deadline,
            zone=self.scene.zone,
            break_left=timedelta(seconds=held.break_left_s),
            rests=rests,
            notice=notice,
        )


def go_on(scene: Scene) -> Reply | None:
    """Go on with the asker's running sitting; None where there is none."""
    learner_id = scene.learner_id
    held = sittings.running(scene.tx, learner_id) if learner_id is not None else None
    return come_back(scene, held.run_id) if held is not None else None


def just_over(scene: Scene) -> Reply | None:
    """Show the asker what came of a sitting that the clock handed in lately; None without one."""
    learner_id = scene.learner_id
    for held in sittings.past(scene.tx, learner_id, 1) if learner_id is not None else ():
        if held.by_clock and held.handed_in_at and scene.now - held.handed_in_at < LATELY:
            return mock_results.show(scene, held.run_id)
    return None


def in_short(scene: Scene) -> Sat | None:
    """Say how far the asker's running sitting is, and change nothing; None where there is none."""
    learner_id, tx = scene.learner_id, scene.tx
    held = sittings.running(tx, learner_id) if learner_id is not None else None
    run = tx.get(Run, held.run_id) if held is not None else None
    if held is None or run is None or scene.now >= held.deadline:
        return None
    items = sittings.items_of(tx, held.run_id)
    return Seat(scene=scene, sitting=held, run=run, items=items).sat()


def come_back(scene: Scene, number: int, notice: str = "") -> Reply:
    """Show the question at which a sitting stands."""
    return _during(scene, number, lambda seat: _put(seat, seat.sitting.place, notice))


def turn_to(scene: Scene, number: int, place: int) -> Reply:
    """Open another question of a sitting."""
    return _during(scene, number, lambda seat: _put(seat, place))


def jump_to(scene: Scene, number: int, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Open the question that is chosen among all."""
    said = "".join(inputs.get("place", ()))
    readable = said.isascii() and said.isdecimal() and len(said) < 4
    return turn_to(scene, number, int(said) if readable else 0)


def pick(scene: Scene, number: int, place: int, position: int) -> Reply:
    """Keep the option at a shown position as the answer."""
    return _answer(scene, number, place, lambda showing: from_tap(showing, position), step=0)


def keep(scene: Scene, number: int, place: int, inputs: Mapping[str, tuple[str, ...]]) -> Reply:
    """Keep what a form sends as the answer, and go on to the next question."""
    values = inputs.get("response", ())
    return _answer(scene, number, place, lambda showing: from_form(showing, values), step=1)


def mark(scene: Scene, number: int, place: int, *, on: bool) -> Reply:
    """Mark a question for review, or take its mark off."""

    def work(seat: Seat) -> Reply:
        sittings.mark(scene.tx, number, seat.at(place).place, on=on)
        return _put(_anew(seat), place, _stale(seat, place, "The mark is for"))

    return _during(scene, number, work)


def navigate(scene: Scene, number: int, notice: str = "") -> Reply:
    """Show the state of every question."""
    return _during(
        scene,
        number,
        lambda seat: _reply(seat, screens.navigator_card(seat.sat(notice), seat.places)),
    )


def ask_hand_in(scene: Scene, number: int) -> Reply:
    """Say what is still open before a sitting is handed in."""
    return _during(
        scene, number, lambda seat: _reply(seat, screens.hand_in_card(seat.sat(), seat.places))
    )


def end(scene: Scene, number: int) -> Reply:
    """Hand a sitting in, and show what came of it."""

    def work(seat: Seat) -> Reply:
        hand_in(scene.tx, scene.library, seat.sitting, seat.run, scene.now)
        return mock_results.show(scene, number)

    return _during(scene, number, work)


def leave(scene: Scene, number: int) -> Reply:
    """Put a sitting away; its clock runs on."""

    def work(seat: Seat) -> Reply:
        look_away(scene.tx, seat.sitting, scene.now)
        return _reply(seat, screens.left_card(seat.sat()))

    return _during(scene, number, work)


def take_break(scene: Scene, number: int) -> Reply:
    """Stop a sitting's clock, as long as its breaks allow."""

    def work(seat: Seat) -> Reply:
        held = seat.sitting
        if not held.break_left_s:
            return navigate(scene, number, "This sitting has no break left: the clock runs on.")
        look_away(scene.tx, held, scene.now)
        held.break_since = scene.now
        held.deadline += timedelta(seconds=held.break_left_s)
        scene.tx.add(held)
        return _on_break(seat)

    return _during(scene, number, work)


def end_break(scene: Scene, number: int) -> Reply:
    """Let a sitting's clock run again, and go on where it stood."""
    held = _own(scene, number)[0]
    if held.handed_in_at is None and held.break_since is not None:
        _resume(scene, held, scene.now)
    return come_back(scene, number)


def _answer(
    scene: Scene, number: int, place: int, read: Callable[[Showing], Response], *, step: int
) -> Reply:
    def work(seat: Seat) -> Reply:
        before, response = seat.at(place), read(seat.shown(place))
        if response != before.response:
            changes = before.changes + (before.response is not None)
            sittings.pick(scene.tx, number, place, response, changes=changes)
        stale = _stale(seat, place, "This answer is kept for")
        if stale or not step or place == len(seat.items):
            return _put(_anew(seat), place, stale)
        return _put(_anew(seat), place + step, f"Your answer to question {place} is kept.")

    return _during(scene, number, work)


def _during(scene: Scene, number: int, work: Callable[[Seat], Reply]) -> Reply:
    """Do something in a sitting while it runs; else show its result, or that it has a break."""
    held, run = _own(scene, number)
    if held.handed_in_at is not None:
        return mock_results.show(scene, number, OVER)
    if held.break_since is not None and scene.now >= _break_ends(held):
        _resume(scene, held, _break_ends(held))
    if scene.now >= held.deadline:
        hand_in(scene.tx, scene.library, held, run, scene.now)
        return mock_results.show(scene, number)
    seat = Seat(scene=scene, sitting=held, run=run, items=sittings.items_of(scene.tx, number))
    return _on_break(seat) if held.break_since is not None else work(seat)


def _own(scene: Scene, number: int) -> tuple[Sitting, Run]:
    held, run = sittings.hold(scene.tx, number), scene.tx.get(Run, number)
    if held is None or run is None or run.learner_id != scene.learner_id:
        raise NotFound("That mock exam is not here (any more). `/study mock` shows yours.")
    return held, run


def _put(seat: Seat, place: int, notice: str = "") -> Reply:
    """Put a question on the screen; the time until now belongs to the one that was there."""
    item, held, scene = seat.at(place), seat.sitting, seat.scene
    look_away(scene.tx, held, scene.now)
    held.place, held.looked_at = place, scene.now
    scene.tx.add(held)
    state = seat.places[place - 1]
    card = screens.question_card(seat.sat(notice), state, seat.shown(place), item.response)
    return _reply(seat, card)


def _anew(seat: Seat) -> Seat:
    return replace(seat, items=sittings.items_of(seat.scene.tx, seat.sitting.run_id))


def _stale(seat: Seat, place: int, what: str) -> str:
    """Say that a press came from a screen on which another question than the open one stands."""
    if seat.sitting.place == place or seat.sitting.looked_at is None:
        return ""
    return f"{what} question {place}. On another screen you were at question {seat.sitting.place}."


def _on_break(seat: Seat) -> Reply:
    return _reply(seat, screens.break_card(seat.sat(), _break_ends(seat.sitting)))


def _break_ends(held: Sitting) -> datetime:
    assert held.break_since is not None
    return held.break_since + timedelta(seconds=held.break_left_s)


def _is_on_break(held: Sitting, now: datetime) -> bool:
    return held.break_since is not None and now < _break_ends(held)


def _resume(scene: Scene, held: Sitting, at: datetime) -> None:
    """End a break; what is left of it was lent to the clock and is taken back."""
    assert held.break_since is not None
    allowed = timedelta(seconds=held.break_left_s)
    left = allowed - min(allowed, max(timedelta(), at - held.break_since))
    held.deadline -= left
    held.break_left_s, held.break_since = int(left.total_seconds()), None
    scene.tx.add(held)


def _reply(seat: Seat, card: Card) -> Reply:
    return Reply(card=card, key=mock_results.key_of_reply(seat.sitting.run_id))
