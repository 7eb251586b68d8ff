"""Every dialog shows word for word what its file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dialogs.replay import FOLDER, replay

EVERY = sorted(FOLDER.glob("*.txt"))
#: Those in which people go from one platform to another, and those that each platform plays.
JOURNEYS = [path for path in EVERY if " goes to " in path.read_text()]
DIALOGS = [path for path in EVERY if path not in JOURNEYS]


def test_there_are_dialogs() -> None:
    assert len(DIALOGS) >= 8
    assert len(JOURNEYS) >= 2


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
async def test_a_dialog_reads_as_written(path: Path, tmp_path: Path) -> None:
    script = path.read_text()
    assert await replay(script, tmp_path) == script
