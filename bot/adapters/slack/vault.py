"""The vault: tokens are sealed before they are kept, by keys that never stand in the database.

The first key seals and all open, so that a new one can be put in front of an old one. It knows
ciphers and no Slack; what it seals is bound to a workspace and opens for no other.
"""

from __future__ import annotations

import base64
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.core.errors import Misused, SurfaceFault

#: What a key has at least, in characters; and how many of them differ.
LENGTH, VARIETY = 32, 10
#: How a person makes one.
HOW = "`openssl rand -base64 32` prints one"
_TOKENS, _STAMPS = b"cohort: tokens of installations", b"cohort: stamps of pages"


class Unopened(SurfaceFault):
    """What is kept was sealed by a key that is not here, or for another workspace."""


class Vault:
    """Seals and opens with the keys of one setting. It shows none of them."""

    def __init__(self, keys: list[bytes]) -> None:
        self._every = MultiFernet([_fernet(key, _TOKENS) for key in keys])
        self._newest = _fernet(keys[0], _TOKENS)
        self._stamps = MultiFernet([_fernet(key, _STAMPS) for key in keys])

    def seal(self, workspace: str, token: str) -> str:
        """Seal a workspace's token with the newest key; an empty one stays empty."""
        return self._newest.encrypt(f"{workspace}\n{token}".encode()).decode() if token else ""

    def open(self, workspace: str, sealed: str) -> str:
        """Open a workspace's token. Raises ``Unopened``."""
        return _open(self._every, workspace, sealed)

    def reseal(self, workspace: str, sealed: str) -> str:
        """Seal with the newest key what an older one sealed. Raises ``Unopened``."""
        try:
            _open(self._newest, workspace, sealed)
        except Unopened:
            return self.seal(workspace, self.open(workspace, sealed))
        return sealed

    def stamp(self, text: str, now: datetime) -> str:
        """Give a text that only we can have given out, with the time in it."""
        return self._stamps.encrypt_at_time(text.encode(), int(now.timestamp())).decode()

    def unstamp(self, stamped: str, now: datetime, seconds: int) -> str | None:
        """Read such a text back; None where it is not ours, or older than so many seconds."""
        try:
            found = self._stamps.decrypt_at_time(stamped.encode(), seconds, int(now.timestamp()))
        except (InvalidToken, UnicodeEncodeError):
            return None
        return found.decode()


def read_vault(text: str) -> Vault:
    """Read COHORT_SECRET_KEY: one or more keys, separated by commas. Raises ``Misused``."""
    keys = [key.strip() for key in text.split(",") if key.strip()]
    if not keys:
        raise Misused(
            "COHORT_SECRET_KEY is missing: it encrypts the tokens of the workspaces that install "
            f"Cohort. {HOW}; keep it where the backups are not."
        )
    for number, key in enumerate(keys, 1):
        if len(key) < LENGTH or len(set(key)) < VARIETY:
            which = "COHORT_SECRET_KEY" if len(keys) == 1 else f"Key {number} of COHORT_SECRET_KEY"
            raise Misused(
                f"{which} is too easy to guess: it takes {LENGTH} random characters or more. {HOW}."
            )
    return Vault([key.encode() for key in keys])


def _open(fernet: Fernet | MultiFernet, workspace: str, sealed: str) -> str:
    if not sealed:
        return ""
    try:
        found, _, token = fernet.decrypt(sealed.encode()).decode().partition("\n")
    except (InvalidToken, UnicodeError):
        raise Unopened("no key of COHORT_SECRET_KEY opens what is kept") from None
    if found != workspace:
        raise Unopened("what is kept belongs to another workspace")
    return token


def _fernet(key: bytes, purpose: bytes) -> Fernet:
    """Give the cipher of a key for one purpose (RFC 5869: HKDF)."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key)
    return Fernet(base64.urlsafe_b64encode(derived))
