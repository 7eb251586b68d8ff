"""Simulated members living through weeks on an injected clock, through the same desk.

Nothing is written past the desk, the tick and the carrier: the members press what stands
on the cards that were posted to them. Their abilities, habits and picks come from one
seed, so that the same seed gives the same group.
"""

from __future__ import annotations

import math
from asyncio import wrap_future
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.cards.actions import Action
from bot.cards.actions.boards import ChooseBoard
from bot.cards.actions.own import RateSelf
from bot.cards.actions.question import Lock, Respond, Show, Tap
from bot.cards.actions.runs import Continue, Practise
from bot.cards.actions.values import Asked, Confidence, Familiarity, Target
from bot.cards.actions.weekly import ReviewFive, WriteDesign, WriteLab
from bot.cards.blocks import Buttons, Card, Choice, Mode, OptionRow, Options
from bot.core.identity import Address, Identity
from bot.core.items import Item, Kind
from bot.core.packs import Catalogue
from bot.scheduler import group_life
from bot.scheduler.carrier import Carrier
from bot.scheduler.musing import five_lines, one_sentence
from bot.scheduler.ticking import Tick
from bot.services.desk import Desk, Press
from bot.services.reply import Reply
from bot.services.surface import Spot, Surface

NAMES = (
    "Amara", "Bjorn", "Chiara", "Dmitri", "Elif", "Farah", "Goran", "Hana", "Ines", "Jonas",
    "Keiko", "Lamar", "Mirela", "Nuno", "Oksana", "Priya", "Quentin", "Rosa", "Sven", "Tariq",
    "Uma", "Viktor", "Wanjiru", "Ximena", "Yusuf", "Zofia",
)  # fmt: skip
#: Logits by which the author's difficulty 1, 2, 3 makes an item harder.
HARDNESS = {1: -1.0, 2: 0.0, 3: 1.0}
PRACTISE_CHANCE = 0.3
#: The chance to take up what stands beside the questions, of those who would answer one.
TAKE_UP_CHANCE = 0.55
#: From a day's midnight to its noon: there the date is the same in every zone's UTC.
NOON = timedelta(hours=12)


class SetClock:
    """A clock that stands until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Give the time it was set to."""
        return self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """A simulated member: ability in logits per domain, and the chance to answer on a day."""

    identity: Identity
    ability: float
    strengths: dict[str, float]
    habit: float
    boldness: float


class Listener:
    """A surface that passes everything on, and remembers the newest open question.

    ``others`` are what else was posted to all: a review, a design round, a lab.
    """

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self.latest: Card | None = None
        self.others: list[Card] = []

    async def post(self, spot: Spot, card: Card, *, nonce: str, thread_of: str = "") -> str:
        """Pass a message on, and keep in mind what all have been asked to do."""
        if not thread_of and not spot.person:
            if any(isinstance(action, Tap | Show) for action in _actions(card)):
                self.latest = card
            else:
                self.others.append(card)
        return await self._surface.post(spot, card, nonce=nonce, thread_of=thread_of)

    async def update(self, spot: Spot, remote_id: str, card: Card) -> None:
        """Pass an edit on."""
        await self._surface.update(spot, remote_id, card)

    async def find(
        self, spot: Spot, *, nonce: str, thread_of: str = "", since: datetime | None = None
    ) -> str | None:
        """Pass a look-up on."""
        return await self._surface.find(spot, nonce=nonce, thread_of=thread_of, since=since)


def make_personas(
    members: int, catalogue: Catalogue, where: Address, rng: Random
) -> tuple[Persona, ...]:
    """Make members of different ability, habit and boldness."""
    made = []
    for number in range(members):
        name = NAMES[number % len(NAMES)]
        if number >= len(NAMES):
            name = f"{name} {number // len(NAMES) + 1}"
        made.append(
            Persona(
                identity=Identity(
                    platform="room",
                    workspace="",
                    external_id=f"{where.address}.{number}",
                    name=name,
                ),
                ability=rng.gauss(0.6, 0.9),
                strengths={domain.id: rng.gauss(0, 0.5) for domain in catalogue.pack.domains},
                habit=min(0.97, max(0.35, rng.gauss(0.8, 0.15))),
                boldness=rng.gauss(0, 0.6),
            )
        )
    return tuple(made)


class Simulation:
    """A group's weeks. ``progress`` is told days done and days in all."""

    def __init__(
        self,
        *,
        desk: Desk,
        tick: Tick,
        carrier: Carrier,
        listener: Listener,
        clock: SetClock,
        catalogue: Catalogue,
        where: Address,
        rng: Random,
    ) -> None:
        self._desk = desk
        self._tick = tick
        self._carrier = carrier
        self._listener = listener
        self._clock = clock
        self._catalogue = catalogue
        self._where = where
        self._rng = rng
        # Two items may share an option, but never all of them.
        self._by_texts = {
            frozenset(option.text for option in item.options): item
            for item in catalogue.items.values()
        }

    async def run(
        self,
        personas: tuple[Persona, ...],
        days: int,
        progress: Callable[[int, int], None] = lambda *_: None,
    ) -> None:
        """Live through ``days`` days, from the clock's day on."""
        start = self._clock.now
        for day in range(days):
            morning = start + timedelta(days=day)
            here = tuple(
                persona
                for member, persona in enumerate(personas)
                if not group_life.is_away(member, day, len(personas))
            )
            for hour in range(24):
                await self._at(morning + timedelta(hours=hour))
                today = (morning + NOON).date()
                for member, what in group_life.deeds(day, hour, today, len(personas)):
                    await self._press(personas[member], what)
                fresh, self._listener.latest = self._listener.latest, None
                if fresh is not None:
                    await self._answer_all(here, fresh)
                others, self._listener.others = self._listener.others, []
                for card in others:
                    await self._take_up(here, card)
            progress(day + 1, days)
        await self._at(start + timedelta(days=days))

    async def _at(self, now: datetime) -> None:
        # The clock never goes back: presses may have carried it into this hour.
        self._clock.now = max(now, self._clock.now)
        await self._tick()
        await self._carrier.carry()

    async def _answer_all(self, personas: tuple[Persona, ...], card: Card) -> None:
        for persona in self._rng.sample(personas, len(personas)):
            if self._rng.random() > persona.habit:
                continue
            self._clock.now += timedelta(seconds=self._rng.randint(20, 400))
            await self._answer(persona, card)
            if self._rng.random() < PRACTISE_CHANCE:
                await self._practise(persona, self._rng.randint(1, 3))

    async def _take_up(self, personas: tuple[Persona, ...], card: Card) -> None:
        """Let some members do what a review, a design round or a lab offers."""
        for persona in self._rng.sample(personas, len(personas)):
            if self._rng.random() > persona.habit * TAKE_UP_CHANCE:
                continue
            self._clock.now += timedelta(seconds=self._rng.randint(20, 120))
            for action in _actions(card):
                match action:
                    case ReviewFive():
                        reply = await self._press(persona, action)
                        await self._go_through(persona, reply, self._rng.randint(2, 5))
                    case WriteDesign() | WriteLab():
                        await self._write(persona, action)

    async def _write(self, persona: Persona, action: WriteDesign | WriteLab) -> None:
        form = (await self._press(persona, action)).card
        fill = five_lines if isinstance(action, WriteDesign) else one_sentence
        if form.submit is not None:
            await self._press(persona, form.submit.action, fill(self._rng))

    async def _answer(self, persona: Persona, card: Card) -> Reply:
        """Answer a question from what stands on its card, as a person would."""
        item = self._item_on(card)
        target = _target_on(card)
        right = self._rng.random() < _chance(persona, item)
        sure = self._sure(persona, right)
        if item.kind is Kind.SINGLE:
            rows = _rows(card)
            wanted = [n for n, row in enumerate(rows) if self._is_key(item, row) == right]
            await self._press(persona, Tap(target, self._rng.choice(wanted)))
            reply = await self._press(persona, Lock(target, sure))
        else:
            form = card if card.submit else (await self._press(persona, Show(target))).card
            inputs = {"response": self._filled(item, form, right), "confidence": (sure.value,)}
            reply = await self._press(persona, Respond(target), inputs)
        await self._settle_in(persona, reply)
        return reply

    async def _practise(self, persona: Persona, n: int) -> None:
        await self._go_through(persona, await self._press(persona, Practise("", n)), n)

    async def _go_through(self, persona: Persona, reply: Reply, n: int) -> None:
        """Answer so many questions of a private run, as far as it goes."""
        for _ in range(n):
            if not _asks(reply.card):
                return
            self._clock.now += timedelta(seconds=self._rng.randint(15, 120))
            await self._answer(persona, reply.card)
            reply = await self._press(persona, Continue())

    async def _settle_in(self, persona: Persona, reply: Reply) -> None:
        """Answer what a newcomer is asked beneath the first verdict."""
        if any(isinstance(action, ChooseBoard) for action in _actions(reply.card)):
            await self._press(persona, ChooseBoard(self._rng.random() < 0.9))
            for index, domain in enumerate(self._catalogue.pack.domains):
                level = persona.ability + persona.strengths[domain.id] + persona.boldness
                word = Familiarity.TEACH if level > 1.3 else Familiarity.FOLLOW
                await self._press(
                    persona, RateSelf(index, Familiarity.NEW if level < -0.2 else word)
                )

    async def _press(
        self, persona: Persona, what: Action | str, inputs: dict[str, tuple[str, ...]] | None = None
    ) -> Reply:
        press = Press(who=persona.identity, where=self._where, what=what, inputs=inputs or {})
        return await wrap_future(self._desk.press(press))

    def _item_on(self, card: Card) -> Item:
        for block in card.blocks:
            match block:
                case Options(rows=rows):
                    return self._by_texts[frozenset(row.text for row in rows)]
                case Choice(name="response", options=options):
                    texts = (option.text.partition(". ")[2] for option in options)
                    return self._by_texts[frozenset(texts)]
        raise LookupError("no question stands on this card")

    def _is_key(self, item: Item, row: OptionRow) -> bool:
        return next(option.is_key for option in item.options if option.text == row.text)

    def _filled(self, item: Item, form: Card, right: bool) -> tuple[str, ...]:
        """Fill in a form, rightly or with something gone wrong."""
        choice = next(
            block for block in form.blocks if isinstance(block, Choice) and block.name == "response"
        )
        texts = {option.text.partition(". ")[2]: option.value for option in choice.options}
        match choice.mode:
            case Mode.ONE | Mode.MANY:
                keys = [texts[option.text] for option in item.options if option.is_key]
                others = [texts[option.text] for option in item.options if not option.is_key]
                if not right:
                    keys[self._rng.randrange(len(keys))] = self._rng.choice(others)
                return tuple(keys)
            case Mode.ORDER:
                steps = [texts[option.text] for option in item.options]
                if not right:
                    at = self._rng.randrange(len(steps) - 1)
                    steps[at], steps[at + 1] = steps[at + 1], steps[at]
                return tuple(steps)
            case Mode.MATCH:
                by_text = {match.text: match.value for match in choice.matches}
                chosen = {
                    texts[option.text]: by_text[item.matches[option.match or 0]]
                    for option in item.options
                }
                if not right:
                    line = self._rng.choice(sorted(chosen))
                    chosen[line] = self._rng.choice(
                        [value for value in by_text.values() if value != chosen[line]]
                    )
                return tuple(chosen[option.value] for option in choice.options)

    def _sure(self, persona: Persona, right: bool) -> Confidence:
        feeling = self._rng.gauss(0.5 if right else -0.4, 0.8) + persona.boldness
        if feeling > 0.7:
            return Confidence.CERTAIN
        return Confidence.FAIRLY if feeling > -0.5 else Confidence.GUESSING


def _chance(persona: Persona, item: Item) -> float:
    level = persona.ability + persona.strengths.get(item.domain, 0.0) - HARDNESS[item.difficulty]
    return 1 / (1 + math.exp(-level))


def _rows(card: Card) -> tuple[OptionRow, ...]:
    return next(block.rows for block in card.blocks if isinstance(block, Options))


def _actions(card: Card) -> list[Action]:
    found = [
        button.action
        for block in card.blocks
        if isinstance(block, Buttons)
        for button in block.buttons
    ]
    return [*found, card.submit.action] if card.submit else found


def _asks(card: Card) -> bool:
    return any(isinstance(action, Tap | Respond) for action in _actions(card))


def _target_on(card: Card) -> Target:
    for action in _actions(card):
        match action:
            case Tap(target=target) | Respond(target=target):
                return target
            case Show(target=Target(asked=Asked.ROUND) as target):
                return target
    raise LookupError("nothing on this card can be answered")
