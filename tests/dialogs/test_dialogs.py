"""Every dialog shows word for word what its file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dialogs.replay import FOLDER, replay

DIALOGS = sorted(FOLDER.glob("*.txt"))


def test_there_are_dialogs() -> None:
    assert len(DIALOGS) >= 8


@pytest.mark.parametrize("path", DIALOGS, ids=lambda path: path.stem)
async def test_a_dialog_reads_as_written(path: Path, tmp_path: Path) -> None:
    script = path.read_text()
    assert await replay(script, tmp_path) == script
