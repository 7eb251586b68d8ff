"""How much the platforms hold, for whoever has to know it before anything is posted.

Numbers and how a text is counted against them; nothing of what is shown.
"""

from __future__ import annotations

import unicodedata

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


def discord_units(text: str) -> int:
    """Count a text as it stands in a Discord message, generously: each sign there that could
    mean something has a backslash before it, and so may the beginning of each line."""
    signs = sum(text.count(sign) for sign in "\\*_~|`<[:@")
    return units(text) + signs + text.count("\n") + 1


def cut(text: str, most: int) -> str:
    """Shorten a text to ``most`` units, an ellipsis among them; no letter loses its marks."""
    if units(text) <= most:
        return text
    kept = text
    while kept and (units(kept) > most - 1 or _hangs(text, len(kept))):
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _hangs(text: str, at: int) -> bool:
    """Say whether what stands at a place belongs to the character before it."""
    joins = "\u200d"
    return (
        bool(unicodedata.combining(text[at]))
        or text[at] in ("\ufe0f", joins)
        or (at > 0 and text[at - 1] == joins)
    )
