"""What simulated members write: short phrases of our own, drawn by the simulation's seed.

They fit any scenario, since nobody simulated has read it. It knows no presses and no clock.
"""

from __future__ import annotations

from random import Random
from typing import TypeAlias

from bot.core.designs import LINES_LEAST
from bot.core.exercises import LINES

#: Inputs of a form.
Filled: TypeAlias = dict[str, tuple[str, ...]]

IDEAS = (
    "The simplest thing first, and a number that says when it is no longer enough.",
    "Start with what is written down already; ask people only for what is missing.",
    "Whatever fails at night waits in a queue and is looked at in the morning.",
    "Keep the raw data untouched, and make everything else from it again.",
    "Split by time, not by chance: the future does not help with the past.",
    "One small model that we can explain before a large one that we cannot.",
    "Managed, unless somebody here wants to carry a pager for it.",
    "Compare with doing nothing; it is cheaper than it looks.",
    "Mask names before anything leaves the room they are in.",
    "Measure what a mistake costs, and choose the threshold by that.",
    "Half an hour late is fine here, so a batch will do.",
    "Two people label the first hundred; where they differ, the guide is wrong.",
    "Watch the inputs: they drift before the answers do.",
    "Old and new side by side for two weeks, then switch.",
    "A plain rule takes the easy cases, the model gets the rest.",
    "Pay for it only while it works: nothing runs at night.",
    "Write down who decides when the two numbers disagree.",
    "A table of ten examples that must never go wrong, run on every change.",
)
FINDINGS = (
    "It was too good to be true, and it was: one column knew the answer.",
    "The default was better than what I had tuned for an hour.",
    "Half of the time went into reading the data, and it was the better half.",
    "I would have bet on the other one. Plot first, bet later.",
    "The order of the steps mattered more than the steps.",
    "The mean hid it; the quantiles did not.",
    "A smaller sample told the same story in a tenth of the time.",
    "What I took for noise was two groups in one column.",
)


def five_lines(rng: Random) -> Filled:
    """Fill in a design round's form, now and then with a line left empty."""
    lines = rng.sample(IDEAS, LINES)
    for place in range(LINES_LEAST, LINES):
        if rng.random() < 0.25:
            lines[place] = ""
    return {f"line{number}": (line,) for number, line in enumerate(lines, 1)}


def one_sentence(rng: Random) -> Filled:
    """Fill in a lab's form."""
    return {"text": (rng.choice(FINDINGS),)}
