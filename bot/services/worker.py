"""The workshop's other side: a process that makes one thing after another, in words of its own.

It runs alone in a process that its parent has started, imports a job's module when the job
comes, and ends at once when its parent is gone. It knows no job and nothing of the program.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import TypeAlias, cast

from bot.core.errors import CohortError

#: Results beyond this many bytes go through a file.
LARGE = 1024 * 1024
#: Progress is told at most so often, in seconds.
TOLD_EVERY = 0.1
NICENESS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be made: a function by its import path, and what it is called with."""

    job: str
    args: tuple[object, ...]
    named: Mapping[str, object]
    has_rows: bool
    tells: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """The next of the rows; ``is_end`` says that there was none."""

    rows: object = None
    is_end: bool = False


@dataclass(frozen=True, slots=True)
class More:
    """The worker can take a chunk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How far a job has come."""

    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A result: the bytes, or the file that holds them."""

    data: bytes = b""
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A job did not succeed: with an error that has words for people, or with a trace for us."""

    error: CohortError | None
    trace: str


Sent: TypeAlias = Order | Chunk
Answer: TypeAlias = More | Told | Made | Failed
#: What stands in the inbox; an exception where a message could not be read.
Inbox: TypeAlias = "SimpleQueue[Sent | Exception]"


def main() -> None:
    """Take orders from a pipe until it closes; its number and our folder are the arguments."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    os.nice(NICENESS)  # nothing that is made here goes before a press
    line: Connection[Answer, Sent] = Connection(int(sys.argv[1]))
    inbox: Inbox = SimpleQueue()
    threading.Thread(target=_receive, args=(line, inbox), daemon=True).start()
    with suppress(OSError):  # the parent is gone
        while True:
            line.send(_made(line, inbox))


def _receive(line: Connection[Answer, Sent], inbox: Inbox) -> None:
    """Put what comes into the inbox. Without a parent nothing has a use: end even in mid-job."""
    while True:
        try:
            inbox.put(line.recv())
        except (EOFError, OSError):
            shutil.rmtree(sys.argv[2], ignore_errors=True)
            os._exit(0)
        except Exception as unreadable:
            inbox.put(unreadable)


def _made(line: Connection[Answer, Sent], inbox: Inbox) -> Answer:
    try:
        order = _next(inbox)
        assert isinstance(order, Order)
        module, _, name = order.job.rpartition(".")
        named = dict(order.named)
        if order.has_rows:
            named["rows"] = _rows(line, inbox)
        if order.tells:
            named["progress"] = _Teller(line)
        data = getattr(import_module(module), name)(*order.args, **named)
        if not isinstance(data, bytes):
            raise TypeError(f"{order.job} gave {type(data).__name__} and not bytes")
        return Made(data=data) if len(data) <= LARGE else Made(path=_kept(data))
    except Exception as wrong:
        error = wrong if isinstance(wrong, CohortError) else None
        return Failed(error=error, trace=traceback.format_exc())


def _next(inbox: Inbox) -> Sent:
    message = inbox.get()
    if isinstance(message, Exception):
        raise message
    return message


def _rows(line: Connection[Answer, Sent], inbox: Inbox) -> Iterator[object]:
    """Give chunks one by one; the parent sends one only when it is asked for."""
    while True:
        line.send(More())
        chunk = cast(Chunk, _next(inbox))
        if chunk.is_end:
            return
        yield chunk.rows


def _kept(data: bytes) -> str:
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(data)
    return file.name


class _Teller:
    """Tells the parent how far a job has come, but not on every row."""

    def __init__(self, line: Connection[Answer, Sent]) -> None:
        self._line = line
        self._last = -TOLD_EVERY

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if done == total or now - self._last >= TOLD_EVERY:
            self._last = now
            self._line.send(Told(done=done, total=total))
