"""Modals of the stand-in: opened, filled in, sent; what a client lets through, and what arrives."""

from __future__ import annotations

from typing import Any

import discord as api
import pytest
from discord import ui

from tests.fakes.discord import NotOffered
from tests.fakes.discord.driven import PING, Stage, stage
from tests.fakes.discord.modal import Filled
from tests.fakes.discord.person import SUBMIT_FAILED


class Answer(ui.Modal, title="Which two?"):
    """A modal as the library builds it, with one of each kind."""

    scenario: Any = ui.TextDisplay("**A** A lakehouse. **B** A warehouse.")
    picks: Any = ui.Label(
        text="Choose two",
        description="Exactly two",
        component=ui.CheckboxGroup(
            custom_id="picks",
            min_values=2,
            max_values=2,
            options=[api.CheckboxGroupOption(label=each, value=each.lower()) for each in "ABC"],
        ),
    )
    sure: Any = ui.Label(
        text="How sure?",
        component=ui.RadioGroup(
            custom_id="sure",
            options=[
                api.RadioGroupOption(label="Guess", value="1"),
                api.RadioGroupOption(label="Sure", value="3"),
            ],
        ),
    )
    note: Any = ui.Label(
        text="A note",
        component=ui.TextInput(custom_id="note", required=False, max_length=20),
    )
    who: Any = ui.Label(
        text="Who?", component=ui.UserSelect(custom_id="who", required=False, min_values=0)
    )


async def opening(one: api.Interaction) -> None:
    if one.type is not api.InteractionType.modal_submit:
        await one.response.send_modal(Answer(custom_id="v1:answer:7"))


async def open_by_command(s: Stage) -> None:
    s.bot.answer = opening
    await s.ann.types("/ping")


async def test_a_modal_shows_its_questions_and_takes_only_what_fits() -> None:
    async with stage(registered=[PING]) as s:
        await open_by_command(s)
        modal = s.ann.modal
        assert modal is not None
        assert modal.title == "Which two?"
        assert [each.label for each in modal.questions] == [
            "Choose two",
            "How sure?",
            "A note",
            "Who?",
        ]
        assert modal.questions[0].options == ("A", "B", "C")
        assert "A lakehouse." in modal.text
        wrongs: list[dict[str, Filled]] = [
            {"Choose two": ["A", "D"]},
            {"How sure?": "Perhaps"},
            {"A note": "x" * 21},
            {"A note": "two\nlines"},
            {"Colour": "red"},
        ]
        for wrong in wrongs:
            with pytest.raises(NotOffered):
                await s.ann.fills(wrong)
        shorts: list[dict[str, Filled]] = [
            {"Choose two": ["A"], "How sure?": "Sure"},
            {"Choose two": ["A", "B"]},
        ]
        for short in shorts:
            modal.answers.clear()
            with pytest.raises(NotOffered):
                await s.ann.submits(short)
        assert [each.type for each in s.bot.heard] == [api.InteractionType.application_command]
        s.ann.closes()
        assert s.ann.modal is None


async def test_a_submission_arrives_with_every_value_in_its_place() -> None:
    async with stage(registered=[PING]) as s:
        await open_by_command(s)
        bob = s.discord.person("Bob", s.guild)

        async def answer(one: api.Interaction) -> None:
            await one.response.send_message("Right.", ephemeral=True)

        s.bot.answer = answer
        outcome = await s.ann.submits(
            {"Choose two": ["A", "C"], "How sure?": "Sure", "A note": "hm", "Who?": bob.user}
        )
        assert outcome.text == "Right."
        assert s.ann.modal is None
        data: Any = s.bot.heard[1].data
        assert data["custom_id"] == "v1:answer:7"
        texts, picks, sure, note, who = data["components"]
        assert texts["type"] == 10
        assert picks["component"] == {
            "type": 22,
            "id": picks["component"]["id"],
            "custom_id": "picks",
            "values": ["a", "c"],
        }
        assert (sure["component"]["type"], sure["component"]["value"]) == (21, "3")
        assert note["component"]["value"] == "hm"
        assert who["component"]["values"] == [str(bob.user.id)]
        assert data["resolved"]["users"][str(bob.user.id)]["username"] == "bob"
        ids = [each["id"] for each in data["components"]]
        ids += [each["component"]["id"] for each in data["components"] if "component" in each]
        assert len(set(ids)) == 9
        assert 0 not in ids


async def test_the_library_reads_a_submission_into_its_own_modal() -> None:
    read: dict[str, object] = {}

    class Reading(Answer):
        async def on_submit(self, interaction: api.Interaction) -> None:
            read.update(
                picks=self.picks.component.values,
                sure=self.sure.component.value,
                note=self.note.component.value,
            )
            await interaction.response.send_message("ok", ephemeral=True)

    async def answer(one: api.Interaction) -> None:
        if one.type is api.InteractionType.application_command:
            await one.response.send_modal(Reading())

    async with stage(registered=[PING]) as s:
        s.bot.answer = answer
        await s.ann.types("/ping")
        outcome = await s.ann.submits({"Choose two": ["B", "C"], "How sure?": "Guess"})
        assert outcome.text == "ok"
        assert read == {"picks": ["b", "c"], "sure": "1", "note": ""}


async def test_a_modal_from_a_press_may_change_its_message_and_one_from_a_command_may_not() -> None:
    async with stage(registered=[PING]) as s:
        row: ui.ActionRow[Any] = ui.ActionRow(ui.Button(label="Answer", custom_id="a"))
        await s.place().send(view=ui.LayoutView().add_item(row))
        codes: list[int] = []
        path = "/interactions/{interaction_id}/{token}/callback"
        update = {"type": 7, "data": {"components": [{"type": 10, "content": "changed"}]}}

        async def answer(one: api.Interaction) -> None:
            if one.type is not api.InteractionType.modal_submit:
                await one.response.send_modal(Answer())
                return
            try:
                await s.bot.call("POST", path, update, interaction_id=one.id, token=one.token)
            except api.HTTPException as problem:
                codes.append(problem.code)
                await one.response.send_message("new", ephemeral=True)

        s.bot.answer = answer
        filled: dict[str, Filled] = {"Choose two": ["A", "B"], "How sure?": "Sure"}
        await s.ann.clicks("Answer")
        public = s.ann.last()
        outcome = await s.ann.submits(filled)
        assert outcome.message is not None
        assert (outcome.message.id, public.text) == (public.id, "changed")
        assert s.bot.heard[1].message is not None
        assert s.bot.heard[1].message.id == public.id
        await s.ann.types("/ping")
        outcome = await s.ann.submits(filled)
        assert outcome.text == "new"
        assert codes == [50035]


async def test_a_modal_cannot_answer_a_submission_nor_come_second() -> None:
    async with stage(registered=[PING]) as s:
        codes: list[int] = []

        async def refused(awaited: Any) -> None:
            with pytest.raises(api.HTTPException) as caught:
                await awaited
            codes.append(caught.value.code)

        modal = {"type": 9, "data": Answer().to_dict()}
        path = "/interactions/{interaction_id}/{token}/callback"

        async def answer(one: api.Interaction) -> None:
            to = {"interaction_id": one.id, "token": one.token}
            if one.type is api.InteractionType.modal_submit:
                await refused(s.bot.call("POST", path, modal, **to))
                await one.response.send_message("ok", ephemeral=True)
                await refused(s.bot.call("POST", path, modal, **to))
            else:
                await one.response.send_modal(Answer())

        s.bot.answer = answer
        await s.ann.types("/ping")
        await s.ann.submits({"Choose two": ["A", "B"], "How sure?": "Sure"})
        await s.ann.until(lambda: len(codes) == 2)
        assert codes == [50035, 40060]


async def test_a_submission_that_nobody_answers_stays_before_the_person() -> None:
    async with stage(registered=[PING]) as s:
        await open_by_command(s)

        async def answer(one: api.Interaction) -> None:
            s.discord.clock.advance(4)

        s.bot.answer = answer
        outcome = await s.ann.submits({"Choose two": ["A", "B"], "How sure?": "Sure"})
        assert outcome.text == SUBMIT_FAILED
        assert s.ann.modal is not None
