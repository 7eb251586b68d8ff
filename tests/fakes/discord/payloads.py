"""The JSON in which Discord shows its things, over REST and over the gateway alike.

Knows the shapes; must not know who may see them, nor change anything.
"""

from __future__ import annotations

from datetime import UTC, datetime

from tests.fakes.discord import permissions
from tests.fakes.discord.entities import (
    HAS_THREAD,
    LOADING,
    Attachment,
    Channel,
    Guild,
    Kind,
    Member,
    Message,
    Role,
    User,
)
from tests.fakes.discord.errors import Json


def stamp(moment: float) -> str:
    """Return a moment as Discord writes it."""
    return datetime.fromtimestamp(moment, UTC).isoformat()


def user(one: User) -> Json:
    """Show a user."""
    return {
        "id": str(one.id),
        "username": one.name,
        "global_name": one.display,
        "discriminator": "0",
        "avatar": None,
        "avatar_decoration_data": None,
        "bot": one.bot,
        "system": False,
        "public_flags": 0,
        "flags": 0,
    }


def own_user(one: User) -> Json:
    """Show the bot to itself."""
    return user(one) | {"verified": True, "mfa_enabled": True, "email": None, "locale": one.locale}


def application(app_id: int, name: str, owner: User) -> Json:
    """Show the application to itself."""
    return {
        "id": str(app_id),
        "name": name,
        "description": "",
        "icon": None,
        "summary": "",
        "type": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "owner": user(owner),
        "team": None,
        "integration_types_config": {"0": {}, "1": {}},
        "approximate_guild_count": 0,
        "approximate_user_install_count": 0,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
    }


def role(one: Role) -> Json:
    """Show a role."""
    shown: Json = {
        "id": str(one.id),
        "name": one.name,
        "description": None,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": one.position,
        "permissions": str(one.permissions),
        "managed": one.bot_id is not None,
        "mentionable": one.mentionable,
        "flags": 0,
    }
    if one.bot_id is not None:
        shown["tags"] = {"bot_id": str(one.bot_id)}
    return shown


def member(one: Member, *, with_user: bool = True) -> Json:
    """Show a member of a guild."""
    shown: Json = {
        "roles": [str(role_id) for role_id in sorted(one.roles)],
        "nick": one.nick,
        "avatar": None,
        "banner": None,
        "joined_at": one.joined_at,
        "premium_since": None,
        "communication_disabled_until": None,
        "pending": False,
        "flags": 0,
        "deaf": False,
        "mute": False,
    }
    if with_user:
        shown["user"] = user(one.user)
    return shown


def channel(one: Channel) -> Json:
    """Show a channel, thread or direct message."""
    last = max(one.messages, default=None)
    shown: Json = {
        "id": str(one.id),
        "type": int(one.kind),
        "last_message_id": str(last) if last else None,
        "flags": 0,
    }
    if one.guild is None:
        return shown | {"recipients": [user(each) for each in one.recipients if not each.bot]}
    shown |= {
        "guild_id": str(one.guild.id),
        "name": one.name,
        "parent_id": str(one.parent_id) if one.parent_id else None,
        "rate_limit_per_user": 0,
    }
    if one.is_thread:
        return shown | {
            "owner_id": str(one.owner_id),
            "message_count": len(one.messages),
            "total_message_sent": len(one.messages),
            "member_count": len(one.thread_members),
            "thread_metadata": {
                "archived": one.archived,
                "locked": one.locked,
                "auto_archive_duration": one.auto_archive,
                "archive_timestamp": stamp(0),
                "create_timestamp": stamp(0),
            },
        }
    shown |= {
        "position": one.position,
        "topic": one.topic,
        "nsfw": False,
        "permission_overwrites": [
            {
                "id": str(each.id),
                "type": int(each.of_member),
                "allow": str(each.allow),
                "deny": str(each.deny),
            }
            for each in one.overwrites.values()
        ],
    }
    if one.kind in (Kind.VOICE, Kind.STAGE):
        shown |= {"bitrate": 64000, "user_limit": 0, "rtc_region": None}
    if one.kind is Kind.FORUM:
        shown |= {
            "available_tags": [],
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_forum_layout": 0,
            "default_auto_archive_duration": 1440,
        }
    return shown


def guild(one: Guild) -> Json:
    """Show a guild as `GET /guilds/{id}` does."""
    return {
        "id": str(one.id),
        "name": one.name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "description": None,
        "owner_id": str(one.owner_id),
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "roles": [role(each) for each in one.roles.values()],
        "emojis": [],
        "stickers": [],
        "features": [],
        "mfa_level": 0,
        "nsfw_level": 0,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": one.locale,
        "incidents_data": None,
    }


def full_guild(one: Guild, bot_id: int) -> Json:
    """Show a guild as GUILD_CREATE does to a bot that does not ask for its members."""
    places = list(one.channels.values())
    threads = [each for each in places if each.is_thread and not each.archived]
    seen = [each for each in threads if permissions.in_channel(each, bot_id)]
    return guild(one) | {
        "joined_at": one.joined_at,
        "large": len(one.members) > 250,
        "unavailable": False,
        "member_count": one.member_count or len(one.members),
        "members": [member(one.members[bot_id])],
        "channels": [channel(each) for each in places if not each.is_thread],
        "threads": [channel(each) for each in seen],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def attachment(one: Attachment) -> Json:
    """Show an attachment."""
    shown: Json = {
        "id": str(one.id),
        "filename": one.filename,
        "size": len(one.content),
        "url": one.url,
        "proxy_url": one.url,
        "content_type": one.content_type,
        "flags": 0,
    }
    if one.description is not None:
        shown["description"] = one.description
    if one.content_type.startswith("image/"):
        shown |= {"width": 800, "height": 600}
    return shown


def message(one: Message, viewer_id: int | None = None) -> Json:
    """Show a message; `viewer_id` says whose reactions are `me`."""
    place = one.channel
    flags = one.flags | (HAS_THREAD if one.thread is not None else 0)
    shown: Json = {
        "id": str(one.id),
        "channel_id": str(place.id),
        "author": user(one.author),
        "type": one.kind,
        "content": one.content,
        "components": one.components,
        "embeds": one.embeds,
        "attachments": [attachment(each) for each in one.attachments],
        "mentions": _mentioned(one),
        "mention_roles": [str(each) for each in sorted(one.pings.roles)],
        "mention_everyone": one.pings.everyone,
        "flags": flags,
        "tts": one.tts,
        "pinned": one.pinned,
        "timestamp": stamp(one.sent_at),
        "edited_timestamp": stamp(one.edited_at) if one.edited_at else None,
    }
    if one.token is not None or one.author.bot:
        shown["application_id"] = str(one.author.id)
    if one.token is not None:
        shown["webhook_id"] = str(one.author.id)
    if one.nonce is not None:
        shown["nonce"] = one.nonce
    if one.metadata is not None:
        shown["interaction_metadata"] = one.metadata
    if one.reference is not None:
        shown["message_reference"] = one.reference
    if one.thread is not None:
        shown["thread"] = channel(one.thread)
    if one.reactions:
        shown["reactions"] = [
            {
                "emoji": {"id": None, "name": emoji},
                "count": len(who),
                "count_details": {"burst": 0, "normal": len(who)},
                "burst_colors": [],
                "burst_me": False,
                "me": viewer_id in who,
                "me_burst": False,
            }
            for emoji, who in one.reactions.items()
        ]
    if flags & LOADING:
        shown["content"] = ""
    return shown


def _mentioned(one: Message) -> list[Json]:
    guild = one.channel.guild
    people = [each.user for each in guild.members.values()] if guild else one.channel.recipients
    return [user(each) for each in people if each.id in one.pings.users] if one.pings.users else []


def sent_message(one: Message) -> Json:
    """Show a message as the gateway does: with its guild and the author's membership."""
    shown = message(one)
    home = one.channel.guild
    if home is not None:
        shown["guild_id"] = str(home.id)
        if one.author.id in home.members:
            shown["member"] = member(home.members[one.author.id], with_user=False)
    return shown
