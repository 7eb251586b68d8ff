"""Readiness in words: the answer first, then what it rests on, never more than is known.

A closed exam is told as strength on its blueprint and never as a chance to pass; an exam's
own scaled score is never spoken of. It knows figures and titles; it knows no rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from bot.cards.wording import counted, listed, number_word, percent
from bot.core.readiness import (
    NEEDED,
    Band,
    Cut,
    Evidence,
    Range,
    Readiness,
    Strength,
    Told,
)

#: Questions of a short run.
RUN = 5
#: Domains that lack answers are named up to this many.
NAMED = 2
GUESS = "Any percentage now would be a guess."
BANDS: Mapping[Band, str] = {
    Band.NOT_YET: "Not there yet",
    Band.BORDERLINE: "Borderline",
    Band.LIKELY: "Likely",
    Band.STRONG: "Strong",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of how ready somebody is: the answer, and what to know beside it."""

    answer: str
    more: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " ".join((self.answer, *self.more))


def said_of(told: Told, pack: str, titles: Mapping[str, str], *, waiting: int = 0) -> Said:
    """Say how ready somebody is; ``pack`` is the exam's short name, ``titles`` the domains'.

    While answers are ``waiting`` for the close, what they would give away is not told.
    """
    evidence = evidence_in(told)
    if not evidence.enough:
        return _early(evidence, titles)
    if waiting:
        them = counted(waiting, "answer waits", "answers wait")
        return Said(answer=f"{them} for the close. How you stand is told after it.")
    match told:
        case Evidence():
            return _early(told, titles)
        case Strength():
            return _strength(told, pack, titles)
        case Readiness():
            return _readiness(told, titles)
        case _:
            assert_never(told)


def ranges_of(told: Told, *, waiting: int = 0) -> Mapping[str, Range]:
    """Give the share of new questions that somebody would get right by domain, if it is told."""
    match told:
        case Evidence():
            return {}
        case Strength():
            return told.domains if told.told and not waiting else {}
        case Readiness():
            return ranges_of(told.strength, waiting=waiting)
        case _:
            assert_never(told)


def raises_of(told: Told, *, waiting: int = 0) -> str:
    """Name the domain to go on with: the one most short of answers, or worth most; or none."""
    evidence = evidence_in(told)
    if evidence.short:
        return max(evidence.short, key=lambda domain: evidence.short[domain])
    match told:
        case Strength() if not waiting:
            return told.raises
        case Readiness() if not waiting:
            return told.strength.raises
        case _:
            return ""


def interval(share: Range) -> str:
    """Write an interval of shares: ``48 to 79 %``."""
    return f"{round(100 * share.low)} to {percent(share.high)}"


def evidence_in(told: Told) -> Evidence:
    """Give what a figure rests on, or would."""
    match told:
        case Evidence():
            return told
        case Strength():
            return told.evidence
        case Readiness():
            return told.strength.evidence
        case _:
            assert_never(told)


def _early(evidence: Evidence, titles: Mapping[str, str]) -> Said:
    """Say that it is too early, and how far it is."""
    known = counted(evidence.answers, "new question")
    if evidence.answers < NEEDED:
        known = f"{evidence.answers} of {NEEDED} new questions"
    if evidence.enough:
        how = f"{known}, and they still point both ways. A few short runs will tell."
        return Said(answer="Too early to say.", more=(how, GUESS))
    short = [f"{titles[d]} needs {number_word(n)} more" for d, n in evidence.short.items()]
    if len(short) > NAMED:
        few = number_word(len(short))
        short = [f"{few} domains need more of their own"]
    known = "; ".join((known, listed(short))) if short else known
    runs = -(-evidence.missing // RUN)
    about = f"About {number_word(runs)} short {'run' if runs == 1 else 'runs'}."
    return Said(answer="Too early to say.", more=(f"{known}. {about}", GUESS))


def _strength(told: Strength, pack: str, titles: Mapping[str, str]) -> Said:
    if not told.told:
        return _early(told.evidence, titles)
    return Said(
        answer=f"Strength on the {pack} blueprint: about {percent(told.share.value)} "
        f"of new questions, {interval(told.share)}.",
        more=(_basis(told), _raise(told, titles)),
    )


def _readiness(told: Readiness, titles: Mapping[str, str]) -> Said:
    if told.band is None:
        return _early(told.strength.evidence, titles)
    return Said(
        answer=f"{BANDS[told.band]}: about {percent(told.chance)} to pass.",
        more=(
            f"Expect {interval(told.strength.share)} right in the exam; {_passes(told.cut)}",
            _basis(told.strength),
            _raise(told.strength, titles),
        ),
    )


def _passes(cut: Cut) -> str:
    if cut.sd == 0.0:
        return f"{percent(cut.mean)} passes."
    return f"about {percent(cut.mean)} should pass, though no figure is published."


def _basis(told: Strength) -> str:
    return f"It rests on {counted(told.evidence.answers, 'new question')}."


def _raise(told: Strength, titles: Mapping[str, str]) -> str:
    return f"{titles[told.raises]} would raise it most."
