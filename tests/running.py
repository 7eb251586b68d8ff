"""The real program as a subprocess, on a content folder and a database of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TextIO

import httpx

ROOT = Path(__file__).parent.parent


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Give an environment in which the program touches nothing outside ``folder``."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COHORT_", "SLACK_", "DISCORD_", "DATABASE_"))
    }
    return {
        **kept,
        "DATABASE_URL": f"sqlite:///{folder / 'cohort.db'}",
        "COHORT_CONTENT": str(ROOT),
        "COHORT_PORT": "0",
        "COHORT_ZONE": "Europe/Berlin",
        "COHORT_DEMO": "false",
        **more,
    }


def cohort(
    folder: Path, *words: str, stdin: str | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run a command of the shell to its end."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env={**environment(folder, **more), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        input=stdin,
    )


class Running:
    """A running program. Leaving the block ends it by SIGTERM.

    It is there once it has printed a line that begins with ``says``: the room's address.
    """

    def __init__(self, folder: Path, *, says: str = "http://", **more: str) -> None:
        self.folder = folder
        self._says = says
        self._more = more

    def __enter__(self) -> Running:
        with (self.folder / "stderr.txt").open("a") as errors:
            self.process = self._start(errors)
        assert self.process.stdout is not None
        self.address = ""
        for line in self.process.stdout:
            if line.startswith(self._says):
                self.address = line.strip()
                break
        assert self.address, (self.folder / "stderr.txt").read_text()
        return self

    def _start(self, errors: TextIO) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "bot", "run", "--no-open"],
            cwd=self.folder,
            env={**environment(self.folder, **self._more), "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )

    def __exit__(
        self,
        kind: type[BaseException] | None,
        wrong: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.stop()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End the program and give its status."""
        self.process.send_signal(number)
        status = self.process.wait(timeout=15)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return status

    @property
    def errors(self) -> str:
        """What the program wrote to stderr so far."""
        return (self.folder / "stderr.txt").read_text()


class Visitor:
    """Somebody's browser without a screen: keeps cookies and the page's token."""

    def __init__(self, address: str, group: str = "") -> None:
        self.client = httpx.Client(base_url=address, timeout=10)
        self.group = group
        self.page = self.load()

    def load(self) -> str:
        """Load the page."""
        page = self.client.get("/", params={"group": self.group} if self.group else {}).text
        self.token = page.partition('data-token="')[2].partition('"')[0]
        self.group = page.partition('data-group="')[2].partition('"')[0]
        return page

    def act(self, **form: str | list[str]) -> dict[str, object]:
        """Press or type something, as scripts do."""
        answer = self.client.post(
            "/act",
            data={"group": self.group, **form},
            headers={"X-Cohort-Token": self.token},
        )
        data: dict[str, object] = answer.json()
        return data

    def said(self, **form: str | list[str]) -> str:
        """Press or type something and give the HTML that comes back."""
        private = self.act(**form)["private"]
        assert isinstance(private, list)
        return str(private[0]["html"])

    def sit(self, member: str) -> None:
        """See the room as another member."""
        self.client.post("/as", data={"token": self.token, "group": self.group, "member": member})


@contextmanager
def visiting(folder: Path, **more: str) -> Iterator[tuple[Running, Visitor]]:
    """Run the program and visit its room."""
    with Running(folder, **more) as running:
        visitor = Visitor(running.address)
        try:
            yield running, visitor
        finally:
            visitor.client.close()


def is_alive(pid: int) -> bool:
    """Say whether a process runs; one that has ended and was not yet asked for does not.

    The first of its threads may have ended before the others.
    """
    found = _stat(pid)
    return bool(found) and (found[0] != "Z" or int(found[17]) > 1)


def children(pid: int) -> list[int]:
    """Give the processes that a process has started and that run."""
    every = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]
    return [each for each in every if _stat(each)[1:2] == [str(pid)] and is_alive(each)]


def wait_until_gone(pid: int, seconds: float = 30) -> None:
    """Wait for a process to end."""
    until = time.monotonic() + seconds
    while is_alive(pid):
        assert time.monotonic() < until, f"{pid} is still there"
        time.sleep(0.01)


def _stat(pid: int) -> list[str]:
    """Give a process's state, its parent and more; nothing where there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
