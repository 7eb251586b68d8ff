"""Readiness on ASSISTments 2009-10: will a member's next 50 answers reach the cut?

``COHORT_SHARED=... python -m tests.bench.readiness [FOLDER]``. Of each user the first 40 answers
are known; the model has learnt items and concepts from other users alone (five folds). As the
blueprint of an exam is public, so is here how many of the next 50 are of which skill. Once it
is known which questions of them come, as on a form that is laid down, once they may be any of
the skill's. Practice foretells practice: the cut is exact and there is no gap.
The peer says yes where the share right so far reaches the cut.
"""

from __future__ import annotations

import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bot.core.ability import COMMON_KEY, Answered, Fold, Sort, Term, group_key
from bot.core.apportion import by_name
from bot.core.readiness import (
    CUT_MEAN,
    NO_GAP,
    Cut,
    Part,
    Standing,
    chance_to_pass,
    readiness_of,
    score_of,
)
from tests.bench.answer_logs import answers, ece, named
from tests.bench.measure import RUNS, say, seconds

FOLDS, KNOWN, NEXT = 5, 40, 50
#: Of the known answers, those that a person may call recent.
RECENT = 20
EXACT = Cut(mean=CUT_MEAN, sd=0.0)
#: What a call is timed on: a pack of this many items in each of four domains.
ITEMS, BLUEPRINT = 100, {"d1": 20, "d2": 24, "d3": 36, "d4": 20}


@dataclass(frozen=True, slots=True)
class Forecast:
    """One user: the chance told, whether it came, the shares right before, and the interval."""

    p: float
    reached: bool
    known: float
    recent: float
    inside: bool


def forecasts(log: Sequence[Answered]) -> Iterator[tuple[Forecast, Forecast]]:
    """Foretell each user with enough answers by what the users of the other folds taught.

    Gives what is told of a form that is laid down, and of any questions of the same skills.
    """
    by_user: defaultdict[int, list[Answered]] = defaultdict(list)
    for answer in log:
        by_user[answer.learner].append(answer)
    users = Random(5).sample(sorted(by_user), len(by_user))
    for number in range(FOLDS):
        here = set(users[number::FOLDS])
        fold = Fold()
        for answer in log:
            if answer.learner not in here:
                fold.see(answer)
        hardness = hardness_of(fold)
        taught = dict(fold.terms)
        for user in sorted(here):
            own = by_user[user]
            if len(own) >= KNOWN + NEXT:
                yield foretell(fold, hardness, own[: KNOWN + NEXT])
                fold.terms = dict(taught)


def hardness_of(fold: Fold) -> dict[str, list[Term]]:
    """Give what is known of the items of each skill, by the answers seen so far."""
    skills: defaultdict[str, list[Term]] = defaultdict(list)
    for (sort, _, name), item in fold.terms.items():
        if sort is Sort.ITEM:
            skills[SKILL[name]].append(item)
    return {
        skill: [Term(item.mean - concept.mean, item.variance + concept.variance) for item in items]
        for skill, items in skills.items()
        for concept in [fold.term((Sort.CONCEPT, 0, skill))]
    }


def foretell(
    fold: Fold, hardness: dict[str, list[Term]], own: Sequence[Answered]
) -> tuple[Forecast, Forecast]:
    """Fold the known answers in and foretell the next ones."""
    known, ahead = own[:KNOWN], own[KNOWN:]
    for answer in known:
        fold.see(answer)
    form: defaultdict[str, list[Term]] = defaultdict(list)
    for answer in ahead:
        item, concept = (
            fold.term((sort, 0, name))
            for sort, name in ((Sort.ITEM, answer.item), (Sort.CONCEPT, answer.concept))
        )
        form[answer.domain].append(Term(item.mean - concept.mean, item.variance + concept.variance))
    return told(fold, form, own), told(fold, hardness, own)


def told(fold: Fold, hardness: Mapping[str, Sequence[Term]], own: Sequence[Answered]) -> Forecast:
    """Foretell the next answers of somebody whose known ones are folded in."""
    known, ahead = own[:KNOWN], own[KNOWN:]
    learner = own[0].learner
    standing = Standing(
        common=fold.term(COMMON_KEY),
        member=fold.term((Sort.MEMBER, learner, "")),
        parts=[
            Part(
                domain=skill,
                scored=count,
                own=fold.term((Sort.DOMAIN, learner, skill)),
                hardness=hardness.get(skill) or [Term(0.0, 1.0)],
            )
            for skill, count in Counter(each.domain for each in ahead).items()
        ],
        intercept=fold.term(group_key(0)).mean,
    )
    score = score_of(standing, Random(learner), NO_GAP)
    right = sum(each.right for each in ahead)
    below = sum(score[:right])
    return Forecast(
        p=chance_to_pass(score, EXACT),
        reached=right / NEXT >= CUT_MEAN,
        known=sum(each.right for each in known) / KNOWN,
        recent=sum(each.right for each in known[-RECENT:]) / RECENT,
        inside=below + score[right] >= 0.05 and below <= 0.95,
    )


def brier(predicted: Sequence[float], outcomes: Sequence[bool]) -> float:
    """Give the mean squared error of chances."""
    return statistics.fmean((p - y) ** 2 for p, y in zip(predicted, outcomes, strict=True))


def one_call() -> float:
    """Time one call as ``progress`` makes it, in ms."""
    scored = by_name(NEXT, BLUEPRINT)
    hardness = [Term((n - ITEMS / 2) / ITEMS * 3, 0.3) for n in range(ITEMS)]
    standing = Standing(
        common=Term(0.7, 0.01, 900),
        member=Term(0.2, 0.1, 90),
        parts=[
            Part(domain=domain, scored=count, own=Term(0.0, 0.2, 22), hardness=hardness)
            for domain, count in scored.items()
        ],
    )
    calls = [seconds(lambda: readiness_of(standing, Random(1))) for _ in range(RUNS * 3)]
    return min(calls) * 1000  # the rest is what else the machine does


#: The skill of each item of the log.
SKILL: dict[str, str] = {}


def main() -> None:
    """Print how well the chances hold, beside those of the peers."""
    log = answers("train") + answers("test")
    SKILL.update((each.item, each.domain) for each in log)
    pairs = list(forecasts(log))
    if not pairs:
        sys.exit(f"Nobody in this log has {KNOWN + NEXT} answers.")
    found, loose = [form for form, _ in pairs], [any_of for _, any_of in pairs]
    reached = [each.reached for each in found]
    say("users with 90 answers", len(found), "", f"{sum(reached)} reached the cut")
    for name, shares in (
        (f"peer: share of the last {RECENT}", [each.recent for each in found]),
        (f"peer: share of all {KNOWN}", [each.known for each in found]),
    ):
        says = brier([float(share >= CUT_MEAN) for share in shares], reached)
        say(f"{name} >= cut, Brier", says, "")
    peer = min(
        brier([float(share >= CUT_MEAN) for share in shares], reached)
        for shares in ([each.recent for each in found], [each.known for each in found])
    )
    base = brier([sum(reached) / len(reached)] * len(reached), reached)
    say("peer: the same chance for everybody, Brier", base, "")
    chances = [each.p for each in found]
    ours, off = brier(chances, reached), ece(chances, reached)
    if named() is None:
        say("readiness, Brier", ours, "", "<= 0.162", ours <= 0.162)
    else:
        say("readiness, Brier", ours, "")
    say("readiness, ECE", off, "", "<= 0.06", off <= 0.06)
    say("readiness, Brier below the better share", peer - ours, "", ">= 0.08", peer - ours >= 0.08)
    say("next 50 inside the 90 % interval", statistics.fmean(e.inside for e in found), "")
    others = [each.p for each in loose]
    say("any questions of the skills, Brier", brier(others, reached), "")
    say("any questions of the skills, ECE", ece(others, reached), "")
    took = one_call()
    say("one call, the best of some", took, "ms", "<= 150", took <= 150)


if __name__ == "__main__":
    main()
