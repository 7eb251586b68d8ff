"""A Slack to try the program on by hand: `python -m tests.fakes.slack [manifest.yaml]`.

Prints the settings to start the program with, then takes lines such as "Ann: /study today".
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.fakes.slack.console import HELP, Console
from tests.fakes.slack.server import Slack


async def main(arguments: list[str]) -> None:
    """Run a Slack with one workspace, one channel, and three people until the input ends."""
    manifest: dict[str, Any] | None = None
    if arguments:
        manifest = yaml.safe_load(Path(arguments[0]).read_text())
    async with Slack(manifest=manifest) as slack:
        guild = slack.workspace()
        study = slack.channel(guild)
        names = {"Ann": True, "Ben": False, "Cleo": False}
        people = {
            name.lower(): slack.person(guild, name, channels=[study], admin=admin)
            for name, admin in names.items()
        }
        print(f"SLACK_API_BASE_URL={slack.base_url}")
        print(f"SLACK_BOT_TOKEN={guild.token}")
        print(f"SLACK_APP_TOKEN={slack.app.app_token}")
        print(f"SLACK_SIGNING_SECRET={slack.app.signing_secret}")
        print(f"channel {study.id} #{study.name}; people: {', '.join(names)}\n\n{HELP}\n")
        console = Console(slack, study, people)
        while line := await asyncio.to_thread(sys.stdin.readline):
            print(await console.obey(line), flush=True)
            while slack.complaints:
                print(f"(complaint: {slack.complaints.pop(0)})", flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
