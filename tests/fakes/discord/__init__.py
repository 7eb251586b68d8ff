"""A strict stand-in for Discord: REST v10, the gateway, and people at the client.

Point the real discord.py at it (`running(discord, client)`, or the settings
`DISCORD_API_BASE_URL = discord.api_url` and `DISCORD_GATEWAY_URL = discord.gateway_url`), set up a
world, and let people act:

    async with Discord() as discord:
        guild = discord.world.add_guild("Study hall")
        general = discord.world.add_channel(guild, "general")
        ann = discord.person("Ann", guild)
        async with running(discord, bot):
            await ann.types("/study today", in_=general)
            await ann.clicks("B")
            assert "Right." in ann.last().text

**Enforced.** REST: the token; permissions computed from roles and overwrites (50001, 50013); kinds
of channels; every body by Discord's official OpenAPI description where `COHORT_SHARED` has it, and
always by a table of the rules across fields (`checks/`): lengths, Components V2, 40 components,
4,000 displayed characters, unique ids, selects, modals, buttons, attachments, mentions, embeds,
commands. Nonces are unique for three minutes where enforced. Rate limits: a bucket per route and
resource with its headers, 50 requests a second over all (answers to interactions exempt), 10,000
requests in vain close the door. Interactions: the first response within 3 seconds, the token for
15 minutes, which response fits what, ephemeral messages for one person alone, five follow-ups for
an application that only the person has installed. Commands are offered by context, installation
and permissions, and their options are held to what was registered. Gateway: close codes, intents,
privileged intents, message content, shards, identify concurrency, 120 sends a minute, missed
heartbeats, RESUME with replay, sessions that end after three minutes away.

**Time** is the stand-in's own: `Discord(speed=20)` runs it faster, `discord.clock.advance(900)`
jumps; `pace` shortens the rate-limit windows alone.

**Trouble**: `discord.faults.add(Trouble.LOST, "POST", r"/messages$")`, and the gateway's `drop`,
`break_off`, `ask_to_reconnect`, `invalidate`, `go_down`, `come_back`; `sessions.repeats`, `again`.

**Not here**: other endpoints than `routes/` has (they answer 404 and stand in `requests`), webhooks
that are not an interaction's, voice, polls, stickers, entitlements, user and message commands, file
uploads by people, command permissions per server, slow mode, auto-moderation, zstd and per-payload
compression on the gateway, member lists (op 8), and Discord's unpublished limits: the figures in
`rates.RATES` are those that clients observe.
"""

from tests.fakes.discord.clock import Clock
from tests.fakes.discord.entities import Channel, Guild, Kind, Message, Overwrite, Role, User
from tests.fakes.discord.faults import Trouble
from tests.fakes.discord.modal import Modal
from tests.fakes.discord.person import Person, Reaction
from tests.fakes.discord.seen import Seen
from tests.fakes.discord.server import Discord, Record
from tests.fakes.discord.serving import Threaded, pointed_at, running
from tests.fakes.discord.slash import NotOffered

__all__ = [
    "Channel",
    "Clock",
    "Discord",
    "Guild",
    "Kind",
    "Message",
    "Modal",
    "NotOffered",
    "Overwrite",
    "Person",
    "Reaction",
    "Record",
    "Role",
    "Seen",
    "Threaded",
    "Trouble",
    "User",
    "pointed_at",
    "running",
]
