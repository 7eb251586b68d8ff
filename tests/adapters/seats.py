"""Somebody who sits a mock exam on Slack, on Discord or in the room, by what is shown there.

A press that nobody acknowledged raises ``Unanswered``; one that returns was acknowledged. What
is then shown may take a moment: wait for it with ``shows``.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from asyncio import to_thread
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from html import unescape

import httpx

from tests.adapters.both import Both, Killed, Moved
from tests.fakes.discord import Reaction, Seen
from tests.fakes.slack.courier import Ack
from tests.fakes.slack.kit.looks import labels
from tests.fakes.slack.kit.state import elements
from tests.running import Running, Visitor

TIME_UP = "Time was up"
LETTERS = "ABCDE"


class Unanswered(Exception):
    """Nobody acknowledged a press."""


class Seat(ABC):
    """Somebody with a screen before them."""

    def __init__(self, here: Both) -> None:
        self.here = here

    def program(self, **more: str) -> AbstractAsyncContextManager[Running]:
        """Run the program until the end of the block."""
        return self.here.program(**more)

    @abstractmethod
    async def begin(self) -> None:
        """Be in a group of their own."""

    @abstractmethod
    async def types(self, words: str) -> None:
        """Type a command; ``words`` stand after /study."""

    @abstractmethod
    async def presses(self, label: str) -> None:
        """Press a button of what is on the screen."""

    @abstractmethod
    async def fills(self) -> None:
        """Fill in the form on the screen, somehow, and send it."""

    @property
    @abstractmethod
    def reads(self) -> str:
        """What is on the screen."""

    @property
    @abstractmethod
    def labels(self) -> list[str]:
        """The buttons on the screen."""

    @property
    @abstractmethod
    def told(self) -> list[str]:
        """What they were told alone when a time was up."""

    async def shows(self, words: str) -> None:
        """Wait until something is on the screen."""
        await self.here.until(lambda: words in self.reads or words in self.labels)

    async def answers(self, nth: int) -> bool:
        """Answer the question on the screen; say whether by a letter, which stays there."""
        if "A" in self.labels:
            await self.presses(LETTERS[nth])
            return True
        await self.fills()
        return False


class OnSlack(Seat):
    """Ann, on Slack."""

    def __init__(self, here: Both) -> None:
        super().__init__(here)
        self._who = here.on_slack("Ann", admin=True)

    async def begin(self) -> None:
        """Be in a group of their own."""
        await self.here.begin_on_slack()

    async def types(self, words: str) -> None:
        """Type a command."""
        if self._who.view is not None:
            await self._who.dismisses()
        _acknowledged(await self._who.types(f"/study {words}", in_=self.here.study))
        await self.here.until(lambda: self._who.view)

    async def presses(self, label: str) -> None:
        """Press a button of the window."""
        _acknowledged(await self._who.clicks(label))

    async def fills(self) -> None:
        """Take as many options as the form asks for, and send it."""
        assert self._who.view is not None
        for block, element in elements(self._who.view.body["blocks"]):
            if block["type"] == "input":
                _, how, count, number, _ = block["block_id"].split(":")
                said = [one["text"]["text"] for one in element["options"]]
                one = said[int(number) % len(said)]
                await self._who.fills(
                    {block["block_id"]: tuple(said[: int(count)]) if how == "many" else one}
                )
        _acknowledged(await self._who.submits())

    @property
    def reads(self) -> str:
        """What the window shows."""
        return self._who.reads(self._who.view)

    @property
    def labels(self) -> list[str]:
        """The buttons of the window."""
        view = self._who.view
        return labels(view.body["blocks"]) if view else []

    @property
    def told(self) -> list[str]:
        """What stands in their messages with the app."""
        every = (self._who.reads(each) for each in self._who.dm.messages.values())
        return [each for each in every if TIME_UP in each]


class OnDiscord(Seat):
    """Bob, on Discord."""

    def __init__(self, here: Both) -> None:
        super().__init__(here)
        self._who = here.on_discord("Bob")
        self._who.patience = 20.0
        self._screen: Seen | None = None

    async def begin(self) -> None:
        """Be in a group of their own."""
        await self.here.begin_on_discord()

    async def types(self, words: str) -> None:
        """Type a command with its option."""
        command, _, form = words.partition(" ")
        options: dict[str, object] = {"action": form} if form else {}
        self._sees(await self._who.types(f"/study {command}", in_=None, **options))

    async def presses(self, label: str) -> None:
        """Press a button of the message."""
        self._sees(await self._who.clicks(label, on=self._screen))

    async def fills(self) -> None:
        """Take as many options as each menu asks for, and send them."""
        screen = self._screen
        assert screen is not None
        for number, menu in enumerate(screen.selects):
            least = menu.data.get("min_values") or 1
            chosen = menu.options[:least] if least > 1 else (menu.options[number],)
            self._sees(await self._who.selects(*chosen, on=screen, menu=menu.custom_id))
        await self.presses(next(each for each in self.labels if each.startswith("Keep")))

    def _sees(self, reaction: Reaction) -> None:
        if reaction.notice is not None or reaction.message is None:
            raise Unanswered(reaction.notice)
        self._screen = reaction.message

    @property
    def reads(self) -> str:
        """What the message shows."""
        return self._screen.text if self._screen else ""

    @property
    def labels(self) -> list[str]:
        """The buttons of the message."""
        return self._screen.labels if self._screen else []

    @property
    def told(self) -> list[str]:
        """What the bot wrote to them."""
        return [each.text for each in self._who.told() if TIME_UP in each.text]


class InTheRoom(Seat):
    """Whoever opens the room's page; a new one after every start."""

    def __init__(self, here: Both) -> None:
        super().__init__(here)
        self._html = ""

    def program(self, **more: str) -> AbstractAsyncContextManager[Running]:
        """Run the program with its room alone until the end of the block."""
        return self._alone(**more)

    @asynccontextmanager
    async def _alone(self, **more: str) -> AsyncIterator[Running]:
        running = Moved(self.here.folder, **more)
        self.here.running = running
        try:
            await to_thread(running.__enter__)
            try:
                self._visitor = Visitor(running.address)
            except httpx.HTTPError as wrong:
                raise Killed from wrong
            yield running
            self._visitor.client.close()
        finally:
            await to_thread(running.__exit__, None, None, None)
            if running.process.stdout is not None:
                running.process.stdout.close()  # a program that was killed leaves it open

    async def begin(self) -> None:
        """Be in a group of their own: the room's first visitor is in one."""

    async def types(self, words: str) -> None:
        """Type a command."""
        await self._acts(text=words)

    async def presses(self, label: str) -> None:
        """Press a button of the reply."""
        value = next(value for value, text in self._buttons if text == label)
        await self._acts(action=value)

    async def fills(self) -> None:
        """Take as many options as the form asks for, and send it."""
        send = next(value for value, text in self._buttons if text.startswith("Keep"))
        offered = re.findall(r'<input type="checkbox" name="response" value="(\d+)"', self._html)
        menus = re.findall(r'<select [^>]*name="response".*?</select>', self._html, re.DOTALL)
        count = re.search(r'data-count="(\d+)"', self._html)
        chosen = offered[: int(count[1]) if count else 0]
        for number, menu in enumerate(menus):
            options = re.findall(r'value="(\d+)"', menu)
            chosen.append(options[number % len(options)])
        await self._acts(action=send, response=chosen)

    async def _acts(self, **form: str | list[str]) -> None:
        try:
            self._html = await to_thread(self._visitor.said, **form)
        except httpx.HTTPError as wrong:
            raise Unanswered from wrong

    @property
    def reads(self) -> str:
        """What the reply shows."""
        return unescape(re.sub(r"<[^>]+>", " ", self._html))

    @property
    def labels(self) -> list[str]:
        """The buttons of the reply."""
        return [text for _, text in self._buttons]

    @property
    def told(self) -> list[str]:
        """What stands on the page for them alone."""
        page = self._visitor.load()
        return re.findall(rf"<h4>{TIME_UP}</h4>", page)

    @property
    def _buttons(self) -> list[tuple[str, str]]:
        found = re.findall(r'<button [^>]*value="([^"]*)"[^>]*>(.*?)</button>', self._html)
        return [(unescape(value), unescape(text)) for value, text in found]


def _acknowledged(ack: Ack) -> None:
    if not ack.ok:
        raise Unanswered(ack.error)
