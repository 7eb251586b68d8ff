"""The desk: every press and every typed word comes here and leaves as a reply.

It owns the transactions: views read beside the writer, everything else is written and is
answered once it is durable. A refusal becomes a card; a fault is logged with a number.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random, SystemRandom
from types import MappingProxyType

from bot.cards.actions import VIEWS, Action
from bot.cards.commands import Domains, Inputs, parse
from bot.cards.help import fault_card, refusal_card
from bot.core.crashpoints import reach
from bot.core.errors import Fault, Refusal
from bot.core.identity import UNSAID, Address, Identity, Visit
from bot.services.library import Library, domains_of
from bot.services.reply import Later, Reply, Tell
from bot.services.scene import Scene, pack_for, set_scene
from bot.services.workshop import Workshop
from bot.store.database import Database
from bot.store.people import rename_account
from bot.store.tx import Tx

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Something that somebody did somewhere: an action, or what they typed after ``/study``."""

    who: Identity
    where: Address
    what: Action | str
    inputs: Inputs = field(default_factory=lambda: MappingProxyType({}))
    visit: Visit = UNSAID


class Desk:
    """Dispatches presses. ``changed`` is called after every committed press, from any thread.

    ``zone`` is what a new group or somebody without one gets where their platform knows none.
    """

    def __init__(
        self,
        database: Database,
        library: Library,
        clock: Callable[[], datetime],
        changed: Callable[[], None] = lambda: None,
        rng: Random | None = None,
        workshop: Workshop | None = None,
        zone: str = "UTC",
    ) -> None:
        self._database = database
        self._library = library
        self._clock = clock
        self._changed = changed
        self._rng = rng or SystemRandom()
        self._workshop = workshop
        self._zone = zone

    def press(self, press: Press, tell: Tell = lambda _: None) -> Future[Reply]:
        """Do what was asked. The future always holds a reply, a refusal's or a fault's too.

        What a reply promises for later is given to ``tell``, from a thread of its own.
        """
        answered: Future[Reply] = Future()
        try:
            action, inputs = self._read(press)
            done = self._do(press, action, inputs)
        except Exception as wrong:
            answered.set_result(_sorry(wrong))
            return answered
        is_view = isinstance(action, VIEWS)

        def settle(work: Future[Reply]) -> None:
            reach("before-reply")
            wrong = work.exception()
            if wrong is None and not is_view:
                self._changed()
            reply = work.result() if wrong is None else _sorry(wrong)
            answered.set_result(reply)
            if reply.later is not None:
                self._make(reply.later, tell)

        done.add_done_callback(settle)
        return answered

    def foresee(self, press: Press) -> Future[Reply | None]:
        """Give what a press is going to show, read beside the writer; None where nobody knows.

        Nothing is kept: the press itself is still to come.
        """
        action = press.what
        if isinstance(action, str):
            raise TypeError("words are not foreseen")

        def work(tx: Tx) -> Reply | None:
            from bot.services.dispatch import foresee

            with suppress(Refusal):  # the press itself says why not
                return foresee(self._scene(tx, press, joins=False), action)
            return None

        return self._database.read(work)

    def called(self, who: Identity) -> Future[None]:
        """Note what a platform calls somebody, where they are known."""
        return self._database.write(lambda tx: rename_account(tx, who), background=True)

    def domains(self, where: Address, who: Identity | None = None) -> Domains:
        """Give the domains that commands may name in a place; none where its pack is missing.

        Where no group lives they are those of the group that counts for ``who``.
        """
        pack = self._database.read_now(lambda tx: pack_for(tx, where, who))
        if pack is None:
            return domains_of(self._library.first.pack)
        catalogue = self._library.catalogues.get(pack)
        return domains_of(catalogue.pack) if catalogue else ()

    def _make(self, later: Later, tell: Tell) -> None:
        workshop = self._workshop
        if workshop is None:
            tell(later.nowhere)
            return

        def work() -> None:
            try:
                tell(self._database.read_now(lambda tx: later.make(tx, workshop, tell)))
            except Exception as wrong:
                tell(replace(_sorry(wrong), key=later.nowhere.key))

        # It waits for the workshop, which has a bound of its own: no place in a pool is held.
        threading.Thread(target=work, name="later", daemon=True).start()

    def _read(self, press: Press) -> tuple[Action, Inputs]:
        if isinstance(press.what, str):
            return parse(press.what, self.domains(press.where, press.who))
        return press.what, press.inputs

    def _do(self, press: Press, action: Action, inputs: Inputs) -> Future[Reply]:
        is_view = isinstance(action, VIEWS)

        def work(tx: Tx) -> Reply:
            from bot.services.dispatch import dispatch  # every use case: not before it is ready

            return dispatch(self._scene(tx, press, joins=not is_view), action, inputs)

        return self._database.read(work) if is_view else self._database.write(work)

    def _scene(self, tx: Tx, press: Press, *, joins: bool) -> Scene:
        return set_scene(
            tx,
            self._library,
            self._clock(),
            press.where,
            press.who,
            joins=joins,
            rng=self._rng,
            visit=press.visit,
            zone=self._zone,
        )


def _sorry(wrong: BaseException) -> Reply:
    if isinstance(wrong, Refusal):
        return Reply(card=refusal_card(str(wrong)), key="refusal")
    number = secrets.token_hex(4)
    log.error("fault %s", number, exc_info=wrong)
    text = str(wrong) if isinstance(wrong, Fault) else ""
    return Reply(card=fault_card(number, text), key="refusal")
