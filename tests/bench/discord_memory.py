"""G11: what the program holds in memory, idle on Discord, in few servers and in many.

``python -m tests.bench.discord_memory [SERVERS]``; 10,000 where nothing is said, each with ten
channels. The program runs as it is; the stand-in is a process of its own.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.bench.discord_far import Far
from tests.bench.measure import say
from tests.running import Running, cohort

#: Shards are let in one every five seconds.
SERVERS, CHANNELS, SETTLES = 10_000, 10, 15.0


def held(servers: int) -> float:
    """Give the program's resident memory in MiB, in so many servers."""
    with (
        Far(guilds=servers, channels=CHANNELS, schema=False, recording=False) as far,
        tempfile.TemporaryDirectory() as name,
    ):
        settings = {
            "DISCORD_TOKEN": far.token,
            "DISCORD_API_BASE_URL": far.api_url,
            "DISCORD_GATEWAY_URL": far.gateway_url,
        }
        cohort(Path(name), "rebuild")  # makes the schema, which a later start finds there
        with Running(Path(name), says="Cohort is on Discord", **settings) as running:
            before, now = 0.0, _resident(running.process.pid)
            # Servers come one by one after the greeting: it is done when it grows no more.
            while now > before + 0.5:
                time.sleep(SETTLES)
                before, now = now, _resident(running.process.pid)
            return now


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 / 2**20


def main() -> None:
    """Print both figures."""
    few = held(1)
    say("idle on Discord, one server", few, "MiB", "<= 110", few <= 110)
    servers = int(sys.argv[1]) if len(sys.argv) > 1 else SERVERS
    many = held(servers)
    say(f"idle on Discord, {servers:,} servers", many, "MiB", "<= 250", many <= 250)
    say("for each server", 1024 * (many - few) / servers, "KiB")


if __name__ == "__main__":
    main()
