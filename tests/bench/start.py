"""G10: from starting the program to its first page, against importing the same packages.

``python -m tests.bench.start``
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from tests.bench.measure import say, seconds
from tests.running import Running

RUNS = 7
#: The packages that the program has loaded once it serves.
PACKAGES = (
    "sqlmodel, sqlalchemy, pydantic_settings, starlette.applications, sse_starlette, uvicorn,"
    " jinja2, alembic.command, sqlalchemy.orm, multipart, tzlocal,"
    " apscheduler.schedulers.asyncio, typer, rich.progress, yaml, rapidfuzz, filelock"
)


def imports() -> float:
    """Time a Python that imports the packages and ends."""
    return seconds(lambda: subprocess.run([sys.executable, "-c", f"import {PACKAGES}"], check=True))


def start(folder: Path) -> float:
    """Time a start on a database that is there already, up to the first page."""
    begun = time.perf_counter()
    with Running(folder) as running:
        httpx.get(running.address + "health").raise_for_status()
        return time.perf_counter() - begun


def main() -> None:
    """Print both and their ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = start(folder)
        pairs = [(imports(), start(folder)) for _ in range(RUNS)]
    anchor = statistics.median(pair[0] for pair in pairs)
    ours = statistics.median(pair[1] for pair in pairs)
    ratio = statistics.median(pair[1] / pair[0] for pair in pairs)
    say("importing the same packages", 1000 * anchor, "ms")
    say("very first start, schema and first question made", 1000 * first, "ms")
    say("start to first page", 1000 * ours, "ms")
    say("start / imports", ratio, "x", "<= 1.5", ratio <= 1.5)


if __name__ == "__main__":
    main()
