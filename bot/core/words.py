"""What somebody typed as words of their own: kept as it is, but for what cannot be seen.

It knows characters. It knows no screen: that nothing in such words has a meaning is the
business of whoever shows them.
"""

from __future__ import annotations

import re

from bot.core.errors import Misused

#: Controls, half characters, and marks that turn the direction of what stands around them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)


def read_words(text: str, most: int) -> str:
    """Give typed words without what cannot be seen, at most one empty line at a time.

    Maybe empty. Raises ``Misused`` where more than ``most`` characters are left.
    """
    plain = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    plain = re.sub(r"\n\s*\n\s*", "\n\n", plain).strip()
    if len(plain) > most:
        raise Misused(
            f"That has {len(plain)} characters; at most {most} characters fit. Say it shorter."
        )
    return plain
