"""The stand-in by hand: a line for what somebody does, and an answer with what they then see.

Knows people and their acts, and no terminal: `__main__` reads and prints the lines.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.fakes.slack.courier import Ack
from tests.fakes.slack.kit import looks
from tests.fakes.slack.person import Person, Surface
from tests.fakes.slack.server import Slack
from tests.fakes.slack.world import Channel, Message

HELP = """\
Ann: /study today      type a command (or a message) into the channel
Ann: click B           click a button: of the modal if one is open, else of the newest message
Ann: choose Certain    choose an option of a menu or radio buttons
Ann: tick A, C         have these boxes ticked
Ann: fill Note = text  enter a text into an input
Ann: submit | cancel   press the modal's own buttons
Ann: home              open the app's home tab; "home click B" clicks there
Ann: dm                show the direct messages with the app; "dm click B" clicks there
Ann: look              show what she sees"""


@dataclass(slots=True)
class Console:
    """A channel and the people in it, to be moved by lines."""

    slack: Slack
    channel: Channel
    people: dict[str, Person]

    async def obey(self, line: str) -> str:
        """Let somebody do something; give what they see, or why it could not be done."""
        name, _, what = (part.strip() for part in line.partition(":"))
        person = self.people.get(name.lower())
        if person is None or not what:
            return HELP
        try:
            ack = await self._do(person, what)
        except AssertionError as refused:
            return f"No: {refused}"
        if ack is not None and ack.error not in (None, "not_sent"):
            return f"Slack shows: {ack.error}"
        await self.slack.settled()
        return self._show(person, what)

    def _show(self, person: Person, what: str) -> str:
        if person.view is not None:
            faults = "".join(f"\n! {one}" for one in person.view.errors.values())
            return f"[modal]\n{person.reads(person.view)}{faults}"
        if what.startswith("home"):
            return f"[home]\n{person.reads(person.home)}"
        place = person.dm if what.startswith("dm") else self.channel
        shown = [_lines(person, message) for message in person.sees(place)[-3:]]
        return "\n---\n".join(shown) or "(nothing)"

    async def _do(self, person: Person, what: str) -> Ack | None:
        word, _, rest = what.partition(" ")
        target: Surface | None = None
        if person.view is None:
            target = self._newest(person, self.channel)
        if word == "home":
            if not rest:
                await person.opens_home()
                return None
            target, word, rest = person.home, *rest.partition(" ")[::2]
        elif word == "dm":
            if not rest:
                return None
            target = self._newest(person, person.dm)
            word, rest = rest.partition(" ")[::2]
        match word:
            case "click":
                return await person.clicks(rest, on=target)
            case "choose":
                return await person.selects(rest, on=target)
            case "tick":
                return await person.ticks(*[one.strip() for one in rest.split(",")], on=target)
            case "fill":
                label, _, text = rest.partition("=")
                await person.fills({label.strip(): text.strip()}, on=target)
            case "submit":
                return await person.submits()
            case "cancel":
                await person.cancels()
            case "look":
                return None
            case _:
                return await person.types(what, in_=self.channel)
        return None

    def _newest(self, person: Person, channel: Channel) -> Message | None:
        seen = [one for one in person.sees(channel) if looks.labels(one.blocks)]
        return seen[-1] if seen else None


def _lines(person: Person, message: Message) -> str:
    private = "(only you) " if message.only_for else ""
    thread = "  > " if message.thread else ""
    return f"{thread}{private}{person.reads(message)}"
