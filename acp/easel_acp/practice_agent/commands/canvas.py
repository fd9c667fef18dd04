"""Opens canvases through the MCP server that Easel gives to agents."""

from collections.abc import Mapping
from contextlib import aclosing
from typing import Any, Final

from easel_acp import sdk
from easel_acp.practice_agent.commands.canvas_samples import SAMPLES
from easel_acp.practice_agent.commands.command import Command, plain
from easel_acp.practice_agent.mcp_tools import ToolFailedError, use_tool
from easel_acp.practice_agent.scene import Scene
from easel_acp.practice_agent.steps import Say, Steps, Tool, code_content

SERVERS: Final = ("easel", "easel-canvas")
"""The names that Easel's own server may have."""
WAIT_SECONDS: Final = 45
ROUNDS: Final = 20
"""How often the agent goes on waiting: a person has a quarter of an hour."""


async def _canvas(scene: Scene, argument: str) -> Steps:
    kind = argument or "markdown"
    if kind not in SAMPLES:
        kinds = ", ".join(f"`{known}`" for known in SAMPLES)
        yield Say(f"I can show one of {kinds}.\n")
        return
    server = _easel(scene)
    if server is None:
        yield Say("I was given no tools for canvases: nobody who started me can show them.\n")
        return
    arguments = {"canvasId": kind, "input": SAMPLES[kind]}
    tool = Tool("open_canvas", "other", arguments)
    yield tool.start()
    yield tool.running()
    try:
        opened = await use_tool(server, "open_canvas", arguments)
    except ToolFailedError as error:
        yield tool.failed(str(error))
        yield Say("The canvas did not open.\n")
        return
    yield tool.done(opened)
    yield Say(f"I opened the canvas `{opened['instanceId']}`.\n\n")
    if kind == "form":
        async with aclosing(_answer(server, opened["instanceId"])) as steps:
            async for step in steps:
                yield step


async def _answer(server: sdk.McpServerStdio, instance_id: str) -> Steps:
    """Wait for the answer to a form, in rounds."""
    yield Say("Please fill it in: I wait for your answer. Stop works here too.\n\n")
    arguments = {
        "instanceId": instance_id,
        "actionName": "wait",
        "input": {"timeoutSeconds": WAIT_SECONDS},
    }
    tool = Tool("invoke_canvas_action", "other", arguments)
    yield tool.start()
    yield tool.running()
    result: Mapping[str, Any] = {"state": "open"}
    try:
        for _ in range(ROUNDS):
            if result["state"] == "open":
                result = await use_tool(server, "invoke_canvas_action", arguments, 120)
    except ToolFailedError as error:
        yield tool.failed(str(error))
        return
    yield tool.done(result, [code_content(str(result))])
    yield Say(_thanks(result))


def _thanks(result: Mapping[str, Any]) -> str:
    if result["state"] != "submitted":
        return "You would rather not answer. That is fine.\n"
    rows = "\n".join(f"- {name}: **{value}**" for name, value in (result["values"] or {}).items())
    return f"Thank you! You answered:\n\n{rows}\n"


def _easel(scene: Scene) -> sdk.McpServerStdio | None:
    for server in scene.session.mcp_servers:
        if isinstance(server, sdk.McpServerStdio) and server.name in SERVERS:
            return server
    return None


CANVAS = Command(
    "canvas",
    "Show a canvas beside the chat",
    _canvas,
    hint=f"[{' | '.join(SAMPLES)}]",
    words=plain(r"(?:show|open) (?:me )?a(?:n)? (?P<argument>\w+) canvas"),
)
