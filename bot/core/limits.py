"""How much the platforms hold, for whoever has to know it before anything is posted.

Numbers and how a text is counted against them; nothing of what is shown.
"""

from __future__ import annotations

#: One section of a Slack message, and one choice in a Slack menu.
SLACK_SECTION, SLACK_CHOICE = 3_000, 75
#: All that a Discord message displays.
DISCORD_MESSAGE = 4_000


def units(text: str) -> int:
    """Count a text as the stricter platform does: an emoji outside the basic plane is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def slack_escaped(text: str) -> str:
    """Write a text as Slack wants it: three characters stand there by their names."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
