"""The words about oneself: data, name, zone, reminders, consent, linking, erasing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from bot.cards.actions import Action
from bot.cards.actions.me import (
    AskAlias,
    AskConsent,
    AskErase,
    AskGroup,
    AskMemory,
    AskReminders,
    AskZone,
    EnterCode,
    GroupProgress,
    MakeCode,
    Me,
    MeData,
    SetAlias,
    SetMemory,
    SetReminders,
    SetZone,
    StopReminders,
    UseGroup,
)
from bot.cards.commands.words import Asked, Command, Domains, Reader, plain
from bot.core.errors import Misused
from bot.core.memory import LEAST_RETENTION, MOST_RETENTION

#: What somebody may want to know still of what comes back, in percent, and the words for it.
LEAST, MOST = round(100 * LEAST_RETENTION), round(100 * MOST_RETENTION)
CHOICES = {"fewer": LEAST, "usual": 0, "more": MOST}
_Make: TypeAlias = Callable[[], Action]


def _form_or(ask: _Make, keep: _Make, name: str) -> Reader:
    """Read a word that opens a form alone, and is done at once with its text behind it."""

    def read(words: list[str], _domains: Domains) -> Asked:
        return (keep(), {name: (" ".join(words),)}) if words else (ask(), {})

    return read


def _memory(words: list[str], _domains: Domains) -> Asked:
    if not words:
        return AskMemory(), {}
    said = "".join(words).lower().removesuffix("%")
    if said in CHOICES:
        return SetMemory(CHOICES[said]), {}
    percent = int(said) if said.isascii() and said.isdecimal() and len(said) < 3 else 0
    if not LEAST <= percent <= MOST:
        raise Misused(
            "Say `me memory fewer`, `me memory usual` or `me memory more`, "
            f"or a share from {LEAST} to {MOST}."
        )
    return SetMemory(percent), {}


def _reminders(words: list[str], _domains: Domains) -> Asked:
    if [word.lower() for word in words] == ["off"]:
        return StopReminders(), {}
    return (SetReminders(), {"at": (" ".join(words),)}) if words else (AskReminders(), {})


COMMANDS = (
    Command(word="me", does="your data, name, reminders and consent", read=plain(Me())),
    Command(word="me data", does="a file with everything held about you", read=plain(MeData())),
    Command(
        word="me alias",
        usage="[name]",
        does="the name that boards show",
        read=_form_or(AskAlias, SetAlias, "name"),
    ),
    Command(
        word="me timezone",
        usage="[zone]",
        does="where your clock is",
        read=_form_or(AskZone, SetZone, "zone"),
    ),
    Command(
        word="me reminders",
        usage="[off|HH:MM]",
        does="a word when a question waits for you",
        read=_reminders,
        more=lambda _domains: [("me reminders off", "no more reminders")],
    ),
    Command(
        word="me memory",
        usage="[fewer|usual|more]",
        does="how often things come back to you",
        read=_memory,
        more=lambda _domains: [
            ("me memory fewer", "fewer reviews"),
            ("me memory usual", "as usual"),
            ("me memory more", "more reviews"),
        ],
    ),
    Command(
        word="me group",
        usage="[name]",
        does="which group counts in a direct message",
        read=_form_or(AskGroup, UseGroup, "group"),
    ),
    Command(word="me consent", does="what the lead may see of you", read=plain(AskConsent())),
    Command(
        word="me link",
        usage="[code]",
        does="make your two accounts one",
        read=_form_or(MakeCode, EnterCode, "code"),
    ),
    Command(word="me erase", does="remove yourself for good", read=plain(AskErase())),
    Command(
        word="progress group",
        does="how those stand who agreed to be seen",
        read=plain(GroupProgress()),
        lead=True,
    ),
)
