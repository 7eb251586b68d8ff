"""Every dialog, played on Slack: people tap and type there, and read the same words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adapters.slack.guild import guild_world
from tests.dialogs import replay
from tests.dialogs.test_dialogs import DIALOGS

#: A dialog that goes to Discord as well is played there, and in the tests of several places.
ON_SLACK = [path for path in DIALOGS if "on discord" not in path.read_text()]


@pytest.mark.parametrize("path", ON_SLACK, ids=lambda path: path.stem)
async def test_a_dialog_is_played_on_slack(path: Path, tmp_path: Path) -> None:
    script = path.read_text().replace("Room #main", "Slack #main")
    async with guild_world(tmp_path, library=replay.library_for(script)) as world:
        await world.open_group("Ann", "Ben")
        assert await replay.play(world, script) == script
