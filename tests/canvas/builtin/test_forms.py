"""Questions to a person, whose answer goes to the agent."""

from typing import Any

import anyio
import pytest

from easel_canvas.errors import CanvasError
from easel_canvas.host.requests import OpenRequest
from easel_canvas.values import CanvasId
from easel_testing.canvases import Canvases, Shown

SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "title": "Your name", "description": "As on the door."},
        "colour": {"type": "string", "enum": ["red", "blue"], "default": "red"},
        "days": {"type": "array", "items": {"type": "string", "enum": ["mon", "tue"]}},
        "code": {"type": "string", "pattern": "^(a+)+$"},
    },
    "required": ["name"],
}


async def form(shown: Canvases, **more: Any) -> Shown:
    return await shown.open("form", {"schema": SCHEMA, **more})


async def test_an_agent_that_waits_gets_the_answer_as_the_result_of_its_action(
    shown: Canvases,
) -> None:
    asked = await form(shown)
    results: list[Any] = []

    async def wait() -> None:
        results.append(await asked.act("wait", timeoutSeconds=10))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(wait)
        await anyio.wait_all_tasks_blocked()
        asked.say(type="submit", values={"name": "Ada"})

    assert results == [{"state": "submitted", "values": {"name": "Ada"}}]
    assert shown.told.notes == []


async def test_an_answer_nobody_waits_for_is_for_the_next_prompt_and_for_a_later_wait(
    shown: Canvases,
) -> None:
    asked = await form(shown)
    asked.say(type="submit", values={"name": "Ada"})
    content = await asked.until(shown.told, lambda content: content["state"] == "submitted")

    assert content["answer"] == {"name": "Ada"}
    (note,) = shown.told.notes
    assert asked.instance_id in note
    assert '"name": "Ada"' in note
    assert (await asked.act("wait"))["values"] == {"name": "Ada"}
    assert shown.told.notes == []


async def test_of_several_answers_the_agent_is_told_the_last(shown: Canvases) -> None:
    asked = await form(shown)
    asked.say(type="submit", values={"name": "Ada"})
    asked.say(type="submit", values={"name": "Grace"})
    await asked.until(shown.told, lambda content: content["answer"] == {"name": "Grace"})
    (note,) = shown.told.notes
    assert "Grace" in note


@pytest.mark.parametrize(
    "values",
    [{}, {"name": 3}, {"name": "x", "colour": "green"}, {"name": "x", "days": ["sun"]}],
)
async def test_an_answer_that_does_not_fit_goes_back_to_the_person(
    values: dict[str, Any], shown: Canvases
) -> None:
    asked = await form(shown)
    asked.say(type="submit", values=values)

    content = await asked.until(shown.told, lambda content: bool(content["problems"]))
    assert (content["state"], content["answer"]) == ("open", None)
    assert shown.told.notes == []

    asked.say(type="submit", values={"name": "Ada"})
    content = await asked.until(shown.told, lambda content: content["state"] == "submitted")
    assert content["problems"] == []


async def test_a_pattern_that_would_run_for_ever_does_not(shown: Canvases) -> None:
    asked = await form(shown)
    asked.say(type="submit", values={"name": "x", "code": "a" * 60 + "!"})
    await asked.until(shown.told, lambda content: bool(content["problems"]))


async def test_a_person_can_decline(shown: Canvases) -> None:
    asked = await form(shown)
    asked.say(type="decline")
    await asked.until(shown.told, lambda content: content["state"] == "declined")

    assert await asked.act("wait") == {"state": "declined", "values": None}
    assert "Declined." in await asked.text()


async def test_a_wait_ends_with_its_time_and_when_the_form_is_closed(shown: Canvases) -> None:
    asked = await form(shown)
    assert (await asked.act("wait", timeoutSeconds=0))["state"] == "open"
    with pytest.raises(CanvasError, match="50"):
        await asked.act("wait", timeoutSeconds=51)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(asked.act, "wait")
        await anyio.wait_all_tasks_blocked()
        asked.session.close(asked.instance_id)


async def test_bringing_a_form_to_the_front_keeps_its_answer(shown: Canvases) -> None:
    asked = await form(shown)
    asked.say(type="submit", values={"name": "Ada"})
    await asked.until(shown.told, lambda content: content["state"] == "submitted")

    again = OpenRequest(CanvasId("form"), instance_id=asked.instance_id)
    await asked.session.open(again)
    assert (await asked.content())["answer"] == {"name": "Ada"}


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"type": "string"}, "object with `properties`"),
        ({"type": "object", "properties": {}}, "1 to 50 fields"),
        ({"properties": {"a": {"type": "object"}}}, r"properties\.a\.type"),
        ({"properties": {"a": 3}}, "Expected an object"),
        ({"properties": {"a": {"type": "integer", "default": "x"}}}, "cannot be used"),
        ({"properties": {"a": {"type": "string", "minLength": "x"}}}, "cannot be used"),
        ({"properties": {"a": {"$ref": "http://example.com/schema"}}}, "cannot be used"),
    ],
)
async def test_a_schema_that_is_no_form_is_refused(
    schema: dict[str, Any], message: str, shown: Canvases
) -> None:
    with pytest.raises(CanvasError, match=message):
        await shown.open("form", {"schema": schema})


async def test_the_text_says_what_is_asked_and_how_to_answer(shown: Canvases) -> None:
    asked = await form(shown, message="Please fill this in.")
    text = await asked.text()

    assert text.startswith("Please fill this in.\n\n- **Your name** (`name`): text  \n")
    assert "As on the door." in text
    assert "- **colour** (`colour`): `red`, `blue`, optional, default `red`" in text
    assert "any of `mon`, `tue`" in text
    assert "To answer, write to the agent:" in text
