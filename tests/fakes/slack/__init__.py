"""A strict local stand-in for Slack, driven by the real slack_sdk and the real slack_bolt.

    async with Slack() as slack:
        guild = slack.workspace()
        study = slack.channel(guild, "study")
        ann = slack.person(guild, "Ann", channels=[study])
        ...  # the app under test: base_url=slack.base_url, tokens and secrets in slack.app
        await slack.connected()  # Socket Mode; for HTTP set slack.http.url
        await ann.types("/study today", in_=study)
        await ann.clicks("B", on=ann.last(study))
        await slack.until(lambda: ann.view)

`driven.py` brings a Bolt app and the stand-in together; `python -m tests.fakes.slack` is one to try
the program on by hand. It runs in the test's event loop, on a port of this machine. It enforces:

- Tokens and scopes: not_authed, invalid_auth, token_revoked, account_inactive, missing_scope.
- Membership, archived channels, other people's messages, deactivated users, bots: the error codes
  of Slack's reference pages.
- Block Kit in messages, modals, home tabs, response URLs and answers to submissions: shapes,
  lengths, counts, unique ids, initial options among the options, a submit button where there are
  inputs, pictures that are ready; `kit/` has the table, and the JSON Schema of Slack's own types
  applies too where COHORT_SHARED is set. Whole messages that are too long.
- Triggers: 3 seconds, once. Response URLs: five uses, 30 minutes. Codes of OAuth: once. View
  hashes, three stacked views, `external_id`s that are taken.
- Acknowledgements within 3 seconds: otherwise the person sees operation_timeout, and an event is
  delivered again with its number and reason. An answer that Slack would not take is an error too.
- Rate limits by method, workspace and channel, with 429 and Retry-After, on a clock that may run
  faster (`scale`); calls made before Retry-After is over are kept in `slack.limits.early`.
- Signatures, url_verification and retries over HTTP; hello, disconnect, warning, tickets that work
  once and at most ten connections in Socket Mode.

`slack.complaints` lists what Slack takes without a word though it is not right: late
acknowledgements, answers where none is read, messages without a fallback text.

Time: `slack.clock.advance(seconds)` lets triggers, response URLs and limits age at once. How long
Slack waits is in `Waits`, in real seconds. Rate limits are switched off by `Slack(limited=False)`.

What it does not do: Enterprise Grid; message events, mentions and other events than the app's home,
uninstalling and revoked tokens (`slack.events.send` tells any other); attachments; block kinds for
which `kit/blocks.py` has no figures; options loaded from outside; workflow steps; unfurls; user
tokens; scheduled messages. Slack does not publish its bursts: those in `limits.py` are small
guesses on the strict side. The total length of a message (`kit/check.py`) is what people have seen
refused. Stricter than Slack: the options of an element must differ in their values. Opening a modal
while another is open takes the other's place. Acknowledgements count on any connection.
"""

from tests.fakes.slack.core import AppSide, Waits
from tests.fakes.slack.courier import Ack
from tests.fakes.slack.person import Person
from tests.fakes.slack.server import Slack
from tests.fakes.slack.world import Channel, File, Message, User, View, Workspace

__all__ = [
    "Ack",
    "AppSide",
    "Channel",
    "File",
    "Message",
    "Person",
    "Slack",
    "User",
    "View",
    "Waits",
    "Workspace",
]
