"""Jobs for a workshop under test: they run in its worker, and none is of any use."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable

from bot.core.errors import Misused

Tell = Callable[[int, int], None]


def echo(*args: object, **named: object) -> bytes:
    """Give back what it was called with."""
    return repr((args, named)).encode()


def who() -> bytes:
    """Give the worker's process id."""
    return str(os.getpid()).encode()


def surroundings() -> bytes:
    """Give the worker's environment."""
    return json.dumps(dict(os.environ)).encode()


def large(size: int) -> bytes:
    """Give many bytes."""
    return b"x" * size


def wrong_kind() -> str:
    """Give what is no bytes."""
    return "text"


def refuse(text: str) -> bytes:
    """Say no, in words."""
    raise Misused(text)


def break_down(text: str) -> bytes:
    """Fail without words for people."""
    raise ZeroDivisionError(text)


def sleep(seconds: float, progress: Tell = lambda *_: None) -> bytes:
    """Tell the worker's process id as progress, then sleep."""
    progress(os.getpid(), 0)
    time.sleep(seconds)
    return b"awake"


def add_up(rows: Iterable[list[tuple[int, ...]]], progress: Tell = lambda *_: None) -> bytes:
    """Add up all cells of all chunks, telling how many chunks there were."""
    total = chunks = 0
    for chunk in rows:
        total += sum(sum(row) for row in chunk)
        chunks += 1
        progress(chunks, 0)
    progress(chunks, chunks)
    return str(total).encode()


def take(count: int, rows: Iterable[object]) -> bytes:
    """Take some chunks and leave the others."""
    return repr([each for each, _ in zip(rows, range(count), strict=False)]).encode()
