"""What Slack's refusals mean: whether a message may have gone out, whether trying again can
help, and the sentence that names the cure.

It knows Slack's error codes; who is told is somebody else's affair.
"""

from __future__ import annotations

import asyncio

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.core.errors import SurfaceFault

#: What a workspace without us reads, however we learn of it: what is closed for this reason opens
#: again when the app comes back.
AWAY = (
    "Cohort was removed from this workspace, or Slack has taken my token back. Install Cohort "
    "again, with its new token"
)
#: The codes after which nothing more can be posted there until somebody has acted.
CLOSED = {
    "not_in_channel": "I'm not in this channel. Type `/invite @Cohort` there",
    "is_archived": "This channel is archived. Unarchive it in Slack",
    "is_inactive": "This channel is archived. Unarchive it in Slack",
    "channel_not_found": "Slack shows me no such channel: it is deleted, or private and I'm not "
    "in it. Type `/invite @Cohort` there, or set up another channel",
    "cannot_post_to_this_channel": "Slack lets nobody post in this channel. Choose another one",
    "restricted_action": "A rule of this workspace keeps apps from posting here. Ask an admin",
    "restricted_action_read_only_channel": "This channel is read-only for apps. Ask its manager "
    "to let Cohort post",
    "restricted_action_thread_only_channel": "In this channel only replies in threads are "
    "allowed. Choose another one",
    "restricted_action_non_threadable_channel": "This channel allows no threads. Choose another",
    "slack_connect_canvas_sharing_blocked": "The other workspace of this channel keeps apps out",
    "token_revoked": AWAY,
    "account_inactive": AWAY,
    "invalid_auth": "Slack does not know my token. Put a valid SLACK_BOT_TOKEN in place",
    "not_authed": "Slack was given no token. Put SLACK_BOT_TOKEN in place",
    "token_expired": "My token has run out. Install Cohort again",
    "org_login_required": "This workspace is moving into an organisation. It works again after",
    "team_access_not_granted": "Cohort may not enter this workspace. Ask an admin to allow it",
    "user_disabled": "This person's account in Slack is deactivated",
    "user_not_found": "Slack knows no such person any more",
    "user_not_visible": "This person is a guest, or of another workspace, and Slack lets me write "
    "to them in the shared channel only",
    "cannot_dm_bot": "That account is a bot's",
    "messages_tab_disabled": "Direct messages with Cohort are switched off in its settings: "
    "`cohort doctor` says where",
}
#: The codes of a token that ended with its installation.
ENDED = frozenset({"token_revoked", "account_inactive"})
#: The codes of a message that is there no more; the place itself is well.
GONE = {
    "message_not_found": "The message was deleted in Slack, so it is not edited any more",
    "thread_not_found": "The message above was deleted in Slack, so nothing can stand beneath it",
    "cant_update_message": "The message is not mine any more, so it is not edited",
    "edit_window_closed": "This workspace allows no edits of old messages",
}
#: Slack may have done all the same what it answers so to.
DOUBTFUL = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
#: The codes of a trigger that opens nothing any more.
TRIGGERS = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"})


class Declined(SurfaceFault):
    """A call that Slack refused or did not answer. ``code`` is Slack's, or a word of ours."""

    def __init__(
        self,
        text: str,
        code: str,
        *,
        sent: bool = False,
        permanent: bool = False,
        gone: bool = False,
        wait: float = 0.0,
    ) -> None:
        super().__init__(text, sent=sent, permanent=permanent, gone=gone)
        self.code = code
        #: After how many seconds the same may be asked again, where Slack said so.
        self.wait = wait


def in_words(method: str, wrong: Exception) -> Declined:
    """Say what a failed call means. ``method`` is the one that was called."""
    if isinstance(wrong, SlackApiError):
        return _answered(method, wrong)
    if isinstance(wrong, aiohttp.ClientConnectorError):
        return Declined("Slack cannot be reached from here", "unreachable")
    if isinstance(wrong, asyncio.TimeoutError | TimeoutError):
        return Declined("Slack did not answer in time", "timeout", sent=True)
    if isinstance(wrong, aiohttp.ClientError | OSError):
        return Declined("The connection to Slack broke", "broken", sent=True)
    return Declined(f"Slack's answer cannot be read ({type(wrong).__name__})", "odd", sent=True)


def _answered(method: str, wrong: SlackApiError) -> Declined:
    answer = wrong.response
    status = int(getattr(answer, "status_code", 0) or 0)
    body = answer.data if isinstance(getattr(answer, "data", None), dict) else {}
    code = str(body.get("error") or "")
    if status == 429 or code in ("ratelimited", "rate_limited"):
        seconds = _seconds(answer.headers)
        return Declined("Slack asks us to slow down", "ratelimited", wait=seconds)
    if status >= 500 or not code:
        return Declined(f"Slack answered {status}", f"http_{status}", sent=True)
    if code == "missing_scope":
        scope = str(body.get("needed") or "").split(",")[0]
        cure = f"the scope {scope}" if scope else "a scope"
        text = f"Cohort lacks {cure} for that. Add it to the app in Slack and install it again"
        return Declined(text, code, permanent=True)
    if code in CLOSED:
        return Declined(CLOSED[code], code, permanent=True)
    if code in GONE:
        return Declined(GONE[code], code, gone=True)
    if code in DOUBTFUL:
        return Declined(f"Slack had a fault of its own ({code})", code, sent=True)
    return Declined(f"Slack did not take {method}: {code}{_why(body)}", code)


def _why(body: dict[str, object]) -> str:
    found = body.get("errors")
    first = found[0] if isinstance(found, list) and found else ""
    return f" ({str(first)[:200]})" if first else ""


def _seconds(headers: object) -> float:
    values = {str(k).lower(): v for k, v in dict(headers or {}).items()}  # type: ignore[call-overload]
    value = str(values.get("retry-after", "1"))
    return float(value) if value.isdecimal() else 1.0
