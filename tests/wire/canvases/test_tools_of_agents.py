"""An agent gets the tools that open canvases, for its own conversation and as long as it is up."""

import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from easel_testing.agents import Journal, ScriptedAgent
from easel_testing.bridge import hello, raw
from easel_testing.canvas_editor import DIFF, CanvasEditor, server_with_canvas_editor
from easel_testing.easel import OpenEditor
from easel_testing.easel_client import EaselClient, Json
from easel_testing.process_trees import Tree

GONE_SECONDS = 5.0
Secrets = dict[str, str]


@pytest.fixture
async def editor_with_agent(tmp_path: Path) -> AsyncIterator[CanvasEditor]:
    """A server of its own, whose default agent is the practice agent."""
    tree = Tree()
    async with server_with_canvas_editor(tmp_path, env=tree.env) as editor:
        yield editor
    await tree.until_gone(GONE_SECONDS)


def secrets_in(journal: Journal, number: int = -1) -> Secrets:
    """What an agent was given in `session/new`."""
    servers = journal.received("session/new")[number].params["mcpServers"]
    (own,) = [server for server in servers if server["name"] == "easel"]
    return {entry["name"]: entry["value"] for entry in own["env"]}


async def talk(editor: CanvasEditor, prompt: str) -> tuple[str, str]:
    """A new conversation with the practice agent, and the turn of a prompt in it."""
    conversation = await editor.conversation(agent="easel-practice")
    await editor.subscribe(f"ahp-session:/{conversation}")
    return conversation, await editor.start(conversation, prompt)


async def opened(editor: CanvasEditor) -> Any:
    """The first canvas that the editor is told of."""
    changed = await editor.action(
        lambda one: (
            one["action"]["type"] == "session/openCanvasesChanged"
            and bool(one["action"]["openCanvases"])
        )
    )
    return changed["action"]["openCanvases"][0]


async def test_a_table_of_an_agent_is_shown_sorted_by_a_person_and_read_in_pages(
    editor_with_agent: CanvasEditor,
) -> None:
    editor = editor_with_agent
    conversation, turn = await talk(editor, "/canvas table")
    assert (await editor.ended(conversation, turn))["reason"] == "completed"
    canvas = await opened(editor)
    state = await editor.subscribe(canvas["channel"])
    assert state["status"] == "1,000 rows"

    sort = {"type": "sort", "column": "number", "descending": True}
    editor.dispatch(canvas["channel"], "canvas/message", payload=sort)
    updated = await editor.told("canvas/updated")

    read = await editor.ask(
        "ahp/canvasReadResource", channel=canvas["channel"], uri=updated["action"]["url"]
    )
    content = msgspec.json.decode(read["contents"][0]["text"])
    assert content["rows"][0][0] == 999
    assert (content["pageCount"], len(content["rows"])) == (20, 50)


async def test_a_canvas_of_an_editor_is_driven_by_an_agent_until_the_person_closes_it(
    editor_with_agent: CanvasEditor,
) -> None:
    editor = editor_with_agent

    async def shown(params: Json) -> Json:
        return {"title": params["input"]["left"]}

    async def done(params: Json) -> Json:
        return {"value": {"went": params["input"]["line"]}}

    async def say(prompt: str) -> str:
        turn = await editor.start(conversation, prompt)
        await editor.ended(conversation, turn)
        return editor.text(conversation, turn=turn)

    editor.answers |= {"canvasOpen": shown, "canvasInvokeAction": done}
    conversation, turn = await talk(editor, "hello")
    await editor.ended(conversation, turn)
    await editor.outcome(editor.provide(conversation, DIFF))

    await say('/canvas compare {"left": "a.py"}')
    canvas = await opened(editor)
    assert '{"went":7}' in await say('/canvas compare goto {"line": 7}')
    assert '"status":"half"' in await say('/canvas update compare {"status": "half"}')
    await editor.outcome(editor.dispatch(canvas["channel"], "canvas/closeRequested"))
    assert "what-happened" in await say("anything new?")


@pytest.mark.parametrize(
    ("argument", "complaint"),
    [
        ('table {"rows": 1}', "canvas_invalid_input"),
        ("hologram", "canvas_not_declared"),
        ("close table", "No canvas `table` is open"),
    ],
)
async def test_an_agent_says_why_a_canvas_cannot_be_had(
    editor_with_agent: CanvasEditor, argument: str, complaint: str
) -> None:
    conversation, turn = await talk(editor_with_agent, f"/canvas {argument}")
    await editor_with_agent.ended(conversation, turn)
    assert complaint in editor_with_agent.text(conversation, turn=turn)


async def test_the_answer_to_a_form_ends_the_wait_of_the_agent(
    editor_with_agent: CanvasEditor,
) -> None:
    editor = editor_with_agent
    conversation, turn = await talk(editor, "/canvas form")
    canvas = await opened(editor)
    values = {"name": "Ada", "editor": "Neovim"}
    editor.dispatch(
        canvas["channel"], "canvas/message", payload={"type": "submit", "values": values}
    )

    assert (await editor.ended(conversation, turn))["reason"] == "completed"
    assert "- name: **Ada**\n- editor: **Neovim**" in editor.text(conversation, turn=turn)


async def test_an_answer_after_a_stop_is_a_block_of_its_own_behind_the_next_prompt(
    editor_with_agent: CanvasEditor,
) -> None:
    editor = editor_with_agent
    conversation, turn = await talk(editor, "/canvas form")
    canvas = await opened(editor)
    await editor.act("cancel", conversation)
    assert (await editor.ended(conversation, turn))["reason"] == "cancelled"

    payload = {"type": "submit", "values": {"name": "Ada"}}
    await editor.outcome(editor.dispatch(canvas["channel"], "canvas/message", payload=payload))
    state = await editor.subscribe(canvas["channel"])
    while state["status"] != "answered":
        await editor.arrival()
        state = await editor.subscribe(canvas["channel"])
    command = await editor.start(conversation, "/recall")
    told = await editor.start(conversation, "go on")
    once = await editor.start(conversation, "and on")

    started = {}
    for number in (command, told, once):
        await editor.ended(conversation, number)
    for event in editor.of_type(conversation, "turnStarted"):
        started[event["turnId"]] = event["prompt"]
    assert len(started[command]) == len(started[once]) == 1
    text, news = started[told]
    assert text["text"] == "go on"
    assert news["resource"]["uri"] == "easel-canvas:///what-happened"
    assert '"name": "Ada"' in news["resource"]["text"]


async def test_the_tools_end_with_a_killed_agent(tmp_path: Path) -> None:
    tree = Tree()
    async with server_with_canvas_editor(tmp_path, env=tree.env) as editor:
        conversation, turn = await talk(editor, "/canvas form")
        await opened(editor)
        (process,) = (await editor.ask("status"))["processes"]
        os.kill(process["pid"], signal.SIGKILL)

        assert (await editor.ended(conversation, turn))["reason"] == "crashed"
        listed = await editor.ask("canvas/list", conversationId=conversation)
        assert [canvas["availability"] for canvas in listed["open"]] == ["ready"]
    await tree.until_gone(GONE_SECONDS)


async def test_each_conversation_has_a_secret_of_its_own_that_dies_with_the_agent(
    client: EaselClient, journal: Journal
) -> None:
    first, second = [await client.conversation() for _ in range(2)]
    for conversation in (first, second):
        await client.prompt(conversation, "say hello")
    one, other = secrets_in(journal, 0), secrets_in(journal, 1)
    assert one["EASEL_MCP_ADDRESS"] == other["EASEL_MCP_ADDRESS"]
    assert one["EASEL_MCP_TOKEN"] != other["EASEL_MCP_TOKEN"]

    async with raw(one["EASEL_MCP_ADDRESS"], one["EASEL_MCP_TOKEN"]) as tools:
        await tools.call(1, "open_canvas", canvasId="markdown", input={"text": "x"})
        assert (await tools.hear())["value"]["instanceId"] == "markdown-1"
        assert len((await client.ask("canvas/list", conversationId=first))["open"]) == 1
        assert (await client.ask("canvas/list", conversationId=second))["open"] == []
        assert await tools.hear_anything() == {"type": "changed"}

        await client.act("pause", first)
        assert await tools.cut_off()
    async with raw(one["EASEL_MCP_ADDRESS"]) as late:
        await late.say(hello(one["EASEL_MCP_TOKEN"]))
        assert await late.cut_off()


async def test_the_secret_is_in_no_event_no_status_no_file_and_no_trace(
    tmp_path: Path, agent: ScriptedAgent
) -> None:
    settings = {"trace": "verbose"}
    agents = {"test": agent.setting}
    async with server_with_canvas_editor(tmp_path, settings, agents) as editor:
        conversation = await editor.conversation()
        await editor.prompt(conversation, "say hello")
        given = secrets_in(agent.journal())
        token = given["EASEL_MCP_TOKEN"]
        opened = await editor.ask("canvas/open", conversationId=conversation, canvasId="trace")
        uri = f"ahp-canvas-content:/{opened['instanceId']}/content.json"
        read = await editor.ask("ahp/canvasReadResource", channel=opened["channel"], uri=uri)
        trace = read["contents"][0]["text"]
        assert "EASEL_MCP_TOKEN" in trace
        async with raw(given["EASEL_MCP_ADDRESS"]) as stranger:
            await stranger.say(hello(token) + b"x")
            await stranger.cut_off()
        told = [trace, editor.events, await editor.ask("status"), editor.infos]
        assert token not in str(told)
    kept = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert [path for path in kept if token.encode() in path.read_bytes()] == []


async def test_an_agent_shows_a_file_of_its_project_and_no_other(
    client: EaselClient, journal: Journal, tmp_path: Path
) -> None:
    workspace = tmp_path / "workspace"
    (workspace / "data.csv").write_text("a,b\n1,2\n")
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n")
    (workspace / "link.csv").symlink_to(tmp_path / "secret.csv")
    conversation = await client.conversation()
    await client.prompt(conversation, "say hello")
    given = secrets_in(journal)

    async with raw(given["EASEL_MCP_ADDRESS"], given["EASEL_MCP_TOKEN"]) as tools:
        for file, shown in (
            ("data.csv", True),
            (str(workspace / "data.csv"), True),
            ("../secret.csv", False),
            (str(tmp_path / "secret.csv"), False),
            ("link.csv", False),
            ("missing.csv", False),
            ("/dev/zero", False),
            (".", False),
        ):
            await tools.call(1, "open_canvas", canvasId="table", input={"file": file})
            answer = await tools.hear()
            assert ("code" not in answer) == shown, (file, answer)
            if not shown:
                assert answer["code"] == "canvas_file_refused"


async def test_without_the_setting_there_are_no_tools_and_a_name_that_is_taken_is_left(
    editor: OpenEditor, agent: ScriptedAgent
) -> None:
    async with editor({"test": agent}, {"canvas": {"agentTools": False}}) as client:
        await client.prompt(await client.conversation(), "say hello")
        assert agent.journal().received("session/new")[-1].params["mcpServers"] == []
    settings = {"mcpServers": {"easel": {"command": "mine"}}}
    async with editor({"test": agent}, settings) as client:
        await client.prompt(await client.conversation(), "say hello")
        servers = agent.journal().received("session/new")[-1].params["mcpServers"]
    assert [server["name"] for server in servers] == ["easel", "easel-canvas"]
    assert servers[0]["command"] == "mine"
