"""One worker process as its parent sees it: start it, have one thing made, end it.

Both sides speak in turns: the worker asks for a chunk of rows, and only then is one sent, so
that at most two are held here however slow it is. Nothing here knows what a job does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import assert_never

from bot.core.errors import Fault
from bot.services.worker import Answer, Chunk, Failed, Made, More, Order, Sent, Told

#: A worker has no business with tokens and databases.
_KEPT_BACK = ("COHORT_", "SLACK_", "DISCORD_", "DATABASE_")
_CANNOT_START = "There is no room on this machine to make this just now. Ask again in a minute."
_MAIN = "from bot.services.worker import main; main()"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Job:
    """Something to be made: a function's import path, its package, and what it works on."""

    name: str
    home: str
    args: tuple[object, ...]
    named: Mapping[str, object]
    rows: Iterable[object] | None
    progress: Callable[[int, int], None] | None
    future: Future[bytes] = field(default_factory=Future)


class Gone(Exception):
    """The worker is not there any more."""


class Workbench:
    """A worker process for the jobs of one package. Raises ``Fault`` where it cannot start."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.is_overdue = False
        self._folder = Path(tempfile.mkdtemp(prefix="cohort-workshop-"))
        ours, theirs = Pipe()
        self._line: Connection[Sent, Answer] = ours
        try:
            # Not multiprocessing's own spawn: that imports the program's main module into the
            # worker and leaves a tracker process beside it.
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-c", _MAIN, str(theirs.fileno()), str(self._folder)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=_environment(self._folder),
            )
        except OSError as wrong:
            ours.close()
            shutil.rmtree(self._folder, ignore_errors=True)
            raise Fault(_CANNOT_START) from wrong
        finally:
            theirs.close()

    def make(self, job: Job) -> Made | Failed:
        """Have a job done. Raises ``Gone`` where the worker ends before it is."""
        rows = None if job.rows is None else iter(job.rows)
        self._send(
            Order(
                job=job.name,
                args=job.args,
                named=job.named,
                has_rows=rows is not None,
                tells=job.progress is not None,
            )
        )
        try:
            # One chunk is pulled ahead, so that both sides work at the same time.
            ready = Chunk(is_end=True) if rows is None else _pulled(rows)
            while True:
                answer = self._receive()
                match answer:
                    case More():
                        self._send(ready)
                        ready = ready if rows is None or ready.is_end else _pulled(rows)
                    case Told(done=done, total=total):
                        if job.progress is not None:
                            job.progress(done, total)
                    case Made() | Failed():
                        return answer
                    case _:
                        assert_never(answer)
        finally:
            if isinstance(rows, Generator):
                rows.close()

    def is_there(self) -> bool:
        """Say whether the worker waits for its next order.

        One that was ended from outside lets go of its line before its process is gone; and one
        that waits says nothing.
        """
        return self.process.poll() is None and not self._line.poll()

    def kill(self, *, is_overdue: bool = False) -> None:
        """End the process at once, from any thread."""
        self.is_overdue = is_overdue or self.is_overdue
        self.process.kill()

    def end(self) -> None:
        """End the process and clear up after it."""
        self.process.kill()
        self.process.wait()
        self._line.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _send(self, message: Sent) -> None:
        try:
            self._line.send(message)
        except OSError as gone:
            raise Gone from gone

    def _receive(self) -> Answer:
        try:
            return self._line.recv()
        except (EOFError, OSError) as gone:
            raise Gone from gone


def _environment(folder: Path) -> dict[str, str]:
    """Give a worker's surroundings: our modules, one thread for sums, its own place for files."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(_KEPT_BACK)}
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(each or str(Path.cwd()) for each in sys.path),
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "TMPDIR": str(folder),
    }


def _pulled(rows: Iterator[object]) -> Chunk:
    for each in rows:
        return Chunk(rows=each)
    return Chunk(is_end=True)
