"""Every table, as records. They carry no rules: values and rules live in ``bot.core``.

Truth is ``attempt`` and ``event`` (one ``seq`` over both), the rounds and deliveries, and
the people. ``tally``, ``concept_total``, ``memory``, ``board_total``, ``board_histogram`` and
the terms of the ability model are caches: ``bot.store.rebuild`` and ``bot.store.abilities``
make them again from the truth, and a test proves it.
"""

from __future__ import annotations

from bot.store.tables import naming  # noqa: F401  # before any table
from bot.store.tables.asking import (
    Bulletin,
    Delivery,
    Draft,
    ItemVersion,
    Round,
    Run,
    RunItem,
    Schedule,
)
from bot.store.tables.caches import BoardHistogram, BoardTotal, ConceptTotal, KeyRule, Tally
from bot.store.tables.facts import Attempt, Counter, Event, Remark, Request
from bot.store.tables.model import AbilityCursor, AbilityTerm, ConceptMemory
from bot.store.tables.people import (
    Account,
    Chore,
    Group,
    Learner,
    LinkCode,
    Membership,
    Place,
    Reminder,
)
from bot.store.tables.platforms import Departure, SlackInstallation
from bot.store.tables.room import RoomMessage
from bot.store.tables.sittings import Sitting, SittingItem

__all__ = [
    "AbilityCursor",
    "AbilityTerm",
    "Account",
    "Attempt",
    "BoardHistogram",
    "BoardTotal",
    "Bulletin",
    "Chore",
    "ConceptMemory",
    "ConceptTotal",
    "Counter",
    "Delivery",
    "Departure",
    "Draft",
    "Event",
    "Group",
    "ItemVersion",
    "KeyRule",
    "Learner",
    "LinkCode",
    "Membership",
    "Place",
    "Remark",
    "Reminder",
    "Request",
    "RoomMessage",
    "Round",
    "Run",
    "RunItem",
    "Schedule",
    "Sitting",
    "SittingItem",
    "SlackInstallation",
    "Tally",
]
