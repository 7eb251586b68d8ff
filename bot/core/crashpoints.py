"""Named points at which a test may kill the program; without the variable they do nothing.

``COHORT_CRASH_AT=<name>`` ends the process with SIGKILL the first time ``<name>`` is
reached, so that recovery is proven where it is hardest and not where it is convenient.
"""

from __future__ import annotations

import os
import signal

POINTS = (
    "after-round-insert",
    "after-claim",
    "before-post",
    "after-post-before-write",
    "after-write",
    "in-answer",
    "after-answer-commit",
    "before-reply",
    "between-works",
    "in-pick",
    "in-hand-in",
    "in-result",
    "in-close",
    "in-totals",
    "after-review-insert",
    "in-design-close",
    "in-sweep",
    "in-remark",
    "after-remark",
    "in-migration",
)


def reach(point: str) -> None:
    """Die here, if the environment says so."""
    if os.environ.get("COHORT_CRASH_AT") == point:
        os.kill(os.getpid(), signal.SIGKILL)
