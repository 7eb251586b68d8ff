"""The program as it ships, by a clock that a test moves: ``python -m tests.fakes.moved_clock``.

Its first argument names a file with the seconds by which it is ahead of the machine's clock, read
whenever the program asks for the time; the rest is the command line of ``cohort``. It looks for
what is due more often, so that nobody has to wait for a moved hour to be noticed. A file
``crash-at`` beside it may name a point at which the program dies from then on.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import opening


def follow(ahead: Path) -> None:
    """Let the program go by the machine's clock and what stands in the file."""

    armed = ahead.with_name("crash-at")

    def now() -> datetime:
        if armed.exists():
            os.environ["COHORT_CRASH_AT"] = armed.read_text()
        return datetime.now(UTC) + timedelta(seconds=float(ahead.read_text() or 0))

    opening.utc_now = now
    # Only now: it takes the clock's name over as it is loaded.
    from bot import bootstrap

    bootstrap.TICK_SECONDS, bootstrap.SWEEP_SECONDS = 0.5, 1.0


if __name__ == "__main__":
    follow(Path(sys.argv.pop(1)))
    from bot.cli import main

    main()
