"""The line to Slack: every call that Cohort makes of its own, paced, and repeated only where
Slack has surely done nothing.

Slack's own client repeats a call after a broken connection, which posts a message twice: here
a call is repeated after "slow down" alone. It knows budgets and errors, and no card.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from bot.adapters.slack.faults import Declined, in_words
from bot.adapters.slack.pacing import Key, Pacer, Rate
from bot.adapters.slack.payload import Payload
from bot.adapters.slack.workspaces import Workspaces
from bot.core.errors import NotYet

log = logging.getLogger(__name__)
#: How long a call may wait for its turn, in seconds, unless its caller says otherwise.
PATIENCE = 15.0
#: The methods that only read: they take their arguments in the address.
READS = frozenset({"conversations.history", "conversations.replies", "conversations.info"}) | {
    "users.info",
    "users.conversations",
    "usergroups.list",
    "usergroups.users.list",
    "files.info",
    "team.info",
    "auth.test",
}


class Line:
    """Calls Slack for a workspace."""

    def __init__(self, workspaces: Workspaces, pacer: Pacer) -> None:
        self._workspaces = workspaces
        self._pacer = pacer

    async def call(
        self,
        workspace: str,
        method: str,
        arguments: Mapping[str, object],
        *,
        budgets: Sequence[tuple[Key, Rate]] = (),
        patience: float = PATIENCE,
    ) -> Payload:
        """Call a method. Raises ``Declined`` in words, or ``NotYet`` where its turn is too far."""
        client = await self._workspaces.client(workspace)
        budgets = [*budgets, ((method, workspace, ""), FREE)]
        while True:
            await self._pacer.turn(budgets, patience)
            try:
                if method in READS:
                    read = {name: _flat(value) for name, value in arguments.items()}
                    answer = await client.api_call(method, http_verb="GET", params=read)
                else:
                    answer = await client.api_call(method, json=dict(arguments))
            except Exception as wrong:
                declined = in_words(method, wrong)
                if declined.code != "ratelimited":
                    self._workspaces.noticed(workspace, declined)
                    raise declined from wrong
                log.info("slack: %s asks to wait %s s", method, declined.wait)
                for key, _ in budgets:
                    self._pacer.close(key, declined.wait)
                if declined.wait > patience:
                    raise NotYet(declined.wait) from wrong
                patience -= declined.wait
                continue
            data = answer.data
            if not isinstance(data, dict):
                raise Declined("Slack's answer cannot be read", "odd", sent=True)
            return data

    async def upload(
        self, workspace: str, *, channel: str, name: str, data: bytes, alt: str, comment: str
    ) -> str:
        """Upload a file, into a channel where one is named; give its id. Raises ``Declined``."""
        client = await self._workspaces.client(workspace)
        try:
            answer = await client.files_upload_v2(
                channel=channel or None,
                file=data,
                filename=name,
                title=name,
                alt_txt=alt,
                initial_comment=comment or None,
            )
        except Exception as wrong:
            raise in_words("files.upload", wrong) from wrong
        files = answer.get("files") or []
        return str(files[0]["id"]) if files else ""

    async def respond(self, url: str, said: Mapping[str, object]) -> None:
        """Answer by the address that came with a press. Raises ``Declined``."""
        try:
            await self._workspaces.post(url, said)
        except Exception as wrong:
            raise in_words("response_url", wrong) from wrong


#: No bound of ours: a key that Slack itself may close.
FREE = Rate(1_000_000, 1_000)


def _flat(value: object) -> object:
    return int(value) if isinstance(value, bool) else value
