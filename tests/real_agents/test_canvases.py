"""Real agents open canvases through Easel's MCP server, and learn what a person does there."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import anyio
import msgspec
import pytest

from easel_testing.canvas_editor import CanvasEditor, server_with_canvas_editor
from easel_testing.conversation_rules import check_events
from easel_testing.model_server import ModelServer, model_server
from easel_testing.process_trees import Tree
from easel_testing.real_agents import AgentName, RealAgentUnavailableError, real_agent

pytestmark = pytest.mark.real_agent
GONE_SECONDS = 3.0
READY_SECONDS = 30.0
FORM = {"type": "object", "properties": {"colour": {"type": "string"}}, "required": ["colour"]}


@dataclass(frozen=True)
class Talk:
    """A conversation with a real agent, and an editor that shows canvases."""

    editor: CanvasEditor
    model: ModelServer
    id: str

    async def start(self, tool: str, **arguments: Any) -> str:
        """A turn in which the model uses a tool, which is allowed if the agent asks."""
        prompt = f"CALL {tool} {msgspec.json.encode(arguments).decode()}"
        turn = await self.editor.start(self.id, prompt)
        await self.editor.until(lambda: self._began(turn))
        for asked in self._of(turn, "permissionRequested"):
            option = next(o["optionId"] for o in asked["options"] if o["kind"] == "allow_once")
            await self.editor.ask(
                "permission/respond",
                conversationId=self.id,
                permissionId=asked["permissionId"],
                optionId=option,
            )
        return turn

    async def use(self, tool: str, **arguments: Any) -> str:
        """What the model says of the tool's result: its beginning."""
        return await self.end(await self.start(tool, **arguments))

    async def end(self, turn: str) -> str:
        """The answer of a turn, once it has ended."""
        ended = await self.editor.ended(self.id, turn)
        assert ended["reason"] == "completed", ended
        return self.editor.text(self.id, turn=turn)

    def _began(self, turn: str) -> bool:
        """Whether the tool is under way, or waits for a person."""
        if self._of(turn, "permissionRequested") or self._of(turn, "turnEnded"):
            return True
        calls = [event["toolCall"] for event in self._of(turn, "toolCall")]
        return any(
            call["status"] == "in_progress" and "search" not in call["title"].lower()
            for call in calls
        )

    def _of(self, turn: str, type_: str) -> list[Any]:
        events = self.editor.of_type(self.id, type_)
        return [event for event in events if event["turnId"] == turn]


@pytest.fixture(scope="module", params=AgentName)
async def talk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Talk]:
    """The conversation that the tests of an agent share. Nothing may be left at its end."""
    name: AgentName = request.param
    directory = tmp_path_factory.mktemp(f"canvases-{name}")
    tree = Tree()
    try:
        async with model_server() as model:
            agents = {str(name): real_agent(name, directory / "agent", model.url).setting}
            async with server_with_canvas_editor(directory, agents=agents, env=tree.env) as editor:
                conversation = await editor.conversation()
                await editor.subscribe(f"ahp-session:/{conversation}")
                talk = Talk(editor, model, conversation)
                warm = await editor.start(conversation, "SAY warm")
                assert (await editor.ended(conversation, warm))["reason"] == "completed"
                with anyio.fail_after(READY_SECONDS):
                    while "no tool" in await talk.use("list_canvas_capabilities"):
                        pass  # the agent starts its MCP servers in the background
                yield talk
                check_events(editor.events[conversation])
            await tree.until_gone(GONE_SECONDS)
    except RealAgentUnavailableError as reason:
        pytest.skip(f"{name}: {reason}")
    finally:
        tree.end()


async def test_a_canvas_that_the_model_opens_appears_in_the_editor(talk: Talk) -> None:
    answer = await talk.use(
        "open_canvas", canvasId="markdown", instanceId="notes", input={"text": "# Hello"}
    )

    assert '"instanceId":"notes"' in answer
    changed = await talk.editor.action(
        lambda one: one["action"]["type"] == "session/openCanvasesChanged"
    )
    (listed,) = changed["action"]["openCanvases"]
    state = await talk.editor.subscribe(listed["channel"])
    assert (state["canvasId"], state["extensionId"]) == ("markdown", "easel")
    read = await talk.editor.ask(
        "ahp/canvasReadResource", channel=listed["channel"], uri=state["url"]
    )
    (content,) = read["contents"]
    assert msgspec.json.decode(content["text"])["text"] == "# Hello"


async def test_a_click_comes_back_as_the_result_of_the_action(talk: Talk) -> None:
    opened = await talk.use("open_canvas", canvasId="form", instanceId="q", input={"schema": FORM})
    assert '"actions":["wait"]' in opened
    turn = await talk.start("invoke_canvas_action", instanceId="q", actionName="wait")

    talk.editor.dispatch(
        f"ahp-canvas:/{talk.id}.q",
        "canvas/message",
        payload={"type": "submit", "values": {"colour": "blue"}},
    )

    answer = await talk.end(turn)
    assert '"state":"submitted"' in answer
    assert '"colour":"blue"' in answer


async def test_a_click_that_nobody_waits_for_comes_with_the_next_prompt(talk: Talk) -> None:
    opened = await talk.use("open_canvas", canvasId="html", instanceId="page", input={"html": "x"})
    assert '"instanceId":"page"' in opened

    number = talk.editor.dispatch(
        f"ahp-canvas:/{talk.id}.page",
        "canvas/message",
        payload={"type": "message", "value": {"clicked": "the third button"}},
    )
    await talk.editor.outcome(number)
    await talk.editor.ask("canvas/list", conversationId=talk.id)
    await talk.editor.prompt(talk.id, "SAY go on")

    heard = await talk.model.asked("SAY go on")
    said = heard.user_texts[-1]
    assert "the third button" in said
    assert "What happened in canvases since the last prompt" in said


async def test_what_is_open_is_updated_and_closed_by_the_model(talk: Talk) -> None:
    plan = {"entries": [{"content": "Look"}]}
    await talk.use("open_canvas", canvasId="plan", instanceId="todo", input=plan)
    entries = [{"content": "Look", "status": "completed"}]
    await talk.use("update_canvas", instanceId="todo", input={"entries": entries})
    listed = await talk.editor.ask("canvas/list", conversationId=talk.id)
    assert "todo" in [canvas["instanceId"] for canvas in listed["open"]]

    await talk.use("close_canvas", instanceId="todo")

    listed = await talk.editor.ask("canvas/list", conversationId=talk.id)
    assert "todo" not in [canvas["instanceId"] for canvas in listed["open"]]
