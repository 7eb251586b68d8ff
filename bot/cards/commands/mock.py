"""The word ``mock`` and what may follow it."""

from __future__ import annotations

from bot.cards.actions.mock import Mock
from bot.cards.commands.words import Asked, Command, Domains, did_you_mean
from bot.core.errors import Misused
from bot.core.exams import Form

LENGTHS = {
    Form.FULL: "as long as the real exam",
    Form.HALF: "half of it",
    Form.MINI: "a sixth of it",
}


def _mock(words: list[str], _domains: Domains) -> Asked:
    if not words:
        return Mock(""), {}
    said = " ".join(words).lower()
    try:
        return Mock(Form(said)), {}
    except ValueError as wrong:
        hint = did_you_mean(said, list(Form))
        raise Misused(
            f"I don't know a mock exam `{said}`.{hint} There are `mock full`, `mock half` and"
            " `mock mini`; `mock` alone says which of them this pack has."
        ) from wrong


COMMANDS = (
    Command(
        word="mock",
        usage="[full|half|mini]",
        does="a timed mock exam, its result, and past ones",
        read=_mock,
        more=lambda _domains: [(f"mock {form}", LENGTHS[form]) for form in Form],
    ),
)
