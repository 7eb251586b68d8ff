"""The desk: every press and every typed word comes here and leaves as a reply.

It owns the transactions: views read beside the writer, everything else is written and is
answered once it is durable. A refusal becomes a card; a fault is logged with a number.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias, assert_never

from bot.cards import actions as act
from bot.cards.actions import Action
from bot.cards.commands import Domains, parse
from bot.cards.help import fault_card, refusal_card
from bot.core.errors import Fault, Refusal
from bot.core.identity import Address, Identity
from bot.services import answering, boards, guide, lead, practice, progress, today
from bot.services.library import Library, domains_of
from bot.services.reply import Reply
from bot.services.scene import Scene, set_scene
from bot.store.database import Database
from bot.store.groups import pack_at
from bot.store.tx import Tx

log = logging.getLogger(__name__)
Inputs: TypeAlias = Mapping[str, tuple[str, ...]]
LeadAction: TypeAlias = act.PostNow | act.Skip | act.Unskip | act.Pause | act.Resume | act.Status

#: Actions that change nothing: answered beside the writer, also for somebody unknown.
VIEWS = (
    act.Show,
    act.Reveal,
    act.Change,
    act.WriteNote,
    act.Today,
    act.ShowBoard,
    act.Progress,
    act.Why,
    act.Notes,
    act.Help,
    act.About,
    act.Status,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Something that somebody did somewhere: an action, or what they typed after ``/study``."""

    who: Identity
    where: Address
    what: Action | str
    inputs: Inputs = field(default_factory=lambda: MappingProxyType({}))


class Desk:
    """Dispatches presses. ``changed`` is called after every committed press, from any thread."""

    def __init__(
        self,
        database: Database,
        library: Library,
        clock: Callable[[], datetime],
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._library = library
        self._clock = clock
        self._changed = changed
        self._packs: dict[Address, str] = {}

    def press(self, press: Press) -> Future[Reply]:
        """Do what was asked. The future always holds a reply, a refusal's or a fault's too."""
        answered: Future[Reply] = Future()
        try:
            action, inputs = self._read(press)
            done = self._do(press, action, inputs)
        except Exception as wrong:
            answered.set_result(_sorry(wrong))
            return answered
        is_view = isinstance(action, VIEWS)

        def settle(work: Future[Reply]) -> None:
            wrong = work.exception()
            if wrong is None and not is_view:
                self._changed()
            answered.set_result(work.result() if wrong is None else _sorry(wrong))

        done.add_done_callback(settle)
        return answered

    def domains(self, where: Address) -> Domains:
        """Give the domains that commands may name in a place."""
        return domains_of(self._library.catalogue(self._pack(where)).pack)

    def _read(self, press: Press) -> tuple[Action, Inputs]:
        if isinstance(press.what, str):
            return parse(press.what, self.domains(press.where))
        return press.what, press.inputs

    def _do(self, press: Press, action: Action, inputs: Inputs) -> Future[Reply]:
        is_view = isinstance(action, VIEWS)

        def work(tx: Tx) -> Reply:
            scene = set_scene(
                tx, self._library, self._clock(), press.where, press.who, joins=not is_view
            )
            return dispatch(scene, action, inputs)

        return self._database.read(work) if is_view else self._database.write(work)

    def _pack(self, where: Address) -> str:
        # A group keeps its pack, so one look-up per place is enough.
        if where not in self._packs:
            found = self._database.read_now(
                lambda tx: pack_at(tx, where.platform, where.workspace, where.address)
            )
            if found is None:
                return self._library.first.pack.id
            self._packs[where] = found
        return self._packs[where]


def dispatch(scene: Scene, action: Action, inputs: Inputs) -> Reply:
    """Call the use case of an action."""
    match action:
        case act.Show(target=target):
            return answering.show(scene, target)
        case act.Reveal(target=target):
            return answering.reveal(scene, target)
        case act.Tap(target=target, position=position):
            return answering.tap(scene, target, position)
        case act.Change(target=target):
            return answering.change(scene, target)
        case act.Lock(target=target, confidence=confidence):
            return answering.lock(scene, target, confidence)
        case act.Respond(target=target):
            return answering.respond(scene, target, inputs)
        case act.WriteNote(target=target):
            return progress.write_note(scene, target)
        case act.SaveNote(target=target):
            return progress.save_note(scene, target, inputs)
        case act.ChooseBoard(join=join):
            return boards.choose_board(scene, join)
        case act.RateSelf(domain=domain, familiarity=familiarity):
            return progress.rate(scene, domain, familiarity)
        case act.Today():
            return today.show_today(scene)
        case act.Practise(domain=domain_id, n=n):
            return practice.begin(scene, domain_id, n)
        case act.Continue():
            return practice.go_on(scene)
        case act.ShowBoard(window=window, by=by):
            return boards.show_board(scene, window, by)
        case act.Progress():
            return progress.show_progress(scene)
        case act.Why(round=round_id):
            return today.show_why(scene, round_id)
        case act.Notes(page=page):
            return progress.show_notes(scene, page, inputs)
        case act.Help(more=more):
            return guide.show_help(scene, more=more)
        case act.About():
            return guide.show_about(scene)
        case _:
            return _dispatch_lead(scene, action)


def _dispatch_lead(scene: Scene, action: LeadAction) -> Reply:
    match action:
        case act.PostNow():
            return lead.post_now(scene)
        case act.Skip():
            return lead.skip(scene)
        case act.Unskip(round=round_id):
            return lead.unskip(scene, round_id)
        case act.Pause():
            return lead.pause(scene)
        case act.Resume():
            return lead.resume(scene)
        case act.Status():
            return lead.status(scene)
        case _:
            assert_never(action)


def _sorry(wrong: BaseException) -> Reply:
    if isinstance(wrong, Refusal):
        return Reply(card=refusal_card(str(wrong)), key="refusal")
    number = secrets.token_hex(4)
    log.error("fault %s", number, exc_info=wrong)
    text = str(wrong) if isinstance(wrong, Fault) else ""
    return Reply(card=fault_card(number, text), key="refusal")
