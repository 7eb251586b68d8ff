"""The Slack app's installations, for its adapter: kept, found, removed, each in one transaction.

Tokens come encrypted and go back as they came; it holds no key. What becomes of a workspace
whose installation ends or comes back is decided by ``departing``, in the same transaction: no
installation ends without the time of grace that follows.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from datetime import datetime

from bot.services import departing
from bot.store import installations as rows
from bot.store.database import Database
from bot.store.tables import SlackInstallation
from bot.store.tx import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """The app in one workspace; an organisation-wide one has an empty ``workspace``.

    Both tokens are encrypted. ``scopes`` are separated by commas. With ``expires_at`` the
    token must be rotated before.
    """

    workspace: str
    enterprise: str = ""
    bot_token: str
    bot_user: str
    app_id: str
    scopes: str
    installed_by: str
    installed_at: datetime
    refresh_token: str = ""
    expires_at: datetime | None = None


PLATFORM = "slack"


class Installations:
    """The book of installations. Futures hold their result once it is durable."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def keep(self, new: Installation) -> Future[bool]:
        """Keep a new installation in the place of the one before.

        True where its workspace has come back within its time of grace.
        """

        def work(tx: Tx) -> bool:
            rows.keep(tx, SlackInstallation(**asdict(new)))
            return bool(new.workspace) and departing.come_back(tx, PLATFORM, new.workspace)

        return self._database.write(work)

    def renew(self, new: Installation) -> Future[bool]:
        """Keep an installation's rotated tokens; False where none holds any more."""

        def work(tx: Tx) -> bool:
            found = rows.find(tx, new.workspace, new.enterprise)
            if found is None or found.removed_at is not None:
                return False
            rows.keep(tx, SlackInstallation(**asdict(new)))
            return True

        return self._database.write(work)

    def find(self, workspace: str, enterprise: str = "") -> Future[Installation | None]:
        """Find the installation that holds for a workspace: its own, else its organisation's."""

        def work(tx: Tx) -> Installation | None:
            for each in dict.fromkeys(((workspace, enterprise), (workspace, ""), ("", enterprise))):
                found = rows.find(tx, *each) if any(each) else None
                if found is not None and found.removed_at is None:
                    return _value(found)
            return None

        return self._database.read(work)

    def remove(
        self, workspace: str, enterprise: str = "", reason: str = departing.REMOVED
    ) -> Future[bool]:
        """Forget an installation's tokens, and let its workspace depart; False where none holds."""

        def work(tx: Tx) -> bool:
            now = self._clock()
            removed = rows.remove(tx, workspace, enterprise, now)
            if removed and workspace:
                departing.leave(tx, PLATFORM, workspace, reason, now)
            return removed

        return self._database.write(work)

    def living(self) -> Future[list[Installation]]:
        """Give the installations that hold, the oldest first."""
        return self._database.read(lambda tx: [_value(each) for each in rows.living(tx)])


def _value(row: SlackInstallation) -> Installation:
    return Installation(
        workspace=row.workspace,
        enterprise=row.enterprise,
        bot_token=row.bot_token,
        bot_user=row.bot_user,
        app_id=row.app_id,
        scopes=row.scopes,
        installed_by=row.installed_by,
        installed_at=row.installed_at,
        refresh_token=row.refresh_token,
        expires_at=row.expires_at,
    )
