"""The Slack app: Bolt's listeners, each of which reads, acknowledges in time, and hands on.

Bolt answers only when a listener has returned (``process_before_response``), which spares its
polling for the acknowledgement; whatever takes longer goes on in a guarded task. Events that
Slack tells twice are done once.
"""

from __future__ import annotations

import logging
import os
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeAlias, cast

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext

from bot.adapters.slack.homes import Homes
from bot.adapters.slack.payload import Call, Payload, at, read_call, text
from bot.adapters.slack.pressing import Ack, Presses
from bot.adapters.slack.reading import Pressed, read_command, read_press
from bot.adapters.slack.tasks import Tasks
from bot.adapters.slack.workspaces import Workspaces
from bot.cards.help import refusal_card
from bot.core.errors import Refusal
from bot.services.reply import Reply

log = logging.getLogger(__name__)
COMMAND = "/study"
ANYTHING = re.compile(r".*", re.DOTALL)
#: What somebody reads in a workspace without us.
NOT_HERE = (
    "Cohort is not installed here any more, or cannot be reached. Try again in a minute; if it "
    "stays so, ask whoever added it to install it again."
)
#: So many events are remembered, to know one that is told again.
EVENTS_REMEMBERED = 10_000
#: What Bolt would read from the environment by itself; all of ours is read in the settings.
_BOLTS_OWN = (
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "SLACK_VERIFICATION_TOKEN",
)
Authorize: TypeAlias = Callable[..., Awaitable[AuthorizeResult]]
#: What is done for an event: with its workspace and the event.
Deed: TypeAlias = Callable[[str, Payload], Awaitable[None]]


class SlackApp:
    """Bolt with our listeners. ``bolt`` is what Socket Mode and HTTP dispatch to."""

    def __init__(
        self,
        workspaces: Workspaces,
        presses: Presses,
        homes: Homes,
        tasks: Tasks,
        deeds: Mapping[str, Deed],
    ) -> None:
        self._presses = presses
        self._homes = homes
        self._tasks = tasks
        self._deeds = deeds
        self._seen: OrderedDict[str, None] = OrderedDict()

        async def authorize(
            team_id: str | None, enterprise_id: str | None
        ) -> AuthorizeResult | None:
            return await workspaces.authorize(team_id, enterprise_id)

        with _unread(_BOLTS_OWN):
            self.bolt = AsyncApp(
                name="cohort",
                logger=logging.getLogger("slack_bolt"),
                client=workspaces.bare(),
                # Bolt takes None, too: Cohort is not installed there.
                authorize=cast(Authorize, authorize),
                process_before_response=True,
                # Signatures are checked before Bolt is asked, on the raw body.
                request_verification_enabled=False,
                user_facing_authorize_error_message=NOT_HERE,
            )
        self._listen()

    def _listen(self) -> None:
        bolt = self.bolt
        bolt.command(COMMAND)(self._on_command)
        bolt.action(ANYTHING)(self._on_press)
        bolt.view(ANYTHING)(self._on_submission)
        bolt.view_closed(ANYTHING)(self._on_closed)
        bolt.shortcut(ANYTHING)(self._on_press)
        bolt.event(ANYTHING)(self._on_event)

    async def _on_command(self, body: Payload, ack: Ack, context: AsyncBoltContext) -> None:
        call = read_call(body, context.team_id or "")
        await self._presses.press(call, read_command(text(body, "text")), ack)

    async def _on_press(self, body: Payload, ack: Ack, context: AsyncBoltContext) -> None:
        call = read_call(body, context.team_id or "")
        if (pressed := await self._read(call, body, ack)) is not None:
            await self._presses.press(call, pressed.action, ack, pressed)

    async def _on_submission(self, body: Payload, ack: Ack, context: AsyncBoltContext) -> None:
        call = read_call(body, context.team_id or "")
        if (pressed := await self._read(call, body, ack)) is not None:
            await self._presses.submit(call, pressed, ack, body)

    async def _read(self, call: Call, body: Payload, ack: Ack) -> Pressed | None:
        """Read a press; what is not ours is acknowledged and refused."""
        try:
            return read_press(body)
        except Refusal as no:
            await ack()
            log.info("slack: a press was refused: %s", no)
            self._presses.refuse(call, Reply(card=refusal_card(str(no)), key="refusal"))
            return None

    async def _on_closed(self, ack: Ack) -> None:
        # The first tap is kept already: a window that is swiped away loses nothing.
        await ack()

    async def _on_event(self, body: Payload, ack: Ack, context: AsyncBoltContext) -> None:
        await ack()
        event, workspace = at(body, "event"), context.team_id or ""
        kind, number = text(event, "type"), text(body, "event_id")
        if number in self._seen:
            return
        self._seen[number] = None
        if len(self._seen) > EVENTS_REMEMBERED:
            self._seen.popitem(last=False)
        if kind == "app_home_opened":
            if text(event, "tab") != "messages":
                self._tasks.start(self._homes.publish(workspace, text(event, "user")))
        elif kind in self._deeds:
            self._tasks.start(_done(self._deeds[kind], workspace, event))


async def _done(deed: Deed, workspace: str, event: Payload) -> None:
    await deed(workspace, event)


@contextmanager
def _unread(names: tuple[str, ...]) -> Iterator[None]:
    """Keep variables of the environment from being read meanwhile."""
    kept = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)
