"""The pages at the two ends of an installation, in words: what happened, and what to do next.

Plain HTML with nothing from outside. It knows no OAuth and no token.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, Response

#: Where somebody begins.
START = "/slack/install"
STYLE = """
:root{color-scheme:light dark}
body{font:1.05rem/1.6 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.2rem}
h1{font-size:1.5rem;line-height:1.25}
code{padding:.1em .35em;border:1px solid;border-radius:.3em}
"""
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_HASH}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
AGAIN = f'<p><a href="{START}">Begin again</a></p>'


def installed(name: str, app_id: str, workspace: str, *, is_back: bool) -> Response:
    """Say what to do next in a workspace that has Cohort; ``is_back`` within its time of grace."""
    link = "https://slack.com/app_redirect?" + urlencode({"app": app_id, "team": workspace})
    where = escape(name) or "your workspace"
    steps = (
        "<p>In Slack, go to the channel where your group studies and type "
        "<code>/invite @Cohort</code>, then <code>/study setup</code>. That takes two minutes, "
        "and an admin or owner of the workspace.</p>"
    )
    if is_back:
        steps = (
            "<p>Everything is as it was: groups, answers and boards. Questions come again from "
            "their next hour on.</p>"
        )
    title = f"Welcome back in {where}" if is_back else f"Cohort is in {where}"
    return _page(title, f'{steps}<p><a href="{escape(link)}">Open Cohort in Slack</a></p>')


def declined() -> Response:
    """Say that nothing was installed, since nobody wanted it."""
    return _page(
        "Nothing was installed",
        "<p>You said no on Slack's page, or your workspace lets only its admins add apps: then ask "
        f"one of them to open this address.</p>{AGAIN}",
    )


def strange() -> Response:
    """Say that a way back from Slack does not belong to a beginning in this browser."""
    return _page(
        "This has to begin here",
        "<p>Slack's page has to be reached from this browser, and answered within ten minutes. "
        f"Nothing was installed.</p>{AGAIN}",
        400,
    )


def used() -> Response:
    """Say that a way back from Slack was gone already."""
    return _page(
        "This was used already",
        "<p>A page like this one works once. If <code>/study help</code> answers in Slack, Cohort "
        f"is there and all is well.</p>{AGAIN}",
        400,
    )


def whole_organisation() -> Response:
    """Say that Cohort lives in single workspaces."""
    return _page(
        "Please choose one workspace",
        "<p>Cohort is installed workspace by workspace, not for a whole organisation. Nothing was "
        f"installed: begin again, and choose a workspace at the top of Slack's page.</p>{AGAIN}",
        400,
    )


def refused(reason: str) -> Response:
    """Say that Slack gave no token, and why."""
    return _page(
        "Slack did not let Cohort in",
        f"<p>{escape(reason)}. Nothing was installed.</p>{AGAIN}",
        502,
    )


def broken(number: str) -> Response:
    """Say that a fault of ours kept an installation from being kept."""
    return _page(
        "Something of ours broke",
        "<p>Cohort could not keep the installation. Please try again in a few minutes; whoever "
        f"runs Cohort finds it in the log by the number {escape(number)}.</p>{AGAIN}",
        500,
    )


def _page(title: str, body: str, status: int = 200) -> Response:
    return HTMLResponse(
        "<!doctype html><html lang=en><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width">'
        f"<title>{title}</title><style>{STYLE}</style><h1>{title}</h1>{body}",
        status,
        HEADERS,
    )
