"""What Cohort asks to be allowed on Slack: the scopes it needs, and sets for what is optional.

Each has its reason here; docs/slack.md says the same in a person's words.
"""

from __future__ import annotations

from bot.core.errors import Misused

#: What Cohort cannot do without, and what for.
NEEDED = {
    "commands": "`/study` and the shortcuts",
    "chat:write": "the questions",
    "im:write": "reminders and files, to one person alone",
    "files:write": "workbooks and charts",
    "users:read": "names, time zones, and who may set Cohort up",
}
#: What makes it better, by feature.
OPTIONAL = {
    ("channels:read", "groups:read"): "to know at once when a channel closes, and to look at "
    "channels from here",
    ("channels:history", "groups:history", "im:history"): "to look after a crash whether a "
    "message stands there before it is posted again",
    ("usergroups:read",): "to let teams follow user groups, `/study team follow`",
}
#: What the sets of ``OPTIONAL`` are called in the settings.
SETS = dict(zip(("channels", "history", "usergroups"), OPTIONAL, strict=True))


def asked_for(optional: tuple[str, ...]) -> tuple[str, ...]:
    """Give the scopes to ask for: those needed, then those of the optional sets named."""
    return (*NEEDED, *(scope for name in optional for scope in SETS[name]))


def read_optional(text: str) -> tuple[str, ...]:
    """Read SLACK_OPTIONAL_SCOPES: names of sets, separated by commas. Raises ``Misused``."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    for name in names:
        if name not in SETS:
            known = ", ".join(SETS)
            raise Misused(f"SLACK_OPTIONAL_SCOPES names {name!r}, which is none of: {known}.")
    return names
