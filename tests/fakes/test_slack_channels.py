"""Channels, people, groups and files on the stand-in, through the real client."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import ClientSession

from tests.fakes.conftest import Place, error, refusal


def _allow(place: Place, *scopes: str) -> None:
    place.slack.world.grants[place.guild.token].scopes |= set(scopes)


async def test_a_direct_message_is_opened_before_it_is_used(place: Place) -> None:
    client = place.client
    first = await client.conversations_open(users=place.ann.id)
    again = await client.conversations_open(users=[place.ann.id])
    assert first["channel"]["id"] == again["channel"]["id"]
    assert again["already_open"]
    await client.chat_postMessage(channel=first["channel"]["id"], text="Good evening")
    assert place.ann.reads(place.ann.last(place.ann.dm)) == "Good evening"
    assert place.ben.sees(place.ann.dm) == []


async def test_with_whom_no_direct_message_opens(place: Place) -> None:
    gone = place.slack.person(place.guild, "Gone", deactivated=True)
    client = place.client
    assert await error(client.conversations_open(users=gone.id)) == "user_disabled"
    assert await error(client.conversations_open(users="U0NOBODY")) == "user_not_found"
    assert await error(client.conversations_open(users=place.guild.bot_user)) == "cannot_dm_bot"
    assert await error(client.conversations_open(users="")) == "users_list_not_supplied"


async def test_what_the_app_learns_of_channels(place: Place) -> None:
    _allow(place, "channels:read", "channels:join")
    slack, client = place.slack, place.client
    old = slack.channel(place.guild, "old", archived=True, with_app=False)
    secret = slack.channel(place.guild, "secret", kind="private")
    lounge = slack.channel(place.guild, "lounge", with_app=False)
    info = (await client.conversations_info(channel=place.study.id))["channel"]
    assert (info["is_member"], info["is_archived"], info["is_private"]) == (True, False, False)
    assert (await refusal(client.conversations_info(channel=secret.id)))["needed"] == "groups:read"
    _allow(place, "groups:read")
    assert (await client.conversations_info(channel=secret.id))["channel"]["is_private"]
    secret.members.discard(place.guild.bot_user)
    assert await error(client.conversations_info(channel=secret.id)) == "channel_not_found"
    listed = await client.conversations_list(exclude_archived=True)
    assert [one["name"] for one in listed["channels"]] == ["study", "lounge"]
    own = await client.users_conversations(types="public_channel,private_channel")
    assert [one["name"] for one in own["channels"]] == ["study"]
    members = await client.conversations_members(channel=place.study.id)
    assert set(members["members"]) == {place.ann.id, place.ben.id, place.guild.bot_user}
    await client.conversations_join(channel=lounge.id)
    assert place.guild.bot_user in lounge.members
    assert await error(client.conversations_join(channel=old.id)) == "is_archived"


async def test_reading_history_needs_the_scope_of_the_kind_and_being_there(place: Place) -> None:
    client, outside = place.client, place.slack.channel(place.guild, "out", with_app=False)
    assert await error(client.conversations_history(channel=place.study.id)) == "missing_scope"
    _allow(place, "groups:history")
    needed = await refusal(client.conversations_history(channel=place.study.id))
    assert needed["needed"] == "channels:history"
    _allow(place, "channels:history")
    assert await error(client.conversations_history(channel=outside.id)) == "not_in_channel"


async def test_who_somebody_is(place: Place) -> None:
    slack, client = place.slack, place.client
    ann = (await client.users_info(user=place.ann.id))["user"]
    assert (ann["is_admin"], ann["is_owner"], ann["tz"]) == (True, False, "Europe/Berlin")
    owner = slack.person(place.guild, "Olga", owner=True)
    guest = slack.person(place.guild, "Gus", guest=True)
    stranger = slack.person(place.guild, "Sam", stranger=True)
    assert (await client.users_info(user=owner.id))["user"]["is_admin"]
    assert (await client.users_info(user=guest.id))["user"]["is_restricted"]
    far = (await client.users_info(user=stranger.id))["user"]
    assert far["is_stranger"]
    assert far["team_id"] != place.guild.id
    assert await error(client.users_info(user="U0NOBODY")) == "user_not_found"
    assert (await client.team_info())["team"]["name"] == "Analytics Guild"


async def test_user_groups(place: Place) -> None:
    group = place.slack.user_group(place.guild, "red-team", [place.ann])
    client = place.client
    assert (await refusal(client.usergroups_list()))["needed"] == "usergroups:read"
    _allow(place, "usergroups:read")
    listed = (await client.usergroups_list(include_users=True))["usergroups"]
    assert (listed[0]["handle"], listed[0]["users"]) == ("red-team", [place.ann.id])
    users = await client.usergroups_users_list(usergroup=group.id)
    assert users["users"] == [place.ann.id]
    assert await error(client.usergroups_users_list(usergroup="S0NONE")) == "no_such_subteam"


async def test_a_file_goes_up_in_three_calls_and_can_be_shown_a_little_later(place: Place) -> None:
    _allow(place, "files:read")
    slack, client, dm = place.slack, place.client, place.ann.dm
    done = await client.files_upload_v2(
        content=b"a picture",
        filename="week.png",
        title="Week",
        alt_txt="B drew three",
        channel=dm.id,
    )
    file = place.guild.files[done["file"]["id"]]
    assert (file.content, file.alt_text, file.title) == (b"a picture", "B drew three", "Week")
    assert place.ann.last(dm).files == [file.id]
    image = {"type": "image", "alt_text": "B drew three", "slack_file": {"id": file.id}}

    async def show() -> None:
        await client.chat_postMessage(channel=dm.id, text="Week", blocks=[image])

    assert (await client.files_info(file=file.id))["file"]["mimetype"] == ""
    early = await refusal(show())
    assert early["response_metadata"]["messages"] == [
        "[ERROR] invalid slack file [json-pointer:/blocks/0]"
    ]
    slack.clock.advance(1)
    assert (await client.files_info(file=file.id))["file"]["mimetype"] == "image/png"
    await show()
    assert place.ann.reads(place.ann.last(dm)) == "B drew three"


async def test_uploads_that_slack_does_not_take(place: Place) -> None:
    client, slack = place.client, place.slack
    one = await client.files_getUploadURLExternal(filename="a.xlsx", length=4)
    done = client.files_completeUploadExternal(files=[{"id": one["file_id"], "title": "A"}])
    assert await error(done) == "file_not_found"
    async with ClientSession() as session:
        short = await session.post(one["upload_url"], data=b"abc")
        assert (short.status, await short.text()) == (400, "length mismatch")
        right = await session.post(one["upload_url"], data=b"abcd")
        assert (right.status, await right.text()) == (200, "OK - 4")
        twice = await session.post(one["upload_url"], data=b"abcd")
        assert twice.status == 404

    async def to(channel: str) -> str:
        return await error(
            client.files_completeUploadExternal(
                files=[{"id": one["file_id"], "title": "A"}], channel_id=channel
            )
        )

    assert await to(place.ann.id) == "invalid_channel"
    assert await to(slack.channel(place.guild, "out", with_app=False).id) == "not_in_channel"
    await client.files_completeUploadExternal(files=[{"id": one["file_id"], "title": "A"}])
    sheet = {"type": "image", "alt_text": "x", "slack_file": {"id": one["file_id"]}}
    slack.clock.advance(1)
    shown = client.chat_postMessage(channel=place.study.id, text="x", blocks=[sheet])
    assert await error(shown) == "invalid_blocks"


@pytest.mark.parametrize(
    ("length", "code"),
    [(0, "missing_argument"), (-1, "missing_argument"), ("many", "invalid_arguments")],
)
async def test_a_file_has_a_length(place: Place, length: object, code: str) -> None:
    call = place.client.api_call(
        "files.getUploadURLExternal", params={"filename": "a.png", "length": length}
    )
    assert await error(call) == code


async def test_waiting_for_something_ends_when_it_is_so_or_fails_in_time(place: Place) -> None:
    waiting = asyncio.create_task(place.slack.until(lambda: place.ann.sees(place.study)))
    await place.client.chat_postMessage(channel=place.study.id, text="x")
    await waiting
    with pytest.raises(AssertionError, match=r"not within 0\.05 s"):
        await place.slack.until(lambda: place.ann.view, 0.05)
