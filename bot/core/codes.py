"""One-time codes: made of characters that nobody mistakes, read forgivingly, kept as a hash.

It knows no account and no clock.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from random import Random

#: Of each pair that is mistaken for one another (0 O, 1 I L, 2 Z, 5 S, 8 B, U V) none.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
LENGTH = 8
LIFE = timedelta(minutes=15)
#: Wrong codes that one account may try within the life of a code.
TRIES = 5


def make_code(rng: Random) -> str:
    """Make a code: about 36 bits, of which an account may try five in a quarter of an hour."""
    return "".join(rng.choice(ALPHABET) for _ in range(LENGTH))


def read_code(text: str) -> str:
    """Read a code as somebody typed it; spaces, hyphens and letter case do not matter."""
    return "".join(text.upper().replace("-", " ").split())[: 2 * LENGTH]


def shown_code(code: str) -> str:
    """Write a code so that it can be read aloud: in two halves."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def hashed(code: str) -> str:
    """Give what is kept of a code, so that a copy of the database cannot be used to link."""
    return hashlib.sha256(f"cohort link {read_code(code)}".encode()).hexdigest()
