"""What a member of a server taps, chooses and types, and what they are shown."""

from __future__ import annotations

from pathlib import Path

from tests.adapters.discord.hall import hall


async def test_a_tap_gives_a_private_message_that_turns_into_the_verdict(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.found("Ann")
        ann = here.person("Ann")
        tapped = await ann.clicks("A", in_=here.study)
        assert tapped.message is not None
        assert tapped.message.is_private
        assert "You picked A" in tapped.text
        assert tapped.message.labels == ["Certain", "Fairly sure", "Guessing", "Change"]
        locked = await ann.clicks("Certain", on=tapped.message)
        assert locked.message is not None
        assert locked.message.id == tapped.message.id
        assert "Not A this time" in locked.text
        assert here.refused == []
