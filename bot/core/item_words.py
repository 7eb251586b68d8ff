"""What is worth a look about an item, in words: the same in a chat, a workbook and a terminal.

It knows values of ``facility`` and ``item_statistics`` alone. Options are numbered as they
stand in the question's file, from 1. No sentence says that an item is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.facility import FLAGS, Concern, Doubt
from bot.core.item_statistics import TELLING_FROM, ItemStatistics


def doubt_words(doubts: Iterable[Doubt]) -> str:
    """Say what is worth a look about an item, then how hard it is; nothing where nothing is."""
    ordered = sorted(doubts, key=lambda doubt: doubt.concern not in FLAGS)
    said = [doubt_word(doubt) for doubt in ordered if doubt.concern is not Concern.IDLE_OPTION]
    idle = [
        str(doubt.option + 1)
        for doubt in ordered
        if doubt.concern is Concern.IDLE_OPTION and doubt.option is not None
    ]
    if len(idle) > 1:
        said.append(f"Options {', '.join(idle[:-1])} and {idle[-1]} draw almost nobody.")
    elif idle:
        said.append(f"Option {idle[0]} draws almost nobody.")
    return " ".join(said)


def apart_words(found: ItemStatistics) -> str:
    """Say how far an item tells the able from others: ``0.31 (0.10 to 0.49)``."""
    if found.discrimination is None:
        if found.facility.n < TELLING_FROM:
            return f"from {TELLING_FROM} first answers on"
        return "cannot be told, as everybody answers alike"
    low, high = found.interval
    return f"{found.discrimination:.2f} ({low:.2f} to {high:.2f})"


def doubt_word(doubt: Doubt) -> str:
    """Say one doubt in a sentence."""
    option = None if doubt.option is None else doubt.option + 1
    match doubt.concern:
        case Concern.SUSPECT_KEY if option is not None:
            return f"The key is worth a look: able people prefer option {option}."
        case Concern.SUSPECT_KEY:
            return "The key is worth a look: able people miss it more often than others."
        case Concern.WEAK:
            return "Worth a look: it hardly tells able people from others."
        case Concern.AMBIGUOUS:
            return f"Worth a look: option {option} draws people as able as the key does."
        case Concern.REPORTED:
            return "Worth a look: several people flagged it."
        case Concern.TOO_EASY:
            return "Perhaps too easy: nearly everybody has it right."
        case Concern.TOO_HARD:
            return "Perhaps too hard: hardly better than guessing."
        case Concern.IDLE_OPTION:
            return f"Option {option} draws almost nobody."
