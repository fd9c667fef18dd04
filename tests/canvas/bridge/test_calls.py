"""Calls of an agent: beside each other, withdrawn, refused, and over with the turn."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import pytest

from easel_canvas.bridge import connection as serving
from easel_canvas.bridge.listener import Admitted
from easel_canvas.values import InstanceId
from easel_testing.bridge import Bridge, Raw, bridge, raw
from easel_testing.canvases import Shown

FORM = {"schema": {"type": "object", "properties": {"name": {"type": "string"}}}}


@pytest.fixture
async def agents(tmp_path: Path) -> AsyncIterator[Bridge]:
    """A listener."""
    async with bridge(tmp_path) as listening:
        yield listening


@pytest.fixture
async def agent(agents: Bridge) -> AsyncIterator[Admitted]:
    """An agent of the conversation `c1`."""
    async with agents.agent() as admitted:
        yield admitted


@pytest.fixture
async def connection(agent: Admitted) -> AsyncIterator[Raw]:
    """Its connection."""
    async with raw(agent.address, agent.admission.token) as connected:
        yield connected


async def use(connection: Raw, name: str, **arguments: Any) -> dict[str, Any]:
    """Use a tool and wait for its answer."""
    await connection.call(1, name, **arguments)
    return await connection.hear()


async def waiting(connection: Raw, agent: Admitted) -> str:
    """A form that the agent waits for with call number 7."""
    opened = await use(connection, "open_canvas", canvasId="form", input=FORM)
    await connection.call(
        7,
        "invoke_canvas_action",
        instanceId=opened["value"]["instanceId"],
        actionName="wait",
        input={"timeoutSeconds": 50},
    )
    with anyio.fail_after(10):
        while not agent.admission.calls:
            await anyio.lowlevel.checkpoint()
        await anyio.wait_all_tasks_blocked()
    instance_id: str = opened["value"]["instanceId"]
    return instance_id


def submit(agents: Bridge, instance_id: str) -> None:
    """A person answers the form."""
    shown = Shown(agents.canvases.session(), InstanceId(instance_id))
    shown.say(type="submit", values={"name": "Ada"})


async def test_a_click_of_a_person_is_the_result_of_the_action_while_other_calls_go_on(
    agents: Bridge, agent: Admitted, connection: Raw
) -> None:
    form = await waiting(connection, agent)
    assert len((await use(connection, "list_open"))["value"]) == 1

    submit(agents, form)

    answer = await connection.hear()
    assert answer == {
        "type": "answer",
        "id": 7,
        "value": {"state": "submitted", "values": {"name": "Ada"}},
    }
    assert agents.canvases.told.notes == []


@pytest.mark.parametrize("how", ["withdrawn", "turn over", "hung up"])
async def test_an_answer_that_nobody_waits_for_any_more_is_for_the_next_prompt(
    how: str, agents: Bridge, agent: Admitted, connection: Raw
) -> None:
    form = await waiting(connection, agent)
    if how == "withdrawn":
        await connection.say(b'{"type": "cancel", "id": 7}')
        assert (await connection.hear())["code"] == "cancelled"
    elif how == "turn over":
        agent.admission.cancel_calls()
        assert (await connection.hear())["code"] == "cancelled"
    else:
        connection.close()
        while agent.admission.calls:
            await anyio.lowlevel.checkpoint()

    submit(agents, form)

    with anyio.fail_after(10):
        while not agents.canvases.told.notes:
            await anyio.lowlevel.checkpoint()


async def test_too_many_calls_at_a_time_are_refused(
    agents: Bridge, agent: Admitted, connection: Raw
) -> None:
    form = await waiting(connection, agent)
    wait = {"instanceId": form, "actionName": "wait", "input": {"timeoutSeconds": 50}}
    for number in range(100, 100 + serving.MAX_CALLS):
        await connection.call(number, "invoke_canvas_action", **wait)

    refused = await connection.hear()
    assert (refused["id"], refused["code"]) == (
        100 + serving.MAX_CALLS - 1,
        "canvas_limit_exceeded",
    )


@pytest.mark.parametrize(
    ("name", "arguments", "code"),
    [
        ("rm_rf", {}, "canvas_not_declared"),
        ("open_canvas", {}, "canvas_invalid_input"),
        ("open_canvas", {"canvasId": "hologram"}, "canvas_not_declared"),
        ("open_canvas", {"canvasId": "markdown", "input": {"text": 3}}, "canvas_invalid_input"),
        ("open_canvas", {"canvasId": "markdown", "input": "x"}, "canvas_invalid_input"),
        (
            "open_canvas",
            {"canvasId": "markdown", "instanceId": "../x"},
            "canvas_invalid_instance_id",
        ),
        ("update_canvas", {"instanceId": "nope"}, "canvas_not_open"),
        ("close_canvas", {"instanceId": "nope"}, "canvas_not_open"),
        ("invoke_canvas_action", {"instanceId": "nope", "actionName": "x"}, "canvas_not_open"),
        ("list_canvas_capabilities", {"canvasId": "hologram"}, "canvas_not_declared"),
        (
            "open_canvas",
            {"canvasId": "plan", "input": {"x": "y" * 4_500_000}},
            "canvas_limit_exceeded",
        ),
    ],
)
async def test_what_does_not_fit_is_refused_with_a_code_and_a_sentence(
    name: str, arguments: dict[str, Any], code: str, connection: Raw
) -> None:
    answer = await use(connection, name, **arguments)
    assert answer["code"] == code
    assert answer["value"]
    assert (await use(connection, "list_open"))["value"] == []


async def test_an_update_changes_what_it_names_and_null_takes_away(connection: Raw) -> None:
    given = {"title": "Log", "output": "one", "exitCode": 1}
    opened = await use(connection, "open_canvas", canvasId="terminal", input=given)
    terminal = opened["value"]["instanceId"]

    changed = {"output": "two", "exitCode": None}
    await use(connection, "update_canvas", instanceId=terminal, input=changed, status="done")

    assert (await use(connection, "read_text", instanceId=terminal))["value"] == (
        "```console\ntwo\n```"
    )
    (listed,) = (await use(connection, "list_open"))["value"]
    assert listed["title"] == "Log"


async def test_an_input_that_a_model_wrote_as_text_is_read(connection: Raw) -> None:
    opened = await use(connection, "open_canvas", canvasId="markdown", input='{"text": "hello"}')
    read = await use(connection, "read_text", instanceId=opened["value"]["instanceId"])
    assert read["value"] == "hello"


async def test_what_can_be_opened_is_listed_briefly_and_one_kind_in_full(connection: Raw) -> None:
    brief = (await use(connection, "list_canvas_capabilities"))["value"]
    table = next(canvas for canvas in brief["canvases"] if canvas["canvasId"] == "table")
    assert table["input"] == ["title", "rows", "file", "columns", "pageSize"]
    assert table["actions"] == ["page", "sort", "filter"]
    assert brief["open"] == []

    (full,) = (await use(connection, "list_canvas_capabilities", canvasId="table"))["value"][
        "canvases"
    ]
    assert full["inputSchema"]["properties"]["rows"]["description"]
    assert [action["name"] for action in full["actions"]] == table["actions"]


async def test_a_hundred_canvases_are_open_and_one_more_is_refused(connection: Raw) -> None:
    for _ in range(100):
        answer = await use(connection, "open_canvas", canvasId="markdown", input={"text": "x"})
        assert "code" not in answer
    answer = await use(connection, "open_canvas", canvasId="markdown", input={"text": "x"})
    assert answer["code"] == "canvas_limit_exceeded"
