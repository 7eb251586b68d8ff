"""How the world's things look on the wire. Knows the JSON of Slack's objects; changes nothing."""

from __future__ import annotations

from tests.fakes.slack.errors import Json
from tests.fakes.slack.kit.state import entered_or_initial
from tests.fakes.slack.world import Channel, File, Message, User, UserGroup, View, Workspace

#: What Slack can show as a picture.
PICTURES = ("png", "jpg", "jpeg", "gif")


def user_json(user: User) -> Json:
    """Give a user as users.info does."""
    return {
        "id": user.id,
        "team_id": user.team,
        "name": user.name.lower(),
        "deleted": user.deactivated,
        "real_name": user.name,
        "tz": user.zone,
        "profile": {"real_name": user.name, "display_name": user.name, "team": user.team},
        "is_admin": user.admin or user.owner,
        "is_owner": user.owner,
        "is_primary_owner": False,
        "is_restricted": user.guest,
        "is_ultra_restricted": False,
        "is_bot": user.bot,
        "is_app_user": False,
        **({"is_stranger": True} if user.stranger else {}),
    }


def channel_json(channel: Channel, workspace: Workspace) -> Json:
    """Give a channel as conversations.info does."""
    if channel.kind == "im":
        other = next(iter(channel.members - {workspace.bot_user}), "")
        return {"id": channel.id, "is_im": True, "user": other, "is_archived": channel.archived}
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": True,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.kind == "private",
        "is_archived": channel.archived,
        "is_member": workspace.bot_user in channel.members,
        "is_shared": channel.shared,
        "is_ext_shared": channel.shared,
        "num_members": len(channel.members),
    }


def message_json(message: Message, workspace: Workspace, app: str, now: float) -> Json:
    """Give a message as history and payloads do."""
    body: Json = {
        "type": "message",
        "ts": message.ts,
        "user": message.user,
        "text": message.text,
        "team": workspace.id,
    }
    if message.by_app:
        body |= {
            "bot_id": workspace.bot_id,
            "app_id": app,
            "bot_profile": {
                "id": workspace.bot_id,
                "app_id": app,
                "name": "Cohort",
                "deleted": False,
                "team_id": workspace.id,
            },
        }
    if message.blocks:
        body["blocks"] = message.blocks
    if message.thread is not None:
        body["thread_ts"] = message.thread
    if message.edited is not None:
        body["edited"] = {"user": message.user, "ts": message.edited}
    if message.files:
        body["files"] = [file_json(workspace.files[one], now) for one in message.files]
    if message.reactions:
        body["reactions"] = [
            {"name": name, "users": sorted(users), "count": len(users)}
            for name, users in message.reactions.items()
        ]
    return body


def view_json(view: View, workspace: Workspace, app: str) -> Json:
    """Give a view as views.* and payloads do."""
    body = view.body
    full: Json = {
        "id": view.id,
        "team_id": workspace.id,
        "type": body["type"],
        "blocks": body["blocks"],
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""),
        "external_id": body.get("external_id", ""),
        "state": {"values": entered_or_initial(body["blocks"], view.entered)},
        "hash": view.hash,
        "title": body.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
        "close": body.get("close"),
        "submit": body.get("submit"),
        "clear_on_close": body.get("clear_on_close", False),
        "notify_on_close": body.get("notify_on_close", False),
        "previous_view_id": view.previous,
        "root_view_id": view.root,
        "app_id": app,
        "app_installed_team_id": workspace.id,
        "bot_id": workspace.bot_id,
    }
    return full


def file_json(file: File, now: float) -> Json:
    """Give a file as files.info does: without its type until Slack has worked on it."""
    ready = file.complete and file.ready_at <= now
    kind = file.name.rsplit(".", 1)[-1].lower()
    mime = f"image/{kind}" if kind in PICTURES else "application/octet-stream"
    body: Json = {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "size": file.length,
        "alt_txt": file.alt_text,
        "filetype": kind if ready else "",
        "mimetype": mime if ready else "",
        "channels": [one for one in file.channels if one.startswith("C")],
        "ims": [one for one in file.channels if one.startswith("D")],
        "url_private": f"https://files.slack.example/{file.id}/{file.name}",
        "permalink": f"https://slack.example/files/{file.id}/{file.name}",
    }
    return body


def group_json(group: UserGroup, workspace: Workspace, *, users: bool) -> Json:
    """Give a user group as usergroups.list does."""
    body: Json = {
        "id": group.id,
        "team_id": workspace.id,
        "is_usergroup": True,
        "name": group.name,
        "handle": group.handle,
        "date_delete": 0,
        "user_count": len(group.users),
    }
    return {**body, "users": list(group.users)} if users else body
