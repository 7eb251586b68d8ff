"""Modals and the home tab on the stand-in: triggers, stacks, hashes, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.conftest import Place, error, modal, plain, refusal
from tests.fakes.slack import Slack


def trigger(place: Place) -> str:
    """Give a trigger of Ann's, as a press of hers would."""
    return place.slack.core.new_trigger(place.guild.id, place.ann.id)


def note(block: str = "note", **more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "text", **more}
    return {"type": "input", "block_id": block, "label": plain("Note"), "element": element}


async def test_a_trigger_opens_one_view_and_within_three_seconds(place: Place) -> None:
    client, first = place.client, trigger(place)
    opened = await client.views_open(trigger_id=first, view=modal("Sure?"))
    assert place.ann.view is not None
    assert place.ann.view.id == opened["view"]["id"]
    again = client.views_open(trigger_id=first, view=modal("Sure?"))
    assert await error(again) == "exchanged_trigger_id"
    late = trigger(place)
    place.slack.clock.advance(2.5)
    await client.views_open(trigger_id=late, view=modal("In time"))
    late = trigger(place)
    place.slack.clock.advance(3.1)
    assert await error(client.views_open(trigger_id=late, view=modal("x"))) == "expired_trigger_id"
    made_up = client.views_open(trigger_id="1.2.abc", view=modal("x"))
    assert await error(made_up) == "invalid_trigger_id"
    other = place.slack.workspace("Other")
    foreign = client.views_open(
        trigger_id=place.slack.core.new_trigger(other.id, "U1"), view=modal("x")
    )
    assert await error(foreign) == "invalid_trigger_id"


async def test_a_view_that_breaks_a_limit_does_not_use_the_trigger_up(place: Place) -> None:
    client, one = place.client, trigger(place)
    bad = await refusal(client.views_open(trigger_id=one, view=modal("x" * 25)))
    assert bad["error"] == "invalid_arguments"
    assert bad["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    assert await error(client.views_open(trigger_id=one, view=home)) == "invalid_arguments"
    big = modal("x", *[{"type": "section", "text": plain("x" * 2900)}] * 90)
    assert await error(client.views_open(trigger_id=one, view=big)) == "view_too_large"
    await client.views_open(trigger_id=one, view=modal("Sure?"))


async def test_an_update_with_an_old_hash_is_refused(place: Place) -> None:
    client = place.client
    opened = (await client.views_open(trigger_id=trigger(place), view=modal("One")))["view"]
    two = await client.views_update(view_id=opened["id"], hash=opened["hash"], view=modal("Two"))
    assert two["view"]["hash"] != opened["hash"]
    old = client.views_update(view_id=opened["id"], hash=opened["hash"], view=modal("Three"))
    assert await error(old) == "hash_conflict"
    await client.views_update(view_id=opened["id"], view=modal("Three"))
    assert "Three" in place.ann.reads(place.ann.view)
    await place.ann.cancels()
    gone = client.views_update(view_id=opened["id"], view=modal("Four"))
    assert await error(gone) == "not_found"


async def test_views_stack_up_to_three(place: Place) -> None:
    client = place.client
    first = client.views_push(trigger_id=trigger(place), view=modal("Alone"))
    assert await error(first) == "not_found"
    one = (await client.views_open(trigger_id=trigger(place), view=modal("One")))["view"]
    two = (await client.views_push(trigger_id=trigger(place), view=modal("Two")))["view"]
    assert (two["root_view_id"], two["previous_view_id"]) == (one["id"], one["id"])
    await client.views_push(trigger_id=trigger(place), view=modal("Three"))
    fourth = client.views_push(trigger_id=trigger(place), view=modal("Four"))
    assert await error(fourth) == "push_limit_reached"
    await place.ann.cancels()
    assert "Two" in place.ann.reads(place.ann.view)
    await place.ann.dismisses()
    assert place.ann.view is None


async def test_an_external_id_is_taken_once(place: Place) -> None:
    client = place.client
    await client.views_open(trigger_id=trigger(place), view=modal("One", external_id="round-1"))
    await client.views_update(external_id="round-1", view=modal("Two", external_id="round-1"))
    twice = client.views_push(trigger_id=trigger(place), view=modal("x", external_id="round-1"))
    assert await error(twice) == "duplicate_external_id"


async def test_what_was_entered_stays_where_the_ids_stay(place: Place) -> None:
    client, submit = place.client, {"submit": plain("Save")}
    both = modal("Two", note("a"), note("b", initial_value="begun"), **submit)
    opened = (await client.views_open(trigger_id=trigger(place), view=both))["view"]
    assert opened["state"]["values"]["b"]["text"]["value"] == "begun"
    await place.ann.fills({"a": "mine"})
    changed = modal("Two", note("a"), note("c"), **submit)
    updated = (await client.views_update(view_id=opened["id"], view=changed))["view"]
    assert updated["state"]["values"] == {
        "a": {"text": {"type": "plain_text_input", "value": "mine"}},
        "c": {"text": {"type": "plain_text_input", "value": None}},
    }


async def test_a_home_tab_is_published_for_one_person(place: Place) -> None:
    client = place.client
    home = {"type": "home", "blocks": [{"type": "section", "text": plain("Two due")}]}
    first = (await client.views_publish(user_id=place.ann.id, view=home))["view"]
    assert place.ann.reads(place.ann.home) == "Two due"
    assert place.ben.home is None
    second = await client.views_publish(user_id=place.ann.id, hash=first["hash"], view=home)
    assert second["view"]["id"] == first["id"]
    old = client.views_publish(user_id=place.ann.id, hash=first["hash"], view=home)
    assert await error(old) == "hash_conflict"
    nobody = client.views_publish(user_id="U0NOBODY", view=home)
    assert await error(nobody) == "invalid_arguments"
    wrong = client.views_publish(user_id=place.ann.id, view=modal("x"))
    assert await error(wrong) == "invalid_arguments"


async def test_a_home_tab_must_be_switched_on_in_the_manifest() -> None:
    manifest: dict[str, Any] = {
        "features": {"slash_commands": [{"command": "/learn"}]},
        "oauth_config": {"scopes": {"bot": ["chat:write"]}},
    }
    async with Slack(manifest=manifest) as slack:
        guild = slack.workspace()
        ann = slack.person(guild, "Ann")
        from tests.fakes.slack.driven import client_for

        home = {"type": "home", "blocks": [{"type": "divider"}]}
        publish = client_for(slack, guild).views_publish(user_id=ann.id, view=home)
        assert await error(publish) == "not_enabled"
        assert (await ann.types("/study", in_=ann.dm)).error == "not_a_command"
        assert (await ann.uses_shortcut("practise")).error == "no_such_shortcut"


async def test_fields_that_slack_makes_up_are_in_the_answer(place: Place) -> None:
    view = modal("One", {"type": "actions", "elements": [{"type": "button", "text": plain("A")}]})
    opened = (await place.client.views_open(trigger_id=trigger(place), view=view))["view"]
    block = opened["blocks"][0]
    assert block["block_id"]
    assert block["elements"][0]["action_id"]
    assert opened["app_installed_team_id"] == place.guild.id
    assert opened["state"] == {"values": {}}


async def test_no_view_or_no_trigger(place: Place) -> None:
    client = place.client
    missing = client.api_call("views.open", json={"trigger_id": trigger(place)})
    assert await error(missing) == "invalid_arguments"
    missing = client.api_call("views.open", json={"view": modal("x")})
    assert await error(missing) == "invalid_arguments"
    with pytest.raises(AssertionError, match="no modal is open"):
        await place.ann.submits()
