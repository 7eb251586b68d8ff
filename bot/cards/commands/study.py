"""The words of everybody who studies: today, practice, progress, notes, help."""

from __future__ import annotations

import re

from bot.cards.actions.own import About, Help, Home, Notes, Progress, Today
from bot.cards.actions.question import Why
from bot.cards.actions.runs import BeginDrill, Continue, Practise, Review
from bot.cards.actions.values import Drill
from bot.cards.commands.words import (
    Asked,
    Command,
    Domains,
    domain_named,
    plain,
    read_domain,
    short,
    texts,
)
from bot.core.errors import Misused

PRACTISE_DEFAULT = 5
PRACTISE_MOST = 50


DRILLS = {
    Drill.OVERLOOKED: "what exams ask and study guides pass over",
    Drill.OVERLAP: "which of two services, and why",
    Drill.INTENT: "what decides, before you see the options",
}
_SERVICE = re.compile(r"[a-z0-9.-]{1,32}")


def _practice(words: list[str], domains: Domains) -> Asked:
    drill = next((each for each in Drill if words and words[0].lower() == each), None)
    if drill is not None:
        return _drill(drill, words[1:])
    domain, n = "", PRACTISE_DEFAULT
    if words and words[-1].isdecimal() and (len(words) > 1 or read_domain(words[-1], ()) is None):
        n = _count(words.pop())
    if words:
        domain = domain_named(" ".join(words), domains)
    return Practise(domain, n), {}


def _drill(drill: Drill, words: list[str]) -> Asked:
    n = _count(words.pop()) if words and words[-1].isdecimal() else PRACTISE_DEFAULT
    about = "-".join(words).lower()
    if about and (drill is not Drill.OVERLAP or not _SERVICE.fullmatch(about)):
        raise Misused(f"After `practice {drill}` comes a number, or nothing: `practice {drill} 5`.")
    return BeginDrill(drill, about, n), {}


def _count(word: str) -> int:
    n = int(word) if len(word) < 4 else 0
    if not 1 <= n <= PRACTISE_MOST:
        raise Misused(f"Between 1 and {PRACTISE_MOST} questions, please: `practice 5`.")
    return n


def _help(words: list[str], _domains: Domains) -> Asked:
    return Help("more" in (word.lower() for word in words)), {}


COMMANDS = (
    Command(
        word="today",
        does="today's question, the last reveal, what you missed",
        read=plain(Today()),
        first=True,
    ),
    Command(
        word="practice",
        usage="[domain] [n]",
        does="a private run of n questions (5)",
        read=_practice,
        first=True,
        more=lambda domains: [
            *((f"practice {short(title)}", title) for _, title in domains),
            *((f"practice {drill}", does) for drill, does in DRILLS.items()),
        ],
    ),
    Command(
        word="review",
        does="what is due to come back, at most 15 a day",
        read=plain(Review(0)),
        first=True,
    ),
    Command(word="continue", does="go on with your run where you stopped", read=plain(Continue())),
    Command(
        word="progress",
        does="your domains, your streak, what next",
        read=plain(Progress()),
        first=True,
    ),
    Command(
        word="home",
        does="your own corner: what waits, how it goes, notes, settings",
        read=plain(Home()),
    ),
    Command(word="why", does="why this question today, once you answered", read=plain(Why(0))),
    Command(
        word="notes",
        usage="[search]",
        does="what you noted down",
        read=texts(lambda: Notes(0), "search"),
    ),
)

#: These come last.
GUIDE = (
    Command(word="help", usage="[more]", does="these words", read=_help),
    Command(word="about", does="what this is, and how fresh its facts are", read=plain(About())),
)
