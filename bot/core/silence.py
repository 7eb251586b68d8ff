"""When a group has gone quiet: whether its lead is asked, and whether its questions rest.

It knows counts and instants; it knows no rows, no names and no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.happening import Happened

#: Fewer answers than this on so many posting days running, and the lead is asked.
WANTED = 3
DAYS_RUNNING = 3
#: A lead is not asked again sooner, however quiet it is.
ASK_AGAIN = timedelta(days=28)
#: Without any answer for so long, and over so many questions, the questions rest.
REST_AFTER = timedelta(days=7)
UNANSWERED = 3


class SilenceEvent(StrEnum):
    """What may happen in a quiet group."""

    ASKED = "lead-asked"  #: the leads were asked in private
    RESTED = "questions-rest"  #: from now on only weekly reviews are posted
    WOKE = "questions-woke"  #: somebody answered, or a lead resumed


@dataclass(frozen=True, slots=True)
class Silence:
    """When the leads were last asked, and since when the questions rest."""

    asked_at: datetime | None = None
    resting_since: datetime | None = None


def fold(events: Iterable[Happened]) -> Silence:
    """Give how a group's silence stands."""
    asked = resting = None
    for event in events:
        match event.kind:
            case SilenceEvent.ASKED:
                asked = event.at
            case SilenceEvent.RESTED:
                resting = event.at
            case SilenceEvent.WOKE:
                resting = None
            case _:
                pass
    return Silence(asked, resting)


def wanted(members: int) -> int:
    """Give how many answers make a day that is not quiet.

    Three, or everybody where the group is smaller: a pair that both answer is not quiet.
    """
    return min(WANTED, members)


def is_quiet(answers: Sequence[int], members: int) -> bool:
    """Say whether the last posting days were quiet. ``answers`` are per day, the latest first."""
    latest = answers[:DAYS_RUNNING]
    return len(latest) == DAYS_RUNNING and all(n < wanted(members) for n in latest)


def asks(
    answers: Sequence[int],
    members: int,
    silence: Silence,
    lively_since: datetime | None,
    now: datetime,
) -> bool:
    """Say whether the leads are asked now.

    Once for each silence: again only after a day that was not quiet (``lively_since`` is the
    close of the last such day), and never sooner than four weeks.
    """
    if not is_quiet(answers, members):
        return False
    if silence.asked_at is None:
        return True
    recovered = lively_since is not None and lively_since > silence.asked_at
    return recovered and now - silence.asked_at >= ASK_AGAIN


def rests(last_sign: datetime, unanswered: int, now: datetime) -> bool:
    """Say whether the questions rest: a week without an answer, and several questions in it.

    A group that is asked once a week is not sent to sleep for one missed question, nor one
    that was paused. ``unanswered`` counts questions closed since ``last_sign``.
    """
    return now - last_sign >= REST_AFTER and unanswered >= UNANSWERED
