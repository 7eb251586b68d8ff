"""The ability model beside Elo on ASSISTments 2009-10: trained, then cold with 25 members.

``COHORT_SHARED=... python -m tests.bench.ability [FOLDER]``. Every answer is predicted before it is
seen. Elo's steps are those of Pelanek (2016), decaying with the number of answers.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from random import Random

from bot.core.ability import Answered, Fold, sigma
from tests.bench.answer_logs import Judged, answers, judge, named
from tests.bench.measure import RUNS, say, seconds

#: An Elo step after n answers is GAIN / (1 + DECAY * n), by Pelanek; of the gains 0.4, 0.6, 0.8
#: and 1.0 this is the one under which Elo does best on these answers.
GAIN, DECAY = 0.6, 0.05
COLD_MEMBERS, COLD_GROUPS = 25, 20
#: A cold-start member brings at least this many answers.
COLD_FROM = 40


class Elo:
    """Ratings of users and items, and with ``by_skill`` of each user in each skill."""

    def __init__(self, *, by_skill: bool) -> None:
        self.by_skill = by_skill
        self.rating: defaultdict[Hashable, float] = defaultdict(float)
        self.met: Counter[Hashable] = Counter()

    def see(self, answer: Answered) -> float:
        """Fold an answer in and give the prediction that was made before it."""
        user, item = ("u", answer.learner), ("i", answer.item)
        able: list[Hashable] = [user]
        if self.by_skill:
            able.append(("s", answer.learner, answer.domain))
        p = sigma(sum(self.rating[key] for key in able) - self.rating[item])
        miss = answer.right - p
        for key in (*able, item):
            step = GAIN / (1.0 + DECAY * self.met[key])
            self.rating[key] += step * (-miss if key == item else miss)
            self.met[key] += 1
        return min(0.999, max(0.001, p))


def models() -> dict[str, Callable[[Answered], float]]:
    """Make each model afresh; ours is the first."""
    return {
        "ability with variances": Fold().see,
        "Elo user + item": Elo(by_skill=False).see,
        "Elo user + user x skill + item": Elo(by_skill=True).see,
    }


def trained(train: Sequence[Answered], test: Sequence[Answered]) -> dict[str, Judged]:
    """Judge each model on the test file, once it has seen the train file."""
    found = {}
    for name, see in models().items():
        for answer in train:
            see(answer)
        found[name] = judge([see(answer) for answer in test], [each.right for each in test])
    return found


def cold(groups: Sequence[Sequence[Answered]]) -> dict[str, Judged]:
    """Judge each model on groups that begin with nothing; all groups' answers together."""
    found = {}
    for name in models():
        predicted: list[float] = []
        for group in groups:
            see = models()[name]
            predicted.extend(see(answer) for answer in group)
        found[name] = judge(predicted, [each.right for group in groups for each in group])
    return found


def cold_groups(log: Sequence[Answered]) -> list[list[Answered]]:
    """Draw groups of 25 members; their answers are dealt in turn, as a group lives."""
    by_user: defaultdict[int, list[Answered]] = defaultdict(list)
    for answer in log:
        by_user[answer.learner].append(answer)
    many = sorted(user for user, own in by_user.items() if len(own) >= COLD_FROM)
    rng = Random(25)
    drawn = []
    for _ in range(COLD_GROUPS):
        own = [by_user[user] for user in rng.sample(many, COLD_MEMBERS)]
        longest = max(map(len, own))
        drawn.append([each[n] for n in range(longest) for each in own if n < len(each)])
    return drawn


def main() -> None:
    """Print each model's figures, and our own against their goals."""
    train, test = answers("train"), answers("test")
    say("answers trained on / predicted", len(train), "", f"{len(test):,}")
    auc, loss = (0.760, 0.540) if named() is None else (None, None)
    _print("trained", trained(train, test), auc=auc, loss=loss)
    groups = cold_groups(test)
    say("cold start: groups of 25, answers", sum(map(len, groups)), "", f"{len(groups)} groups")
    ours = _print("cold", cold(groups))
    say("cold: ECE", ours.ece, "", "<= 0.035", ours.ece <= 0.035)
    say("cold: bias", ours.bias, "", "within 0.02", abs(ours.bias) <= 0.02)
    rates = [len(test) / seconds(lambda: [*map(Fold().see, test)]) for _ in range(RUNS)]
    rate = statistics.median(rates)
    say("updates, prediction included", rate, "/s", ">= 50,000", rate >= 50_000)


def _print(
    when: str, found: dict[str, Judged], auc: float | None = None, loss: float | None = None
) -> Judged:
    (name, ours), *others = found.items()
    for peer, judged in others:
        say(f"{when}: {peer}, AUC", judged.auc, "")
        say(f"{when}: {peer}, log loss", judged.log_loss, "")
    best_auc = max(judged.auc for _, judged in others)
    best_loss = min(judged.log_loss for _, judged in others)
    above, below = max(best_auc, auc or 0.0), min(best_loss, loss or 9.0)
    say(f"{when}: {name}, AUC", ours.auc, "", f">= {above:.3f}", ours.auc >= above)
    say(f"{when}: {name}, log loss", ours.log_loss, "", f"<= {below:.3f}", ours.log_loss <= below)
    say(f"{when}: {name}, ECE", ours.ece, "")
    say(f"{when}: {name}, bias", ours.bias, "")
    return ours


if __name__ == "__main__":
    main()
