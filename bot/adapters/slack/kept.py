"""Installations that are kept: found fast, opened by the vault, and renewed before they end.

Tokens are clear here and nowhere below. A small cache spares the database; another process's
change is seen within a minute.
"""

from __future__ import annotations

import asyncio
import logging
from asyncio import wrap_future
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.adapters.slack.exchange import Exchange, Granted
from bot.adapters.slack.faults import AWAY, Declined
from bot.adapters.slack.vault import Unopened, Vault
from bot.adapters.slack.workspaces import NOT_INSTALLED, Installation
from bot.core.errors import CohortError, Misused, StoreFault
from bot.services.installations import Installation as Row
from bot.services.installations import Installations as Book

log = logging.getLogger(__name__)
#: How long what was read counts as fresh.
FRESH = timedelta(minutes=1)
#: So long before its end a token is renewed, and after so long tried again where that failed.
EARLY, AGAIN = timedelta(hours=2), timedelta(minutes=1)
AT_MOST = 5_000
#: How often, and after how many seconds more each time, another process's renewal is looked for.
LOOKS, LOOK_AGAIN = 4, 0.2
#: What Slack says of a token that nobody can renew any more.
UNRENEWABLE = frozenset({"invalid_refresh_token", "token_revoked", "token_expired", "invalid_auth"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An installation with its tokens in clear. ``tried_at`` is when renewing it failed."""

    row: Row = field(repr=False)
    installation: Installation
    refresh: str = field(repr=False)
    read_at: datetime
    tried_at: datetime | None = None
    is_unsaved: bool = False


class KeptInstallations:
    """The installations of many workspaces. Call it on the event loop only."""

    def __init__(
        self, book: Book, vault: Vault, exchange: Exchange, clock: Callable[[], datetime]
    ) -> None:
        self._book = book
        self._vault = vault
        self._exchange = exchange
        self._clock = clock
        self._cache: OrderedDict[str, Kept] = OrderedDict()
        self._renewing: dict[str, asyncio.Task[Kept]] = {}

    async def find(self, workspace: str, enterprise: str = "") -> Installation | None:
        """Give a workspace's installation, its token renewed where it would end soon.

        Raises ``Declined`` where it has ended, and ``Unopened`` where no key opens it.
        """
        kept = self._cache.get(workspace)
        if kept is None or not (
            kept.is_unsaved or timedelta(0) <= self._clock() - kept.read_at < FRESH
        ):
            kept = await self._read(workspace, enterprise)
        if kept is None:
            return None
        if self._is_to_renew(kept):
            task = self._renewing_of(kept)
            # A token that still counts makes nobody wait for the next one.
            if self._is_over(kept):
                kept = await asyncio.shield(task)
        if self._is_over(kept):
            raise Declined("My token ran out, and Slack has not renewed it yet", "token_expired")
        return kept.installation

    async def every(self) -> list[Installation]:
        """Give all that hold and that a key opens."""
        found = []
        for row in await wrap_future(self._book.living()):
            try:
                found.append(self._opened(row).installation)
            except Unopened as wrong:
                log.error("slack: the installation in %s: %s", row.workspace, wrong)
        return found

    async def keep(self, granted: Granted) -> bool:
        """Keep a new installation; True where its workspace came back within its time of grace."""
        row = Row(
            workspace=granted.workspace,
            bot_token="",
            bot_user=granted.bot_user,
            app_id=granted.app_id,
            scopes=granted.scopes,
            installed_by=granted.by,
            installed_at=self._clock(),
        )
        row = self._sealed(row, granted)
        is_back = await wrap_future(self._book.keep(row))
        self._remember(self._opened(row))
        return is_back

    async def forget(self, workspace: str) -> None:
        """Forget a workspace's tokens, and let it depart."""
        await wrap_future(self._book.remove(workspace, reason=AWAY))
        self._cache.pop(workspace, None)

    async def holds(self, workspace: str) -> bool | None:
        """Ask Slack whether a workspace's installation holds; None where that cannot be known."""
        self._cache.pop(workspace, None)
        try:
            found = await self.find(workspace)
        except Declined as wrong:
            return False if wrong.permanent else None
        except Unopened:
            return None
        return await self._exchange.works(found.token) if found is not None else False

    async def settled(self) -> None:
        """Wait until nothing is being renewed: Slack gives a new token once."""
        while self._renewing:
            await asyncio.wait(list(self._renewing.values()))

    async def reseal(self) -> int:
        """Seal what older keys sealed with the newest one; give how many workspaces that were.

        Raises ``Misused`` where something is kept that no key opens.
        """
        living = await wrap_future(self._book.living())
        strange = await self.unopened()
        if strange:
            raise Misused(
                f"COHORT_SECRET_KEY does not open the tokens of {len(strange)} of {len(living)} "
                "workspaces. Put the key that they were kept with back, after the new one and a "
                "comma. If it is lost, `cohort slack-forget` lets them install Cohort again."
            )
        count = 0
        for row in living:
            fresh = replace(
                row,
                bot_token=self._vault.reseal(row.workspace, row.bot_token),
                refresh_token=self._vault.reseal(row.workspace, row.refresh_token),
            )
            if fresh != row:
                await wrap_future(self._book.renew(fresh))
                count += 1
        return count

    async def unopened(self) -> tuple[str, ...]:
        """Give the workspaces whose tokens no key opens."""
        living = await wrap_future(self._book.living())
        return tuple(row.workspace for row in living if not self._opens(row))

    async def forget_unopened(self) -> tuple[str, ...]:
        """Forget the installations that no key opens, and let their workspaces depart."""
        strange = await self.unopened()
        for workspace in strange:
            await self.forget(workspace)
        return strange

    async def _read(self, workspace: str, enterprise: str = "") -> Kept | None:
        before = self._cache.get(workspace)
        try:
            row = await wrap_future(self._book.find(workspace, enterprise))
        except StoreFault as wrong:
            if before is None:
                raise Declined(f"The database does not answer: {wrong}", "store") from wrong
            return before
        if row is None:
            self._cache.pop(workspace, None)
            return None
        kept = self._opened(row)
        if before is not None and before.row.bot_token == row.bot_token:
            kept = replace(kept, tried_at=before.tried_at)
        return self._remember(kept)

    def _is_to_renew(self, kept: Kept) -> bool:
        if kept.tried_at is not None and self._clock() - kept.tried_at < AGAIN:
            return False
        ends = kept.row.expires_at
        due = bool(kept.refresh) and ends is not None and ends - self._clock() < EARLY
        return due or kept.is_unsaved

    def _is_over(self, kept: Kept) -> bool:
        ends = kept.row.expires_at
        return ends is not None and ends <= self._clock()

    def _renewing_of(self, kept: Kept) -> asyncio.Task[Kept]:
        """Renew once for all who ask; whoever stops waiting does not take it from the others."""
        workspace = kept.row.workspace
        task = self._renewing.get(workspace)
        if task is None:
            task = asyncio.create_task(self._renew(kept))
            self._renewing[workspace] = task
            task.add_done_callback(lambda done: self._ended(workspace, done))
        return task

    def _ended(self, workspace: str, done: asyncio.Task[Kept]) -> None:
        self._renewing.pop(workspace, None)
        if not done.cancelled():
            done.exception()  # whoever still waits is told; there may be nobody

    async def _renew(self, kept: Kept) -> Kept:
        if kept.is_unsaved:
            return await self._save(kept)
        try:
            granted = await self._exchange.renew(kept.refresh)
        except Declined as wrong:
            return await self._not_renewed(kept, wrong)
        row = self._sealed(kept.row, granted)
        log.info("slack: the token of %s was renewed", row.workspace)
        return await self._save(self._opened(row))

    async def _save(self, kept: Kept) -> Kept:
        """Keep what was renewed; where that fails it lives in memory, and is tried again."""
        try:
            holds = await wrap_future(self._book.renew(kept.row))
        except CohortError as wrong:
            log.error("slack: a renewed token of %s is not kept yet: %s", kept.row.workspace, wrong)
            return self._remember(replace(kept, is_unsaved=True, tried_at=self._clock()))
        if not holds:
            self._cache.pop(kept.row.workspace, None)
            raise Declined(AWAY, NOT_INSTALLED, permanent=True)
        return self._remember(replace(kept, is_unsaved=False, tried_at=None))

    async def _not_renewed(self, kept: Kept, wrong: Declined) -> Kept:
        lost = wrong.code in UNRENEWABLE
        for look in range(LOOKS if lost else 1):
            # Another process may have been faster, and be about to keep what it was given.
            await asyncio.sleep(look * LOOK_AGAIN)
            fresh = await self._read(kept.row.workspace)
            if fresh is not None and fresh.row.bot_token != kept.row.bot_token:
                return fresh
        if lost and self._is_over(kept):
            raise Declined(AWAY, "token_revoked", permanent=True) from None
        log.warning("slack: the token of %s was not renewed: %s", kept.row.workspace, wrong)
        return self._remember(replace(kept, tried_at=self._clock()))

    def _sealed(self, row: Row, granted: Granted) -> Row:
        lasts = granted.seconds
        return replace(
            row,
            bot_token=self._vault.seal(row.workspace, granted.token),
            refresh_token=self._vault.seal(row.workspace, granted.refresh),
            expires_at=None if lasts is None else self._clock() + timedelta(seconds=lasts),
            scopes=granted.scopes or row.scopes,
        )

    def _opened(self, row: Row) -> Kept:
        installation = Installation(
            workspace=row.workspace,
            token=self._vault.open(row.workspace, row.bot_token),
            bot_user=row.bot_user,
            scopes=frozenset(filter(None, row.scopes.split(","))),
        )
        refresh = self._vault.open(row.workspace, row.refresh_token)
        return Kept(row=row, installation=installation, refresh=refresh, read_at=self._clock())

    def _opens(self, row: Row) -> bool:
        try:
            self._opened(row)
        except Unopened:
            return False
        return True

    def _remember(self, kept: Kept) -> Kept:
        self._cache[kept.row.workspace] = kept
        self._cache.move_to_end(kept.row.workspace)
        if len(self._cache) > AT_MOST:
            self._cache.popitem(last=False)
        return kept
