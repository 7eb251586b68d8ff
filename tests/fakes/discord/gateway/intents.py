"""Which events a client hears for which intents, and which intents it may ask for."""

from __future__ import annotations

from typing import Final

from tests.fakes.discord.errors import Json

GUILDS: Final = 1 << 0
MEMBERS: Final = 1 << 1
PRESENCES: Final = 1 << 8
MESSAGES: Final = 1 << 9
REACTIONS: Final = 1 << 10
DIRECT_MESSAGES: Final = 1 << 12
DIRECT_REACTIONS: Final = 1 << 13
MESSAGE_CONTENT: Final = 1 << 15
PRIVILEGED: Final = MEMBERS | PRESENCES | MESSAGE_CONTENT
KNOWN: Final = sum(1 << bit for bit in (*range(17), 20, 21, 24, 25)) & ~(1 << 17)


def needed(name: str, *, in_guild: bool) -> int:
    """Return the intent an event needs, 0 for those that everybody hears."""
    if name.startswith("MESSAGE_REACTION"):
        return REACTIONS if in_guild else DIRECT_REACTIONS
    if name.startswith("MESSAGE_"):
        return MESSAGES if in_guild else DIRECT_MESSAGES
    if name.startswith("GUILD_MEMBER_"):
        return MEMBERS
    if name.startswith(("GUILD_", "CHANNEL_", "THREAD_")):
        return GUILDS if in_guild else DIRECT_MESSAGES
    return 0


def without_content(data: Json, bot_id: int) -> Json:
    """Return a message as a client sees it that may not read what others write."""
    mentioned = any(each["id"] == str(bot_id) for each in data.get("mentions", ()))
    if data["author"]["id"] == str(bot_id) or mentioned or "guild_id" not in data:
        return data
    return data | {"content": "", "embeds": [], "attachments": [], "components": []}
