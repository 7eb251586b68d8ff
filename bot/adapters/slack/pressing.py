"""The press: from what somebody did on Slack to the desk, and the acknowledgement in time.

Slack waits three seconds. A press is acknowledged once it is durable, or after two seconds in
any case; its window opens beside that. Nothing is decided here.
"""

from __future__ import annotations

import asyncio
from asyncio import wrap_future
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from bot.adapters.slack.payload import Call
from bot.adapters.slack.people import People, Profile
from bot.adapters.slack.reading import Pressed, errors_of, refused
from bot.adapters.slack.surface import message_id
from bot.adapters.slack.tasks import Rush, Tasks
from bot.adapters.slack.views import Origin
from bot.adapters.slack.windows import REFUSAL, SAVING, WAITING, Window, Windows, sentence
from bot.cards.actions import Action
from bot.cards.actions.mock import MockAction
from bot.cards.actions.question import QuestionAction
from bot.core.identity import Address, Identity, Visit
from bot.services.desk import Desk, Press
from bot.services.reply import Reply, Tell

PLATFORM = "slack"
#: How long an acknowledgement waits for the commit, and a window for something to show.
ACK_WITHIN, OPEN_WITHIN = 2.0, 1.5
#: After so long what a press will show is read beside the writer, not waited for.
FORESEEN_AFTER = 0.8
#: How long a window waits at most while many presses are not durable yet.
AFTER_THE_RUSH = 0.8
#: What Slack calls channels whose names it does not tell.
UNNAMED = {"privategroup": "private channel", "directmessage": ""}

Ack: TypeAlias = Callable[..., Awaitable[object]]
#: Called with somebody's workspace and id when what their App Home shows has changed.
Changed: TypeAlias = Callable[[str, str], None]


class Presses:
    """Takes presses to the desk and shows what comes back."""

    def __init__(
        self, desk: Desk, windows: Windows, people: People, tasks: Tasks, at_home: Changed
    ) -> None:
        self._desk = desk
        self._windows = windows
        self._people = people
        self._tasks = tasks
        self._at_home = at_home
        self._rush = Rush()

    async def press(
        self, call: Call, what: Action | str, ack: Ack, pressed: Pressed | None = None
    ) -> None:
        """Take a button, a word or a shortcut: the reply is shown in a window of its own, or in
        the one that was pressed in."""
        within = bool(call.view) and not call.is_home
        origin = pressed.origin if within and pressed else _origin(call)
        window = self._windows.window(call, origin, within=within)
        durable: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        inputs = pressed.inputs if pressed else {}
        task = self._tasks.start(self._serve(call, what, inputs, origin, window, durable))
        # Also where serving failed: an acknowledgement is owed in any case.
        task.add_done_callback(lambda _: _mark(durable))
        await asyncio.wait({durable}, timeout=ACK_WITHIN)
        await ack()

    async def submit(
        self, call: Call, pressed: Pressed, ack: Ack, payload: Mapping[str, object]
    ) -> None:
        """Take a form: the acknowledgement turns its window into the reply, or names what is
        wrong and leaves it as it was filled in."""
        if pressed.errors:
            await ack(response_action="errors", errors=dict(pressed.errors))
            return
        window = self._windows.window(call, pressed.origin, within=True)
        profile = self._people.known(call.workspace, call.user, call.handle)
        press = _press(call, pressed.action, pressed.inputs, pressed.origin, profile)
        answer = self._ask(press, window)
        await asyncio.wait({answer}, timeout=ACK_WITHIN)
        if not answer.done():
            await ack(response_action="update", view=window.view(Reply(card=SAVING)))
            self._tasks.start(self._late(call, answer, window))
            return
        reply = answer.result()
        wrong = errors_of(payload, reply.card)
        if reply.key == REFUSAL and not wrong:
            wrong = refused(payload, sentence(reply.card))
        if wrong:
            await ack(response_action="errors", errors=wrong)
            return
        await ack(response_action="update", view=window.view(reply))
        self._tasks.start(window.adopt(reply))
        self._after(call, reply)

    def refuse(self, call: Call, reply: Reply) -> None:
        """Show a refusal of something that never came to the desk."""
        within = bool(call.view) and not call.is_home
        window = self._windows.window(call, _origin(call), within=within)
        self._tasks.start(window.show(reply))

    async def _serve(
        self,
        call: Call,
        what: Action | str,
        inputs: Mapping[str, tuple[str, ...]],
        origin: Origin,
        window: Window,
        durable: asyncio.Future[None],
    ) -> None:
        profile = await self._profile(call, what)
        press = _press(call, what, inputs, origin, profile)
        answer = self._ask(press, window)
        answer.add_done_callback(lambda _: _mark(durable))
        if not window.is_open:
            await self._open_meanwhile(press, answer, window)
        reply = await answer
        await self._rush.over(AFTER_THE_RUSH)
        await window.show(reply)
        self._after(call, reply)

    async def _open_meanwhile(
        self, press: Press, answer: asyncio.Future[Reply], window: Window
    ) -> None:
        """Open a window before the trigger is over, where the commit has to wait."""
        patience = OPEN_WITHIN
        if not isinstance(press.what, str):
            await asyncio.wait({answer}, timeout=FORESEEN_AFTER)
            foreseen = None if answer.done() else await wrap_future(self._desk.foresee(press))
            if foreseen is not None:
                await window.show(foreseen)
                return
            patience -= FORESEEN_AFTER
        await asyncio.wait({answer}, timeout=patience)
        if not answer.done():
            await window.show(Reply(card=WAITING))

    async def _late(self, call: Call, answer: asyncio.Future[Reply], window: Window) -> None:
        reply = await answer
        await window.show(reply)
        self._after(call, reply)

    def _after(self, call: Call, reply: Reply) -> None:
        if reply.farewell:
            self._people.forget(call.workspace, call.user)
        if call.is_home or reply.farewell:
            self._at_home(call.workspace, call.user)

    async def _profile(self, call: Call, what: Action | str) -> Profile:
        # Whoever answers a question must not wait for anything but the answer.
        if isinstance(what, QuestionAction | MockAction):
            return self._people.known(call.workspace, call.user, call.handle)
        return await self._people.look(call.workspace, call.user, call.handle)

    def _ask(self, press: Press, window: Window) -> asyncio.Future[Reply]:
        self._rush.begin()
        answer = wrap_future(self._desk.press(press, self._tell(window)))
        answer.add_done_callback(lambda _: self._rush.end())
        return answer

    def _tell(self, window: Window) -> Tell:
        """Give what shows somebody a later reply, from whichever thread it comes."""
        loop = asyncio.get_running_loop()
        rank = 0

        def tell(reply: Reply) -> None:
            nonlocal rank
            rank += 1
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._begin, window, reply, rank)

        return tell

    def _begin(self, window: Window, reply: Reply, rank: int) -> None:
        self._tasks.start(window.show(reply, rank))


def _mark(durable: asyncio.Future[None]) -> None:
    if not durable.done():
        durable.set_result(None)


def _origin(call: Call) -> Origin:
    return Origin(channel=call.channel, message=call.message)


def address_of(call: Call, origin: Origin | None = None) -> Address:
    """Give the place of a call; a window says where it came from."""
    return Address(PLATFORM, call.workspace, (origin.channel if origin else "") or call.channel)


def identity_of(call: Call, profile: Profile) -> Identity:
    """Give the identity of who called."""
    return Identity(
        platform=PLATFORM, workspace=call.workspace, external_id=call.user, name=profile.name
    )


def _press(
    call: Call,
    what: Action | str,
    inputs: Mapping[str, tuple[str, ...]],
    origin: Origin,
    profile: Profile,
) -> Press:
    where = address_of(call, origin)
    private = not where.address or where.address.startswith("D")
    ts = call.message or origin.message
    visit = Visit(
        place=UNNAMED.get(call.channel_name, call.channel_name),
        zone=profile.zone,
        may_found=profile.runs_it,
        is_private=private,
        message=message_id(where.address, ts) if ts else "",
    )
    return Press(who=identity_of(call, profile), where=where, what=what, inputs=inputs, visit=visit)
