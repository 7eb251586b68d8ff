"""From an interaction to the desk and back: commands, presses, choices, windows, completion.

Every kind is read by what came with it alone, so nothing has to be remembered from when it was
shown. What goes wrong here is told like every other refusal, or logged with a number.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import assert_never, cast

import discord
from discord import InteractionType, app_commands, ui

from bot.adapters.discord.answer import Answer
from bot.adapters.discord.commands import read_invocation, suggestions
from bot.adapters.discord.easel import Easel
from bot.adapters.discord.faults import TROUBLE
from bot.adapters.discord.payloads import Payload, text_at
from bot.adapters.discord.reading import Ask, Do, Meant, Redraw, read_press, read_submit
from bot.adapters.discord.visiting import visit, where, who
from bot.cards.actions import Action
from bot.cards.commands import Inputs
from bot.cards.help import fault_card, refusal_card
from bot.core.errors import Refusal
from bot.services.desk import Desk, Press
from bot.services.reply import Reply

log = logging.getLogger(__name__)


class Counter:
    """Takes interactions in; ``noted`` hears from whom. Call it on the client's event loop only."""

    def __init__(
        self, desk: Desk, easel: Easel, noted: Callable[[object], None] = lambda _: None
    ) -> None:
        self._noted = noted
        self._desk = desk
        self._easel = easel
        self._telling: set[asyncio.Task[None]] = set()
        self._serving = 0

    async def serve(self, interaction: discord.Interaction) -> None:
        """Answer an interaction; nothing that goes wrong leaves here."""
        self._serving += 1
        try:
            await self._serve(interaction)
        finally:
            self._serving -= 1

    async def settled(self) -> None:
        """Wait until everybody who pressed something has been answered."""
        while self._serving:
            await asyncio.sleep(0.01)

    async def _serve(self, interaction: discord.Interaction) -> None:
        with _calmly():
            if interaction.type is InteractionType.autocomplete:
                await self._complete(interaction)
            elif interaction.type is not InteractionType.ping:
                self._noted(interaction.user)
                await self._answer(interaction)

    async def _answer(self, interaction: discord.Interaction) -> None:
        answer = Answer(interaction, self._easel)
        try:
            meant = _meant(interaction)
        except Exception as wrong:
            await answer.give(_sorry(wrong))
            return
        match meant:
            case Ask() | Redraw():
                await answer.go_on(meant)
            case Do(action=action, inputs=inputs):
                await answer.give(self._press(interaction, answer, action, inputs))
            case str():
                await answer.give(self._press(interaction, answer, meant, {}))
            case _:
                assert_never(meant)

    def _press(
        self, interaction: discord.Interaction, answer: Answer, what: Action | str, inputs: Inputs
    ) -> Future[Reply]:
        press = Press(
            who=who(interaction),
            where=where(interaction),
            what=what,
            inputs=inputs,
            visit=visit(interaction),
        )
        loop = asyncio.get_running_loop()

        def tell(reply: Reply) -> None:
            # Comes from a thread, and perhaps after the end.
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._tell, answer, reply)

        return self._desk.press(press, tell)

    def _tell(self, answer: Answer, reply: Reply) -> None:
        async def told() -> None:
            with _calmly():
                await answer.tell(reply)

        task = asyncio.create_task(told())
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _complete(self, interaction: discord.Interaction) -> None:
        domains = self._desk.domains(where(interaction), who(interaction))
        offered = suggestions(_data(interaction), domains)
        await interaction.response.autocomplete(
            [
                app_commands.Choice(name=text_at(each, "name"), value=text_at(each, "value"))
                for each in offered
            ]
        )


def _meant(interaction: discord.Interaction) -> Meant | str:
    """Read what somebody wants: an action, a step in a form, or typed words."""
    data = _data(interaction)
    match interaction.type:
        case InteractionType.component:
            return read_press(data, _shown(interaction, data))
        case InteractionType.modal_submit:
            return read_submit(data, _shown(interaction, data))
        case _:
            return read_invocation(data)


def _shown(interaction: discord.Interaction, data: Payload) -> ui.LayoutView | None:
    """Give the message that was pressed, where it may hold a form: most presses need none."""
    message = interaction.message
    if message is None or text_at(data, "custom_id").startswith("c"):
        return None
    view = ui.LayoutView.from_message(message, timeout=None)
    return view if isinstance(view, ui.LayoutView) else None


def _data(interaction: discord.Interaction) -> Payload:
    return cast(Payload, interaction.data or {})


def _sorry(wrong: Exception) -> Future[Reply]:
    """Tell a refusal as it is, and of a mistake of ours the number under which it is logged."""
    told: Future[Reply] = Future()
    if isinstance(wrong, Refusal):
        card = refusal_card(str(wrong))
    else:
        number = secrets.token_hex(4)
        log.error("fault %s", number, exc_info=wrong)
        card = fault_card(number)
    told.set_result(Reply(card=card, key="refusal"))
    return told


@contextmanager
def _calmly() -> Iterator[None]:
    try:
        yield
    except TROUBLE as wrong:
        # What was pressed is kept; only showing what came of it failed.
        log.warning("an answer did not reach Discord: %s", wrong)
    except Exception:
        log.exception("an interaction could not be answered: a mistake of ours")
