"""What Cohort asks to be allowed on Slack: the scopes it needs, and sets for what is optional.

Each has its reason here; docs/slack.md says the same in a person's words.
"""

from __future__ import annotations

from bot.core.errors import Misused

#: Scope by scope, what it is for.
NEEDED = {
    "commands": "/study and the shortcuts",
    "chat:write": "questions, their tallies, reminders",
    "files:write": "charts and workbooks",
    "im:write": "what is for one person alone",
    "users:read": "names, time zones, and who runs the workspace",
    "team:read": "the workspace's name",
}
#: Sets that may be left out, each with its scopes.
OPTIONAL = {
    "channels": ("channels:read", "groups:read"),  # the self-check of a channel
    "history": ("channels:history", "groups:history", "im:history"),  # posts in doubt looked up
    "usergroups": ("usergroups:read",),  # teams from user groups
}


def asked_for(optional: tuple[str, ...]) -> tuple[str, ...]:
    """Give the scopes to ask for: those needed, then those of the optional sets named."""
    return (*NEEDED, *(scope for name in optional for scope in OPTIONAL[name]))


def read_optional(text: str) -> tuple[str, ...]:
    """Read SLACK_OPTIONAL_SCOPES: names of sets, separated by commas. Raises ``Misused``."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    for name in names:
        if name not in OPTIONAL:
            known = ", ".join(OPTIONAL)
            raise Misused(f"SLACK_OPTIONAL_SCOPES names {name!r}, which is none of: {known}.")
    return names
