"""What must never be read in a log: tokens, taken out of every line before it is written.

Libraries write whole answers at the level of debugging, tokens of new installations included.
It knows how tokens look and which secrets the settings hold.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

#: Tokens of Slack: bots', apps', and those that are renewed.
TOKEN = re.compile(r"\bx(?:ox[a-z]|app)(?:\.xox[a-z])?-[\w.-]+")
HIDDEN = "(hidden)"
#: A secret that is shorter would hide words.
SHORTEST = 8


class Hush(logging.Formatter):
    """Formats a line without any token and without the secrets it is given."""

    def __init__(self, form: str, secrets: Iterable[str]) -> None:
        super().__init__(form)
        self._secrets = sorted({each for each in secrets if len(each) >= SHORTEST}, key=len)[::-1]

    def format(self, record: logging.LogRecord) -> str:
        """Give the line, with its traceback."""
        line = TOKEN.sub(HIDDEN, super().format(record))
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return line
