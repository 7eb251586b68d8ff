"""``python -m bot`` is ``cohort``."""

import gc
from typing import NoReturn


def start() -> NoReturn:
    """Run the command line. Nothing that is imported at a start is ever garbage."""
    gc.disable()
    from bot.cli import main

    main()


if __name__ == "__main__":
    start()
