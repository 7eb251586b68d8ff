"""A person who taps and types, and sees what Slack would show them.

Each act sends the real payload and waits for the acknowledgement, as the person's client would;
where none comes in time they are shown Slack's error, kept in `errors`. What the app does after
its acknowledgement may take a moment: wait for it with `Slack.until` or `Slack.settled`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from tests.fakes.slack import payloads
from tests.fakes.slack.core import Core
from tests.fakes.slack.courier import Ack, Courier, Kind
from tests.fakes.slack.errors import Json, Refused
from tests.fakes.slack.events import Events
from tests.fakes.slack.filling import complaints_about, fill
from tests.fakes.slack.kit import looks
from tests.fakes.slack.kit.state import keeps_state, state_of
from tests.fakes.slack.responses import Responses, take_submission
from tests.fakes.slack.shapes import view_json
from tests.fakes.slack.world import Channel, Message, User, View, Workspace

Surface: TypeAlias = Message | View


@dataclass(slots=True, kw_only=True)
class Person:
    """Somebody in a workspace. `errors` is what Slack showed them, such as operation_timeout."""

    core: Core
    workspace: Workspace
    user: User
    events: Events
    responses: Responses
    courier: Callable[[], Courier]
    errors: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Give the user's id."""
        return self.user.id

    @property
    def view(self) -> View | None:
        """Give the modal on top."""
        return self.workspace.top(self.id)

    @property
    def home(self) -> View | None:
        """Give the app's home tab as they have it."""
        name = self.workspace.homes.get(self.id)
        return None if name is None else self.workspace.views[name]

    @property
    def dm(self) -> Channel:
        """Give the direct message with the app, opened where it was not."""
        return self.core.world.open_im(self.workspace, self.id)

    def sees(self, channel: Channel) -> list[Message]:
        """Give the messages they see in a channel, threads included, the oldest first."""
        if self.id not in channel.members:
            return []
        own = [one for one in channel.ephemerals if one.only_for == self.id]
        return sorted([*channel.messages.values(), *own], key=lambda one: float(one.ts))

    def last(self, channel: Channel) -> Message:
        """Give the newest message they see in a channel."""
        return self.sees(channel)[-1]

    def reads(self, what: Surface | None) -> str:
        """Give the visible words of a message or a view."""
        match what:
            case None:
                return ""
            case Message():
                return looks.words(what.blocks) if what.blocks else what.text
            case View():
                frame = [what.body[one] for one in ("title", "submit") if one in what.body]
                return looks.words([*frame[:1], *what.body["blocks"], *frame[1:]])

    def reloads(self) -> None:
        """Reload the client: ephemeral messages are gone."""
        for channel in self.workspace.channels.values():
            channel.ephemerals = [one for one in channel.ephemerals if one.only_for != self.id]

    async def types(self, text: str, *, in_: Channel) -> Ack:
        """Type a message, or a slash command, into a channel."""
        command, _, rest = text.partition(" ")
        if not command.startswith("/"):
            self._post(text, in_)
            return Ack()
        if command not in self.core.app.commands or self.user.stranger:
            return self._shown(Ack(error="not_a_command"))
        payload = payloads.slash_command(
            self.core, self.workspace, self.user, in_, command, rest.strip()
        )
        ack = await self._ask("slash_commands", payload)
        if ack.payload is not None:
            name = payload["response_url"].split("/commands/")[1]
            return self._try(
                ack, lambda: self.responses.say(self.core.response_urls[name], ack.payload)
            )
        return ack

    async def clicks(
        self, label: str, *, on: Surface | None = None, sends: str | None = None
    ) -> Ack:
        """Click the button that says something, on a message or in a view (the top modal).

        Where several say the same, `sends` tells which by its value.
        """
        surface = self._surface(on)
        block, button = looks.find_button(_blocks(surface), label, sends)
        kept: Json = {
            name: button[name] for name in ("text", "value", "style", "url") if name in button
        }
        return await self._act(surface, block, {**_named(block, button), **kept})

    async def selects(
        self, label: str, *, on: Surface | None = None, within: str | None = None
    ) -> Ack:
        """Choose an option of a menu, radio buttons or an overflow menu."""
        surface = self._surface(on)
        block, element, option = looks.find_choice(_blocks(surface), label, within)
        several = "selected_options" in state_of(element, []) if keeps_state(element) else False
        assert not several, f"{label!r} is one of several: use ticks"
        if keeps_state(element):
            self._enter(surface, block, element, state_of(element, option))
        return await self._changed(
            surface, block, element, {**_named(block, element), "selected_option": option}
        )

    async def ticks(
        self, *chosen: str, on: Surface | None = None, within: str | None = None
    ) -> Ack:
        """Have exactly these boxes ticked, or these options of a menu for several."""
        surface = self._surface(on)
        if chosen:
            block, element, _ = looks.find_choice(_blocks(surface), chosen[0], within)
        else:
            assert within is not None, "say within what nothing is ticked"
            block, element = looks.find_field(_blocks(surface), within)
        options = [one for one in looks.options_of(element) if one["text"]["text"] in chosen]
        assert len(options) == len(chosen), f"not all of {chosen} are there"
        self._enter(surface, block, element, state_of(element, options))
        return await self._changed(
            surface, block, element, {**_named(block, element), "selected_options": options}
        )

    async def fills(
        self, entries: Mapping[str, str | tuple[str, ...]], *, on: Surface | None = None
    ) -> None:
        """Enter texts and choices by label, block_id or action_id; nothing is sent yet."""
        surface = self._surface(on)
        for name, entry in entries.items():
            block, element = looks.find_field(_blocks(surface), name)
            self._enter(surface, block, element, fill(element, entry))

    async def submits(self) -> Ack:
        """Press the top modal's submit button; stopped by Slack where an input is not in order."""
        view = self._modal()
        assert "submit" in view.body, "this modal has no submit button"
        view.errors = complaints_about(view)
        if view.errors:
            return Ack(error="not_sent")
        payload = payloads.submission(self.core, self.workspace, self.user, view)
        ack = await self._ask("interactive", payload)
        if not ack.ok:
            return ack
        if view.id not in self.workspace.views:
            self.core.world.complain("answered a submission of a view that was gone")
            return ack
        return self._try(ack, lambda: take_submission(self.core, self.workspace, view, ack.payload))

    async def cancels(self) -> None:
        """Press the top modal's close button."""
        await self._close(everything=False)

    async def dismisses(self) -> None:
        """Press the cross: every open modal goes."""
        await self._close(everything=True)

    async def opens_home(self) -> None:
        """Open the app's home tab."""
        event: Json = {
            "type": "app_home_opened",
            "user": self.id,
            "channel": self.dm.id,
            "tab": "home",
        }
        if self.home is not None:
            event["view"] = view_json(self.home, self.workspace, self.core.app.id)
        self.events.send(self.workspace, event)

    async def uses_shortcut(self, callback: str, *, on: Message | None = None) -> Ack:
        """Use a global shortcut, or one in a message's menu."""
        known = self.core.app.shortcuts
        if (known is not None and callback not in known) or (on is None and self.user.stranger):
            return self._shown(Ack(error="no_such_shortcut"))
        if on is None:
            payload = payloads.global_shortcut(self.core, self.workspace, self.user, callback)
        else:
            channel = self.workspace.channels[on.channel]
            assert on.only_for is None, "an ephemeral message has no menu"
            payload = payloads.message_shortcut(
                self.core, self.workspace, self.user, channel, on, callback
            )
        return await self._ask("interactive", payload)

    async def _act(self, surface: Surface, block: Json, action: Json) -> Ack:
        core, workspace = self.core, self.workspace
        if isinstance(surface, View):
            payload = payloads.actions_on_view(core, workspace, self.user, surface, action)
        else:
            channel = workspace.channels[surface.channel]
            payload = payloads.actions_on_message(
                core, workspace, self.user, channel, surface, action
            )
        return await self._ask("interactive", payload)

    async def _changed(self, surface: Surface, block: Json, element: Json, action: Json) -> Ack:
        """Tell the app of a change, unless the element waits in an input block."""
        if block["type"] == "input" and not block.get("dispatch_action"):
            return Ack()
        return await self._act(surface, block, action)

    async def _close(self, *, everything: bool) -> None:
        self._modal()
        gone = self.workspace.close(self.id, everything=everything)
        if gone and gone[-1].body.get("clear_on_close") and not everything:
            gone += self.workspace.close(self.id, everything=True)
        for view in gone:
            if view.body.get("notify_on_close"):
                payload = payloads.closed(
                    self.core, self.workspace, self.user, view, cleared=everything
                )
                await self._ask("interactive", payload)

    async def _ask(self, kind: Kind, payload: Json) -> Ack:
        ack = self._shown(await self.courier().ask(kind, payload))
        self.core.world.changed()
        return ack

    def _try(self, ack: Ack, what: Callable[[], None]) -> Ack:
        """Carry out an answer; where Slack would not take it, the person sees an error."""
        try:
            what()
        except Refused as refused:
            self.core.world.complain(f"{refused.error} in an answer: {list(refused.messages)}")
            return self._shown(Ack(error=refused.error, payload=ack.payload, seconds=ack.seconds))
        finally:
            self.core.world.changed()
        return ack

    def _shown(self, ack: Ack) -> Ack:
        if ack.error is not None:
            self.errors.append(ack.error)
        return ack

    def _post(self, text: str, channel: Channel) -> None:
        message = Message(
            ts=self.core.clock.ts(), channel=channel.id, user=self.id, text=text, by_app=False
        )
        channel.messages[message.ts] = message
        wanted = self.core.app.events
        kind = "im" if channel.kind == "im" else "channel"
        if wanted is not None and f"message.{kind}" + ("" if kind == "im" else "s") in wanted:
            self.core.world.complain("message events are not told by the stand-in")

    def _surface(self, on: Surface | None) -> Surface:
        surface = on if on is not None else self._modal()
        if isinstance(surface, Message):
            channel = self.workspace.channels[surface.channel]
            shown = {one.ts for one in self.sees(channel)}
            assert surface.ts in shown, "they do not see this message"
        else:
            assert surface.user == self.id, "this view is somebody else's"
            assert surface.id in self.workspace.views, "this view is closed"
        return surface

    def _modal(self) -> View:
        view = self.view
        assert view is not None, "no modal is open"
        return view

    def _enter(self, surface: Surface, block: Json, element: Json, state: Json) -> None:
        entered = (
            surface.entered
            if isinstance(surface, View)
            else surface.entered.setdefault(self.id, {})
        )
        entered.setdefault(block["block_id"], {})[element["action_id"]] = state


def _blocks(surface: Surface) -> list[Json]:
    blocks: list[Json] = surface.body["blocks"] if isinstance(surface, View) else surface.blocks
    return blocks


def _named(block: Json, element: Json) -> Json:
    return {
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "type": element["type"],
    }
