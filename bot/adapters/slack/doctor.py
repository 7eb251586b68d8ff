"""The doctor's look at Slack: tokens, scopes, clock and channels, each with its cure in words.

It asks and changes nothing, and shows no token.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from email.utils import parsedate_to_datetime

import aiohttp

from bot.adapters.slack.faults import Declined, in_words
from bot.adapters.slack.kept import KeptInstallations
from bot.adapters.slack.line import Line
from bot.adapters.slack.pacing import Pacer
from bot.adapters.slack.payload import Payload, at, text
from bot.adapters.slack.running import Keys
from bot.adapters.slack.scopes import NEEDED, OPTIONAL
from bot.adapters.slack.workspaces import (
    Installation,
    OneWorkspace,
    Workspaces,
    ask_whose,
)
from bot.services.doctoring import Finding, Home, Sort, clock_finding, out_of_reach

#: How far the clock may be off before Slack's signatures are refused.
TOO_FAR = 240
EXPIRED = "token_expired"


async def examine(
    keys: Keys, homes: Sequence[Home], now: Callable[[], float] = time.time
) -> list[Finding]:
    """Look at Slack with the operator's keys. ``homes`` are the channels of its groups."""
    one = OneWorkspace(keys.bot_token, keys.api)
    found = [await _clock(keys, now)]
    try:
        own = await one.own()
    except Declined as wrong:
        return [*found, Finding(Sort.MISSING, f"SLACK_BOT_TOKEN: {wrong}.")]
    found.append(Finding(Sort.WELL, f"SLACK_BOT_TOKEN: Cohort is in {own.name}."))
    found += list(_scopes(own))
    async with Workspaces(one, keys.api) as workspaces:
        found.append(await _connection(workspaces, keys))
        line = Line(workspaces, Pacer())
        for home in homes:
            found.append(await _channel(line, own, home))
    if not homes:
        found.append(
            Finding(
                Sort.OPTIONAL,
                "No channel yet: type `/invite @Cohort` and then `/study setup` in one.",
            )
        )
    return found


async def examine_many(
    keys: Keys,
    homes: Sequence[Home],
    installations: KeptInstallations,
    now: Callable[[], float] = time.time,
) -> list[Finding]:
    """Look at Slack for an app that many workspaces install: at each, and at their channels."""
    assert keys.client is not None
    found = [await _clock(keys, now), await _sealed(installations)]
    found.append(Finding(Sort.WELL, f"Workspaces install it at {keys.client.start}."))
    every = {each.workspace: each for each in await installations.every()}
    async with Workspaces(installations, keys.api) as workspaces:
        found.append(await _connection(workspaces, keys))
        line = Line(workspaces, Pacer())
        for name, own in every.items():
            try:
                own = await ask_whose(own.token, keys.api)
            except Declined as wrong:
                if wrong.code != EXPIRED:  # it is renewed when it is needed
                    found.append(Finding(Sort.MISSING, f"{name}: {wrong}."))
                continue
            lacking = [scope for scope in NEEDED if scope not in own.scopes]
            if lacking:
                text = f"{name}: it lacks {', '.join(lacking)}. Let it install Cohort again."
                found.append(Finding(Sort.MISSING, text))
        for home in homes:
            own_of = every.get(home.workspace)
            if own_of is not None:
                found.append(await _channel(line, own_of, home))
    return found


async def _sealed(installations: KeptInstallations) -> Finding:
    strange = await installations.unopened()
    if strange:
        text = f"COHORT_SECRET_KEY: it does not open the tokens of {', '.join(strange)}."
        return Finding(Sort.MISSING, f"{text} Put the old key back, after the new one and a comma.")
    return Finding(Sort.WELL, "COHORT_SECRET_KEY: it opens every token that is kept.")


async def _clock(keys: Keys, now: Callable[[], float]) -> Finding:
    try:
        async with (
            aiohttp.ClientSession(trust_env=True) as session,
            session.get(f"{keys.api.rstrip('/')}/api.test") as answer,
        ):
            theirs = parsedate_to_datetime(answer.headers["Date"]).timestamp()
    except (aiohttp.ClientError, OSError, KeyError, ValueError, TimeoutError):
        return out_of_reach("Slack", keys.api)
    off = now() - theirs
    follows = " Slack's signed requests are refused." if abs(off) > TOO_FAR else ""
    return clock_finding("Slack", off, follows)


def _scopes(own: Installation) -> Iterator[Finding]:
    missing = [scope for scope in NEEDED if scope not in own.scopes]
    for scope in missing:
        yield Finding(
            Sort.MISSING,
            f"Scope {scope}, for {NEEDED[scope]}: add it under OAuth & Permissions and install "
            "the app again.",
        )
    if not missing:
        yield Finding(Sort.WELL, f"Scopes: all {len(NEEDED)} that are needed.")
    for scopes, use in OPTIONAL.items():
        lacking = [scope for scope in scopes if scope not in own.scopes]
        if lacking:
            yield Finding(Sort.OPTIONAL, f"Scopes {', '.join(lacking)}: {use}.")


async def _connection(workspaces: Workspaces, keys: Keys) -> Finding:
    if not keys.by_socket:
        return Finding(
            Sort.WELL,
            "SLACK_SIGNING_SECRET: Slack comes to /slack/events. Enter that address of yours under "
            "Event Subscriptions and under Interactivity.",
        )
    try:
        await workspaces.bare().apps_connections_open(app_token=keys.app_token)
    except Exception as wrong:
        said = in_words("apps.connections.open", wrong)
        return Finding(
            Sort.MISSING,
            f"SLACK_APP_TOKEN ({said.code}): make one under Basic Information, App-Level Tokens, "
            "with the scope connections:write, and switch Socket Mode on.",
        )
    return Finding(Sort.WELL, "SLACK_APP_TOKEN: Socket Mode works.")


async def _channel(line: Line, own: Installation, home: Home) -> Finding:
    where = f"#{home.name} of {home.group}"
    if home.workspace != own.workspace:
        return Finding(Sort.MISSING, f"{where} is in a workspace that this token is not for.")
    trouble = (
        f" Paused: {home.trouble.rstrip('.')}; then `/study setup test`." if home.trouble else ""
    )
    if not own.scopes & {"channels:read", "groups:read"}:
        if trouble:
            return Finding(Sort.MISSING, f"{where}.{trouble}")
        return Finding(Sort.OPTIONAL, f"{where}: not looked at, without channels:read.")
    try:
        answer = await line.call(home.workspace, "conversations.info", {"channel": home.address})
    except Declined as wrong:
        return Finding(Sort.MISSING, f"{where}: {wrong}.{trouble}")
    return _looked_at(where, at(answer, "channel"), trouble)


def _looked_at(where: str, channel: Payload, trouble: str) -> Finding:
    if channel.get("is_archived") is True:
        return Finding(Sort.MISSING, f"{where} is archived: unarchive it in Slack.{trouble}")
    if channel.get("is_member") is False:
        return Finding(Sort.MISSING, f"{where}: type `/invite @Cohort` there.{trouble}")
    if trouble:
        return Finding(Sort.MISSING, f"{where}.{trouble}")
    return Finding(Sort.WELL, f"{where}, {text(channel, 'id')}: Cohort is in it.")
