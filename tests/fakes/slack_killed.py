"""The program, killed between a commit and its acknowledgement, as soon as a file is there.

``python -m tests.fakes.slack_killed FILE run --no-open`` is ``cohort run --no-open`` otherwise.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from bot.adapters.slack import pressing
from bot.adapters.slack.payload import Call
from bot.adapters.slack.pressing import Ack, Presses
from bot.adapters.slack.reading import Pressed
from bot.cards.actions import Action


def arm(trigger: Path) -> None:
    """Let the next press end the program once it is durable, where the file is there."""
    press = Presses.press

    async def armed(
        self: Presses, call: Call, what: Action | str, ack: Ack, pressed: Pressed | None = None
    ) -> None:
        async def dying(*_: object, **__: object) -> None:
            os.kill(os.getpid(), signal.SIGKILL)

        await press(self, call, what, dying if trigger.exists() else ack, pressed)

    pressing.Presses.press = armed  # type: ignore[method-assign]


if __name__ == "__main__":
    arm(Path(sys.argv.pop(1)))
    from bot.cli import main

    main()
