"""A Slack with one workspace, one channel and two people, for the stand-in's own tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import Channel, Person, Slack, Workspace
from tests.fakes.slack.driven import client_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The workspace, its channel, its people, and a real client of the app's."""

    slack: Slack
    guild: Workspace
    study: Channel
    ann: Person
    ben: Person
    client: AsyncWebClient


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    """Give a small Slack."""
    async with Slack() as slack:
        guild = slack.workspace()
        study = slack.channel(guild)
        yield Place(
            slack=slack,
            guild=guild,
            study=study,
            ann=slack.person(guild, "Ann", channels=[study], admin=True),
            ben=slack.person(guild, "Ben", channels=[study]),
            client=client_for(slack, guild),
        )


async def refusal(call: Any) -> dict[str, Any]:
    """Give what a refused call is answered with."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return dict(caught.value.response.data)


async def error(call: Any) -> str:
    """Give the error code of a refused call."""
    return str((await refusal(call))["error"])


def plain(text: str) -> dict[str, Any]:
    """Give a plain_text object."""
    return {"type": "plain_text", "text": text}


def question(*labels: str) -> list[dict[str, Any]]:
    """Give the blocks of a question with a button for each label, valued 0, 1, ..."""
    buttons = [
        {
            "type": "button",
            "action_id": f"pick-{number}",
            "text": plain(label),
            "value": str(number),
            "accessibility_label": f"Answer {label}",
        }
        for number, label in enumerate(labels)
    ]
    words = {"type": "section", "text": {"type": "mrkdwn", "text": "Which shelf?"}}
    return [words, {"type": "actions", "block_id": "answers", "elements": buttons}]


def modal(title: str, *blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Give a modal."""
    inner = list(blocks) or [{"type": "divider"}]
    return {"type": "modal", "title": plain(title), "blocks": inner, **more}
