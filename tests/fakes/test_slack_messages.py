"""Messages on the stand-in, through the real client: who may post what, where, and edit it."""

from __future__ import annotations

import pytest

from tests.fakes.conftest import Place, error, question, refusal
from tests.fakes.slack.driven import client_for


async def test_a_message_is_posted_edited_and_deleted(place: Place) -> None:
    study, client = place.study, place.client
    posted = await client.chat_postMessage(
        channel=study.id, text="Which shelf?", blocks=question("A", "B")
    )
    assert place.ann.reads(place.ann.last(study)) == "Which shelf?\nA\nB"
    assert posted["message"]["blocks"][0]["block_id"]
    ts = posted["ts"]
    await client.chat_update(channel=study.id, ts=ts, text="Closed", blocks=question("C"))
    assert place.ben.reads(place.ben.last(study)) == "Which shelf?\nC"
    assert study.messages[ts].edited is None
    await client.chat_update(channel=study.id, ts=ts, text="Closed")
    assert place.ben.reads(place.ben.last(study)) == "Closed"
    assert study.messages[ts].edited is not None
    await client.chat_delete(channel=study.id, ts=ts)
    assert place.ann.sees(study) == []
    assert await error(client.chat_update(channel=study.id, ts=ts, text="x")) == "message_not_found"
    assert await error(client.chat_delete(channel=study.id, ts=ts)) == "message_not_found"


async def test_replies_go_to_a_thread_and_history_shows_the_top_alone(place: Place) -> None:
    place.slack.world.grants[place.guild.token].scopes |= {"channels:history"}
    study, client = place.study, place.client
    meta = {"event_type": "delivery", "event_payload": {"id": "d-1"}}
    top = await client.chat_postMessage(channel=study.id, text="Top", metadata=meta)
    await client.chat_postMessage(channel=study.id, text="Why", thread_ts=top["ts"])
    history = await client.conversations_history(channel=study.id, include_all_metadata=True)
    assert [one["text"] for one in history["messages"]] == ["Top"]
    assert history["messages"][0]["metadata"] == meta
    assert history["messages"][0]["reply_count"] == 1
    bare = await client.conversations_history(channel=study.id)
    assert "metadata" not in bare["messages"][0]
    replies = await client.conversations_replies(channel=study.id, ts=top["ts"])
    assert [one["text"] for one in replies["messages"]] == ["Top", "Why"]
    lost = client.conversations_replies(channel=study.id, ts="1.2")
    assert await error(lost) == "thread_not_found"


async def test_history_comes_in_pages_and_between_two_moments(place: Place) -> None:
    place.slack.world.grants[place.guild.token].scopes |= {"channels:history"}
    study, client = place.study, place.client
    stamps = [
        (await client.chat_postMessage(channel=study.id, text=str(number)))["ts"]
        for number in range(5)
    ]
    first = await client.conversations_history(channel=study.id, limit=2)
    assert [one["text"] for one in first["messages"]] == ["4", "3"]
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_history(channel=study.id, limit=2, cursor=cursor)
    assert [one["text"] for one in second["messages"]] == ["2", "1"]
    assert second["has_more"]
    within = await client.conversations_history(
        channel=study.id, oldest=stamps[1], latest=stamps[3], inclusive=True
    )
    assert [one["text"] for one in within["messages"]] == ["3", "2", "1"]
    outside = await client.conversations_history(channel=study.id, oldest=stamps[3])
    assert [one["text"] for one in outside["messages"]] == ["4"]


async def test_where_the_app_may_not_post(place: Place) -> None:
    slack, client = place.slack, place.client

    async def posting(channel: str) -> str:
        return await error(client.chat_postMessage(channel=channel, text="x"))

    outside = slack.channel(place.guild, "outside", with_app=False)
    secret = slack.channel(place.guild, "secret", kind="private", with_app=False)
    old = slack.channel(place.guild, "old", archived=True)
    assert await posting(outside.id) == "not_in_channel"
    assert await posting(secret.id) == "channel_not_found"
    assert await posting(old.id) == "is_archived"
    assert await posting("C0NOWHERE") == "channel_not_found"
    gone = slack.person(place.guild, "Gone", deactivated=True)
    assert await posting(gone.id) == "channel_not_found"
    slack.world.grants[place.guild.token].scopes.add("chat:write.public")
    assert (await client.chat_postMessage(channel=outside.id, text="x"))["ok"]


async def test_what_is_no_message(place: Place) -> None:
    study, client = place.study.id, place.client
    empty = client.api_call("chat.postMessage", json={"channel": study, "text": ""})
    assert await error(empty) == "no_text"
    bad = await refusal(client.chat_postMessage(channel=study, text="x", blocks=question("x" * 76)))
    assert bad["error"] == "invalid_blocks"
    assert bad["response_metadata"]["messages"] == [
        "[ERROR] must be less than 76 characters [json-pointer:/blocks/1/elements/0/text/text]",
        "[ERROR] must be less than 76 characters "
        "[json-pointer:/blocks/1/elements/0/accessibility_label]",
    ]
    call = client.api_call("chat.postMessage", data={"channel": study, "blocks": "[{"})
    assert await error(call) == "invalid_blocks_format"
    whole = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2900}}] * 5
    long = client.chat_postMessage(channel=study, text="x", blocks=whole)
    assert await error(long) == "msg_blocks_too_long"
    lost = client.chat_postMessage(channel=study, text="x", thread_ts="1.2")
    assert await error(lost) == "thread_not_found"


@pytest.mark.parametrize(
    ("metadata", "code"),
    [
        ({"event_type": "x"}, "invalid_metadata_schema"),
        ({"event_type": "", "event_payload": {}}, "invalid_metadata_schema"),
        ({"event_type": "x", "event_payload": []}, "invalid_metadata_schema"),
        ({"event_type": "x", "event_payload": {}, "more": 1}, "invalid_metadata_schema"),
        ([], "invalid_metadata_format"),
        ({"event_type": "x", "event_payload": {"a": "x" * 8000}}, "metadata_too_large"),
    ],
)
async def test_metadata_has_a_shape(place: Place, metadata: object, code: str) -> None:
    call = place.client.api_call(
        "chat.postMessage",
        json={"channel": place.study.id, "text": "x", "metadata": metadata},
    )
    assert await error(call) == code


async def test_texts_have_lengths(place: Place) -> None:
    study, client = place.study.id, place.client
    posted = await client.chat_postMessage(channel=study, text="x" * 4000)
    assert place.slack.complaints == []
    await client.chat_postMessage(channel=study, text="x" * 40_000)
    assert place.slack.complaints == ["text of 40000 characters: Slack advises up to 4000"]
    over = client.chat_postMessage(channel=study, text="x" * 40_001)
    assert await error(over) == "msg_too_long"
    await client.chat_update(channel=study, ts=posted["ts"], text="x" * 4000)
    over = client.chat_update(channel=study, ts=posted["ts"], text="x" * 4001)
    assert await error(over) == "msg_too_long"


async def test_a_message_without_words_to_read_out_is_noted(place: Place) -> None:
    await place.client.api_call(
        "chat.postMessage", json={"channel": place.study.id, "blocks": question("A")}
    )
    assert "without text" in place.slack.complaints[0]


async def test_only_what_the_app_wrote_can_be_edited_by_it(place: Place) -> None:
    await place.ann.types("hello", in_=place.study)
    hello = place.ann.last(place.study)
    edit = place.client.chat_update(channel=place.study.id, ts=hello.ts, text="x")
    assert await error(edit) == "cant_update_message"
    delete = place.client.chat_delete(channel=place.study.id, ts=hello.ts)
    assert await error(delete) == "cant_delete_message"
    own = await place.client.chat_postMessage(channel=place.study.id, text="own")
    place.study.archived = True
    edit = place.client.chat_update(channel=place.study.id, ts=own["ts"], text="x")
    assert await error(edit) == "is_inactive"


async def test_an_ephemeral_message_is_for_one_alone_and_gone_after_a_reload(place: Place) -> None:
    study, client = place.study, place.client
    await client.chat_postEphemeral(channel=study.id, user=place.ann.id, text="Only you")
    assert place.ann.reads(place.ann.last(study)) == "Only you"
    assert place.ben.sees(study) == []
    place.ann.reloads()
    assert place.ann.sees(study) == []
    eve = place.slack.person(place.guild, "Eve")
    call = client.chat_postEphemeral(channel=study.id, user=eve.id, text="x")
    assert await error(call) == "user_not_in_channel"


async def test_a_token_says_who_may_do_what(place: Place) -> None:
    slack, client, grant = place.slack, place.client, place.slack.world.grants[place.guild.token]
    known = await client.auth_test()
    assert (known["team_id"], known["user_id"]) == (place.guild.id, place.guild.bot_user)
    assert "chat:write" in known.headers["x-oauth-scopes"].split(",")
    missing = await refusal(client.conversations_info(channel=place.study.id))
    assert missing["error"] == "missing_scope"
    assert "channels:read" in missing["needed"]
    assert missing["provided"] == "chat:write,commands,files:write,im:write,team:read,users:read"
    grant.scopes -= {"chat:write"}
    post = client.chat_postMessage(channel=place.study.id, text="x")
    assert (await refusal(post))["needed"] == "chat:write"
    grant.state = "token_revoked"
    assert await error(client.auth_test()) == "token_revoked"
    grant.state = "account_inactive"
    assert await error(client.auth_test()) == "account_inactive"
    assert await error(client.auth_test(token="xoxb-nobody")) == "invalid_auth"
    assert await error(client.auth_test(token=slack.app.app_token)) == "not_allowed_token_type"
    assert await error(client.api_call("chat.shout")) == "unknown_method"


async def test_a_reply_to_a_reply_goes_to_the_thread_and_is_noted(place: Place) -> None:
    study, client = place.study, place.client
    top = await client.chat_postMessage(channel=study.id, text="Top")
    reply = await client.chat_postMessage(channel=study.id, text="Why", thread_ts=top["ts"])
    more = await client.chat_postMessage(channel=study.id, text="So", thread_ts=reply["ts"])
    assert more["message"]["thread_ts"] == top["ts"]
    assert "is a reply" in place.slack.complaints[0]


async def test_whom_a_message_calls(place: Place) -> None:
    study, client = place.study, place.client
    words = {"type": "mrkdwn", "text": f"Hello <@{place.ann.id}> and &lt;!here&gt;"}
    await client.chat_postMessage(
        channel=study.id, text="<!channel>", blocks=[{"type": "section", "text": words}]
    )
    assert place.slack.mentions(place.ann.last(study)) == ["!channel", f"@{place.ann.id}"]


async def test_without_its_messages_tab_the_app_cannot_write_to_people(place: Place) -> None:
    place.slack.app.messages_tab = False
    post = place.client.chat_postMessage(channel=place.ann.dm.id, text="x")
    assert await error(post) == "messages_tab_disabled"


async def test_one_workspace_does_not_see_another(place: Place) -> None:
    other = place.slack.workspace("Other")
    call = client_for(place.slack, other).chat_postMessage(channel=place.study.id, text="x")
    assert await error(call) == "channel_not_found"


async def test_arguments_come_as_query_form_or_json(place: Place) -> None:
    body = {"channel": place.study.id, "text": "x", "blocks": question("A")}
    form = {**body, "blocks": str(question("A")).replace("'", '"')}
    call = place.client.api_call
    for posted in (
        await call("chat.postMessage", params=form),
        await call("chat.postMessage", data=form),
        await call("chat.postMessage", json=body),
    ):
        assert posted["message"]["blocks"][1]["block_id"] == "answers"


async def test_reactions_pins_and_links(place: Place) -> None:
    place.slack.world.grants[place.guild.token].scopes |= {"reactions:write", "pins:write"}
    study, client = place.study, place.client
    ts = (await client.chat_postMessage(channel=study.id, text="x"))["ts"]
    await client.reactions_add(channel=study.id, timestamp=ts, name="eyes")
    again = client.reactions_add(channel=study.id, timestamp=ts, name="eyes")
    assert await error(again) == "already_reacted"
    await client.pins_add(channel=study.id, timestamp=ts)
    assert await error(client.pins_add(channel=study.id, timestamp=ts)) == "already_pinned"
    assert study.messages[ts].pinned
    link = await client.chat_getPermalink(channel=study.id, message_ts=ts)
    assert link["permalink"].endswith(f"/{study.id}/p{ts.replace('.', '')}")
