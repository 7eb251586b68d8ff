"""Every dialog, played on Discord: people tap, choose and type there, and read the same words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adapters.discord.hall import hall
from tests.dialogs import replay
from tests.dialogs.test_dialogs import DIALOGS

#: What is another thing here than in the room.
HERE = {
    "Room #main": "Discord #main",
}


@pytest.mark.parametrize("path", DIALOGS, ids=lambda path: path.stem)
async def test_a_dialog_is_played_on_discord(path: Path, tmp_path: Path) -> None:
    script = path.read_text()
    for there, here in HERE.items():
        script = script.replace(there, here)
    async with hall(tmp_path, library=replay.library_for(script)) as world:
        await world.found("Ann", "Ben")
        assert await replay.play(world, script) == script
        assert world.refused == []
